"""An end to waiting for a database that hangs.

PostgreSQL ends a statement that takes too long, but not where the server itself stands still, or
what is between; its library would wait for ever. So at the end of its time a connection is broken
off from here, whoever waits for it.
"""

from __future__ import annotations

import socket
import threading
import time
from contextlib import suppress
from typing import Any, Self

_IDLE_SECONDS = 60


class Watch:
    """Looks after the deadlines of one database, all of them equally far away.

    One thread for all, which mostly sleeps: one for each deadline would take longer to start than
    the database to answer.

    Args:
        seconds: How far away.
    """

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._changed = threading.Condition()
        self._open: dict[Deadline, None] = {}
        """Oldest first, so the next to pass."""
        self._runs = self._idle = False

    def deadline(self) -> Deadline:
        """Begin a deadline; it is over at the end of its block."""
        begun = Deadline(self, time.monotonic() + self._seconds)
        with self._changed:
            self._open[begun] = None
            if not self._runs:
                self._runs = True
                threading.Thread(target=self._run, name="tenant-database", daemon=True).start()
            elif self._idle:
                self._changed.notify()
        return begun

    def end(self, deadline: Deadline) -> None:
        """Forget a deadline; its connection is not touched from here on."""
        with self._changed:
            self._open.pop(deadline, None)

    def watch(self, deadline: Deadline, connection: Any) -> None:
        """Break a connection off when a deadline passes, or now if it has."""
        with self._changed:
            deadline.connection = connection
            if deadline.passed:
                _break_off(connection)

    def _run(self) -> None:
        left = 0.0
        while True:
            time.sleep(left)
            with self._changed:
                if not self._open:
                    self._idle = True
                    self._changed.wait(_IDLE_SECONDS)
                    self._idle = False
                if not self._open:
                    self._runs = False
                    return
                first = next(iter(self._open))
                left = max(0.0, first.until - time.monotonic())
                if not left:
                    del self._open[first]
                    first.passed = True
                    _break_off(first.connection)


class Deadline:
    """The end of one thread's patience with one connection; `Watch` makes it."""

    def __init__(self, watch: Watch, until: float) -> None:
        self._watch = watch
        self.until = until
        """Seconds of `time.monotonic`."""
        self.passed = False
        """Whether the time was up first, and the connection was broken off."""
        self.connection: Any = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._watch.end(self)

    def watch(self, connection: Any) -> None:
        """Name the driver's connection that is waited for."""
        self._watch.watch(self, connection)


def _break_off(connection: Any) -> None:
    """Make the driver's wait end with an error: the one thing a driver allows another thread."""
    if hasattr(connection, "interrupt"):  # SQLite
        connection.interrupt()
    elif hasattr(connection, "fileno"):
        # An error of the driver or the system says that it is closed already.
        with suppress(Exception), socket.fromfd(connection.fileno(), -1, -1) as shared:
            shared.shutdown(socket.SHUT_RDWR)
