"""Lets many pass at a time, or one alone: an OPA server holds the deployments of one revision."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager


class Gate:
    """Decisions pass together; a reload waits until none is under way, and then passes alone."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._inside = 0
        self._closed = False

    @contextmanager
    def together(self) -> Iterator[None]:
        """Pass with others; wait while one is alone, or waits to be."""
        with self._changed:
            self._changed.wait_for(lambda: not self._closed)
            self._inside += 1
        try:
            yield
        finally:
            with self._changed:
                self._inside -= 1
                self._changed.notify_all()

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Pass when nobody else is inside, and let nobody in meanwhile."""
        with self._changed:
            self._changed.wait_for(lambda: not self._closed)
            self._closed = True
        try:
            with self._changed:
                self._changed.wait_for(lambda: self._inside == 0)
            yield
        finally:
            with self._changed:
                self._closed = False
                self._changed.notify_all()
