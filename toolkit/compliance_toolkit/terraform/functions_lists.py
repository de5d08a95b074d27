"""Functions of lists, tuples and sets."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from compliance_toolkit.terraform.functions_base import (
    COUNT,
    VALUE,
    Function,
    Given,
    Parameter,
    RefusedError,
    whole_at,
)
from compliance_toolkit.terraform.functions_text import characters
from compliance_toolkit.terraform.hcl_convert import MismatchError, convert
from compliance_toolkit.terraform.hcl_equality import equal
from compliance_toolkit.terraform.hcl_kinds import (
    ANY,
    BOOL,
    NUMBER,
    STRING,
    STRINGS,
    Kind,
    ListOf,
    MapOf,
    ObjectOf,
    SetOf,
    TupleOf,
    is_sequence,
)
from compliance_toolkit.terraform.hcl_numbers import Number, arithmetic, counted
from compliance_toolkit.terraform.hcl_values import (
    Bounds,
    Value,
    alike,
    bounds_of,
    is_whole,
    length_bounds,
    list_of,
    lost,
    number_of,
    truth_of,
)

_LARGEST_LENGTH = 2**63 - 1
ANY_LIST = Parameter(ListOf(ANY))


def element_of(kind: Kind) -> Kind:
    """Give the type of a collection's elements."""
    return kind.element if isinstance(kind, ListOf | SetOf | MapOf) else ANY


def _length(given: Given) -> Value:
    value = given.values[0]
    match value.kind:
        case TupleOf(elements):
            return number_of(len(elements))
        case ObjectOf(attributes):
            return number_of(len(attributes))
        case kind if kind == STRING:
            if isinstance(value.raw, str):
                return number_of(len(characters(value.raw)))
            prefix = counted(len(characters(bounds_of(value).prefix)))
            return lost(NUMBER, [value], given.text, Bounds(low=prefix, low_in=True))
        case ListOf() | SetOf() | MapOf():
            least, most = length_bounds(value)
            if value.hole is None and least == most:
                return number_of(least)
            high = counted(_LARGEST_LENGTH if most is None else most)
            known = Bounds(low=counted(least), low_in=True, high=high, high_in=True, not_null=True)
            return lost(NUMBER, [value], given.text, known)
        case _:
            return lost(NUMBER, [value], given.text)


def _length_kind(values: Sequence[Value]) -> Kind:
    kind = values[0].kind
    if kind in (BOOL, NUMBER):
        raise RefusedError
    return NUMBER


def _element_kind(values: Sequence[Value]) -> Kind:
    match values[0].kind:
        case ListOf(element):
            return element
        case TupleOf(elements):
            if not isinstance(values[1].raw, Number):
                return ANY
            at = values[1].raw.whole
            if at is None or not elements:
                raise RefusedError
            # Go's remainder is negative for a negative number, and then Terraform breaks off.
            if at < 0 and at % len(elements):
                raise RefusedError
            return elements[at % len(elements)]
        case _:
            raise RefusedError


def _element(given: Given) -> Value:
    elements, at = given.values[0].elements, whole_at(given, 1)
    if not elements:
        raise RefusedError
    return elements[at % len(elements)]


def _compact(given: Given) -> Value:
    if not is_whole(given.values[0]):
        return lost(STRINGS, given.values, given.text)
    kept = [e for e in given.values[0].elements if e.raw is not None and e.raw != ""]
    return list_of(kept, STRING)


def _converted(value: Value, kind: Kind) -> Value:
    try:
        return convert(value, kind)
    except MismatchError:
        raise RefusedError from None


def _contains(given: Given) -> Value:
    value, wanted = given.values
    if not is_sequence(value.kind):
        raise RefusedError
    if not value.elements:
        return truth_of(False)
    answers = [equal(wanted, element) for element in value.elements]
    if True not in answers and None in answers:
        return lost(BOOL, given.values, given.text)
    return truth_of(True in answers)


