"""UTC days as texts, `YYYY-MM-DD`, as policies compare them."""

from __future__ import annotations

import datetime as dt

ALWAYS = "0001-01-01"
FOREVER = "9999-12-31"
"""The first and the last day, for what is not known to begin or to end."""


def day_after(day: str) -> str:
    """The day after a day that is not the last."""
    return (dt.date.fromisoformat(day) + dt.timedelta(days=1)).isoformat()


def day_before(day: str) -> str:
    """The day before a day that is not the first."""
    return (dt.date.fromisoformat(day) - dt.timedelta(days=1)).isoformat()
