"""Notes laws on one path that nothing could ever meet together, naming the two that conflict."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from typing import NamedTuple, get_args

from compliance_toolkit.registry.case import Case, set_for
from compliance_toolkit.registry.effective import Record, limits
from compliance_toolkit.registry.entries import Entry
from compliance_toolkit.registry.law import Countries, Limits
from compliance_toolkit.registry.widening import known_jurisdictions
from compliance_toolkit.registry.wording import shown

_RECORDS: tuple[Record, ...] = get_args(Record)


class _Source(NamedTuple):
    """One law that confines data to some places, and who brought it."""

    entry: Entry
    key: str
    code: str | None
    """`None` where it is a tenant's own."""

    allowed: Countries

    def __str__(self) -> str:
        return f"{shown(self.code or self.key)} ({set_for(self.entry, self.key)})"


def check_places(case: Case) -> None:
    """Note jurisdictions and countries that leave no place to be."""
    law = case.entry.law
    if law.jurisdictions or law.countries is not None:
        for purpose, allowed in (
            ("inference", case.law.jurisdictions),
            ("storage", case.law.storage),
        ):
            if _note(case, _countries(case, allowed), f"country for {purpose}"):
                break
    if law.jurisdictions or law.regimes:
        _note(case, _partitions(case), "partition of a cloud")


def _countries(case: Case, allowed: Mapping[str, Countries]) -> list[_Source]:
    found: list[_Source] = []
    for entry in case.path:
        found += [
            _Source(entry, "jurisdictions", code, allowed[code])
            for code in known_jurisdictions(case, entry)
        ]
        if entry.law.countries is not None:
            own = frozenset(entry.law.countries)
            found.append(_Source(entry, "countries", None, own))
    return found


def _partitions(case: Case) -> list[_Source]:
    return [
        _Source(entry, key, code, confined[code])
        for entry in case.path
        for key, codes, confined in (
            ("jurisdictions", entry.law.jurisdictions, case.law.partitions),
            ("regimes", entry.law.regimes, case.law.regime_partitions),
        )
        for code in codes
        if code in confined
    ]


def _note(case: Case, sources: Sequence[_Source], what: str) -> bool:
    """Note the fewest of these laws that have nothing in common: two, where two are enough."""
    confining = [one for one in sources if one.allowed is not None]
    if len(confining) < 2 or _common(confining):
        return False
    pairs = itertools.combinations(confining, 2)
    least = next((pair for pair in pairs if not _common(pair)), confining)
    named = " and ".join(str(one) for one in least)
    keys = list(dict.fromkeys(one.key for one in least))
    own = [one.key for one in least if one.entry is case.entry]
    case.add(
        own[-1] if own else keys[-1],
        f"has conflicting {' and '.join(keys)}: {named} have no {what} in common",
        f"several {keys[0]} intersect: keep one, or make two tenants"
        if len(keys) == 1
        else f"{' and '.join(keys)} intersect: change one of them, or make two tenants",
    )
    return True


def _common(sources: Sequence[_Source]) -> frozenset[str]:
    return frozenset.intersection(*(one.allowed for one in sources if one.allowed is not None))


class _Limit(NamedTuple):
    """One limit on how long a record is kept, and who set it."""

    days: int
    entry: Entry
    code: str | None
    """A regime's; `None` where it is the tenant's own."""

    record: Record

    @property
    def key(self) -> str:
        """The key of the entry that brought it."""
        return f"retention.{self.record}" if self.code is None else "regimes"

    def __str__(self) -> str:
        return f"{shown(self.code or 'retention')} ({set_for(self.entry, self.key)})"


def check_records(case: Case) -> None:
    """Note records that one law wants kept longer than another lets them be."""
    law = case.entry.law
    if not law.regimes and law.retention is None:
        return
    for record in _RECORDS:
        least, most = _limits(case, record)
        if not least or not most:
            continue
        longest = max(least, key=lambda one: one.days)
        shortest = min(most, key=lambda one: one.days)
        own = [one.key for one in (longest, shortest) if one.entry is case.entry]
        if longest.days > shortest.days and own:
            case.add(
                own[0],
                f"has conflicting retention: {longest} keeps {record} at least "
                f"{longest.days} days, {shortest} at most {shortest.days}",
                "no record can meet both: make two tenants",
            )


def _limits(case: Case, record: Record) -> tuple[list[_Limit], list[_Limit]]:
    """Give the minima and the maxima of a kind of record on the whole path."""
    least: list[_Limit] = []
    most: list[_Limit] = []
    for entry in case.path:
        demanded: list[tuple[Limits, str | None]] = [
            (case.law.regimes[code][record], code)
            for code in entry.law.regimes
            if record in case.law.regimes.get(code, ())
        ]
        if entry.law.retention is not None:
            demanded.append((limits(entry.law, record), None))
        for days, code in demanded:
            if days.min_days is not None:
                least.append(_Limit(days.min_days, entry, code, record))
            if days.max_days is not None:
                most.append(_Limit(days.max_days, entry, code, record))
    return least, most
