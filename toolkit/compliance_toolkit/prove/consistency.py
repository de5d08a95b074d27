"""Whether the data agrees with itself, which no decision can show: it would rest on the mistake."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from compliance_toolkit.models import JsonObject
from compliance_toolkit.prove.contradiction import (
    PURPOSES,
    Contradiction,
    law_key,
    listed,
    region_key,
    route_key,
)
from compliance_toolkit.prove.geography import of_geography
from compliance_toolkit.prove.promises import Invariant
from compliance_toolkit.prove.regions import of_regions
from compliance_toolkit.prove.ways import UNSPECIFIED, countries_of

CONSISTENT = Invariant(
    "consistency",
    "places, regions, partitions, offers and the countries of laws contradict neither each other "
    "nor general geography; the rest of a law's data is held to nothing but itself",
)

_WITHIN = (("de", "eu"), ("fr", "eu"), ("eu", "eea"), ("us-gov", "us"))
"""Jurisdictions that lie within another, as their names say."""


def contradictions(law: JsonObject) -> Iterator[Contradiction]:
    """Give all of them, in the order of the files.

    Args:
        law: `data.compliance` of a bundle.
    """
    read: Any = law
    yield from of_geography(read)
    yield from of_regions(read)
    for provider, route in sorted(read["routes"].items()):
        regions = read["regions"].get(route["cloud"], {})
        for offer in route["offers"]:
            yield from _destinations(provider, route, offer, regions)
            yield from _stated(provider, route, offer, regions)
    yield from _nesting(read["jurisdictions"])
    yield from _at_home(read)
    yield from _grounded(read["regimes"])


def _destinations(
    provider: str, route: Mapping[str, Any], offer: Mapping[str, Any], regions: Mapping[str, Any]
) -> Iterator[Contradiction]:
    """Each destination is a region whose country is known, or is said to be unspecified."""
    if offer["destinations"] == UNSPECIFIED or offer["countries"] != "by-destination":
        return
    for name in offer["destinations"]:
        region = regions.get(name)
        if region is None or (countries_of(region) is None and not region.get(UNSPECIFIED)):
            yield Contradiction(
                f"the offer `{offer['name']}` of {provider} goes to `{name}`, "
                "whose country nobody knows",
                (route_key(provider), region_key(route["cloud"], name)),
            )


def _stated(
    provider: str, route: Mapping[str, Any], offer: Mapping[str, Any], regions: Mapping[str, Any]
) -> Iterator[Contradiction]:
    """Countries that an offer lists are those of its destinations; storage is there or as usual."""
    destinations = offer["destinations"]
    named = () if destinations == UNSPECIFIED else destinations
    known = [countries_of(regions.get(name, {})) for name in named]
    there = frozenset().union(*(some or () for some in known))
    keys = (route_key(provider), *(region_key(route["cloud"], name) for name in named))
    says = f"the offer `{offer['name']}` of {provider}"
    countries = frozenset(() if isinstance(offer["countries"], str) else offer["countries"])
    if countries and (not named or None in known):
        wrong = "nobody specifies where all its destinations are"
        yield Contradiction(f"{says} says {listed(countries)}, and {wrong}", keys)
    elif countries and countries != there:
        wrong = f"its destinations are in {listed(there)}"
        yield Contradiction(f"{says} says {listed(countries)}, and {wrong}", keys)
    if wrong := _unusual(provider, route, offer, there):
        yield Contradiction(f"{says} {wrong}", keys)


def _unusual(
    provider: str, route: Mapping[str, Any], offer: Mapping[str, Any], there: frozenset[str]
) -> str:
    """What is odd about the countries where an offer keeps data, if it lists any."""
    storage = frozenset(() if isinstance(offer["storage"], str) else offer["storage"])
    others = [one["storage"] for one in route["offers"] if one is not offer]
    if not storage or not others:
        return ""
    if all(one == "by-source" for one in others):
        return f"keeps data in {listed(storage)}, and all others of {provider} by their source"
    usual = there.union(*(some for some in others if not isinstance(some, str)))
    if storage <= usual:
        return ""
    neither = f"neither its destinations nor other offers of {provider} do"
    return f"keeps data in {listed(storage)}, and {neither}"


def _nesting(known: Mapping[str, Any]) -> Iterator[Contradiction]:
    for inner, outer in _WITHIN:
        if inner not in known or outer not in known:
            continue
        for kind in PURPOSES:
            within, around = (known[code][kind]["countries"] for code in (inner, outer))
            if outside := _outside(within, around):
                yield Contradiction(
                    f"jurisdiction `{inner}` lies within `{outer}`, and lets {kind} be in "
                    f"{', '.join(outside)}, which that does not",
                    tuple(law_key("jurisdictions", code) for code in (inner, outer)),
                )


def _at_home(law: Mapping[str, Any]) -> Iterator[Contradiction]:
    """Countries to which a regime lets data go freely are at home there, and no others with them.

    A jurisdiction is at home in a regime with all its countries or with none; and a country that
    needs a decision of adequacy is not at home.
    """
    for regime, rules in sorted(law["regimes"].items()):
        transfers = rules["transfers"]
        free = set(() if transfers is None else transfers["free"])
        for one in transfers["adequate"] if free else ():
            if one["country"] in free:
                yield Contradiction(
                    f"`{regime}` lets data go freely to {one['country']}, and finds it adequate, "
                    "which only a third country is",
                    (law_key("regimes", regime),),
                )
        for code, kind, countries in _countries(law["jurisdictions"]):
            if countries & free and countries - free:
                yield Contradiction(
                    f"jurisdiction `{code}` lets {kind} be in {listed(countries & free)}, where "
                    f"`{regime}` lets data go freely, and in {listed(countries - free)}, where "
                    "it does not",
                    (law_key("jurisdictions", code), law_key("regimes", regime)),
                )


def _grounded(regimes: Mapping[str, Any]) -> Iterator[Contradiction]:
    """What carries a transfer to any country is neither due anyway nor good for one country alone.

    On a term that every deployment attests, every transfer would rest; and an attestation that a
    country's adequacy hangs on ends where and when that adequacy does.
    """
    required: dict[str, str] = {}
    for code, rules in sorted(regimes.items()):
        for one in (rules["transfers"] or {"adequate": ()})["adequate"]:
            if one["requires"] is not None:
                required.setdefault(one["requires"], code)
    for code, rules in sorted(regimes.items()):
        for mechanism in (rules["transfers"] or {"mechanisms": ()})["mechanisms"]:
            says = f"`{code}` lets data go anywhere on `{mechanism}`"
            if mechanism in rules["terms"]:
                yield Contradiction(
                    f"{says}, which it demands of every deployment", (law_key("regimes", code),)
                )
            if mechanism in required:
                other = required[mechanism]
                keys = dict.fromkeys((law_key("regimes", code), law_key("regimes", other)))
                yield Contradiction(
                    f"{says}, on which the adequacy of a country hangs by `{other}`", tuple(keys)
                )


def _countries(known: Mapping[str, Any]) -> Iterator[tuple[str, str, frozenset[str]]]:
    for code, law in sorted(known.items()):
        for kind in PURPOSES:
            countries = law[kind]["countries"]
            if countries != "any":
                yield code, kind, frozenset(countries)


def _outside(within: Any, around: Any) -> list[str]:
    if around == "any":
        return []
    return ["any country"] if within == "any" else sorted(set(within) - set(around))
