"""What could be otherwise about a request: the changes that a search tries, one or two at a time.

The law of a tenant is not among them. Nobody should be told to loosen it so that a request passes.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import combinations
from typing import Literal, TypeAlias

from compliance_toolkit.explain.document import RouteGiven
from compliance_toolkit.models import JsonObject
from compliance_toolkit.resolve.resolver import Request

Kind: TypeAlias = Literal[
    "use-model",
    "drop-feature",
    "drop-data-class",
    "attest",
    "list-model",
    "add-deployment",
    "on-day",
]

_DAYS = 6
"""Days after that of the request that are tried, the nearest ones."""


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that would have to be otherwise."""

    kind: Kind
    what: str
    """The feature, the data class, the model, the day, the attestation or the new provider."""

    deployment: str | None = None
    """The deployment that is changed or added; `None` where the request is changed."""

    settings: JsonObject = field(default_factory=dict, hash=False)
    """What an attestation has to say beside its owner, or where the new deployment is."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Changes that help together, each needed, and the route that they give."""

    changes: tuple[Change, ...]
    route: RouteGiven
    alternatives: tuple[str, ...] = ()
    """Source regions that a new deployment could have as well."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A request after some changes."""

    request: Request
    changes: tuple[Change, ...] = ()


_Edit: TypeAlias = tuple[Change, Callable[[Request], Request]]


def variations(
    request: Request, models: Iterable[str], days: Iterable[dt.date], own: frozenset[str]
) -> list[Asked]:
    """The request with one thing changed, and then with two.

    Args:
        request: What was asked.
        models: Other models that could be asked for.
        days: Other days on which something begins or ends.
        own: Data classes that the tenant's requests have anyway: to leave them out is no change.
    """
    edits = list(_edits(request, models, days, own))
    single = [Asked(edit(request), (change,)) for change, edit in edits]
    double = [
        Asked(second(first(request)), (one, other))
        for (one, first), (other, second) in combinations(edits, 2)
        if one.kind != other.kind or one.kind.startswith("drop-")
    ]
    return single + double


def without_any(request: Request, own: frozenset[str]) -> Asked | None:
    """The request without all features and data classes that can be dropped, if they are many."""
    dropped = tuple(change for change, _ in _edits(request, (), (), own))
    if len(dropped) <= 2:
        return None
    left = replace(request, features=frozenset(), data_classes=request.data_classes & own)
    return Asked(left, dropped)


def again(asked: Asked, request: Request) -> Iterator[Asked]:
    """What was dropped, with one thing after the other put back into the request."""
    for change in asked.changes:
        rest = tuple(one for one in asked.changes if one != change)
        if change.kind == "drop-feature":
            yield Asked(
                replace(asked.request, features=asked.request.features | {change.what}), rest
            )
        elif change.kind == "drop-data-class":
            kinds = asked.request.data_classes | {change.what}
            yield Asked(replace(asked.request, data_classes=kinds & request.data_classes), rest)


def nearest_days(days: Iterable[tuple[str, str]], at: dt.date) -> list[dt.date]:
    """The next days on which something begins.

    A day that is over helps nobody, and what a request needed then it needs now: what has ended,
    and when, is for the reasons of a denial to say.

    Args:
        days: First and last day of whatever counts for a time.
        at: The day of the request.
    """
    ahead = {first for first, _ in days if first > at.isoformat()}
    return [dt.date.fromisoformat(day) for day in sorted(ahead)[:_DAYS]]


def _edits(
    request: Request, models: Iterable[str], days: Iterable[dt.date], own: frozenset[str]
) -> Iterator[_Edit]:
    for model in models:
        if model != request.model:
            yield Change("use-model", model), _with(model=model)
    for feature in sorted(request.features):
        yield Change("drop-feature", feature), _without_feature(feature)
    for kind in sorted(request.data_classes - own):
        yield Change("drop-data-class", kind), _without_kind(kind)
    for day in days:
        yield Change("on-day", day.isoformat()), _on(day)


def _with(model: str) -> Callable[[Request], Request]:
    return lambda request: replace(request, model=model)


def _without_feature(feature: str) -> Callable[[Request], Request]:
    return lambda request: replace(request, features=request.features - {feature})


def _without_kind(kind: str) -> Callable[[Request], Request]:
    return lambda request: replace(request, data_classes=request.data_classes - {kind})


def _on(day: dt.date) -> Callable[[Request], Request]:
    return lambda request: replace(request, at=day)


def weight(changes: Iterable[Change]) -> tuple[int, int, str]:
    """How near changes are: the fewest first, then what is easiest to do, then by name."""
    listed = list(changes)
    easy = sum(_EASE[change.kind] for change in listed)
    return len(listed), easy, " ".join(f"{one.deployment} {one.what}" for one in listed)


_EASE: Mapping[Kind, int] = {
    "use-model": 1,
    "drop-feature": 1,
    "drop-data-class": 1,
    "list-model": 2,
    "attest": 2,
    "add-deployment": 4,
    "on-day": 5,
}
