"""Azure's policy assignments: which places the built-in definition of allowed locations leaves.

They bind where an account is put. Where Claude computes in Foundry is the deployment's SKU.
"""

from __future__ import annotations

from collections.abc import Mapping

from compliance_toolkit.models import JsonValue, Resource, Unknown
from compliance_toolkit.terraform.access.documents import read_text
from compliance_toolkit.terraform.access.locations import (
    Locations,
    blocks,
    lost_below,
    names,
    odd,
    stated,
)
from compliance_toolkit.terraform.addresses import segments

ALLOWED_LOCATIONS = "e56962a6-4747-49cd-b67b-bf8b01975c4c"
"""The built-in definition `Allowed locations`. Its sibling for resource groups binds no content."""

_PARAMETER = "listofallowedlocations"
_DEFINITION = "policy_definition_id"


def with_locations(resource: Resource) -> Resource:
    """State what an assignment leaves of places; another definition is about something else."""
    return stated(resource, _read(resource))


def _read(resource: Resource) -> Locations | Unknown | None:
    definition = resource.values.get(_DEFINITION)
    if isinstance(definition, str):
        ours = definition.lower().rpartition("/")[2] == ALLOWED_LOCATIONS
        return _assigned(resource) if ours else None
    own = resource.references.get(f"/{_DEFINITION}", ())
    if own and all(_is_own(name) for name in own):
        return None
    return lost_below(resource, _DEFINITION) or odd(_DEFINITION)


def _assigned(resource: Resource) -> Locations | Unknown:
    for attribute in ("parameters", "enforce", "not_scopes", "overrides", "resource_selectors"):
        if (reason := lost_below(resource, attribute)) is not None:
            return reason
    if resource.values.get("enforce") is False:
        return Locations(enforced=False)
    for attribute in ("not_scopes", "overrides", "resource_selectors"):
        # What lies in such a scope, and how it was changed, is said elsewhere.
        if names(found := resource.values.get(attribute)) or blocks(found):
            return odd(attribute)
    listed = _listed(resource.values.get("parameters"))
    return odd("parameters") if listed is None else Locations(listed)


def _is_own(name: str) -> bool:
    """Whether a definition is one of the customer's own, and so none of Azure's."""
    parts = segments(name)
    return "data" not in parts and any(
        part in {"azurerm_policy_definition", "azurerm_policy_set_definition"} for part in parts
    )


def _listed(parameters: JsonValue) -> tuple[str, ...] | None:
    """Read the list of locations, as Azure spells them: `West Europe` is `westeurope`."""
    document = read_text(parameters)
    if not isinstance(document, dict):
        return None
    for name, given in document.items():
        value = given.get("value") if isinstance(given, Mapping) else None
        if name.lower() == _PARAMETER and isinstance(value, list):
            found = [one for one in value if isinstance(one, str)]
            if found and len(found) == len(value):
                return tuple(one.replace(" ", "").lower() for one in found)
    return None
