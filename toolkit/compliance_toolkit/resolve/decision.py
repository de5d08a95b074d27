"""What is asked of `resolve`, and what it answers."""

from __future__ import annotations

import dataclasses
import datetime as dt
import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, Protocol

import msgspec

from compliance_toolkit.errors import NoCompliantRouteError, PolicyError
from compliance_toolkit.models import Denial, JsonObject, JsonValue, Route
from compliance_toolkit.resolve.configs import Config
from compliance_toolkit.resolve.nearest import Prose, nearest, prose
from compliance_toolkit.resolve.wording import message


class Configure(Protocol):
    """Makes a route concrete."""

    def __call__(self, route: Route) -> Config: ...  # noqa: D102


@dataclass(frozen=True, slots=True)
class Request:
    """What an application wants to send."""

    model: str
    """The provider-neutral id, such as `claude-opus-5-5`."""

    features: frozenset[str]
    data_classes: frozenset[str]
    """Data classes beside those that every request of the tenant has."""

    at: dt.date
    """The UTC day to decide for."""

    asked: str | None = None
    """The tenant's own name of the model, where that was asked for; no policy reads it."""

    def as_input(self) -> JsonObject:
        """The request as policies read it: `input.request`."""
        return {
            "model": self.model,
            "features": sorted(self.features),
            "data_classes": sorted(self.data_classes),
            "at": self.at.isoformat(),
        }


@dataclass(frozen=True, slots=True)
class Policy:
    """The law that decided."""

    revision: str
    digest: str
    """`sha256:…` of the bundle."""


@dataclass(frozen=True, slots=True)
class Digests:
    """What a decision rests on, each as `sha256:…` over JSON with sorted keys and no spaces."""

    bundle: str
    data: str | None
    """Of `data.deployments`; `None` where the decision was not made from any."""

    tenant: str
    input: str


@dataclass(frozen=True, slots=True)
class Decision:
    """The answer to a request. A denial is a value, with its reasons."""

    request: Request
    tenant: str
    """Name of the tenant that it was decided for."""

    routes: tuple[Route, ...]
    """Every compliant route, the best one first."""

    denials: tuple[Denial, ...]
    """Why each other deployment is refused; empty where nobody asked and there is a route."""

    policy: Policy
    catalog: Mapping[str, Prose] = field(repr=False, compare=False)
    """What the rules say of themselves, by id."""

    configure: Configure = field(repr=False, compare=False)
    given: JsonObject = field(default_factory=dict, repr=False, compare=False)
    """The policies' input."""

    data_digest: Callable[[], str] | None = field(default=None, repr=False, compare=False)
    """Weighs the deployments' facts; nobody pays for it who does not ask."""

    @property
    def outcome(self) -> Literal["resolved", "denied"]:
        """Whether there is a route."""
        return "resolved" if self.routes else "denied"

    @property
    def route(self) -> Route | None:
        """The best route."""
        return self.routes[0] if self.routes else None

    @property
    def fallbacks(self) -> tuple[Route, ...]:
        """The routes that may take the best one's place, best first.

        Each keeps data where the best route does, or in fewer countries, and no longer.
        """
        return tuple(route for route in self.routes[1:] if residency_equal(route, self.routes[0]))

    @property
    def others(self) -> tuple[Route, ...]:
        """The compliant routes that are no fallbacks: they go further, or keep longer."""
        return tuple(
            route for route in self.routes[1:] if not residency_equal(route, self.routes[0])
        )

    @property
    def digests(self) -> Digests:
        """What the decision rests on."""
        return Digests(
            bundle=self.policy.digest,
            data=None if self.data_digest is None else self.data_digest(),
            tenant=digest(self.given.get("tenant")),
            input=digest(self.given),
        )

    @property
    def obligations(self) -> tuple[str, ...]:
        """What the caller must do for the route to hold."""
        return self.routes[0].obligations if self.routes else ()

    @property
    def expires_at(self) -> str | None:
        """Last UTC day on which the route holds as it is; `None`: no limit known, or no route."""
        return self.routes[0].expires_at if self.routes else None

    @property
    def config(self) -> Config:
        """The route made concrete.

        Raises:
            NoCompliantRouteError: There is none; it carries the denials.
            PolicyError: The data has no endpoint for the deployment.
        """
        if not self.routes:
            raise NoCompliantRouteError(
                f"no deployment may serve `{self.request.model}` for tenant `{self.tenant}`",
                denials=self.denials,
                hint=nearest(self.denials, self.request.model, self.catalog),
            )
        return self.configure(self.routes[0])

    def config_of(self, route: Route) -> Config:
        """One of the decision's routes made concrete, such as a fallback.

        Raises:
            PolicyError: It is none of the decision's routes, or the data has no endpoint for it.
        """
        if route not in self.routes:
            raise PolicyError(
                f"the route over `{route.deployment}` is none of this decision",
                hint="take one of its `route`, `fallbacks` and `others`",
            )
        return self.configure(route)

    def arguments(self, **given: Any) -> dict[str, Any]:
        """Complete the arguments of a call of the route's client: model and `inference_geo`.

        Example:
            `client.messages.create(**decision.arguments(max_tokens=64, messages=messages))`

        Raises:
            NoCompliantRouteError: There is no route.
            ResidencyError: An argument contradicts the decision.
        """
        return self.config.arguments(**given)

    def explain(self, denial: Denial) -> str:
        """One sentence of why a deployment is refused.

        Raises:
            PolicyError: The catalog does not have the rule.
        """
        return message(denial, prose(self.catalog, denial.rule).title)


