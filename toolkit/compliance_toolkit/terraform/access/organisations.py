"""AWS Organizations: which service control policies are in force for whom.

A policy does nothing before it is attached. Attached, it binds the accounts below its target, and
never the management account. Of what stands above a target in another input nothing is known.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence

import msgspec

from compliance_toolkit.models import ReasonCode, Resource, Unknown
from compliance_toolkit.terraform.access.holders import ACCOUNT, ORGANISATION_POLICY
from compliance_toolkit.terraform.access.roots import (
    ORGANISATION,
    UNNAMED,
    Roots,
    named,
    referred,
    unnamed,
)
from compliance_toolkit.terraform.addresses import segments, without_index

_ATTACHMENT = "aws_organizations_policy_attachment"
_UNIT = "aws_organizations_organizational_unit"
_TYPES = frozenset((ORGANISATION_POLICY, ACCOUNT, _ATTACHMENT, ORGANISATION, _UNIT))
_SERVICE_CONTROL = "SERVICE_CONTROL_POLICY"
_RESOURCE_CONTROL = "RESOURCE_CONTROL_POLICY"
_FULL_ACCESS = "p-FullAWSAccess"
_MANAGEMENT = "management account"
_BILLING = "CONSOLIDATED_BILLING"
_ENABLED = "enabled_policy_types"
_LISTS = (".accounts", ".non_master_accounts")
"""What of an organisation lists accounts: all, or all but the management account."""

_ID = re.compile(r"(?:r|ou)-[a-z0-9-]+|[0-9]{12}")
"""Of a root, a unit or an account."""

_MANAGER = re.compile(r"(?<!non_)(?:master|management)_account")

_MAX_DEPTH = 10
"""AWS nests units five deep."""


class Level(msgspec.Struct):
    """What is attached to one target."""

    policies: list[Resource] = msgspec.field(default_factory=list)
    doubtful: list[Resource] = msgspec.field(default_factory=list)
    """Those that may be attached, and may not."""

    full_access: bool = False
    """Whether `FullAWSAccess` is attached for sure."""


class Path(msgspec.Struct, frozen=True):
    """The levels from a target up."""

    levels: tuple[Level, ...]
    complete: bool
    """Whether it leads up to the root."""

    doubt: Unknown | None = None
    """Why more may be attached to its root; `None`: it is known."""

    off: bool = False
    """Whether its organisation has service control policies switched off."""


class Organisation:
    """The organisation as one input tells of it."""

    def __init__(self, resources: Iterable[Resource], *, unread: Unknown | None) -> None:
        """Read the tree and what is attached to it.

        Args:
            resources: All resources of one input.
            unread: Why not everything of the input was read, and more may be attached; `None`: all
                of it was.
        """
        self._unread = unread
        ours = [one for one in resources if one.type in _TYPES]
        self._by_address = {one.address: one for one in ours}
        self._by_base: dict[str, list[Resource]] = defaultdict(list)
        self._by_id: dict[str, Resource] = {}
        for one in ours:
            self._by_base[without_index(one.address)].append(one)
            if isinstance(given := one.values.get("id"), str):
                self._by_id[given] = one
        self._managers = {one.values.get("master_account_id") for one in ours} - {None}
        self._roots = Roots(ours)
        self._levels: dict[str, Level] = defaultdict(Level)
        self._targets: dict[str, list[str]] = defaultdict(list)
        self._doubt: dict[str, Unknown] = {}
        self._maybe: dict[str, Unknown] = {}
        self._anywhere = Level()
        self._anything: Unknown | None = None
        self._off = {self._root_of(one) for one in ours if _is_off(one)}
        for one in ours:
            if one.type == _ATTACHMENT:
                self._attach(one)

    def targets(self, policy: Resource) -> Sequence[str]:
        """Name what a policy is attached to for sure, and binds: no management account."""
        found = [one for one in self._targets[policy.address] if one != _MANAGEMENT]
        return [one for one in found if not self._off or not self.path(one).off]

    def doubt(self, policy: Resource) -> Unknown | None:
        """Say why a policy that is attached to nothing known may still be attached."""
        if (found := self._doubt.get(policy.address) or self._anything) is not None:
            return found
        if "[*]" in policy.address:
            return Unknown(ReasonCode.UNKNOWN_COUNT, policy.address)
        return self._unread

    def policies(self) -> list[Resource]:
        """Give the service control policies, and those that may be."""
        return [one for one in self._by_address.values() if is_service_control(one) is not False]

    def path(self, target: str) -> Path:
        """Give the levels from a target up to the root, as far as they are known."""
        levels: list[Level] = []
        seen: set[str] = set()
        at: str | None = target
        is_account = target in self._by_address and self._by_address[target].type == ACCOUNT
        if is_account and self._anywhere.doubtful:
            levels.append(self._anywhere)
        while at is not None and at not in seen and len(levels) < _MAX_DEPTH:
            seen.add(at)
            if at in self._off:
                return Path((Level(),), self._unread is None, off=True)
            if at.startswith(UNNAMED):
                level, doubt = self._at_root(at)
                levels.append(level)
                return Path(tuple(levels), self._unread is None, doubt or self._why(levels))
            levels.append(self._levels[at])
            at = self._above(at)
        return Path(tuple(levels), complete=False)

    def _why(self, levels: Sequence[Level]) -> Unknown | None:
        """Say why something may be attached to a level, and may not."""
        doubtful = (one.address for level in levels for one in level.doubtful)
        return next((self._maybe[one] for one in doubtful if one in self._maybe), None)

    def _at_root(self, root: str) -> tuple[Level, Unknown | None]:
        """Give what is attached to a root, and may be: by another name of it."""
        own = self._levels[root]
        doubtful = list(own.doubtful)
        doubt = None
        for other in self._roots.doubtful(root):
            beside = self._levels[other]
            if beside.policies or beside.doubtful:
                doubtful += [*beside.policies, *beside.doubtful]
                shown = self._roots.shown(root, other)
                doubt = doubt or Unknown(ReasonCode.OUTSIDE_INPUT, shown)
        return Level(own.policies, doubtful, own.full_access), doubt

    def _attach(self, attachment: Resource) -> None:
        reason = Unknown(ReasonCode.UNKNOWN_COUNT, attachment.address)
        certain = "[*]" not in attachment.address
        target = self._named(attachment, "target_id")
        if target == "":
            return  # no target of AWS's
        if attachment.values.get("policy_id") == _FULL_ACCESS:
            if target is not None and certain:
                self._levels[target].full_access = True
            return
        found = self._named(attachment, "policy_id")
        policy = self._by_address.get(found or "")
        if found is not None and policy is None:
            return  # one of another input, by its id
        if policy is None or policy.type != ORGANISATION_POLICY:
            self._anything = attachment.unknown.get("/policy_id") or reason
        elif (manager := _may_manage(attachment)) is not None and target != _MANAGEMENT:
            self._doubt[policy.address] = manager
            self._suspect(policy, attachment, manager)
        elif not certain:
            self._levels[target or f"wherever {attachment.address} leads"].doubtful.append(policy)
            self._doubt[policy.address] = self._maybe[policy.address] = reason
        elif target is None:
            self._targets[policy.address].append(f"wherever {attachment.address} leads")
            self._levels[self._targets[policy.address][-1]].policies.append(policy)
            lost = attachment.unknown.get("/target_id") or attachment.unknown.get("")
            self._suspect(policy, attachment, lost or reason)
        else:
            self._levels[target].policies.append(policy)
            self._targets[policy.address].append(target)

    def _suspect(self, policy: Resource, attachment: Resource, reason: Unknown) -> None:
        """Note where a policy may be attached; it is wherever its attachment leads, or nowhere."""
        self._maybe[policy.address] = reason
        names = attachment.references.get("/target_id", ())
        found = [self._leads_to(attachment, name) for name in names]
        possible = [one for one in found if one is not None and "data" not in segments(one)]
        if possible and len(possible) == len(found):
            for one in possible:
                self._levels[one].doubtful.append(policy)
        else:
            self._anywhere.doubtful.append(policy)

    def _named(self, resource: Resource, attribute: str) -> str | None:
        """Name what an attribute means: an address, an id, or a word of this module's."""
        value = resource.values.get(attribute)
        written = resource.unknown.get(f"/{attribute}")
        text = (written.reference if written is not None else None) or ""
        if _MANAGER.search(text):
            return _MANAGEMENT
        if isinstance(value, str):
            return self._by_value(value)
        if any(one in text for one in _LISTS):
            return None  # one of many accounts
        references = resource.references.get(f"/{attribute}", ())
        return self._leads_to(resource, references[0]) if len(references) == 1 else None

    def _leads_to(self, resource: Resource, name: str) -> str | None:
        """Name what a reference of a resource means."""
        if (root := referred(name, resource.account)) is not None:
            return None if any(one in name for one in _LISTS) else self._roots.key(root)
        if name in self._by_address or "data" in segments(name):
            return name
        if _ID.fullmatch(name):
            return self._by_value(name)
        siblings = self._by_base.get(without_index(name), [])
        if len(siblings) > 1:
            key = resource.address[len(without_index(resource.address)) :]
            siblings = [one for one in siblings if one.address == f"{without_index(name)}{key}"]
        return siblings[0].address if len(siblings) == 1 else None

    def _by_value(self, value: str) -> str:
        if (root := named(value)) is not None:
            return self._roots.key(root)
        found = self._by_id.get(value)
        if value in self._managers:
            return _MANAGEMENT
        return found.address if found is not None else value

    def _root_of(self, organisation: Resource) -> str:
        own = referred(organisation.address, organisation.account)
        return self._roots.key(own or UNNAMED)

    def _above(self, target: str) -> str | None:
        resource = self._by_address.get(target)
        if resource is None or resource.type not in {_UNIT, ACCOUNT}:
            return None
        told = {*resource.unknown, *resource.references, *(f"/{name}" for name in resource.values)}
        if resource.type == ACCOUNT and not told & {"", "/parent_id"}:
            return self._roots.key(unnamed(resource.account))
        return self._named(resource, "parent_id")


