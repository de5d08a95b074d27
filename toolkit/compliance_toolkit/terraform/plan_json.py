"""The strict reading of large documents: what the strict reader takes, in a third of its time.

The quick decoder lets two things pass that the strict reader refuses: a key given twice, whose
first value it drops, and depth. A document that lost an entry has lost its colon too, so the parts
of it are written out again, and the colons are counted; the brackets say how deep a part can be.
Whatever is odd goes to the strict reader, who accepts it or says where it goes wrong.
"""

from __future__ import annotations

import gc
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import msgspec
from msgspec import UNSET, UnsetType

from compliance_toolkit.models import JsonValue
from compliance_toolkit.registry.strict_json import MAX_DEPTH, loads_strict

_ESCAPED_COLON = re.compile(rb"\\u003[aA]")
_PART = "mode"
"""A key of each resource of a plan and of a state: what has it is written out again whole."""

_BATCH = 128
"""Parts that are written out at once: what stays in a processor's cache is counted sooner."""

_ODD = (msgspec.MsgspecError, RecursionError, UnicodeError, OverflowError)
_UNCOUNTED = bytes(code for code in range(256) if code not in b"{[:\n")
_lines = msgspec.json.Encoder().encode_lines


@dataclass(frozen=True, slots=True)
class LargeText:
    """The bytes of a document, and what the quick decoder makes of them."""

    raw: bytes
    quick: JsonValue | UnsetType
    """Unset where only the strict reader can say what they are."""

    @classmethod
    def of(cls, raw: bytes) -> LargeText:
        """Decode some bytes once, for all who look at them."""
        with without_collection():
            try:
                return cls(raw, msgspec.json.decode(raw))
            except _ODD:
                return cls(raw, UNSET)


def loads_large(text: bytes | LargeText, where: str) -> JsonValue:
    """Read one JSON document as `loads_strict` does.

    Args:
        text: The document, in UTF-8, UTF-16 or UTF-32, with or without a BOM.
        where: How to name it in an error.

    Raises:
        SourceError: See `loads_strict`.
    """
    text = LargeText.of(text) if isinstance(text, bytes) else text
    if isinstance(text.quick, UnsetType):
        return loads_strict(text.raw, where)
    with without_collection():
        # A colon that is written as an escape would make up for one that was lost.
        if _ESCAPED_COLON.search(text.raw) is None and _colons(text.quick) == text.raw.count(b":"):
            return text.quick
    return loads_strict(text.raw, where)


def _colons(document: JsonValue) -> int | None:
    """Count the colons of a document as it is written; `None` where it nests too deeply."""
    count = 0
    level: list[Any] = [[document]]
    for depth in range(MAX_DEPTH + 1):
        parts, below = [], []
        for container in level:
            values = container
            if type(container) is dict:
                if _PART in container:
                    parts.append(container)
                    continue
                count += len(container) + "".join(container).count(":")
                values = container.values()
            for value in values:
                kind = type(value)
                if kind is dict or kind is list:
                    below.append(value)
                elif kind is str:
                    count += value.count(":")
        inside = _colons_of_parts(parts, MAX_DEPTH + 1 - depth)
        if inside is None:
            return None
        count += inside
        level = below
    return None if level else count


def _colons_of_parts(parts: Sequence[Any], limit: int) -> int | None:
    """Count the colons of many parts; `None` where one nests deeper than a limit."""
    count = 0
    for start in range(0, len(parts), _BATCH):
        batch = parts[start : start + _BATCH]
        try:
            marks = _lines(batch).translate(None, _UNCOUNTED)
        except _ODD:
            return None
        count += marks.count(b":")
        # No part is deeper than it has brackets; few have as many brackets and colons as that.
        for part, found in zip(batch, marks.split(b"\n"), strict=False):
            if len(found) > limit and _is_deep(part, limit):
                return None
    return count


def _is_deep(part: Any, limit: int) -> bool:
    """Whether containers nest deeper than a limit, level by level: no recursion."""
    level = [part]
    for _ in range(limit):
        level = [
            child
            for parent in level
            for child in (parent.values() if type(parent) is dict else parent)
            if type(child) is dict or type(child) is list
        ]
        if not level:
            return False
    return bool(level)


@contextmanager
def without_collection() -> Iterator[None]:
    """Hold the garbage collector off while a tree without cycles grows: it halves the time."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()
