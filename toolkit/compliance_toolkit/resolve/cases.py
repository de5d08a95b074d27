"""Offers grouped as policies read them: by all that a rule can tell apart, by place, and by days.

Most deployments of an organisation differ in a name and an account. A rule is asked once for what
they have in common, and what a rule would answer for each of several values (a set of places, how a
deployment is attested, a price) stands in a table of these.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from typing import Any

from compliance_toolkit.resolve.days import ALWAYS, FOREVER, day_after, day_before
from compliance_toolkit.resolve.facts import UNSPECIFIED

_Offer = Mapping[str, Any]

_OWN = frozenset(("route", "from", "to", "begins", "ends", "terms"))
"""What is an offer's own, or what a case names by a table."""


def tables(
    offers: Sequence[_Offer], days: Iterable[str], decided: Mapping[str, Iterable[str]]
) -> dict[str, Any]:
    """Everything that policies read of the offers of one model.

    Args:
        offers: Each that fits a deployment, for the days that its facts hold.
        days: The last days of whatever else is attested.
        decided: By country, the last days before something changes that is decided of it.

    Returns:
        `cases`, each with the routes of the offers that are alike; `spans`, the times in which
        nothing changes, in order (see `_span`); and by their names `sites`, `reach`, `attested` and
        `tariffs`; and whether an account `blocks` any.
    """
    cases: dict[str, dict[str, Any]] = {}
    numbers: dict[str, int] = {}
    numbered = []
    for offer in offers:
        case = _case(offer)
        key = json.dumps([case, offer["from"], offer["to"]], sort_keys=True)
        numbers.setdefault(key, len(numbers))
        cases.setdefault(key, {**case, "routes": []})["routes"].append(offer["route"])
        numbered.append((numbers[key], offer))
    reached = {country for offer in offers for country in _keys(everywhere(offer["route"]))}
    begin = min((offer["from"] for offer in offers), default=FOREVER)
    turning = {day for country in reached for day in decided.get(country, ()) if day >= begin}
    lasts = {FOREVER, *days, *(offer[end] for offer in offers for end in ("to", "expires"))}
    lasts |= turning
    turns = {FOREVER, *(offer["ends"] for offer in offers)}
    turns |= {day_before(offer["begins"]) for offer in offers if offer["begins"] != ALWAYS}
    firsts = {ALWAYS, *(offer["from"] for offer in offers)}
    firsts |= {day_after(day) for day in lasts | turns if day != FOREVER}
    return {
        "cases": list(cases.values()),
        "spans": [
            _span(first, last, numbered, lasts, turns) for first, last in _spans(sorted(firsts))
        ],
        "sites": {site_name(offer): _keys(everywhere(offer["route"])) for offer in offers},
        "reach": _reach(offers),
        "attested": {attested_name(offer): dict(offer["terms"]) for offer in offers},
        "blocks": any(offer["blocked"] is not None for offer in offers),
        "tariffs": {tariff_name(offer): offer["route"]["price"] for offer in offers},
    }


def everywhere(route: Mapping[str, Any]) -> list[str] | str:
    """The countries of inference and storage together; unspecified if either is."""
    inference, storage = route["countries"], route["storage"]
    if isinstance(inference, str) or isinstance(storage, str):
        return UNSPECIFIED
    return sorted({*inference, *storage})


def site_name(offer: _Offer) -> str:
    """How `sites` calls the places of an offer."""
    route = offer["route"]
    parts = (route["countries"], route["storage"], offer["partitions"])
    return " / ".join(part if isinstance(part, str) else " ".join(part) for part in parts)


def attested_name(offer: _Offer) -> str:
    """How `attested` calls an offer's attestations and their last days."""
    return ", ".join(f"{kind} {day}" for kind, day in sorted(offer["terms"].items()))


def tariff_name(offer: _Offer) -> str:
    """How `tariffs` calls an offer's price: numbers are no names in JSON."""
    return str(float(offer["route"]["price"]))


def _case(offer: _Offer) -> dict[str, Any]:
    route = offer["route"]
    own = {name: value for name, value in offer.items() if name not in _OWN}
    return own | {
        "site": site_name(offer),
        "attested": attested_name(offer),
        "tariff": tariff_name(offer),
        "countries": route["countries"],
        "storage": route["storage"],
        "price": route["price"],
    }


def _spans(firsts: Sequence[str]) -> Iterable[tuple[str, str]]:
    yield from ((first, day_before(second)) for first, second in pairwise(firsts))
    yield firsts[-1], FOREVER


def _span(
    first: str,
    last: str,
    numbered: Sequence[tuple[int, _Offer]],
    lasts: Iterable[str],
    turns: Iterable[str],
) -> dict[str, Any]:
    """What holds through some days, all alike.

    Returns:
        `first` and `last`; `sites`, the numbers of the cases of each site by its name; `idle`, the
        deployments whose offers are all of other times; `ahead`, the last days that are not over;
        and `next`, the last one before an offer begins or ends.
    """
    sites: dict[str, set[int]] = {}
    idle = {offer["route"]["deployment"] for _, offer in numbered}
    for number, offer in numbered:
        if offer["from"] <= first and last <= offer["to"]:
            sites.setdefault(site_name(offer), set()).add(number)
            idle.discard(offer["route"]["deployment"])
    return {
        "first": first,
        "last": last,
        "sites": {site: sorted(some) for site, some in sorted(sites.items())},
        "idle": sorted(idle),
        "ahead": dict.fromkeys(sorted(day for day in lasts if day >= last), True),
        "next": min(day for day in turns if day >= last),
    }


def _reach(offers: Iterable[_Offer]) -> dict[str, Any]:
    """Each place with the sites that reach it, so that one builtin finds what a law leaves out.

    Returns:
        By what happens there: `inference`, `storage`, `countries` for both, and `partitions`.
    """
    found: dict[str, dict[str, dict[str, bool]]] = {
        "inference": {},
        "storage": {},
        "countries": {},
        "partitions": {},
    }
    for offer in offers:
        route = offer["route"]
        for purpose, places in (
            ("inference", route["countries"]),
            ("storage", route["storage"]),
            ("countries", everywhere(route)),
            ("partitions", offer["partitions"]),
        ):
            for place in _keys(places):
                found[purpose].setdefault(place, {})[site_name(offer)] = True
    return found


def _keys(values: Sequence[str]) -> dict[str, bool]:
    return dict.fromkeys([values] if isinstance(values, str) else values, True)
