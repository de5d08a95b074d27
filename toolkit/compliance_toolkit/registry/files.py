"""Reads files an operator names: whole, of a bounded size, and only real ones."""

from __future__ import annotations

import stat
from pathlib import Path

from compliance_toolkit.errors import ConfigurationError

MEGABYTE = 1024 * 1024


def read_bounded(path: Path, *, most: int, what: str) -> bytes:
    """Read a file.

    Args:
        path: The file.
        most: Bytes it may have.
        what: What it is to the operator, such as `project file`.

    Raises:
        ConfigurationError: It is missing, unreadable, no regular file, or larger.
    """
    try:
        # A pipe or a device would block or never end.
        if not stat.S_ISREG(path.stat().st_mode):
            kind = "a directory" if path.is_dir() else "no regular file"
            raise ConfigurationError(
                f"the {what} `{path}` is {kind}", hint=f"name the {what} itself"
            )
        with path.open("rb") as file:
            raw = file.read(most + 1)
    except FileNotFoundError:
        raise ConfigurationError(
            f"no {what} at `{path}`", hint="check the path, and the folder you are in"
        ) from None
    except (OSError, ValueError) as error:  # `ValueError`: a null character in the path
        reason = getattr(error, "strerror", None) or "the path is not valid"
        raise ConfigurationError(
            f"the {what} `{path}` cannot be read: {reason.lower()}",
            hint="check its permissions and links",
        ) from error
    if len(raw) > most:
        raise ConfigurationError(
            f"the {what} `{path}` is larger than {most // MEGABYTE} MB",
            hint="move tenants into JSON Lines files under `tenant_files`",
        )
    return raw
