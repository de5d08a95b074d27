"""Policies of users, groups and roles: what they grant, and the boundary that a role may have."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from compliance_toolkit.models import JsonValue, ReasonCode, Resource, Unknown
from compliance_toolkit.terraform.access.documents import (
    LOST,
    Lost,
    Written,
    read,
    read_text,
    why,
)
from compliance_toolkit.terraform.access.holders import ATTACHMENT, IDENTITY
from compliance_toolkit.terraform.access.locations import blocks
from compliance_toolkit.terraform.access.managed import document_of, is_managed
from compliance_toolkit.terraform.addresses import without_index

_ROLE, _USER = "aws_iam_role", "aws_iam_user"
_HOLDERS = {
    "aws_iam_role_policy": ("role", _ROLE),
    "aws_iam_role_policy_attachment": ("role", _ROLE),
    "aws_iam_role_policy_attachments_exclusive": ("role_name", _ROLE),
    "aws_iam_user_policy": ("user", _USER),
    "aws_iam_user_policy_attachment": ("user", _USER),
    "aws_iam_user_policy_attachments_exclusive": ("user_name", _USER),
}
_BOUNDARY = "permissions_boundary"
_POLICY = "aws_iam_policy"
_INLINE = "inline_policy"
_ATTACHED = "managed_policy_arns"
_REFERENCE = "customer_managed_policy_reference"


@dataclass(frozen=True, slots=True)
class Boundary:
    """The most that a role or a user may do, whatever is granted to it."""

    document: Written
    reason: Unknown | None
    """Why something of it is not known."""


@dataclass(slots=True)
class Grants:
    """The documents that a resource grants, those left out that are judged where they stand."""

    documents: list[Written] = field(default_factory=list)
    reason: Unknown | None = None
    """Why something of them is not known."""

    def lose(self, reason: Unknown) -> None:
        """Note that there is a document that nobody can read."""
        self.documents.append(LOST)
        self.reason = self.reason or reason


class Identities:
    """The roles, users and policies of one input."""

    def __init__(self, resources: Iterable[Resource]) -> None:
        """Index them by address, and by the names that policies call them by."""
        self._found: dict[str, list[Resource]] = defaultdict(list)
        for one in resources:
            if one.type not in {_POLICY, _ROLE, _USER}:
                continue
            names = {one.address, without_index(one.address)}
            names |= {
                f"{one.type} {one.values[key]}" for key in ("name", "arn") if key in one.values
            }
            for name in names:
                self._found[name].append(one)

    def grants(self, resource: Resource) -> Grants:
        """Give the policy documents that a resource grants to somebody."""
        made = Grants()
        if resource.type in ATTACHMENT:
            self._attached(resource, ATTACHMENT[resource.type], made)
        elif resource.type == _ROLE:
            self._of_role(resource, made)
        else:
            attribute = IDENTITY[resource.type]
            document = read(resource, attribute)
            if document is not None:
                made.documents.append(document)
                made.reason = why(resource, attribute)
        return made

    def boundary(self, resource: Resource) -> Boundary | None:
        """Give the boundary of whoever holds a policy; `None` where there is none to be seen."""
        holder = resource
        if resource.type in _HOLDERS:
            attribute, kind = _HOLDERS[resource.type]
            found = self._named(resource, attribute, kind)
            if found is None:
                return None
            holder = found
        value = holder.values.get(_BOUNDARY)
        reason = holder.unknown.get(f"/{_BOUNDARY}") or holder.unknown.get("")
        if reason is None and (value is None or value == ""):
            return None
        policy = self._named(holder, _BOUNDARY, _POLICY)
        if policy is not None:
            return Boundary(read(policy, "policy"), why(policy, "policy"))
        # What one of AWS's own leaves out today it may let through tomorrow.
        known = document_of(value) if isinstance(value, str) else LOST
        outside = Unknown(ReasonCode.OUTSIDE_INPUT, str(value))
        return Boundary(LOST if known is None else known, reason or outside)

    def _of_role(self, role: Resource, made: Grants) -> None:
        """Read the policies that stand in a role, or that it lists."""
        for pointer, reason in role.unknown.items():
            if _concerns(pointer, _INLINE) and not _is_unset(role, pointer, reason):
                made.lose(reason)
        for block in blocks(role.values.get(_INLINE)):
            text = block.get("policy")
            if text is not None:
                made.documents.append(read_text(text))
        self._attached(role, _ATTACHED, made)

    def _attached(self, resource: Resource, attribute: str, made: Grants) -> None:
        """Add what is granted by the policies that an attribute names."""
        for pointer, reason in resource.unknown.items():
            if not _concerns(pointer, attribute) or _is_unset(resource, pointer, reason):
                continue
            if not self._is_here(resource, pointer):
                made.lose(reason)
        for arn in _texts(resource.values.get(attribute), attribute):
            if self._found.get(f"{_POLICY} {arn}"):
                continue  # judged where it stands
            document = document_of(arn) if is_managed(arn) else LOST
            if isinstance(document, Lost):
                made.lose(Unknown(ReasonCode.OUTSIDE_INPUT, arn))
            elif document is not None:
                made.documents.append(document)

    def _is_here(self, resource: Resource, pointer: str) -> bool:
        """Whether what is not known yet is the ARN of policies that the input has."""
        names = resource.references.get(pointer, ())
        found = [self._found.get(name) or self._found.get(without_index(name)) for name in names]
        return bool(found) and all(
            one is not None and all(policy.type == _POLICY for policy in one) for one in found
        )

    def _named(self, resource: Resource, attribute: str, kind: str) -> Resource | None:
        value = resource.values.get(attribute)
        names = resource.references.get(f"/{attribute}", ())
        if isinstance(value, str):
            names = (f"{kind} {value}",)
        found = self._found.get(names[0], []) if len(names) == 1 else []
        return found[0] if len(found) == 1 and found[0].type == kind else None


def _texts(value: JsonValue, attribute: str) -> Iterator[str]:
    """Yield the names that an attribute holds, which may be one text, a list or a block."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        name = value.get("name") if attribute == _REFERENCE else None
        yield name if isinstance(name, str) else attribute
    elif isinstance(value, list | tuple):
        for one in value:
            yield from _texts(one, attribute)


def _concerns(pointer: str, attribute: str) -> bool:
    return pointer in {"", f"/{attribute}"} or pointer.startswith(f"/{attribute}/")


def _is_unset(resource: Resource, pointer: str, reason: Unknown) -> bool:
    """Whether nobody writes what is not known: a plan marks policies that a role has not, too."""
    late = reason.code is ReasonCode.KNOWN_AFTER_APPLY and reason.reference is None
    return late and resource.type == _ROLE and resource.set_values and pointer.count("/") == 1
