"""Asks the policies about the space, a piece at a time: what each process of a proof does."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, NamedTuple, TypeAlias

from compliance_toolkit.errors import ComplianceError, PolicyError
from compliance_toolkit.models import JsonObject, JsonValue
from compliance_toolkit.policy.bundle import Bundle
from compliance_toolkit.policy.engine import PolicyEngine
from compliance_toolkit.prove.cases import Case
from compliance_toolkit.prove.facts import Deployed
from compliance_toolkit.prove.promises import Invariant, Promises
from compliance_toolkit.prove.space import Block, Space
from compliance_toolkit.prove.statements import STATED, misstated
from compliance_toolkit.registry.project import Deployment
from compliance_toolkit.resolve.candidates import candidates

EngineMaker: TypeAlias = Callable[[Bundle, JsonObject], PolicyEngine]
"""Makes the engine of a bundle and its `data.deployments`; a function that other processes find."""

DECIDED = Invariant(
    "decided",
    "every deployment is in routes or in denials, and never in both",
)
APART = Invariant(
    "entry points",
    "routes and denials that are asked for alone are those of the decision",
)

ENOUGH = 20
"""Failures after which no more is asked: nothing can be concluded, and each costs an engine."""

_MOST = 50
"""Broken cases of one promise that one piece tells of; all of them are counted."""


@dataclass(frozen=True, slots=True)
class World:
    """A law, and the deployments that are held to it."""

    bundle: Bundle
    deployments: tuple[Deployment, ...]
    """The place of each is its bit."""

    make_engine: EngineMaker

    @property
    def law(self) -> JsonObject:
        """`data.compliance` of the bundle.

        Raises:
            PolicyError: The bundle has none.
        """
        law = self.bundle.data.get("compliance")
        if not isinstance(law, Mapping):
            raise PolicyError("the bundle's data has no object `compliance`")
        return law

    def names(self, bits: int) -> tuple[str, ...]:
        """The deployments of a set of bits."""
        return tuple(one.name for bit, one in enumerate(self.deployments) if bits >> bit & 1)


class Answer(NamedTuple):
    """What the policies said of one case: the deployments by their bits."""

    routes: int
    refused: int
    rules: frozenset[str]
    """Ids of the rules that refused."""

    broken: tuple[tuple[Invariant, int, str], ...]
    """Promises that some routes break, those deployments, and what is wrong."""


class Asker:
    """Asks about cases in one world. For one thread."""

    def __init__(self, world: World) -> None:
        """Take a world; its engine is made when it is first asked."""
        self._world = world
        self._bits = {one.name: bit for bit, one in enumerate(world.deployments)}
        self._all = (1 << len(world.deployments)) - 1

    def start(self) -> None:
        """Make the engine now, so that policies which do not compile are no failure of a case.

        Raises:
            PolicyError: The policies do not compile, or the data of a route is out of shape.
            UnavailableError: The engine cannot be used here.
        """
        _ = self._engine, self._promises

    def answer(self, case: Case, *, apart: bool = False) -> Answer:
        """Ask about one case and hold the answer to every promise.

        Args:
            case: The case.
            apart: Also ask for routes and for denials alone.

        Raises:
            PolicyError: A rule did not answer, or out of shape.
            UnavailableError: The engine did not answer.
        """
        given = case.as_input()
        decision = self._engine.evaluate("compliance.resolve.decision", given)
        routes, denials = _parts(decision)
        earned, refused = self._set(routes), self._set(denials)
        broken: list[tuple[Invariant, int, str]] = []
        if len(routes) != earned.bit_count():
            raise PolicyError("the policies gave one deployment two routes")
        if either := self._all & ~(earned ^ refused):
            both = either & earned
            broken += [(DECIDED, both, "earned and refused")] if both else []
            neither = either & ~earned
            broken += [(DECIDED, neither, "neither earned nor refused")] if neither else []
        broken += [(one, bits, "") for one, bits in self._promises.broken(case, earned)]
        broken += self._misstated(case, routes)
        if apart:
            broken += self._apart(given, routes, denials)
        rules = frozenset(str(denial.get("rule")) for denial in denials)
        return Answer(earned, refused, rules, tuple(broken))

    def _apart(
        self, given: JsonObject, routes: Sequence[Any], denials: Sequence[Any]
    ) -> Iterator[tuple[Invariant, int, str]]:
        alone = {
            part: self._engine.evaluate(f"compliance.resolve.{part}", given)
            for part in ("routes", "denials")
        }
        if alone != {"routes": routes, "denials": denials}:
            parts = _parts(alone)
            other = (self._set(parts[0]) ^ self._set(routes)) | (
                self._set(parts[1]) ^ self._set(denials)
            )
            yield APART, other or self._all, "they differ"

    def _misstated(
        self, case: Case, routes: Sequence[Mapping[str, Any]]
    ) -> Iterator[tuple[Invariant, int, str]]:
        for route in routes:
            bit = self._bits[route["deployment"]]
            deployed = self._promises.deployed[bit]
            if wrong := list(misstated(route, deployed, case, self._promises)):
                yield STATED, 1 << bit, ", ".join(wrong)

    def _set(self, answered: Sequence[Mapping[str, Any]]) -> int:
        bits = 0
        for one in answered:
            name = one.get("deployment")
            if name not in self._bits:
                raise PolicyError(f"the policies answered about `{name}`, which is no deployment")
            bits |= 1 << self._bits[name]
        return bits

    @cached_property
    def _engine(self) -> PolicyEngine:
        facts = candidates(self._world.deployments, self._world.law)
        return self._world.make_engine(self._world.bundle, facts)

    @cached_property
    def _promises(self) -> Promises:
        law = self._world.law
        return Promises(law, [Deployed(one, law) for one in self._world.deployments])


def _parts(decision: JsonValue) -> tuple[list[Any], list[Any]]:
    match decision:
        case {"routes": [*routes], "denials": [*denials]} if all(
            isinstance(one, Mapping) for one in (*routes, *denials)
        ):
            return routes, denials
    raise PolicyError("`data.compliance.resolve.decision` answered out of shape")


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of one block of the space."""

    block: int
    begin: int
    end: int


