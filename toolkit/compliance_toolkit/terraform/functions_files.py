"""Functions of files: they read below one root, whatever path they are given, and nowhere else."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Mapping
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
from compliance_toolkit.terraform.hcl_values import Value, lost, text_of, truth_of

if TYPE_CHECKING:
    pass

_GLOB = re.compile(r"\*\*|\*|\?|\[[^\]]*\]|\{[^{}]*\}|\\.|[^*?\[\]{}\\]+")


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
