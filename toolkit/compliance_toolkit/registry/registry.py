"""Reads a project file, and everything it names, into one frozen revision."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Literal

import msgspec

from compliance_toolkit.errors import ConfigurationError
from compliance_toolkit.models import Location
from compliance_toolkit.registry.entries import Origin
from compliance_toolkit.registry.exact import tenant_name
from compliance_toolkit.registry.law import KnownLaw
from compliance_toolkit.registry.mistakes import Broken
from compliance_toolkit.registry.project import Audit, Deployment
from compliance_toolkit.registry.reading import Leave, Reading, parse_project, read_project
from compliance_toolkit.registry.source import TenantSource
from compliance_toolkit.registry.sourced import SourcedTenants
from compliance_toolkit.registry.tenants import EffectiveTenant
from compliance_toolkit.registry.yaml import KeyPath

__all__ = ["AuditEntry", "Broken", "KnownLaw", "Origin", "Registry", "load"]

Kind = Literal["terraform", "plan", "workspaces"]


class AuditEntry(msgspec.Struct, frozen=True):
    """One entry of `audits`: something to look at, and the law to hold it to."""

    kind: Kind
    path: Path
    """Below the folder of the project file, or absolute where the file says so."""

    jurisdictions: tuple[str, ...]
    """One audit each; empty where `tenants` are named."""

    tenants: tuple[str, ...]
    """One audit each; empty where `jurisdictions` are named."""

    regimes: tuple[str, ...]
    location: Location


class Registry:
    """One revision of a project: what an organisation has, for whom, and what it audits."""

    def __init__(self, read: Reading, source: TenantSource | None = None) -> None:
        """Hold what `load` has read and checked; use `load`."""
        self._read = read
        project = read.project
        self.project = project
        self.deployments: Mapping[str, Deployment] = MappingProxyType(dict(project.deployments))
        self.tenants = read.tenants
        """Those that stand in files."""

        self.broken = read.broken
        """Tenants with mistakes, if they were to be skipped; they and all below are refused."""

        self.stored = None if source is None else SourcedTenants(source, read.tenants, read.words)
        """Those of a store, and of files beside it."""

        self.revision = read.digest
        """`sha256:…` over the bytes of every file that was read."""

        self._folder = Path(read.document.file).parent
        self.audits = tuple(self._entry(n, audit) for n, audit in enumerate(project.audits))

    def with_source(self, source: TenantSource) -> Registry:
        """Give this revision with a store of further tenants, such as `tenant_database` names."""
        return Registry(self._read, source)

    def tenant(
        self, name: str, *, audited: bool = False, confirmed: str | None = None
    ) -> EffectiveTenant:
        """Give what holds for a tenant.

        Args:
            name: Its whole name.
            audited: An audit asks, not a request: there a parent may stand for itself.
            confirmed: The store's revision, where the caller has just asked `stored` for it.

        Raises:
            ConfigurationError: There is no such tenant, or a request must name one of its children;
                or the tenants' database was not opened.
            UnavailableError: The store did not answer.
        """
        name = tenant_name(name)
        if self.stored is not None:
            find = self.stored.effective if audited else self.stored.requested
            return find(name, confirmed=confirmed)
        self._refuse_unopened()
        return self.tenants.effective(name) if audited else self.tenants.requested(name)

    def sources(self, name: str) -> tuple[Origin, ...]:
        """Give every value that an entry on a tenant's path contributes, outermost entry first.

        Raises:
            ConfigurationError: There is no such tenant; or the tenants' database was not opened.
            UnavailableError: The store did not answer.
        """
        name = tenant_name(name)
        if self.stored is not None:
            return self.stored.sources(name)
        self._refuse_unopened()
        return self.tenants.sources(name)

    def audit_for(self, path: str | Path) -> tuple[AuditEntry, ...]:
        """Give the entries about one path: the same file or folder, however it is spelled."""
        wanted = os.path.realpath(path)
        return tuple(entry for entry in self.audits if os.path.realpath(entry.path) == wanted)

    def location(self, path: KeyPath) -> Location:
        """Say where a key of the project file stands, or the nearest thing around it."""
        return self._read.document.location(path)

    def _refuse_unopened(self) -> None:
        if self.project.tenant_database is not None:
            raise ConfigurationError(
                "the project keeps tenants in a database that was not opened",
                hint="give `Registry.with_source` what reads it: the files alone may lack a limit",
            )

    def _entry(self, number: int, audit: Audit) -> AuditEntry:
        inputs: Mapping[Kind, str | None] = {
            "terraform": audit.terraform,
            "plan": audit.plan,
            "workspaces": audit.workspaces,
        }
        kind, path = next((kind, path) for kind, path in inputs.items() if path is not None)
        return AuditEntry(
            kind=kind,
            path=self._folder / path,
            jurisdictions=audit.jurisdictions or (),
            tenants=audit.tenants or (),
            regimes=audit.regimes,
            location=self.location(("audits", number)),
        )


def load(
    path: str | Path,
    *,
    law: KnownLaw,
    skip_broken_tenants: bool = False,
    source: TenantSource | None = None,
) -> Registry:
    """Read a project file with its tenants, and hold all of it to the law's own names.

    Args:
        path: The project file, usually `compliance.yaml`; other paths in it are relative to it.
        law: What the bundle knows.
        skip_broken_tenants: Leave out tenants with mistakes, and all below them, and list them in
            `Registry.broken`. Mistakes elsewhere are never skipped. What cannot be read counts
            against the tenants that it names, as far as it can be read, and against no others.
        source: A store of further tenants. Where the project file names a `tenant_database`, it
            can be given later too, with `Registry.with_source`.

    Raises:
        ConfigurationError: Something is wrong; it carries every further mistake in `others`.
    """
    leave = Leave(broken_tenants=skip_broken_tenants, stored_tenants=source is not None)
    return Registry(read_project(Path(path), law, leave), source)


def parse(raw: bytes, *, shown_as: str, law: KnownLaw) -> Registry:
    """Read the bytes of a project file that is in no file, as in an application's tests.

    Args:
        raw: What would be in the file.
        shown_as: What an error calls it.
        law: What the bundle knows.

    Raises:
        ConfigurationError: Something is wrong; it carries every further mistake in `others`.
    """
    return Registry(parse_project(raw, Path(shown_as), law, Leave()))
