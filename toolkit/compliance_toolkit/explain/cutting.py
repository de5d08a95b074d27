"""Cuts what would help a deployment down to what is needed, and asks once more as it is written."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations

from compliance_toolkit.explain.changes import Change
from compliance_toolkit.explain.worlds import Resolve, edited, edits, renamed
from compliance_toolkit.models import JsonObject, Route
from compliance_toolkit.registry.project import Deployment
from compliance_toolkit.resolve.resolver import Request, Tenant

_BETWEEN = "-with-"


@dataclass(slots=True)
class Budget:
    """Bounds a search in questions and in time, and tells how far it is."""

    questions: int
    expired: Callable[[], bool]
    progress: Callable[[int], None]
    asked: int = 0
    spent: bool = False

    def spend(self) -> bool:
        """Take leave for one more question; whether there is any left."""
        if self.asked >= self.questions or self.expired():
            self.spent = True
            return False
        self.asked += 1
        self.progress(self.asked)
        return True


@dataclass(frozen=True, slots=True)
class Case:
    """What was refused, and what the search may use."""

    request: Request
    tenant: Tenant
    own: frozenset[str]
    """Kinds of data that every request of the tenant has."""

    targets: Mapping[str, Deployment]
    """The deployments of which one is to serve the request."""

    law: JsonObject
    world: Callable[[Iterable[Deployment]], Resolve]
    """Makes a resolver over some deployments."""

    days: Sequence[tuple[str, str]]
    """First and last day of what the tenant's law allows for a time."""


@dataclass(slots=True)
class Cutter:
    """Finds the fewest changes of one deployment that still help."""

    case: Case
    budget: Budget
    _worlds: dict[tuple[str, str], tuple[dict[str, tuple[Change, ...]], Resolve]] = field(
        default_factory=dict
    )
    """Deployment and model → its copies by name, with few changes each, and who is asked."""

    def needed(self, deployment: Deployment, request: Request) -> tuple[Change, ...] | None:
        """The fewest changes with which a deployment serves a request; `None`: none were found."""
        copies, ask = self._few(deployment, request.model)
        if not self.budget.spend():
            return None
        routes = ask(request, self.case.tenant).routes
        if routes:
            # Copies are numbered from the fewest changes on.
            first = min(routes, key=lambda route: _number(route.deployment))
            return copies[first.deployment]
        return self._one_by_one(deployment, request)

    def route(
        self, deployment: Deployment, changes: Sequence[Change], request: Request
    ) -> Route | None:
        """The route that a deployment gives with changes made as they would be written."""
        if not self.budget.spend():
            return None
        changed = edited(deployment, changes, request.at)
        routes = self.case.world([changed])(request, self.case.tenant).routes
        return routes[0] if routes else None

    def _few(
        self, deployment: Deployment, model: str
    ) -> tuple[dict[str, tuple[Change, ...]], Resolve]:
        key = (deployment.name, model)
        if key not in self._worlds:
            possible = edits(deployment, (model,), self.case.request.at, self.case.law)
            sets = [(), *combinations(possible, 1), *combinations(possible, 2)]
            copies = {f"{deployment.name}{_BETWEEN}{n}": few for n, few in enumerate(sets)}
            world = self.case.world(_copies(deployment, copies))
            self._worlds[key] = (copies, world)
        return self._worlds[key]

    def _one_by_one(self, deployment: Deployment, request: Request) -> tuple[Change, ...] | None:
        """Leave out one change after the other, as long as the deployment serves the request."""
        possible = edits(deployment, (request.model,), request.at, self.case.law)
        needed = list(possible)
        for change in possible:
            fewer = [one for one in needed if one != change]
            if self.route(deployment, fewer, request) is not None:
                needed = fewer
        return tuple(needed) if self.route(deployment, needed, request) is not None else None


def _copies(deployment: Deployment, sets: Mapping[str, Sequence[Change]]) -> Iterator[Deployment]:
    for name, changes in sets.items():
        yield renamed(edited(deployment, changes, dt.date.max), name)


def _number(name: str) -> int:
    return int(name.rpartition(_BETWEEN)[2])
