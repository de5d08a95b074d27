"""The bytes of an input, and what a process saves that checks one input and ends.

A large plan takes as long to be read as a tenth of the program to be loaded, and neither waits for
the other: the one waits for the system, the other computes. To take apart afterwards what was made
of it takes half as long again, for nothing.
"""

from __future__ import annotations

import os
import stat
import sys
import threading
from collections.abc import Sequence
from contextlib import suppress

from compliance_toolkit.errors import SourceError

LIMIT = 512 * 1024 * 1024
"""Bytes of one plan or snapshot; more is refused rather than half read."""

_LARGE = 4 * 1024 * 1024
"""Bytes from which on a thread is started sooner than they are read."""


class _Ahead:
    """A file that a thread reads."""

    def __init__(self, path: str) -> None:
        self._raw = b""
        self._error: Exception | None = None
        self._thread = threading.Thread(target=self._read, args=(path,), daemon=True)
        self._thread.start()

    def _read(self, path: str) -> None:
        try:
            self._raw = _read(path)
        except Exception as error:  # noqa: BLE001  raised where the file is asked for
            self._error = error

    def result(self) -> bytes:
        self._thread.join()
        if self._error is not None:
            raise self._error
        return self._raw


_ahead: dict[str, _Ahead] = {}
_kept: list[object] | None = None
"""What is not taken apart; `None` where this process goes on afterwards."""


def check_once(paths: Sequence[str]) -> None:
    """Prepare for one check, after which this process ends: read ahead, and let nothing go.

    Several inputs are read one after the other, and each makes room for the next.
    """
    global _kept  # noqa: PLW0603  it is the process that ends
    if len(paths) != 1:
        return
    _kept = []
    with suppress(OSError, ValueError, RuntimeError):  # who reads it says what is wrong
        found = os.stat(paths[0])  # noqa: PTH116  as typed
        if stat.S_ISREG(found.st_mode) and found.st_size >= _LARGE:
            _ahead[paths[0]] = _Ahead(paths[0])


def keep(*made: object) -> None:
    """Leave what was made of an input as it is, if this process ends anyway."""
    if _kept is not None:
        _kept.extend(made)


def read(path: str) -> bytes:
    """Read a file, a pipe or a device, or standard input for `-`.

    What was read ahead is given once: who asks again wants to know what stands there now.

    Raises:
        SourceError: It is missing, cannot be read, or is larger than `LIMIT`.
    """
    ahead = _ahead.pop(path, None)
    return _read(path) if ahead is None else ahead.result()


def _read(path: str) -> bytes:
    try:
        if path == "-":
            if sys.stdin is None:  # so where it is closed
                raise SourceError("`-` cannot be read: standard input is closed")
            raw = sys.stdin.buffer.read(LIMIT + 1)
        else:
            with open(path, "rb") as file:  # noqa: PTH123  a pipe or a device is welcome too
                raw = file.read(LIMIT + 1)
    except FileNotFoundError:
        raise SourceError(
            f"there is nothing at `{path}`",
            hint="name a Terraform folder, a plan, a state or a workspace snapshot",
        ) from None
    except OSError as error:
        reason = os.strerror(error.errno) if error.errno else "it cannot be read"
        raise SourceError(f"`{path}` cannot be read: {reason.lower()}") from error
    if len(raw) > LIMIT:
        raise SourceError(f"`{path}` is larger than {LIMIT // 1024**2} MiB")
    return raw
