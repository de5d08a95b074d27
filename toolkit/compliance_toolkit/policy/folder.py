"""Which files of a folder are a bundle's: as OPA reads it, less what OPA would pass over."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from compliance_toolkit.errors import PolicyError

MANIFEST = ".manifest"
_SIGNATURES = ".signatures.json"
_READ_BY_OPA = {".rego", ".json", ".yaml", ".yml", ".manifest"}


def texts_of(root: Path) -> Iterator[tuple[str, str]]:
    """Yield the path below the root and the text of each file that counts, sorted by path.

    Args:
        root: The folder, resolved.

    Raises:
        PolicyError: A file that OPA would ignore or misread, or that cannot be read; names it.
    """
    found = dict(_files(str(root), ""))
    for relative, entry in sorted(found.items()):
        path = Path(entry.path)
        # No folder is a link, so only a file that is one can lead out.
        if entry.is_symlink() and not path.resolve().is_relative_to(root):
            raise PolicyError(
                f"`{relative}` is a link that leaves the bundle", hint="put the file itself there"
            )
        if not entry.is_file():
            raise PolicyError(f"`{relative}` is no regular file", hint="remove it")
        if _counts(relative):
            try:
                yield relative, _decoded(relative, path.read_bytes())
            except OSError as error:
                raise PolicyError(f"`{relative}` cannot be read: {error.strerror}") from error


def _files(folder: str, above: str) -> Iterator[tuple[str, os.DirEntry[str]]]:
    """Yield the path below the root of everything that is no folder; a listing knows its kind."""
    try:
        entries = list(os.scandir(folder))
    except OSError as error:
        raise PolicyError(f"`{error.filename}` cannot be read: {error.strerror}") from error
    for entry in entries:
        relative = f"{above}{entry.name}"
        if not _is_folder(entry):
            yield relative, entry
        elif entry.is_symlink():
            raise PolicyError(
                f"`{relative}` is a link to a folder",
                hint="OPA would not follow it: put the folder itself there",
            )
        else:
            yield from _files(entry.path, f"{relative}/")


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:  # a link to itself: no folder, and then no regular file
        return False


def _counts(path: str) -> bool:
    """Whether a file is part of the bundle.

    Raises:
        PolicyError: The file looks like a part, but OPA would not read it as one.
    """
    name = path.rpartition("/")[2]
    if path in {MANIFEST, _SIGNATURES}:
        return path == MANIFEST
    if name.startswith("."):
        if name == MANIFEST or Path(name).suffix in _READ_BY_OPA:
            raise PolicyError(f"`{path}` is hidden, or not at the root", hint="rename or remove it")
        return False
    if name.endswith(".rego"):
        return not name.endswith("_test.rego")
    if name == "data.json":
        return True
    raise PolicyError(
        f"`{path}` is neither a policy nor named `data.json`, so OPA would ignore it",
        hint="give the data a folder of its own with one `data.json`, and remove what is no data",
    )


def _decoded(path: str, content: bytes) -> str:
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise PolicyError(f"`{path}:{line}` is not UTF-8") from error
