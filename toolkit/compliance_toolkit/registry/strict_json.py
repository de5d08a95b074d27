"""JSON as the standard means it: what two readers could understand differently is refused.

Python's own reader keeps the last of two equal keys, makes `NaN` a number, lets half a surrogate
pair through (which crashes the embedded engine) and answers deep nesting with a `RecursionError`.
An audit that reads such a file and a provider that reads it otherwise would not speak of the same
thing.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any, NoReturn, cast

from compliance_toolkit.errors import SourceError
from compliance_toolkit.models import JsonValue
from compliance_toolkit.registry.wording import printable, shown

MAX_DEPTH = 200
"""Levels of nesting: real plans have about thirty; our own readers and engines recurse."""

_REWRITE = "write the file again with a program that keeps to the JSON standard (RFC 8259)"
_SURROGATE = re.compile(r"\\u[dD][89a-fA-F]")
_PART = re.compile(r'"(?:[^"\\]|\\.)*"|[{}\[\],:]|[^\s{}\[\],:"]+', re.DOTALL)
_CONSTANTS = frozenset({"NaN", "Infinity", "-Infinity"})


class JsonError(SourceError):
    """A document is not JSON as the standard means it, for who names its place in another way.

    Attributes:
        what: What is wrong, without the document's name.
        line: Where, counted from the first line that was given.
        column: Counted from 1.
    """

    def __init__(self, where: str, line: int, column: int, what: str, *, hint: str) -> None:
        super().__init__(f"`{printable(where)}`, line {line}, column {column}: {what}", hint=hint)
        self.what, self.line, self.column = what, line, column


class _Refused(Exception):  # noqa: N818  never leaves this module
    """The document holds something that only `_faults` can place."""


def loads_strict(source: bytes | str, where: str, *, line: int = 1) -> JsonValue:
    """Read one JSON document.

    Args:
        source: The document; bytes in UTF-8, UTF-16 or UTF-32, with or without a BOM.
        where: How to name it in an error: a path, or `-` for standard input.
        line: Number of its first line, where it is part of a larger file.

    Raises:
        JsonError: It is no JSON, ends early, repeats a key, holds `NaN`, an infinity or a lone
            surrogate, or is nested too deeply; the message has line and column.
    """
    text = decoded(source, where) if isinstance(source, bytes) else source.removeprefix("\ufeff")
    document = _Document(text, where, line)
    try:
        value = json.loads(
            text,
            object_pairs_hook=_object,
            parse_constant=_refuse,
            parse_float=_float,
        )
    except json.JSONDecodeError as error:
        document.fail_at(*_syntax(text, error))
    except (_Refused, RecursionError, ValueError):
        document.fail_at_first_fault()
    if _SURROGATE.search(text) or not _encodable(text) or _deeper(value, MAX_DEPTH):
        document.refuse_any_fault()
    return cast("JsonValue", value)


def decoded(raw: bytes, where: str) -> str:
    """Decode the bytes of a JSON document, whose encoding shows in its first four bytes.

    Raises:
        JsonError: They are not text in that encoding.
    """
    encoding = json.detect_encoding(raw)
    try:
        return raw.decode(encoding).removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        before = raw[: error.start].decode(encoding, "ignore")
        name = {"utf-8-sig": "utf-8"}.get(encoding, encoding).upper()
        _Document(before, where, 1).fail_at(
            len(before), f"this is no text in {name}", "save the file as UTF-8"
        )


class _Document:
    """One text, and how to complain about a place in it."""

    def __init__(self, text: str, where: str, line: int) -> None:
        self._text = text
        self._where = where
        self._line = line

    def fail_at(self, offset: int, what: str, hint: str) -> NoReturn:
        line = self._line + self._text.count("\n", 0, offset)
        column = offset - self._text.rfind("\n", 0, offset)
        # The cause would add a stack of the reader's internals, and parts of the document.
        raise JsonError(self._where, line, column, what, hint=hint) from None

    def refuse_any_fault(self) -> None:
        for offset, what in _faults(self._text):
            self.fail_at(offset, what, _REWRITE)

    def fail_at_first_fault(self) -> NoReturn:
        self.refuse_any_fault()
        self.fail_at(0, "this JSON cannot be read", _REWRITE)


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    entries = dict(pairs)
    if len(entries) != len(pairs):
        raise _Refused
    return entries


def _refuse(_constant: str) -> NoReturn:
    raise _Refused


def _float(text: str) -> float:
    number = float(text)
    if number in (float("inf"), float("-inf")):
        raise _Refused
    return number


def _deeper(value: Any, limit: int) -> bool:
    """Tell whether containers nest deeper than the limit, level by level: no recursion."""
    level = [value]
    for _ in range(limit):
        level = [
            child
            for parent in level
            if isinstance(parent, dict | list)
            for child in (parent.values() if isinstance(parent, dict) else parent)
        ]
        if not level:
            return False
    return any(isinstance(value, dict | list) for value in level)


def _syntax(text: str, error: json.JSONDecodeError) -> tuple[int, str, str]:
    if not text.strip():
        return 0, "there is no JSON, the document is empty", "check what wrote the file"
    if error.pos >= len(text.rstrip()) or error.msg.startswith("Unterminated string"):
        return len(text), "the document ends too early", "write the file again, it was cut off"
    what = error.msg[0].lower() + error.msg[1:]
    return error.pos, f"no JSON: {what}", "check that this file is JSON, and whole"


def _faults(text: str) -> Iterator[tuple[int, str]]:
    """Walk the tokens of a document and place what `loads_strict` refuses."""
    try:
        text.encode()
    except UnicodeEncodeError as error:
        yield error.start, "half a surrogate pair is no character"
    open_: list[set[str] | None] = []
    last, last_at = "", 0
    for found in _PART.finditer(text):
        part, offset = found[0], found.start()
        if part in "{[":
            open_.append(set() if part == "{" else None)
            if len(open_) > MAX_DEPTH:
                yield offset, f"nested deeper than {MAX_DEPTH} levels"
        elif part in "}]" and open_:
            open_.pop()
        elif part == ":" and open_ and (keys := open_[-1]) is not None:
            key = _text(last)
            if key in keys:
                yield last_at, f"the key {shown(key)} is given twice"
            keys.add(key)
        elif what := _bad_scalar(part):
            yield offset, what
        last, last_at = part, offset


def _bad_scalar(part: str) -> str | None:
    if part.startswith('"'):
        if _SURROGATE.search(part) and not _encodable(_text(part)):
            return "half a surrogate pair is no character"
        return None
    if part in _CONSTANTS:
        return f"`{part}` is no number in JSON"
    try:
        json.loads(part, parse_float=_float)
    except json.JSONDecodeError:
        return None
    except (_Refused, ValueError):
        return "this number is too large"
    return None


def _text(part: str) -> str:
    try:
        return str(json.loads(part))
    except json.JSONDecodeError:
        return part


def _encodable(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True
