"""What an application passes, held to what it is documented to be: a typo is never taken for leave.

`skip_broken_tenants="no"` is true to Python. What stands in a program is the operator's as much as
what stands in a file, so it is refused in the same way.
"""

from __future__ import annotations

import contextlib
import math
import os
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from msgspec.structs import replace

from compliance_toolkit.api.clock import Clock
from compliance_toolkit.errors import ConfigurationError
from compliance_toolkit.registry.wording import shown

if TYPE_CHECKING:
    from compliance_toolkit.api.auditing import Processes
    from compliance_toolkit.api.checking import CheckOptions
    from compliance_toolkit.registry.source import TenantSource
    from compliance_toolkit.resolve.cache import Limits

_T = TypeVar("_T")
_Called = TypeVar("_Called", bound=Callable[..., None])


def path(name: str, value: object) -> Path | None:
    """Take a path, or none; a blank text would be the current folder.

    Raises:
        ConfigurationError: It is no path.
    """
    if value is None:
        return None
    given = os.fspath(value) if isinstance(value, str | os.PathLike) else None
    if not isinstance(given, str) or not given.strip():
        found = given if isinstance(given, str) else value
        raise _wrong(name, found, "a path", f'write `{name}="…"`, or a `pathlib.Path`')
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
        if not isinstance(one, str) or not one.strip():
            raise _wrong(name, one, "paths in the list", hint)
    return [one for one in found if isinstance(one, str)]


def server(name: str, value: object) -> str | None:
    """Take the address of an OPA server, or none; it is not asked yet.

    Raises:
        ConfigurationError: It is no address, or holds credentials.
    """
    if value is None:
        return None
    if not isinstance(value, str) or not value.strip():
        hint = f'write it as `{name}="https://opa.example.com:8181"`, or leave it out'
        raise _wrong(name, value, "the address of an OPA server", hint)
    from compliance_toolkit.engines.transport import client_options  # noqa: PLC0415  most have none

    client_options(value)
    return value


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
        with contextlib.suppress(OverflowError):  # a whole number may be longer than any time
            return float(value)
        return math.inf if value > 0 else -math.inf
    raise _wrong(name, value, "a number of seconds", f"write `{name}=10.0`, or leave it out")


def patience(name: str, value: object) -> float:
    """Take for how many seconds to go on: none is possible, without end is not.

    Raises:
        ConfigurationError: It is no number, or one without end or below none.
    """
    number = seconds(name, value)
    if not 0 <= number < math.inf:
        hint = f"write `{name}=10.0`, or leave it out"
        raise _wrong(name, value, "a number of seconds", hint)
    return number


def told(name: str, value: _Called | None, of: str, otherwise: _Called) -> _Called:
    """Take a function that is told how far the work is, or none.

    Args:
        name: The argument.
        value: The function.
        of: What it has to take.
        otherwise: What is told where there is none.

    Raises:
        ConfigurationError: It cannot be called.
    """
    if value is None:
        return otherwise
    if callable(value):
        return value
    raise ConfigurationError(
        f"`{name}` cannot be called", hint=f"give a function of {of}, or leave it out"
    )


def made(name: str, value: object, kind: type[_T], example: str) -> _T:
    """Take a value of a class of ours.

    Raises:
        ConfigurationError: It is something else.
    """
    if isinstance(value, kind):
        return value
    raise _wrong(name, value, f"`{kind.__name__}`", f"write it as `{example}`")


def options(value: object) -> CheckOptions:
    """Take what an audit is held to, and how its inputs are read.

    Raises:
        ConfigurationError: It is something else, or something in it is.
    """
    from compliance_toolkit.api.checking import CheckOptions  # noqa: PLC0415  whoever audits has it
    from compliance_toolkit.audit.outcome import Gate  # noqa: PLC0415
    from compliance_toolkit.models import Severity  # noqa: PLC0415

    given = made("options", value, CheckOptions, 'CheckOptions(jurisdictions=("eu",))')
    source = path("source", given.source)
    var_files = tuple(Path(one) for one in paths("var_files", given.var_files))
    flag("assume_defaults", given.assume_defaults)
    gate = made("gate", given.gate, Gate, "Gate()")
    made("fail_on", gate.fail_on, Severity, "Severity.LOW")
    flag("unknown_fails", gate.unknown_fails)
    return replace(given, source=source, var_files=var_files)


def processes(value: object) -> Processes:
    """Take how many processes share several inputs; this one does it all where none is given.

    Raises:
        ConfigurationError: It is something else.
    """
    from compliance_toolkit.api.auditing import Processes  # noqa: PLC0415  as in `options`

    return Processes() if value is None else made("processes", value, Processes, "Processes(2)")


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
            found = f"the text {shown(value)}" if value.strip() else "a blank text"
            found = found if value else "an empty text"
        case None | bool() | int() | float():
            found = shown(str(value))
        case _:
            found = f"a {shown(type(value).__name__)}"
    return ConfigurationError(f"`{name}`: expected {expected}, found {found}", hint=hint)
