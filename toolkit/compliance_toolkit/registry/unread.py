"""What may be said by a line that cannot be read: whose it is, and what it may stand below.

A tenant that has others below it takes no requests, unless it says so. Where a line cannot be read
that is not known of any tenant, so the names that it may stand below are in doubt; all of them, if
the line does not say whose it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from compliance_toolkit.models import Location
from compliance_toolkit.registry.entries import above
from compliance_toolkit.registry.model import is_tenant_name

_NAME = re.compile(r'"name"\s*:\s*"([^"]*)"')
_LIKE_NAMES = re.compile(r"[a-z0-9/-]+")


class Doubts:
    """The names that something may stand below which cannot be read."""

    def __init__(self) -> None:
        self._every: Location | None = None
        self._names: dict[str, Location] = {}

    def __bool__(self) -> bool:
        return self._every is not None or bool(self._names)

    def about(self, name: str) -> Location | None:
        """Say where something stands that may be a tenant below this one."""
        return self._names.get(name, self._every)

    def note(self, text: str | None, location: Location) -> None:
        """Take something into account that is a tenant, nobody knows which.

        Args:
            text: What is written there, or as much as names the tenant; `None`: nobody can tell.
            location: Where.
        """
        named = set(_named_in(text)) if text is not None else set()
        if not named:
            self._every = self._every or location
        for name in named:
            self._names.setdefault(name, location)


def told_name(line: bytes) -> tuple[str | None, str]:
    """Give the name that a line says although it is no JSON, if it says one, and its text.

    It counts only where it can be nothing else: a whole name, given once, and nothing escaped.
    """
    try:
        text = line.decode()
    except UnicodeDecodeError:
        return None, ""
    if "\\" in text or text.count('"name"') != 1:
        return None, text
    found = _NAME.search(text)
    name = found[1] if found else ""
    return (name if is_tenant_name(name) else None), text


def _named_in(text: str) -> Iterator[str]:
    """Give everything that may be a tenant's name in a text, and all names above it."""
    for run in _LIKE_NAMES.findall(text.casefold()):
        name = run.strip("/")
        if name:
            yield from (*above(name), name)
