"""Whether the data agrees with itself, which no decision can show: it would rest on the mistake."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from compliance_toolkit.models import JsonObject
from compliance_toolkit.prove.contradiction import Contradiction, listed, region_key
from compliance_toolkit.prove.promises import Invariant
from compliance_toolkit.prove.regions import of_regions
from compliance_toolkit.prove.ways import UNSPECIFIED, countries_of

CONSISTENT = Invariant(
    "consistency",
    "places, regions, partitions, offers and the countries of laws do not contradict each other",
)

_WITHIN = (("de", "eu"), ("fr", "eu"), ("eu", "eea"), ("us-gov", "us"))
"""Jurisdictions that lie within another, as their names say."""

_PURPOSES = ("inference", "storage")


def contradictions(law: JsonObject) -> Iterator[Contradiction]:
    """Give all of them, in the order of the files.

    Args:
        law: `data.compliance` of a bundle.
    """
    read: Any = law
    yield from of_regions(read)
    for provider, route in sorted(read["routes"].items()):
        regions = read["regions"].get(route["cloud"], {})
        for offer in route["offers"]:
            yield from _destinations(provider, route, offer, regions)
            yield from _stated(provider, route, offer, regions)
    yield from _nesting(read["jurisdictions"])
    yield from _at_home(read)


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
                (_route(provider), region_key(route["cloud"], name)),
            )


def _stated(
    provider: str, route: Mapping[str, Any], offer: Mapping[str, Any], regions: Mapping[str, Any]
) -> Iterator[Contradiction]:
    """Countries that an offer lists are those of its destinations; storage is there or as usual."""
    destinations = offer["destinations"]
    named = () if destinations == UNSPECIFIED else destinations
    known = [countries_of(regions.get(name, {})) for name in named]
    there = frozenset().union(*(some or () for some in known))
    keys = (_route(provider), *(region_key(route["cloud"], name) for name in named))
    countries = frozenset(() if isinstance(offer["countries"], str) else offer["countries"])
    if countries and known and None not in known and countries != there:
        yield Contradiction(
            f"the offer `{offer['name']}` of {provider} says {listed(countries)}, "
            f"and its destinations are in {listed(there)}",
            keys,
        )
    storage = frozenset(() if isinstance(offer["storage"], str) else offer["storage"])
    others = [one["storage"] for one in route["offers"] if one is not offer]
    usual = there.union(*(some for some in others if not isinstance(some, str)))
    if storage and usual and not storage <= usual:
        yield Contradiction(
            f"the offer `{offer['name']}` of {provider} keeps data in {listed(storage)}, "
            f"and neither its destinations nor other offers of {provider} do",
            keys,
        )


def _nesting(known: Mapping[str, Any]) -> Iterator[Contradiction]:
    for inner, outer in _WITHIN:
        if inner not in known or outer not in known:
            continue
        for kind in _PURPOSES:
            within, around = (known[code][kind]["countries"] for code in (inner, outer))
            if outside := _outside(within, around):
                yield Contradiction(
                    f"jurisdiction `{inner}` lies within `{outer}`, and lets {kind} be in "
                    f"{', '.join(outside)}, which that does not",
                    tuple(_law("jurisdictions", code) for code in (inner, outer)),
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
                    (_law("regimes", regime),),
                )
        for code, kind, countries in _countries(law["jurisdictions"]):
            if countries & free and countries - free:
                yield Contradiction(
                    f"jurisdiction `{code}` lets {kind} be in {listed(countries & free)}, where "
                    f"`{regime}` lets data go freely, and in {listed(countries - free)}, where "
                    "it does not",
                    (_law("jurisdictions", code), _law("regimes", regime)),
                )


def _countries(known: Mapping[str, Any]) -> Iterator[tuple[str, str, frozenset[str]]]:
    for code, law in sorted(known.items()):
        for kind in _PURPOSES:
            countries = law[kind]["countries"]
            if countries != "any":
                yield code, kind, frozenset(countries)


def _outside(within: Any, around: Any) -> list[str]:
    if around == "any":
        return []
    return ["any country"] if within == "any" else sorted(set(within) - set(around))


def _route(provider: str) -> str:
    return f"compliance/routes/{provider}/data.json"


def _law(kind: str, code: str) -> str:
    return f"compliance/{kind}/{code}/data.json"
