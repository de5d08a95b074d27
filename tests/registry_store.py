"""A store of tenants in memory, with the promises of a real one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from compliance_toolkit.errors import UnavailableError
from compliance_toolkit.registry.entries import above
from compliance_toolkit.registry.source import Family, Row

STORED: dict[str, Any] = {
    "acme": {"jurisdictions": ["global"]},
    "acme/bank": {"jurisdictions": ["eu"], "regimes": ["gdpr"]},
    "acme/health": {"jurisdictions": ["us"], "requests": True},
    "acme/health/lab": {"data_classes": ["health"]},
    "beta": {"jurisdictions": ["eu"]},
}


class FakeStore:
    """A store in memory: each state is a whole mapping, and each has its own revision."""

    def __init__(self, tenants: Mapping[str, Any]) -> None:
        self._state = (1, tenants)
        self.asked: list[str] = []
        self.down = False

    def put(self, **changes: Any) -> None:
        """Change tenants, all at once."""
        number, tenants = self._state
        self._state = (number + 1, {**tenants, **changes})

    def revision(self) -> str:
        """Name the state; see `TenantSource.revision`."""
        if self.down:
            raise UnavailableError("the database did not answer")
        return f"r{self._state[0]}"

    def family(self, name: str) -> Family:
        """Read one family; see `TenantSource.family`."""
        self.revision()
        self.asked.append(name)
        number, tenants = self._state
        rows = tuple(
            Row(one, tenants[one], f"table tenants, row {one}")
            for one in (*above(name), name)
            if one in tenants
        )
        return Family(f"r{number}", rows, any(one.startswith(f"{name}/") for one in tenants))
