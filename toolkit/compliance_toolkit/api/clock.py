"""What time it is: the UTC day for decisions, and seconds for waiting."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Callable

import msgspec

_DAY = 86_400
_EPOCH = dt.date(1970, 1, 1)


class Clock(msgspec.Struct, frozen=True):
    """Where the time comes from."""

    wall: Callable[[], float] = time.time
    """Seconds since 1970 began, in UTC."""

    steady: Callable[[], float] = time.monotonic
    """Seconds that only ever grow."""


class Today:
    """The UTC day, asked for at every decision: it is written down once a day."""

    def __init__(self, wall: Callable[[], float]) -> None:
        """Take the wall clock; it may be set back, and then so is the day."""
        self._wall = wall
        self._known = (0.0, 0.0, "")
        """When the day begins, when it ends, and its name; replaced whole."""

    def __call__(self) -> str:
        """Give the day as `YYYY-MM-DD`."""
        now = self._wall()
        begins, ends, day = self._known
        return day if begins <= now < ends else self._turned(now)

    def _turned(self, now: float) -> str:
        number = int(now // _DAY)
        day = (_EPOCH + dt.timedelta(days=number)).isoformat()
        self._known = (float(number * _DAY), float((number + 1) * _DAY), day)
        return day
