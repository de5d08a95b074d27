"""Policies by the awscc provider, told in the words of the aws one.

The types are those of CloudFormation: the same things by other names, some of which say beside
their policy whom it is for. Read 2026-11 in their schemas.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TypeAlias

from msgspec.structs import replace

from compliance_toolkit.models import JsonValue, ReasonCode, Resource, Unknown
from compliance_toolkit.terraform.access.holders import AWSCC

_SPELLED: Mapping[str, Mapping[str, str]] = {
    "awscc_iam_group_policy": {
        "policy_document": "policy",
        "group_name": "group",
        "policy_name": "name",
    },
    "awscc_iam_managed_policy": {
        "policy_document": "policy",
        "managed_policy_name": "name",
        "policy_arn": "arn",
    },
    "awscc_iam_role": {"role_name": "name", "policies": "inline_policy"},
    "awscc_iam_role_policy": {
        "policy_document": "policy",
        "role_name": "role",
        "policy_name": "name",
    },
    "awscc_iam_user_policy": {
        "policy_document": "policy",
        "user_name": "user",
        "policy_name": "name",
    },
    "awscc_organizations_policy": {"policy_id": "id"},
}
_INNER = {"policy_document": "policy", "policy_name": "name"}
"""What stands in the policies of a role."""

_ATTACHED: Mapping[str, Mapping[str, tuple[str, str, str]]] = {
    "awscc_organizations_policy": {
        "target_ids": ("aws_organizations_policy_attachment", "/policy_id", "target_id"),
    },
    "awscc_iam_managed_policy": {
        f"{who}s": (f"aws_iam_{who}_policy_attachment", "/policy_arn", who)
        for who in ("role", "user", "group")
    },
}
"""Type → where it lists what it is attached to: what aws has for that, and by which attributes."""


class Natives:
    """The resources of one input, those of awscc by aws's names."""

    def __init__(self, resources: Iterable[Resource]) -> None:
        """Tell them."""
        self._own: dict[str, Resource] = {}
        self.every: list[Resource] = []
        """All of them, with what they attach themselves."""
        for one in resources:
            if one.type not in AWSCC:
                self.every.append(one)
                continue
            told = self._own[one.address] = _told(one)
            self.every += [told, *_attachments(one)]

    def stated(self, resource: Resource, of: Callable[[Resource], Resource]) -> Resource:
        """Give a resource with the facts that are stated of it in aws's words."""
        told = self._own.get(resource.address)
        if told is None:
            return of(resource)
        found = of(told)
        return replace(
            resource,
            values={
                **resource.values,
                **{name: found.values[name] for name in found.values.keys() - told.values.keys()},
            },
            unknown={
                **resource.unknown,
                **{at: found.unknown[at] for at in found.unknown.keys() - told.unknown.keys()},
            },
            silent_on=found.silent_on,
        )


def _told(resource: Resource) -> Resource:
    """Tell one resource by the names of aws."""
    names = _SPELLED[resource.type]
    return replace(
        resource,
        type=AWSCC[resource.type],
        values={
            names.get(name, name): _inner(value) if name == "policies" else value
            for name, value in resource.values.items()
        },
        unknown={_pointer(at, names): why for at, why in resource.unknown.items()},
        references={_pointer(at, names): to for at, to in resource.references.items()},
        set_values=True,  # nothing takes away what such a resource leaves out
    )


def _inner(value: JsonValue) -> JsonValue:
    if not isinstance(value, list | tuple):
        return value
    return [
        {_INNER.get(str(name), str(name)): inner for name, inner in one.items()}
        if isinstance(one, Mapping)
        else one
        for one in value
    ]


def _pointer(at: str, names: Mapping[str, str]) -> str:
    steps = at.split("/")
    if len(steps) > 1:
        inner = steps[1] == "policies"
        steps[1] = names.get(steps[1], steps[1])
        steps[3:4] = [_INNER.get(one, one) for one in steps[3:4]] if inner else steps[3:4]
    return "/".join(steps)


def _attachments(resource: Resource) -> Iterator[Resource]:
    """Tell to what a policy says itself that it is attached."""
    for name in _ATTACHED.get(resource.type, ()):
        kind, policy, to = _ATTACHED[resource.type][name]
        for number, (value, why, references) in enumerate(_each(resource, name)):
            late = Unknown(ReasonCode.KNOWN_AFTER_APPLY, resource.address)
            address = resource.address.replace(resource.type, kind, 1)
            yield Resource(
                address=f"{address}.{name}.{number}",
                type=kind,
                provider=resource.provider,
                region=resource.region,
                values={} if value is None else {to: value},
                unknown={policy: late} if why is None else {policy: late, f"/{to}": why},
                references={policy: (resource.address,), f"/{to}": references},
                account=resource.account,
            )


_Each: TypeAlias = tuple[str | None, Unknown | None, tuple[str, ...]]


def _each(resource: Resource, attribute: str) -> Iterator[_Each]:
    """Give each member of a list: its value, or why that is not known, and what it refers to."""
    pointer = f"/{attribute}"
    value = resource.values.get(attribute)
    for one in value if isinstance(value, list | tuple) else ():
        if isinstance(one, str):
            yield one, None, ()
    for at, why in resource.unknown.items():
        if at not in {"", pointer} and not at.startswith(f"{pointer}/"):
            continue
        references = resource.references.get(at) or resource.references.get(pointer, ())
        if at == "" or references or why.reference is not None:  # else nobody writes it
            yield None, why, references
