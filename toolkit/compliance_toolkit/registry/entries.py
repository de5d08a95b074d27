"""Tenants as they stand in their files, and the chain of laws that a name leads down."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

import msgspec

from compliance_toolkit.models import JsonValue, Location
from compliance_toolkit.registry.tenant import RecordRetention, TenantLaw

UNPLACED: Final = 0
"""Line of what stands in no file: a database names its place whole."""


class Entry(msgspec.Struct, frozen=True):
    """One tenant as it is written, and where."""

    name: str
    law: TenantLaw
    """Shared by all tenants that say the same."""

    file: str
    """A path, or how a store names the place."""

    line: int
    lines: Mapping[str, int] | None = None
    """Line of each key (`retention.logs`), where the file says more than one line a tenant."""

    def at(self, key: str = "") -> Location:
        """Say where the tenant, or a key of it, stands; the nearest key around it that is known."""
        lines = self.lines or {}
        while key and key not in lines:
            key = key.rpartition(".")[0]
        return Location(self.file, lines[key] if key else self.line)


class Origin(msgspec.Struct, frozen=True):
    """One thing that one tenant adds to the law of all below it, and where it says so."""

    dimension: str
    """Its key in the tenant's entry: `jurisdictions`, `retention.logs.max_days`, `aliases.fast`."""

    value: JsonValue
    """One code of a list that adds up, a whole list where it allows or orders, or a number."""

    tenant: str
    location: Location
    """Line 0 where it stands in no file; `file` is then how the store names the place."""


def above(name: str) -> Iterator[str]:
    """Give the names above a tenant's, outermost first: `a`, `a/b` for `a/b/c`."""
    end = name.find("/")
    while end != -1:
        yield name[:end]
        end = name.find("/", end + 1)


def origins(entry: Entry) -> Iterator[Origin]:
    """Give all that one entry says, key by key."""
    for dimension, value in _said(entry.law):
        yield Origin(dimension, value, entry.name, entry.at(dimension))


def _said(law: TenantLaw) -> Iterator[tuple[str, JsonValue]]:
    for key, codes in (
        ("jurisdictions", law.jurisdictions),
        ("regimes", law.regimes),
        ("data_classes", law.data_classes),
        ("obligations", law.obligations),
    ):
        for code in codes:
            yield key, code
    yield from _kept(law)
    for key, listed in (
        ("countries", law.countries),
        ("providers", law.providers),
        ("features", law.features),
        ("preferences", law.preferences or None),
    ):
        if listed is not None:
            yield key, list(listed)
    if law.max_price is not None:
        yield "max_price", law.max_price
    for alias, model in law.aliases.items():
        yield f"aliases.{alias}", model
    if law.requests:
        yield "requests", True


def _kept(law: TenantLaw) -> Iterator[tuple[str, JsonValue]]:
    if law.retention is None:
        return
    if law.retention.prompts is not None:
        yield "retention.prompts.max_days", law.retention.prompts.max_days
    for kind in ("logs", "evidence"):
        limits: RecordRetention | None = getattr(law.retention, kind)
        for key in ("min_days", "max_days") if limits else ():
            days: int | None = getattr(limits, key)
            if days is not None:
                yield f"retention.{kind}.{key}", days


class Chain:
    """The laws along one path of names, outermost first; paths with the same laws share one.

    What holds for a tenant depends on these laws alone, not on names or on any other tenant: so it
    is worked out once for all paths that share them.
    """

    __slots__ = ("_below", "last", "upper")

    def __init__(self, last: TenantLaw | None = None, upper: Chain | None = None) -> None:
        """Begin an empty chain, or see `then`."""
        self.last = last
        self.upper = upper
        self._below: dict[int, Chain] = {}

    def then(self, law: TenantLaw) -> Chain:
        """Give the chain that goes on with a law; the same one for the same object."""
        # By identity: the chain holds its law, so the number stays taken.
        found = self._below.get(id(law))
        if found is None:
            found = self._below[id(law)] = Chain(law, self)
        return found

    def laws(self) -> tuple[TenantLaw, ...]:
        """Give its laws, outermost first."""
        found: list[TenantLaw] = []
        chain: Chain | None = self
        while chain is not None and chain.last is not None:
            found.append(chain.last)
            chain = chain.upper
        return tuple(reversed(found))
