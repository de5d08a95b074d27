"""Holds each tenant to the tenants above it: an entry may add law, never take it away."""

from __future__ import annotations

import functools
import operator
from collections.abc import Collection, Iterable, Mapping
from collections.abc import Set as AbstractSet

import msgspec

from compliance_toolkit.registry.case import Case
from compliance_toolkit.registry.conflicts import check_places, check_records
from compliance_toolkit.registry.entries import Entry, above
from compliance_toolkit.registry.law import KnownLaw
from compliance_toolkit.registry.mistakes import Mistakes
from compliance_toolkit.registry.project import PROVIDERS
from compliance_toolkit.registry.tenant import TenantLaw
from compliance_toolkit.registry.widening import check_widening
from compliance_toolkit.registry.wording import (
    asking,
    did_you_mean,
    listed,
    nearest,
    shown,
)

_OWN = frozenset({"aliases", "requests"})
"""Keys of an entry that no other on its path bears on."""

_shared_but_retention = operator.attrgetter(
    *(key for key in TenantLaw.model_fields if key not in {*_OWN, "retention"})
)


class Words(msgspec.Struct, frozen=True):
    """What the entries of tenants may name."""

    law: KnownLaw
    deployments: Collection[str] = ()
    """Those of the project, which a tenant may prefer."""


def check_tenants(
    entries: Mapping[str, Entry],
    refused: AbstractSet[str],
    words: Words,
    mistakes: Mistakes,
    *,
    complete: bool = True,
) -> None:
    """Note unknown codes, widening entries, conflicts and tenants without any jurisdiction.

    A name above a tenant's that is no tenant is noted too: were it only misspelt, a limit that
    stands elsewhere would be lost without a word.

    Args:
        entries: All tenants by name.
        refused: Names that could not be read; what is below them is not judged.
        words: What entries may name, and what it means.
        mistakes: Where to note them.
        complete: Whether every tenant could be read; else a name may be missing only here.
    """
    checker = _Checker(entries, refused, words, mistakes, complete=complete)
    for name, entry in entries.items():
        checker.check(name, entry)


class _Checker:
    """Checks tenants; those with the same laws on their paths only once."""

    def __init__(
        self,
        entries: Mapping[str, Entry],
        refused: AbstractSet[str],
        words: Words,
        mistakes: Mistakes,
        *,
        complete: bool,
    ) -> None:
        self._entries = entries
        self._refused = refused
        self._words = words
        self._mistakes = mistakes
        self._complete = complete
        self._missing: set[str] = set()
        self._whole: dict[str, int] = {"": 0}
        """Names whose paths have neither a gap nor a refused name → the number of what they say."""

        self._numbers: dict[tuple[int, object], int] = {}
        """What one path says, and what a law adds to it → the number of both."""

        self._held: set[tuple[int, object]] = set()
        """Laws without a mistake below what a path says, by identity and by what they share."""

    def check(self, name: str, entry: Entry) -> None:
        """Check one tenant."""
        upper = self._said(name.rpartition("/")[0])
        if upper is not None:
            if (upper, id(entry.law)) not in self._held:
                self._check_below(entry, upper)
            return
        path = tuple(above(name))
        if not self._refused.isdisjoint(path):
            return
        for gap in path if self._complete else ():
            if gap not in self._entries and gap not in self._missing:
                self._missing.add(gap)  # once, and not again for each tenant below it
                self._note_missing(entry, gap)
        case = self._case(entry, path)
        _check_path(case, _check_words(case, self._words))

    def _said(self, name: str) -> int | None:
        """Number what a path says, unless a name on it is missing or was refused."""
        known = self._whole.get(name)
        if known is not None:
            return known
        number = 0
        for path in (*above(name), name):
            if path not in self._entries or path in self._refused:
                return None
            said = (number, _shared(self._entries[path].law))
            number = self._numbers.setdefault(said, len(self._numbers) + 1)
        self._whole[name] = number
        return number

    def _check_below(self, entry: Entry, upper: int) -> None:
        """Check a tenant that has every entry above it.

        Args:
            entry: The tenant.
            upper: Number of what they say: what held there once is not looked at again.
        """
        case = self._case(entry, above(entry.name))
        before = self._mistakes.count
        misspelt = _check_words(case, self._words)
        shared = (upper, _shared(entry.law))
        if shared not in self._held:
            if not any(one.law.jurisdictions for one in case.path):
                case.add(
                    "",
                    "has no jurisdiction, itself or from above",
                    "add `jurisdictions`; where no law restricts places, say `[global]`",
                )
            _check_path(case, misspelt)
        if self._mistakes.count == before:
            self._held.update((shared, (upper, id(entry.law))))

    def _case(self, entry: Entry, path: Iterable[str]) -> Case:
        ancestors = [self._entries[one] for one in path if one in self._entries]
        return Case(entry, ancestors, self._words.law, self._mistakes)

    def _note_missing(self, entry: Entry, gap: str) -> None:
        """Note a name above the tenant's that is no tenant, and what may have been meant."""
        near: list[str] = []
        if not self._mistakes.full:  # looking takes long, and nobody would read it
            parent = gap.rpartition("/")[0]
            near = nearest(gap, (one for one in self._entries if one.rpartition("/")[0] == parent))
        hint = f"add the tenant {shown(gap)}: what is below it inherits its law"
        if near:
            hint = f"{asking(near)} spell both alike, or add the tenant {shown(gap)}"
        # It breaks all that is below the gap, not this one alone, so none of them is named.
        what = f"a tenant stands below {shown(gap)}, which is no tenant"
        self._mistakes.add(entry.at(), what, hint, tenant=gap)


