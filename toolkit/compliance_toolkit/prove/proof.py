"""`prove`: enumerates the space, holds every case to every invariant, and says what it found."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass

from compliance_toolkit.prove.asking import World
from compliance_toolkit.prove.cases import TenantLaw
from compliance_toolkit.prove.consistency import CONSISTENT, contradictions
from compliance_toolkit.prove.contradiction import Contradiction
from compliance_toolkit.prove.deriving import Depth, space
from compliance_toolkit.prove.examples import CounterExample, Example, shrunk
from compliance_toolkit.prove.found import INVARIANTS, Failure, Found, Unused
from compliance_toolkit.prove.geography import unheld
from compliance_toolkit.prove.neighbours import varied
from compliance_toolkit.prove.pieces import ENOUGH
from compliance_toolkit.prove.reach import shown_by
from compliance_toolkit.prove.replaying import Replay, Replayed, replayed
from compliance_toolkit.prove.running import run
from compliance_toolkit.prove.space import Some, Space, count_of
from compliance_toolkit.registry.tenants import EffectiveTenant

_OF_ONE = 2
"""Counter-examples of one invariant that are made small and shown; all of them are counted."""

Progress = Callable[[int, int], None]
"""Told how many cases are done, and of how many."""


@dataclass(frozen=True, slots=True)
class Proof:
    """What a proof came to."""

    policy_revision: str
    policy_digest: str
    today: str
    space: Space
    deployments: int
    varied: int
    """How many there are with those from which an attestation is taken away."""

    answered: int
    """How many cases were asked."""

    broken: Mapping[str, int]
    """Invariant → in how many cases it does not hold."""

    replay: Replay
    """The counter-examples, and the project that replays them."""

    contradictions: tuple[Contradiction, ...]
    unheld: tuple[str, ...]
    """Places of the data that the gazetteer does not know: a wrong country would not show."""

    failures: tuple[Failure, ...]
    """The first few cases that could not be answered."""

    failed: int
    """How many there are."""

    unused: Unused

    @property
    def examples(self) -> tuple[Replayed, ...]:
        """The smallest first."""
        return self.replay.examples

    @property
    def outcome(self) -> str:
        """`failed`, `refuted`, `empty` or `proven`; the first that is true."""
        if self.failed:
            return "failed"
        if self.broken:
            return "refuted"
        return "proven" if self.deployments and self.answered else "empty"


def laws_of(tenants: Iterable[EffectiveTenant]) -> dict[TenantLaw, tuple[str, ...]]:
    """Give each distinct law of some tenants once, with the names of those that it binds."""
    laws: dict[TenantLaw, tuple[str, ...]] = {}
    for tenant in tenants:
        law = TenantLaw(
            tenant.jurisdictions,
            tenant.regimes,
            tenant.data_classes,
            tenant.max_prompt_days,
            tenant.countries,
            tenant.providers,
            tenant.features,
            tenant.max_price,
            tenant.obligations,
            (tenant.logs.min_days, tenant.logs.max_days),
            (tenant.evidence.min_days, tenant.evidence.max_days),
        )
        laws[law] = (*laws.get(law, ()), tenant.name)
    return laws


def bound_of(block: Some) -> str:
    """What a block asks: its factors, and how many cases they come to."""
    over = ", over deployments that also stand without each attestation" if block.varied else ""
    return f"{block.title}: {block} = {len(block):,}{over}"


class Prover:
    """A proof that has been counted and not yet run."""

    def __init__(
        self,
        world: World,
        tenants: Mapping[TenantLaw, tuple[str, ...]],
        today: dt.date,
        *,
        depth: Depth | None = None,
    ) -> None:
        """Derive the space.

        Args:
            world: The law, the project's deployments, and the engine that `resolve` would ask.
            tenants: The laws of the project's tenants; see `laws_of`.
            today: The day that most of the space is asked for.
            depth: How far to go; as far as a minute goes, if left out.

        Raises:
            PolicyError: The data of a route is missing or out of shape.
        """
        self._world = world
        self._varied, self._made = varied(world)
        self.space = space((world, self._varied), tenants, today, depth or Depth())

    def bound(self) -> str:
        """Say how much there is to ask: the largest block, and all of them together."""
        largest = max(self.space.blocks, key=len, default=None)
        if largest is None:
            return "bound: nothing"
        over = count_of(len(self._world.deployments), "deployment", "deployments")
        cases = f"{len(self.space):,} cases, each over {over}"
        rest = f"the rest in {len(self.space.blocks) - 1} smaller blocks"
        return f"bound: {cases}: {bound_of(largest)}, {rest}"

    def prove(
        self, jobs: int = 1, progress: Progress | None = None, *, to_the_end: bool = True
    ) -> Proof:
        """Ask about every case.

        Args:
            jobs: How many processes.
            progress: Told after each piece.
            to_the_end: Go on after the first piece in which an invariant does not hold.

        Raises:
            PolicyError: The policies do not compile, or data is out of shape.
            UnavailableError: The engine cannot be used here, or a process ended.
        """
        found = Found(self.space, self._world, self._varied, self._made)
        if self._world.deployments:
            with closing(run(self.space, self._world, self._varied, jobs)) as answered:
                for told in answered:
                    found.take(told)
                    if progress is not None:
                        progress(found.answered, len(self.space))
                    if found.failed >= ENOUGH or (found.counts and not to_the_end):
                        break
        found.compare()
        wrong = tuple(contradictions(self._world.law))
        counts = dict(found.counts) | ({CONSISTENT.name: len(wrong)} if wrong else {})
        return Proof(
            policy_revision=self._world.bundle.revision,
            policy_digest=self._world.bundle.digest,
            today=self.space.today,
            space=self.space,
            deployments=len(self._world.deployments),
            varied=len(self._varied.deployments),
            answered=found.answered,
            broken=counts,
            replay=replayed(self._examples(found, wrong), self._world),
            contradictions=wrong,
            unheld=tuple(unheld(self._world.law)),
            failures=tuple(found.failures),
            failed=found.failed,
            unused=found.unused(),
        )

    def _examples(self, found: Found, wrong: Sequence[Contradiction]) -> tuple[CounterExample, ...]:
        """The smallest examples of each invariant, made smaller still."""
        smallest = sorted(found.examples.values(), key=_first)
        names = [one.invariant.name for one in smallest]
        before = [names[:n].count(name) for n, name in enumerate(names)]
        few = [one for n, one in zip(before, smallest, strict=True) if n < _OF_ONE]
        small = [shrunk(one, self._varied) for one in few]
        reached = (shown_by(one, self._world, self.space.today) for one in wrong[:_OF_ONE])
        every = [*small, *(one for one in reached if one is not None)]
        return tuple(sorted(every, key=lambda one: _first(one.example)))


_RANKS = {one.name: rank for rank, one in enumerate(INVARIANTS)}


def _first(example: Example) -> tuple[int, int, str]:
    """The smallest first; of these what the law promises, before what follows from it."""
    return example.size, _RANKS[example.invariant.name], str(example.case)
