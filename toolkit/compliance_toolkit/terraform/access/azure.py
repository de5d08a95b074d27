"""Azure's policy assignments: which places the built-in definition of allowed locations leaves.

They bind where an account is put. Where Claude computes in Foundry is the deployment's SKU.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping

from msgspec.structs import replace

from compliance_toolkit.models import JsonValue, Resource, Unknown
from compliance_toolkit.terraform.access.azure_definitions import (
    DEFINITION,
    Definitions,
    places_of,
)
from compliance_toolkit.terraform.access.documents import Lost, read_text
from compliance_toolkit.terraform.access.holders import ARM
from compliance_toolkit.terraform.access.locations import (
    Locations,
    blocks,
    lost_below,
    names,
    odd,
    stated,
)
from compliance_toolkit.terraform.addresses import without_index

_EXEMPTION = "_policy_exemption"
_ASSIGNED = "policy_assignment_id"
_ARM_TYPE = "microsoft.authorization/policyassignments@"


class Assignments:
    """The assignments of one input, with what they assign and what is exempt from them."""

    def __init__(self, resources: Iterable[Resource]) -> None:
        """Keep what assignments hang on."""
        found = tuple(resources)
        self._definitions = Definitions(found)
        self._exemptions = [one for one in found if one.type.endswith(_EXEMPTION)]

    def with_locations(self, resource: Resource) -> Resource:
        """State what an assignment leaves of places; another definition is of something else."""
        assignment = _as_assignment(resource) if resource.type == ARM else resource
        if not isinstance(assignment, Resource):
            return stated(resource, assignment)
        return stated(resource, self._read(assignment))

    def _read(self, assignment: Resource) -> Locations | Unknown | None:
        assigned = self._definitions.assigned(assignment)
        if assigned is None or isinstance(assigned, Unknown):
            return assigned
        for name in ("parameters", "enforce", "not_scopes", "overrides", "resource_selectors"):
            if (reason := lost_below(assignment, name)) is not None:
                return reason
        if assignment.values.get("enforce") is False:
            return Locations(enforced=False)
        for name in ("not_scopes", "overrides", "resource_selectors"):
            # What lies in such a scope, and how it was changed, is said elsewhere.
            if names(found := assignment.values.get(name)) or blocks(found):
                return odd(name)
        listed = places_of(assigned.parameters)
        if listed is None:
            lost = isinstance(assigned.parameters, Lost)
            return odd("parameters: no JSON" if lost else "parameters")
        return self._exempt(assignment) or Locations(listed)

    def _exempt(self, assignment: Resource) -> Unknown | None:
        """Say what is exempt from an assignment, or may be: there it binds nothing."""
        own = assignment.values.get("id")
        for one in self._exemptions:
            value = one.values.get(_ASSIGNED)
            if isinstance(value, str):
                meant = not isinstance(own, str) or value.lower() == own.lower()
            else:
                to = one.references.get(f"/{_ASSIGNED}", ())
                ours = {assignment.address, without_index(assignment.address)}
                meant = len(to) != 1 or bool({to[0], without_index(to[0])} & ours)
            if meant:
                return odd(one.address)
        return None


def _as_assignment(resource: Resource) -> Resource | Unknown | None:
    """Read an assignment that is written as Azure's own API has it."""
    if (reason := lost_below(resource, "type")) is not None:
        return reason
    type_ = resource.values.get("type")
    if not isinstance(type_, str) or not type_.lower().startswith(_ARM_TYPE):
        return None
    if (reason := lost_below(resource, "body")) is not None:
        return reason
    body = resource.values.get("body")
    whole: JsonValue = json.loads(body) if _is_json(body) else body  # type: ignore[arg-type]
    properties = whole.get("properties") if isinstance(whole, Mapping) else None
    if not isinstance(properties, Mapping):
        return odd("body")
    mode = properties.get("enforcementMode")
    values: dict[str, JsonValue] = {
        DEFINITION: properties.get("policyDefinitionId"),
        "parameters": json.dumps(_plain(properties.get("parameters"))),
        "enforce": not isinstance(mode, str) or mode.lower() == "default",
        "not_scopes": properties.get("notScopes"),
        "overrides": properties.get("overrides"),
        "resource_selectors": properties.get("resourceSelectors"),
    }
    return replace(resource, values=values, unknown={}, references={})


def _is_json(body: JsonValue) -> bool:
    return isinstance(body, str) and isinstance(read_text(body), dict)


def _plain(value: JsonValue) -> JsonValue:
    """Give a value as plain dictionaries and lists."""
    if isinstance(value, Mapping):
        return {name: _plain(one) for name, one in value.items()}
    return [_plain(one) for one in value] if isinstance(value, list | tuple) else value
