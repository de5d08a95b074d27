"""What revisions are made from: what `Compliance.load` was given."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from compliance_toolkit.api import arguments
from compliance_toolkit.api.clock import Clock, Today
from compliance_toolkit.api.confirmed import Confirmed
from compliance_toolkit.api.engines import Engines
from compliance_toolkit.api.law import law_data
from compliance_toolkit.api.revision import Revision
from compliance_toolkit.errors import ConfigurationError
from compliance_toolkit.models import JsonObject
from compliance_toolkit.policy import bundle as bundles
from compliance_toolkit.policy.bundle import Bundle
from compliance_toolkit.registry.law import KnownLaw

if TYPE_CHECKING:
    from compliance_toolkit.registry.registry import Registry
    from compliance_toolkit.registry.source import TenantSource
    from compliance_toolkit.resolve.cache import Limits
    from compliance_toolkit.stores.sql import SqlTenants


class Setup(msgspec.Struct, frozen=True):
    """Where the law and the project are, and how they are used."""

    config: Path | None
    """The project file."""

    policies: Path | None = None
    """Root of the bundle; the shipped one if `None`."""

    engine: str | None = None
    """URL of an OPA server."""

    tenants: TenantSource | None = None
    tenants_confirmed_for: float = 0.0
    """Seconds for which the revision of a tenants' store is believed without asking again."""

    skip_broken_tenants: bool = False
    limits: Limits | None = None
    clock: Clock = msgspec.field(default_factory=Clock)
    opened: dict[tuple[str, str], SqlTenants] = msgspec.field(default_factory=dict)
    """The store that the project names, by address and table: it outlives a revision."""

    @classmethod
    def of(cls, **given: object) -> Setup:
        """Take what `Compliance.load` was given.

        Raises:
            ConfigurationError: Something is of another type than it has to be, or both a bundle
                and a server are named.
        """
        if given["policies"] is not None and given["engine"] is not None:
            raise ConfigurationError(
                "`--policies` and `--engine` were both given",
                hint="an OPA server brings its own bundle: name one of the two",
            )
        return cls(
            config=arguments.path("config", given["config"]),
            policies=arguments.path("policies", given["policies"]),
            engine=arguments.server("engine", given["engine"]),
            tenants=arguments.store(given["tenants"]),
            tenants_confirmed_for=arguments.confirmed_for(given["tenants_confirmed_for"]),
            skip_broken_tenants=arguments.flag("skip_broken_tenants", given["skip_broken_tenants"]),
            limits=arguments.limits(given["limits"]),
            clock=arguments.clock(given["clock"]),
        )

    def read(self) -> Revision:
        """Read everything.

        Raises:
            ConfigurationError: The project file is wrong.
            PolicyError: The bundle is broken.
        """
        # Before the files are understood: what changes meanwhile is found changed the next time.
        printed = self._fingerprint()
        return self._whole(self._bundle(), printed)

    def read_if_changed(self, now: Revision) -> Revision | None:
        """Read everything again, unless it is what the revision in use was read from.

        Raises:
            ConfigurationError: The project file is wrong.
            PolicyError: The bundle is broken.
        """
        printed = self._fingerprint()
        bundle = self._bundle()
        if now.state == (bundle.digest, printed, self._database(now.registry)):
            return None
        return self._whole(bundle, printed)

    def made(
        self, bundle: Bundle, law: KnownLaw, registry: Registry | None, state: tuple[object, ...]
    ) -> Revision:
        """Put together what was read.

        Args:
            bundle: The law.
            law: What it knows.
            registry: The project, if there is one.
            state: What they were read from.

        Raises:
            PolicyError: Entries of the bundle contradict each other, or do not fit the deployments.
        """
        deployments: JsonObject = {}
        source = None
        if registry is not None:
            from compliance_toolkit.policy.entries import check_entries  # noqa: PLC0415
            from compliance_toolkit.resolve.candidates import candidates  # noqa: PLC0415

            check_entries(law_data(bundle))
            deployments = candidates(registry.deployments.values(), law_data(bundle))
            if (stored := registry.stored) is not None:
                steady = self.clock.steady
                source = Confirmed(stored.revision, self.tenants_confirmed_for, steady)
        return Revision(
            bundle,
            law,
            registry,
            Engines(bundle, deployments, self.engine, shipped=self.policies is None),
            state=state,
            source=source,
            limits=self.limits,
            today=Today(self.clock.wall),
        )

    def _whole(self, bundle: Bundle, printed: str) -> Revision:
        law = KnownLaw.from_bundle(law_data(bundle))
        registry = self._registry(law)
        state = (bundle.digest, printed, self._database(registry))
        return self.made(bundle, law, registry, state)

    def _bundle(self) -> Bundle:
        return bundles.load(self.policies or bundles.default_root())

    def _fingerprint(self) -> str:
        if self.config is None:
            return ""
        from compliance_toolkit.api.reading import fingerprint  # noqa: PLC0415  needs YAML

        return fingerprint(self.config)

    def _registry(self, law: KnownLaw) -> Registry | None:
        if self.config is None:
            return None
        from compliance_toolkit.registry import registry as registries  # noqa: PLC0415

        registry = registries.load(
            self.config,
            law=law,
            skip_broken_tenants=self.skip_broken_tenants,
            source=self.tenants,
        )
        address = self._database(registry)
        if address is None:
            return registry
        if address not in self.opened:
            from compliance_toolkit.stores import open_tenants  # noqa: PLC0415  an extra

            opened = open_tenants(address[0], table=address[1])
            for other in list(self.opened):
                self.opened.pop(other).close()
            self.opened[address] = opened
        return registry.with_source(self.opened[address])

    def _database(self, registry: Registry | None) -> tuple[str, str] | None:
        """Address and table of the project's own store of tenants, if it is used.

        Raises:
            ConfigurationError: The variable that should hold the address does not.
        """
        named = None if registry is None else registry.project.tenant_database
        if named is None or self.tenants is not None:
            return None
        address = os.environ.get(named.url.env, "").strip()
        if not address:
            raise ConfigurationError(
                f"the variable `{named.url.env}` holds no address of the tenants' database",
                hint="set it, such as to `postgresql://reader@db.example.com/tenants`",
            )
        return address, named.table
