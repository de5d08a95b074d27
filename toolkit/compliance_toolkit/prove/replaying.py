"""Writes counter-examples as one project, with commands that replay each of them in it.

What one shows, another may hide: its deployments are in the project too. So each is decided alone
and among the others, and one that does not show there stays out, with a project of its own.
"""

from __future__ import annotations

import datetime as dt
import shlex
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from compliance_toolkit.errors import ComplianceError
from compliance_toolkit.models import JsonObject, JsonValue
from compliance_toolkit.policy.catalog import Catalog
from compliance_toolkit.prove.asking import World
from compliance_toolkit.prove.cases import NAME, Case
from compliance_toolkit.prove.examples import CounterExample, Example
from compliance_toolkit.registry.law import Limits
from compliance_toolkit.registry.project import Deployment
from compliance_toolkit.registry.tenants import EffectiveTenant
from compliance_toolkit.resolve.candidates import candidates
from compliance_toolkit.resolve.resolver import Request, Resolver

_WIDER = "wider"
"""What the second tenant of an example is called, which replays the case that asks for less."""


@dataclass(frozen=True, slots=True)
class Command:
    """One command that replays a case, and what it comes to."""

    arguments: tuple[str, ...]
    """After `compliance resolve --config FILE`."""

    prints: str
    """What the resolver decides, or its error."""

    def line(self, config: str, policies: str | None) -> str:
        """The whole command, for a shell."""
        law = [] if policies is None else ["--policies", policies]
        return shlex.join(["compliance", "resolve", "--config", config, *law, *self.arguments])


@dataclass(frozen=True, slots=True)
class Replayed:
    """A counter-example with what replays it."""

    example: Example
    project: JsonObject
    """A project file of its own, with the deployments concerned and the tenant."""

    together: bool
    """Whether it shows in the project of all; else the commands are for its own."""

    commands: tuple[Command, ...]


@dataclass(frozen=True, slots=True)
class Replay:
    """Counter-examples, and the project that holds them all."""

    project: JsonObject | None
    """`None` where there is none, or none that shows in it."""

    examples: tuple[Replayed, ...]


def replayed(found: Sequence[CounterExample], world: World) -> Replay:
    """Write down how to replay counter-examples.

    Args:
        found: As they are told, the first one as number 1.
        world: The law; its deployments play no part.
    """
    if not found:
        return Replay(None, ())
    alone = [_Part(one.example, one.deployments, tuple(_named(one.example))) for one in found]
    shown = [_Room(world, part.deployments).outcomes(part) for part in alone]
    placed = {number: _numbered(part, number) for number, part in enumerate(alone, 1)}
    room, kept = _fitting(world, placed, dict(enumerate(shown, 1)))
    examples = []
    for number, (part, told) in enumerate(zip(alone, shown, strict=True), 1):
        here = kept.get(number, part)
        outcomes = told if room is None or here is part else room.outcomes(here)
        commands = tuple(
            Command(_arguments(case), outcome.prints)
            for case, outcome in zip(here.cases, outcomes, strict=True)
        )
        own = _project((part,), part.deployments)
        examples.append(Replayed(here.example, own, here is not part, commands))
    project = None if room is None else _project(tuple(kept.values()), room.deployments)
    return Replay(project, tuple(examples))


@dataclass(frozen=True, slots=True)
class _Part:
    """A counter-example as it stands in a project."""

    example: Example
    deployments: tuple[Deployment, ...]
    cases: tuple[Case, ...]
    """Each under the tenant's name there."""


class _Outcome(NamedTuple):
    """What a case comes to: routes over deployments, or an error."""

    routes: tuple[str, ...]
    error: str | None

    @property
    def prints(self) -> str:
        if self.error is not None:
            return f"error: {self.error}"
        return f"resolved {', '.join(self.routes)}" if self.routes else "denied"


class _Room:
    """Deployments of one project, and what is decided over them."""

    def __init__(self, world: World, deployments: Sequence[Deployment]) -> None:
        self.deployments = tuple(deployments)
        facts = candidates(self.deployments, world.law)
        engine = world.make_engine(world.bundle, facts)
        named = {one.name: one for one in self.deployments}
        self._resolver = Resolver(engine, Catalog.load(world.bundle.data), named, world.bundle)

    def outcomes(self, part: _Part) -> tuple[_Outcome, ...]:
        """What `compliance resolve` comes to, for each case."""
        return tuple(self._outcome(case) for case in part.cases)

    def _outcome(self, case: Case) -> _Outcome:
        request = Request(
            model=case.model,
            features=frozenset(case.features),
            data_classes=frozenset(case.data_classes),
            at=dt.date.fromisoformat(case.at),
        )
        try:
            decision = self._resolver.resolve(request, _effective(case), explain=True)
        except ComplianceError as error:
            return _Outcome((), error.message)
        return _Outcome(tuple(route.deployment for route in decision.routes), None)


def _effective(case: Case) -> EffectiveTenant:
    tenant = case.tenant
    return EffectiveTenant(
        name=tenant.name,
        jurisdictions=tenant.jurisdictions,
        regimes=tenant.regimes,
        data_classes=tenant.data_classes,
        max_prompt_days=tenant.max_days,
        logs=Limits(*tenant.logs),
        evidence=Limits(*tenant.evidence),
        countries=tenant.countries,
        providers=tenant.providers,
        features=tenant.features,
        obligations=tenant.obligations,
        max_price=tenant.max_price,
        preferences=tenant.preferences,
    )


