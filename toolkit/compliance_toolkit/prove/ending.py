"""Processes that share the work of another end with it, however it ends."""

from __future__ import annotations

import os
import signal
import threading
from multiprocessing import connection, parent_process

_ENDED = 1
"""The exit code, which nobody is there to read."""


def end_with_parent() -> None:
    """End this process as soon as the one that started it has ended, in the midst of its work.

    An interrupt is for the one that started it, which ends the others: several would tell of it.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = parent_process()
    if parent is not None:
        threading.Thread(target=_watch, args=(parent.sentinel,), daemon=True).start()


def _watch(sentinel: int) -> None:
    connection.wait([sentinel])
    os._exit(_ENDED)  # the main thread may wait for ever for work that nobody gives it
