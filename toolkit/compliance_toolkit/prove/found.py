"""Gathers what the pieces of a proof tell, and compares the cases with each other."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from compliance_toolkit.policy.catalog import Catalog
from compliance_toolkit.prove import classes
from compliance_toolkit.prove.asking import APART, DECIDED, SERVED, World
from compliance_toolkit.prove.cases import Case
from compliance_toolkit.prove.consistency import CONSISTENT
from compliance_toolkit.prove.examples import Example
from compliance_toolkit.prove.facts import Deployed
from compliance_toolkit.prove.neighbours import MONOTONE, Neighbours, added
from compliance_toolkit.prove.pieces import Told
from compliance_toolkit.prove.promises import GROUNDED, OFFERED, PROMISES, Invariant
from compliance_toolkit.prove.reasons import REASONED
from compliance_toolkit.prove.space import Space
from compliance_toolkit.prove.statements import STATED

INVARIANTS: tuple[Invariant, ...] = (
    *PROMISES,
    OFFERED,
    GROUNDED,
    DECIDED,
    MONOTONE,
    STATED,
    REASONED,
    APART,
    SERVED,
    CONSISTENT,
)
_BY_NAME = {one.name: one for one in INVARIANTS}

_FAILURES = 5
"""Cases that could not be answered and are shown; all are counted."""


@dataclass(frozen=True, slots=True)
class Failure:
    """A case that could not be answered: nothing may be concluded."""

    case: Case
    message: str


@dataclass(frozen=True, slots=True)
class Unused:
    """What is no violation, and may be a mistake."""

    rules: tuple[str, ...]
    """Rules of `resolve` that refuse nothing in the space."""

    deployments: tuple[str, ...]
    """Deployments that no case gives a route."""

    tenants: tuple[str, ...]
    """Tenants of the project without any route today, whatever the model."""

    models: tuple[str, ...]
    """Models that a deployment lists and no case reaches."""


class Found:
    """Gathers what the pieces tell."""

    def __init__(
        self, asked: Space, world: World, varied: World, made: Mapping[int, tuple[int, str]]
    ) -> None:
        """Take what is asked, and the worlds; for `made`, see `neighbours.varied`."""
        self._space = asked
        self._world = world
        self._made = made
        self._names = tuple(one.name for one in world.deployments)
        self._varied_names = tuple(one.name for one in varied.deployments)
        self._deployed = [Deployed(one, world.law) for one in varied.deployments]
        self._routes: dict[Case, int] = {}
        self._rules: set[str] = set()
        self.answered = 0
        self.failed = 0
        self.failures: list[Failure] = []
        self.counts: dict[str, int] = {}
        self.examples: dict[tuple[str, tuple[str, ...]], Example] = {}

    def take(self, told: Told) -> None:
        """Take the answers of a piece."""
        block = self._space.blocks[told.piece.block]
        names = self._varied_names if block.varied else self._names
        failed = {number for number, _ in told.failures}
        for number, routes in enumerate(told.routes, told.piece.begin):
            case = block.case(number)
            if block.varied:
                self._without_attestation(case, routes)
            elif number not in failed:
                self._routes[case._replace(tenant=case.tenant.bare)] = routes
        for promise, number, bits, wrong in told.broken:
            for bit, name in enumerate(names):
                origin, _ = self._made.get(bit, (bit, "")) if block.varied else (bit, "")
                if bits >> bit & 1 and (origin == bit or not bits >> origin & 1):
                    self._keep(Example(_BY_NAME[promise], (name,), block.case(number), wrong))
        for promise, count in told.counts.items():
            self.counts[promise] = self.counts.get(promise, 0) + count
        self.answered += len(told.routes)
        self._rules |= told.rules
        self.failed += len(told.failures)
        for number, message in told.failures[: _FAILURES - len(self.failures)]:
            self.failures.append(Failure(block.case(number), message))

    def compare(self) -> None:
        """Hold each case against those that ask for less."""
        limits = classes.limits(self._world.law)
        neighbours = Neighbours(self._world.law, limits)
        for case, routes in self._routes.items():
            for wider in neighbours.wider(case) if routes else ():
                more = routes & ~self._routes.get(wider.case, routes)
                if more:
                    self.counts[MONOTONE.name] = self.counts.get(MONOTONE.name, 0) + 1
                for name in self._world.names(more):
                    wrong = f"without {wider.without} it has no route"
                    self._keep(Example(MONOTONE, (name,), case, wrong, wider.case))

    def unused(self) -> Unused:
        """What is no violation, and may be a mistake."""
        world = self._world
        every = 0
        for routes in self._routes.values():
            every |= routes
        today = [case for case in self._routes if case.at == self._space.today]
        served = {case.tenant for case in today if self._routes[case]}
        reached = {case.model for case in self._routes if self._routes[case]}
        alike = self._space.models
        catalog = Catalog.load(world.bundle.data)
        return Unused(
            rules=tuple(rule.id for rule in catalog.rules if rule.id not in self._rules),
            deployments=tuple(
                one.name for bit, one in enumerate(world.deployments) if not every >> bit & 1
            ),
            tenants=tuple(
                sorted(
                    name
                    for law, names in self._space.tenants.items()
                    if law not in served
                    for name in names
                )
            ),
            models=tuple(
                model for first, some in alike.items() if first not in reached for model in some
            ),
        )

    def _without_attestation(self, case: Case, routes: int) -> None:
        for bit, origin in added(routes, self._made):
            if self._blocked(origin, case):
                continue  # what is attested there is that calls fail, which is no permission
            names = (self._varied_names[bit], self._varied_names[origin])
            self.counts[MONOTONE.name] = self.counts.get(MONOTONE.name, 0) + 1
            wrong = f"with `{self._made[bit][1]}` it has no route"
            self._keep(Example(MONOTONE, names, case, wrong))

    def _blocked(self, bit: int, case: Case) -> bool:
        deployed = self._deployed[bit]
        way = deployed.way(case.model, case.at)
        return way is not None and deployed.blocks(way, case.model, case.at)

    def _keep(self, example: Example) -> None:
        key = (example.invariant.name, example.deployments)
        known = self.examples.get(key)
        if known is None or (example.size, str(example.case)) < (known.size, str(known.case)):
            self.examples[key] = example
