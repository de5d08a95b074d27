"""Answers what applies, to whom and why, over one project and one bundle."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from functools import cached_property
from pathlib import Path

from compliance_toolkit.errors import ConfigurationError
from compliance_toolkit.explain.binding import Binds, Bound
from compliance_toolkit.explain.cutting import Budget
from compliance_toolkit.explain.denial import Refused, explain_denial
from compliance_toolkit.explain.dimensions import Said
from compliance_toolkit.explain.driving import Driving
from compliance_toolkit.explain.explanation import Explained, Explanation
from compliance_toolkit.explain.law import Laws
from compliance_toolkit.explain.route import explain_route
from compliance_toolkit.explain.rule import Policies, explain_rule, list_rules
from compliance_toolkit.explain.sources import Sources
from compliance_toolkit.explain.tenant import Fleet, Step, Subject, explain_tenant
from compliance_toolkit.explain.worlds import Resolve, Worlds
from compliance_toolkit.models import JsonValue, Location
from compliance_toolkit.policy.bundle import Bundle
from compliance_toolkit.policy.catalog import Catalog, Rule
from compliance_toolkit.registry.registry import Registry
from compliance_toolkit.registry.tenants import Origin, above
from compliance_toolkit.registry.wording import did_you_mean, listed, shown
from compliance_toolkit.resolve.resolver import Decision


class Explainer:
    """Explains one project under one bundle."""

    def __init__(
        self, bundle: Bundle, catalog: Catalog, worlds: Worlds, root: Path | None = None
    ) -> None:
        """Take the law, and what can be asked of it.

        Args:
            bundle: The law.
            catalog: What its rules say of themselves.
            worlds: Makes resolvers over deployments as they could be.
            root: The folder of the bundle, for the lines of its files; `None` if it is in none.
        """
        self._bundle, self._catalog, self._worlds = bundle, catalog, worlds
        self._sources = Sources(root)

    @cached_property
    def _laws(self) -> Laws:
        return Laws(self._worlds.law, self._sources)

    def rule(self, id_: str, registry: Registry | None = None) -> Explanation:
        """Explain a check or a rule of `resolve`.

        Args:
            id_: Its id.
            registry: The project whose tenants it can bind, if there is one.

        Raises:
            ConfigurationError: There is no such rule.
        """

        def binds(rule: Rule) -> Binds | None:
            if registry is None:
                return None
            stored = registry.project.tenant_database is not None
            found = (registry.tenants.effective(name) for name in registry.tenants)
            return Bound(self._laws).binds(rule, found, stored=stored)

        policies = Policies(self._catalog, self._bundle, self._laws, self._sources)
        return self._answer(explain_rule(id_, policies, binds))

    def rules(self) -> Explanation:
        """List all checks and rules of `resolve`."""
        return self._answer(list_rules(self._catalog))

    def law(self, code: str | None) -> Explanation:
        """Explain a jurisdiction, a regime or a data class; without a code, list them.

        Raises:
            ConfigurationError: There is no such law.
        """
        driven = Driving(self._catalog, self._bundle)
        return self._answer(self._laws.explain(code, self._catalog, driven))

    def tenant(self, registry: Registry, name: str, resolve: Resolve, at: dt.date) -> Explanation:
        """Explain a tenant.

        Raises:
            ConfigurationError: There is no such tenant.
            PolicyError: A rule did not answer.
            UnavailableError: The engine did not answer.
        """
        subject = _subject(registry, name)
        return self._answer(explain_tenant(subject, self._laws, _fleet(registry), resolve, at))

    def route(self, registry: Registry, name: str, at: dt.date) -> Explanation:
        """Explain a deployment of the project.

        Raises:
            ConfigurationError: There is no such deployment.
            PolicyError: The data of its provider is missing or out of shape.
        """
        known(registry, name)
        location = _fleet(registry).where(name)
        deployment = registry.deployments[name]
        law = self._worlds.law
        return self._answer(explain_route(deployment, location, law, at, self._sources))

    def denial(
        self, registry: Registry, decision: Decision, deployment: str | None, budget: Budget
    ) -> Explanation:
        """Explain a decision that explains itself, and look for what would help.

        Args:
            registry: The project that it was decided for.
            decision: The decision.
            deployment: The one that is to serve the request; any of them if `None`.
            budget: How long to look.

        Raises:
            ConfigurationError: There is no such deployment.
            PolicyError: A rule did not answer.
        """
        if deployment is not None:
            known(registry, deployment)
        tenant = registry.tenant(decision.tenant)
        said = tuple(_said(registry.sources(decision.tenant)))
        refused = Refused(decision, tenant, deployment, _fleet(registry), said)
        body = explain_denial(refused, self._laws, self._catalog, self._worlds, budget)
        return self._answer(body)

    def _answer(self, body: Explained) -> Explanation:
        return Explanation(self._bundle.revision, self._bundle.digest, body)


def known(registry: Registry, name: str) -> None:
    """Refuse the name of a deployment that the project does not have.

    Raises:
        ConfigurationError: There is no such deployment.
    """
    if name not in registry.deployments:
        names = sorted(registry.deployments)
        otherwise = f"the project has {listed(names)}" if names else "the project file has none"
        raise ConfigurationError(
            f"unknown deployment {shown(name)}",
            hint=did_you_mean(name, names, otherwise=otherwise),
        )


def _fleet(registry: Registry) -> Fleet:
    return Fleet(registry.deployments, lambda name: registry.location(("deployments", name)))


def _subject(registry: Registry, name: str) -> Subject:
    effective = registry.tenant(name, audited=True)
    origins = registry.sources(name)
    return Subject(
        effective=effective,
        path=tuple(Step(one, _place(origins, one)) for one in (*above(name), name)),
        said=tuple(_said(origins)),
        requests=_takes_requests(registry, name),
    )


def _takes_requests(registry: Registry, name: str) -> bool:
    try:
        registry.tenant(name)
    except ConfigurationError:
        return False  # it is there, so this says that one of its children must be named
    return True


def _place(origins: Iterable[Origin], tenant: str) -> Location | None:
    """Where a tenant begins to say something."""
    places = [one.location for one in origins if one.tenant == tenant]
    return min(places, key=lambda place: place.line, default=None)


def _said(origins: Iterable[Origin]) -> Iterator[Said]:
    """What the entries say, each list and each set of names as one."""
    together: dict[tuple[str, str], tuple[list[JsonValue], Location]] = {}
    for one in origins:
        dimension, _, alias = one.dimension.partition("aliases.")
        key = (one.tenant, "aliases" if alias else dimension)
        value: JsonValue = {alias: one.value} if alias else one.value
        together.setdefault(key, ([], one.location))[0].append(value)
    for (tenant, dimension), (values, location) in together.items():
        if dimension != "requests":
            yield Said(dimension, _whole(dimension, values), tenant, location)


def _whole(dimension: str, values: list[JsonValue]) -> JsonValue:
    if dimension == "aliases":
        return {k: v for one in values if isinstance(one, dict) for k, v in one.items()}
    return values if all(isinstance(one, str) for one in values) else values[0]
