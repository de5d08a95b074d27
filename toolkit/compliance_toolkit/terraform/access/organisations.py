"""AWS Organizations: which service control policies are in force for whom.

A policy does nothing before it is attached. Attached, it binds the accounts below its target, and
never the management account. Of what stands above a target in another input nothing is known.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from compliance_toolkit.models import ReasonCode, Resource, Unknown
from compliance_toolkit.terraform.access.holders import ACCOUNT, ORGANISATION_POLICY
from compliance_toolkit.terraform.access.roots import ORGANISATION, UNNAMED, Roots, named, referred
from compliance_toolkit.terraform.addresses import segments, without_index

_ATTACHMENT = "aws_organizations_policy_attachment"
_UNIT = "aws_organizations_organizational_unit"
_TYPES = frozenset((ORGANISATION_POLICY, ACCOUNT, _ATTACHMENT, ORGANISATION, _UNIT))
_SERVICE_CONTROL = "SERVICE_CONTROL_POLICY"
_RESOURCE_CONTROL = "RESOURCE_CONTROL_POLICY"
_FULL_ACCESS = "p-FullAWSAccess"
_MANAGEMENT = "management account"
_MAX_DEPTH = 10
"""AWS nests units five deep."""


@dataclass(slots=True)
class Level:
    """What is attached to one target."""

    policies: list[Resource] = field(default_factory=list)
    doubtful: list[Resource] = field(default_factory=list)
    """Those that may be attached, and may not."""

    full_access: bool = False
    """Whether `FullAWSAccess` is attached for sure."""


@dataclass(frozen=True, slots=True)
class Path:
    """The levels from a target up."""

    levels: tuple[Level, ...]
    complete: bool
    """Whether it leads up to the root."""

    doubt: Unknown | None = None
    """Why more may be attached to its root; `None`: it is known."""


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
        self._anything: Unknown | None = None
        for one in ours:
            if one.type == _ATTACHMENT:
                self._attach(one)

    def targets(self, policy: Resource) -> Sequence[str]:
        """Name what a policy is attached to for sure, the management account left out."""
        return [one for one in self._targets[policy.address] if one != _MANAGEMENT]

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
        while at is not None and at not in seen and len(levels) < _MAX_DEPTH:
            seen.add(at)
            if at.startswith(UNNAMED):
                level, doubt = self._at_root(at)
                return Path((*levels, level), self._unread is None, doubt)
            levels.append(self._levels[at])
            at = self._above(at)
        return Path(tuple(levels), complete=False)

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
        if attachment.values.get("policy_id") == _FULL_ACCESS:
            if target is not None and certain:
                self._levels[target].full_access = True
            return
        found = self._named(attachment, "policy_id")
        policy = self._by_address.get(found or "")
        if found is not None and policy is None:
            return  # one of another input, by its id
        target = target or f"wherever {attachment.address} leads"
        if policy is None or policy.type != ORGANISATION_POLICY:
            self._anything = attachment.unknown.get("/policy_id") or reason
        elif certain:
            self._levels[target].policies.append(policy)
            self._targets[policy.address].append(target)
        else:
            self._levels[target].doubtful.append(policy)
            self._doubt[policy.address] = reason

    def _named(self, resource: Resource, attribute: str) -> str | None:
        """Name what an attribute means: an address, an id, or a word of this module's."""
        value = resource.values.get(attribute)
        written = resource.unknown.get(f"/{attribute}")
        text = (written.reference if written is not None else None) or ""
        if "master_account" in text or "management_account" in text:
            return _MANAGEMENT
        if isinstance(value, str):
            return self._by_value(value)
        references = resource.references.get(f"/{attribute}", ())
        if len(references) != 1:
            return None
        name = references[0]
        if (root := referred(name)) is not None:
            return self._roots.key(root)
        if name in self._by_address or "data" in segments(name):
            return name
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

    def _above(self, target: str) -> str | None:
        resource = self._by_address.get(target)
        if resource is None or resource.type not in {_UNIT, ACCOUNT}:
            return None
        told = {*resource.unknown, *resource.references, *(f"/{name}" for name in resource.values)}
        if resource.type == ACCOUNT and not told & {"", "/parent_id"}:
            return self._roots.key(UNNAMED)
        return self._named(resource, "parent_id")


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
