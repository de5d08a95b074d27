"""Asks the policies about one case, through each door that they have, and holds them to it all."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple, TypeAlias

from compliance_toolkit.errors import PolicyError
from compliance_toolkit.models import JsonObject, JsonValue
from compliance_toolkit.policy.bundle import Bundle
from compliance_toolkit.policy.engine import PolicyEngine
from compliance_toolkit.prove.cases import Case
from compliance_toolkit.prove.facts import Deployed
from compliance_toolkit.prove.promises import Invariant, Promises
from compliance_toolkit.prove.reasons import REASONED, Reasons
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
    "`routes`, `denials` and `decision` say the same, whichever of them is asked",
)
SERVED = Invariant(
    "servers",
    "where nothing is kept between questions, as on an OPA server, the answers are the same",
)


@dataclass(frozen=True, slots=True)
class World:
    """A law, and the deployments that are held to it."""

    bundle: Bundle
    deployments: tuple[Deployment, ...]
    """The place of each is its bit."""

    make_engine: EngineMaker
    """The engine that `resolve` asks."""

    make_served: EngineMaker
    """One that asks as an OPA server is asked, and keeps nothing between two questions."""

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


Broken: TypeAlias = tuple[Invariant, int, str]
"""An invariant that does not hold, over which deployments, and what is wrong."""

_Objects: TypeAlias = Sequence[Mapping[str, Any]]


class Answer(NamedTuple):
    """What the policies said of one case: the deployments by their bits."""

    routes: int
    refused: int
    rules: frozenset[str]
    """Ids of the rules that refused."""

    broken: tuple[Broken, ...]


class Asker:
    """Asks about cases in one world. For one thread."""

    def __init__(self, world: World) -> None:
        """Take a world; its engines are made when they are first asked."""
        self._world = world
        self._bits = {one.name: bit for bit, one in enumerate(world.deployments)}
        self._all = (1 << len(world.deployments)) - 1

    def start(self, *, served: bool = False) -> None:
        """Make the engines now, so that policies which do not compile are no failure of a case.

        Args:
            served: Also the one that is asked as a server is.

        Raises:
            PolicyError: The policies do not compile, or the data of a route is out of shape.
            UnavailableError: The engine cannot be used here.
        """
        _ = self._engine, self._reasons
        if served:
            _ = self._served

    def answer(self, case: Case, *, apart: bool = False, served: bool = False) -> Answer:
        """Ask about one case and hold the answers to every invariant.

        `routes` is what `resolve` asks for each request, so the promises are held to that; what
        `decision` says beside is compared with it.

        Args:
            case: The case.
            apart: Also ask for denials alone.
            served: Also ask as an OPA server is asked.

        Raises:
            PolicyError: A rule did not answer, or out of shape.
            UnavailableError: The engine did not answer.
        """
        given = case.as_input()
        routes = _objects(self._ask("routes", given))
        decision = self._ask("decision", given)
        decided, denials = _parts(decision)
        earned, rules = self._set(routes), self._by_rule(denials)
        if len(routes) != earned.bit_count():
            raise PolicyError("the policies gave one deployment two routes")
        refused = 0
        for bits in rules.values():
            refused |= bits
        broken = [*self._undecided(earned, refused)]
        if decided != routes:
            differ = (earned ^ self._set(decided)) or earned
            broken.append((APART, differ, "`routes` and `decision` differ"))
        broken += [(one, bits, "") for one, bits in self._promises.broken(case, earned)]
        broken += [(REASONED, bits, why) for bits, why in self._reasons.wrong(case, rules)]
        broken += self._misstated(case, routes)
        if apart:
            broken += self._apart(given, denials)
        if served:
            broken += self._as_served(given, routes, decision)
        return Answer(earned, refused, frozenset(rules), tuple(broken))

    def _ask(self, rule: str, given: JsonObject) -> JsonValue:
        return self._engine.evaluate(f"compliance.resolve.{rule}", given)

    def _undecided(self, earned: int, refused: int) -> Iterator[Broken]:
        if both := earned & refused:
            yield DECIDED, both, "earned and refused"
        if neither := self._all & ~(earned | refused):
            yield DECIDED, neither, "neither earned nor refused"

    def _apart(self, given: JsonObject, denials: _Objects) -> Iterator[Broken]:
        alone = _objects(self._ask("denials", given))
        if alone != denials:
            differ = self._set(alone) ^ self._set(denials)
            yield APART, differ or self._set(denials), "`denials` and `decision` differ"

    def _as_served(
        self, given: JsonObject, routes: _Objects, decision: JsonValue
    ) -> Iterator[Broken]:
        for rule, expected in (("routes", routes), ("decision", decision)):
            found = self._served.evaluate(f"compliance.resolve.{rule}", given)
            if found != expected:
                yield SERVED, self._all, f"`{rule}` is another where nothing is kept"

    def _misstated(self, case: Case, routes: _Objects) -> Iterator[Broken]:
        for route in routes:
            bit = self._bits[route["deployment"]]
            deployed = self._promises.deployed[bit]
            if wrong := list(misstated(route, deployed, case, self._promises)):
                yield STATED, 1 << bit, ", ".join(wrong)

    def _set(self, answered: _Objects) -> int:
        bits = 0
        for one in answered:
            bits |= self._bit(one)
        return bits

    def _by_rule(self, denials: _Objects) -> dict[str, int]:
        found: dict[str, int] = {}
        for one in denials:
            rule = str(one.get("rule"))
            found[rule] = found.get(rule, 0) | self._bit(one)
        return found

    def _bit(self, one: Mapping[str, Any]) -> int:
        name = one.get("deployment")
        if name not in self._bits:
            raise PolicyError(f"the policies answered about `{name}`, which is no deployment")
        return 1 << self._bits[name]

    @cached_property
    def _facts(self) -> JsonObject:
        return candidates(self._world.deployments, self._world.law)

    @cached_property
    def _engine(self) -> PolicyEngine:
        return self._world.make_engine(self._world.bundle, self._facts)

    @cached_property
    def _served(self) -> PolicyEngine:
        return self._world.make_served(self._world.bundle, self._facts)

    @cached_property
    def _promises(self) -> Promises:
        law = self._world.law
        return Promises(law, [Deployed(one, law) for one in self._world.deployments])

    @cached_property
    def _reasons(self) -> Reasons:
        return Reasons(self._promises.law, self._promises.deployed)


def _parts(decision: JsonValue) -> tuple[_Objects, _Objects]:
    match decision:
        case {"routes": routes, "denials": denials}:
            return _objects(routes), _objects(denials)
        case _:
            raise _shapeless()


def _objects(answered: Any) -> _Objects:
    if isinstance(answered, list) and all(isinstance(one, Mapping) for one in answered):
        return answered
    raise _shapeless()


def _shapeless() -> PolicyError:
    return PolicyError("`data.compliance.resolve` answered out of shape")
