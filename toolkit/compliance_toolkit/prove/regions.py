"""Whether the regions' data agrees with itself: names, places, countries and partitions.

No decision can show that a region was moved into another country. But a region has siblings that
bear the same name, its place is named by other clouds too, and a partition has a name and a domain
of its own: whoever moves one forgets the others.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from itertools import combinations
from typing import Any, NamedTuple

from compliance_toolkit.prove.contradiction import Contradiction, Suspect, listed, region_key
from compliance_toolkit.prove.ways import countries_of

_WAY = "north|south|east|west|central"
_IN_NAME = re.compile(rf"(?:{_WAY})+\d*|[-\d]+")
"""What numbers and turns the regions of one area: `-west-2`, `centralindia` is one word."""

_IN_PLACE = re.compile(rf"\b(?:{_WAY}|northern|southern|eastern|western|[nsew]\.)(?=\s|$)")
_ENOUGH = 2
"""Siblings that agree, so that one which does not is wrong."""


class _Region(NamedTuple):
    cloud: str
    name: str
    stated: Mapping[str, Any]
    country: frozenset[str] | None
    """`None` where it is not one country."""

    @property
    def key(self) -> str:
        return region_key(self.cloud, self.name)

    @property
    def area(self) -> str:
        """The region's name without what tells it from its siblings."""
        return _IN_NAME.sub("", self.name)

    @property
    def place(self) -> str:
        """The city, state or country that is named, without where in it."""
        words = re.sub(r"\s*[(,].*", "", self.stated.get("place") or "").casefold()
        return re.sub(r"\s+", " ", _IN_PLACE.sub("", words)).strip()


def of_regions(law: Mapping[str, Any]) -> Iterator[Contradiction]:
    """Give the contradictions among regions, in the order of the files.

    Args:
        law: `data.compliance` of a bundle.
    """
    every = [
        _Region(cloud, name, stated, countries if countries and len(countries) == 1 else None)
        for cloud, table in sorted(law["regions"].items())
        for name, stated in sorted(table.items())
        for countries in [countries_of(stated)]
    ]
    known = [region for region in every if region.country is not None]
    told: set[frozenset[str]] = set()
    for found in (*_places(known), *_areas(known), *_named(known, law["jurisdictions"])):
        both = frozenset(found.where)
        if both not in told:
            told.add(both)
            yield found
    yield from _whole(every, law["jurisdictions"])
    yield from _partitions([region for region in every if region.stated.get("partition")])
    yield from _unknown_partitions(law, every)


def _places(known: list[_Region]) -> Iterator[Contradiction]:
    """A place lies in one country, whoever runs a data centre there."""
    for word, some in _by(known, _words).items():
        for one, other in combinations(some, 2):
            if one.country != other.country and word in (one.place, other.place):
                yield _differ(other, one, "in")
                break


def _areas(known: list[_Region]) -> Iterator[Contradiction]:
    """Regions of one area lie in many countries, or in one; not all but a single one in one."""
    for some in _by(known, _words).values():
        countries = [region.country for region in some]
        for region in some:
            others = {other.country for other in some if other is not region}
            alone = countries.count(region.country) == 1
            if alone and len(others) == 1 and len(some) > _ENOUGH:
                sibling = next(other for other in some if other is not region)
                yield _differ(region, sibling, "like its siblings in")


def _named(known: list[_Region], laws: Mapping[str, Any]) -> Iterator[Contradiction]:
    """A region that bears a country's name, as others there do, lies in that country."""
    named: dict[str, frozenset[str]] = {}
    for code, one in laws.items():
        countries = one["inference"]["countries"]
        if countries != "any" and len(countries) == 1 and one["partitions"] is None:
            named |= dict.fromkeys((code, one["name"].casefold()), frozenset(countries))
    for word, some in _by(known, _words).items():
        country = named.get(word)
        there = [region for region in some if region.country == country]
        for region in some if there else ():
            if region.country != country:
                yield _differ(region, there[0], f"named `{word}` and")


def _whole(every: list[_Region], laws: Mapping[str, Any]) -> Iterator[Contradiction]:
    """A place that is called like a jurisdiction, such as the European Union, is all of it."""
    for code, law in sorted(laws.items()):
        for region in every:
            there = countries_of(region.stated)
            called = (region.stated.get("place") or "").casefold() == law["name"].casefold()
            if not called or there is None or law["partitions"] is not None:
                continue
            for kind in ("inference", "storage"):
                countries = law[kind]["countries"]
                if countries != "any" and there != frozenset(countries):
                    yield Contradiction(
                        f"jurisdiction `{code}` lets {kind} be in {listed(frozenset(countries))}, "
                        f"and `{region.name}` of {region.cloud} is in {region.stated['place']}, "
                        f"{listed(there)}",
                        (f"compliance/jurisdictions/{code}/data.json", region.key),
                    )


def _differ(region: _Region, other: _Region, how: str) -> Contradiction:
    here, there = region.country or frozenset(), other.country or frozenset()
    return Contradiction(
        f"`{region.name}` of {region.cloud} is in {_place(region)}{listed(here)}, "
        f"and `{other.name}` of {other.cloud} {how} {_place(other)}{listed(there)}",
        (region.key, other.key),
        (
            Suspect(region.cloud, region.name, here, there),
            Suspect(other.cloud, other.name, there, here),
        ),
    )


def _place(region: _Region) -> str:
    place = region.stated.get("place")
    return f"{place}, " if place else ""


def _partitions(every: list[_Region]) -> Iterator[Contradiction]:
    """Regions of one area, and domains of one partition, are not divided."""
    for some in _by(every, lambda region: {f"{region.cloud} {region.area}"}).values():
        one = some[0]
        for other in some[1:]:
            if other.stated["partition"] != one.stated["partition"]:
                yield _divided(other, one)
                break
    named = [region for region in every if region.stated.get("dns_suffix")]
    for some in _by(named, lambda region: {region.stated["partition"]}).values():
        suffixes = [region.stated["dns_suffix"] for region in some]
        usual = max(suffixes, key=suffixes.count)
        sibling = some[suffixes.index(usual)]
        for region in some:
            if region.stated["dns_suffix"] != usual:
                yield Contradiction(
                    f"`{region.name}` of {region.cloud} is in partition "
                    f"`{region.stated['partition']}` under `{region.stated['dns_suffix']}`, "
                    f"and `{sibling.name}` under `{usual}`",
                    (region.key, sibling.key),
                )


def _divided(region: _Region, other: _Region) -> Contradiction:
    return Contradiction(
        f"`{region.name}` of {region.cloud} is in partition `{region.stated['partition']}`, "
        f"and its sibling `{other.name}` in `{other.stated['partition']}`",
        (region.key, other.key),
    )


def _unknown_partitions(law: Mapping[str, Any], every: list[_Region]) -> Iterator[Contradiction]:
    """A law names partitions that some region lies in."""
    known = {region.stated.get("partition") for region in every}
    for kind in ("jurisdictions", "regimes"):
        for code, one in sorted(law[kind].items()):
            for partition in set(one["partitions"] or ()) - known:
                yield Contradiction(
                    f"`{code}` names the partition `{partition}`, in which no region lies",
                    (f"compliance/{kind}/{code}/data.json",),
                )


def _words(region: _Region) -> set[str]:
    return {region.area, region.place}


def _by(regions: list[_Region], words: Callable[[_Region], set[str]]) -> dict[str, list[_Region]]:
    """Regions by each of their words; no region has none."""
    found: dict[str, list[_Region]] = {}
    for region in regions:
        for word in sorted(words(region) - {""}):
            found.setdefault(word, []).append(region)
    return found
