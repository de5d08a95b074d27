"""Mistakes that somebody could make in the law's data: a fact that was moved, widened or raised."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, TypeAlias

from mutants.mutant import Mutant

_Edit: TypeAlias = tuple[str, str, Callable[[Any], None]]
"""Key, what is done, and how."""

_LATER = "2099-12-31"
_EARLIER = "2020-01-01"


def mutants(root: Path) -> Iterator[Mutant]:
    """Every mutant of every data file below a bundle root."""
    law = root / "compliance"
    kinds: dict[str, Callable[[Any], Iterator[_Edit]]] = {
        "regions/*": _regions,
        "jurisdictions/*": _jurisdiction,
        "regimes/*": _regime,
        "routes/*": _route,
        "models": _models,
        "data_classes": _data_classes,
    }
    for pattern, edits in kinds.items():
        for file in sorted(law.glob(f"{pattern}/data.json")):
            whole = json.loads(file.read_text())
            for key, what, change in edits(whole):
                changed = copy.deepcopy(whole)
                change(changed)
                path = file.relative_to(root).as_posix()
                yield Mutant(path, key, what, json.dumps(changed, indent=2) + "\n")


def _regions(table: Any) -> Iterator[_Edit]:
    for name, region in table.items():
        if country := region.get("country"):
            other = "US" if country != "US" else "DE"
            yield name, f"moved from {country} to {other}", _set(name, "country", to=other)
        if countries := region.get("countries"):
            fewer = countries[1:] or ["ZZ"]
            yield name, f"without {countries[0]}", _set(name, "countries", to=fewer)
        if partition := region.get("partition"):
            other = "aws-us-gov" if partition == "aws" else "aws"
            yield name, f"moved to {other}", _set(name, "partition", to=other)
        if region.get("unspecified"):
            stated = {**region, "unspecified": False, "country": "US"}
            yield name, "specified as US", _set(name, to=stated)


def _jurisdiction(law: Any) -> Iterator[_Edit]:
    for kind in ("inference", "storage"):
        countries = law[kind]["countries"]
        if countries == "any":
            continue
        for country in {countries[0], countries[-1]}:
            fewer = [one for one in countries if one != country] or ["ZZ"]
            yield kind, f"without {country}", _set(kind, "countries", to=fewer)
        for country in {"US", "GB", "CH"} - set(countries):
            yield kind, f"with {country}", _set(kind, "countries", to=[*countries, country])
        yield kind, "any country", _set(kind, "countries", to="any")
    if law["partitions"]:
        yield "partitions", "dropped", _set("partitions", to=None)


def _regime(law: Any) -> Iterator[_Edit]:
    for kind in ("terms", "obligations", "excluded_features"):
        for one in law[kind]:
            yield kind, f"without {one}", _set(kind, to=[x for x in law[kind] if x != one])
    for key in ("eligibility", "partitions", "transfers"):
        if law[key] is not None:
            yield key, "dropped", _set(key, to=None)
    for record, limits in law["retention"].items():
        for key, value in limits.items():
            yield from _limit(f"retention.{record}.{key}", ("retention", record, key), value)
    if law["transfers"] is not None:
        yield from _transfers(law["transfers"])


def _limit(where: str, path: tuple[str, ...], value: Any) -> Iterator[_Edit]:
    if isinstance(value, bool):
        yield where, f"{not value}", _set(*path, to=not value)
    elif isinstance(value, int):
        yield where, "dropped", _set(*path, to=None)
        yield where, "a day less", _set(*path, to=value - 1)


def _transfers(transfers: Any) -> Iterator[_Edit]:
    yield "transfers.free", "with US", _set("transfers", "free", to=[*transfers["free"], "US"])
    for at, one in enumerate(transfers["adequate"]):
        where = f"transfers.adequate.{one['country']}"
        if one["requires"]:
            yield where, "nothing required", _set("transfers", "adequate", at, "requires", to=None)
        if one.get("valid_to"):
            yield where, "longer", _set("transfers", "adequate", at, "valid_to", to=_LATER)
        if one["confidence"] in "K?":
            yield where, "raised", _set("transfers", "adequate", at, "confidence", to="V")


def _route(route: Any) -> Iterator[_Edit]:
    for name, feature in route["features"].items():
        where = f"features.{name}"
        for key in ("available", "zdr", "hipaa"):
            to = feature[key] is not True
            yield where, f"{key} {to}", _set("features", name, key, to=to)
        if feature["confidence"] in "K?":
            yield where, "raised", _set("features", name, "confidence", to="V")
        if feature.get("models"):
            yield where, "for all models", _set("features", name, "models", to=None)
    for need, known in route["eligibility"].items():
        to = known["available"] is not True
        yield f"eligibility.{need}", f"{to}", _set("eligibility", need, "available", to=to)
        if known["confidence"] in "K?":
            yield f"eligibility.{need}", "raised", _set("eligibility", need, "confidence", to="V")
    days = route["retention"]["standard_days"]
    yield "retention", "a day less", _set("retention", "standard_days", to=(days or 31) - 1)
    for at, offer in enumerate(route["offers"]):
        yield from _offer(at, offer)


def _offer(at: int, offer: Any) -> Iterator[_Edit]:
    where = f"offers.{offer['name']}"
    named = offer["destinations"]
    if named != "unspecified":
        more = "eu-west-2" if "us-east-1" in named else "us-east-1"
        yield where, "wider", _set("offers", at, "destinations", to=[*named, more])
        if len(named) > 1:
            yield where, "narrower", _set("offers", at, "destinations", to=named[:-1])
    if offer["countries"] not in ("by-destination", "unspecified"):
        yield where, "countries DE", _set("offers", at, "countries", to=["DE"])
    if offer["storage"] not in ("by-source", "unspecified"):
        yield where, "storage DE", _set("offers", at, "storage", to=["DE"])
    if offer["confidence"] in "K?":
        yield where, "raised", _set("offers", at, "confidence", to="V")
    if offer.get("valid_to"):
        yield where, "longer", _set("offers", at, "valid_to", to=_LATER)
    yield where, "earlier", _set("offers", at, "valid_from", to=_EARLIER)
    for model, served in offer["models"].items():
        there = ("offers", at, "models", model)
        if served["confidence"] in "K?":
            yield f"{where}.{model}", "raised", _set(*there, "confidence", to="V")
        if served.get("valid_to"):
            yield f"{where}.{model}", "longer", _set(*there, "valid_to", to=_LATER)


def _models(table: Any) -> Iterator[_Edit]:
    for name, model in table.items():
        if model["covered"]:
            yield name, "not covered", _set(name, "covered", to=False)
        if model["confidence"] in "K?":
            yield name, "raised", _set(name, "confidence", to="V")


def _data_classes(table: Any) -> Iterator[_Edit]:
    for name, kind in table.items():
        to = not kind["admitted"]
        yield name, f"admitted {to}", _set(name, "admitted", to=to)
        for key in ("terms", "obligations"):
            for one in kind[key]:
                fewer = [x for x in kind[key] if x != one]
                yield name, f"{key} without {one}", _set(name, key, to=fewer)
        if kind["eligibility"]:
            yield name, "eligibility dropped", _set(name, "eligibility", to=None)
        if kind["retention"]["prompts"]["max_days"] is not None:
            yield name, "no limit", _set(name, "retention", "prompts", "max_days", to=None)


def _set(*path: str | int, to: Any) -> Callable[[Any], None]:
    def change(document: Any) -> None:
        for step in path[:-1]:
            document = document[step]
        document[path[-1]] = to

    return change
