"""The revision of a store of tenants, believed for a while if somebody asked for that."""

from __future__ import annotations

from collections.abc import Callable


class Confirmed:
    """Asks a store for its revision, unless it has just said. Thread-safe.

    Args:
        ask: Asks the store.
        seconds: How long its answer is believed without asking again; 0: it is always asked.
        steady: Seconds that only ever grow.
    """

    def __init__(self, ask: Callable[[], str], seconds: float, steady: Callable[[], float]) -> None:
        self.ask = ask
        """Ask the store itself."""

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
            known = self.ask()
            self._known = (asked + self._seconds, known)
        return known

    def fresh(self) -> str | None:
        """Give the revision if it can be told without asking the store."""
        known = self._known
        return None if known is None or self._steady() >= known[0] else known[1]
