"""Reads the files of a configuration, folder by folder."""

from __future__ import annotations

import os
from pathlib import Path

from compliance_toolkit.errors import SourceError
from compliance_toolkit.models import Location, Problem
from compliance_toolkit.terraform.hcl_budget import STEPS_PER_BYTE, Budget
from compliance_toolkit.terraform.hcl_declare import declare
from compliance_toolkit.terraform.hcl_files import UnreadableError, read_file
from compliance_toolkit.terraform.hcl_json import parse_json
from compliance_toolkit.terraform.hcl_module import Declared, Module
from compliance_toolkit.terraform.syntax import Body, Fault, parse

__all__ = ["Declared", "Loader", "Module"]

_ENDINGS = (".tf", ".tf.json", ".tofu", ".tofu.json")
_UNSUPPORTED = (".tfstack.hcl", ".tfcomponent.hcl", ".tfdeploy.hcl")


class Loader:
    """Reads folders, each once; what cannot be read is collected."""

    def __init__(self, base: Path, root: Path, shown_as: str) -> None:
        """Prepare to read.

        Args:
            base: The folder given, resolved.
            root: Where all files must be, resolved.
            shown_as: How to name the base folder.
        """
        self.problems: list[Problem] = []
        self.budget = Budget()
        self._base = base
        self.root = root
        self._shown_as = shown_as
        self.refused: set[Path] = set()
        """Folders outside of the root that a module call leads to, resolved."""

        self._modules: dict[Path, Module] = {}

    def is_inside(self, path: Path) -> bool:
        """Whether a resolved path is where files may be read."""
        return path.is_relative_to(self.root)

    def folder(self, path: Path) -> Module | None:
        """Read a folder, or give what was read before.

        Args:
            path: Resolved.

        Returns:
            The module; `None` if the path is no folder below the root.
        """
        if path not in self._modules:
            if not path.is_dir() or not self.is_inside(path):
                return None
            self._modules[path] = self._read(path, self.listing(path))
        return self._modules[path]

    def has_read(self, path: Path) -> bool:
        """Whether a resolved folder was read as a module."""
        return path in self._modules

    @property
    def folders(self) -> tuple[Path, ...]:
        """The folders that were read as modules, resolved."""
        return tuple(self._modules)

    def file(self, path: Path) -> Module:
        """Read a single file; the module is not whole if its folder has others."""
        module = self._read(path.parent, [path])
        module.whole = module.whole and self.listing(path.parent) == [path]
        return module

    def listing(self, folder: Path) -> list[Path]:
        """List the files that Terraform or OpenTofu would read in a folder, in order.

        Raises:
            SourceError: The folder cannot be listed.
        """
        try:
            names = sorted(entry.name for entry in os.scandir(folder))
        except OSError as error:
            why = (error.strerror or "it cannot be listed").lower()
            raise SourceError(
                f"cannot read the folder `{self.shown(folder)}`: {why}",
                hint="check its permissions",
            ) from error
        return [
            folder / name
            for name in names
            if name.endswith((*_ENDINGS, *_UNSUPPORTED)) and not _ignored(name)
        ]

    def shown(self, path: Path) -> str:
        """Name a path as seen from where the operator stands."""
        relative = os.path.relpath(path, self._base)
        return os.path.normpath(os.path.join(self._shown_as, relative))  # noqa: PTH118  `..` is cut

    def _read(self, folder: Path, files: list[Path]) -> Module:
        from_root = Path(os.path.relpath(folder, self._base)).as_posix()
        module = Module(folder, self.shown(folder), from_root, empty=not files)
        names = {path.name for path in files}
        for path in sorted(files, key=lambda path: (_is_override(path.name), path.name)):
            if _shadow(path.name) in names:
                module.shadowed.append(self.shown(path))
                continue
            body = self._body(path)
            if body is None:
                module.whole = False
                continue
            over = _is_override(path.name)
            for fault in declare(module, body, self.shown(path), over=over):
                self._refuse(path, fault)
        return module

    def _body(self, path: Path) -> Body | None:
        shown = self.shown(path)
        if path.name.endswith(_UNSUPPORTED):
            self.problems.append(
                Problem(
                    f"`{path.name.partition('.')[2]}` files are not supported yet",
                    Location(shown, 1),
                    "audit a plan: run `terraform show -json tfplan > plan.json`",
                )
            )
            return None
        read = parse_json if path.name.endswith(".json") else parse
        try:
            content = read_file(path, self.root)
            self.budget.left += STEPS_PER_BYTE * len(content)
            return read(content)
        except UnreadableError as error:
            self.problems.append(Problem(f"`{shown}` {error}", Location(shown, 1)))
        except Fault as fault:
            self._refuse(path, fault)
        return None

    def _refuse(self, path: Path, fault: Fault) -> None:
        location = Location(self.shown(path), fault.line)
        hint = "run `terraform validate`, and see the line named"
        self.problems.append(Problem(fault.reason, location, hint))


def _ignored(name: str) -> bool:
    """Whether Terraform passes over a file: hidden ones and editors' copies."""
    return name.startswith(".") or name.endswith("~") or (name[0] == name[-1] == "#")


def _is_override(name: str) -> bool:
    """Whether a file changes what the others declare."""
    stem = name.partition(".")[0]
    return stem == "override" or stem.endswith("_override")


def _shadow(name: str) -> str:
    """Name the file that OpenTofu reads instead of one, if it is there."""
    ending = next((end for end in (".tf.json", ".tf") if name.endswith(end)), None)
    return "" if ending is None else name.removesuffix(ending) + ending.replace(".tf", ".tofu")