@dataclass(slots=True)
class Told:
    """What was found in a piece."""

    piece: Piece
    routes: list[int] = field(default_factory=list)
    """Of each case of the piece."""

    rules: set[str] = field(default_factory=set)
    broken: list[tuple[str, int, int, str]] = field(default_factory=list)
    """Promise, number of the case, deployments, and what is wrong."""

    counts: dict[str, int] = field(default_factory=dict)
    """Promise → how many cases break it."""

    failures: list[tuple[int, str]] = field(default_factory=list)
    """Cases that could not be answered."""


class Pieces:
    """Answers pieces of a space, in its own world and in the one with varied deployments."""

    def __init__(self, space: Space, world: World, varied: World) -> None:
        """Take the space and its worlds."""
        self._space = space
        self._own, self._varied = Asker(world), Asker(varied)

    def tell(self, piece: Piece) -> Told:
        """Ask about the cases of a piece; of one that fails again and again, not about the rest.

        Raises:
            PolicyError: The policies do not compile, or the data of a route is out of shape.
            UnavailableError: The engine cannot be used here.
        """
        block = self._space.blocks[piece.block]
        asker = self._varied if block.varied else self._own
        asker.start()
        told = Told(piece)
        for number in range(piece.begin, piece.end):
            self._ask(asker, block, number, told)
            if len(told.failures) >= ENOUGH:
                break
        return told

    def _ask(self, asker: Asker, block: Block, number: int, told: Told) -> None:
        case = block.case(number)
        try:
            answer = asker.answer(case, apart=block.apart)
        except ComplianceError as error:
            told.failures.append((number, error.message))
            told.routes.append(0)
            return
        told.routes.append(answer.routes)
        told.rules |= answer.rules
        for name in {promise.name for promise, _, _ in answer.broken}:
            told.counts[name] = told.counts.get(name, 0) + 1
        told.broken += [
            (promise.name, number, bits, wrong)
            for promise, bits, wrong in answer.broken
            if told.counts[promise.name] <= _MOST
        ]
