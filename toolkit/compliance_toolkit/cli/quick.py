"""Commands that start quickly: plain options are read without loading pydantic.

typer reads every option through pydantic, also those that nobody typed, and loading it takes longer
than most checks. Whatever is not plainly right is left to typer, and so is what it says about it.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from enum import Enum
from pathlib import Path
from typing import Any, get_args, get_origin

from typer.core import TyperCommand, TyperGroup


class QuickCommand(TyperCommand):
    """A command whose plain options are read here."""

    def get_params(self, ctx: Any) -> list[Any]:
        """Give the options, with `--help` among them."""
        return [_quickened(param) for param in super().get_params(ctx)]


class QuickGroup(TyperGroup):
    """A program whose own plain options are read here."""

    def get_params(self, ctx: Any) -> list[Any]:
        """Give the options, with `--help` among them."""
        return [_quickened(param) for param in super().get_params(ctx)]


def _quickened(param: Any) -> Any:
    if hasattr(param, "get_runtime_param") and hasattr(param, "type_descriptor"):
        typers_own = type(param).get_runtime_param
        quick = _Quick(param.type_descriptor.annotation, lambda: typers_own(param))
        param.get_runtime_param = lambda: quick
    return param


class _Quick:
    """Reads one option, as typer's own reader of it would."""

    def __init__(self, annotation: Any, otherwise: Callable[[], Any]) -> None:
        self._plain = _PLAIN.get(annotation) or _member(annotation) or _many(annotation)
        self._otherwise = otherwise

    def coerce(self, value: Any, param: Any, ctx: Any) -> Any:
        if value is None:
            return () if param.multiple or param.nargs == -1 else None
        read = None if self._plain is None else self._plain(value)
        return self._otherwise().coerce(value, param=param, ctx=ctx) if read is None else read


_Reader = Callable[[Any], Any]
"""Gives the option's value, or `None` where it is not plainly right."""


def _text(value: Any) -> str | None:
    return value if type(value) is str else None


def _path(value: Any) -> Path | None:
    """A path that may be read, or at which there is nothing: typer refuses others."""
    if type(value) is not str or not value:
        return None
    return Path(value) if os.access(value, os.R_OK) or not Path(value).exists() else None


_PLAIN: dict[Any, _Reader] = {str: _text, Path: _path}


def _member(annotation: Any) -> _Reader | None:
    """A reader of one of a few words."""
    if not (isinstance(annotation, type) and issubclass(annotation, Enum)):
        return None

    def read(value: Any) -> Enum | None:
        if isinstance(value, annotation):
            return value
        return next((one for one in annotation if one.value == value), None)

    return read


def _many(annotation: Any) -> _Reader | None:
    """A reader of an option that may be typed several times."""
    one = _PLAIN.get(*get_args(annotation)) if get_origin(annotation) is list else None
    if one is None:
        return None

    def read(value: Any) -> list[Any] | None:
        if not isinstance(value, list | tuple):
            return None
        found = [one(item) for item in value]
        return None if None in found else found

    return read
