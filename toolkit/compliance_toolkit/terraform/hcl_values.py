"""Values while a configuration is evaluated: JSON's, sets, and holes where nothing is known."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import TypeAlias, TypeGuard

from compliance_toolkit.models import ReasonCode, Unknown

Value: TypeAlias = "bool | int | float | str | list[Value] | dict[str, Value] | Hole | None"
Number: TypeAlias = int | float


@dataclass(frozen=True, slots=True)
class Hole:
    """A value that is not known, and why."""

    reason: Unknown
    origins: frozenset[str]
    """What it would be made of. One resource alone: the value is that resource's own attribute;
    whatever else takes part in it, a variable, text around it, a function, stands here too."""

    def and_of(self, *more: str) -> Hole:
        """Give the hole that is left when more takes part in the value."""
        return Hole(self.reason, self.origins.union(more))


class SetOf(list["Value"]):
    """A Terraform set: sorted, without duplicates, and without an order to index by."""


_NUMERIC = re.compile(r"-?(0|[1-9][0-9]{0,17})(\.[0-9]{1,15})?")
_WIDEST = 2**63
_FINEST = 15
"""Decimal digits that a float keeps."""

LARGEST = 2**20
"""Characters and elements of one value; what grows beyond it is an attack or a mistake."""


def hole(code: ReasonCode, reference: str, address: str | None = None) -> Hole:
    """Make a hole that one name leaves.

    Args:
        code: Why nothing is known.
        reference: What it hangs on.
        address: The resource instance whose attribute it is, where it is one.
    """
    return Hole(Unknown(code, reference), frozenset((address or reference,)))


def not_evaluated(text: str) -> Hole:
    """Make the hole that something leaves which is written, but which we do not compute."""
    return hole(ReasonCode.FUNCTION_NOT_EVALUATED, text)


def holes(value: Value) -> Iterator[Hole]:
    """Yield each hole in a value, at any depth."""
    if isinstance(value, Hole):
        yield value
    elif isinstance(value, list):
        for element in value:
            yield from holes(element)
    elif isinstance(value, dict):
        for element in value.values():
            yield from holes(element)


def merged(found: Iterator[Hole]) -> Hole | None:
    """Make one hole of several: the first one's reason, everybody's origins."""
    first = next(found, None)
    if first is None:
        return None
    return first.and_of(*(origin for other in found for origin in other.origins))


def is_number(value: Value) -> TypeGuard[Number]:
    """Tell numbers from booleans, which Python counts among them."""
    return isinstance(value, int | float) and not isinstance(value, bool)


def to_number(value: Value) -> Number | None:
    """Convert as Terraform does where it wants a number; `None` where it cannot be done."""
    if is_number(value):
        return value
    if isinstance(value, str) and _NUMERIC.fullmatch(value):
        return from_fraction(Fraction(value))
    return None


def to_bool(value: Value) -> bool | None:
    """Convert as Terraform does where it wants a bool; `None` where it cannot be done."""
    if isinstance(value, bool):
        return value
    return {"true": True, "1": True, "false": False, "0": False}.get(
        value if isinstance(value, str) else ""
    )


def to_text(value: Value) -> str | None:
    """Convert as Terraform does where it wants a string; `None` where it cannot be done."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, float):
        return format(Decimal(repr(value)), "f").removesuffix(".0")
    return None


def from_fraction(exact: Fraction) -> Number | None:
    """Give a number that JSON holds exactly; `None` for one that it would round."""
    if abs(exact) >= _WIDEST:
        return None
    if exact.denominator == 1:
        return int(exact)
    near = float(exact)
    digits = len(Decimal(repr(near)).as_tuple().digits)
    return near if digits <= _FINEST and Fraction(repr(near)) == exact else None


def to_fraction(number: Number) -> Fraction:
    """Give the number that was written, not its binary neighbour."""
    return Fraction(number) if isinstance(number, int) else Fraction(repr(number))


def equal(left: Value, right: Value) -> bool | None:
    """Compare as `==` does, without conversion; `None` where element types would decide."""
    if left is None or right is None:
        return left is right
    if isinstance(left, list | dict) and isinstance(right, list | dict):
        return None
    if is_number(left) and is_number(right):
        return to_fraction(left) == to_fraction(right)
    return type(left) is type(right) and left == right


def distinct(values: list[Value]) -> SetOf | None:
    """Make a set of scalars of one type; `None` for what would need conversion or deeper order."""
    if all(isinstance(value, str) for value in values):
        return SetOf(sorted({str(value) for value in values}))
    if all(is_number(value) for value in values):
        return SetOf(sorted({value for value in values if is_number(value)}))
    return None


def mixed(values: list[Value]) -> bool:
    """Whether scalars of several types stand side by side: a list would convert them."""
    kinds = {
        "number" if is_number(value) else type(value).__name__
        for value in values
        if value is not None and not isinstance(value, Hole)
    }
    return len(kinds) > 1


def too_large(*values: Value) -> bool:
    """Whether values together are larger than `LARGEST`; stops counting there."""
    left = LARGEST
    waiting = list(values)
    while waiting:
        value = waiting.pop()
        left -= 1
        if isinstance(value, str):
            left -= len(value)
        elif isinstance(value, list):
            left -= len(value)
            waiting += value if left > 0 else []
        elif isinstance(value, dict):
            left -= sum(map(len, value))
            waiting += value.values() if left > 0 else []
        if left < 0:
            return True
    return False
