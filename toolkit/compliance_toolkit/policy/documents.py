"""JSON, held to what both engines read the same way.

Python writes NaN and lone surrogates and reads duplicate keys; the embedded engine stops at 128
levels, OPA replaces a lone surrogate with U+FFFD. What one of them would read otherwise is refused
here, before either sees it.
"""

from __future__ import annotations

import json
import marshal
import math
from collections.abc import Mapping
from typing import Any

import msgspec

from compliance_toolkit.models import JsonValue

MAX_DEPTH = 100
"""Levels of nesting; the embedded engine reads 126 in all, and an input is wrapped on its way."""

MAX_INTEGER = 2**63 - 1
"""Beyond, the embedded engine rounds to a float and OPA does not."""

_CONTAINERS = (Mapping, list, tuple)
_LEAVES = frozenset((str, int, float, bool, type(None)))
"""What most of a document is; to ask an abstract class of each costs most of a walk."""

_LONG_NUMBER = b"0" * 19
_DIGITS = bytes(48 if 48 <= byte <= 57 else 32 for byte in range(256))
"""Every digit as 0 and all else as a space: then a number's length is a text to look for."""


def parse(text: str) -> JsonValue:
    """Read JSON strictly.

    Raises:
        ValueError: Malformed, a duplicate key, a number that is none or does not fit, a lone
            surrogate, or nested too deeply. A `json.JSONDecodeError` where the line is known.
    """
    try:
        value: JsonValue = msgspec.json.decode(text)
        written = msgspec.json.encode(value)
        # What is written has each key once and nothing that is no JSON. So has a text that differs
        # from it in nothing but the space between its words; of others the slow reader judges.
        if written == msgspec.json.format(text.encode(), indent=-1):
            _refuse_beyond(written, value)
            return value
    except (msgspec.MsgspecError, RecursionError, UnicodeError):
        pass  # said by the slow reader, in our words
    try:
        value = json.loads(
            text, object_pairs_hook=_unique, parse_constant=_no_number, parse_float=_finite
        )
    except RecursionError as error:
        raise ValueError(_TOO_DEEP) from error
    render(value)
    return value


def render(value: JsonValue) -> str:
    """Write a value as JSON text that every engine reads alike.

    Raises:
        ValueError: The value holds something that is no JSON, or that engines read differently.
    """
    text = _quickly(value)
    if text is None:
        text = _carefully(value)
        value = _read_again(text)
    _refuse_beyond(text, value)
    return text.decode()


def _refuse_beyond(text: bytes, value: JsonValue) -> None:
    """Refuse what engines cannot hold; each costs a scan in C, only a suspicious text is walked.

    Raises:
        ValueError: It is nested too deeply, or an integer of it is too large.
    """
    if text.count(b"[") + text.count(b"{") > MAX_DEPTH and _depth(value) > MAX_DEPTH:
        raise ValueError(_TOO_DEEP)
    if _LONG_NUMBER in text.translate(_DIGITS) and _has_long_integer(value):
        raise ValueError(f"an integer beyond {MAX_INTEGER}")


def _carefully(value: JsonValue) -> bytes:
    try:
        return _ENCODER.encode(value).encode()
    except RecursionError as error:
        raise ValueError(_TOO_DEEP) from error
    except UnicodeEncodeError as error:
        raise ValueError("a string with half of a surrogate pair") from error
    except TypeError as error:  # of a key, which no `default` is asked about
        raise ValueError(f"it is no JSON: {error}") from error


def _read_again(text: bytes) -> JsonValue:
    """The value that was written: `1` and `"1"` are one key, and a class may lie about what it is.

    Raises:
        ValueError: A key stands twice.
    """
    try:
        value: JsonValue = json.loads(text, object_pairs_hook=_unique)
    except RecursionError as error:
        raise ValueError(_TOO_DEEP) from error
    return value


def _quickly(value: Any) -> bytes | None:
    """The text by an encoder that is a fifth as slow, and also writes what is no JSON.

    NaN becomes null there, bytes and days become texts: unless the text is read as the very same
    value, it is not used. Nor is it where a class of the application's could have a say in that:
    `marshal` refuses each, in C.
    """
    try:
        text = msgspec.json.encode(value)
        marshal.dumps(value)
        return text if msgspec.json.decode(text) == value else None
    except Exception:  # noqa: BLE001  whatever it is, the other encoder says it in our words
        return None


_TOO_DEEP = f"nested more than {MAX_DEPTH} levels deep"


def _plain(value: object) -> object:
    if isinstance(value, Mapping):
        return dict(value)
    raise ValueError(f"a `{type(value).__name__}` is no JSON")


_ENCODER = json.JSONEncoder(allow_nan=False, ensure_ascii=False, default=_plain)


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members = dict(pairs)
    if len(members) != len(pairs):
        seen: set[str] = set()
        for key, _ in pairs:
            if key in seen:
                raise ValueError(f"the key `{key}` stands twice")
            seen.add(key)
    return members


def _no_number(name: str) -> float:
    raise ValueError(f"`{name}` is no JSON number")


def _finite(text: str) -> float:
    number = float(text)
    if not math.isfinite(number):
        raise ValueError(f"the number `{text}` is out of range")
    return number


def _depth(value: JsonValue) -> int:
    depth, level = 0, [value]
    while level := [x for x in level if type(x) not in _LEAVES and isinstance(x, _CONTAINERS)]:
        depth += 1
        level = [x for y in level for x in (y.values() if isinstance(y, Mapping) else y)]
    return depth


def _has_long_integer(value: JsonValue) -> bool:
    level = [value]
    while level:
        if any(isinstance(x, int) and abs(x) > MAX_INTEGER for x in level):
            return True
        parents = [x for x in level if type(x) not in _LEAVES and isinstance(x, _CONTAINERS)]
        level = [x for y in parents for x in (y.values() if isinstance(y, Mapping) else y)]
    return False
