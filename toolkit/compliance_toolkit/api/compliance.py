"""`Compliance`: the law and the project that is held to it, as an application uses them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING, Self

from compliance_toolkit.api import arguments
from compliance_toolkit.api.auditing import Processes
from compliance_toolkit.api.checking import CheckOptions, check
from compliance_toolkit.api.clock import Clock
from compliance_toolkit.api.current import Current
from compliance_toolkit.api.engines import Engines
from compliance_toolkit.api.law import law_data
from compliance_toolkit.api.revision import Revision
from compliance_toolkit.api.setup import Setup
from compliance_toolkit.api.spreading import Progress
from compliance_toolkit.api.watch import Notify
from compliance_toolkit.models import JsonObject, Report
from compliance_toolkit.policy.bundle import Bundle
from compliance_toolkit.policy.catalog import Catalog

if TYPE_CHECKING:
    from compliance_toolkit.api.explaining import Explanations
    from compliance_toolkit.registry.registry import Registry
    from compliance_toolkit.registry.source import TenantSource
    from compliance_toolkit.registry.tenants import EffectiveTenant
    from compliance_toolkit.resolve.cache import Limits
    from compliance_toolkit.resolve.resolver import Decision


class Compliance:
    """Resolves requests and audits inputs under one bundle and one project file. Thread-safe.

    Example:
        >>> compliance = Compliance.load("compliance.yaml")  # doctest: +SKIP
        >>> decision = compliance.resolve(tenant="acme/health", model="claude-opus-5-5")
    """

    def __init__(self, revision: Revision, setup: Setup) -> None:
        """Begin with what `load` has read; use `load`."""
        self._current = Current(setup, revision)

    @classmethod
    def load(  # noqa: PLR0913  what can be chosen once, when a process starts
        cls,
        config: str | Path | None,
        *,
        policies: str | Path | None = None,
        engine: str | None = None,
        tenants: TenantSource | None = None,
        tenants_confirmed_for: float = 0.0,
        skip_broken_tenants: bool = False,
        limits: Limits | None = None,
        clock: Clock | None = None,
    ) -> Self:
        """Read a project file and the policies; an engine starts when it is first asked.

        Args:
            config: The project file; `None` for audits that name their law themselves.
            policies: A bundle root to use instead of the shipped one.
            engine: URL of an OPA server that serves the same bundle; embedded if `None`.
            tenants: A store of further tenants; the project's `tenant_database` if `None`.
            tenants_confirmed_for: Seconds for which the store's revision is believed without
                asking the store again; a changed tenant may be missed for so long.
            skip_broken_tenants: Load although tenants are written wrongly; a request for one of
                them, or below it, is refused; an unreadable line counts against those it names.
            limits: How many decisions are kept: 256 a tenant and 10,000 in all if `None`.
            clock: Where the time comes from, for tests.

        Raises:
            ConfigurationError: The project file is wrong, both a bundle and a server are named, or
                something is of another type.
            PolicyError: The bundle is broken.
        """
        setup = Setup.of(
            config=config,
            policies=policies,
            engine=engine,
            tenants=tenants,
            tenants_confirmed_for=tenants_confirmed_for,
            skip_broken_tenants=skip_broken_tenants,
            limits=limits,
            clock=clock,
        )
        return cls(setup.read(), setup)

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
        """Decide which deployments may serve a request; what was decided before is given again.

        Args:
            tenant: Name of the tenant the request is for.
            model: Provider-neutral model id, such as `claude-opus-5-5`, or the tenant's own alias.
            data_classes: Data classes of the request, beside those the tenant always has.
            features: Features the request uses, by the handbook's keys.
            at: The UTC day to decide for; today if left out.
            explain: Also say why each other deployment is refused; always so without a route.

        Returns:
            The decision, which is shared and cannot be changed. A denial is a value, with reasons.

        Raises:
            ConfigurationError: The tenant is unknown or may not be named in a request, or the
                request uses a word that nobody knows.
            PolicyError: A rule did not answer.
            UnavailableError: The engine or the tenants' store did not answer; or the law is
                watched, and could not be read again for too long.
        """
        current = self._current
        if current.watched is not None:
            current.watched.refuse_if_stale()
        known = current.revision.known(tenant, model, data_classes, features, at, explain)
        if known is not None:
            return known
        return current.use(
            lambda now: now.decide(tenant, model, data_classes, features, at, explain)
        )

    async def aresolve(  # noqa: PLR0913  those of `resolve`
        self,
        *,
        tenant: str,
        model: str,
        data_classes: Iterable[str] = (),
        features: Iterable[str] = (),
        at: str | dt.date | None = None,
        explain: bool = False,
    ) -> Decision:
        """Decide as `resolve` does, without holding up the event loop.

        What was decided before is given at once; anything that has to be asked, of the engine or
        of the tenants' store, is asked in a worker thread.
        """
        now = self._current
        if now.watched is not None:
            now.watched.refuse_if_stale()
        known = now.revision.known(tenant, model, data_classes, features, at, explain, ask=False)
        if known is not None:
            return known
        import asyncio  # noqa: PLC0415  whoever awaits has it

        return await asyncio.to_thread(
            self.resolve,
            tenant=tenant,
            model=model,
            data_classes=data_classes,
            features=features,
            at=at,
            explain=explain,
        )

    def reload(self) -> bool:
        """Read policies, project file and tenants again, and use them from now on.

        What is under way ends as it began. Where the new revision is not whole, the one in use
        stays in use.

        Returns:
            Whether anything had changed.

        Raises:
            ConfigurationError: The project file is wrong.
            PolicyError: The bundle is broken.
            UnavailableError: The engine does not answer.
        """
        return self._current.reload()

    def watch(
        self, *, every: float = 10.0, stale_after: float = 300.0, notify: Notify | None = None
    ) -> AbstractContextManager[None]:
        """Reload from time to time, in a thread of its own, until the block ends.

        When the law could not be read again for too long, nothing is decided: `resolve` raises
        `UnavailableError`, and does so after the block as well, until a reload succeeds.

        Args:
            every: Seconds between two reloads.
            stale_after: Seconds after the last success from which nothing is decided.
            notify: Is told after each reload whether anything changed, or what went wrong.

        Raises:
            ConfigurationError: The seconds make no sense, or it is watched already.
        """
        return self._current.watch(every=every, stale_after=stale_after, notify=notify)

    def document(self, decision: Decision) -> JsonObject:
        """A decision as `compliance resolve --format json` prints it, with its tenant's law.

        Raises:
            PolicyError: The catalog does not have a rule, or the data has no endpoint.
            UnavailableError: The decision was made under another law than the one in use.
        """
        from compliance_toolkit.api.documents import decision_document  # noqa: PLC0415

        revision = self._current.revision
        return decision_document(decision, revision.bundle, revision.catalog)

    @property
    def explain(self) -> Explanations:
        """Tells what applies, to whom and why: of a tenant, rule, law, route or denial."""
        from compliance_toolkit.api.explaining import Explanations  # noqa: PLC0415  as `document`

        return Explanations(self._current)

    def tenant(self, name: str) -> EffectiveTenant:
        """What holds for a tenant after all it inherits.

        Raises:
            ConfigurationError: The tenant is unknown or may not be named in a request.
            UnavailableError: The tenants' store did not answer.
        """
        return self._current.revision.tenant(name)

    def client(self, decision: Decision) -> object:
        """Build the SDK's client of a decision's route, its endpoint checked against the decision.

        It refuses other models, places, and features that the decision was not asked about.

        Raises:
            NoCompliantRouteError: The decision denies.
            PolicyError: The bundle does not say how a request shows what it uses.
            ConfigurationError: The provider's SDK is not installed, or a credential is missing.
            ResidencyError: The client would speak to another host than was decided.
        """
        from compliance_toolkit.clients import build  # noqa: PLC0415  SDKs load when asked for
        from compliance_toolkit.clients.permitted import permitted  # noqa: PLC0415

        return build(decision.config, permitted(decision, law_data(self.bundle)))

    def check(
        self,
        paths: Sequence[str | Path],
        options: CheckOptions,
        *,
        processes: Processes | None = None,
        progress: Progress | None = None,
    ) -> Report:
        """Audit `paths`, or every audit of the project file where none is named.

        Args:
            paths: Terraform folders and files, plans, states and snapshots.
            options: What they are held to, and how they are read.
            processes: How many processes share several inputs; this one does it all if `None`.
                Others import the program's main module, which has to allow it.
            progress: Is told how many inputs are done, of how many, and what is being done.

        Raises:
            ConfigurationError: A path has no law to be held to, a code is unknown, or something is
                of another type.
            PolicyError: A check did not answer.
            UnavailableError: The engine did not answer.
        """
        revision = self._current.revision
        return check(
            arguments.paths("paths", paths),
            arguments.options(options),
            registry=revision.registry,
            law=revision.law,
            bundle=revision.bundle,
            catalog=revision.catalog,
            engines=revision.engines,
            processes=arguments.processes(processes),
            progress=arguments.told("progress", progress, "three arguments", lambda *_: None),
        )

    @property
    def bundle(self) -> Bundle:
        """The law that is in use."""
        return self._current.revision.bundle

    @property
    def catalog(self) -> Catalog:
        """What the checks and rules of the law say of themselves."""
        return self._current.revision.catalog

    @property
    def engines(self) -> Engines:
        """What evaluates the law."""
        return self._current.revision.engines

    @property
    def registry(self) -> Registry:
        """The project that is in use.

        Raises:
            ConfigurationError: There is none.
        """
        return self._current.revision.project
