"""From a resource to the `input` that a check reads: what is known, what is null, what is not known."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from compliance_toolkit.audit.related import Neighbourhood
from compliance_toolkit.models import JsonObject, JsonValue, Resource, Unknown
from compliance_toolkit.policy.catalog import Check, Relation

Computed = Mapping[str, Collection[str]]
"""Terraform type → attributes that its provider computes where the configuration leaves them out."""


def unknown_json(unknown: Unknown) -> JsonObject:
    """An `Unknown` as policies and reports write it."""
    return {"code": unknown.code.value, "reference": unknown.reference}


def describe(
    resource: Resource, reads: Check | Relation, computed: Computed
) -> dict[str, JsonValue]:
    """The facts of one resource, restricted to what a check declares that it reads.

    A declared attribute that the source leaves out and the provider does not compute is `null`:
    proven unset. Nothing else is ever filled in.
    """
    attributes = reads.attributes
    made_by_provider = computed.get(resource.type, ())
    values: dict[str, JsonValue] = {}
    unknown: dict[str, JsonValue] = {}
    for pointer, reason in resource.unknown.items():
        if pointer == "" or pointer.split("/")[1] in attributes:
            unknown[pointer] = unknown_json(reason)
    for attribute in attributes:
        if attribute in resource.values:
            values[attribute] = resource.values[attribute]
        elif (
            "" not in resource.unknown
            and f"/{attribute}" not in resource.unknown
            and attribute not in made_by_provider
        ):
            values[attribute] = None
    for path in reads.nested:
        if path not in made_by_provider:
            first, *rest = path.split("/")
            if rest and first in values:
                values[first] = _filled(values[first], rest, f"/{first}", resource.unknown)
    described: dict[str, JsonValue] = {
        "type": resource.type,
        "provider": resource.provider,
        "values": values,
        "unknown": unknown,
    }
    match resource.region:
        case Unknown() as reason:
            unknown["/region"] = unknown_json(reason)
        case region:
            described["region"] = region
    if resource.regions is not None:
        described["regions"] = [{"region": p.region, "role": p.role} for p in resource.regions]
    return described


def resource_input(
    resource: Resource, check: Check, neighbourhood: Neighbourhood, computed: Computed
) -> JsonObject:
    """The `resource` part of a check's input, neighbours included."""
    described = describe(resource, check, computed)
    related: dict[str, JsonValue] = {}
    for name, relation in check.related.items():
        neighbours = neighbourhood.of(resource, relation)
        if neighbours is not None:
            related[name] = [
                {"address": other.address, **describe(other, relation, computed)}
                for other in neighbours
            ]
    if check.related:
        described["related"] = related
    return described


def _filled(
    value: JsonValue, path: Sequence[str], pointer: str, unknown: Mapping[str, Unknown]
) -> JsonValue:
    """`value` with a null where the attribute at `path` is left out, in each block of a list."""
    match value:
        case str():
            return value
        case Sequence():
            return [
                _filled(item, path, f"{pointer}/{index}", unknown)
                for index, item in enumerate(value)
            ]
        case Mapping():
            name, rest = path[0], path[1:]
            below = f"{pointer}/{name}"
            if name in value:
                if not rest:
                    return value
                return {**value, name: _filled(value[name], rest, below, unknown)}
            if any(known == below or known.startswith(f"{below}/") for known in unknown):
                return value
            return {**value, name: None}
        case _:
            return value
