"""From a resource to the `input` that a check reads: what is known, null, and not known."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from compliance_toolkit.audit.related import Neighbourhood
from compliance_toolkit.models import JsonObject, JsonValue, Resource, Unknown
from compliance_toolkit.policy.catalog import Check, Relation

Computed = Mapping[str, Collection[str]]
"""Terraform type → attributes that its provider computes where they are left out."""


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
    unknown: dict[str, JsonValue] = {
        pointer: unknown_json(reason)
        for pointer, reason in resource.unknown.items()
        if pointer == "" or pointer.split("/")[1] in reads.attributes
    }
    described: dict[str, JsonValue] = {
        "type": resource.type,
        "provider": resource.provider,
        "values": _values(resource, reads, computed.get(resource.type, ())),
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


def _values(
    resource: Resource, reads: Check | Relation, computed: Collection[str]
) -> dict[str, JsonValue]:
    values: dict[str, JsonValue] = {}
    for attribute in reads.attributes:
        if attribute in resource.values:
            values[attribute] = resource.values[attribute]
        elif attribute not in computed and not _hidden(f"/{attribute}", resource.unknown):
            values[attribute] = None
    for path in reads.nested:
        first, *rest = path.split("/")
        if path not in computed and rest and first in values:
            values[first] = _filled(values[first], rest, f"/{first}", resource.unknown)
    return values


def _filled(
    value: JsonValue, path: Sequence[str], pointer: str, unknown: Mapping[str, Unknown]
) -> JsonValue:
    """Put a null where the attribute at `path` is left out, in each block of a list."""
    if isinstance(value, Mapping):
        name, rest = path[0], path[1:]
        below = f"{pointer}/{name}"
        if name in value:
            inner = _filled(value[name], rest, below, unknown) if rest else value[name]
            return {**value, name: inner}
        return value if _hidden(below, unknown) else {**value, name: None}
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [
            _filled(item, path, f"{pointer}/{index}", unknown) for index, item in enumerate(value)
        ]
    return value


def _hidden(pointer: str, unknown: Mapping[str, Unknown]) -> bool:
    """Whether anything at, below or around `pointer` is not known."""
    return any(other in {"", pointer} or other.startswith(f"{pointer}/") for other in unknown)
