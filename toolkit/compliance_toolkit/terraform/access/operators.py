"""The condition operators of AWS: how one value of a request compares with one of a policy."""

from __future__ import annotations

import base64
import binascii
import datetime as dt
import ipaddress
import operator
from collections.abc import Callable, Mapping
from decimal import Decimal, InvalidOperation
from typing import TypeAlias

import msgspec

from compliance_toolkit.terraform.access import truth
from compliance_toolkit.terraform.access.patterns import (
    Context,
    covers,
    covers_plainly,
    expand,
    is_like,
    matches,
)
from compliance_toolkit.terraform.access.truth import Truth

Compare: TypeAlias = Callable[[str, str, Context], Truth]
"""Of the request's value, the policy's, and what variables stand for."""


class Operator(msgspec.Struct, frozen=True):
    """A condition operator without its qualifier and its `IfExists`."""

    compare: Compare
    negative: bool = False
    """Whether it holds where the comparison does not, and where the key is absent."""


def _text(*, fold: bool = False, wild: bool = False) -> Compare:
    def compare(asked: str, stated: str, context: Context) -> Truth:
        if not context.variables or "${" not in stated:
            texts = (stated.lower(), asked.lower()) if fold else (stated, asked)
            return truth.of(is_like(*texts) if wild else texts[0] == texts[1])
        pattern = expand(stated.lower() if fold else stated, context, wild=wild)
        if pattern is None:
            return Truth.UNKNOWN
        if fold:
            pattern = tuple(token.lower() for token in pattern)
        return truth.of(matches(pattern, asked.lower() if fold else asked))

    return compare


def _arn(asked: str, stated: str, context: Context) -> Truth:
    if not context.variables or "${" not in stated:
        return covers_plainly(stated, asked)
    pattern = expand(stated, context, wild=True)
    return Truth.UNKNOWN if pattern is None else covers(pattern, asked)


def _number(holds: Callable[[Decimal, Decimal], bool]) -> Compare:
    def compare(asked: str, stated: str, _: Context) -> Truth:
        try:
            return truth.of(holds(Decimal(asked), Decimal(stated)))
        except InvalidOperation:  # not a number, or NaN, which has no order
            return Truth.UNKNOWN

    return compare


def _date(holds: Callable[[float, float], bool]) -> Compare:
    def compare(asked: str, stated: str, _: Context) -> Truth:
        times = _time(asked), _time(stated)
        if times[0] is None or times[1] is None:
            return Truth.UNKNOWN
        return truth.of(holds(times[0], times[1]))

    return compare


def _time(text: str) -> float | None:
    """Read a time of ISO 8601, or seconds since 1970."""
    if text.isdecimal() and text.isascii() and len(text) > len("2026"):
        return float(text)
    try:
        read = dt.datetime.fromisoformat(f"{text}-01-01" if len(text) == len("2026") else text)
    except ValueError:
        return None
    return (read if read.tzinfo else read.replace(tzinfo=dt.UTC)).timestamp()


def _bool(asked: str, stated: str, _: Context) -> Truth:
    words = {"true", "false"}
    if asked.lower() not in words or stated.lower() not in words:
        return Truth.UNKNOWN
    return truth.of(asked.lower() == stated.lower())


def _binary(asked: str, stated: str, _: Context) -> Truth:
    try:
        one = base64.b64decode(asked, validate=True)
        other = base64.b64decode(stated, validate=True)
    except (binascii.Error, ValueError):
        return Truth.UNKNOWN
    return truth.of(one == other)


def _address(asked: str, stated: str, _: Context) -> Truth:
    try:
        network = ipaddress.ip_network(stated, strict=False)
        return truth.of(ipaddress.ip_address(asked) in network)
    except ValueError:
        return Truth.UNKNOWN


_NUMBER = _number(operator.eq)
_DATE = _date(operator.eq)

OPERATORS: Mapping[str, Operator] = {
    "stringequals": Operator(_text()),
    "stringnotequals": Operator(_text(), negative=True),
    "stringequalsignorecase": Operator(_text(fold=True)),
    "stringnotequalsignorecase": Operator(_text(fold=True), negative=True),
    "stringlike": Operator(_text(wild=True)),
    "stringnotlike": Operator(_text(wild=True), negative=True),
    "numericequals": Operator(_NUMBER),
    "numericnotequals": Operator(_NUMBER, negative=True),
    "numericlessthan": Operator(_number(operator.lt)),
    "numericlessthanequals": Operator(_number(operator.le)),
    "numericgreaterthan": Operator(_number(operator.gt)),
    "numericgreaterthanequals": Operator(_number(operator.ge)),
    "dateequals": Operator(_DATE),
    "datenotequals": Operator(_DATE, negative=True),
    "datelessthan": Operator(_date(operator.lt)),
    "datelessthanequals": Operator(_date(operator.le)),
    "dategreaterthan": Operator(_date(operator.gt)),
    "dategreaterthanequals": Operator(_date(operator.ge)),
    "bool": Operator(_bool),
    "binaryequals": Operator(_binary),
    "ipaddress": Operator(_address),
    "notipaddress": Operator(_address, negative=True),
    "arnequals": Operator(_arn),
    "arnlike": Operator(_arn),
    "arnnotequals": Operator(_arn, negative=True),
    "arnnotlike": Operator(_arn, negative=True),
}
"""By lower-case name; `Null` is none of them, for it compares nothing."""
