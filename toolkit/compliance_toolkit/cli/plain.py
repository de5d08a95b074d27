"""Plain lines of `compliance check`, read without typer: to load it takes longer than most checks.

A line is plain where every option is spelled out, no option is repeated that has one value, and
every value is plainly right. Of any other it is typer that judges, and that says what is wrong.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from enum import Enum
from pathlib import Path
from typing import Any

from compliance_toolkit.cli.checking import Format, Typed, UnknownAs, YesNo
from compliance_toolkit.models import Severity

_Reader = Callable[[str], Any]
"""Gives the value of a text; `None` where it is not plainly one."""


def _text(value: str) -> str:
    return value


def _path(value: str) -> Path | None:
    """A path that may be read, or at which there is nothing: typer refuses others."""
    try:
        return Path(value) if os.access(value, os.R_OK) or not Path(value).exists() else None
    except (OSError, ValueError):
        return None


def _count(value: str) -> int | None:
    return int(value) if value.isascii() and value.isdigit() and value.strip("0") else None


def _one_of(words: type[Enum]) -> _Reader:
    known = {one.value: one for one in words}
    return known.get


VALUES: Mapping[str, tuple[str, _Reader]] = {
    "--config": ("config", _path),
    "--source": ("source", _path),
    "--format": ("format", _one_of(Format)),
    "--output": ("output", _path),
    "--jobs": ("jobs", _count),
    "--fail-on": ("fail_on", _one_of(Severity)),
    "--unknown": ("unknown", _one_of(UnknownAs)),
    "--assume-defaults": ("assume_defaults", _one_of(YesNo)),
    "--policies": ("policies", _path),
    "--engine": ("engine", _text),
}
"""Options with one value: the name of each, and who reads it."""

LISTS: Mapping[str, tuple[str, _Reader]] = {
    "--jurisdiction": ("jurisdiction", _text),
    "--regime": ("regime", _text),
    "--var-file": ("var_file", _path),
    "--var": ("var", _text),
}
"""Options that may be typed several times."""

SWITCHES: Mapping[str, str] = {
    "--var-env": "var_env",
    "--skip-broken-tenants": "skip_broken_tenants",
}
"""Options without a value."""


def typed(arguments: Sequence[str]) -> Typed | None:
    """Read a command line, if it is a plain one of `check`.

    Args:
        arguments: All that stands after `compliance`.
    """
    if arguments[:1] != ["check"]:
        return None
    found: dict[str, Any] = {}
    words = iter(arguments[1:])
    for word in words:
        option, equals, value = word.partition("=")
        if option in SWITCHES and not equals and SWITCHES[option] not in found:
            found[SWITCHES[option]] = True
            continue
        name, read = VALUES.get(option) or LISTS.get(option) or ("paths", _text)
        if name == "paths":
            value = word
        elif not equals:
            value = next(words, "")
        if (not equals or name == "paths") and value.startswith("-") and value != "-":
            return None
        taken = read(value) if value else None
        if taken is None or (option in VALUES and name in found):
            return None
        found[name] = taken if option in VALUES else (*found.get(name, ()), taken)
    return Typed(**found)
