"""Denials about places in words; see `wording`."""

from __future__ import annotations

from compliance_toolkit.models import JsonObject
from compliance_toolkit.resolve.phrases import listed, reached, shown, unstated


def inference(facts: JsonObject) -> str | None:
    """RES-101."""
    return _countries(facts, "inference may run in")


def storage(facts: JsonObject) -> str | None:
    """RES-102."""
    return _countries(facts, "data may be kept in")


def _countries(facts: JsonObject, what: str) -> str | None:
    match facts:
        case {"countries": "unspecified", "allowed": allowed}:
            return f"{what} places that nobody states, and the law allows {listed(allowed)} only"
        case {"countries": [*countries], "allowed": [*allowed]}:
            outside = [country for country in countries if country not in allowed]
            return f"{what} {listed(outside)}, and the law allows {listed(allowed)} only"
        case {"jurisdictions": codes}:
            return f"the tenant's jurisdictions are missing or unknown: {shown(codes)}"
        case _:
            return None


def own_countries(facts: JsonObject) -> str | None:
    """RES-103."""
    match facts:
        case {"outside": outside, "allowed": allowed}:
            where = reached(outside)
            return f"data may go to {where}, and the tenant's own list has {listed(allowed)} only"
        case {"countries": _}:
            return unstated("which countries it allows")
        case _:
            return None


def partitions(facts: JsonObject) -> str | None:
    """RES-104."""
    match facts:
        case {"partitions": partitions, "allowed": allowed, "law": law}:
            where = reached(partitions)
            return f"its places lie in the partition {where}, and {law} asks for {listed(allowed)}"
        case _:
            return None


def third_parties(facts: JsonObject) -> str | None:
    """RES-105."""
    match facts:
        case {"features": features, "bound": bound}:
            return (
                f"{listed(features)} would send data to third parties, in places that nobody "
                f"states, and {listed(bound)} binds where it may go"
            )
        case _:
            return None


def transfers(facts: JsonObject) -> str | None:
    """TRF-101."""
    match facts:
        case {"regime": regime, "countries": ["unspecified"]}:
            nowhere = f"{shown(regime)} lets it go to none of them"
            return f"data may go to places that nobody states, and {nowhere}"
        case {"regime": regime, "countries": countries, "mechanisms": mechanisms}:
            hangs = facts.get("requires")
            found = "" if hangs is None else f" (which hangs on {listed(hangs)} being attested)"
            return (
                f"{shown(regime)} lets personal data go to {reached(countries)} only where the "
                f"country is found adequate{found} or one of {listed(mechanisms)} is attested, and "
                "neither is in force"
            )
        case _:
            return None


def locations(facts: JsonObject) -> str | None:
    """TRM-102."""
    match facts:
        case {"missing": missing}:
            return f"the contract's locations leave out {reached(missing)}"
        case _:
            return None
