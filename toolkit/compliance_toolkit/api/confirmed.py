"""A store of tenants whose revision is believed for a while, if somebody asked for that."""

from __future__ import annotations

from collections.abc import Callable

from compliance_toolkit.registry.source import Family, TenantSource


class Confirmed:
    """A `TenantSource` over another one. Thread-safe.

    Args:
        source: The store itself.
        seconds: How long its revision is believed without asking again; 0: it is always asked.
        steady: Seconds that only ever grow.
    """

    def __init__(self, source: TenantSource, seconds: float, steady: Callable[[], float]) -> None:
        self._source = source
        self._seconds = seconds
        self._steady = steady
        self._known: tuple[float, str] | None = None
        """Until when a revision is believed, and which; replaced whole."""

    def revision(self) -> str:
        """Name the state of the store, as it is or was so many seconds ago at most.

        Raises:
            UnavailableError: The store did not answer.
        """
        known = self.fresh()
        if known is None:
            asked = self._steady()
            known = self._source.revision()
            self._known = (asked + self._seconds, known)
        return known

    def fresh(self) -> str | None:
        """Give the revision if it can be told without asking the store."""
        if self._known is None or self._steady() >= self._known[0]:
            return None
        return self._known[1]

    def family(self, name: str) -> Family:
        """Read one tenant and all above it; see `TenantSource.family`."""
        return self._source.family(name)
