"""A counter-example, made as small as it can be."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from compliance_toolkit.errors import ComplianceError
from compliance_toolkit.prove.asking import SERVED, Asker, World
from compliance_toolkit.prove.cases import NAME, Case
from compliance_toolkit.prove.contradiction import Contradiction
from compliance_toolkit.prove.neighbours import MONOTONE
from compliance_toolkit.prove.promises import Invariant
from compliance_toolkit.registry.project import Deployment


@dataclass(frozen=True, slots=True)
class Example:
    """A case in which an invariant does not hold."""

    invariant: Invariant
    deployments: tuple[str, ...]
    """The one that is concerned; for an attestation, the one without it and the one with it."""

    case: Case
    wrong: str
    """What is wrong with it, in a few words; empty where the invariant says it all."""

    wider: Case | None = None
    """The case that asks for less and gives fewer routes."""

    contradiction: Contradiction | None = None
    """What the data says against itself, where the case rests on it."""

    @property
    def size(self) -> int:
        """How much of it a reader has to take in."""
        return self.case.size + (0 if self.wider is None else 1)


@dataclass(frozen=True, slots=True)
class CounterExample:
    """An example that was made small."""

    example: Example
    deployments: tuple[Deployment, ...]
    """Those that it needs: mostly the ones concerned, with the model asked."""


def shrunk(example: Example, world: World) -> CounterExample:
    """Make an example smaller while it still fails.

    Args:
        example: As the enumeration found it.
        world: The law and all deployments, those without an attestation too.
    """
    small = _smaller_world(example, world)
    asker = Asker(small)
    steps = 0
    while steps < _MOST_STEPS:
        found = next((one for one in _steps(example) if _fails(asker, small, one)), None)
        if found is None:
            break
        example, steps = found, steps + 1
    return CounterExample(example, small.deployments)


_MOST_STEPS = 200


def _smaller_world(example: Example, world: World) -> World:
    """Only the deployments concerned and the model asked, if it fails with those as well."""
    concerned = tuple(one for one in world.deployments if one.name in example.deployments)
    cut = tuple(_with_model(one, example.case.model) for one in concerned)
    for deployments in (cut, concerned):
        small = replace(world, deployments=deployments)
        if _fails(Asker(small), small, example):
            return small
    return world


def _with_model(deployment: Deployment, model: str) -> Deployment:
    if model not in deployment.models:
        return deployment
    return deployment.model_copy(update={"models": (model,)})


def _steps(example: Example) -> Iterator[Example]:
    """The same example with one thing less."""
    for case in _less(example.case):
        if example.wider is None:
            yield replace(example, case=case)
            continue
        for wider in (*_less(example.wider), example.wider):
            if wider != case and case.size > wider.size:
                yield replace(example, case=case, wider=wider)


def _less(case: Case) -> Iterator[Case]:
    tenant = case.tenant
    for code in tenant.regimes:
        yield case._replace(tenant=tenant._replace(regimes=_left(tenant.regimes, code)))
    for feature in case.features:
        yield case._replace(features=_left(case.features, feature))
    for kind in case.data_classes:
        yield case._replace(data_classes=_left(case.data_classes, kind))
    for kind in tenant.data_classes:
        yield case._replace(tenant=tenant._replace(data_classes=_left(tenant.data_classes, kind)))
    for key, nothing in _NOTHING.items():
        if getattr(tenant, key) != nothing:
            yield case._replace(tenant=tenant._replace(**{key: nothing}))
    for code in tenant.jurisdictions if len(tenant.jurisdictions) > 1 else ():
        left = _left(tenant.jurisdictions, code)
        yield case._replace(tenant=tenant._replace(jurisdictions=left))


_NOTHING: dict[str, Any] = {
    "max_days": None,
    "countries": None,
    "providers": None,
    "features": None,
    "max_price": None,
    "obligations": (),
    "logs": (None, None),
    "evidence": (None, None),
    "preferences": (),
    "name": NAME,
}


def _left(names: tuple[str, ...], gone: str) -> tuple[str, ...]:
    return tuple(one for one in names if one != gone)


def _fails(asker: Asker, world: World, example: Example) -> bool:
    """Whether the example is one in this world, for the same deployment."""
    try:
        served = example.invariant == SERVED
        answer = asker.answer(example.case, apart=True, served=served)
        if example.wider is not None:
            wider = asker.answer(example.wider)
            return example.deployments[0] in world.names(answer.routes & ~wider.routes)
    except ComplianceError:
        return False
    if example.invariant == MONOTONE:
        without, origin = example.deployments
        earned = world.names(answer.routes)
        return without in earned and origin not in earned
    return any(
        broken == example.invariant and example.deployments[0] in world.names(bits)
        for broken, bits, _ in answer.broken
    )
