"""Where the law is written: the file that a person can open, and the line of a key in it.

A bundle is read as values, without lines. Its files are looked into again only when somebody asks.
"""

from __future__ import annotations

import contextlib
import json
import os
import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeAlias

from compliance_toolkit.models import Location

KeyPath: TypeAlias = tuple[str | int, ...]

_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|[{}\[\],:]|[^\s{}\[\],:"]+')
_MOST = 60
"""Levels of nesting that are looked into; data of a bundle has about six."""


@dataclass(slots=True)
class Sources:
    """The files of a bundle in a folder."""

    root: Path | None
    """The folder; `None` where the bundle is in none."""

    _lines: dict[str, dict[KeyPath, int]] = field(default_factory=dict)

    def location(self, file: str, path: KeyPath = ()) -> Location | None:
        """Say where a key stands, or the nearest thing around it.

        Args:
            file: Below the bundle's root.
            path: Keys and positions that lead to it, inside the file.

        Returns:
            A path as the terminal's folder can open it; `None` where there is no such file.
        """
        if self.root is None:
            return None
        if file not in self._lines:
            self._lines[file] = _keys_in(self.root / file)
        lines = self._lines[file]
        if not lines:
            return None
        near = next(path[:size] for size in range(len(path), -1, -1) if path[:size] in lines)
        return Location(opened(self.root / file), lines[near])


def opened(file: Path) -> str:
    """A path relative to the working directory where the file is below it, else absolute."""
    whole = Path(os.path.abspath(file))  # noqa: PTH100  links are to be shown as they are named
    here = Path.cwd()
    return str(whole.relative_to(here)) if whole.is_relative_to(here) else str(whole)


def _keys_in(file: Path) -> dict[KeyPath, int]:
    """The lines of all keys of a JSON file; of a policy, its first line alone."""
    try:
        text = file.read_text(encoding="utf-8")
    except (OSError, UnicodeError):
        return {}
    return key_lines(text) if file.suffix == ".json" else {(): 1}


def key_lines(text: str) -> dict[KeyPath, int]:
    """The line of each key, and of each entry of a list, in a JSON document that parses.

    A document that does not gives what was found before its fault.
    """
    starts = [match.end() for match in re.finditer("\n", text)]
    tokens = ((one[0], bisect_right(starts, one.start()) + 1) for one in _TOKEN.finditer(text))
    found: dict[KeyPath, int] = {(): 1}
    with contextlib.suppress(StopIteration, ValueError):
        _value(tokens, next(tokens)[0], (), found)
    return found


def _value(
    tokens: Iterator[tuple[str, int]], first: str, path: KeyPath, found: dict[KeyPath, int]
) -> None:
    """Walk over one value, whose first token was read already."""
    if first not in {"{", "["}:
        return
    if len(path) > _MOST:
        raise ValueError
    number = 0
    while (token := next(tokens))[0] not in {"}", "]"}:
        if token[0] == ",":
            continue
        key: str | int = number
        begin, line = token
        if first == "{":
            key = str(json.loads(token[0]))
            next(tokens)  # the colon
            begin, _ = next(tokens)
        number += 1
        found.setdefault((*path, key), line)
        _value(tokens, begin, (*path, key), found)
