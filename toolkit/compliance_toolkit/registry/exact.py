"""Text and days as Python's own, whatever class of the caller's they came in.

A subclass may say of itself that it equals anything, or has another's hash. What is remembered
under it would be found by others, and what others asked by it. So nothing is looked up, compared
or put into a set before it has passed here.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from compliance_toolkit.errors import ConfigurationError


def exact_text(value: object) -> str | None:
    """Give what a text holds, as a `str` and nothing below it; `None` where it is no text."""
    # A class of the caller's can lie about `__class__`, but not about what it is made of.
    return str.__str__(value) if issubclass(type(value), str) else None


def exact_day(value: object) -> dt.date | None:
    """Give a day as a `date` and nothing below it; `None` where it is none, or has a time."""
    kind = type(value)
    if not issubclass(kind, dt.date) or issubclass(kind, dt.datetime):
        return None
    day: Any = value  # as `isinstance` would have it, which can be lied to
    return dt.date.fromordinal(dt.date.toordinal(day))


def tenant_name(name: object) -> str:
    """Take the name of a tenant.

    Raises:
        ConfigurationError: It is no text.
    """
    text = exact_text(name)
    if text is None:
        raise ConfigurationError("`tenant` is no text", hint='write its whole name, `tenant="…"`')
    return text
