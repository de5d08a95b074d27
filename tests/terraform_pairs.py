"""Holds the source and the plan of one configuration together: what both know must be the same."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from compliance_toolkit.models import AuditInput, Finding, Resource, Unknown, Verdict

PAIRS = Path(__file__).parent / "pairs"
PLANS = sorted(str(path.relative_to(PAIRS)) for path in PAIRS.glob("*/*.json"))
"""Plans beside the source that they could be of."""

_ANY = "[*]"


def cover(address: str, instance: str) -> bool:
    """Whether an address is that of an instance, or stands for it where a count is unknown."""
    if _ANY not in address:
        return address == instance
    key = r'\[(?:\d+|"(?:[^"\\]|\\.)*")\]'
    return re.fullmatch(re.escape(address).replace(re.escape(_ANY), key), instance) is not None


def contradictions(source: AuditInput, plan: AuditInput) -> list[str]:
    """List where source and plan say two things of what both know."""
    values = [
        f"{theirs.address}{line}"
        for ours, theirs in _pairs(source, plan)
        if "" not in ours.unknown and "" not in theirs.unknown
        for name in ours.values.keys() & theirs.values.keys()
        for line in _apart(
            f"/{name}", ours.values[name], theirs.values[name], {**ours.unknown, **theirs.unknown}
        )
    ]
    return [*uncovered(source, plan), *places_apart(source, plan), *values]


def uncovered(source: AuditInput, plan: AuditInput) -> list[str]:
    """List instances that only one of them has."""
    planned = {one.address for one in plan.resources}
    said = [
        f"{one.address}: only the source has it"
        for one in source.resources
        if _ANY not in one.address and one.address not in planned and one.type != "module"
    ]
    counted = Counter(theirs.address for _, theirs in _pairs(source, plan))
    modules = [one for one in source.resources if one.type == "module"]
    said += [
        f"{address}: {counted[address]} of the source stand for it"
        for address in planned
        if counted[address] != 1 and not any(_is_below(one, address) for one in modules)
    ]
    return said


def places_apart(source: AuditInput, plan: AuditInput) -> list[str]:
    """List instances that are in one place here and in another there."""
    return [
        f"{theirs.address}{line}"
        for ours, theirs in _pairs(source, plan)
        for line in _places(ours, theirs)
    ]


def opposites(source: Iterable[Finding], plan: Iterable[Finding]) -> list[str]:
    """List what passes in one of them and fails in the other."""
    ours = {(*one.under, one.address): one for one in source}
    opposite = {Verdict.PASS: Verdict.FAIL, Verdict.FAIL: Verdict.PASS}
    return sorted(
        f"{one.check} under {one.jurisdiction or one.regime} of {one.address}: "
        f"{other.verdict} in the source, {one.verdict} in the plan"
        for one in plan
        if (other := ours.get((*one.under, one.address))) is not None
        and other.verdict is opposite.get(one.verdict)
    )


def _pairs(source: AuditInput, plan: AuditInput) -> Iterator[tuple[Resource, Resource]]:
    exact = {one.address: one for one in source.resources}
    many = [one for one in source.resources if _ANY in one.address]
    for theirs in plan.resources:
        if theirs.address in exact:
            yield exact[theirs.address], theirs
        yield from ((ours, theirs) for ours in many if cover(ours.address, theirs.address))


def _is_below(module: Resource, address: str) -> bool:
    """Whether an instance is in a module that was not read."""
    path = re.escape(module.address).replace(re.escape(_ANY), r"\[[^.]*\]")
    return re.match(path + r"(\.|\[)", address) is not None


def _places(ours: Resource, theirs: Resource) -> Iterator[str]:
    known = not isinstance(ours.region, Unknown) and not isinstance(theirs.region, Unknown)
    if known and ours.region != theirs.region:
        yield f" is in {ours.region} and in {theirs.region}"
    if ours.regions is not None and theirs.regions is not None:
        # A home that one of them does not know is not among its places.
        mine, other = (
            {place for place in places if known or place.role != "home"}
            for places in (ours.regions, theirs.regions)
        )
        if mine != other:
            yield f" has the places {sorted(map(str, mine))} and {sorted(map(str, other))}"


def _apart(at: str, ours: Any, theirs: Any, unknown: Mapping[str, Unknown]) -> Iterator[str]:
    """Compare what both know; a member that one of them does not know is not compared."""
    if isinstance(ours, Mapping) and isinstance(theirs, Mapping):
        for name in ours.keys() | theirs.keys():
            below = f"{at}/{name.replace('~', '~0').replace('/', '~1')}"
            if name in ours and name in theirs:
                yield from _apart(below, ours[name], theirs[name], unknown)
            elif below not in unknown and not _is_blank(ours.get(name, theirs.get(name))):
                yield f"{below} is known to one and not there for the other"
    elif isinstance(ours, list) and isinstance(theirs, list):
        if len(ours) != len(theirs):
            yield f"{at} has {len(ours)} and {len(theirs)} elements"
        for index, pair in enumerate(zip(ours, theirs, strict=False)):
            yield from _apart(f"{at}/{index}", *pair, unknown)
    elif (type(ours) is not type(theirs) and not _are_numbers(ours, theirs)) or ours != theirs:
        yield f"{at} is {ours!r} and {theirs!r}"


def _is_blank(value: Any) -> bool:
    """Whether a plan shows this where a source leaves a member of a block out."""
    return value is None or value in ("", [], {}, False, 0)


def _are_numbers(*values: Any) -> bool:
    return all(isinstance(value, int | float) and not isinstance(value, bool) for value in values)