def _is_off(organisation: Resource) -> bool:
    """Whether an organisation surely has no service control policies in force."""
    if organisation.type != ORGANISATION:
        return False
    if organisation.values.get("feature_set") == _BILLING:
        return True
    types = organisation.values.get(_ENABLED)
    lost = any(pointer in {"", f"/{_ENABLED}"} for pointer in organisation.unknown)
    lost = lost or any(pointer.startswith(f"/{_ENABLED}/") for pointer in organisation.unknown)
    return isinstance(types, list | tuple) and not lost and _SERVICE_CONTROL not in types


def _may_manage(attachment: Resource) -> Unknown | None:
    """Say by which name the target of an attachment may be the management account."""
    written = attachment.unknown.get("/target_id")
    text = (written.reference if written is not None else None) or ""
    for name in (text, *attachment.references.get("/target_id", ())):
        listed = _LISTS[0] in name and ORGANISATION in name
        if _MANAGER.search(name) or listed or "aws_caller_identity" in name:
            return Unknown(ReasonCode.UNKNOWN_VALUE, f"{name}: may be the management account")
    return None


def is_resource_control(policy: Resource) -> bool:
    """Whether a policy of an organisation binds resources, and not who calls."""
    kind = policy.values.get("type")
    return isinstance(kind, str) and kind.upper() == _RESOURCE_CONTROL


def is_service_control(policy: Resource) -> bool | None:
    """Whether a policy of an organisation is a service control policy; `None`: not known."""
    if policy.type != ORGANISATION_POLICY:
        return False
    if "/type" in policy.unknown or "" in policy.unknown:
        return None
    kind = policy.values.get("type")
    return kind is None or (isinstance(kind, str) and kind.upper() == _SERVICE_CONTROL)
