"""Asks the policies which deployments may serve a request, and believes nothing it can check."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from operator import attrgetter
from typing import Generic, Protocol, TypeVar

import msgspec

from compliance_toolkit.errors import PolicyError
from compliance_toolkit.models import Denial, JsonObject, Route
from compliance_toolkit.policy.bundle import Bundle
from compliance_toolkit.policy.engine import PolicyEngine, TextEngine
from compliance_toolkit.registry.project import Deployment
from compliance_toolkit.resolve.candidates import candidates
from compliance_toolkit.resolve.configs import Config
from compliance_toolkit.resolve.decision import (
    Decision,
    Policy,
    Request,
    decision_json,
    digest,
)
from compliance_toolkit.resolve.doubts import Doubts, objects, texts
from compliance_toolkit.resolve.nearest import Prose, prose
from compliance_toolkit.resolve.places import config_for

__all__ = ["Decision", "Request", "Resolver", "decision_json"]

_PURPOSES = {"RES-101": 0, "RES-102": 1}
"""The rules that compare countries, and those of which purpose: inference, then storage."""

_T = TypeVar("_T")


class Tenant(Protocol):
    """Who a request is made for; `registry.tenants.EffectiveTenant` has it."""

    @property
    def name(self) -> str: ...
    @property
    def jurisdictions(self) -> Sequence[str]: ...

    def as_input(self) -> JsonObject: ...


class _Answer(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Routes and denials as policies answer them together."""

    routes: list[Route]
    denials: list[Denial]


@dataclass(frozen=True, slots=True)
class _Rule(Generic[_T]):
    """A rule of the policies, and what it must answer."""

    path: str
    kind: type[_T]
    decoder: msgspec.json.Decoder[_T]

    @classmethod
    def of(cls, name: str, kind: type[_T]) -> _Rule[_T]:
        return cls(f"compliance.resolve.{name}", kind, msgspec.json.Decoder(kind))


_ROUTES = _Rule.of("routes", list[Route])
_DENIALS = _Rule.of("denials", list[Denial])
_DECISION = _Rule.of("decision", _Answer)


class Resolver:
    """Decides which deployments may serve a request. Thread-safe if its engine is.

    Args:
        engine: Evaluates `bundle`, with `candidates(deployments, …)` as `data.deployments`.
        catalog: What the rules say of themselves, by id.
        deployments: Every deployment, by name.
        bundle: The law.
    """

    def __init__(
        self,
        engine: PolicyEngine,
        catalog: Mapping[str, Prose],
        deployments: Mapping[str, Deployment],
        bundle: Bundle,
    ) -> None:
        self._engine = engine
        self._text = engine if isinstance(engine, TextEngine) else None
        self._catalog = catalog
        self._deployments = deployments
        self._law = objects(bundle.data, "compliance")
        self._policy = Policy(bundle.revision, bundle.digest)
        self._doubts = Doubts(self._law, deployments)

    def resolve(self, request: Request, tenant: Tenant, *, explain: bool = False) -> Decision:
        """Decide.

        Args:
            request: What is to be sent.
            tenant: Whom it is for, with all that holds for it.
            explain: Also say why each other deployment is refused; always so without a route.

        Raises:
            PolicyError: A rule did not answer, or answered what cannot be.
            UnavailableError: The engine did not answer.
        """
        whom = tenant.as_input()
        given: JsonObject = {"request": request.as_input(), "tenant": whom}
        denied: list[Denial] = []
        if explain:
            answer = self._ask(_DECISION, given)
            earned, denied = answer.routes, answer.denials
        else:
            earned = self._ask(_ROUTES, given)
            if not earned:
                denied = self._ask(_DENIALS, given)
        routes = self._routes(earned, tenant, whom) if earned else ()
        if routes and request.features:
            self._doubts.refuse_sending(routes, request.features, request.data_classes, whom)
        denials = self._denials(denied, tenant) if denied else ()
        if explain or not routes:
            self._doubts.refuse_neither_or_both(routes, denials)

        def configure(route: Route) -> Config:
            deployment = self._deployments[route.deployment]
            return config_for(deployment, request.model, route.model_id, self._law)

        return Decision(
            request=request,
            tenant=tenant.name,
            routes=routes,
            denials=denials,
            policy=self._policy,
            catalog=self._catalog,
            configure=configure,
            given=given,
            data_digest=self._weigh,
        )

    def _weigh(self) -> str:
        return self._data_digest

    @cached_property
    def _data_digest(self) -> str:
        return digest(candidates(self._deployments.values(), self._law))

    def _ask(self, rule: _Rule[_T], given: JsonObject) -> _T:
        try:
            if self._text is not None:
                return rule.decoder.decode(self._text.evaluate_text(rule.path, given))
            return msgspec.convert(self._engine.evaluate(rule.path, given), rule.kind)
        except msgspec.ValidationError as error:
            text = str(error)
            raise PolicyError(
                f"`data.{rule.path}` answered out of shape: {text[:1].lower()}{text[1:]}",
                hint="no request was allowed; correct the policies or their data",
            ) from error

    def _routes(
        self, answered: Sequence[Route], tenant: Tenant, whom: JsonObject
    ) -> tuple[Route, ...]:
        names = {one.deployment for one in answered}
        self._doubts.refuse_strangers("a route", names)
        if len(names) != len(answered):
            raise PolicyError("the policies gave one deployment two routes")
        self._doubts.refuse_outside(answered, tenant.jurisdictions)
        self._doubts.refuse_unlisted(answered, whom)
        if len(answered) == 1:
            return tuple(answered)
        preferred = texts(whom.get("preferences"))
        if not preferred:
            return tuple(sorted(answered, key=_breadth))
        return tuple(
            sorted(answered, key=lambda one: (self._preference(one, preferred), _breadth(one)))
        )

    def _preference(self, route: Route, preferred: Sequence[str]) -> int:
        """How far down a tenant's list a route's deployment or provider stands."""
        provider = self._deployments[route.deployment].provider
        for number, name in enumerate(preferred):
            if name in (route.deployment, provider):
                return number
        return len(preferred)

    def _denials(self, answered: Sequence[Denial], tenant: Tenant) -> tuple[Denial, ...]:
        self._doubts.refuse_strangers("a denial", {one.deployment for one in answered})
        for rule in {one.rule for one in answered}:
            prose(self._catalog, rule)
        # What the law allows is the same for each of them, so policies need not repeat it.
        allowed: dict[str, list[str]] = {}
        for one in answered:
            if one.rule in _PURPOSES and "countries" in one.facts:
                if one.rule not in allowed:
                    allowed[one.rule] = self._doubts.together(
                        tenant.jurisdictions, _PURPOSES[one.rule]
                    )
                one.facts["allowed"] = allowed[one.rule]
        # Policies answer in the order of the rules' ids, and sorting keeps it.
        return tuple(sorted(answered, key=attrgetter("deployment")))


def _breadth(route: Route) -> tuple[bool, int, bool, int, float, str]:
    """Narrowest first, unspecified last, then by price and name."""
    return (
        route.countries == "unspecified",
        len(route.countries),
        route.destinations == "unspecified",
        len(route.destinations),
        route.price,
        route.deployment,
    )
