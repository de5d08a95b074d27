"""A circuit breaker: after enough failures, say so at once instead of making each caller wait."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from enum import Enum

from compliance_toolkit.errors import ComplianceError, UnavailableError


class State(Enum):
    """What the breaker does with the next call."""

    CLOSED = "closed"
    """Lets it through."""

    OPEN = "open"
    """Refuses it."""

    HALF_OPEN = "half-open"
    """One call is under way to find out; refuses others."""


class Breaker:
    """Counts consecutive failures of one server. Thread-safe.

    Only `UnavailableError`, and what no error of ours explains, is a failure: a server that says
    that a rule is undefined has answered.

    Args:
        name: Whose failures are counted, for the message.
        failures: So many in a row open the breaker.
        cooldown: Seconds until one call may find out whether the server is back.
        clock: Seconds that only ever grow.
    """

    def __init__(
        self, name: str, *, failures: int, cooldown: float, clock: Callable[[], float]
    ) -> None:
        self._name = name
        self._limit = failures
        self._cooldown = cooldown
        self._clock = clock
        self._lock = threading.Lock()
        self._count = 0
        self._opened_at: float | None = None
        self._probing = False

    @property
    def state(self) -> State:
        """What the next call would meet, apart from the passing of time."""
        with self._lock:
            if self._opened_at is None:
                return State.CLOSED
            return State.HALF_OPEN if self._probing else State.OPEN

    @contextmanager
    def call(self) -> Iterator[None]:
        """Guard one call.

        Raises:
            UnavailableError: The breaker is open, so the call is not made.
        """
        self._enter()
        answered = False
        try:
            yield
            answered = True
        except ComplianceError as error:
            answered = not isinstance(error, UnavailableError)
            raise
        finally:
            self._leave(answered=answered)

    def _enter(self) -> None:
        with self._lock:
            if self._opened_at is None:
                return
            wait = self._opened_at + self._cooldown - self._clock()
            if wait <= 0 and not self._probing:
                self._probing = True
                return
        raise UnavailableError(
            f"{self._name} did not answer {self._limit} times in a row and is left alone for now",
            hint=f"the next attempt is made in {max(wait, 0):.0f} s",
        )

    def _leave(self, *, answered: bool) -> None:
        with self._lock:
            self._probing = False
            if answered:
                self._count, self._opened_at = 0, None
                return
            self._count += 1
            if self._count >= self._limit:
                self._opened_at = self._clock()
