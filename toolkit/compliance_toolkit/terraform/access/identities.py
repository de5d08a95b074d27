"""Roles, users, groups and permission sets of one input: which of them an attribute means."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

import msgspec

from compliance_toolkit.models import JsonValue, ReasonCode, Resource, Unknown
from compliance_toolkit.terraform.access.documents import LOST, Written, read, why
from compliance_toolkit.terraform.access.managed import document_of
from compliance_toolkit.terraform.addresses import module_of, without_index

POLICY = "aws_iam_policy"
ROLE, USER, GROUP = "aws_iam_role", "aws_iam_user", "aws_iam_group"
PERMISSIONS = "aws_ssoadmin_permission_set"
_NAMED = {POLICY, ROLE, USER, GROUP, PERMISSIONS}
HOLDERS: Mapping[str, tuple[tuple[str, str], ...]] = {
    "aws_iam_role_policy": (("role", ROLE),),
    "aws_iam_role_policy_attachment": (("role", ROLE),),
    "aws_iam_role_policy_attachments_exclusive": (("role_name", ROLE),),
    "aws_iam_user_policy": (("user", USER),),
    "aws_iam_user_policy_attachment": (("user", USER),),
    "aws_iam_user_policy_attachments_exclusive": (("user_name", USER),),
    "aws_iam_group_policy": (("group", GROUP),),
    "aws_iam_group_policy_attachment": (("group", GROUP),),
    "aws_iam_group_policy_attachments_exclusive": (("group_name", GROUP),),
    "aws_iam_policy_attachment": (("roles", ROLE), ("users", USER), ("groups", GROUP)),
    "aws_ssoadmin_permission_set_inline_policy": (("permission_set_arn", PERMISSIONS),),
    "aws_ssoadmin_managed_policy_attachment": (("permission_set_arn", PERMISSIONS),),
    "aws_ssoadmin_customer_managed_policy_attachment": (("permission_set_arn", PERMISSIONS),),
}
"""What gives somebody a policy: type → the attributes that say whom, and what that is."""

_BOUNDARY = "permissions_boundary"


class Boundary(msgspec.Struct, frozen=True):
    """The most that a role or a user may do, whatever is granted to it."""

    document: Written
    reason: Unknown | None
    """Why something of it is not known."""


class Place(msgspec.Struct, frozen=True):
    """Where somebody calls by a name: another of that name may be in another account."""

    module: str
    region: str
    account: str | None

    def __str__(self) -> str:
        """Name it for whoever reads why it counts."""
        return " ".join(part for part in (self.module, self.region, self.account) if part)


class Identity(msgspec.Struct, frozen=True):
    """One that may hold policies."""

    kind: str
    name: str
    """Its address, or its name where the input has no resource of it."""

    place: Place | None = None
    """Of what calls it by a name alone, by which one account may be told."""


class Meant(msgspec.Struct, frozen=True):
    """Whom an attribute means."""

    identities: tuple[Identity, ...] = ()
    certain: bool = True
    """Whether it means all of them for sure, and not one of them."""

    lost: Unknown | None = None
    """Why it cannot be told whom."""

    doubt: Unknown | None = None
    """Why it does not mean all of them for sure, where that is known."""


class Identities:
    """The roles, users, groups and policies of one input."""

    def __init__(self, resources: Iterable[Resource]) -> None:
        """Index them by address, and by the names that policies call them by."""
        self._found: dict[str, list[Resource]] = defaultdict(list)
        for one in resources:
            if one.type not in _NAMED:
                continue
            names = {one.address, without_index(one.address)}
            names |= {
                f"{one.type} {one.values[key]}" for key in ("name", "arn") if key in one.values
            }
            for name in names:
                self._found[name].append(one)

    def of(self, name: str) -> list[Resource]:
        """Give what an address means, or a type and a name."""
        return self._found.get(name) or self._found.get(without_index(name)) or []

    def boundary(self, identity: Identity) -> Boundary | None:
        """Give the boundary of whoever holds a policy; `None` where there is none to be seen."""
        found = self._found.get(identity.name, [])
        if len(found) != 1:
            return None
        holder = found[0]
        value = holder.values.get(_BOUNDARY)
        reason = holder.unknown.get(f"/{_BOUNDARY}") or holder.unknown.get("")
        if reason is None and (value is None or value == ""):
            return None
        policy = self._bounding(holder)
        if policy is not None:
            return Boundary(read(policy, "policy"), why(policy, "policy"))
        # What one of AWS's own leaves out today it may let through tomorrow.
        known = document_of(value) if isinstance(value, str) else LOST
        outside = Unknown(ReasonCode.OUTSIDE_INPUT, str(value))
        return Boundary(LOST if known is None else known, reason or outside)

    def meant(self, resource: Resource, attribute: str, kind: str) -> Meant:
        """Say whom an attribute of a resource means."""
        value = resource.values.get(attribute)
        referred = [self.of(name) for name in resource.references.get(f"/{attribute}", ())]
        followed = [one[0] for one in referred if len(one) == 1 and one[0].type == kind]
        names = _names(value)
        if names is None:
            reason = resource.unknown.get(f"/{attribute}") or resource.unknown.get("")
            if followed and len(followed) == len(referred):
                found = tuple(Identity(kind, one.address) for one in followed)
                if all(_reaches(resource, one, kind) for one in followed):
                    return Meant(found, certain=len(found) == 1)
                elsewhere = Identity(kind, f"{kind} of {resource.address}", place_of(resource))
                return Meant((*found, elsewhere), certain=False, doubt=_other_account(resource))
            if reason is None and referred:
                reason = Unknown(ReasonCode.KNOWN_AFTER_APPLY, attribute)
            return Meant(lost=reason)
        if len(names) == len(followed) == 1 and _reaches(resource, followed[0], kind):
            return Meant((Identity(kind, followed[0].address),))
        made = [self._by_name(name, kind, resource) for name in names]
        return Meant(
            tuple(each for one in made for each in one.identities),
            certain=all(one.certain for one in made),
            doubt=next((one.doubt for one in made if one.doubt is not None), None),
        )

    def _by_name(self, name: str, kind: str, resource: Resource) -> Meant:
        """Say who is meant by a name: two accounts of one input may have one of the same name."""
        found = self._found.get(f"{kind} {name}", [])
        place = place_of(resource)
        if not found:
            return Meant((Identity(kind, f"{kind} {name}", place),))
        here = [one for one in found if _reaches(resource, one, kind)]
        if not here:  # one that nobody sees, unless both providers lead into one account
            identities = (*(Identity(kind, one.address) for one in found),)
            unseen = Identity(kind, f"{kind} {name}", place)
            return Meant((*identities, unseen), certain=False, doubt=_other_account(resource))
        near = [one for one in here if place_of(one) == place] or here
        certain = len(near) == 1 and place_of(near[0]).region == place.region
        return Meant(tuple(Identity(kind, one.address) for one in near), certain=certain)

    def _bounding(self, holder: Resource) -> Resource | None:
        value = holder.values.get(_BOUNDARY)
        names = holder.references.get(f"/{_BOUNDARY}", ())
        if isinstance(value, str):
            names = (f"{POLICY} {value}",)
        found = self._found.get(names[0], []) if len(names) == 1 else []
        return found[0] if len(found) == 1 and found[0].type == POLICY else None


def place_of(resource: Resource) -> Place:
    """Say where a resource calls others by their names."""
    module = module_of(resource.address)
    region = resource.region if isinstance(resource.region, str) else ""
    return Place(module, region, resource.account)


def _reaches(resource: Resource, holder: Resource, kind: str) -> bool:
    """Whether what a resource calls by its name can be this one: it is, by an ARN, or never."""
    return kind == PERMISSIONS or resource.account == holder.account


def _other_account(resource: Resource) -> Unknown:
    """Say that another provider makes a resource than whom it names."""
    name = resource.account or "of the module"
    return Unknown(ReasonCode.OUTSIDE_INPUT, f"provider {name}: may be another account")


def _names(value: JsonValue) -> list[str] | None:
    if isinstance(value, str):
        return [value]
    if isinstance(value, list | tuple):
        return [one for one in value if isinstance(one, str)]
    return None
