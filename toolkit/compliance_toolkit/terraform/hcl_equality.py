"""When two values are equal, what a set keeps of them, and in which order."""

from __future__ import annotations

import json
from collections.abc import Iterable
from functools import cmp_to_key

from compliance_toolkit.terraform.hcl_kinds import (
    ANY,
    BOOL,
    NUMBER,
    STRING,
    Kind,
    ListOf,
    MapOf,
    SetOf,
    conforms,
    is_settled,
)
from compliance_toolkit.terraform.hcl_numbers import Number, short_text
from compliance_toolkit.terraform.hcl_values import (
    Bounds,
    Hole,
    Value,
    bounds_of,
    length_bounds,
)


def equal(left: Value, right: Value) -> bool | None:
    """Compare as `==` does, without conversion; `None` where it is not known."""
    if left.is_null or right.is_null:
        return _null_and(left, right)
    if left.hole is not None or right.hole is not None:
        return _unknown_and(left, right)
    if not _is_typed(left) or not _is_typed(right):
        return None if conforms(left.kind, right.kind) or conforms(right.kind, left.kind) else False
    return left.kind == right.kind and _same(left, right)


def _is_typed(value: Value) -> bool:
    """Whether no element of a value is of an unknown type."""
    if value.is_null:
        return True
    if value.hole is not None:
        return is_settled(value.kind)
    return all(map(_is_typed, value.elements))


def _null_and(left: Value, right: Value) -> bool | None:
    if left.is_null and right.is_null:
        return True
    other = right if left.is_null else left
    return False if other.hole is None or other.hole.bounds.not_null else None


def _unknown_and(left: Value, right: Value) -> bool | None:
    if left.hole is not None and right.hole is not None:
        return None
    unknown, known = (left, right) if left.hole is not None else (right, left)
    if unknown.kind != ANY and _excluded(unknown, known):
        return False
    return None if not is_settled(unknown.kind) or unknown.kind == known.kind else False


def _excluded(unknown: Value, known: Value) -> bool:
    """Whether what is known of a value rules another one out."""
    if not conforms(known.kind, unknown.kind):
        return True
    bounds = bounds_of(unknown)
    match known.raw:
        case str() as text:
            return not text.startswith(bounds.prefix)
        case Number() as number:
            return _outside(number, bounds)
        case list() | dict() if isinstance(known.kind, ListOf | SetOf | MapOf):
            least, most = length_bounds(known)
            too_few = most is not None and most < bounds.least
            return too_few or (bounds.most is not None and least > bounds.most)
        case _:
            return False


def _outside(number: Number, bounds: Bounds) -> bool:
    if (low := bounds.low) is not None and (
        number.exact < low.exact or (number == low and not bounds.low_in)
    ):
        return True
    high = bounds.high
    return high is not None and (
        number.exact > high.exact or (number == high and not bounds.high_in)
    )


def _same(left: Value, right: Value) -> bool | None:
    one, other = left.raw, right.raw
    if isinstance(left.kind, SetOf) and isinstance(one, list) and isinstance(other, list):
        if any(element.hole is not None for element in (*one, *other)):
            return None
        return len(one) == len(other) and all(
            equal(a, b) is True for a, b in zip(one, other, strict=True)
        )
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and _all(zip(one, other, strict=True))
    if isinstance(one, dict) and isinstance(other, dict):
        # Terraform looks at attributes in no order: one that is not known may come first.
        answers = {equal(one[name], other[name]) for name in one if name in other}
        return one.keys() == other.keys() and (None if None in answers else False not in answers)
    return one == other


def _all(pairs: Iterable[tuple[Value, Value]]) -> bool | None:
    """Whether all pairs are equal: the first that is not, or is not known, decides."""
    answers = (equal(one, other) for one, other in pairs)
    return next((answer for answer in answers if answer is not True), True)


def set_of(elements: Iterable[Value], otherwise: Kind = ANY) -> Value:
    """Make a set; `otherwise` is the type of an empty one's elements."""
    members = list(elements)
    kind = next((element.kind for element in members if element.kind != ANY), otherwise)
    found: dict[str, Value] = {}
    for number, element in enumerate(members):
        member = element if element.kind == kind else Value(kind, element.raw)
        # An element that is not known is equal to none: it is kept under a name of its own.
        name = _identity(member) or f"\0{number}"
        found.setdefault(name, member)
    if kind == ANY:
        return Value(SetOf(kind), list(found.values()))
    return Value(SetOf(kind), sorted(found.values(), key=cmp_to_key(_order)))


def _identity(value: Value) -> str | None:
    """Write a value so that equal ones are written alike; `None` where it is not all known."""
    match value.raw:
        case Hole():
            return None
        case None:
            return "~"
        case Number(exact):
            return str(exact)
        case list() as members:
            texts = [_identity(member) for member in members]
        case dict() as attributes:
            texts = [
                None if (text := _identity(attributes[name])) is None else json.dumps([name, text])
                for name in sorted(attributes)
            ]
        case other:
            return json.dumps(other)
    return None if None in texts else json.dumps(texts)


def _order(one: Value, other: Value) -> int:
    if one.is_null or other.is_null:
        return one.is_null - other.is_null
    if one.hole is not None or other.hole is not None:
        return (one.hole is not None) - (other.hole is not None)
    if one.kind in {STRING, BOOL} and isinstance(one.raw, str | bool):
        left, right = str(one.raw).encode(), str(other.raw).encode()
        return (left > right) - (left < right)
    if one.kind == NUMBER and isinstance(one.raw, Number) and isinstance(other.raw, Number):
        return (one.raw.exact > other.raw.exact) - (one.raw.exact < other.raw.exact)
    first, second = _sorted_by(one), _sorted_by(other)
    return (first > second) - (first < second)


def _sorted_by(value: Value) -> bytes:  # noqa: PLR0911  one case a kind
    """Write a value as Terraform does to put sets of lists and objects in order."""
    match value.raw:
        case Hole():
            return b"?"
        case None:
            return b"~"
        case bool() as truth:
            return b"T" if truth else b"F"
        case Number() as number:
            return short_text(number, 10).encode()
        case str() as text:
            return json.dumps(text, ensure_ascii=False).encode()
        case list() as members:
            start, end = (b"[", b"]") if isinstance(value.kind, ListOf | SetOf) else (b"<", b">")
            return start + b"".join(_sorted_by(member) + b";" for member in members) + end
        case dict() as attributes:
            names = sorted(attributes)
            if isinstance(value.kind, MapOf):
                return b"{" + b"".join(_entry(name, attributes[name]) for name in names) + b"}"
            return b"<" + b"".join(_sorted_by(attributes[name]) + b";" for name in names) + b">"


def _entry(name: str, value: Value) -> bytes:
    return json.dumps(name, ensure_ascii=False).encode() + b":" + _sorted_by(value) + b";"
