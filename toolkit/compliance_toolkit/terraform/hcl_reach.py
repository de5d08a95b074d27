"""The files that functions may read: those below one root, whatever path they are given."""

from __future__ import annotations

import os
import posixpath
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from compliance_toolkit.terraform.functions_base import UnsupportedError
from compliance_toolkit.terraform.hcl_values import LARGEST
from compliance_toolkit.terraform.operators import NoFileError, RefusedError

if TYPE_CHECKING:
    from compliance_toolkit.terraform.expressions import Expression

_MOST_FILES = 20_000


class Files(msgspec.Struct):
    """The files that functions may read: those of the checkout that a configuration is in."""

    base: Path
    """The root module's folder, resolved: what paths are relative to."""

    root: Path
    """The folder that no path may leave, resolved."""

    shown_root: str = "."
    """How to name the root."""

    templates: dict[Path, Expression] = msgspec.field(default_factory=dict)
    """Templates that were read before."""

    def find(self, text: str) -> Path:
        """Give the real place of a path.

        Raises:
            NoFileError: There is nothing.
            UnsupportedError: It leads out of the root, is no plain file, or cannot be read.
        """
        if "\0" in text:
            raise UnsupportedError
        if text.startswith(("~", "/")):
            raise self._outside()
        # As Terraform does, `..` is cut before any link is followed.
        path = self.base / posixpath.normpath(text or ".")
        try:
            real = path.resolve()
            if not real.is_relative_to(self.root) or not _below(path, self.root):
                raise self._outside()
            mode = real.stat().st_mode
        except FileNotFoundError:
            raise NoFileError from None
        except UnsupportedError:
            raise
        except (OSError, RuntimeError, ValueError):
            raise UnsupportedError from None
        if not stat.S_ISREG(mode):
            raise UnsupportedError
        return real

    def _outside(self) -> UnsupportedError:
        return UnsupportedError(outside(self.shown_root))

    def read(self, text: str) -> bytes:
        """Read a file; see `find`."""
        try:
            with self.find(text).open("rb") as file:
                content = file.read(LARGEST + 1)
        except OSError:
            raise UnsupportedError from None
        if len(content) > LARGEST:
            raise UnsupportedError
        return content

    def text(self, text: str) -> str:
        """Read a file of text; see `find`."""
        try:
            return self.read(text).decode()
        except UnicodeDecodeError:
            raise RefusedError from None

    def walk(self, text: str) -> Iterator[str]:
        """Yield the files below a folder, relative to it."""
        if "\0" in text:
            raise UnsupportedError
        if text.startswith(("~", "/")):
            raise self._outside()
        folder = self.base / posixpath.normpath(text or ".")
        if not folder.resolve().is_relative_to(self.root) or not _below(folder, self.root):
            raise self._outside()
        yield from _files(folder, "", [_MOST_FILES])


def outside(root: str) -> str:
    """Say, after the name of a file or a folder, that it is none that may be read."""
    return f", outside of {root}"


def _below(path: Path, root: Path) -> bool:
    """Whether a path is below the root as written, before any link."""
    return Path(os.path.normpath(path)).is_relative_to(root)


def _files(folder: Path, prefix: str, left: list[int]) -> Iterator[str]:
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except FileNotFoundError:
        return
    except OSError:
        raise UnsupportedError from None
    for entry in entries:
        left[0] -= 1
        # What a link leads to may be anywhere; of a tree that has one, nothing is said.
        if left[0] < 0 or entry.is_symlink():
            raise UnsupportedError
        if entry.is_dir():
            yield from _files(folder / entry.name, f"{prefix}{entry.name}/", left)
        elif entry.is_file():
            yield f"{prefix}{entry.name}"
