"""Conversions between Terraform's types, as it makes them wherever a type is asked for."""

from __future__ import annotations

from compliance_toolkit.terraform.hcl_equality import set_of
from compliance_toolkit.terraform.hcl_kinds import (
    ANY,
    NUMBER,
    STRING,
    Kind,
    ListOf,
    MapOf,
    ObjectOf,
    Plain,
    SetOf,
    TupleOf,
)
from compliance_toolkit.terraform.hcl_numbers import (
    Number,
    is_beyond,
    number_text,
    parse_number,
)
from compliance_toolkit.terraform.hcl_unify import convertible, replaced, unified
from compliance_toolkit.terraform.hcl_values import (
    Bounds,
    Value,
    alike,
    bounded,
    bounds_of,
    holes,
    is_whole,
    list_of,
    map_of,
    not_evaluated,
    not_null,
)

_TRUTHS = {"true": True, "1": True, "false": False, "0": False}


class MismatchError(ValueError):
    """A value is not of its type, or the type is none of Terraform's."""


def convert(value: Value, wanted: Kind) -> Value:  # noqa: C901, PLR0911  one case a kind
    """Convert a value, with the unknowns in it, to a type.

    Raises:
        MismatchError: Terraform would refuse it.
    """
    if wanted in (ANY, value.kind):
        return value
    if not convertible(value.kind, wanted):
        raise MismatchError
    if value.is_null:
        return Value(replaced(value.kind, wanted), None)
    if value.hole is not None:
        return _unknown(value, wanted)
    if value.kind == ANY:
        raise MismatchError
    match wanted:
        case Plain():
            return _plain(value, wanted)
        case ListOf(element) | SetOf(element):
            return _sequence(value, wanted, element)
        case MapOf(element):
            return _map(value, element)
        case ObjectOf():
            return _object(value, wanted)
        case TupleOf(elements):
            members = [convert(v, kind) for v, kind in zip(value.elements, elements, strict=True)]
            return Value(TupleOf(tuple(member.kind for member in members)), members)


def _unknown(value: Value, wanted: Kind) -> Value:
    """Give the unknown of another type; what is known of its length stays known."""
    made = Value(replaced(value.kind, wanted), value.hole)
    bounds = bounds_of(value)
    if value.hole is not None:
        made = Value(made.kind, type(value.hole)(value.hole.reason, value.hole.origins))
    if bounds.not_null:
        made = not_null(made)
    match value.kind, wanted:
        case ObjectOf(attributes), MapOf():
            count = len(attributes)
            return bounded(made, Bounds(least=count, most=count))
        case TupleOf(elements), ListOf():
            return bounded(made, Bounds(least=len(elements), most=len(elements)))
        case TupleOf(elements), SetOf():
            return bounded(made, Bounds(least=min(len(elements), 1), most=len(elements)))
        case ((ListOf() | SetOf() | MapOf()), SetOf()):
            return bounded(made, Bounds(least=min(bounds.least, 1), most=bounds.most))
        case ((ListOf() | SetOf() | MapOf()), (ListOf() | MapOf())):
            return bounded(made, Bounds(least=bounds.least, most=bounds.most))
        case _:
            return made


def _plain(value: Value, wanted: Plain) -> Value:
    raw = value.raw
    if wanted == STRING:
        if isinstance(raw, bool):
            return Value(STRING, "true" if raw else "false")
        if isinstance(raw, Number):
            return Value(STRING, number_text(raw))
    elif isinstance(raw, str):
        made = parse_number(raw) if wanted == NUMBER else _TRUTHS.get(raw)
        if made is not None:
            return Value(wanted, made)
        if wanted == NUMBER and is_beyond(raw):
            return Value(NUMBER, not_evaluated(raw[:40]).raw)
    raise MismatchError


def element_kind(value: Kind, element: Kind) -> Kind:
    """Say what the elements of a sequence or an object become where their type is left open."""
    if element != ANY:
        return element
    match value:
        case TupleOf(elements):
            return unified(elements) or ANY
        case ObjectOf(attributes):
            return unified(attributes.values()) or ANY
        case ListOf(inner) | SetOf(inner) | MapOf(inner):
            return inner
        case _:
            return ANY


def _members(value: Value, element: Kind) -> list[Value]:
    kind = element_kind(value.kind, element)
    return [member if member.kind == kind else convert(member, kind) for member in value.elements]


def _sequence(value: Value, wanted: ListOf | SetOf, element: Kind) -> Value:
    if isinstance(value.kind, SetOf) and isinstance(wanted, ListOf) and _uncounted(value):
        return Value(ListOf(value.kind.element), next(holes(value)))
    members = _members(value, element)
    empty = element_kind(value.kind, element)
    if isinstance(wanted, SetOf):
        if not alike(members):
            raise MismatchError
        return set_of(members, empty)
    if isinstance(value.kind, TupleOf) and members:
        members = harmonised(members)
    if not alike(members):
        raise MismatchError
    return list_of(members, empty)


def _uncounted(value: Value) -> bool:
    return len(value.elements) > 1 and not is_whole(value)


def harmonised(members: list[Value]) -> list[Value]:
    """Bring values to the one type that all of them can have.

    Raises:
        MismatchError: There is none.
    """
    kind = unified([member.kind for member in members])
    if kind is None:
        raise MismatchError
    return [member if member.kind == kind else convert(member, kind) for member in members]


def _map(value: Value, element: Kind) -> Value:
    if not isinstance(value.raw, dict):
        raise MismatchError
    kind = element_kind(value.kind, element)
    names = sorted(value.raw)
    members = [convert(value.raw[name], kind) for name in names]
    if members and not isinstance(kind, Plain | TupleOf):
        members = harmonised(members)
    if not alike(members):
        raise MismatchError
    return map_of(dict(zip(names, members, strict=True)), kind)


def _object(value: Value, wanted: ObjectOf) -> Value:
    if not isinstance(value.raw, dict):
        raise MismatchError
    made: dict[str, Value] = {}
    for name, kind in wanted.attributes.items():
        if name in value.raw:
            made[name] = convert(value.raw[name], kind)
        elif name in wanted.optional:
            made[name] = Value(kind, None)
        else:
            raise MismatchError
    return Value(ObjectOf({name: member.kind for name, member in made.items()}), made)
