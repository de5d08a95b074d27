"""Where a report goes: standard output, or a file that is there whole or not at all."""

from __future__ import annotations

import os
import secrets
import stat
import sys
from pathlib import Path

from compliance_toolkit.errors import ConfigurationError, UnavailableError
from compliance_toolkit.report.wording import printable


def write(text: str, output: Path | None) -> None:
    """Write a rendered report.

    Args:
        text: The report; what the stream's encoding lacks is written as an escape.
        output: A file to replace, or `None` for standard output.

    Raises:
        ConfigurationError: The file cannot be written; what stood there still does.
        UnavailableError: The reader of standard output hung up, or its disk is full.
    """
    if output is None:
        _to_stdout(text)
        return
    try:
        _to_file(text.encode("utf-8", "backslashreplace"), output)
    except (OSError, ValueError) as error:  # a path with a null character is a `ValueError`
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        raise ConfigurationError(
            f"the report cannot be written to `{printable(str(output))}`: {reason.lower()}",
            hint="name a file in a folder that exists and can be written to",
        ) from error


def _to_stdout(text: str) -> None:
    if sys.stdout is None or sys.stdout.closed:
        raise UnavailableError("there is no standard output", hint="use `--output FILE`")
    encoding = sys.stdout.encoding or "utf-8"
    try:
        sys.stdout.write(text.encode(encoding, "backslashreplace").decode(encoding))
        sys.stdout.flush()
    except OSError as error:
        # What is still buffered would fail again when Python exits, with a code of its own.
        _silence_stdout()
        if isinstance(error, BrokenPipeError):
            raise UnavailableError("the reader of the report hung up") from error
        reason = (error.strerror or "it is closed").lower()
        raise UnavailableError(
            f"the report cannot be written to standard output: {reason}"
        ) from error


def _silence_stdout() -> None:
    nowhere = os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(nowhere, sys.stdout.fileno())
    finally:
        os.close(nowhere)


def _to_file(content: bytes, output: Path) -> None:
    if _is_special(output):
        output.write_bytes(content)  # a pipe or a terminal is written to, never replaced
        return
    target = output.resolve()
    draft = target.with_name(f".{target.name}.{secrets.token_hex(8)}")
    try:
        with draft.open("xb") as file:
            file.write(content)
        draft.replace(target)
    finally:
        draft.unlink(missing_ok=True)


def _is_special(path: Path) -> bool:
    try:
        mode = path.stat().st_mode
    except FileNotFoundError:
        return False
    return not stat.S_ISREG(mode)