def decision_json(decision: Decision, catalog: Mapping[str, Prose]) -> JsonObject:
    """A decision as `compliance resolve --format json` prints it, version 1.

    Args:
        decision: The decision.
        catalog: What the rules say of themselves, by id.

    Raises:
        PolicyError: The catalog does not have a rule, or the data has no endpoint for the route.
    """
    return {
        "version": 1,
        "outcome": decision.outcome,
        "route": None if decision.route is None else _route(decision.route),
        "config": None if decision.route is None else decision.config.as_json(),
        "fallbacks": [_route(route) for route in decision.fallbacks],
        "others": [_route(route) for route in decision.others],
        "obligations": list(decision.obligations),
        "denials": [
            {
                "deployment": denial.deployment,
                "rule": denial.rule,
                "facts": denial.facts,
                "message": message(denial, prose(catalog, denial.rule).title),
                "rationale": prose(catalog, denial.rule).rationale,
                "remediation": prose(catalog, denial.rule).remediation,
            }
            for denial in decision.denials
        ],
        "policy": {"revision": decision.policy.revision, "digest": decision.policy.digest},
        "expires_at": decision.expires_at,
        "request": {**decision.request.as_input(), "asked": decision.request.asked},
        "digests": dataclasses.asdict(decision.digests),
    }


def residency_equal(route: Route, best: Route) -> bool:
    """Whether a route goes to no other countries than another, and keeps prompts no longer."""
    return (
        _within(route.countries, best.countries)
        and _within(route.storage, best.storage)
        and _no_longer(route.retention, best.retention)
    )


def digest(value: JsonValue) -> str:
    """`sha256:…` of a value, over its JSON with sorted keys and no spaces."""
    text = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return f"sha256:{hashlib.sha256(text.encode()).hexdigest()}"


def _within(places: tuple[str, ...] | str, best: tuple[str, ...] | str) -> bool:
    if isinstance(best, str):
        return True
    return not isinstance(places, str) and set(places) <= set(best)


def _no_longer(days: int | str, best: int | str) -> bool:
    if isinstance(best, str):
        return True
    return not isinstance(days, str) and days <= best


def _route(route: Route) -> JsonObject:
    return {
        name: list(value) if isinstance(value, tuple) else value
        for name, value in msgspec.structs.asdict(route).items()
    }
