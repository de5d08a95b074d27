"""From a resource to the `input` that a check reads: what is known, null, and not known."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from functools import cache
from operator import is_

from compliance_toolkit.audit.related import Neighbourhood
from compliance_toolkit.models import JsonObject, JsonValue, Resource, Unknown
from compliance_toolkit.policy.catalog import Check, Relation

_LEAVES = frozenset((str, int, float, bool, type(None)))
_OBJECTS = (dict, Mapping)
_LISTS = (list, Sequence)

Computed = Mapping[str, Collection[str]]
"""Terraform type → attributes that its provider computes where they are left out."""


def unknown_json(unknown: Unknown) -> JsonObject:
    """An `Unknown` as policies and reports write it."""
    return {"code": unknown.code.value, "reference": unknown.reference}


def lost_of(resource: Resource, reads: Check | Relation) -> dict[str, Unknown]:
    """What is not known of the attributes that a check declares; `""` is all of them."""
    unknown, declared = resource.unknown, reads.attributes
    if "" not in unknown:
        pointers = "\n".join(unknown)
        if not [name for name in declared if name in pointers]:  # most of them
            return {}
    return {
        pointer: reason
        for pointer, reason in unknown.items()
        if pointer == "" or pointer.split("/", 2)[1] in declared
    }


def describe(
    resource: Resource, reads: Check | Relation, computed: Computed
) -> dict[str, JsonValue]:
    """The facts of one resource, restricted to what a check declares that it reads.

    A declared attribute that the source leaves out and the provider does not compute is `null`:
    proven unset. Nothing else is ever filled in.
    """
    unknown: dict[str, JsonValue] = {
        pointer: unknown_json(reason) for pointer, reason in lost_of(resource, reads).items()
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
    for path, first, rest in _split(reads.nested):
        if rest and first in values and path not in computed:
            values[first] = _filled(values[first], rest, f"/{first}", resource.unknown)
    return values


@cache
def _split(nested: tuple[str, ...]) -> tuple[tuple[str, str, tuple[str, ...]], ...]:
    """Each path, its first name and the others."""
    parts = [(path, path.split("/")) for path in nested]
    return tuple((path, names[0], tuple(names[1:])) for path, names in parts)


def _filled(
    value: JsonValue, path: Sequence[str], pointer: str, unknown: Mapping[str, Unknown]
) -> JsonValue:
    """Put a null where the attribute at `path` is left out, in each block of a list.

    What lacks nothing is given as it is: most of what a plan has.
    """
    kind = type(value)  # to ask abstract classes costs more than all the rest
    if kind in _LEAVES:
        return value
    if kind is not list and isinstance(value, _OBJECTS):
        name, rest = path[0], path[1:]
        below = f"{pointer}/{name}"
        if name in value:
            inner = _filled(value[name], rest, below, unknown) if rest else value[name]
            return value if inner is value[name] else {**value, name: inner}
        return value if _hidden(below, unknown) else {**value, name: None}
    if isinstance(value, _LISTS) and not isinstance(value, str):
        items = [
            _filled(item, path, f"{pointer}/{index}", unknown) for index, item in enumerate(value)
        ]
        return value if all(map(is_, items, value)) else items
    return value


def _hidden(pointer: str, unknown: Mapping[str, Unknown]) -> bool:
    """Whether anything at, below or around `pointer` is not known."""
    if not unknown:
        return False
    below = f"{pointer}/"
    return pointer in unknown or "" in unknown or any(x.startswith(below) for x in unknown)
