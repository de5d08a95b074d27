"""YAML as Terraform writes and reads it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from compliance_toolkit.terraform.functions_base import (
    TEXT,
    Function,
    Given,
    Parameter,
    RefusedError,
    UnsupportedError,
    text_at,
)
from compliance_toolkit.terraform.hcl_convert import MismatchError, convert
from compliance_toolkit.terraform.hcl_kinds import ANY, STRING, Kind
from compliance_toolkit.terraform.hcl_numbers import Number, number_text, parse_number
from compliance_toolkit.terraform.hcl_values import (
    NULL,
    Value,
    is_whole,
    lost,
    number_of,
    object_of,
    text_of,
    too_large,
    truth_of,
    tuple_of,
)

_WIDTH = 80
_LONGEST_KEY = 120
_UNPRINTABLE = re.compile(r"[^\n\x20-\x7e\xa0-\ud7ff\ue000-\ufefe\uff00-\ufffd]")
_ESCAPES = {
    0: "0", 7: "a", 8: "b", 9: "t", 10: "n", 11: "v", 12: "f", 13: "r", 27: "e",
    0x22: '"', 0x5C: "\\", 0x85: "N", 0x2028: "L", 0x2029: "P",
}  # fmt: skip


def _quoted(text: str, indent: int, column: int | None) -> str:
    """Write text in double quotes; long text is folded at spaces unless `column` is `None`."""
    made = ['"']
    at, spaced = (column or 0) + 1, False
    for number, character in enumerate(text):
        folds = character == " " and not spaced and column is not None and at > _WIDTH
        if folds and 0 < number < len(text) - 1:
            # A space that a fold would swallow is marked.
            made.append("\n" + " " * indent + ("\\" if text[number + 1] == " " else ""))
            at, spaced = indent, True
            continue
        piece = _escaped(character)
        made.append(piece)
        at += len(piece)
        spaced = character == " " and (spaced or at > _WIDTH)
    return "".join((*made, '"'))


def _escaped(character: str) -> str:
    point = ord(character)
    if point in _ESCAPES:
        return f"\\{_ESCAPES[point]}"
    if not _UNPRINTABLE.match(character):
        return character
    return (
        f"\\x{point:02X}"
        if point < 256
        else (f"\\u{point:04X}" if point < 1 << 16 else f"\\U{point:08X}")
    )


def _literal(text: str, indent: int) -> str | None:
    """Write text of several lines as it is; `None` where YAML could not give it back."""
    if _UNPRINTABLE.search(text) or " \n" in text or text.endswith(" "):
        return None
    if text.strip("\n") == "" or "\u2028" in text or "\u2029" in text:
        raise UnsupportedError
    end = "+" if text.endswith("\n\n") else "" if text.endswith("\n") else "-"
    hint = ("2" if text[0] in " \n" else "") + end
    pad = " " * indent
    lines = text.removesuffix("\n").split("\n")
    return f"|{hint}\n" + "\n".join(pad + line if line else "" for line in lines)


def _scalar(value: Value, indent: int, column: int) -> str:
    match value.raw:
        case None:
            return "null"
        case bool() as truth:
            return "true" if truth else "false"
        case Number() as number:
            return number_text(number)
        case str() as text:
            literal = _literal(text, indent + 2) if "\n" in text else None
            return literal or _quoted(text, indent + 2, column)
        case list():
            return "[]"
        case _:
            return "{}"


def _key(name: str) -> str:
    if "\n" in name or len(name) > _LONGEST_KEY:
        raise UnsupportedError
    return _quoted(name, 0, None) + ":"


def _lines(value: Value, indent: int) -> Iterator[str]:
    """Write a collection that is not empty, one entry after another."""
    pad = " " * indent
    if isinstance(value.raw, dict):
        for name in sorted(value.raw):
            member, key = value.raw[name], _key(name)
            if not member.elements:
                yield f"{pad}{key} {_scalar(member, indent, len(pad) + len(key) + 1)}"
            else:
                yield pad + key
                yield from _lines(member, indent if isinstance(member.raw, list) else indent + 2)
        return
    for member in value.elements:
        if not member.elements:
            yield f"{pad}- {_scalar(member, indent, len(pad) + 2)}"
        else:
            first, *rest = _lines(member, indent + 2)
            yield f"{pad}- {first.lstrip(' ')}"
            yield from rest


def _yamlencode(given: Given) -> Value:
    value = given.values[0]
    if not is_whole(value):
        return lost(STRING, [value], given.text)
    lines = _lines(value, 0) if value.elements else iter((_scalar(value, 0, 0),))
    if value.raw is None or isinstance(value.raw, bool | Number):
        lines = iter((*lines, "..."))  # a document that is one bare word is closed
    try:
        return text_of("\n".join(lines) + "\n")
    except RecursionError:
        raise UnsupportedError from None


_TRUE = frozenset(("y", "Y", "yes", "Yes", "YES", "true", "True", "TRUE", "on", "On", "ON"))
_FALSE = frozenset(("n", "N", "no", "No", "NO", "false", "False", "FALSE", "off", "Off", "OFF"))
_NULLS = frozenset(("", "~", "null", "Null", "NULL"))
_INTEGER = re.compile(r"[-+]?[0-9]+", re.ASCII)
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?", re.ASCII)
_BASED = re.compile(r"0o[0-7]+|0x[0-9a-fA-F]+", re.ASCII)
_DATE = re.compile(
    r"(\d{4})-(\d{1,2})-(\d{1,2})(?:(?:[Tt](\d{1,2}):(\d{1,2}):(\d{1,2})(?:\.\d+)?"
    r"(Z|[+-]\d\d:\d\d))| (\d{1,2}):(\d{1,2}):(\d{1,2})(?:\.\d+)?)?",
    re.ASCII,
)
_STRING_TAG = "tag:yaml.org,2002:str"


def _resolved(  # noqa: C901  one case a form
    text: str, tag: str | None, style: str | None
) -> Value:
    """Say what a scalar means, by the rules of Terraform's own reader."""
    if tag == _STRING_TAG or style in {"'", '"'}:
        return text_of(text)
    if tag is not None:
        raise UnsupportedError
    if text in _TRUE or text in _FALSE:
        return truth_of(text in _TRUE)
    if text in _NULLS:
        return NULL
    if text[0] in "+-.0123456789":
        if (moment := _moment(text)) is not None:
            return text_of(moment)
        if text.lower().lstrip("+-") == ".inf":
            raise UnsupportedError
        if text in {".nan", ".NaN", ".NAN"}:
            raise RefusedError
        if _BASED.fullmatch(text):
            return number_of(int(text, 0))
        if _INTEGER.fullmatch(text) or _FLOAT.fullmatch(text):
            number = parse_number(text)
            if number is None:
                raise UnsupportedError
            return number_of(number)
    return text_of(text)


