"""What goes to people beside the report: errors, hints and warnings on stderr."""

from __future__ import annotations

import os
import sys
from typing import TextIO


def print_error(message: str, hint: str | None = None) -> None:
    """Print an error and what to do about it."""
    _print(f"error: {message}")
    if hint:
        _print(f"hint: {hint}")


def print_warning(message: str) -> None:
    """Print something that the reader should know and that changes no exit code."""
    _print(f"warning: {message}")


def wants_color(stream: TextIO) -> bool:
    """Whether `stream` shows color: `NO_COLOR` wins, then whether it is a terminal."""
    return not os.environ.get("NO_COLOR") and stream.isatty()


def columns(stream: TextIO) -> int | None:
    """How wide the terminal is (`COLUMNS` wins); `None` where `stream` is none."""
    if not stream.isatty():
        return None
    import shutil  # noqa: PLC0415  loads every compressor

    return shutil.get_terminal_size().columns


def _print(text: str) -> None:
    """One line, whatever a hostile file name holds: control characters are shown, not obeyed."""
    line = "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in text)
    try:
        print(line.encode("utf-8", "backslashreplace").decode(), file=sys.stderr)
    except (OSError, ValueError):
        return  # nobody listens on stderr; the exit code still says it
