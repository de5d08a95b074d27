"""What an unreadable line still says: whose it is, and which tenants it names.

Where somebody asked for the other tenants all the same, a line that cannot be read counts against
those alone that it names, as far as it can be read: it may define one of them a second time, and
it may be a tenant below those above. Of every other tenant the readable lines say all that holds.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from compliance_toolkit.models import Location
from compliance_toolkit.registry.entries import above
from compliance_toolkit.registry.model import LONGEST_TENANT_NAME, is_tenant_name

_NAME = re.compile(r'"name"\s*:\s*"([^"]*)"')
_ESCAPED = re.compile(r"\\u00([0-9a-f]{2})")
_LIKE_NAMES = re.compile(r"[a-z0-9/_.-]+")
"""Runs of what names are made of, and of what they are mistaken to be made of."""

_AT_A_KEY = re.compile(r"([a-z_]+)[\"']?\s*[:=]\s*[\"']?$")
_KEYS = frozenset(
    (
        *("jurisdictions", "regimes", "data_classes", "retention", "prompts", "logs", "evidence"),
        *("countries", "providers", "features", "obligations", "max_price", "preferences"),
        *("aliases", "requests", "min_days", "max_days"),
    )
)
"""What a tenant says of itself beside its name."""

_LONGEST_KEY = 40
"""Characters in which a key, its quotes and its colon stand."""


class Doubts:
    """Tenants that something may be about which cannot be read."""

    def __init__(self) -> None:
        self._lines: list[Location] = []
        self._named: dict[str, Location] = {}
        self._parents: dict[str, Location] = {}

    def __bool__(self) -> bool:
        return bool(self._lines)

    @property
    def lines(self) -> tuple[Location, ...]:
        """Every place where something may be a tenant that nobody knows of."""
        return tuple(self._lines)

    def named(self, name: str) -> Location | None:
        """Say where something stands that names this tenant, and may define it once more."""
        return self._named.get(name)

    def below(self, name: str) -> Location | None:
        """Say where something stands that names a tenant below this one."""
        return self._parents.get(name)

    def note(self, text: str, location: Location, *, whole: bool = False) -> None:
        """Take something into account that is a tenant, nobody knows which.

        Args:
            text: What is written there, as far as it can be read.
            location: Where.
            whole: The text is a name, and nothing beside it.
        """
        self._lines.append(location)
        for run in _named_in(text, whole=whole):
            name = run.strip("/")
            cut = run.endswith("/")  # what stands below it is not told
            if is_tenant_name(name) and not cut:
                self._named.setdefault(name, location)
            # No parent is longer than a name may be, whatever is written there.
            parents = above(name[: LONGEST_TENANT_NAME + 1])
            for parent in (*parents, *((name,) if cut else ())):
                self._parents.setdefault(parent, location)


def told_name(line: bytes) -> tuple[str | None, str]:
    """Give the name that a line says although it is no JSON, if it says one, and its text.

    It counts only where it can be nothing else: a whole name, given once, and nothing escaped.
    """
    try:
        text = line.decode()
    except UnicodeDecodeError:
        return None, line.decode(errors="replace")
    if "\\" in text or text.count('"name"') != 1:
        return None, text
    found = _NAME.search(text)
    name = found[1] if found else ""
    return (name if is_tenant_name(name) else None), text


def _named_in(text: str, *, whole: bool) -> Iterator[str]:
    """Give what may be the name of a tenant: a path anywhere, one word where a name may stand."""
    folded = _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text.casefold())
    for found in _LIKE_NAMES.finditer(folded):
        run = found[0]
        start = found.start()
        key = _AT_A_KEY.search(folded[max(0, start - _LONGEST_KEY) : start])
        if whole or "/" in run.strip("/.") or (key is not None and key[1] not in _KEYS):
            yield run
