"""Lists that take away from somebody each policy that they leave out.

A resource of such a type, or the argument of a role, keeps nothing beside what it names: whoever
else gives a policy there is undone at the next apply.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping

import msgspec

from compliance_toolkit.models import JsonValue, ReasonCode, Resource, Unknown
from compliance_toolkit.terraform.access.identities import (
    GROUP,
    PERMISSIONS,
    ROLE,
    USER,
    Identity,
    Meant,
)
from compliance_toolkit.terraform.lifecycle import IGNORED

INLINE, ATTACHED = "inline", "attached"
"""The two ways to hold a policy."""

SOLE = "aws_iam_policy_attachment"
"""Detaches its policy from everybody whom it does not name."""

EXCLUSIVE: Mapping[str, tuple[str, str, str, str]] = {
    "aws_iam_group_policies_exclusive": ("group_name", GROUP, "policy_names", INLINE),
    "aws_iam_group_policy_attachments_exclusive": ("group_name", GROUP, "policy_arns", ATTACHED),
    "aws_iam_role_policies_exclusive": ("role_name", ROLE, "policy_names", INLINE),
    "aws_iam_role_policy_attachments_exclusive": ("role_name", ROLE, "policy_arns", ATTACHED),
    "aws_iam_user_policies_exclusive": ("user_name", USER, "policy_names", INLINE),
    "aws_iam_user_policy_attachments_exclusive": ("user_name", USER, "policy_arns", ATTACHED),
    "aws_ssoadmin_customer_managed_policy_attachments_exclusive": (
        *("permission_set_arn", PERMISSIONS, "customer_managed_policy_reference"),
        ATTACHED,
    ),
}
"""Type → which attribute says whom it binds, what that is, where it lists policies, and which."""

_INDEX = re.compile(r"\[[^\]]*\]$")
_OF_PERMISSIONS = "aws_ssoadmin_permission_set_inline_policy"
_ONLY = "inline_policy"
_OF_ROLE = {"inline_policy": INLINE, "managed_policy_arns": ATTACHED}


class Way(msgspec.Struct, frozen=True):
    """How somebody comes to hold a policy."""

    how: str
    by: str
    """Address of what gives it."""

    names: frozenset[str]
    """What a list may call it: a name, an ARN, or an address."""

    slot: str = ""
    """The name by which its holder has no other policy; nothing: none is known."""


class _List(msgspec.Struct, frozen=True):
    how: str
    address: str
    names: frozenset[str]
    reason: Unknown

    def leaves_out(self, way: Way) -> bool:
        """Whether it does not surely name a policy, which something else gives."""
        return self.how == way.how and self.address != way.by and not self.names & way.names


class Exclusives(msgspec.Struct):
    """The lists of one input."""

    _of: dict[tuple[str, str], list[_List]] = msgspec.field(
        default_factory=lambda: defaultdict(list)
    )
    _astray: dict[str, list[_List]] = msgspec.field(default_factory=lambda: defaultdict(list))
    _sole: dict[str, dict[str, set[str]]] = msgspec.field(default_factory=lambda: defaultdict(dict))
    _slots: dict[tuple[Identity, str], dict[str, None]] = msgspec.field(
        default_factory=lambda: defaultdict(dict)
    )

    def add(self, resource: Resource, kind: str, whom: Meant) -> None:
        """Note the lists of a resource that binds somebody, if it has any."""
        for one in _lists(resource):
            for identity in whom.identities:
                self._of[kind, identity.name].append(one)
            if whom.lost is not None:
                self._astray[kind].append(one)

    def keep(self, attachment: Resource, policies: list[Resource], whom: Meant) -> None:
        """Note to whom alone an attachment leaves its policies."""
        for policy in policies:
            kept = self._sole[policy.address].setdefault(attachment.address, set())
            if whom.certain:
                kept |= {one.name for one in whom.identities}

    def fill(self, identity: Identity, way: Way) -> None:
        """Note by which name somebody is given a policy: another of that name takes its place."""
        if way.slot:
            self._slots[identity, way.slot].setdefault(way.by)

    def doubt(self, identity: Identity, way: Way) -> Unknown | None:
        """Say why a policy that somebody is given may be taken away; `None`: nothing does."""
        for other in self._slots.get((identity, way.slot), ()):
            if other != way.by:
                return Unknown(ReasonCode.UNKNOWN_VALUE, f"{other}: takes a policy's place")
        kind, name = identity.kind, identity.name
        bound = [*self._of.get((kind, name), []), *self._astray.get(kind, [])]
        for one in bound:
            if one.leaves_out(way):
                return one.reason
        for policy in way.names & self._sole.keys():
            for attachment, kept in self._sole[policy].items():
                if attachment != way.by and name not in kept:
                    return _left_out(attachment)
        return None


def way_of(resource: Resource, how: str, held: Resource, attribute: str = "name") -> Way:
    """Say how a resource gives a policy that stands in `held`."""
    named = [held.values.get(one) for one in ("arn", "name", attribute)]
    texts = [one for one in named if isinstance(one, str)]
    names = frozenset((held.address, _every(held.address), *texts))
    return Way(how, resource.address, names, _slot(resource) if how == INLINE else "")


def _slot(resource: Resource) -> str:
    """Name what of its holder an inline policy fills: a permission set has but one."""
    name = resource.values.get("name")
    return _ONLY if resource.type == _OF_PERMISSIONS else name if isinstance(name, str) else ""


def inner_way(role: Resource, name: JsonValue) -> Way:
    """Say how a role gives a policy that stands in a block of its own."""
    names = [role.address, _every(role.address), *([name] if isinstance(name, str) else [])]
    return Way(INLINE, role.address, frozenset(names), name if isinstance(name, str) else "")


def _every(address: str) -> str:
    """Give what stands for each instance of a block: another one is another policy."""
    return _INDEX.sub("", address)


def _lists(resource: Resource) -> Iterator[_List]:
    if resource.type in EXCLUSIVE:
        _, _, attribute, how = EXCLUSIVE[resource.type]
        yield _list(resource, attribute, how)
    if resource.type == ROLE and resource.provider != "awscc":
        for attribute, how in _OF_ROLE.items():
            pointer = f"/{attribute}"
            if resource.set_values and pointer not in resource.references:
                continue  # a plan lists what is there, too
            reason = resource.unknown.get(pointer, IGNORED)
            if resource.values.get(attribute) is not None or reason != IGNORED:
                yield _list(resource, attribute, how)


def _list(resource: Resource, attribute: str, how: str) -> _List:
    pointer = f"/{attribute}"
    names = set(_texts(resource.values.get(attribute)))
    for at, references in resource.references.items():
        if at == pointer or at.startswith(f"{pointer}/"):
            names |= {*references, *(_every(one) for one in references if one.endswith("[*]"))}
    lost = (
        reason
        for at, reason in resource.unknown.items()
        if at in {"", pointer} or at.startswith(f"{pointer}/")
        if not any("aws_" in name for name in resource.references.get(at, ()))
    )
    told = _left_out(f"{resource.address}.{attribute}")
    return _List(how, resource.address, frozenset(names), next(lost, None) or told)


def _left_out(name: str) -> Unknown:
    return Unknown(ReasonCode.UNKNOWN_VALUE, f"{name}: leaves a policy out")


def _texts(value: JsonValue) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        yield from _texts(value.get("name"))
    elif isinstance(value, list | tuple):
        for one in value:
            yield from _texts(one)
