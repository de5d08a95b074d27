"""`Compliance`: one revision of the law, and the project that is held to it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Self

from compliance_toolkit.api.checking import CheckOptions, check
from compliance_toolkit.api.engines import Engines
from compliance_toolkit.api.grounds import Statutes
from compliance_toolkit.api.law import law_data, type_facts
from compliance_toolkit.errors import ConfigurationError
from compliance_toolkit.models import JsonObject, Report
from compliance_toolkit.policy import bundle as bundles
from compliance_toolkit.policy.bundle import Bundle
from compliance_toolkit.policy.catalog import Catalog
from compliance_toolkit.registry.law import KnownLaw

if TYPE_CHECKING:
    from compliance_toolkit.api.asking import Vocabulary
    from compliance_toolkit.registry.registry import Registry
    from compliance_toolkit.registry.tenants import EffectiveTenant
    from compliance_toolkit.resolve.resolver import Decision, Resolver


class Compliance:
    """Resolves requests and audits inputs under one bundle and one project file. Thread-safe.

    Example:
        >>> compliance = Compliance.load("compliance.yaml")  # doctest: +SKIP
        >>> decision = compliance.resolve(tenant="acme/health", model="claude-opus-5-5")
    """

    def __init__(
        self, bundle: Bundle, law: KnownLaw, registry: Registry | None, engines: Engines
    ) -> None:
        """Wire up what `load` has read; use `load`."""
        self.bundle = bundle
        self._law = law
        self.catalog = Catalog.load(bundle.data)
        self.engines = engines
        self._registry = registry

    @classmethod
    def load(
        cls,
        config: str | Path | None,
        *,
        policies: str | Path | None = None,
        engine: str | None = None,
    ) -> Self:
        """Read a project file and the policies; an engine starts when it is first asked.

        Args:
            config: The project file; `None` for audits that name their law themselves.
            policies: A bundle root to use instead of the shipped one.
            engine: URL of an OPA server that serves the same bundle; embedded if `None`.

        Raises:
            ConfigurationError: The project file is wrong, or both a bundle and a server are named.
            PolicyError: The bundle is broken.
        """
        if policies is not None and engine is not None:
            raise ConfigurationError(
                "`--policies` and `--engine` were both given",
                hint="an OPA server brings its own bundle: name one of the two",
            )
        bundle = bundles.load(Path(policies) if policies else bundles.default_root())
        law = KnownLaw.from_bundle(law_data(bundle))
        registry: Registry | None = None
        deployments: JsonObject = {}
        if config:
            from compliance_toolkit.registry import registry as registries  # noqa: PLC0415
            from compliance_toolkit.resolve.candidates import candidates  # noqa: PLC0415

            registry = registries.load(Path(config), law=law)
            deployments = candidates(registry.deployments.values(), law_data(bundle))
        return cls(bundle, law, registry, Engines(bundle, deployments, engine))

    def resolve(  # noqa: PLR0913  design §5.3 names them
        self,
        *,
        tenant: str,
        model: str,
        data_classes: Iterable[str] = (),
        features: Iterable[str] = (),
        at: str | dt.date | None = None,
        explain: bool = False,
    ) -> Decision:
        """Decide which deployments may serve a request.

        Args:
            tenant: Name of the tenant the request is for.
            model: Provider-neutral model id, such as `claude-opus-5-5`.
            data_classes: Kinds of data in the request, beside those the tenant always has.
            features: Features the request uses, by the handbook's keys.
            at: The UTC day to decide for; today if left out.
            explain: Also say why each other deployment is refused; always so without a route.

        Returns:
            The decision. A denial is a value, with its reasons.

        Raises:
            ConfigurationError: The tenant is unknown or may not be named in a request, or the
                request uses a word that nobody knows.
            PolicyError: A rule did not answer.
            UnavailableError: The engine did not answer.
        """
        registry = self._project()
        request = self._vocabulary.request(model, features, data_classes, at)
        return self._resolver.resolve(request, registry.tenant(tenant), explain=explain)

    def document(self, decision: Decision) -> JsonObject:
        """A decision as `compliance resolve --format json` prints it, with its tenant's law.

        Raises:
            ConfigurationError: The project file does not have the decision's tenant.
            PolicyError: The catalog does not have a rule, or the data has no endpoint.
        """
        from compliance_toolkit.resolve.resolver import decision_json  # noqa: PLC0415

        tenant = self._project().tenant(decision.tenant)
        document: JsonObject = {
            **decision_json(decision, self.catalog),
            "tenant": {
                "name": tenant.name,
                "jurisdictions": list(tenant.jurisdictions),
                "regimes": list(tenant.regimes),
            },
        }
        statutes = Statutes(law_data(self.bundle))
        return statutes.cited(document, tenant.jurisdictions, tenant.regimes, self.catalog)

    def tenant(self, name: str) -> EffectiveTenant:
        """What holds for a tenant after all it inherits.

        Raises:
            ConfigurationError: The tenant is unknown or may not be named in a request.
        """
        return self._project().tenant(name)

    def client(self, decision: Decision) -> object:
        """Build the SDK's client of a decision's route, its endpoint checked against the decision.

        Raises:
            NoCompliantRouteError: The decision denies.
            ConfigurationError: The provider's SDK is not installed, or a credential is missing.
            ResidencyError: The client would speak to another host than was decided.
        """
        from compliance_toolkit.clients import build  # noqa: PLC0415  SDKs load when asked for

        return build(decision.config)

    def check(self, paths: Sequence[str], options: CheckOptions) -> Report:
        """Audit `paths`, or every audit of the project file where none is named.

        Raises:
            ConfigurationError: A path has no law to be held to, or a code is unknown.
            PolicyError: A check did not answer.
            UnavailableError: The engine did not answer.
        """
        return check(
            paths,
            options,
            registry=self._registry,
            law=self._law,
            bundle=self.bundle,
            catalog=self.catalog,
            types=type_facts(self.bundle),
            engine=self.engines.audits,
        )

    @cached_property
    def _vocabulary(self) -> Vocabulary:
        from compliance_toolkit.api.asking import Vocabulary  # noqa: PLC0415  audits need none

        return Vocabulary.of(law_data(self.bundle))

    @cached_property
    def _resolver(self) -> Resolver:
        from compliance_toolkit.resolve.resolver import Resolver  # noqa: PLC0415  audits need none

        return Resolver(
            self.engines.decisions, self.catalog, self._project().deployments, self.bundle
        )

    def _project(self) -> Registry:
        if self._registry is None:
            raise ConfigurationError(
                "there is no project file, so there are no tenants and no deployments",
                hint="write a `compliance.yaml`, or name one with `--config`",
            )
        return self._registry
