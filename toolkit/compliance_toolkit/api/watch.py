"""Reloads from time to time, in a thread of its own, and notices when that has failed too long."""

from __future__ import annotations

import math
import threading
from collections.abc import Callable
from typing import TYPE_CHECKING

from compliance_toolkit.api.arguments import seconds
from compliance_toolkit.api.clock import Clock
from compliance_toolkit.errors import ComplianceError, ConfigurationError, UnavailableError

if TYPE_CHECKING:
    import logging

Notify = Callable[[bool | ComplianceError], object]
"""Is told after each reload whether anything changed, or what went wrong."""


class Watch:
    """One thread that calls `reload` until it is ended.

    What counts is when a reload last succeeded, not whether one failed: a thread that hangs, or did
    not survive a fork, is noticed as well.

    Args:
        reload: Reads again what is read; raises where that fails.
        every: Seconds between two reloads.
        stale_after: Seconds after the last success from which nothing is decided.
        clock: Where seconds come from.
        notify: Is told of each reload, in this thread; what it raises is logged.

    Raises:
        ConfigurationError: The seconds make no sense, or `notify` is no function.
    """

    def __init__(
        self,
        reload: Callable[[], bool],
        *,
        every: float,
        stale_after: float,
        clock: Clock,
        notify: Notify | None = None,
    ) -> None:
        every, stale_after = seconds("every", every), seconds("stale_after", stale_after)
        if not 0 < every < stale_after < math.inf:
            raise ConfigurationError(
                f"a law reloaded every {every:g} s cannot be stale after {stale_after:g} s",
                hint="give `stale_after` more seconds than `every`, and both more than none",
            )
        if notify is not None and not callable(notify):
            raise ConfigurationError(
                "`notify` cannot be called", hint="give a function of one argument, or leave it out"
            )
        self._reload = reload
        self._every = every
        self._stale_after = stale_after
        self._clock = clock
        self._notify = notify
        self._last = clock.steady()
        self._failure: ComplianceError | None = None
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._run, name="compliance-watch", daemon=True)

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def end(self) -> None:
        """Stop, and return when the thread is gone."""
        self._ended.set()
        self._thread.join()

    @property
    def over(self) -> bool:
        """Whether it was ended."""
        return self._ended.is_set()

    @property
    def stale(self) -> bool:
        """Whether the last success is too long ago."""
        return self._clock.steady() - self._last > self._stale_after

    def follow(self, before: Watch) -> None:
        """Take over from another one, and what it knows of the last success.

        Raises:
            ConfigurationError: The other one is not over.
        """
        if not before.over:
            raise ConfigurationError(
                "the law is watched already", hint="watch it once, for the whole process"
            )
        self._last, self._failure = before._last, before._failure

    def succeeded(self, begun: float) -> None:
        """Note that all was read again, by whomever.

        Args:
            begun: When the reading began, by the steady clock.
        """
        self._last = begun
        self._failure = None

    def refuse_if_stale(self) -> None:
        """Say so if nothing may be decided.

        Raises:
            UnavailableError: The last success is too long ago.
        """
        if self.stale:
            seconds = self._clock.steady() - self._last
            reason = "" if self._failure is None else f": {self._failure.message}"
            raise UnavailableError(
                f"the law and the project were last read {seconds:.0f} s ago, and are believed for"
                f" {self._stale_after:g} s{reason}",
                hint="make `Compliance.reload` succeed; until then nothing is decided",
            )

    def _run(self) -> None:
        while not self._ended.wait(self._every):
            try:
                outcome: bool | ComplianceError = self._reload()
            except ComplianceError as error:
                outcome = self._failure = error
            except Exception as error:  # noqa: BLE001  the thread lives on, and the law grows stale
                reason = f"reloading failed by a bug in compliance: {type(error).__name__}"
                outcome = self._failure = UnavailableError(reason)
            _log().debug("reloaded: %s", outcome)
            self._tell(outcome)

    def _tell(self, outcome: bool | ComplianceError) -> None:  # noqa: FBT001  passed on as it is
        try:
            if self._notify is not None:
                self._notify(outcome)
        except Exception as error:  # noqa: BLE001  the application's; it must not end the watch
            _log().debug("`notify` raised %s", type(error).__name__)


def _log() -> logging.Logger:
    import logging  # noqa: PLC0415  most processes watch nothing

    return logging.getLogger("compliance_toolkit.watch")
