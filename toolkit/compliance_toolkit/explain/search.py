"""The nearest change that would help, found by asking the resolver and believed only from it.

First the request is varied, over the deployments as they are and as they could be at best; then
deployments that do not exist are asked. What helps is cut down until each change is needed, and
asked once more as it would be written.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial

from compliance_toolkit.explain.changes import (
    Asked,
    Change,
    Suggestion,
    again,
    nearest_days,
    variations,
    weight,
    without_any,
)
from compliance_toolkit.explain.cutting import Case, Cutter
from compliance_toolkit.explain.document import RouteGiven
from compliance_toolkit.explain.worlds import Resolve, edited, edits, renamed
from compliance_toolkit.models import Route
from compliance_toolkit.registry.project import Deployment
from compliance_toolkit.resolve.candidates import join
from compliance_toolkit.resolve.resolver import Decision, Request

AT_BEST = "-at-best"
"""Ending of the name of a deployment with everything attested, beside itself."""

MOST = 5
"""Suggestions that are made."""

_ALIKE = 2
"""Suggestions of the same changes, of different deployments."""

_MOST_CUT = 30
"""Deployments at their best that are cut down to what is needed, fewest other changes first."""


@dataclass(slots=True)
class Found:
    """What a search came to."""

    suggestions: list[Suggestion] = field(default_factory=list)
    beyond: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """Deployment → the rules that refuse it even at its best."""


@dataclass(frozen=True, slots=True)
class _Way:
    """A request that a deployment serves after changes; not yet asked as it would be written."""

    asked: Asked
    name: str
    needed: tuple[Change, ...]

    @property
    def changes(self) -> tuple[Change, ...]:
        return (*self.asked.changes, *self.needed)


def search(case: Case, cutter: Cutter) -> Found:
    """Look for changes of the request and of the deployments.

    Raises:
        PolicyError: A rule did not answer.
        UnavailableError: The engine did not answer.
    """
    found = Found()
    ask = case.world(
        [*case.targets.values(), *(at_best(one, case) for one in case.targets.values())]
    )
    helping: set[tuple[Change, ...]] = set()
    hits: list[tuple[Asked, str]] = []
    for asked in _asked(case):
        if any(set(one) <= set(asked.changes) for one in helping):
            continue  # a part of it helps already
        if not cutter.budget.spend():
            break
        decision = ask(asked.request, case.tenant, explain=not asked.changes)
        names = {route.deployment for route in decision.routes}
        if not asked.changes:
            found.beyond = _beyond(decision, case.targets)
        elif names & case.targets.keys():
            helping.add(asked.changes)
        hits += [(asked, name) for name in sorted(names)]
    ways = list(_ways(case, hits, ask, cutter))
    found.suggestions = _written(case, ways, cutter)
    return found


def at_best(deployment: Deployment, case: Case) -> Deployment:
    """A deployment with all that could be changed about it, under another name."""
    models = dict.fromkeys((case.request.model, *deployment.models))
    changes = edits(deployment, tuple(models), case.wanted)
    return renamed(edited(deployment, changes, dt.date.max), f"{deployment.name}{AT_BEST}")


def given(route: Route, name: str) -> RouteGiven:
    """A route, under the name that its deployment would have."""
    return RouteGiven(
        name, route.model_id, route.countries, route.storage, route.price, route.retention
    )


def _asked(case: Case) -> Iterator[Asked]:
    """The request as it is, then with one thing changed, then with two, then with many left out."""
    yield Asked(case.request)
    models = sorted({model for one in case.targets.values() for model in one.models})
    days = nearest_days([*case.days, *_days(case)], case.request.at)
    yield from variations(case.request, models, days, case.own)
    bare = without_any(case.request, case.own)
    if bare is not None:
        yield bare


def _ways(
    case: Case, hits: Sequence[tuple[Asked, str]], ask: Resolve, cutter: Cutter
) -> Iterator[_Way]:
    """What helped, without what is not needed."""
    plainly = {(asked.changes, name) for asked, name in hits if not name.endswith(AT_BEST)}
    at_once = {name for asked, name in hits if not asked.changes}
    cut = 0
    for asked, name in hits:
        plain = name.removesuffix(AT_BEST)
        if asked.changes and name in at_once:
            continue  # the deployment's own changes are enough
        if name != plain and (asked.changes, plain) in plainly:
            continue  # the changes of the request are enough
        cut += name != plain
        if cut > _MOST_CUT:
            cutter.budget.spent = True
            return
        fewer = put_back(asked, case, cutter, partial(_serves, ask, case, name))
        needed = () if name == plain else cutter.needed(case.targets[plain], fewer.request)
        if needed is not None:
            yield _Way(fewer, plain, needed)


def _written(case: Case, ways: Iterable[_Way], cutter: Cutter) -> list[Suggestion]:
    """The nearest ways, each asked as it would be written."""
    kept: list[Suggestion] = []
    alike: Counter[tuple[tuple[str, str], ...]] = Counter()
    for way in sorted(ways, key=lambda one: weight(one.changes)):
        if len(kept) == MOST or not way.changes:
            break
        if any(set(one.changes) <= set(way.changes) for one in kept):
            continue
        sort = tuple((change.kind, change.what) for change in way.changes)
        if alike[sort] == _ALIKE:
            continue  # leave room for another sort of change
        route = cutter.route(case.targets[way.name], way.needed, way.asked.request)
        if route is not None:
            alike[sort] += 1
            kept.append(Suggestion(way.changes, given(route, way.name)))
    return kept


def _serves(ask: Resolve, case: Case, name: str, request: Request) -> bool:
    return any(route.deployment == name for route in ask(request, case.tenant).routes)


def put_back(asked: Asked, case: Case, cutter: Cutter, serves: Callable[[Request], bool]) -> Asked:
    """Of many things that were left out, put back into the request those that do no harm."""
    if len(asked.changes) <= 2:
        return asked
    for change in asked.changes:
        fuller = next(one for one in again(asked, case.request) if change not in one.changes)
        if cutter.budget.spend() and serves(fuller.request):
            asked = fuller
    return asked


def _beyond(decision: Decision, targets: Iterable[str]) -> dict[str, tuple[str, ...]]:
    rules: dict[str, list[str]] = {name: [] for name in targets}
    for denial in decision.denials:
        name = denial.deployment.removesuffix(AT_BEST)
        if denial.deployment != name and denial.rule not in rules[name]:
            rules[name].append(denial.rule)
    return {name: tuple(found) for name, found in rules.items()}


def _days(case: Case) -> Iterator[tuple[str, str]]:
    """When the offers of the deployments, and what is attested, begin and end."""
    for deployment in case.targets.values():
        joined = join(deployment, case.wanted.law)
        for until in joined.terms.values():
            yield dt.date.min.isoformat(), until
        for offer in joined.facts.offers:
            model = offer.models.get(case.request.model)
            if model is not None and offer.scope == joined.place.scope:
                begins = [day for day in (offer.valid_from, model.valid_from) if day is not None]
                ends = [day for day in (offer.valid_to, model.valid_to) if day is not None]
                first = max(begins, default=dt.date.min.isoformat())
                yield first, min(ends, default=dt.date.max.isoformat())
