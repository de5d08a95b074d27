"""A resource that was explained, as a tree of sentences and as plain data."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from compliance_toolkit.models import JsonValue, Step, Unknown
from compliance_toolkit.report.advice import advice_for
from compliance_toolkit.report.explained import place, said
from compliance_toolkit.report.tree import Branch, Tone
from compliance_toolkit.report.wording import count_of

if TYPE_CHECKING:
    from compliance_toolkit.explain.resource import (
        Countries,
        Judged,
        PlaceExplained,
        ResourceExplained,
    )

_TONES: dict[str, Tone] = {"pass": "good", "fail": "bad", "unknown": "warn"}
_ROLES = {"source": "from"}


def resource_tree(one: ResourceExplained) -> Branch:
    """Where a resource is and why."""
    where = f", {place(one.location)}" if one.location is not None else ""
    below = [
        Branch(f"read from: {one.input} ({one.kind.replace('-', ' ')}){where}"),
        Branch(_region(one), [_step(step) for step in one.chain], "head"),
        _places(one),
    ]
    if one.unknown:
        lost = [Branch(f"{at or 'all of it'}: {_why(why)}") for at, why in one.unknown.items()]
        below.append(Branch(f"not known: {count_of(len(lost), 'value')}", lost, "head"))
    if one.silent_on:
        below.append(Branch(f"proven to say nothing of: {', '.join(one.silent_on)}"))
    below.append(_checks(one))
    return Branch(f"resource {one.address}", below, "head")


def _region(one: ResourceExplained) -> str:
    match one.region:
        case None:
            return "region: none, no region of its provider is known"
        case Unknown() as why:
            return f"region: not known, {_why(why)}"
        case region:
            return f"region: {region} ({_named(one.countries)})"


def _step(step: Step) -> Branch:
    match step.value:
        case None:
            value = ""
        case Unknown() as why:
            value = f": not known, {_why(why)}"
        case text:
            value = f": {text}"
    return Branch(f"{step.what}{value}" + (f" ({step.where})" if step.where else ""))


def _places(one: ResourceExplained) -> Branch:
    if one.places is None:
        return Branch("further places: not known", tone="warn")
    found = [_place(each) for each in one.places]
    return Branch("further places" if found else "further places: none", found, "head")


def _place(one: PlaceExplained) -> Branch:
    role = _ROLES.get(one.role, one.role)
    return Branch(f"{role} {one.region} ({_named(one.countries)})")


def _named(countries: Countries) -> str:
    if countries is None:
        return "no country that the data knows"
    return "nowhere in particular" if countries == "unspecified" else said(list(countries))


def _checks(one: ResourceExplained) -> Branch:
    found = [_judged(each, one.kind) for each in one.judged]
    return Branch("checks" if found else "checks: none applies", found, "head")


def _judged(one: Judged, kind: str) -> Branch:
    if one.verdict is None:
        return Branch(f"{one.check}: {one.title}")
    law = f" under {one.law}" if one.law else ""
    below = [
        Branch(f"{name}: {'none' if value is None else said(value)}")
        for name, value in one.evidence.items()
    ]
    if one.reason is not None:
        below.append(Branch(f"why: {_why(one.reason)}"))
        below.append(Branch(f"fix: {advice_for(one.reason, kind)}"))
    text = f"{one.verdict} {one.check}{law}: {one.title}"
    return Branch(text, below, _TONES.get(one.verdict))


def _why(why: Unknown) -> str:
    return why.code.value + (f", {why.reference}" if why.reference else "")


def resource_document(one: ResourceExplained) -> JsonValue:
    """The same as the JSON explanation, version 1, holds it; see `schemas/explanation.json`."""
    return {
        "address": one.address,
        "type": one.type,
        "input": one.input,
        "kind": one.kind,
        "location": None
        if one.location is None
        else {"file": one.location.file, "line": one.location.line},
        "region": one.region if isinstance(one.region, str) else None,
        "reason": _reason(one.region) if isinstance(one.region, Unknown) else None,
        "countries": _listed(one.countries),
        "chain": [
            {
                "what": step.what,
                "where": step.where,
                "value": step.value if isinstance(step.value, str) else None,
                "reason": _reason(step.value) if isinstance(step.value, Unknown) else None,
            }
            for step in one.chain
        ],
        "places": None if one.places is None else list(_place_documents(one.places)),
        "unknown": {at: _reason(why) for at, why in one.unknown.items()},
        "silent_on": list(one.silent_on),
        "checks": [
            {
                "check": each.check,
                "title": each.title,
                "severity": each.severity,
                "law": each.law,
                "verdict": each.verdict,
                "evidence": each.evidence,
                "reason": None if each.reason is None else _reason(each.reason),
            }
            for each in one.judged
        ],
    }


def _place_documents(places: tuple[PlaceExplained, ...]) -> Iterator[JsonValue]:
    for one in places:
        yield {"region": one.region, "role": one.role, "countries": _listed(one.countries)}


def _listed(countries: Countries) -> JsonValue:
    return list(countries) if isinstance(countries, tuple) else countries


def _reason(why: Unknown) -> JsonValue:
    return {"code": why.code.value, "reference": why.reference}
