"""What takes an assignment of Azure's back for some: exemptions, and changes made to it elsewhere.

Both are written with the provider's own types, or as Azure's API has them. Names inside of a body
are read in whatever case: the API does not tell them apart.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping

from compliance_toolkit.models import JsonValue, Resource, Unknown
from compliance_toolkit.terraform.access.documents import read_text
from compliance_toolkit.terraform.access.holders import ARM
from compliance_toolkit.terraform.access.locations import odd
from compliance_toolkit.terraform.addresses import without_index

ASSIGNMENTS = "microsoft.authorization/policyassignments@"
_EXEMPTIONS = "microsoft.authorization/policyexemptions@"
_EXEMPTION = "_policy_exemption"
_CHANGES = frozenset(("azapi_update_resource", "azapi_resource_action"))
_WORDS = frozenset(("description", "displayname", "metadata", "noncompliancemessages"))
"""What may be changed of an assignment, and binds nobody."""


class Exceptions:
    """The exemptions and changes of one input, by what they name."""

    def __init__(self, resources: Iterable[Resource]) -> None:
        """Keep those that there are."""
        self._found: list[tuple[Resource, str]] = []
        for one in resources:
            if one.type.endswith(_EXEMPTION):
                self._found.append((one, "/policy_assignment_id"))
            elif one.type == ARM and is_of(one, _EXEMPTIONS):
                self._found.append((one, "/body/properties/policyAssignmentId"))
            elif one.type in _CHANGES and is_of(one, ASSIGNMENTS) and _binds(one):
                self._found.append((one, "/resource_id"))

    def of(self, assignment: Resource) -> Unknown | None:
        """Say what is exempt from an assignment, or may be: there it binds nothing."""
        own = assignment.values.get("id")
        for one, pointer in self._found:
            value = _named(one, pointer)
            if isinstance(value, str):
                meant = not isinstance(own, str) or value.lower() == own.lower()
            else:
                to = _references(one, pointer)
                ours = {assignment.address, without_index(assignment.address)}
                meant = len(to) != 1 or bool({to[0], without_index(to[0])} & ours)
            if meant:
                return odd(one.address)
        return None


def is_of(resource: Resource, kind: str) -> bool:
    """Whether a resource of Azure's own API is of a kind, whose name ends with `@`."""
    type_ = resource.values.get("type")
    return isinstance(type_, str) and type_.lower().startswith(kind)


def properties_of(resource: Resource) -> Mapping[str, JsonValue] | None:
    """Give the properties in the body of a resource, by their names in lower case.

    Returns:
        `None` where the body cannot be read, or says one thing twice.
    """
    body = resource.values.get("body")
    if isinstance(body, str):
        body = json.loads(body) if isinstance(read_text(body), dict) else None
    whole = _lowered(body)
    return None if whole is None else _lowered(whole.get("properties"))


def _lowered(value: JsonValue) -> Mapping[str, JsonValue] | None:
    if not isinstance(value, Mapping):
        return None
    made = {name.lower(): one for name, one in value.items()}
    return made if len(made) == len(value) else None


def _binds(change: Resource) -> bool:
    """Whether a change is, or may be, of more than words."""
    properties = properties_of(change)
    lost = any(pointer.startswith("/body") for pointer in change.unknown) or "" in change.unknown
    return lost or properties is None or not properties.keys() <= _WORDS


def _named(resource: Resource, pointer: str) -> JsonValue:
    """Give the id that a resource names, if it is known."""
    if not pointer.startswith("/body"):
        return resource.values.get(pointer[1:])
    return (properties_of(resource) or {}).get(pointer.rpartition("/")[2].lower())


def _references(resource: Resource, pointer: str) -> tuple[str, ...]:
    """Give what an attribute refers to, or what holds it where no more is told."""
    for at, to in resource.references.items():
        if f"{pointer}/".lower().startswith(f"{at}/".lower()):
            return to
    return ()
