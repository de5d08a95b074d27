"""Reads files an operator names: whole, of a bounded size, and only real ones."""

from __future__ import annotations

import os
import stat
from pathlib import Path, PurePath

from compliance_toolkit.errors import ConfigurationError
from compliance_toolkit.registry.wording import printable, shown

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
    shown_path = printable(str(path))
    try:
        # A pipe or a device would block or never end.
        if not stat.S_ISREG(path.stat().st_mode):
            kind = "a directory" if path.is_dir() else "no regular file"
            raise ConfigurationError(
                f"the {what} `{shown_path}` is {kind}", hint=f"name the {what} itself"
            )
        with path.open("rb") as file:
            raw = file.read(most + 1)
    except FileNotFoundError:
        raise ConfigurationError(
            f"no {what} at `{shown_path}`", hint="check the path, and the folder you are in"
        ) from None
    except (OSError, ValueError) as error:  # `ValueError`: a null character in the path
        reason = getattr(error, "strerror", None) or "the path is not valid"
        raise ConfigurationError(
            f"the {what} `{shown_path}` cannot be read: {reason.lower()}",
            hint="check its permissions and links",
        ) from error
    if len(raw) > most:
        raise ConfigurationError(
            f"the {what} `{shown_path}` is larger than {most // MEGABYTE} MB",
            hint="move tenants into JSON Lines files under `tenant_files`",
        )
    return raw


def matching(folder: Path, glob: str) -> list[Path]:
    """Find the files below a folder that a glob matches, in order of their names.

    Raises:
        ConfigurationError: The glob leaves the folder, is none, or matches no file; or a file it
            matches lies, behind its links, outside the folder.
    """
    hint = "write a glob below the folder of the project file, such as `tenants/*.yaml`"
    if PurePath(glob).is_absolute() or ".." in PurePath(glob).parts:
        raise ConfigurationError(f"the glob {shown(glob)} leaves the project's folder", hint=hint)
    try:
        paths = sorted(path for path in folder.glob(glob) if not path.is_dir())
    except (ValueError, NotImplementedError, OSError) as error:
        raise ConfigurationError(f"the glob {shown(glob)} is not valid", hint=hint) from error
    if not paths:
        raise ConfigurationError(f"the glob {shown(glob)} matches no file", hint=hint)
    real = os.path.realpath(folder)
    for path in paths:
        if os.path.commonpath([real, os.path.realpath(path)]) != real:
            raise ConfigurationError(
                f"the file `{printable(str(path))}` is a link out of the project's folder",
                hint="keep tenants where a change to them is reviewed with the project",
            )
    return paths
