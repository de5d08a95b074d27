"""Policies of users, groups and roles: what they grant, and the boundary that a role may have."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from compliance_toolkit.models import ReasonCode, Resource, Unknown
from compliance_toolkit.terraform.access.documents import LOST, Written, read, read_text, why
from compliance_toolkit.terraform.access.holders import IDENTITY
from compliance_toolkit.terraform.addresses import without_index

_HOLDERS = {
    "aws_iam_role_policy": ("role", "aws_iam_role"),
    "aws_iam_user_policy": ("user", "aws_iam_user"),
}
_BOUNDARY = "permissions_boundary"
_POLICY = "aws_iam_policy"


@dataclass(frozen=True, slots=True)
class Boundary:
    """The most that a role or a user may do, whatever is granted to it."""

    document: Written
    reason: Unknown | None
    """Why something of it is not known."""


class Identities:
    """The roles, users and policies of one input."""

    def __init__(self, resources: Iterable[Resource]) -> None:
        """Index them by address, and by the names that policies call them by."""
        self._found: dict[str, list[Resource]] = defaultdict(list)
        for one in resources:
            if one.type not in {_POLICY, "aws_iam_role", "aws_iam_user"}:
                continue
            names = {one.address, without_index(one.address)}
            names |= {
                f"{one.type} {one.values[key]}" for key in ("name", "arn") if key in one.values
            }
            for name in names:
                self._found[name].append(one)

    def documents(self, resource: Resource) -> Iterator[Written]:
        """Give the policy documents that a resource holds."""
        if resource.type != "aws_iam_role":
            document = read(resource, IDENTITY[resource.type])
            yield from () if document is None else (document,)
            return
        if any(_is_written(pointer, why_) for pointer, why_ in resource.unknown.items()):
            yield LOST
        blocks = resource.values.get("inline_policy")
        for block in blocks if isinstance(blocks, list | tuple) else ():
            text = block.get("policy") if isinstance(block, Mapping) else None
            if text is not None:
                yield read_text(text)

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
        if policy is None:
            return Boundary(LOST, reason or Unknown(ReasonCode.OUTSIDE_INPUT, str(value)))
        return Boundary(read(policy, "policy"), why(policy, "policy"))

    def _named(self, resource: Resource, attribute: str, kind: str) -> Resource | None:
        value = resource.values.get(attribute)
        names = resource.references.get(f"/{attribute}", ())
        if isinstance(value, str):
            names = (f"{kind} {value}",)
        found = self._found.get(names[0], []) if len(names) == 1 else []
        return found[0] if len(found) == 1 and found[0].type == kind else None


def _is_written(pointer: str, reason: Unknown) -> bool:
    """Whether a role has inline policies that are not known: a plan marks those it has not, too."""
    late = reason.code is ReasonCode.KNOWN_AFTER_APPLY
    whole = pointer == "/inline_policy" and not late
    return whole or pointer == "" or pointer.startswith("/inline_policy/")
