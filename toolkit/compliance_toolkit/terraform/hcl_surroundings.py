"""What stands around what was read: who drives it, other roots, and files beside it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from compliance_toolkit.errors import SourceError
from compliance_toolkit.models import Location, Problem, ReasonCode, Unknown
from compliance_toolkit.terraform.hcl_files import UnreadableError, read_file
from compliance_toolkit.terraform.modules import Declared, Loader, Module
from compliance_toolkit.terraform.syntax import Block, Body, Fault, parse

_DRIVERS = ("terragrunt.hcl", "terragrunt.hcl.json", "terragrunt.stack.hcl")
_SHARED = "root.hcl"
"""How Terragrunt's users name what several of its folders include; others may name a file so."""

_TELLING = frozenset(("include", "generate", "terraform", "dependency", "unit", "stack"))
"""Blocks of Terragrunt that give variables their values, or add and replace files."""

_MOST_FOLDERS = 20_000
_BESIDES = frozenset(("node_modules",))
"""Folders that other tools fill, where no configuration of one's own stands."""


def driven(folder: Path, loader: Loader) -> Iterator[Problem]:
    """Refuse a root that Terragrunt runs: it gives variables, and files, that nobody sees here.

    Args:
        folder: The root module's, resolved.
        loader: Which reads it.
    """
    names = [name for name in _DRIVERS if (folder / name).is_file()]
    if not names and (folder / _SHARED).is_file() and _tells(folder / _SHARED, loader.root):
        names = [_SHARED]
    for name in names[:1]:
        yield Problem(
            "variables and files come from Terragrunt, which is not supported",
            Location(loader.shown(folder / name), 1),
            "audit a plan: run `terragrunt plan -out tfplan` and "
            "`terragrunt show -json tfplan > plan.json`",
        )


def siblings(loader: Loader, path: Path) -> Iterator[tuple[str, Unknown, Declared]]:
    """Give the other files of a single file's folder: they belong to it and were not read."""
    for sibling in loader.listing(path.parent):
        if sibling.name != path.name:
            shown = loader.shown(sibling)
            yield _unread_file(shown, f"{shown}, beside the file that is named")


def passed_over(module: Module) -> Iterator[tuple[str, Unknown, Declared]]:
    """Give the files of a module that Terraform reads, and OpenTofu passes over."""
    for shown in module.shadowed:
        yield _unread_file(shown, f"{shown}, which OpenTofu passes over")


def _unread_file(shown: str, reference: str) -> tuple[str, Unknown, Declared]:
    nothing = Block("module", (), Body({}, ()), 1)
    reason = Unknown(ReasonCode.OUTSIDE_INPUT, reference)
    return shown, reason, Declared(nothing, Location(shown, 1))


def _tells(path: Path, root: Path) -> bool:
    """Whether a file says something to Terragrunt; also where it cannot be read."""
    try:
        body: Body = parse(read_file(path, root))
    except (UnreadableError, Fault):
        return True
    return "inputs" in body.attributes or any(block.type in _TELLING for block in body.blocks)


def unread(folder: Path, loader: Loader) -> Iterator[str]:
    """Name the folders below one that hold a configuration which was not read.

    A link to a folder is named, and not followed. Hidden folders hold nobody's configuration. What
    a call leads to outside of the root is not named: its module is not known, and says so itself.

    Args:
        folder: What was to be read, resolved.
        loader: Which read it, and the modules that it calls.
    """
    waiting, left = [folder], _MOST_FOLDERS
    while waiting:
        one = waiting.pop()
        left -= 1
        if left < 0:
            yield f"{loader.shown(folder)}{os.sep}…"
            return
        try:
            entries = sorted(os.scandir(one), key=lambda entry: entry.name, reverse=True)
        except OSError:  # it may hold anything
            yield loader.shown(one)
            continue
        inner = [entry for entry in entries if _may_hold(entry)]
        waiting += [Path(entry) for entry in inner if not entry.is_symlink()]
        links = [Path(entry) for entry in inner if entry.is_symlink()]
        for path in (one, *links):
            real = path.resolve()
            called = loader.has_read(real) or real in loader.refused
            if path != folder and not called and _holds(path, loader):
                yield loader.shown(path)


def _may_hold(entry: os.DirEntry[str]) -> bool:
    try:
        is_folder = entry.is_dir()
    except OSError:  # a link that goes in a circle, for one
        return False
    return is_folder and not entry.name.startswith(".") and entry.name not in _BESIDES


def _holds(folder: Path, loader: Loader) -> bool:
    if any((folder / name).is_file() for name in _DRIVERS):
        return True
    try:
        return bool(loader.listing(folder))
    except SourceError:  # it may hold anything
        return True
