"""Serves tenants from a store other than files, each family held to the same rules as a file's.

With a store, every name goes through it, also one that stands in a file: only so is a name that
both define noticed, and a tenant of a file known to have tenants below it in the store. Neither
ever wins over the other. A store that does not answer therefore stops every request, and what it
answered before is given again only while it names the same revision.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping

from compliance_toolkit.errors import ConfigurationError, UnavailableError
from compliance_toolkit.registry.effective import EffectiveTenant
from compliance_toolkit.registry.entries import UNPLACED, Entry, Origin, above
from compliance_toolkit.registry.exact import tenant_name
from compliance_toolkit.registry.leaks import note_leaks
from compliance_toolkit.registry.mistakes import Mistakes, place
from compliance_toolkit.registry.model import is_tenant_name
from compliance_toolkit.registry.source import Family, Row, TenantSource
from compliance_toolkit.registry.tenant_files import TenantReader, Written
from compliance_toolkit.registry.tenants import Tenants
from compliance_toolkit.registry.tightening import Words, check_tenants
from compliance_toolkit.registry.wording import shown

MOST = 10_000
"""Families that are remembered; the oldest are forgotten first."""


class _Memo:
    """The families of one revision, each under the one name that was asked for. Thread-safe."""

    def __init__(self, revision: str, most: int) -> None:
        self.revision = revision
        self._most = most
        self._families: dict[str, Tenants] = {}
        self._lock = threading.Lock()

    def get(self, name: str) -> Tenants | None:
        """Give the family of a name."""
        return self._families.get(name)

    def keep(self, name: str, family: Tenants) -> None:
        """Remember the family of a name."""
        with self._lock:
            while len(self._families) >= self._most:
                del self._families[next(iter(self._families))]
            self._families[name] = family


class SourcedTenants:
    """The tenants of a project of which some are kept in a store. Thread-safe."""

    def __init__(
        self, source: TenantSource, files: Tenants, words: Words, *, most: int = MOST
    ) -> None:
        """Look nothing up yet.

        Args:
            source: The store.
            files: The tenants that stand in files.
            words: What entries may name, and what it means.
            most: Families to remember.
        """
        self._source = source
        self._files = files
        self._words = words
        self._most = most
        self._memo = _Memo("", most)

    def revision(self) -> str:
        """Name the state of the store.

        Raises:
            UnavailableError: It did not answer.
        """
        try:
            revision: object = self._source.revision()
        except OSError:
            raise _silent() from None
        if not isinstance(revision, str) or not revision:
            raise UnavailableError(
                "the store of tenants gave no revision", hint="check what stands in for it"
            )
        return revision

    def effective(self, name: str, *, confirmed: str | None = None) -> EffectiveTenant:
        """Give what holds for a tenant, also for one that only its children may be named for.

        Args:
            name: Its whole name.
            confirmed: The revision, where the caller has just asked for it.

        Raises:
            ConfigurationError: There is no such tenant; or something on its path is wrong.
            UnavailableError: The store did not answer.
        """
        name = tenant_name(name)
        return self._family(name, confirmed).effective(name)

    def requested(self, name: str, *, confirmed: str | None = None) -> EffectiveTenant:
        """Give what holds for a tenant that a request names; see `effective`.

        Raises:
            ConfigurationError: As for `effective`; or it has children, and takes no requests.
            UnavailableError: The store did not answer.
        """
        name = tenant_name(name)
        return self._family(name, confirmed).requested(name)

    def sources(self, name: str) -> tuple[Origin, ...]:
        """Give every value that an entry on a tenant's path contributes; see `Tenants.sources`.

        Raises:
            ConfigurationError: As for `effective`.
            UnavailableError: The store did not answer.
        """
        name = tenant_name(name)
        return self._family(name, None).sources(name)

    def _family(self, name: str, confirmed: str | None) -> Tenants:
        if not is_tenant_name(name):
            raise self._files.unknown(name)  # nor is the store ever asked for it
        if broken := self._files.broken(name):
            raise broken
        revision = self.revision() if confirmed is None else confirmed
        memo = self._memo
        if memo.revision != revision:
            memo = self._memo = _Memo(revision, self._most)
        known = memo.get(name)
        if known is None:
            family = self._read(name)
            known = self._held(name, family)
            # Of a later state than was confirmed: true now, but not to be found under that name.
            if family.revision == revision:
                memo.keep(name, known)
        return known

    def _read(self, name: str) -> Family:
        try:
            family: object = self._source.family(name)
        except OSError:
            raise _silent() from None
        if isinstance(family, Family):
            return family
        raise UnavailableError(
            f"the store of tenants answered for {shown(name)} with no `Family`",
            hint="check what stands in for it",
        )

    def _held(self, name: str, family: Family) -> Tenants:
        """Hold the tenants on one path to each other, as those of a file are."""
        path = (*above(name), name)
        entries = dict(self._filed(path))
        mistakes = Mistakes()
        reader = TenantReader(mistakes, mistakes)
        for row in family.rows:
            if row.name not in path or row.name in reader.entries:
                # Its name is another tenant's, so it is not told.
                raise ConfigurationError(
                    f"the store of tenants answered for {shown(name)} with a row that was not "
                    "asked for",
                    hint="check that it finds rows by their whole names",
                )
            if first := entries.get(row.name):
                what = f"tenant {shown(row.name)} is defined twice, also at {place(first.at())}"
                mistakes.add(Entry(row.name, first.law, row.where, UNPLACED).at(), what, _TWICE)
            else:
                _take(row, reader, mistakes)
        entries |= reader.entries
        if name not in entries and not mistakes:
            raise self._unknown(name)
        check_tenants(entries, reader.refused, self._words, mistakes)
        mistakes.raise_any()
        parents = {name} if family.parent or self._files.is_parent(name) else set()
        return Tenants(entries, self._words.law, parents=parents, doubts=self._files.doubts)

    def _filed(self, path: tuple[str, ...]) -> Iterator[tuple[str, Entry]]:
        for name in path:
            if (entry := self._files.entry(name)) is not None:
                yield name, entry

    def _unknown(self, name: str) -> ConfigurationError:
        error = self._files.unknown(name)
        hint, told = (
            f"{one}, and those of its database" for one in (error.hint, error.operator_hint)
        )
        return ConfigurationError(error.message, hint=hint, operator_hint=told)


_TWICE = "remove one of the two: neither the file nor the database wins"


def check_document(row: Row) -> None:
    """Hold one tenant's document to its shape alone: what others say is not looked at.

    Raises:
        ConfigurationError: It has a key that tenants have not, or a value that its key cannot
            have, or looks like a secret; it carries the other mistakes.
    """
    mistakes = Mistakes()
    _take(row, TenantReader(mistakes, mistakes), mistakes)
    mistakes.raise_any()


def _take(row: Row, reader: TenantReader, mistakes: Mistakes) -> None:
    written = Written.on_one_line(None, row.where, UNPLACED)
    at = written.at(())
    if not isinstance(row.document, Mapping):
        mistakes.add(at, f"tenant {shown(row.name)} is no mapping", None, tenant=row.name)
        return
    if row.document.get("name", row.name) != row.name:
        what = f"tenant {shown(row.name)} has another `name` in its document"
        mistakes.add(at, what, "leave `name` out there", tenant=row.name)
        return
    whole = {**row.document, "name": row.name}
    try:
        reader.take(Written.on_one_line(whole, row.where, UNPLACED))
        note_leaks(whole, written.at, mistakes, tenant=row.name)
    except RecursionError:
        # A store's own reader bounds what it nests; this one did not.
        mistakes.add(at, f"tenant {shown(row.name)} is nested too deeply", None, tenant=row.name)


def _silent() -> UnavailableError:
    # The cause may hold an address with a password.
    return UnavailableError(
        "the store of tenants did not answer", hint="check its address and that it runs"
    )
