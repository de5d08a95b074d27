"""`format` and `formatlist`: Terraform's own mixture of Go's verbs and of JSON."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from fractions import Fraction

import msgspec

from compliance_toolkit.terraform.functions_base import (
    TEXT,
    Function,
    Given,
    Parameter,
    RefusedError,
    UnsupportedError,
    text_at,
)
from compliance_toolkit.terraform.functions_json import json_of, json_text
from compliance_toolkit.terraform.functions_text import characters
from compliance_toolkit.terraform.hcl_convert import MismatchError, convert
from compliance_toolkit.terraform.hcl_kinds import (
    ANY,
    BOOL,
    NUMBER,
    STRING,
    STRINGS,
    TupleOf,
    is_sequence,
)
from compliance_toolkit.terraform.hcl_numbers import Number, nearest, short_text
from compliance_toolkit.terraform.hcl_values import (
    LARGEST,
    Bounds,
    Value,
    is_whole,
    length_bounds,
    list_of,
    lost,
    not_null,
    text_of,
)
from compliance_toolkit.terraform.texts import safe_prefix

_VERB = re.compile(
    r"%(?P<flags>[0#\-+ ]*)(?P<width>[1-9][0-9]*)?(?P<precision>\.[0-9]*)?"
    r"(?:\[(?P<number>[1-9][0-9]*)\])?(?P<mode>[a-zA-Z])"
)
_BASES = {"b": "b", "d": "d", "o": "o", "x": "x", "X": "X"}
_WIDEST = 10_000


class _Verb(msgspec.Struct, frozen=True):
    flags: str
    width: int | None
    precision: int | None
    mode: str

    def padded(self, text: str) -> str:
        """Fill text up to the width that is asked for."""
        if self.width is None:
            return text
        missing = max(0, self.width - len(characters(text)))
        pad = ("0" if "0" in self.flags else " ") * missing
        return text + pad if "-" in self.flags else pad + text


def formatted(form: str, values: Sequence[Value]) -> str:
    """Write values, all known, into a form."""
    made: list[str] = []
    at, following, highest, size = 0, 1, 0, 0
    while at < len(form):
        if form[at] != "%":
            end = form.find("%", at)
            end = len(form) if end < 0 else end
            made.append(form[at:end])
            at = end
            continue
        if form.startswith("%%", at):
            made.append("%")
            at += 2
            continue
        match = _VERB.match(form, at)
        if match is None:
            raise RefusedError
        number = int(match["number"] or following)
        following = number + 1
        highest = max(highest, number)
        if number > len(values):
            raise RefusedError
        piece = _written(_verb(match), values[number - 1])
        made.append(piece)
        size += len(piece)
        if size > LARGEST:
            raise UnsupportedError
        at = match.end()
    if highest < len(values):
        raise RefusedError
    return "".join(made)


def _verb(match: re.Match[str]) -> _Verb:
    width = int(match["width"]) if match["width"] else None
    precision = None if match["precision"] is None else int(match["precision"][1:] or 0)
    if max(width or 0, precision or 0) > _WIDEST:
        raise UnsupportedError
    return _Verb(match["flags"], width, precision, match["mode"])


def _written(verb: _Verb, value: Value) -> str:
    if verb.mode == "v":
        return _as_is(verb, value)
    if value.is_null:
        raise RefusedError
    try:
        match verb.mode:
            case "t":
                return str(convert(value, BOOL).raw).lower()
            case "s" | "q":
                return _text(verb, convert(value, STRING))
            case "b" | "d" | "o" | "x" | "X":
                return _integer(verb, convert(value, NUMBER))
            case "e" | "E" | "f" | "g" | "G":
                return _fraction(verb, convert(value, NUMBER))
            case _:
                raise RefusedError
    except MismatchError:
        raise RefusedError from None


def _as_is(verb: _Verb, value: Value) -> str:
    if "#" not in verb.flags:
        if isinstance(value.raw, str):
            return verb.padded(value.raw)
        if isinstance(value.raw, Number):
            return verb.padded(short_text(value.raw, None))
    return verb.padded(json_of(value))


def _text(verb: _Verb, value: Value) -> str:
    text = str(value.raw)
    if verb.precision:
        text = "".join(characters(text)[: verb.precision])
    return verb.padded(json_text(text) if verb.mode == "q" else text)


def _signed(verb: _Verb, digits: str, *, negative: bool) -> str:
    """Put sign and zeros before digits, as Go's `Sprintf` does with numbers."""
    sign = "-" if negative else "+" if "+" in verb.flags else " " if " " in verb.flags else ""
    width = verb.width or 0
    if "-" in verb.flags:
        return (sign + digits).ljust(width)
    if "0" in verb.flags:
        return sign + digits.rjust(width - len(sign), "0")
    return (sign + digits).rjust(width)