def _distinct(given: Given) -> Value:
    value = given.values[0]
    if not is_whole(value):
        return lost(value.kind, [value], given.text)
    kept: list[Value] = []
    for element in value.elements:
        given.run.spend(1 + len(kept) // 8)
        answers = [equal(one, element) for one in kept]
        if None in answers:
            raise RefusedError
        if True not in answers:
            kept.append(element)
    return list_of(kept, element_of(value.kind))


def _index(given: Given) -> Value:
    value, wanted = given.values
    if not isinstance(value.kind, ListOf | TupleOf):
        raise RefusedError
    for at, element in enumerate(value.elements):
        match equal(element, wanted):
            case None:
                return lost(NUMBER, given.values, given.text)
            case True:
                return number_of(at)
            case False:
                pass
    raise RefusedError


def _coalescelist_kind(values: Sequence[Value]) -> Kind:
    if not values:
        raise RefusedError
    for value in values:
        if value.hole is not None:
            return ANY
        if not isinstance(value.kind, ListOf | TupleOf):
            raise RefusedError
    return values[0].kind if alike(values) and values[0].kind != ANY else ANY


def _coalescelist(given: Given) -> Value:
    for value in given.values:
        if value.hole is not None:
            return lost(given.kind, [value], given.text)
        if value.elements:
            return value
    raise RefusedError


def _one_kind(values: Sequence[Value]) -> Kind:
    match values[0].kind:
        case ListOf(element) | SetOf(element):
            return element
        case TupleOf(elements) if len(elements) <= 1:
            return elements[0] if elements else ANY
        case _:
            raise RefusedError


def _one(given: Given) -> Value:
    value = given.values[0]
    least, most = length_bounds(value)
    if least != most:
        return lost(given.kind, [value], given.text)
    if least > 1:
        raise RefusedError
    return value.elements[0] if value.elements else Value(given.kind, None)


def _sum(given: Given) -> Value:
    value = given.values[0]
    if not is_sequence(value.kind) or not value.elements:
        raise RefusedError
    if not is_whole(value):
        return lost(NUMBER, [value], given.text)
    total: Number | None = None
    for element in value.elements:
        number = _converted(element, NUMBER).raw
        if not isinstance(number, Number):
            raise RefusedError
        total = number if total is None else arithmetic("+", total, number)
    return number_of(total or counted(0))


def _truths(given: Given, decisive: bool) -> Value:  # noqa: FBT001
    unsure = False
    for element in given.values[0].elements:
        if element.hole is not None:
            if not decisive:
                return lost(BOOL, given.values, given.text)
            unsure = True
        elif element.is_null:
            if not decisive:
                return truth_of(False)
        elif element.raw is decisive:
            return truth_of(decisive)
    return lost(BOOL, given.values, given.text) if unsure else truth_of(not decisive)


_TRUTHS = (Parameter(ListOf(BOOL)),)
FUNCTIONS: Mapping[str, Function] = {
    "alltrue": Function(_TRUTHS, BOOL, lambda given: _truths(given, False)),
    "anytrue": Function(_TRUTHS, BOOL, lambda given: _truths(given, True)),
    "coalescelist": Function(
        (), _coalescelist_kind, _coalescelist, rest=Parameter(null=True, unknown=True, open=True)
    ),
    "compact": Function((Parameter(STRINGS),), STRINGS, _compact),
    "contains": Function((VALUE, VALUE), BOOL, _contains),
    "distinct": Function((ANY_LIST,), lambda values: values[0].kind, _distinct),
    "element": Function((VALUE, COUNT), _element_kind, _element, nullable=True),
    "index": Function((VALUE, VALUE), NUMBER, _index),
    "length": Function((Parameter(unknown=True, open=True),), _length_kind, _length),
    "one": Function((VALUE,), _one_kind, _one, nullable=True),
    "sum": Function((VALUE,), NUMBER, _sum),
}
