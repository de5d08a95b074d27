"""How far a long piece of work is, told on one line of a terminal and wiped when it is done."""

from __future__ import annotations

import contextlib
import os
import sys
import threading
import time
from collections.abc import Callable, Iterator
from typing import TextIO

_BAR = 30
_REDRAW = 0.1
"""Seconds between two pictures."""

_PATIENCE = 1.0
"""Seconds of work that nobody needs to be told of."""


def cores() -> int:
    """How many cores this process may use."""
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:  # not every system can say
        return os.cpu_count() or 1


class Bar:
    """Progress on one line of a terminal, which is wiped when all is done."""

    def __init__(self, stream: TextIO, clock: Callable[[], float] = time.monotonic) -> None:
        """Draw on a terminal.

        Args:
            stream: The terminal.
            clock: Seconds, from any beginning.
        """
        self._stream = stream
        self._clock = clock
        self._begin = clock()
        self._drawn = self._begin - _REDRAW

    def __call__(self, done: int, of: int) -> None:
        """Draw how much is done, if the last picture is old enough."""
        now = self._clock()
        if done < of and now - self._drawn < _REDRAW:
            return
        self._drawn = now
        rate = done / max(now - self._begin, 1e-9)
        left = f"{(of - done) / max(rate, 1e-9):.0f} s left"
        text = f"{_picture(done, of)} {done:,} of {of:,}, {rate:,.0f} a second, {left}"
        draw(self._stream, text if done < of else "")


class Ticker:
    """Progress of work that reports seldom: a thread draws it again and again, and counts seconds.

    Nothing is drawn of work that takes no longer than a second.
    """

    def __init__(self, stream: TextIO, clock: Callable[[], float] = time.monotonic) -> None:
        """Draw on a terminal.

        Args:
            stream: The terminal.
            clock: Seconds, from any beginning.
        """
        self._stream = stream
        self._clock = clock
        self._begin = clock()
        self._state = (0, 0, "")
        self._shown = False

    def __call__(self, done: int, of: int, doing: str) -> None:
        """Note how much is done, and what is being done."""
        self._state = (done, of, doing)

    def tick(self) -> None:
        """Draw what was noted last, if the work takes long enough."""
        seconds = self._clock() - self._begin
        if seconds < _PATIENCE:
            return
        self._shown = True
        done, of, doing = self._state
        bar = f"{_picture(done, of)} {done:,} of {of:,}, " if of > 1 else ""
        draw(self._stream, f"{bar}{seconds:.0f} s, {doing}")

    def wipe(self) -> None:
        """Take the line away, if there is one."""
        if self._shown:
            draw(self._stream, "")

    @contextlib.contextmanager
    def running(self) -> Iterator[None]:
        """Draw in a thread until the work ends, well or badly."""
        ended = threading.Event()

        def go() -> None:
            while not ended.wait(_REDRAW):
                self.tick()

        thread = threading.Thread(target=go, daemon=True)
        thread.start()
        try:
            yield
        finally:
            ended.set()
            thread.join()
            self.wipe()


def terminal(*, report_is_shown: bool = False) -> TextIO | None:
    """Where progress is drawn: standard error if it is a terminal that can wipe a line.

    Args:
        report_is_shown: Whether a report for programs goes to standard output. Where that is the
            terminal too, nothing is drawn into it.
    """
    if not sys.stderr.isatty() or os.environ.get("TERM") == "dumb":
        return None
    return None if report_is_shown and sys.stdout.isatty() else sys.stderr


def draw(stream: TextIO, text: str) -> None:
    """Draw one line in place of the last one; control characters in it are shown, not obeyed."""
    import shutil  # noqa: PLC0415  loads every compressor, and few see a terminal

    line = "".join(c if c.isprintable() else "?" for c in text)
    line = line[: shutil.get_terminal_size().columns - 1]
    # A terminal that went away must not end the work: what it finds is printed elsewhere.
    with contextlib.suppress(OSError, ValueError):
        stream.write(f"\r\033[K{line}")
        stream.flush()


def _picture(done: int, of: int) -> str:
    full = _BAR * done // max(of, 1)
    return f"{'#' * full}{'.' * (_BAR - full)}"
