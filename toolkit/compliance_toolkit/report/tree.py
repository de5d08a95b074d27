"""Draws a tree of sentences in a terminal: `├─`, `└─`, each wrapped at its own depth."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

from compliance_toolkit.report.wording import printable

Tone: TypeAlias = Literal["good", "bad", "warn", "head"]

_COLORS: dict[Tone, str] = {
    "good": "\x1b[32m",
    "bad": "\x1b[31m",
    "warn": "\x1b[33m",
    "head": "\x1b[1m",
}
_PLAIN = "\x1b[0m"
_NARROWEST = 24
_LABEL = re.compile(r".+?(?=: |, |; | \()")
"""What stands before the first colon, comma or bracket: whole words, and not all of a sentence."""

_TIMES = "\N{MULTIPLICATION SIGN}"
_MORE = f"├─└│{_TIMES}"

_LINES = ("├─ ", "└─ ", "│  ", "   ")
_ASCII = ("|- ", "`- ", "|  ", "   ")


@dataclass(frozen=True, slots=True)
class Branch:
    """One sentence, and what hangs below it."""

    text: str
    """On one line; what a terminal could obey is made visible when it is drawn."""

    below: Sequence[Branch] = ()
    tone: Tone | None = None
    """How its label is colored, where colors are wanted; never the only carrier of meaning."""


def draw(root: Branch, *, width: int, color: bool, plain: bool) -> list[str]:
    """Draw a tree.

    Args:
        root: The tree.
        width: Columns that it is wrapped at; a word that is longer is left whole.
        color: Whether labels may be colored.
        plain: Whether the stream lacks the characters of lines.
    """
    return list(_drawn(root, "", "", _Style(width, color, plain)))


def has_lines(encoding: str | None) -> bool:
    """Whether a stream of this encoding can show more than ASCII: lines, and what multiplies."""
    try:
        _MORE.encode(encoding or "utf-8")
    except (LookupError, UnicodeEncodeError):
        return False
    return True


def in_ascii(text: str) -> str:
    """A text for a stream that has no more than ASCII, as far as we wrote it."""
    return text.replace(_TIMES, "x")


@dataclass(frozen=True, slots=True)
class _Style:
    width: int
    color: bool
    plain: bool

    @property
    def lines(self) -> tuple[str, str, str, str]:
        return _ASCII if self.plain else _LINES


def _drawn(branch: Branch, first: str, rest: str, style: _Style) -> Iterator[str]:
    """The lines of a branch: `first` stands before the first one, `rest` before the others."""
    tee, corner, bar, gap = style.lines
    hanging = rest + (bar[:1] + " " if branch.below else "  ")
    text = in_ascii(branch.text) if style.plain else branch.text
    wrapped = _wrapped(printable(text), style.width - len(hanging))
    yield first + toned(wrapped[0], branch.tone if style.color else None)
    yield from (hanging + line for line in wrapped[1:])
    for number, one in enumerate(branch.below, start=1):
        last = number == len(branch.below)
        yield from _drawn(
            one, rest + (corner if last else tee), rest + (gap if last else bar), style
        )


def _wrapped(text: str, width: int) -> list[str]:
    return textwrap.wrap(
        text, max(width, _NARROWEST), break_long_words=False, break_on_hyphens=False
    ) or [""]


def toned(line: str, tone: Tone | None) -> str:
    """A line whose label is colored."""
    if tone is None:
        return line
    label = _LABEL.match(line)
    end = len(line) if label is None else label.end()
    return f"{_COLORS[tone]}{line[:end]}{_PLAIN}{line[end:]}"
