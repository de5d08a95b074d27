"""Values while a configuration is evaluated: each of a type, and holes where nothing is known.

A hole may be known in part: not to be null, to begin with a text, to have so many elements.
Terraform decides by such knowledge (`"a-${unknown}" == "b"` is false), and so do we.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from typing import TypeAlias

import msgspec
from msgspec.structs import replace

from compliance_toolkit.models import ReasonCode, Unknown
from compliance_toolkit.terraform.hcl_kinds import (
    ANY,
    BOOL,
    NUMBER,
    STRING,
    Kind,
    ListOf,
    MapOf,
    ObjectOf,
    SetOf,
    TupleOf,
)
from compliance_toolkit.terraform.hcl_numbers import Number, counted

Raw: TypeAlias = "str | bool | Number | list[Value] | dict[str, Value] | Hole | None"

LARGEST = 2**20
"""Characters of one value; what grows beyond it is an attack or a mistake."""

_WEIGHT = 8
"""Characters that an element counts for."""


class Bounds(msgspec.Struct, frozen=True):
    """What is known of a value that is not known."""

    not_null: bool = False
    prefix: str = ""
    low: Number | None = None
    low_in: bool = False
    high: Number | None = None
    high_in: bool = False
    least: int = 0
    most: int | None = None
    """How many elements there are at least and at most."""


OPEN = Bounds()


class Hole(msgspec.Struct, frozen=True):
    """A value that is not known, and why."""

    reason: Unknown
    origins: frozenset[str]
    """What it would be made of. One resource alone: the value is that resource's own attribute;
    whatever else takes part in it, a variable, text around it, a function, stands here too."""

    bounds: Bounds = OPEN

    def and_of(self, *more: str) -> Hole:
        """Give the hole that is left when more takes part in the value."""
        return Hole(self.reason, self.origins.union(more))


class Value(msgspec.Struct, frozen=True):
    """A value of a type: `raw` is `None` for null and a hole where it is not known."""

    kind: Kind
    raw: Raw

    @property
    def hole(self) -> Hole | None:
        """Why it is not known; `None` for a value that is, whatever its elements are."""
        return self.raw if isinstance(self.raw, Hole) else None

    @property
    def is_null(self) -> bool:
        """Whether it is known to be null."""
        return self.raw is None

    @property
    def elements(self) -> list[Value]:
        """The elements of a known value, in order; empty for one without."""
        if isinstance(self.raw, dict):
            return [self.raw[name] for name in sorted(self.raw)]
        return self.raw if isinstance(self.raw, list) else []


NULL = Value(ANY, None)
TRUE = Value(BOOL, True)
FALSE = Value(BOOL, False)


def hole(code: ReasonCode, reference: str, address: str | None = None) -> Hole:
    """Make a hole that one name leaves.

    Args:
        code: Why nothing is known.
        reference: What it hangs on.
        address: The resource instance whose attribute it is, where it is one.
    """
    return Hole(Unknown(code, reference), frozenset((address or reference,)))


def not_evaluated(text: str) -> Value:
    """Make the unknown that something leaves which is written, but which we do not compute."""
    return Value(ANY, hole(ReasonCode.FUNCTION_NOT_EVALUATED, text))


def text_of(text: str) -> Value:
    """Make a string; Terraform composes its accents."""
    return Value(STRING, text if text.isascii() else unicodedata.normalize("NFC", text))


def number_of(number: int | Number) -> Value:
    """Make a number."""
    return Value(NUMBER, counted(number) if isinstance(number, int) else number)


def truth_of(truth: bool) -> Value:  # noqa: FBT001  it is the value itself
    """Make a bool."""
    return TRUE if truth else FALSE


def tuple_of(elements: Iterable[Value]) -> Value:
    """Make what `[…]` makes."""
    members = list(elements)
    return Value(TupleOf(tuple(member.kind for member in members)), members)


def object_of(attributes: dict[str, Value]) -> Value:
    """Make what `{…}` makes."""
    return Value(ObjectOf({name: v.kind for name, v in attributes.items()}), attributes)


def _shared(elements: Iterable[Value], otherwise: Kind) -> Kind:
    """Give the type of a collection's elements, those of an unknown type left out."""
    return next((element.kind for element in elements if element.kind != ANY), otherwise)


def _cast(elements: Iterable[Value], kind: Kind) -> list[Value]:
    return [e if e.kind == kind else Value(kind, e.raw) for e in elements]


def list_of(elements: list[Value], otherwise: Kind = ANY) -> Value:
    """Make a list; `otherwise` is the type of an empty one's elements."""
    kind = _shared(elements, otherwise)
    return Value(ListOf(kind), _cast(elements, kind))


def map_of(members: dict[str, Value], otherwise: Kind = ANY) -> Value:
    """Make a map; `otherwise` is the type of an empty one's elements."""
    kind = _shared(members.values(), otherwise)
    cast = _cast(members.values(), kind)
    return Value(MapOf(kind), dict(zip(members, cast, strict=True)))


