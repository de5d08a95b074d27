"""Modules that Terraform has downloaded: read where they are those that the configuration names.

An entry whose source or version is not what the call says now was downloaded for something else.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

import msgspec

from compliance_toolkit.errors import SourceError
from compliance_toolkit.registry.strict_json import loads_strict
from compliance_toolkit.terraform.hcl_files import UnreadableError, read_file

_MANIFEST = ".terraform/modules/modules.json"
_REGISTRIES = ("registry.terraform.io/", "registry.opentofu.org/")
_REGISTRY = re.compile(r"[0-9A-Za-z][\w-]*/[0-9A-Za-z][\w-]*/[0-9a-z]+(//.*)?", re.ASCII)
_GITHUB = re.compile(r"github\.com/([\w.-]+)/([\w.-]+?)(?:\.git)?(//[^?]*)?(\?.*)?", re.ASCII)
_VERSION = re.compile(r"v?(\d{1,9}(?:\.\d{1,9}){0,2})(?:-([0-9A-Za-z.-]+))?", re.ASCII)
_TERM = re.compile(r"\s*(=|!=|>=|<=|>|<|~>)?\s*(\S+)\s*", re.ASCII)


class Download(msgspec.Struct, frozen=True):
    """One entry of the manifest."""

    source: str
    version: str | None
    folder: Path


def read_downloads(folder: Path, root: Path) -> Mapping[str, Download]:
    """Read what a root module has downloaded.

    Args:
        folder: The root module's, resolved.
        root: Where files may be read.

    Returns:
        Entries by the names of the calls that lead to them (`network.subnets`); none where there
        is no manifest, or none that can be read: what it names is then not read either.
    """
    try:
        document = loads_strict(read_file(folder / _MANIFEST, root), _MANIFEST)
    except (UnreadableError, SourceError):
        return {}
    entries = document.get("Modules") if isinstance(document, Mapping) else None
    found: dict[str, Download] = {}
    for entry in entries if isinstance(entries, list) else ():
        match entry:
            case {"Key": str() as key, "Source": str() as source, "Dir": str() as place, **rest}:
                version = rest.get("Version")
                version = version if isinstance(version, str) and version else None
                found[key] = Download(source, version, folder / place)
            case _:
                pass
    return found


def is_meant(download: Download, source: str, version: str | None) -> bool:
    """Whether a download is what a call names.

    Args:
        download: As the manifest has it.
        source: As the call writes it.
        version: The constraint that the call writes, if any.
    """
    if download.source not in _spellings(source):
        return False
    if version is None:
        return True
    return download.version is not None and satisfies(download.version, version)


def _spellings(source: str) -> set[str]:
    """Give the ways in which a manifest may write a source."""
    found = {source}
    if _REGISTRY.fullmatch(source):
        found |= {registry + source for registry in _REGISTRIES}
    if (match := _GITHUB.fullmatch(source)) is not None:
        owner, name, inner, query = match.groups(default="")
        found.add(f"git::https://github.com/{owner}/{name}.git{inner}{query}")
    return found


def satisfies(version: str, constraints: str) -> bool:
    """Whether a version meets constraints such as `~> 5.1, != 5.3.0`; no if either is unclear."""
    have = _parts(version)
    terms = [_TERM.fullmatch(term) for term in constraints.split(",")]
    if have is None:
        return False
    return all(term is not None and _meets(have, term[1] or "=", term[2]) for term in terms)


def _parts(version: str) -> tuple[tuple[int, ...], str, int] | None:
    """Read a version: its three numbers, what follows a `-`, and how many numbers it wrote."""
    match = _VERSION.fullmatch(version)
    if match is None:
        return None
    numbers = tuple(int(part) for part in match[1].split("."))
    return (*numbers, 0, 0)[:3], match[2] or "", len(numbers)


def _meets(have: tuple[tuple[int, ...], str, int], sign: str, text: str) -> bool:
    wanted = _parts(text)
    if wanted is None:
        return False
    if have[1] or wanted[1]:  # a pre-release is met by its own name alone
        return sign == "=" and have[:2] == wanted[:2]
    one, other = have[0], wanted[0]
    if sign == "~>":
        fixed = max(wanted[2] - 1, 1)
        return one >= other and one[:fixed] == other[:fixed]
    return {
        "=": one == other,
        "!=": one != other,
        ">": one > other,
        ">=": one >= other,
        "<": one < other,
        "<=": one <= other,
    }[sign]
