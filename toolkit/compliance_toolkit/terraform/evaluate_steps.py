"""Attributes and indices: the way into a value."""

from __future__ import annotations

from typing import TYPE_CHECKING

from compliance_toolkit.terraform.hcl_convert import MismatchError, convert
from compliance_toolkit.terraform.hcl_kinds import (
    ANY,
    NUMBER,
    STRING,
    Kind,
    ListOf,
    MapOf,
    ObjectOf,
    TupleOf,
)
from compliance_toolkit.terraform.hcl_numbers import Number
from compliance_toolkit.terraform.hcl_values import Hole, Value, lost

if TYPE_CHECKING:
    from compliance_toolkit.terraform.evaluate import Evaluation

KEY = "[…]"


def attribute(  # noqa: PLR0911  one case a kind of value
    value: Value, name: str, text: str, run: Evaluation
) -> Value:
    """Give `value.name`."""
    if value.is_null:
        return run.refused(text)
    match value.kind:
        case ObjectOf(attributes) if name in attributes:
            if isinstance(value.raw, dict):
                return value.raw[name]
            return _inner(value, attributes[name])
        case MapOf(element):
            if isinstance(value.raw, dict):
                return value.raw[name] if name in value.raw else run.refused(text)
            return _inner(value, element)
        case kind if kind == ANY:
            return _inner(value, ANY)
        case _:
            return run.refused(text)


def _inner(value: Value, kind: Kind) -> Value:
    """Give the unknown part of an unknown value: it has the same cause, and no bounds."""
    assert isinstance(value.raw, Hole)  # noqa: S101  all other cases are dealt with
    return Value(kind, Hole(value.raw.reason, value.raw.origins))


def index(  # noqa: PLR0911  one case a kind of value
    value: Value, key: Value, text: str, run: Evaluation
) -> Value:
    """Give `value[key]`."""
    if value.is_null or key.is_null:
        return run.refused(text)
    if ANY in (value.kind, key.kind):
        return _unsure(value, key, ANY)
    try:
        match value.kind:
            case ListOf() | TupleOf():
                return _place(value, convert(key, NUMBER), text, run)
            case MapOf(element):
                return _entry(value, convert(key, STRING), element, text, run)
            case ObjectOf(attributes):
                name = convert(key, STRING)
                if value.hole is not None or not isinstance(name.raw, str):
                    return _unsure(value, name, ANY)
                if name.raw in attributes:
                    return attribute(value, name.raw, text, run)
            case _:
                pass
    except MismatchError:
        pass
    return run.refused(text)


def _unsure(value: Value, key: Value, kind: Kind) -> Value:
    if value.hole is not None:
        return _inner(value, kind)
    return lost(kind, [key], KEY)


def _place(value: Value, key: Value, text: str, run: Evaluation) -> Value:
    element = value.kind.element if isinstance(value.kind, ListOf) else ANY
    if not isinstance(key.raw, Number):
        return _unsure(value, key, element)
    at = key.raw.whole
    if isinstance(value.kind, TupleOf):
        if at is None or not 0 <= at < len(value.kind.elements):
            return run.refused(text)
        if value.hole is not None:
            return _inner(value, value.kind.elements[at])
    elif value.hole is not None:
        return _inner(value, element)
    if at is None or not 0 <= at < len(value.elements):
        return run.refused(text)
    return value.elements[at]


def _entry(value: Value, key: Value, element: Kind, text: str, run: Evaluation) -> Value:
    if not isinstance(key.raw, str) or not isinstance(value.raw, dict):
        return _unsure(value, key, element)
    return value.raw[key.raw] if key.raw in value.raw else run.refused(text)