def _named(example: Example) -> Iterator[Case]:
    """The cases of an example, each under a name of its own."""
    yield example.case
    if example.wider is not None:
        yield example.wider._replace(tenant=example.wider.tenant._replace(name=_WIDER))


def _numbered(part: _Part, number: int) -> _Part:
    """The same under names that tell its number; a tenant keeps a name that matters."""
    names = (f"{NAME}-{number}", f"{NAME}-{number}-{_WIDER}")
    cases = (
        case._replace(tenant=case.tenant._replace(name=name))
        if case.tenant.name in (NAME, _WIDER)
        else case
        for name, case in zip(names, part.cases, strict=False)
    )
    return replace(part, cases=tuple(cases))


def _fitting(
    world: World, placed: Mapping[int, _Part], shown: Mapping[int, tuple[_Outcome, ...]]
) -> tuple[_Room | None, Mapping[int, _Part]]:
    """Those that show together, and the room in which they do; the first ones first."""
    every = _together(world, placed, shown)
    if every is not None:
        return every
    fit: tuple[_Room | None, Mapping[int, _Part]] = (None, {})
    chosen: dict[int, _Part] = {}
    for number, part in placed.items():
        more = _together(world, chosen | {number: part}, shown)
        if more is not None:
            fit, chosen[number] = more, part
    return fit


def _together(
    world: World, placed: Mapping[int, _Part], shown: Mapping[int, tuple[_Outcome, ...]]
) -> tuple[_Room, Mapping[int, _Part]] | None:
    """Some in one project; `None` where one of them does not show in it."""
    deployments: dict[str, Deployment] = {}
    parts: dict[int, _Part] = {}
    names: dict[int, dict[str, str]] = {}
    for number, part in placed.items():
        names[number] = {one.name: _put(one, number, deployments) for one in part.deployments}
        parts[number] = _renamed(part, names[number])
    laws = {_root(case): case.tenant for part in parts.values() for case in part.cases}
    room = _Room(world, sorted(deployments.values(), key=lambda one: one.name))
    for number, part in parts.items():
        if any(laws[_root(case)] != case.tenant for case in part.cases):
            return None
        told = zip(shown[number], room.outcomes(part), strict=True)
        if not all(_shows(alone, here, names[number]) for alone, here in told):
            return None
    return room, parts


def _root(case: Case) -> str:
    """The first in the tenant's name: of one family, no two are in one project."""
    return case.tenant.name.partition("/")[0]


def _put(one: Deployment, number: int, among: dict[str, Deployment]) -> str:
    """Put a deployment among others, and give its name there."""
    name = one.name
    while name in among:
        models = tuple(dict.fromkeys((*among[name].models, *one.models)))
        both = among[name].model_copy(update={"models": models})
        if one.model_copy(update={"name": name, "models": models}) == both:
            among[name] = both
            return name
        name = f"{name}-{number}"
    among[name] = one.model_copy(update={"name": name})
    return name


def _renamed(part: _Part, names: Mapping[str, str]) -> _Part:
    """The same with its deployments under other names, also where a tenant prefers one."""
    cases = (
        case._replace(
            tenant=case.tenant._replace(
                preferences=tuple(names.get(one, one) for one in case.tenant.preferences)
            )
        )
        for case in part.cases
    )
    concerned = tuple(names.get(one, one) for one in part.example.deployments)
    example = replace(part.example, deployments=concerned)
    return replace(part, example=example, cases=tuple(cases))


def _shows(alone: _Outcome, here: _Outcome, names: Mapping[str, str]) -> bool:
    """Whether what a case comes to alone is seen among other deployments too."""
    if alone.error is None:
        own = set(names.values())
        routes = {names[name] for name in alone.routes}
        return here.error is None and own & set(here.routes) == routes
    if here.error is None:
        return False
    named = [names[name] for name in names if f"`{name}`" in alone.error]
    return all(f"`{name}`" in here.error for name in named) if named else here == alone


def _project(parts: Sequence[_Part], deployments: Sequence[Deployment]) -> JsonObject:
    tenants: dict[str, JsonValue] = {}
    for case in (case for part in parts for case in part.cases):
        folders = case.tenant.name.split("/")[:-1]
        for depth in range(1, len(folders) + 1):  # a tenant's name matters, and it has a parent
            above = {"jurisdictions": list(case.tenant.jurisdictions)}
            tenants.setdefault("/".join(folders[:depth]), above)
        tenants[case.tenant.name] = case.tenant.as_entry()
    return {
        "version": 1,
        "organization": NAME,
        "deployments": {one.name: _written(one) for one in deployments},
        "tenants": tenants,
    }


def _written(deployment: Deployment) -> JsonObject:
    given = deployment.model_dump(mode="json", exclude_none=True, exclude={"name"})
    return {key: value for key, value in given.items() if value not in ({}, [])}


def _arguments(case: Case) -> tuple[str, ...]:
    listed = [("--feature", one) for one in case.features]
    listed += [("--data-class", one) for one in case.data_classes]
    asked = [("--tenant", case.tenant.name), ("--model", case.model), *listed, ("--at", case.at)]
    return tuple(word for pair in asked for word in pair)
