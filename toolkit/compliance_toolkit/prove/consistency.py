"""Whether the data agrees with itself, which no decision can show: it would rest on the mistake."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from compliance_toolkit.models import JsonObject
from compliance_toolkit.prove.facts import UNSPECIFIED, countries_of
from compliance_toolkit.prove.promises import Invariant

CONSISTENT = Invariant(
    "consistency",
    "one place lies in one country, every destination has one, and the sets of countries nest",
)

_WITHIN = (("de", "eu"), ("fr", "eu"), ("eu", "eea"), ("us-gov", "us"))
"""Jurisdictions that lie within another, as their names say."""


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Two entries of the data that cannot both be right, or one that lacks what it needs."""

    says: str
    where: tuple[str, ...]
    """Files of the bundle and keys in them."""

    regions: tuple[tuple[str, str, frozenset[str]], ...] = ()
    """Cloud, name and countries of the two regions, if it is about those."""


def contradictions(law: JsonObject) -> Iterator[Contradiction]:
    """Give all of them, in the order of the files.

    Args:
        law: `data.compliance` of a bundle.
    """
    read: Any = law
    yield from _places(read["regions"])
    yield from _destinations(read)
    yield from _nesting(read["jurisdictions"])


def _places(tables: Mapping[str, Any]) -> Iterator[Contradiction]:
    """A city has one name and lies in one country, whoever runs a data centre there."""
    seen: dict[str, list[tuple[str, str, frozenset[str]]]] = {}
    for cloud, table in sorted(tables.items()):
        for name, region in sorted(table.items()):
            countries = countries_of(region)
            if countries is None or not region.get("place"):
                continue
            city = re.sub(r"\s*[(,].*", "", region["place"]).casefold()
            for other, there, others in seen.setdefault(city, []):
                if others != countries:
                    place, here = region["place"], ", ".join(sorted(countries))
                    yield Contradiction(
                        f"`{name}` of {cloud} is in {place}, {here}, "
                        f"and `{there}` of {other} in {place}, {', '.join(sorted(others))}",
                        (_region(cloud, name), _region(other, there)),
                        ((cloud, name, countries), (other, there, others)),
                    )
            seen[city].append((cloud, name, countries))


def _destinations(law: Mapping[str, Any]) -> Iterator[Contradiction]:
    for provider, route in sorted(law["routes"].items()):
        known = law["regions"].get(route["cloud"], {})
        for offer in route["offers"]:
            if offer["destinations"] == UNSPECIFIED or offer["countries"] != "by-destination":
                continue
            for name in offer["destinations"]:
                region = known.get(name)
                if region is None or (countries_of(region) is None and not region.get(UNSPECIFIED)):
                    yield Contradiction(
                        f"the offer `{offer['name']}` of {provider} goes to `{name}`, "
                        "whose country nobody knows",
                        (f"compliance/routes/{provider}/data.json", _region(route["cloud"], name)),
                    )


def _nesting(known: Mapping[str, Any]) -> Iterator[Contradiction]:
    for inner, outer in _WITHIN:
        if inner not in known or outer not in known:
            continue
        for kind in ("inference", "storage"):
            within, around = (known[code][kind]["countries"] for code in (inner, outer))
            if outside := _outside(within, around):
                yield Contradiction(
                    f"jurisdiction `{inner}` lies within `{outer}`, and lets {kind} be in "
                    f"{', '.join(outside)}, which that does not",
                    tuple(f"compliance/jurisdictions/{code}/data.json" for code in (inner, outer)),
                )


def _outside(within: Any, around: Any) -> list[str]:
    if around == "any":
        return []
    return ["any country"] if within == "any" else sorted(set(within) - set(around))


def _region(cloud: str, name: str) -> str:
    return f"compliance/regions/{cloud}/data.json: {name}"
