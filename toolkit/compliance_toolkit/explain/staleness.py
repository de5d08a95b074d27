"""Which facts about a provider earn nothing, and which were read too long ago."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from compliance_toolkit.models import JsonObject, JsonValue

STALE_AFTER = 90
"""Days after which what was read is worth reading again."""

_EARNING = frozenset(("V", "S"))


@dataclass(frozen=True, slots=True)
class Unread:
    """A fact that was not read in a source, and so earns nothing."""

    what: str
    mark: str
    note: str | None


@dataclass(frozen=True, slots=True)
class Stale:
    """Facts that were read on one day, too long ago."""

    read: str
    days: int
    """How long ago."""

    facts: tuple[str, ...]


def unread(facts: JsonObject) -> tuple[Unread, ...]:
    """The features and eligibilities of a provider that nobody has read of.

    Args:
        facts: `data.compliance.routes` of the provider.
    """
    return tuple(
        Unread(what, str(entry.get("confidence", "?")), _text(entry.get("note")))
        for what, entry in _common(facts)
        if entry.get("confidence") not in _EARNING
    )


def stale(
    facts: JsonObject, offers: Collection[str], models: Collection[str], at: dt.date
) -> tuple[Stale, ...]:
    """What was read of a route more than `STALE_AFTER` days before a day, oldest first.

    What was not read in a source (`unread`) was not read long ago either.

    Args:
        facts: `data.compliance.routes` of the provider.
        offers: Names of the offers that fit the deployment.
        models: The models of the deployment.
        at: The UTC day.
    """
    by_day: dict[str, list[str]] = {}
    for what, entry in (*_common(facts), *_of_offers(facts, offers, models)):
        if entry.get("confidence") not in _EARNING:
            continue
        day = _text(entry.get("read", entry.get("as_of")))
        if day is not None and (at - dt.date.fromisoformat(day)).days > STALE_AFTER:
            by_day.setdefault(day, []).append(what)
    return tuple(
        Stale(day, (at - dt.date.fromisoformat(day)).days, tuple(found))
        for day, found in sorted(by_day.items())
    )


def _common(facts: JsonObject) -> Iterator[tuple[str, JsonObject]]:
    """What a provider's data says of it beside its offers."""
    for kind in ("eligibility", "features"):
        for name, entry in sorted(_object(facts.get(kind)).items()):
            yield f"{_SINGULAR[kind]} {name}", _object(entry)


def _of_offers(
    facts: JsonObject, offers: Collection[str], models: Collection[str]
) -> Iterator[tuple[str, JsonObject]]:
    yield "retention", _object(facts.get("retention"))
    listed = facts.get("offers")
    for offer in listed if isinstance(listed, list) else ():
        name = str(_object(offer).get("name"))
        if name in offers:
            yield f"offer {name}", _object(offer)
            for model, entry in sorted(_object(_object(offer).get("models")).items()):
                if model in models:
                    yield f"{model} on {name}", _object(entry)


_SINGULAR = {"eligibility": "eligibility", "features": "feature"}


def _text(value: JsonValue) -> str | None:
    return value if isinstance(value, str) else None


def _object(value: JsonValue) -> JsonObject:
    return value if isinstance(value, Mapping) else {}
