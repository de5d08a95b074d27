"""Terraform's numbers: binary floats of up to 512 bits, each with a precision of its own.

Kept as exact fractions and rounded after each step as Terraform rounds, so that `1 / 3` and
`0.1 + 0.2` come out digit by digit the same.
"""

from __future__ import annotations

import math
import operator
import re
from collections.abc import Callable, Mapping
from fractions import Fraction

import msgspec

WIDEST = 512
"""Bits of a number that was written; of an integer that a function counts it is `COUNTED`."""

COUNTED = 64
FLOATING = 53
_MOST_BITS = 1 << 15
_LARGEST_EXPONENT = 5000
_SHORT = 100
"""Digits of an integer that needs none of `WIDEST` bits rounded away."""

"""Decimal exponents beyond it are refused: the number alone would fill the memory."""

_WRITTEN = re.compile(
    r"(?P<sign>[+-]?)(?P<whole>[0-9]*)(?:\.(?P<part>[0-9]*))?(?:[eE](?P<exponent>[+-]?[0-9]{1,9}))?"
)
_ODD = re.compile(r"[+-]?(?:[Ii]nf|[0-9.]+p[+-]?[0-9]+)")


class Number(msgspec.Struct, frozen=True):
    """A number and how many bits of it are kept; equal to any other of the same value."""

    exact: Fraction
    bits: int = WIDEST

    def __eq__(self, other: object) -> bool:
        if isinstance(other, Number):
            return self.exact == other.exact
        return isinstance(other, int | float | Fraction) and self.exact == other

    def __hash__(self) -> int:
        return hash(self.exact)

    @property
    def whole(self) -> int | None:
        """The integer that it is; `None` for a fraction."""
        return self.exact.numerator if self.exact.denominator == 1 else None


def counted(number: int) -> Number:
    """Make a number that a function counted."""
    return Number(Fraction(number), max(COUNTED, number.bit_length()))


def floating(number: float) -> Number:
    """Make a number of a machine's float."""
    return Number(Fraction(number), FLOATING)


def rounded(exact: Fraction, bits: int) -> Number:
    """Keep the leading bits of a number, to the nearest and from the middle to the even one."""
    if exact.denominator == 1 and exact.numerator.bit_length() <= bits:
        return Number(exact, bits)
    if exact == 0:
        return Number(exact, bits)
    size = abs(exact)
    # The exponent of the last bit kept, or one less; a second pass puts a carry right.
    last = size.numerator.bit_length() - size.denominator.bit_length() - bits
    for _ in range(3):
        mantissa = round(size / Fraction(2) ** last)
        if mantissa.bit_length() <= bits and mantissa >= 1 << (bits - 1):
            break
        last += 1 if mantissa.bit_length() > bits else -1
    value = mantissa * Fraction(2) ** last
    return Number(value if exact > 0 else -value, bits)


def is_beyond(text: str) -> bool:
    """Whether text is a number to Terraform that `parse_number` does not follow."""
    match = _WRITTEN.fullmatch(text)
    digits = match is not None and bool(match["whole"] or match["part"])
    return digits or _ODD.fullmatch(text) is not None


def parse_number(text: str) -> Number | None:
    """Read a decimal number; `None` for other text, and for one that is out of all proportion."""
    if len(text) < _SHORT and text.isascii() and text.isdigit():  # most of what is written
        return Number(Fraction(int(text)), WIDEST)
    match = _WRITTEN.fullmatch(text)
    if match is None or not (match["whole"] or match["part"]) or len(text) > _LARGEST_EXPONENT:
        return None
    exponent = int(match["exponent"] or 0)
    if abs(exponent) > _LARGEST_EXPONENT:
        return None
    part = match["part"] or ""
    digits = int(f"{match['whole']}{part}")
    exact = Fraction(digits) * Fraction(10) ** (exponent - len(part))
    return rounded(-exact if match["sign"] == "-" else exact, WIDEST)


def number_text(number: Number) -> str:
    """Write a number with the fewest digits that give it back, and no exponent."""
    if number.whole is not None and abs(number.whole) < 1 << number.bits:
        return str(number.whole)
    digits, point = shortest(number)
    sign = "-" if number.exact < 0 else ""
    if point <= 0:
        return f"{sign}0.{'0' * -point}{digits}"
    if point >= len(digits):
        return f"{sign}{digits}{'0' * (point - len(digits))}"
    return f"{sign}{digits[:point]}.{digits[point:]}"


def shortest(number: Number) -> tuple[str, int]:
    """Give the fewest digits that round to a number, and how many stand before the point."""
    low, high = 1, 160
    while low < high:
        middle = (low + high) // 2
        digits, point = nearest(number.exact, middle)
        back = Fraction(int(digits)) * Fraction(10) ** (point - len(digits))
        if rounded(back, number.bits).exact == abs(number.exact):
            high = middle
        else:
            low = middle + 1
    digits, point = nearest(number.exact, low)
    return digits.rstrip("0") or "0", point


def nearest(exact: Fraction, count: int) -> tuple[str, int]:
    """Give that many leading digits of a number, rounded, and how many stand before the point."""
    size = abs(exact)
    if size == 0:
        return "0" * count, 1
    point = len(str(size.numerator)) - len(str(size.denominator))
    if size >= Fraction(10) ** point:
        point += 1
    scaled = round(size / Fraction(10) ** (point - count))
    if scaled >= 10**count:
        scaled //= 10
        point += 1
    return str(scaled), point


def short_text(number: Number, digits: int | None) -> str:
    """Write a number as `%g` does: with that many digits, or with the fewest that give it back."""
    shown, point = shortest(number) if digits is None else nearest(number.exact, digits)
    shown = shown.rstrip("0") or "0"
    sign = "-" if number.exact < 0 else ""
    limit = 6 if digits is None else digits
    if digits is not None and limit > len(shown) >= point:
        limit = len(shown)
    if number.exact == 0:
        return "0"
    if point - 1 < -4 or point - 1 >= limit:
        mantissa = shown[0] + (f".{shown[1:]}" if len(shown) > 1 else "")
        return f"{sign}{mantissa}e{point - 1:+03d}"
    if point <= 0:
        return f"{sign}0.{'0' * -point}{shown}"
    if point >= len(shown):
        return f"{sign}{shown}{'0' * (point - len(shown))}"
    return f"{sign}{shown[:point]}.{shown[point:]}"


def arithmetic(sign: str, left: Number, right: Number) -> Number | None:
    """Compute with two numbers; `None` where the answer is infinite, none, or would fill memory."""
    one, other = left.exact, right.exact
    bits = max(left.bits, right.bits)
    if sign == "/":
        return None if other == 0 else rounded(one / other, bits)
    if sign == "%":
        if other == 0:
            return left
        times = math.trunc(rounded(one / other, bits).exact)
        return rounded(one - rounded(other * times, bits).exact, bits)
    exact = _EXACT[sign](one, other)
    if abs(exact.numerator.bit_length() - exact.denominator.bit_length()) > _MOST_BITS:
        return None
    # A product keeps all the bits that it needs.
    return rounded(exact, WIDEST if sign == "*" else bits)


_EXACT: Mapping[str, Callable[[Fraction, Fraction], Fraction]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
}
COMPARE: Mapping[str, Callable[[Fraction, Fraction], bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
