"""One tenant beside all above it: what `tightening`, `widening` and `conflicts` look at."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

import msgspec

from compliance_toolkit.registry.entries import Entry
from compliance_toolkit.registry.law import KnownLaw
from compliance_toolkit.registry.mistakes import Mistakes, of_tenant, place
from compliance_toolkit.registry.tenant import TenantLaw
from compliance_toolkit.registry.wording import listed, shown

_FEW = 12
T = TypeVar("T")


class Case(msgspec.Struct, frozen=True):
    """One tenant's entry, those above it, and where to note what is wrong with it."""

    entry: Entry
    ancestors: Sequence[Entry]
    """Outermost first."""

    law: KnownLaw
    mistakes: Mistakes

    @property
    def path(self) -> Iterator[Entry]:
        """All entries of the path, outermost first."""
        yield from self.ancestors
        yield self.entry

    def add(self, key: str, what: str, hint: str | None) -> None:
        """Note a mistake of the entry at one of its keys, or of it all where the key is empty."""
        name = self.entry.name
        self.mistakes.add(self.entry.at(key), f"tenant {shown(name)} {what}", hint, tenant=name)

    def add_unknown(self, key: str, kind: str, name: str, hint: str | None) -> None:
        """Note a name at one of the entry's keys that nobody knows."""
        tenant = self.entry.name
        what = of_tenant(tenant, f"unknown {kind} {shown(name)}", tuple(key.split(".", 1)))
        self.mistakes.add(self.entry.at(key), what, hint, tenant=tenant)

    def nearest(self, say: Callable[[TenantLaw], T | None]) -> tuple[Entry, T] | None:
        """Give the nearest entry above that says something, and what it says."""
        for ancestor in reversed(self.ancestors):
            said = say(ancestor.law)
            if said is not None:
                return ancestor, said
        return None


def set_for(entry: Entry, key: str) -> str:
    """Say who wrote a key, and where."""
    return f"set for {shown(entry.name)} at {place(entry.at(key))}"


def some(names: Sequence[str]) -> str:
    """List names, the first few of many."""
    return listed(names[:_FEW]) + (" …" if len(names) > _FEW else "")