def _shared(law: TenantLaw) -> object:
    """Give what of an entry bears on others of its path, to be compared."""
    # As text: comparing models field by field takes ten times as long.
    retention = None if law.retention is None else law.retention.model_dump_json()
    return _shared_but_retention(law), retention


def _check_path(case: Case, misspelt: Collection[str]) -> None:
    """Note what an entry loosens, and what contradicts it."""
    if not check_widening(case, misspelt) and "countries" not in misspelt:
        check_places(case)
    check_records(case)


def _check_words(case: Case, words: Words) -> frozenset[str]:
    """Note names that nobody knows, and give the keys that have some."""
    own, law = case.entry.law, words.law
    misspelt: set[str] = set()
    for kind, key, names, known in (
        ("jurisdiction", "jurisdictions", own.jurisdictions, law.jurisdictions),
        ("regime", "regimes", own.regimes, law.regimes),
        ("data class", "data_classes", own.data_classes, law.data_classes),
        ("provider", "providers", own.providers, PROVIDERS),
        ("feature", "features", own.features, law.features),
        ("obligation", "obligations", own.obligations, law.obligations),
    ):
        for name in names or ():
            if name not in known:
                misspelt.add(key)
                case.add_unknown(key, kind, name, _hint(name, known))
    for name in own.countries or ():
        if name not in law.countries:
            misspelt.add("countries")
            hint = _of_law(case, name) or _hint(name, law.countries)
            case.add_unknown("countries", "country", name, hint)
    if own.preferences:
        known = PROVIDERS.union(words.deployments)
        for name in own.preferences:
            if name not in known:
                hint = did_you_mean(name, known, otherwise=_preferable(words))
                case.add_unknown("preferences", "deployment or provider", name, hint)
    if own.aliases:
        _check_aliases(case)
    return frozenset(misspelt)


def _hint(name: str, known: Collection[str]) -> str | None:
    return did_you_mean(name, known, otherwise=f"known are {listed(sorted(known))}")


def _preferable(words: Words) -> str:
    """Tell apart what may be preferred: nobody sees which of these names are the project's own."""
    own = f"the deployments {listed(sorted(words.deployments))} or " if words.deployments else ""
    return f"name {own}the providers {listed(sorted(PROVIDERS))}"


def _of_law(case: Case, name: str) -> str | None:
    """Tell somebody who wrote a jurisdiction as a country which countries it has."""
    countries = case.law.jurisdictions.get(name.casefold())
    if not countries:
        return None
    code = shown(name.casefold())
    if len(countries) == 1:
        return f"did you mean {listed(countries)}? {code} is a jurisdiction, and not a country"
    return f"name the countries, or set {code} under `jurisdictions`"


@functools.lru_cache(maxsize=4)
def _folded(models: frozenset[str]) -> frozenset[str]:
    return frozenset(model.casefold() for model in models)


def _check_aliases(case: Case) -> None:
    """Note aliases that are a model's own name, or of no model."""
    models = case.law.models
    folded = _folded(models)
    for alias, model in case.entry.law.aliases.items():
        key = f"aliases.{alias}"
        if alias.casefold() in folded:
            what = f"has the alias {shown(alias)}, which is the name of a model"
            case.add(key, what, "choose another alias: a model's name means that model")
        if model not in models:
            case.add_unknown(key, "model", model, _hint(model, models))