def _integer(verb: _Verb, value: Value) -> str:
    whole = value.raw.whole if isinstance(value.raw, Number) else None
    if whole is None:
        raise RefusedError
    if "#" in verb.flags or verb.precision is not None:
        raise UnsupportedError
    return _signed(verb, format(abs(whole), _BASES[verb.mode]), negative=whole < 0)


def _fraction(verb: _Verb, value: Value) -> str:
    if not isinstance(value.raw, Number) or "#" in verb.flags:
        raise UnsupportedError
    exact = value.raw.exact
    if verb.mode == "f":
        digits = _fixed(abs(exact), 6 if verb.precision is None else verb.precision)
    elif verb.mode in "eE":
        digits = _scientific(exact, 6 if verb.precision is None else verb.precision, verb.mode)
    else:
        raise UnsupportedError
    return _signed(verb, digits, negative=exact < 0)


def _fixed(size: Fraction, places: int) -> str:
    digits = str(round(size * 10**places)).rjust(places + 1, "0")
    return f"{digits[:-places]}.{digits[-places:]}" if places else digits


def _scientific(exact: Fraction, places: int, mode: str) -> str:
    digits, point = nearest(exact, places + 1)
    exponent = point - 1 if exact else 0
    return digits[0] + (f".{digits[1:]}" if places else "") + f"{mode}{exponent:+03d}"


def _format(given: Given) -> Value:
    form, values = text_at(given, 0), given.values[1:]
    unsure = [value for value in values if not is_whole(value)]
    if unsure:
        prefix = form[: max(0, form.find("%"))]
        return lost(STRING, unsure, given.text, Bounds(prefix=safe_prefix(prefix)))
    return text_of(formatted(form, values))


def _rows(values: Sequence[Value]) -> tuple[int, bool]:
    """Say how many texts `formatlist` makes, and whether all the lists are known."""
    length, sure = -1, True
    for value in values:
        if value.is_null or not is_sequence(value.kind):
            sure = sure and not (value.kind == ANY and value.hole is not None)
            continue
        count = length_bounds(value)
        if not isinstance(value.kind, TupleOf) and (value.hole or count[0] != count[1]):
            sure = False
            continue
        own = len(value.kind.elements) if isinstance(value.kind, TupleOf) else count[0]
        if length not in {-1, own}:
            raise RefusedError
        length = own
        sure = sure and value.hole is None
    return length, sure


def _formatlist(given: Given) -> Value:
    form, values = text_at(given, 0), given.values[1:]
    if not values:
        return list_of([text_of(formatted(form, ()))])
    length, sure = _rows(values)
    if not sure:
        return lost(STRINGS, values, given.text)
    made = []
    for at in range(1 if length == -1 else length):
        given.run.spend(len(values))
        row = [v.elements[at] if is_sequence(v.kind) and not v.is_null else v for v in values]
        if all(map(is_whole, row)):
            made.append(text_of(formatted(form, row)))
        else:
            made.append(not_null(lost(STRING, row, given.text)))
    return list_of(made, STRING)


_REST = Parameter(null=True, unknown=True)


FUNCTIONS: Mapping[str, Function] = {
    "format": Function((TEXT,), STRING, _format, rest=_REST),
    "formatlist": Function((TEXT,), STRINGS, _formatlist, rest=_REST),
}
