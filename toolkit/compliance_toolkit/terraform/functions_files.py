"""Functions of files: they read below one root, whatever path they are given, and nowhere else."""

from __future__ import annotations

import os
import posixpath
import re
import stat
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from compliance_toolkit.terraform.functions_base import (
    Function,
    Given,
    Parameter,
    RefusedError,
    UnsupportedError,
    on_texts,
    text_at,
)
from compliance_toolkit.terraform.functions_encoding import HASHES, encoded
from compliance_toolkit.terraform.hcl_equality import set_of
from compliance_toolkit.terraform.hcl_kinds import BOOL, STRING, SetOf
from compliance_toolkit.terraform.hcl_values import LARGEST, Value, lost, text_of, truth_of

if TYPE_CHECKING:
    from compliance_toolkit.terraform.expressions import Expression

_MOST_FILES = 20_000
_GLOB = re.compile(r"\*\*|\*|\?|\[[^\]]*\]|\{[^{}]*\}|\\.|[^*?\[\]{}\\]+")


@dataclass(slots=True)
class Files:
    """The files that functions may read: those of the checkout that a configuration is in."""

    base: Path
    """The root module's folder, resolved: what paths are relative to."""

    root: Path
    """The folder that no path may leave, resolved."""

    templates: dict[Path, Expression] = field(default_factory=dict)
    """Templates that were read before."""

    def find(self, text: str) -> Path:
        """Give the real place of a path.

        Raises:
            RefusedError: There is nothing.
            UnsupportedError: It leads out of the root, is no plain file, or cannot be read.
        """
        if text.startswith(("~", "/")) or "\0" in text:
            raise UnsupportedError
        # As Terraform does, `..` is cut before any link is followed.
        path = self.base / posixpath.normpath(text or ".")
        try:
            real = path.resolve()
            if not real.is_relative_to(self.root) or not _below(path, self.root):
                raise UnsupportedError
            mode = real.stat().st_mode
        except FileNotFoundError:
            raise RefusedError from None
        except (OSError, RuntimeError, ValueError):
            raise UnsupportedError from None
        if not stat.S_ISREG(mode):
            raise UnsupportedError
        return real

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
        if text.startswith(("~", "/")) or "\0" in text:
            raise UnsupportedError
        folder = self.base / posixpath.normpath(text or ".")
        if not folder.resolve().is_relative_to(self.root) or not _below(folder, self.root):
            raise UnsupportedError
        yield from _files(folder, "", [_MOST_FILES])


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


def _glob(pattern: str) -> re.Pattern[str]:
    """Translate a pattern of `fileset`."""
    made = []
    for part in pattern.split("/"):
        if part == "**":
            made.append("(?:[^/]+/)*")
            continue
        made.append(_glob_part(part) + "/")
    text = "".join(made)
    text = text[:-1] if text.endswith("/") else text + "[^/]+"
    return re.compile(text)


def _glob_part(part: str) -> str:
    made, at = [], 0
    for match in _GLOB.finditer(part):
        glob = match[0]
        if match.start() != at or glob == "**":
            raise UnsupportedError
        at = match.end()
        if glob == "*":
            made.append("[^/]*")
        elif glob == "?":
            made.append("[^/]")
        elif glob[0] == "{":
            made.append("(?:" + "|".join(map(_glob_part, glob[1:-1].split(","))) + ")")
        elif glob[0] in "[\\":
            raise UnsupportedError
        else:
            made.append(re.escape(glob))
    if at != len(part):
        raise UnsupportedError
    return "".join(made)


def _fileset(given: Given) -> Value:
    if any(value.hole is not None for value in given.values):
        return lost(SetOf(STRING), given.values, given.text)
    path, pattern = text_at(given, 0), text_at(given, 1)
    if pattern.count("*") > 8 or ".." in pattern:
        raise UnsupportedError
    wanted = _glob(posixpath.normpath(pattern))
    found = []
    for name in given.files.walk(path):
        given.run.spend(1)
        if wanted.fullmatch(name):
            found.append(text_of(name))
    return set_of(found, STRING)


def _fileexists(given: Given) -> Value:
    if given.values[0].hole is not None:
        return lost(BOOL, given.values, given.text)
    try:
        given.files.find(text_at(given, 0))
    except RefusedError:
        return truth_of(False)
    return truth_of(True)


def _reading(write: Callable[[bytes], str] | None, *, hash_: bool = False) -> Function:
    """Make a function that reads a file and writes what is in it."""

    def run(given: Given) -> Value:
        if given.values[0].hole is not None:
            return lost(STRING, given.values, given.text)
        path, files = text_at(given, 0), given.files
        return text_of(files.text(path) if write is None else write(files.read(path)))

    return Function((Parameter(STRING, unknown=not hash_),), STRING, run)


def _basename(text: str) -> str:
    return "." if not text else posixpath.basename(text.rstrip("/")) or "/"


def _dirname(text: str) -> str:
    return posixpath.normpath(posixpath.dirname(text) or ".").replace("//", "/")


def _pathexpand(text: str) -> str | None:
    return None if text.startswith("~") else text


def _abspath(text: str) -> str | None:
    """Answer for absolute paths: where a run will stand nobody knows."""
    return posixpath.normpath(text).replace("//", "/") if text.startswith("/") else None


FUNCTIONS: Mapping[str, Function] = {
    **{f"file{name}": _reading(digest, hash_=True) for name, digest in HASHES.items()},
    "abspath": on_texts(_abspath),
    "basename": on_texts(_basename),
    "dirname": on_texts(_dirname),
    "file": _reading(None),
    "filebase64": _reading(encoded),
    "fileexists": Function((Parameter(STRING, unknown=True),), BOOL, _fileexists),
    "fileset": Function(
        (Parameter(STRING, unknown=True), Parameter(STRING, unknown=True)), SetOf(STRING), _fileset
    ),
    "pathexpand": on_texts(_pathexpand),
}
