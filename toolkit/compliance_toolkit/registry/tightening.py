"""Holds each tenant to the tenants above it: an entry may add law, never take it away."""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from collections.abc import Set as AbstractSet

from compliance_toolkit.registry.law import Countries, KnownLaw
from compliance_toolkit.registry.mistakes import Mistakes
from compliance_toolkit.registry.tenants import Entry, above
from compliance_toolkit.registry.wording import (
    asking,
    did_you_mean,
    listed,
    nearest,
    printable,
    shown,
)


def check_tenants(
    entries: Mapping[str, Entry],
    refused: AbstractSet[str],
    law: KnownLaw,
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
        law: The codes and what they mean.
        mistakes: Where to note them.
        complete: Whether every tenant could be read; else a name may be missing only here.
    """
    missing: set[str] = set()
    for name, entry in entries.items():
        path = tuple(above(name))
        if not refused.isdisjoint(path):
            continue
        gaps = [one for one in path if one not in entries]
        ancestors = [entries[one] for one in path if one in entries]
        checker = _Checker(entry, ancestors, law, mistakes)
        for gap in gaps if complete else ():
            if gap not in missing:  # once, and not again for each tenant below it
                missing.add(gap)
                checker.note_missing(gap, entries)
        checker.run(inherits=bool(gaps))


class _Checker:
    """Checks one tenant."""

    def __init__(
        self, entry: Entry, ancestors: list[Entry], law: KnownLaw, mistakes: Mistakes
    ) -> None:
        self._entry = entry
        self._ancestors = ancestors
        self._law = law
        self._mistakes = mistakes

    def note_missing(self, name: str, entries: Mapping[str, Entry]) -> None:
        """Note a name above the tenant's that is no tenant, and what may have been meant."""
        near: list[str] = []
        if not self._mistakes.full:  # looking takes long, and nobody would read it
            parent = name.rpartition("/")[0]
            near = nearest(name, (one for one in entries if one.rpartition("/")[0] == parent))
        hint = f"add the tenant {shown(name)}: what is below it inherits its law"
        if near:
            hint = f"{asking(near)} spell both alike, or add the tenant {shown(name)}"
        self._add(None, f"stands below {shown(name)}, which is no tenant", hint)

    def run(self, *, inherits: bool) -> None:
        """Check the entry.

        Args:
            inherits: Whether it may inherit from an entry that is not there.
        """
        tenant = self._entry.tenant
        self._check_codes("jurisdiction", tenant.jurisdictions, self._law.jurisdictions)
        self._check_codes("regime", tenant.regimes, self._law.regimes)
        self._check_codes("data_class", tenant.data_classes, self._law.data_classes)
        lawful = any(one.tenant.jurisdictions for one in (self._entry, *self._ancestors))
        if not lawful and not inherits:
            self._add(
                None,
                "has no jurisdiction, itself or from above",
                "add `jurisdictions`; where no law restricts places, say `[global]`",
            )
        if not self._widens():
            self._check_conflict()
        self._check_prompt_days()
        self._check_limits()

    def _add(self, key: str | None, what: str, hint: str | None) -> None:
        name = shown(self._entry.tenant.name)
        self._mistakes.add(self._entry.at(key), f"tenant {name} {what}", hint)

    def _check_codes(
        self, kind: str, codes: tuple[str, ...], known: Mapping[str, object] | frozenset[str]
    ) -> None:
        key = {"data_class": "data_classes"}.get(kind, f"{kind}s")
        for code in codes:
            if code not in known:
                some = f"known are {listed(sorted(known))}"
                what = f"names the unknown {kind.replace('_', ' ')} {shown(code)}"
                self._add(key, what, did_you_mean(code, known, otherwise=some))

    def _known(self, entry: Entry) -> list[str]:
        return [code for code in entry.tenant.jurisdictions if code in self._law.jurisdictions]

    def _widens(self) -> bool:
        """Note each jurisdiction that lets data be where one above does not."""
        found = False
        for code in self._known(self._entry):
            for ancestor, outer in self._outer():
                if self._wider(code, outer):
                    found = True
                    self._add(
                        "jurisdictions",
                        f"would widen the law: {shown(code)} allows countries outside "
                        f"{shown(outer)}, {_set(ancestor, 'jurisdictions')}",
                        f"name a jurisdiction inside {shown(outer)}, or none to inherit it",
                    )
                    break
        return found

    def _outer(self) -> list[tuple[Entry, str]]:
        return [(entry, code) for entry in self._ancestors for code in self._known(entry)]

    def _wider(self, code: str, outer: str) -> bool:
        return any(
            allowed[outer] is not None and not _inside(allowed[code], allowed[outer])
            for allowed in (self._law.jurisdictions, self._law.storage)
        )

    def _check_conflict(self) -> None:
        """Note jurisdictions that leave no country: nothing could ever be compliant."""
        own = [(self._entry, code) for code in self._known(self._entry)]
        if not own:
            return
        laws = [*self._outer(), *own]
        for purpose, allowed in (
            ("inference", self._law.jurisdictions),
            ("storage", self._law.storage),
        ):
            if _common([allowed[code] for _, code in laws]) != frozenset():
                continue
            pairs = itertools.combinations(laws, 2)
            least = next(
                (p for p in pairs if _common([allowed[c] for _, c in p]) == frozenset()), laws
            )
            named = " and ".join(
                f"{shown(code)} ({_set(entry, 'jurisdictions')})" for entry, code in least
            )
            self._add(
                "jurisdictions",
                f"has conflicting jurisdictions: {named} have no country for {purpose} in common",
                "several jurisdictions intersect: keep one, or make two tenants",
            )
            return

    def _check_prompt_days(self) -> None:
        days = self._entry.max_prompt_days
        for ancestor in self._ancestors:
            limit = ancestor.max_prompt_days
            if days is not None and limit is not None and days > limit:
                self._add(
                    "retention",
                    f"would widen the law: prompts kept {days} days are more than the {limit} "
                    f"{_set(ancestor, 'retention')}",
                    f"set `max_days` to {limit} or less, or leave it out to inherit it",
                )
                return

    def _check_limits(self) -> None:
        """Note records that one regime wants kept longer than another, or the tenant, allows."""
        tenant = self._entry.tenant
        if not tenant.regimes and tenant.retention is None:
            return
        least: dict[str, list[tuple[int, str]]] = {}
        most: dict[str, list[tuple[int, str]]] = {}
        for entry in (*self._ancestors, self._entry):
            if (days := entry.max_prompt_days) is not None:
                most.setdefault("prompts", []).append((days, "`retention`"))
            for code in entry.tenant.regimes:
                for kind, limits in self._law.regimes.get(code, {}).items():
                    if limits.min_days is not None:
                        least.setdefault(kind, []).append((limits.min_days, shown(code)))
                    if limits.max_days is not None:
                        most.setdefault(kind, []).append((limits.max_days, shown(code)))
        for kind in sorted(least.keys() & most.keys()):
            (low, longest), (high, shortest) = max(least[kind]), min(most[kind])
            if low > high:
                self._add(
                    "regimes" if tenant.regimes else "retention",
                    f"has conflicting retention: {longest} keeps {kind} at least {low} days, "
                    f"{shortest} at most {high}",
                    "no record can meet both: make two tenants",
                )


def _inside(inner: Countries, outer: Countries) -> bool:
    return outer is None or (inner is not None and inner <= outer)


def _common(laws: list[Countries]) -> Countries:
    restricted = [law for law in laws if law is not None]
    return frozenset.intersection(*restricted) if restricted else None


def _set(entry: Entry, key: str) -> str:
    at = entry.at(key)
    return f"set for {shown(entry.tenant.name)} at {printable(at.file)}:{at.line}"