def _moment(text: str) -> str | None:
    """Write a date as Terraform rewrites it; `None` for other text."""
    match = _DATE.fullmatch(text)
    if match is None:
        return None
    clock = match.group(4, 5, 6) if match[4] else match.group(8, 9, 10) if match[8] else (0, 0, 0)
    year, month, day = map(int, match.group(1, 2, 3))
    hour, minute, second = map(int, clock)
    try:
        made = datetime(year, month, day, hour, minute, second)  # noqa: DTZ001  as written
    except ValueError:
        return None
    zone = match[7] or "Z"
    return f"{made.year:04d}-{made:%m-%dT%H:%M:%S}{'Z' if zone == '+00:00' else zone}"


class _Reader:
    """Builds one value of a YAML document's events."""

    def __init__(self, events: Iterator[object]) -> None:
        self._events = events
        self._anchors: dict[str, Value] = {}

    def next(self) -> tuple[str, object]:
        event = next(self._events)
        return type(event).__name__, event

    def value(self, kind: str, event: object) -> Value:
        anchor = getattr(event, "anchor", None)
        match kind:
            case "ScalarEvent":
                made = _resolved(event.value, event.tag, event.style)  # type: ignore[attr-defined]
            case "AliasEvent":
                if anchor not in self._anchors:
                    raise RefusedError
                return self._anchors[anchor]
            case "SequenceStartEvent":
                self._hold_tag(event, "tag:yaml.org,2002:seq")
                made = tuple_of(self._members())
            case "MappingStartEvent":
                self._hold_tag(event, "tag:yaml.org,2002:map")
                made = object_of(self._entries())
            case _:
                raise RefusedError
        if anchor is not None:
            self._anchors[anchor] = made
        return made

    @staticmethod
    def _hold_tag(event: object, wanted: str) -> None:
        if getattr(event, "tag", None) not in {None, wanted}:
            raise RefusedError

    def _members(self) -> Iterator[Value]:
        while (found := self.next())[0] != "SequenceEndEvent":
            yield self.value(*found)

    def _entries(self) -> dict[str, Value]:
        made: dict[str, Value] = {}
        while (found := self.next())[0] != "MappingEndEvent":
            kind, event = found
            if kind != "ScalarEvent":
                raise RefusedError
            if getattr(event, "value", "") == "<<" and getattr(event, "style", "") in {None, ""}:
                merged = self.value(*self.next()).raw
                if not isinstance(merged, dict):
                    raise RefusedError
                made |= merged
                continue
            try:
                name = convert(self.value(kind, event), STRING).raw
            except MismatchError:
                name = None
            if not isinstance(name, str):
                raise RefusedError
            made[name] = self.value(*self.next())
        return made


def _parsed(text: str) -> Value:
    """Read one document of YAML."""
    import yaml  # noqa: PLC0415, TID251  few configurations have YAML; its events are all we take

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    reader = _Reader(iter(yaml.parse(text, Loader=loader)))
    try:
        reader.next()
        if reader.next()[0] != "DocumentStartEvent":
            raise RefusedError
        made = reader.value(*reader.next())
        if reader.next()[0] != "DocumentEndEvent" or reader.next()[0] != "StreamEndEvent":
            raise RefusedError
    except (RecursionError, yaml.reader.ReaderError):
        raise UnsupportedError from None
    except (yaml.YAMLError, StopIteration, RuntimeError):
        raise RefusedError from None
    if too_large(made):  # a few aliases of aliases make a billion elements
        raise UnsupportedError
    return made


def _decoded_kind(values: Sequence[Value]) -> Kind:
    raw = values[0].raw
    return _parsed(raw).kind if isinstance(raw, str) else ANY


FUNCTIONS: Mapping[str, Function] = {
    "yamldecode": Function(
        (TEXT,), _decoded_kind, lambda given: _parsed(text_at(given, 0)), nullable=True
    ),
    "yamlencode": Function((Parameter(null=True, open=True),), STRING, _yamlencode, nullable=True),
}
