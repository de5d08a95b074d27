"""The revision that is in use, and how it gives way to the next."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

from compliance_toolkit.api.gate import Gate
from compliance_toolkit.api.revision import Revision
from compliance_toolkit.api.setup import Setup
from compliance_toolkit.api.watch import Notify, Watch

_T = TypeVar("_T")


class Current:
    """Holds one revision at a time. Thread-safe.

    Args:
        setup: Where the next one is read from.
        revision: The first one.
    """

    def __init__(self, setup: Setup, revision: Revision) -> None:
        self.revision = revision
        """Replaced whole; whoever uses it reads it once."""

        self.watched: Watch | None = None
        """Who reloads; or the one who did, and left a law that is stale."""

        self._setup = setup
        self._reloading = threading.Lock()
        self._gate = Gate() if revision.engines.shared else None

    @property
    def policies(self) -> Path | None:
        """Root of the bundle; `None` where it is the shipped one."""
        return self._setup.policies

    def use(self, ask: Callable[[Revision], _T]) -> _T:
        """Ask something of the revision's engine.

        A server has the deployments of one revision, so that its questions wait while it is told of
        others, and are then asked under these.
        """
        if self._gate is None:
            return ask(self.revision)
        with self._gate.together():
            return ask(self.revision)

    def reload(self) -> bool:
        """Read everything again; see `Compliance.reload`."""
        with self._reloading:
            begun = self._setup.clock.steady()
            fresh = self._setup.read_if_changed(self.revision)
            if fresh is not None:
                self._replace(fresh)
            if (watch := self.watched) is not None:
                watch.succeeded(begun)
                self.watched = None if watch.over else watch
            return fresh is not None

    @contextmanager
    def watch(self, *, every: float, stale_after: float, notify: Notify | None) -> Iterator[None]:
        """Reload from time to time until the block ends; see `Compliance.watch`."""
        clock = self._setup.clock
        watch = Watch(self.reload, every=every, stale_after=stale_after, clock=clock, notify=notify)
        with self._reloading:
            if self.watched is not None:
                watch.follow(self.watched)
            self.watched = watch
        watch.start()
        try:
            yield
        finally:
            watch.end()
            with self._reloading:
                if self.watched is watch and not watch.stale:
                    self.watched = None

    def _replace(self, fresh: Revision) -> None:
        if self._gate is None:
            fresh.prepare()
            self.revision = fresh
            return
        with self._gate.alone():
            now = self.revision
            try:
                fresh.prepare()
            except BaseException:
                now.engines.close()  # its next question tells the server of its deployments again
                raise
            self.revision = fresh
            now.engines.close()
