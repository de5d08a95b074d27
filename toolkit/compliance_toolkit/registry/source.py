"""What a store of tenants other than files promises: one family at a time, of one revision.

A tenant's law depends on its own path alone, so no more than its family is ever read: the tenant,
all above it, and whether anything stands below it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from compliance_toolkit.models import JsonObject


@dataclass(frozen=True, slots=True)
class Row:
    """One tenant as a store has it."""

    name: str
    document: JsonObject
    """A tenant of the shape in `schemas/tenant.json`; its `name` may be left out."""

    where: str
    """How an error names its place, such as `table tenants, row acme/health`."""


@dataclass(frozen=True, slots=True)
class Family:
    """A tenant and those above it, all read in one snapshot of the store."""

    revision: str
    """Of the snapshot that the rows were read in."""

    rows: tuple[Row, ...]
    """Only names on the tenant's own path; those that are no tenant are left out."""

    parent: bool
    """Whether any tenant stands below the one that was asked for."""


class TenantSource(Protocol):
    """A store of tenants. Thread-safe."""

    def revision(self) -> str:
        """Name the state of the store; another after any change of any tenant. Cheap.

        Raises:
            UnavailableError: The store did not answer.
        """
        ...

    def family(self, name: str) -> Family:
        """Read one tenant and all above it, by their whole names, in one snapshot.

        A name that is no tenant gives a family without its row, never an error.

        Args:
            name: A whole name, of the pattern of tenants' names.

        Raises:
            UnavailableError: The store did not answer; never "no such tenant".
            ConfigurationError: What it holds is no JSON object, or it is no store of tenants.
        """
        ...
