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
from compliance_toolkit.terraform.access.azure_exceptions import (
    ASSIGNMENTS,
    Exceptions,
    is_of,
    properties_of,
)
from compliance_toolkit.terraform.access.documents import Lost
from compliance_toolkit.terraform.access.holders import ARM
from compliance_toolkit.terraform.access.locations import (
    Locations,
    blocks,
    lost_below,
    names,
    odd,
    stated,
)

_ENFORCED = ("enforce", "enforcement_mode")
"""How types spell it whether an assignment is enforced."""

_ASIDE = "sensitive_body"
_PARTS = ("parameters", "not_scopes", "overrides", "resource_selectors")


class Assignments:
    """The assignments of one input, with what they assign and what is exempt from them."""

    def __init__(self, resources: Iterable[Resource]) -> None:
        """Keep what assignments hang on."""
        found = tuple(resources)
        self._definitions = Definitions(found)
        self._exceptions = Exceptions(found)

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
        for name in (*_PARTS, *_ENFORCED):
            if (reason := lost_below(assignment, name)) is not None:
                return reason
        if any(assignment.values.get(name) is False for name in _ENFORCED):
            return Locations(enforced=False)
        for name in _PARTS[1:]:
            # What lies in such a scope, and how it was changed, is said elsewhere.
            if names(found := assignment.values.get(name)) or blocks(found):
                return odd(name)
        listed = places_of(assigned.parameters)
        if listed is None:
            lost = isinstance(assigned.parameters, Lost)
            return odd("parameters: no JSON" if lost else "parameters")
        return self._exceptions.of(assignment) or Locations(listed)


def _as_assignment(resource: Resource) -> Resource | Unknown | None:
    """Read an assignment that is written as Azure's own API has it."""
    if (reason := lost_below(resource, "type")) is not None:
        return reason
    if not is_of(resource, ASSIGNMENTS):
        return None
    for name in ("body", _ASIDE):
        if (reason := lost_below(resource, name)) is not None:
            return reason
    if resource.values.get(_ASIDE) is not None:  # it goes over what the body says
        return odd(_ASIDE)
    properties = properties_of(resource)
    if properties is None:
        return odd("body")
    mode = properties.get("enforcementmode")
    values: dict[str, JsonValue] = {
        DEFINITION: properties.get("policydefinitionid"),
        "parameters": json.dumps(_plain(properties.get("parameters"))),
        "enforce": not isinstance(mode, str) or mode.lower() == "default",
        "not_scopes": properties.get("notscopes"),
        "overrides": properties.get("overrides"),
        "resource_selectors": properties.get("resourceselectors"),
    }
    id_ = {} if (own := resource.values.get("id")) is None else {"id": own}
    return replace(resource, values={**values, **id_}, unknown={}, references={})


def _plain(value: JsonValue) -> JsonValue:
    """Give a value as plain dictionaries and lists."""
    if isinstance(value, Mapping):
        return {name: _plain(one) for name, one in value.items()}
    return [_plain(one) for one in value] if isinstance(value, list | tuple) else value
