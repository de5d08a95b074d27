"""Processes that share the work of another end with it, however it ends."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing import connection, parent_process

_BY_SIGNAL = 128
"""What a shell adds to a signal's number for an exit code."""

_told: list[int] = []
"""The signal that said so."""

_ENDED = 1
"""The exit code, which nobody is there to read."""


@contextmanager
def told_to_end() -> Iterator[None]:
    """Let a signal to end, as `kill` sends it, end the proof in the block in good order.

    Left alone it would end the process at once, and what its others share would be found and told
    of by Python. So it is noted, and `end_if_told` looks; a second signal ends all at once. Only
    the main thread hears signals, and a handler of the caller's stays.
    """
    mine = threading.current_thread() is threading.main_thread()
    if not mine or signal.getsignal(signal.SIGTERM) is not signal.SIG_DFL:
        yield
        return
    _told.clear()
    signal.signal(signal.SIGTERM, _note)
    try:
        yield
        end_if_told()
    finally:
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        _told.clear()


def end_if_told() -> None:
    """End if a signal has said so.

    Raises:
        SystemExit: It has.
    """
    if _told:
        raise SystemExit(_BY_SIGNAL + _told[0])


def _note(number: int, _: object) -> None:
    _told.append(number)
    signal.signal(number, signal.SIG_DFL)


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
