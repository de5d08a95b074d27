"""Functions that make lists and tuples of others."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from compliance_toolkit.terraform.functions_base import (
    COUNT,
    VALUE,
    Function,
    Given,
    RefusedError,
    number_at,
    whole_at,
)
from compliance_toolkit.terraform.functions_lists import ANY_LIST, element_of
from compliance_toolkit.terraform.functions_maps import converted
from compliance_toolkit.terraform.hcl_kinds import (
    ANY,
    NUMBER,
    Kind,
    ListOf,
    MapOf,
    ObjectOf,
    SetOf,
    TupleOf,
    is_sequence,
)
from compliance_toolkit.terraform.hcl_numbers import Number, counted
from compliance_toolkit.terraform.hcl_unify import unified
from compliance_toolkit.terraform.hcl_values import (
    Value,
    is_whole,
    length_bounds,
    list_of,
    lost,
    number_of,
    tuple_of,
)

_LONGEST_RANGE = 1024


def _concat_kind(values: Sequence[Value]) -> Kind:
    if not values:
        raise RefusedError
    if all(isinstance(value.kind, ListOf) for value in values):
        common = unified([value.kind for value in values])
        if common is not None:
            return common
    kinds: list[Kind] = []
    for value in values:
        match value.kind:
            case TupleOf(elements):
                kinds += elements
            case ListOf(element):
                if value.hole is not None:
                    return ANY
                kinds += [element] * len(value.elements)
            case _:
                raise RefusedError
    return TupleOf(tuple(kinds))


def _concat(given: Given) -> Value:
    if isinstance(given.kind, ListOf):
        lists = [converted(value, given.kind) for value in given.values]
        elements = [element for one in lists for element in one.elements]
        return list_of(elements, given.kind.element)
    return tuple_of([element for one in given.values for element in one.elements])


def _chunklist(given: Given) -> Value:
    value, size = given.values[0], whole_at(given, 1)
    if size < 0:
        raise RefusedError
    elements, element = value.elements, element_of(value.kind)
    if not elements:
        return list_of([], value.kind)
    size = size or len(elements)
    starts = range(0, len(elements), size)
    return list_of([list_of(elements[at : at + size], element) for at in starts])


def _flat(value: Value) -> list[Value] | None:
    """Take lists in lists apart; `None` where one of them is not known."""
    made: list[Value] = []
    if isinstance(value.kind, SetOf) and len(value.elements) > 1 and not is_whole(value):
        return None
    sure = True
    for element in value.elements:
        if element.kind == ANY and element.hole is not None:
            sure = False
        if element.is_null or not is_sequence(element.kind):
            made.append(element)
            continue
        inner = None if element.hole is not None else _flat(element)
        sure = sure and inner is not None
        made += inner or []
    return made if sure else None


def _flatten_kind(values: Sequence[Value]) -> Kind:
    value = values[0]
    if not is_whole(value):
        return ANY
    if not is_sequence(value.kind):
        raise RefusedError
    return TupleOf(tuple(element.kind for element in _flat(value) or []))


def _flatten(given: Given) -> Value:
    value = given.values[0]
    # Of an object in which something is not known, Terraform takes the attributes.
    if not is_sequence(value.kind) and not isinstance(value.kind, ObjectOf | MapOf):
        raise RefusedError
    flat = _flat(value)
    return lost(given.kind, [value], given.text) if flat is None else tuple_of(flat)


def _reverse_kind(values: Sequence[Value]) -> Kind:
    match values[0].kind:
        case TupleOf(elements):
            return TupleOf(tuple(reversed(elements)))
        case ListOf(element) | SetOf(element):
            return ListOf(element)
        case _:
            raise RefusedError


def _reverse(given: Given) -> Value:
    elements = list(reversed(given.values[0].elements))
    if isinstance(given.kind, TupleOf):
        return tuple_of(elements)
    return list_of(elements, element_of(given.kind))


def _slice_ends(values: Sequence[Value]) -> tuple[int, int] | None:
    """Read where a slice begins and ends; `None` where that is not known."""
    length = length_bounds(values[0])
    if isinstance(values[0].kind, TupleOf):
        length = (len(values[0].kind.elements),) * 2
    most = length[1] if length[0] == length[1] else None
    ends: list[int] = []
    for value in values[1:]:
        if not isinstance(value.raw, Number):
            continue
        end = value.raw.whole
        if end is None or end < 0 or (most is not None and end > most):
            raise RefusedError
        ends.append(end)
    if len(ends) < 2:
        return None
    if ends[0] > ends[1]:
        raise RefusedError
    return ends[0], ends[1]


def _slice_kind(values: Sequence[Value]) -> Kind:
    kind = values[0].kind
    if not isinstance(kind, ListOf | TupleOf):
        raise RefusedError
    ends = _slice_ends(values)
    if isinstance(kind, ListOf):
        return kind
    return ANY if ends is None else TupleOf(kind.elements[ends[0] : ends[1]])


def _slice(given: Given) -> Value:
    start, end = _slice_ends(given.values) or (0, 0)
    elements = given.values[0].elements[start:end]
    if isinstance(given.kind, TupleOf):
        return tuple_of(elements)
    return list_of(elements, element_of(given.kind))


def _range(given: Given) -> Value:
    numbers = [number_at(given, at).exact for at in range(len(given.values))]
    zero = counted(0).exact
    match numbers:
        case [end]:
            start, step = zero, counted(-1 if end < 0 else 1).exact
        case [start, end]:
            step = counted(-1 if end < start else 1).exact
        case [start, end, step]:
            pass
        case _:
            raise RefusedError
    if step == 0 or (end > start if step < 0 else end < start):
        raise RefusedError
    bits = max(number_at(given, at).bits for at in range(len(given.values)))
    made: list[Value] = []
    while start > end if step < 0 else start < end:
        if len(made) >= _LONGEST_RANGE:
            raise RefusedError
        made.append(number_of(Number(start, bits)))
        start += step
    return list_of(made, NUMBER)


FUNCTIONS: Mapping[str, Function] = {
    "chunklist": Function((ANY_LIST, COUNT), lambda values: ListOf(values[0].kind), _chunklist),
    "concat": Function((), _concat_kind, _concat, rest=VALUE),
    "flatten": Function((VALUE,), _flatten_kind, _flatten),
    "range": Function((), ListOf(NUMBER), _range, rest=COUNT),
    "reverse": Function((VALUE,), _reverse_kind, _reverse),
    "slice": Function((VALUE, COUNT, COUNT), _slice_kind, _slice),
}