def alike(elements: Iterable[Value]) -> bool:
    """Whether values are of one type, so that a collection can hold them."""
    kinds = [element.kind for element in elements if element.kind != ANY]
    return all(kind == kinds[0] for kind in kinds)


def holes(value: Value) -> Iterator[Hole]:
    """Yield each hole in a value, at any depth."""
    if isinstance(value.raw, Hole):
        yield value.raw
    elif isinstance(value.raw, list):
        for element in value.raw:
            yield from holes(element)
    elif isinstance(value.raw, dict):
        for element in value.raw.values():
            yield from holes(element)


def is_whole(value: Value) -> bool:
    """Whether nothing in a value is unknown."""
    return next(holes(value), None) is None


def merged(found: Iterable[Hole]) -> Hole | None:
    """Make one hole of several: the first one's reason, everybody's origins."""
    rest = iter(found)
    first = next(rest, None)
    if first is None:
        return None
    return first.and_of(*(origin for other in rest for origin in other.origins))


def lost(kind: Kind, values: Iterable[Value], text: str, bounds: Bounds = OPEN) -> Value:
    """Make the unknown that a computation leaves whose operands are not all known."""
    found = merged(each for value in values for each in holes(value))
    cause = found or hole(ReasonCode.FUNCTION_NOT_EVALUATED, text)
    return bounded(Value(kind, cause.and_of(text)), bounds)


def bounds_of(value: Value) -> Bounds:
    """Say what is known of a value, whether it is known itself or not."""
    match value.raw:
        case Hole(_, _, bounds):
            return bounds
        case None:
            return OPEN
        case str() as text:
            return Bounds(not_null=True, prefix=text)
        case Number() as number:
            return Bounds(not_null=True, low=number, low_in=True, high=number, high_in=True)
        case list() | dict():
            length = length_bounds(value)
            return Bounds(not_null=True, least=length[0], most=length[1])
        case _:
            return Bounds(not_null=True)


def length_bounds(value: Value) -> tuple[int, int | None]:
    """Say how many elements a collection has at least and at most."""
    if isinstance(value.raw, Hole):
        return value.raw.bounds.least, value.raw.bounds.most
    count = len(value.elements)
    if isinstance(value.kind, SetOf) and count > 1 and not is_whole(value):
        return 1, count  # two unknown elements may be one
    return count, count


def bounded(value: Value, bounds: Bounds) -> Value:
    """Narrow an unknown value; where only one value is left, give that."""
    unknown = value.hole
    if unknown is None or value.kind == ANY or bounds == OPEN:
        return value
    old = unknown.bounds
    new = Bounds(
        not_null=old.not_null or bounds.not_null,
        prefix=max(old.prefix, bounds.prefix, key=len),
        low=bounds.low or old.low,
        low_in=bounds.low_in if bounds.low else old.low_in,
        high=bounds.high or old.high,
        high_in=bounds.high_in if bounds.high else old.high_in,
        least=max(old.least, bounds.least),
        most=bounds.most if old.most is None else min(old.most, bounds.most or old.most),
    )
    return _collapsed(Value(value.kind, replace(unknown, bounds=new)), new)


def not_null(value: Value) -> Value:
    """Note of an unknown value that it is not null."""
    return bounded(value, Bounds(not_null=True))


def _collapsed(value: Value, bounds: Bounds) -> Value:  # noqa: PLR0911  one case a kind
    if not bounds.not_null:
        return value
    if bounds.low is not None and bounds.low == bounds.high and bounds.low_in and bounds.high_in:
        return Value(value.kind, bounds.low)
    if bounds.least != bounds.most:
        return value
    match value.kind:
        case ListOf(element) if bounds.least <= LARGEST:
            inner = replace(value.raw, bounds=OPEN) if isinstance(value.raw, Hole) else value.raw
            return Value(value.kind, [Value(element, inner) for _ in range(bounds.least)])
        case SetOf(element) if bounds.least == 1:
            inner = replace(value.raw, bounds=OPEN) if isinstance(value.raw, Hole) else value.raw
            return Value(value.kind, [Value(element, inner)])
        case SetOf() if bounds.least == 0:
            return Value(value.kind, [])
        case MapOf() if bounds.least == 0:
            return Value(value.kind, {})
        case _:
            return value


def size_of(values: Iterable[Value]) -> int:
    """Measure values in characters, and stop where they are beyond `LARGEST`."""
    size = 0
    waiting = list(values)
    while waiting and size <= LARGEST:
        value = waiting.pop()
        size += _WEIGHT
        if isinstance(value.raw, str):
            size += len(value.raw)
        elif isinstance(value.raw, list):
            size += len(value.raw)
            waiting += value.raw if size <= LARGEST else []
        elif isinstance(value.raw, dict):
            size += sum(map(len, value.raw))
            waiting += value.raw.values() if size <= LARGEST else []
    return size


def too_large(*values: Value) -> bool:
    """Whether values together are larger than `LARGEST`."""
    return size_of(values) > LARGEST
