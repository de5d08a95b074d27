"""What an assignment of Azure's assigns: a definition, or an initiative that has some.

Definitions of the customer's own are read where the input has them. One that speaks of where
something is made restricts places in a way of its own, which nobody here evaluates.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

import msgspec

from compliance_toolkit.models import JsonValue, ReasonCode, Resource, Unknown
from compliance_toolkit.terraform.access.documents import Lost, Written, read_text
from compliance_toolkit.terraform.access.locations import blocks, lost_below, odd
from compliance_toolkit.terraform.addresses import without_index

ALLOWED_LOCATIONS = "e56962a6-4747-49cd-b67b-bf8b01975c4c"
"""The built-in definition `Allowed locations`. Its sibling for resource groups binds no content."""

DEFINITION = "policy_definition_id"
_OWN = "azurerm_policy_definition"
_SETS = ("azurerm_policy_set_definition", "azurerm_management_group_policy_set_definition")
_REFERENCE = "policy_definition_reference"
_PLACES = re.compile(r"location|region", re.IGNORECASE)
_PARAMETER = re.compile(r"\[\s*parameters\(\s*'([^']+)'\s*\)\s*\]", re.IGNORECASE)
_BUILT_IN = "/providers/microsoft.authorization/policydefinitions/"


class Assigned(msgspec.Struct, frozen=True):
    """That an assignment assigns the built-in definition, and with which parameters."""

    parameters: Written
    """As the definition gets them."""


class Definitions:
    """The definitions and initiatives of one input."""

    def __init__(self, resources: Iterable[Resource]) -> None:
        """Index them by address and by id."""
        self._found: dict[str, Resource] = {}
        for one in resources:
            if one.type == _OWN or one.type in _SETS:
                given = one.values.get("id")
                for name in (one.address, given.lower() if isinstance(given, str) else None):
                    if name is not None:
                        self._found[name] = one

    def assigned(self, assignment: Resource) -> Assigned | Unknown | None:
        """Say what an assignment assigns; `None`: nothing that is about places."""
        value = assignment.values.get(DEFINITION)
        if isinstance(value, str) and value:
            own = self._found.get(value.lower())
            if own is None:
                return self._by_id(value.lower(), assignment.values.get("parameters"))
        else:
            own = self._referred(assignment, f"/{DEFINITION}")
            if own is None:
                return lost_below(assignment, DEFINITION) or odd(DEFINITION)
        return self._own(own, assignment)

    def _referred(self, resource: Resource, pointer: str) -> Resource | None:
        names = resource.references.get(pointer, ())
        found = [self._found.get(name) or self._found.get(without_index(name)) for name in names]
        return found[0] if len(found) == 1 else None

    def _by_id(self, name: str, parameters: JsonValue) -> Assigned | Unknown | None:
        if name.rpartition("/")[2] == ALLOWED_LOCATIONS:
            return Assigned(read_text(parameters))
        if name.startswith(_BUILT_IN):
            return None
        return Unknown(ReasonCode.OUTSIDE_INPUT, name.rpartition("/")[2])

    def _own(self, own: Resource, assignment: Resource) -> Assigned | Unknown | None:
        if own.type == _OWN:
            return _rule(own)
        found = [one for one in self._members(own) if one is not None]
        unclear = next((one for one in found if isinstance(one, Unknown)), None)
        if unclear is not None or len(found) > 1:
            return unclear or odd(_REFERENCE)
        if not found:
            return None
        (one,) = found
        if isinstance(one, Unknown):
            return one
        return Assigned(_passed(one.parameters, own, assignment))

    def _members(self, initiative: Resource) -> Iterator[Assigned | Unknown | None]:
        """Yield what each definition of an initiative is."""
        for number, block in enumerate(blocks(initiative.values.get(_REFERENCE))):
            pointer = f"/{_REFERENCE}/{number}"
            name = block.get(DEFINITION)
            lost = (why for at, why in initiative.unknown.items() if at.startswith(pointer))
            reason = next(lost, None)
            if isinstance(name, str) and name.lower() not in self._found:
                made = self._by_id(name.lower(), block.get("parameter_values"))
                yield reason if reason is not None and isinstance(made, Assigned) else made
                continue
            own = self._referred(initiative, f"{pointer}/{DEFINITION}")
            if isinstance(name, str):
                own = self._found[name.lower()]
            if own is None or own.type != _OWN:
                yield reason or odd(_REFERENCE)
            else:
                yield _rule(own)
        whole = initiative.unknown.get(f"/{_REFERENCE}") or initiative.unknown.get("")
        if whole is not None:
            yield whole


def _rule(own: Resource) -> Unknown | None:
    """Say whether a definition of the customer's own speaks of places."""
    if (reason := lost_below(own, "policy_rule")) is not None:
        return reason
    text = own.values.get("policy_rule")
    if isinstance(text, str) and _PLACES.search(text) is None:
        return None
    return odd("policy_rule")


def _passed(parameters: Written, initiative: Resource, assignment: Resource) -> Written:
    """Put what an assignment says in the places of an initiative's own parameters."""
    if not isinstance(parameters, dict):
        return parameters
    given = read_text(assignment.values.get("parameters"))
    declared = read_text(initiative.values.get("parameters"))
    return {name: _value(one, given, declared) for name, one in parameters.items()}


def _value(one: Written, given: Written, declared: Written) -> Written:
    text = one.get("value") if isinstance(one, dict) else None
    named = _PARAMETER.fullmatch(text.strip()) if isinstance(text, str) else None
    if named is None:
        return one
    for source, key in ((given, "value"), (declared, "defaultValue")):
        for name, found in source.items() if isinstance(source, dict) else ():
            if name.lower() == named[1].lower() and isinstance(found, dict) and key in found:
                return {"value": found[key]}
    return {}


def places_of(parameters: Written) -> tuple[str, ...] | None:
    """Read the list of locations, as Azure spells them: `West Europe` is `westeurope`."""
    if isinstance(parameters, Lost) or not isinstance(parameters, Mapping) or len(parameters) != 1:
        return None
    ((name, given),) = parameters.items()
    value = given.get("value") if isinstance(given, dict) else None
    if name.lower() != "listofallowedlocations" or not isinstance(value, list):
        return None
    found = [one for one in value if isinstance(one, str)]
    if not found or len(found) != len(value):
        return None
    return tuple(one.replace(" ", "").lower() for one in found)
