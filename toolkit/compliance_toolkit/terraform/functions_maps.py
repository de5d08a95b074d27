"""Functions of maps and objects."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from compliance_toolkit.terraform.functions_base import (
    VALUE,
    Function,
    Given,
    Parameter,
    RefusedError,
)
from compliance_toolkit.terraform.functions_lists import ANY_LIST, element_of
from compliance_toolkit.terraform.hcl_convert import MismatchError, convert
from compliance_toolkit.terraform.hcl_equality import equal
from compliance_toolkit.terraform.hcl_kinds import (
    ANY,
    STRING,
    STRINGS,
    Kind,
    ListOf,
    MapOf,
    ObjectOf,
    TupleOf,
)
from compliance_toolkit.terraform.hcl_unify import unified
from compliance_toolkit.terraform.hcl_values import (
    Value,
    is_whole,
    list_of,
    lost,
    map_of,
    object_of,
    text_of,
    tuple_of,
)


def _keys_kind(values: Sequence[Value]) -> Kind:
    match values[0].kind:
        case MapOf():
            return STRINGS
        case ObjectOf(attributes):
            return TupleOf((STRING,) * len(attributes))
        case _:
            raise RefusedError


def _keys(given: Given) -> Value:
    value = given.values[0]
    if isinstance(value.kind, ObjectOf):
        return tuple_of(text_of(name) for name in sorted(value.kind.attributes))
    if not isinstance(value.raw, dict):
        return lost(STRINGS, [value], given.text)
    return list_of([text_of(name) for name in sorted(value.raw)], STRING)


def _values_kind(values: Sequence[Value]) -> Kind:
    match values[0].kind:
        case MapOf(element):
            return ListOf(element)
        case ObjectOf(attributes):
            return TupleOf(tuple(attributes[name] for name in sorted(attributes)))
        case _:
            raise RefusedError


def _values(given: Given) -> Value:
    elements = given.values[0].elements
    if isinstance(given.kind, TupleOf):
        return tuple_of(elements)
    return list_of(elements, element_of(given.kind))


def _lookup_kind(values: Sequence[Value]) -> Kind:
    if len(values) > 3:
        raise RefusedError
    match values[0].kind:
        case ObjectOf(attributes):
            name = values[1].raw
            if not isinstance(name, str):
                return ANY
            if name in attributes:
                return attributes[name]
            if len(values) == 3:
                return values[2].kind
            raise RefusedError
        case MapOf(element):
            if len(values) == 3:
                converted(values[2], element)
            return element
        case _:
            raise RefusedError


def _lookup(given: Given) -> Value:
    value, key = given.values[:2]
    if value.hole is not None or key.hole is not None:
        return lost(given.kind, [value if value.hole else key], given.text)
    if isinstance(value.raw, dict) and isinstance(key.raw, str) and key.raw in value.raw:
        return value.raw[key.raw]
    if len(given.values) < 3:
        raise RefusedError
    return converted(given.values[2], given.kind)


def converted(value: Value, kind: Kind) -> Value:
    """Convert a value as a function does that takes what fits its type."""
    try:
        return convert(value, kind)
    except MismatchError:
        raise RefusedError from None


def _merge_kind(values: Sequence[Value]) -> Kind:
    if not values:
        return ObjectOf({})
    attributes: dict[str, Kind] = {}
    sure = True
    for value in values:
        match value.kind:
            case ObjectOf(inner):
                attributes |= {} if value.is_null else inner
            case MapOf(element):
                sure = sure and value.hole is None
                attributes |= dict.fromkeys(
                    value.raw if isinstance(value.raw, dict) else (), element
                )
            case kind if kind == ANY:
                return ANY
            case _:
                raise RefusedError
    if all(value.kind == values[0].kind for value in values):
        return values[0].kind
    return ObjectOf(attributes) if sure else ANY


def _merge(given: Given) -> Value:
    made: dict[str, Value] = {}
    for value in given.values:
        if isinstance(value.raw, dict):
            made |= value.raw
        elif not value.is_null:
            raise RefusedError
    if isinstance(given.kind, MapOf):
        return map_of(made, given.kind.element)
    return object_of(made)


def _zipmap_kind(values: Sequence[Value]) -> Kind:
    keys, members = values
    match members.kind:
        case ListOf(element):
            return MapOf(element)
        case TupleOf(elements):
            if not is_whole(keys):
                return ANY
            names = [key.raw for key in keys.elements]
            if len(names) != len(elements) or None in names:
                raise RefusedError
            return ObjectOf(dict(zip(map(str, names), elements, strict=True)))
        case _:
            raise RefusedError


def _zipmap(given: Given) -> Value:
    keys, members = given.values
    if not is_whole(keys):
        return lost(given.kind, [keys], given.text)
    if len(keys.elements) != len(members.elements):
        raise RefusedError
    made: dict[str, Value] = {}
    for key, member in zip(keys.elements, members.elements, strict=True):
        if not isinstance(key.raw, str):
            raise RefusedError
        made[key.raw] = member
    if isinstance(given.kind, MapOf):
        return map_of(made, given.kind.element)
    return object_of(made)


def _matchkeys_kind(values: Sequence[Value]) -> Kind:
    if unified([values[1].kind, values[2].kind]) is None:
        raise RefusedError
    return values[0].kind


def _matchkeys(given: Given) -> Value:
    values, keys, wanted = given.values
    element = element_of(given.kind)
    if len(values.elements) != len(keys.elements):
        raise RefusedError
    kind = unified([keys.kind, wanted.kind]) or ANY
    keys, wanted = converted(keys, kind), converted(wanted, kind)
    if not wanted.elements:
        return list_of([], element)
    if not is_whole(values) or not is_whole(keys):
        return lost(given.kind, given.values, given.text)
    made: list[Value] = []
    for value, key in zip(values.elements, keys.elements, strict=True):
        for one in wanted.elements:
            given.run.spend(1)
            same = equal(key, one)
            if same is None:
                return list_of([], element)
            if same:
                made.append(value)
                break
    return list_of(made, element)


def _transpose(given: Given) -> Value:
    value = given.values[0]
    if not is_whole(value):
        return lost(MapOf(STRINGS), [value], given.text)
    made: dict[str, list[str]] = {}
    for name, members in value.raw.items() if isinstance(value.raw, dict) else ():
        if members.is_null or any(member.is_null for member in members.elements):
            raise RefusedError
        for member in members.elements:
            made.setdefault(str(member.raw), []).append(name)
    lists = {
        name: list_of([text_of(inner) for inner in sorted(inners, key=str.encode)])
        for name, inners in made.items()
    }
    return map_of(lists, STRINGS)


FUNCTIONS: Mapping[str, Function] = {
    "keys": Function((Parameter(unknown=True),), _keys_kind, _keys),
    "lookup": Function(
        (Parameter(unknown=True), Parameter(STRING, unknown=True)),
        _lookup_kind,
        _lookup,
        rest=Parameter(null=True, unknown=True, open=True),
        nullable=True,
    ),
    "matchkeys": Function((ANY_LIST,) * 3, _matchkeys_kind, _matchkeys),
    "merge": Function((), _merge_kind, _merge, rest=Parameter(null=True, open=True)),
    "transpose": Function((Parameter(MapOf(STRINGS)),), MapOf(STRINGS), _transpose),
    "values": Function((VALUE,), _values_kind, _values),
    "zipmap": Function((Parameter(STRINGS), VALUE), _zipmap_kind, _zipmap),
}
