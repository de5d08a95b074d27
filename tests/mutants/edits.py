"""One small change of a data file."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

LATER = "2099-12-31"
EARLIER = "1999-01-01"
UNREAD = ("K", "?")
"""Marks that earn nothing."""

GONE = object()
"""The key is taken out."""


@dataclass(frozen=True)
class Edit:
    """What is set where."""

    path: tuple[str | int, ...]
    kind: str
    what: str
    to: Any


def with_more(
    path: tuple[str | int, ...], kind: str, listed: list[str], others: tuple[str, ...]
) -> Edit:
    """A list with the first of some entries that it does not have."""
    more = next(one for one in others if one not in listed)
    return Edit(path, kind, f"with {more}", [*listed, more])


def limits(path: tuple[str | int, ...], said: Any) -> Iterator[Edit]:
    """Each limit lifted, and moved by a day to the side that allows more."""
    for key, value in said.items():
        there = (*path, key)
        if isinstance(value, bool):
            yield Edit(there, "retention", str(not value).lower(), not value)
        elif isinstance(value, int):
            yield Edit(there, "retention", "dropped", None)
            allows, to = ("more", value + 1) if key == "max_days" else ("less", value - 1)
            yield Edit(there, "retention", f"a day {allows}", to)
