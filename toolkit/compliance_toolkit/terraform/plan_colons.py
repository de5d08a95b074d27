"""Whether a decoded document has lost an entry, or nests too deeply: told by colons and brackets.

A quick decoder drops the first value of a key given twice. What lost an entry lost its colon too,
so the parts of a document are written out again and their colons counted, to be held against those
of its text; the brackets say how deep a part can be.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Sequence
from typing import Any

import msgspec

from compliance_toolkit.models import JsonValue
from compliance_toolkit.registry.strict_json import MAX_DEPTH

_PART = "mode"
"""A key of each resource of a plan and of a state: what has it is written out again whole."""

_BATCH = 128
"""Parts that are written out at once: what stays in a processor's cache is counted sooner."""

_ESCAPED_COLON = re.compile(rb"\\u003[aA]")
_UNCOUNTED = bytes(code for code in range(256) if code not in b"{[:\n")
_lines = msgspec.json.Encoder().encode_lines


class OddError(Exception):
    """Only the strict reader can tell what this is."""


ODD = (OddError, msgspec.MsgspecError, RecursionError, UnicodeError, OverflowError)
"""What quick readers give up at."""


def colons(document: JsonValue, depth: int = MAX_DEPTH) -> int:
    """Count the colons of a document as it is written.

    No string of its text may hold an escaped colon: it is counted as a plain one here.

    Raises:
        OddError: It nests deeper than `depth`. So for all of `ODD`, where it cannot be written.
    """
    count = 0
    level: list[Any] = [[document]]
    for around in range(depth + 1):
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
        count += sum(inside for _, _, inside in written(parts, depth + 1 - around))
        level = below
    if level:
        raise OddError
    return count


def written(parts: Sequence[Any], depth: int) -> Iterator[tuple[Sequence[Any], bytes, int]]:
    """Write parts out, some at once.

    Yields:
        Parts, the text of these, a line for each, and how many colons that has.

    Raises:
        OddError: A part nests deeper than `depth`. So for all of `ODD`, where it cannot be written.
    """
    for start in range(0, len(parts), _BATCH):
        batch = parts[start : start + _BATCH]
        lines = _lines(batch)
        marks = lines.translate(None, _UNCOUNTED)
        # No part is deeper than it has brackets; few have as many brackets and colons as that.
        for part, found in zip(batch, marks.split(b"\n"), strict=False):
            if len(found) > depth and _is_deep(part, depth):
                raise OddError
        yield batch, lines, marks.count(b":")


def has_escaped_colon(text: bytes, start: int = 0, end: int = sys.maxsize) -> bool:
    """Whether a colon is written as an escape, which would make up for one that was lost."""
    return _ESCAPED_COLON.search(text, start, end) is not None


def _is_deep(part: Any, depth: int) -> bool:
    """Whether containers nest deeper than `depth`, level by level: no recursion."""
    level = [part]
    for _ in range(depth):
        level = [
            child
            for parent in level
            for child in (parent.values() if type(parent) is dict else parent)
            if type(child) is dict or type(child) is list
        ]
        if not level:
            return False
    return bool(level)
