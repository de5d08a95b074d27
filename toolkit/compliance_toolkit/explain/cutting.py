"""Cuts what would help a deployment down to what is needed, and asks once more as it is written."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations

from compliance_toolkit.explain.changes import Change
from compliance_toolkit.explain.worlds import Resolve, Wanted, edited, edits, renamed
from compliance_toolkit.models import Route
from compliance_toolkit.registry.project import Deployment
from compliance_toolkit.resolve.resolver import Request, Tenant


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
    """Data classes that every request of the tenant has."""

    targets: Mapping[str, Deployment]
    """The deployments of which one is to serve the request."""

    wanted: Wanted
    world: Callable[[Iterable[Deployment]], Resolve]
    """Makes a resolver over some deployments."""

    days: Sequence[tuple[str, str]]
    """First and last day of what the tenant's law allows for a time."""


@dataclass(frozen=True, slots=True)
class _Copy:
    """A deployment with some changes made."""

    changes: tuple[Change, ...]
    without: Change | None = None
    """The one that is not made, where all others are."""


@dataclass(slots=True)
class Cutter:
    """Finds the fewest changes of one deployment that still help."""

    case: Case
    budget: Budget
    _worlds: dict[tuple[str, str], tuple[dict[str, _Copy], Resolve]] = field(default_factory=dict)
    """Deployment and model → its copies by name, and who is asked of them."""

    def needed(self, deployment: Deployment, request: Request) -> tuple[Change, ...] | None:
        """The fewest changes with which a deployment serves a request; `None`: none were found."""
        copies, ask = self._copies(deployment, request.model)
        if not self.budget.spend():
            return None
        serving = {route.deployment for route in ask(request, self.case.tenant).routes}
        for name, copy in copies.items():  # from the fewest changes on
            if copy.without is None and name in serving:
                return copy.changes
        alone = [copy for name, copy in copies.items() if copy.without and name not in serving]
        necessary = tuple(copy.without for copy in alone if copy.without is not None)
        if self.route(deployment, necessary, request) is not None:
            return necessary
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

    def _copies(self, deployment: Deployment, model: str) -> tuple[dict[str, _Copy], Resolve]:
        """A deployment with few changes made, and with all but one, asked together."""
        key = (deployment.name, model)
        if key not in self._worlds:
            possible = edits(deployment, (model,), self.case.wanted)
            few = [(), *combinations(possible, 1), *combinations(possible, 2)]
            most = [tuple(x for x in possible if x != one) for one in possible]
            every = [_Copy(changes) for changes in few]
            every += [_Copy(c, one) for c, one in zip(most, possible, strict=True)]
            copies = {f"{deployment.name}-with-{n}": one for n, one in enumerate(every)}
            made = [
                renamed(edited(deployment, one.changes, dt.date.max), name)
                for name, one in copies.items()
            ]
            self._worlds[key] = (copies, self.case.world(made))
        return self._worlds[key]

    def _one_by_one(self, deployment: Deployment, request: Request) -> tuple[Change, ...] | None:
        """Leave out one change after the other, as long as the deployment serves the request."""
        possible = edits(deployment, (request.model,), self.case.wanted)
        needed = list(possible)
        for change in possible:
            fewer = [one for one in needed if one != change]
            if self.route(deployment, fewer, request) is not None:
                needed = fewer
        return tuple(needed) if self.route(deployment, needed, request) is not None else None
