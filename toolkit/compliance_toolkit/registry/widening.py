"""Notes where an entry would allow what a tenant above it does not: no entry may loosen."""

from __future__ import annotations

import itertools
from collections.abc import Collection
from typing import Literal, get_args

from compliance_toolkit.registry.case import Case, set_for, some
from compliance_toolkit.registry.effective import Record, limits
from compliance_toolkit.registry.entries import Entry
from compliance_toolkit.registry.law import Countries
from compliance_toolkit.registry.wording import listed, shown

_AllowList = Literal["countries", "providers", "features"]
_ALLOW_LISTS: tuple[_AllowList, ...] = get_args(_AllowList)
_RECORDS: tuple[Record, ...] = get_args(Record)
_WOULD = "would widen the law"


def check_widening(case: Case, misspelt: Collection[str] = ()) -> bool:
    """Note each thing that the entry would loosen.

    Args:
        case: The entry, and those above it.
        misspelt: Keys that name something unknown, which is noted: what is meant is not known.

    Returns:
        Whether one of them says where data may be, so that looking for a conflict there is idle.
    """
    law = case.entry.law
    places = _jurisdictions(case) if law.jurisdictions else False
    for key in _ALLOW_LISTS:
        if key not in misspelt and getattr(law, key) is not None and _allow_list(case, key):
            places |= key == "countries"
    if law.retention is not None:
        for record in _RECORDS:
            _retention(case, record)
    if law.max_price is not None:
        _price(case, law.max_price)
    if law.preferences:
        _preferences(case)
    return places


def known_jurisdictions(case: Case, entry: Entry) -> list[str]:
    """Give the jurisdictions of an entry that the law knows; the others are noted already."""
    return [code for code in entry.law.jurisdictions if code in case.law.jurisdictions]


def _jurisdictions(case: Case) -> bool:
    """Note each jurisdiction that lets data be where one above does not."""
    outer = [
        (ancestor, code)
        for ancestor in case.ancestors
        for code in known_jurisdictions(case, ancestor)
    ]
    found = False
    for code in known_jurisdictions(case, case.entry):
        for ancestor, above in outer:
            if _wider(case, code, above):
                found = True
                case.add(
                    "jurisdictions",
                    f"{_WOULD}: {shown(code)} allows countries outside "
                    f"{shown(above)}, {set_for(ancestor, 'jurisdictions')}",
                    f"name a jurisdiction inside {shown(above)}, or none to inherit it",
                )
                break
    return found


def _wider(case: Case, code: str, outer: str) -> bool:
    return any(
        allowed[outer] is not None and not _inside(allowed[code], allowed[outer])
        for allowed in (case.law.jurisdictions, case.law.storage)
    )


def _inside(inner: Countries, outer: Countries) -> bool:
    return outer is None or (inner is not None and inner <= outer)


def _allow_list(case: Case, key: _AllowList) -> bool:
    """Note what a list allows and the nearest list above does not."""
    own: tuple[str, ...] = getattr(case.entry.law, key)
    nearest = case.nearest(lambda law: getattr(law, key))
    if nearest is None:
        return False
    ancestor, outer = nearest
    beyond = [name for name in own if name not in outer]
    if not beyond:
        return False
    hint = f"leave `{key}` out to inherit them"
    if outer:
        hint = f"name some of {listed(outer)}, or {hint}"
    set_above = set_for(ancestor, key)
    if len(beyond) == len(own) and outer:
        what = (
            f"has conflicting {key}: {some(own)} ({set_for(case.entry, key)}) and "
            f"{some(outer)} ({set_above}) have none in common"
        )
    else:
        allowed = some(outer) if outer else "none at all"
        what = f"{_WOULD}: `{key}` adds {some(beyond)} to {allowed}, {set_above}"
    case.add(key, what, hint)
    return True


def _retention(case: Case, record: Record) -> None:
    own = limits(case.entry.law, record)
    for ancestor in case.ancestors:
        outer = limits(ancestor.law, record)
        if own.max_days is not None and outer.max_days is not None:
            key = f"retention.{record}.max_days"
            if own.max_days > outer.max_days:
                case.add(
                    key,
                    f"{_WOULD}: {record} kept {own.max_days} days are more than the "
                    f"{outer.max_days} {set_for(ancestor, key)}",
                    f"set `max_days` to {outer.max_days} or less, or leave it out to inherit it",
                )
                return
        if own.min_days is not None and outer.min_days is not None:
            key = f"retention.{record}.min_days"
            if own.min_days < outer.min_days:
                case.add(
                    key,
                    f"{_WOULD}: {record} kept at least {own.min_days} days are fewer than the "
                    f"{outer.min_days} {set_for(ancestor, key)}",
                    f"set `min_days` to {outer.min_days} or more, or leave it out to inherit it",
                )
                return


def _price(case: Case, price: float) -> None:
    nearest = case.nearest(lambda law: law.max_price)
    if nearest is not None and price > nearest[1]:
        ancestor, most = nearest
        case.add(
            "max_price",
            f"{_WOULD}: a price of {price:g} is more than the {most:g} "
            f"{set_for(ancestor, 'max_price')}",
            f"set `max_price` to {most:g} or less, or leave it out to inherit it",
        )


def _preferences(case: Case) -> None:
    """Note two names that a tenant above puts in another order."""
    ranks: dict[str, tuple[int, Entry]] = {}
    for ancestor in case.ancestors:
        for name in ancestor.law.preferences:
            ranks.setdefault(name, (len(ranks), ancestor))
    shared = [name for name in case.entry.law.preferences if name in ranks]
    for first, second in itertools.pairwise(shared):
        if ranks[first][0] > ranks[second][0]:
            ancestor = max(ranks[first], ranks[second], key=lambda one: one[0])[1]
            case.add(
                "preferences",
                f"would reorder preferences: {shown(first)} before {shown(second)}, which comes "
                f"first as {set_for(ancestor, 'preferences')}",
                "keep the order from above, and put further names after it",
            )
            return
