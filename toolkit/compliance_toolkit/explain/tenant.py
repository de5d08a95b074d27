"""What applies to a tenant, from which line, and which deployments can serve it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import ClassVar, Literal

from compliance_toolkit.explain.dimensions import NAMES, Dimension, Said, dimensions
from compliance_toolkit.explain.document import CitedLaw
from compliance_toolkit.explain.law import Law, Laws
from compliance_toolkit.explain.worlds import Resolve
from compliance_toolkit.models import Location
from compliance_toolkit.registry.project import Deployment
from compliance_toolkit.registry.tenants import EffectiveTenant
from compliance_toolkit.resolve.resolver import Decision, Request


@dataclass(frozen=True, slots=True)
class Step:
    """A tenant on the path of another."""

    name: str
    location: Location | None
    """Where it begins to say something; `None` if it says nothing of its own."""


@dataclass(frozen=True, slots=True)
class Refused:
    """A model that a deployment may not serve, and the rules that say so."""

    model: str
    rules: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Service:
    """What one deployment may do for a tenant, asked without features or further data classes."""

    deployment: str
    location: Location
    serves: tuple[str, ...]
    refuses: tuple[Refused, ...]


@dataclass(frozen=True, slots=True)
class TenantExplained:
    """What applies to a tenant, and from which line."""

    form: ClassVar[Literal["tenant"]] = "tenant"

    name: str
    at: str
    path: tuple[Step, ...]
    """Outermost first; the last is the tenant itself."""

    requests: bool
    """Whether a request may name it."""

    laws: tuple[CitedLaw, ...]
    dimensions: tuple[Dimension, ...]
    silent: tuple[str, ...]
    """Dimensions that nobody says anything of."""

    deployments: tuple[Service, ...]
    """Empty where no request may name the tenant."""


@dataclass(frozen=True, slots=True)
class Subject:
    """A tenant as the registry has it."""

    effective: EffectiveTenant
    path: tuple[Step, ...]
    said: tuple[Said, ...]
    """What the entries on its path say, outermost first."""

    requests: bool


@dataclass(frozen=True, slots=True)
class Fleet:
    """The deployments of a project."""

    deployments: Mapping[str, Deployment]
    """By name."""

    where: Callable[[str], Location]
    """Says where one of them is written."""


def laws_of(tenant: EffectiveTenant, laws: Laws, data_classes: Iterable[str] = ()) -> list[Law]:
    """The law that a tenant is under, and that of what a request of it contains."""
    kinds = dict.fromkeys((*tenant.data_classes, *sorted(data_classes)))
    return [
        *laws.of("jurisdiction", tenant.jurisdictions),
        *laws.of("regime", tenant.regimes),
        *laws.of("data_class", kinds),
    ]


def explain_tenant(
    subject: Subject, laws: Laws, fleet: Fleet, resolve: Resolve, at: dt.date
) -> TenantExplained:
    """Explain a tenant.

    Args:
        subject: The tenant.
        laws: The law of the bundle.
        fleet: The deployments of the project.
        resolve: Decides a request.
        at: The UTC day to ask for.

    Raises:
        PolicyError: A rule did not answer.
        UnavailableError: The engine did not answer.
    """
    own = laws_of(subject.effective, laws)
    joined = dimensions(subject.said, own)
    heard = {one.name for one in joined}
    services: list[Service] = []
    if subject.requests:
        models = sorted({model for one in fleet.deployments.values() for model in one.models})
        decisions = {
            model: resolve(_request(model, at), subject.effective, explain=True) for model in models
        }
        services = [
            _service(name, one, fleet.where(name), decisions)
            for name, one in sorted(fleet.deployments.items())
        ]
    return TenantExplained(
        name=subject.effective.name,
        at=at.isoformat(),
        path=subject.path,
        requests=subject.requests,
        laws=tuple(law.cited() for law in own),
        dimensions=tuple(joined),
        silent=tuple(name for name in NAMES if name not in heard),
        deployments=tuple(services),
    )


def _request(model: str, at: dt.date) -> Request:
    return Request(model=model, features=frozenset(), data_classes=frozenset(), at=at)


def _service(
    name: str, deployment: Deployment, location: Location, decisions: Mapping[str, Decision]
) -> Service:
    """What became of the models that a deployment lists."""
    serves: list[str] = []
    refuses: list[Refused] = []
    for model in deployment.models:
        decision = decisions[model]
        if any(route.deployment == name for route in decision.routes):
            serves.append(model)
        else:
            rules = [denial.rule for denial in decision.denials if denial.deployment == name]
            refuses.append(Refused(model, tuple(dict.fromkeys(rules))))
    return Service(name, location, tuple(serves), tuple(refuses))
