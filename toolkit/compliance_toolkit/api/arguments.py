"""What an application passes, held to what it is documented to be: a typo is never taken for leave.

`skip_broken_tenants="no"` is true to Python. What stands in a program is the operator's as much as
what stands in a file, so it is refused in the same way.
"""

from __future__ import annotations

import math
import os
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from compliance_toolkit.api.clock import Clock
from compliance_toolkit.errors import ConfigurationError
from compliance_toolkit.registry.wording import shown

if TYPE_CHECKING:
    from compliance_toolkit.registry.source import TenantSource
    from compliance_toolkit.resolve.cache import Limits


def path(name: str, value: object) -> Path | None:
    """Take a path, or none.

    Raises:
        ConfigurationError: It is no path.
    """
    if value is None:
        return None
    given = os.fspath(value) if isinstance(value, str | os.PathLike) else None
    if not isinstance(given, str) or not given:
        raise _wrong(name, value, "a path", f'write `{name}="…"`, or a `pathlib.Path`')
    return Path(given)


def paths(name: str, value: object) -> list[str]:
    """Take paths as texts; one text alone would be a path a letter.

    Raises:
        ConfigurationError: They are no list of paths.
    """
    hint = f'write `{name}=["infra/eu"]`, a list of paths'
    if isinstance(value, str | bytes) or not isinstance(value, Iterable):
        raise _wrong(name, value, "a list of paths", hint)
    found = [os.fspath(one) if isinstance(one, str | os.PathLike) else one for one in value]
    for one in found:
        if not isinstance(one, str):
            raise _wrong(name, one, "paths in the list", hint)
    return [one for one in found if isinstance(one, str)]


def text(name: str, value: object, example: str) -> str | None:
    """Take a text, or none.

    Raises:
        ConfigurationError: It is no text.
    """
    if value is None or isinstance(value, str):
        return value
    raise _wrong(name, value, "text", f"write it as `{example}`")


def word(name: str, value: object, example: str) -> str:
    """Take a text that has to be there.

    Raises:
        ConfigurationError: It is no text.
    """
    if isinstance(value, str):
        return value
    raise _wrong(name, value, "text", f'write it as `{name}="{example}"`')


def flag(name: str, value: object) -> bool:
    """Take a choice of two.

    Raises:
        ConfigurationError: It is neither.
    """
    if isinstance(value, bool):
        return value
    raise _wrong(name, value, "`True` or `False`", f"write `{name}=True`, or leave it out")


def seconds(name: str, value: object) -> float:
    """Take a number of seconds; what it may be is for who asks.

    Raises:
        ConfigurationError: It is no number.
    """
    if isinstance(value, int | float) and not isinstance(value, bool):
        return float(value)
    raise _wrong(name, value, "a number of seconds", f"write `{name}=10.0`, or leave it out")


def confirmed_for(value: object) -> float:
    """Take for how many seconds a store is believed.

    Raises:
        ConfigurationError: It is no number, or one without end or below none.
    """
    number = seconds("tenants_confirmed_for", value)
    if not 0 <= number < math.inf:
        raise ConfigurationError(
            f"a tenants' store cannot be believed for {number:g} s",
            hint="give `tenants_confirmed_for` a number of seconds, or leave it out",
        )
    return number


def store(value: Any) -> TenantSource | None:
    """Take a store of tenants, or none.

    Raises:
        ConfigurationError: It lacks a method of one.
    """
    for method in ("revision", "family"):
        if value is not None and not callable(getattr(value, method, None)):
            raise ConfigurationError(
                f"`tenants` has no method `{method}`",
                hint="give a `TenantSource`, as `compliance_toolkit.stores.open_tenants` does",
            )
    source: TenantSource | None = value
    return source


def limits(value: object) -> Limits | None:
    """Take how many decisions are kept, or none.

    Raises:
        ConfigurationError: It is something else.
    """
    if value is None:
        return None
    from compliance_toolkit.resolve.cache import Limits  # noqa: PLC0415  audits need none

    if isinstance(value, Limits):
        return value
    raise _wrong("limits", value, "`Limits`", "write `limits=Limits(total=1000)`, or leave it out")


def clock(value: object) -> Clock:
    """Take where the time comes from; the usual one where none is given.

    Raises:
        ConfigurationError: It is something else.
    """
    if value is None:
        return Clock()
    if isinstance(value, Clock):
        return value
    raise _wrong("clock", value, "a `Clock`", "leave it out, except in tests")


def _wrong(name: str, value: object, expected: str, hint: str) -> ConfigurationError:
    match value:
        case str():
            found = f"the text {shown(value)}" if value else "an empty text"
        case None | bool() | int() | float():
            found = shown(str(value))
        case _:
            found = f"a {shown(type(value).__name__)}"
    return ConfigurationError(f"`{name}`: expected {expected}, found {found}", hint=hint)
