"""Parts of sentences about facts that policies answered."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import TypeGuard

from compliance_toolkit.models import JsonObject, JsonValue


def unstated(what: str) -> str:
    """A limit of the tenant's own that is not even said to be none."""
    return f"the tenant does not say {what}, not even that it sets no limit"


def reached(places: JsonValue) -> str:
    """Places, in words where nobody states them."""
    listed = [place for place in places if isinstance(place, str)] if is_list(places) else []
    named = [f"`{place}`" for place in listed if place != "unspecified"]
    unknown = ["places that nobody states"] if "unspecified" in listed else []
    return ", ".join([*named, *unknown]) or "nothing"


def is_list(value: JsonValue) -> TypeGuard[Sequence[JsonValue]]:
    """Whether a value is a list and no text."""
    return isinstance(value, Sequence) and not isinstance(value, str)


def listed(values: JsonValue) -> str:
    """A list, each entry in backticks."""
    if isinstance(values, str) or not isinstance(values, Sequence):
        return shown(values)
    return ", ".join(shown(value) for value in values) or "nothing"


def shown(value: JsonValue) -> str:
    """A value as a sentence quotes it."""
    match value:
        case str():
            return f"`{value}`"
        case None:
            return "nothing"
        case Mapping():
            return pairs(value)
        case [*values]:
            return listed(values)
        case _:
            return str(value)


def joined(periods: Sequence[JsonValue]) -> list[JsonValue]:
    """Periods of days, each begun as soon as the last is over told as one, earliest first.

    A route is cut where anything about it changes, such as what it keeps; that it is offered on
    both sides of the cut is one thing to say.
    """
    whole: list[JsonValue] = []
    for period in sorted(periods, key=_first):
        match whole[-1:], period:
            case [{"from": first, "to": str(last)}], {"from": str(then), "to": str(to)} if (
                then <= last or _is_next(last, then)
            ):
                whole[-1] = {"from": first, "to": max(last, to)}
            case _:
                whole.append(period)
    return whole


def _first(period: JsonValue) -> str:
    return str(period.get("from")) if isinstance(period, Mapping) else ""


def _is_next(last: str, then: str) -> bool:
    try:
        return dt.date.fromisoformat(last) + dt.timedelta(days=1) == dt.date.fromisoformat(then)
    except (ValueError, OverflowError):
        return False


def pairs(facts: JsonObject) -> str:
    """Facts by their names, for a rule without a sentence."""
    return ", ".join(f"{name}={shown(value)}" for name, value in facts.items()) or "no facts"
