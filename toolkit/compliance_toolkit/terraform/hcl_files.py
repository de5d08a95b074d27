"""Reads the files of a configuration: only real ones, below one root, of a bounded size."""

from __future__ import annotations

import stat
from pathlib import Path

from compliance_toolkit.terraform.syntax import LARGEST_FILE


class UnreadableError(Exception):
    """A file cannot be read; the message is a fragment of a sentence."""


def read_file(path: Path, root: Path | None) -> bytes:
    """Read one file.

    Args:
        path: The file.
        root: Resolved; where the file must be after all links. `None`: anywhere.

    Returns:
        At most one byte more than `LARGEST_FILE`, for the reader to refuse.

    Raises:
        UnreadableError: It is missing, no regular file, outside of the root, or not permitted.
    """
    try:
        real = path.resolve(strict=True)
        if root is not None and not real.is_relative_to(root):
            raise UnreadableError("is a link to somewhere outside")
        if not stat.S_ISREG(real.stat().st_mode):  # a pipe would block, a directory has no text
            raise UnreadableError("is no regular file")
        with real.open("rb") as file:
            return file.read(LARGEST_FILE + 1)
    except FileNotFoundError:
        if path.exists():  # `/dev/fd/63` of a shell is a link with no name behind it
            raise UnreadableError("is no regular file") from None
        raise UnreadableError("leads nowhere" if path.is_symlink() else "is missing") from None
    except (OSError, RuntimeError, ValueError) as error:  # `RuntimeError`: links in a circle
        why = getattr(error, "strerror", None) or "links go in a circle"
        raise UnreadableError(f"cannot be read: {why.lower()}") from None


def enclosing_root(folder: Path) -> Path:
    """Give the checkout that a folder is part of, or the folder: local modules are read below it.

    Args:
        folder: Resolved.
    """
    return next((p for p in (folder, *folder.parents) if (p / ".git").exists()), folder)
