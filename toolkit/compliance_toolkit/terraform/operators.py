"""What Terraform's operators come to, with values that are not known among their operands."""

from __future__ import annotations

from compliance_toolkit.terraform.hcl_convert import MismatchError, convert
from compliance_toolkit.terraform.hcl_equality import equal
from compliance_toolkit.terraform.hcl_kinds import ANY, BOOL, NUMBER, Kind
from compliance_toolkit.terraform.hcl_numbers import COMPARE, Number, arithmetic
from compliance_toolkit.terraform.hcl_values import (
    Bounds,
    Value,
    bounds_of,
    lost,
    not_evaluated,
    number_of,
    truth_of,
)

LOGIC = frozenset(("&&", "||"))
EQUALITY = frozenset(("==", "!="))
_KNOWN = Bounds(not_null=True)


class RefusedError(ValueError):
    """Terraform would report an error here."""


class NoFileError(RefusedError):
    """Terraform would report that there is no such file; its text stands after the call."""

    def __init__(self) -> None:
        """Say so."""
        super().__init__(", where no such file exists")


def answers(sign: str) -> Kind:
    """Say what type an operator's answer is of."""
    return NUMBER if sign in {"+", "-", "*", "/", "%"} else BOOL


def unary(sign: str, given: Value, text: str) -> Value:
    """Compute `!x` or `-x`.

    Raises:
        RefusedError: Terraform would.
    """
    wanted = BOOL if sign == "!" else NUMBER
    value = _operand(given, wanted)
    if value.kind == ANY:
        return lost(ANY, [value], text)
    match value.raw:
        case bool() as truth:
            return truth_of(not truth)
        case Number(exact, bits):
            return number_of(Number(-exact, bits))
        case _:
            return lost(wanted, [value], text, _KNOWN)


def binary(sign: str, left: Value, right: Value, text: str) -> Value:
    """Compute `left sign right`.

    Raises:
        RefusedError: Terraform would.
    """
    if sign in EQUALITY:
        same = equal(left, right)
        return (
            lost(BOOL, [left, right], text, _KNOWN)
            if same is None
            else truth_of(same == (sign == "=="))
        )
    wanted = BOOL if sign in LOGIC else NUMBER
    one, other = _operand(left, wanted), _operand(right, wanted)
    if sign in COMPARE:
        return _compared(sign, one, other, text)
    if one.hole is not None or other.hole is not None:
        return _unknown(sign, one, other, text)
    if isinstance(one.raw, bool) and isinstance(other.raw, bool):
        return truth_of(one.raw and other.raw if sign == "&&" else one.raw or other.raw)
    if isinstance(one.raw, Number) and isinstance(other.raw, Number):
        number = arithmetic(sign, one.raw, other.raw)
        if number is not None:
            return number_of(number)
        if sign != "/" or one.raw.exact:  # infinity, or too long: no value of ours
            return Value(NUMBER, not_evaluated(text).raw)
    raise RefusedError


def _operand(value: Value, wanted: Kind) -> Value:
    try:
        made = convert(value, wanted)
    except MismatchError:
        raise RefusedError from None
    if made.is_null:
        raise RefusedError
    return made


def _unknown(sign: str, one: Value, other: Value, text: str) -> Value:
    """Give the unknown that an operator leaves: also where one operand would decide."""
    return lost(answers(sign), [one, other], text, _KNOWN)


def _compared(sign: str, one: Value, other: Value, text: str) -> Value:
    if isinstance(one.raw, Number) and isinstance(other.raw, Number):
        return truth_of(COMPARE[sign](one.raw.exact, other.raw.exact))
    decided = _by_bounds(sign, bounds_of(one), bounds_of(other))
    if (
        decided is False
        and sign in {"<=", ">="}
        and one.hole is not None
        and other.hole is not None
    ):
        decided = (
            None  # two that are not known may be equal, Terraform thinks, whatever their bounds
        )
    return lost(BOOL, [one, other], text, _KNOWN) if decided is None else truth_of(decided)


def _by_bounds(sign: str, one: Bounds, other: Bounds) -> bool | None:
    """Compare numbers of which only the bounds are known."""
    below = _apart(one, other)
    above = _apart(other, one)
    if not below and not above:
        return None
    return below if sign in {"<", "<="} else above


def _apart(one: Bounds, other: Bounds) -> bool:
    high, low = one.high, other.low
    return high is not None and low is not None and high.exact < low.exact
