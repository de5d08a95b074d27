"""Whether places of the data are where they are in the world, and regimes at home there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from compliance_toolkit.models import JsonObject
from compliance_toolkit.prove import gazetteer
from compliance_toolkit.prove.contradiction import (
    PURPOSES,
    Contradiction,
    Suspect,
    law_key,
    listed,
    region_key,
    route_key,
)
from compliance_toolkit.prove.gazetteer import Fact
from compliance_toolkit.prove.ways import countries_of


def of_geography(law: Mapping[str, Any]) -> Iterator[Contradiction]:
    """Give what contradicts the gazetteer, in the order of the files.

    Args:
        law: `data.compliance` of a bundle.
    """
    for cloud, name, stated in _regions(law):
        yield from _own(cloud, name, stated)
        yield from _placed(cloud, name, stated)
        yield from _apart(cloud, name, stated.get("partition"))
    for code, one in sorted(law["jurisdictions"].items()):
        yield from _named(code, one)
    for code, one in sorted(law["regimes"].items()):
        yield from _home(code, one["transfers"])
    yield from _no_countries(law)


def unheld(law: JsonObject) -> Iterator[str]:
    """Say of which places the countries are held to nothing: the gazetteer does not know them.

    Args:
        law: `data.compliance` of a bundle.
    """
    read: Any = law
    for cloud, name, stated in _regions(read):
        if countries_of(stated) is None:
            continue
        place = stated.get("place") or ""
        facts, unknown = gazetteer.of_place(place)
        said = gazetteer.of_region(cloud, name)
        if said is not None and said.whole:
            continue
        if unknown:
            yield f"`{name}` of {cloud}, in `{place}`"
        elif not facts:
            yield f"`{name}` of {cloud}, which names no place"
        else:
            yield f"`{name}` of {cloud}, which is held to its own place `{place}` alone"
    for code, one in sorted(read["jurisdictions"].items()):
        bound = any(one[kind]["countries"] != "any" for kind in PURPOSES)
        facts, unknown = gazetteer.of_place(one["name"])
        if bound and (unknown or not facts):
            yield f"jurisdiction `{code}`, `{one['name']}`"


def _regions(law: Mapping[str, Any]) -> Iterator[tuple[str, str, Mapping[str, Any]]]:
    for cloud, table in sorted(law["regions"].items()):
        for name, stated in sorted(table.items()):
            yield cloud, name, stated


def _own(cloud: str, name: str, stated: Mapping[str, Any]) -> Iterator[Contradiction]:
    """A region says in one way where it is, or that nobody says so."""
    one, several = stated.get("country"), stated.get("countries")
    key = (region_key(cloud, name),)
    if one and several and set(several) != {one}:
        yield Contradiction(
            f"`{name}` of {cloud} is stated to be in {one}, and in {listed(frozenset(several))}",
            key,
        )
    if stated.get("unspecified") and (one or several):
        where = ", ".join(sorted(several or [one]))
        yield Contradiction(
            f"nobody specifies where `{name}` of {cloud} is, and it is stated to be in {where}", key
        )


def _placed(cloud: str, name: str, stated: Mapping[str, Any]) -> Iterator[Contradiction]:
    """A region is where its place is, and where its own name says."""
    here = countries_of(stated)
    if here is None:
        return
    place = stated.get("place") or ""
    facts, unknown = gazetteer.of_place(place)
    said = gazetteer.of_region(cloud, name)
    own = (said,) if said is not None else ()
    if any(fact.nowhere for fact in (*facts, *own)):
        yield _misplaced(cloud, name, here, "nobody specifies where that is")
    elif not unknown and (wrong := _differs(here, facts)):
        there = gazetteer.together(facts)
        yield _misplaced(cloud, name, here, f"is in {place}, which {wrong}", there)
    elif facts and not any(fact.whole for fact in facts) and len(here) == 1:
        yield _misplaced(cloud, name, here, f"is in {place}, which is more than a country")
    elif said is not None and (wrong := _differs(here, own)):
        says = f"its name means {said.name}, which {wrong}"
        yield _misplaced(cloud, name, here, says, gazetteer.together(own))
    elif len(here) == 1 and said and (sibling := gazetteer.sibling_at(cloud, name, facts)):
        yield Contradiction(
            f"`{name}` of {cloud} is stated to be in {place}, where `{sibling}` is, "
            f"and its name means {said.name}",
            (region_key(cloud, name),),
        )


def _apart(cloud: str, name: str, partition: str | None) -> Iterator[Contradiction]:
    """A region lies in the partition that its name says, and in none of another cloud."""
    if partition is None:
        return
    known, others = gazetteer.partition_of(cloud, name), gazetteer.clouds_with(partition)
    really = ""
    if known not in {None, partition}:
        really = f"its name says `{known}`"
    elif others and cloud not in others:
        really = f"that is one of {listed(others)}"
    if really:
        yield Contradiction(
            f"`{name}` of {cloud} is stated to be in partition `{partition}`, and {really}",
            (region_key(cloud, name),),
        )


def _misplaced(
    cloud: str, name: str, here: frozenset[str], really: str, there: frozenset[str] = frozenset()
) -> Contradiction:
    return Contradiction(
        f"`{name}` of {cloud} is stated to be in {listed(here)}, and {really}",
        (region_key(cloud, name),),
        (Suspect(cloud, name, here, there),),
    )


def _differs(here: frozenset[str], facts: Sequence[Fact]) -> str:
    """Where facts say that something is, if that is not where it is stated to be."""
    exactly = gazetteer.together(facts)
    if exactly and here != exactly:
        return f"is in {listed(exactly)}"
    beyond = [fact for fact in facts if not fact.whole and here - fact.countries]
    return f"has no {listed(here - beyond[0].countries)}" if beyond else ""


def _named(code: str, law: Mapping[str, Any]) -> Iterator[Contradiction]:
    """A jurisdiction that is called like a place is that place, for each purpose."""
    facts, unknown = gazetteer.of_place(law["name"])
    for kind in PURPOSES:
        countries = law[kind]["countries"]
        here = frozenset(() if countries == "any" else countries)
        wrong = "" if unknown or not facts else _differs(here, facts)
        if wrong:
            where = "any country" if countries == "any" else listed(here)
            yield Contradiction(
                f"jurisdiction `{code}` lets {kind} be in {where}, "
                f"and is called {law['name']}, which {wrong}",
                (law_key("jurisdictions", code),),
            )
    bound = [kind for kind in PURPOSES if law[kind]["countries"] != "any"]
    if len(bound) == 1:
        yield Contradiction(
            f"jurisdiction `{code}` binds where {bound[0]} is, and nothing else: "
            "countries that are listed for one purpose are listed for the other",
            (law_key("jurisdictions", code),),
        )


def _home(code: str, transfers: Mapping[str, Any] | None) -> Iterator[Contradiction]:
    """A regime lets data go freely where it is at home, and not at all without a rule."""
    fact = gazetteer.home(code)
    if fact is None:
        return
    key = (law_key("regimes", code),)
    if transfers is None:
        yield Contradiction(f"`{code}` binds no transfer, and it is known to", key)
        return
    if abroad := frozenset(transfers["free"]) - fact.free:
        yield Contradiction(
            f"`{code}` lets data go freely to {listed(abroad)}, where it is not at home", key
        )
    if unknown := frozenset(transfers["mechanisms"]) - fact.mechanisms:
        yield Contradiction(
            f"`{code}` lets data go anywhere on `{'`, `'.join(sorted(unknown))}`, "
            "which is no ground of its own there",
            key,
        )
    for one in transfers["adequate"]:
        required = fact.requires.get(one["country"])
        if required is not None and one["requires"] != required:
            yield Contradiction(
                f"`{code}` finds {one['country']} adequate without `{required}`, "
                "and only who attests that is",
                key,
            )


def _no_countries(law: Mapping[str, Any]) -> Iterator[Contradiction]:
    """Whatever is listed as a country is one."""
    for what, key, codes in _lists(law):
        for code in codes:
            if not gazetteer.is_country(code):
                yield Contradiction(f"{what} lists `{code}`, which is no country", (key,))


def _lists(law: Mapping[str, Any]) -> Iterator[tuple[str, str, Iterable[str]]]:
    for cloud, name, stated in _regions(law):
        yield f"`{name}` of {cloud}", region_key(cloud, name), countries_of(stated) or ()
    for provider, route in sorted(law["routes"].items()):
        for offer in route["offers"]:
            for some in (offer["countries"], offer["storage"]):
                what = f"the offer `{offer['name']}` of {provider}"
                yield what, route_key(provider), () if isinstance(some, str) else some
    for code, one in sorted(law["jurisdictions"].items()):
        for some in (one[kind]["countries"] for kind in PURPOSES):
            key = law_key("jurisdictions", code)
            yield f"jurisdiction `{code}`", key, () if some == "any" else some
    for code, one in sorted(law["regimes"].items()):
        rule = one["transfers"] or {"free": (), "adequate": ()}
        adequate = [decision["country"] for decision in rule["adequate"]]
        yield f"`{code}`", law_key("regimes", code), (*rule["free"], *adequate)
