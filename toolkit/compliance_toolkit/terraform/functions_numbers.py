"""Functions of numbers, truths and types."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from compliance_toolkit.models import ReasonCode
from compliance_toolkit.terraform.functions_base import (
    ANYTHING,
    COUNT,
    TEXT,
    Function,
    Given,
    Parameter,
    RefusedError,
    UnsupportedError,
    number_at,
    text_at,
    whole_at,
)
from compliance_toolkit.terraform.hcl_convert import MismatchError, convert
from compliance_toolkit.terraform.hcl_kinds import (
    ANY,
    BOOL,
    NUMBER,
    STRING,
    Kind,
    ListOf,
    MapOf,
    SetOf,
)
from compliance_toolkit.terraform.hcl_numbers import Number, counted, floating
from compliance_toolkit.terraform.hcl_unify import convertible, unified
from compliance_toolkit.terraform.hcl_values import (
    Value,
    hole,
    is_whole,
    lost,
    number_of,
    truth_of,
)

_SAFE_BASES = (2.0, 10.0)
"""Machines differ in the last digit of a logarithm; here, whole ones come out the same."""

_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"


def _abs(given: Given) -> Value:
    number = number_at(given, 0)
    return number_of(Number(abs(number.exact), number.bits))


def _ceil(given: Given) -> Value:
    number = number_at(given, 0)
    return number_of(Number(counted(math.ceil(number.exact)).exact, number.bits))


def _floor(given: Given) -> Value:
    number = number_at(given, 0)
    return number_of(Number(counted(math.floor(number.exact)).exact, number.bits))


def _float_at(given: Given, at: int) -> float:
    exact = number_at(given, at).exact
    if abs(exact) > 1 << 1023:
        raise UnsupportedError
    return float(exact)


def _log(given: Given) -> Value:
    number, base = _float_at(given, 0), _float_at(given, 1)
    if number <= 0 or base not in _SAFE_BASES:
        raise UnsupportedError
    made = math.log(number) / math.log(base)
    if made != int(made):
        raise UnsupportedError
    return number_of(floating(made))


def _pow(given: Given) -> Value:
    base, power = _float_at(given, 0), _float_at(given, 1)
    if power == 0 or base == 1:
        return number_of(floating(1.0))
    if abs(power) == 0.5 and base > 0:
        root = math.sqrt(base)
        return number_of(floating(root if power > 0 else 1 / root))
    # Other roots end in a digit that machines round differently.
    if power != int(power) or abs(power) >= 1 << 62 or (base == 0 and power < 0):
        raise UnsupportedError
    try:
        return number_of(floating(_raised(base, int(power))))
    except (OverflowError, ZeroDivisionError):
        raise UnsupportedError from None


def _raised(base: float, power: int) -> float:
    """Multiply in the order that Go does, so that each rounding is the same."""
    made, exponent = 1.0, 0
    part, shift = math.frexp(base)
    left = abs(power)
    while left:
        if not -4096 <= shift <= 4096:
            raise OverflowError
        if left & 1:
            made *= part
            exponent += shift
        part *= part
        shift *= 2
        if part < 0.5:
            part += part
            shift -= 1
        left >>= 1
    if power < 0:
        made, exponent = 1 / made, -exponent
    return math.ldexp(made, exponent)


def _signum(given: Given) -> Value:
    whole = whole_at(given, 0)
    return number_of((whole > 0) - (whole < 0))


def _extreme(given: Given, *, least: bool) -> Value:
    if not given.values:
        raise RefusedError
    numbers = [number_at(given, at) for at in range(len(given.values))]
    choose = min if least else max
    return number_of(choose(numbers, key=lambda number: number.exact))


def _parseint_kind(values: Sequence[Value]) -> Kind:
    if values[0].kind != STRING:
        raise RefusedError
    return NUMBER


def _parseint(given: Given) -> Value:
    if given.values[0].hole is not None or given.values[1].hole is not None:
        return lost(NUMBER, given.values, given.text)
    text, base = text_at(given, 0), whole_at(given, 1)
    digits = text.removeprefix("-") if text.startswith("-") else text.removeprefix("+")
    if not 2 <= base <= 62 or not digits:
        raise RefusedError
    number = 0
    if len(digits) > 2000:
        raise UnsupportedError
    for digit in digits if base > 36 else digits.lower():
        place = _DIGITS.find(digit)
        if not 0 <= place < base:
            raise RefusedError
        number = number * base + place
    return number_of(counted(-number if text.startswith("-") else number))


def _to(wanted: Kind) -> Function:
    """Make a function that converts to a type."""

    def kind(values: Sequence[Value]) -> Kind:
        if not convertible(values[0].kind, wanted):
            raise RefusedError
        return wanted

    def run(given: Given) -> Value:
        value = given.values[0]
        if value.hole is not None:
            return Value(wanted, value.hole.and_of(given.text))
        try:
            return convert(value, wanted)
        except MismatchError:
            raise RefusedError from None

    return Function((ANYTHING,), kind, run, nullable=True)


def _coalesce_kind(values: Sequence[Value]) -> Kind:
    found = unified([value.kind for value in values])
    if found is None:
        raise RefusedError
    return found


def _coalesce(given: Given) -> Value:
    for value in given.values:
        try:
            made = convert(value, given.kind)
        except MismatchError:
            raise RefusedError from None
        if made.hole is not None:
            return lost(given.kind, [value], given.text)
        if not made.is_null and made.raw != "":
            return made
    raise RefusedError


def _same_kind(values: Sequence[Value]) -> Kind:
    return values[0].kind


def _sensitive(given: Given) -> Value:
    return Value(given.kind, hole(ReasonCode.SENSITIVE, given.text))


def _issensitive(given: Given) -> Value:
    value = given.values[0]
    if value.hole is not None and value.hole.reason.code is ReasonCode.SENSITIVE:
        return truth_of(True)
    if value.hole is not None or not is_whole(value):
        return lost(BOOL, [value], given.text)
    return truth_of(False)


def _never(_given: Given) -> Value:
    """Answer for what differs from run to run, or needs a key."""
    raise UnsupportedError


FUNCTIONS: Mapping[str, Function] = {
    "abs": Function((COUNT,), NUMBER, _abs),
    "bcrypt": Function((TEXT,), STRING, _never, rest=COUNT),
    "ceil": Function((COUNT,), NUMBER, _ceil),
    "coalesce": Function((), _coalesce_kind, _coalesce, rest=ANYTHING),
    "ephemeralasnull": Function((ANYTHING,), _same_kind, lambda given: given.values[0]),
    "floor": Function((COUNT,), NUMBER, _floor),
    "issensitive": Function((ANYTHING,), BOOL, _issensitive, nullable=True),
    "log": Function((COUNT, COUNT), NUMBER, _log),
    "max": Function((), NUMBER, lambda given: _extreme(given, least=False), rest=COUNT),
    "min": Function((), NUMBER, lambda given: _extreme(given, least=True), rest=COUNT),
    "nonsensitive": Function((ANYTHING,), _same_kind, lambda given: given.values[0], nullable=True),
    "parseint": Function(
        (Parameter(unknown=True), Parameter(NUMBER, unknown=True)), _parseint_kind, _parseint
    ),
    "plantimestamp": Function((), STRING, _never),
    "pow": Function((COUNT, COUNT), NUMBER, _pow),
    "rsadecrypt": Function((TEXT, TEXT), STRING, _never),
    "sensitive": Function((ANYTHING,), _same_kind, _sensitive, nullable=True),
    "signum": Function((COUNT,), NUMBER, _signum),
    "timestamp": Function((), STRING, _never),
    "tobool": _to(BOOL),
    "tolist": _to(ListOf(ANY)),
    "tomap": _to(MapOf(ANY)),
    "tonumber": _to(NUMBER),
    "toset": _to(SetOf(ANY)),
    "tostring": _to(STRING),
    "uuid": Function((), STRING, _never),
}
