"""A module as it is written: the files of one folder, and what they declare."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from compliance_toolkit.errors import SourceError
from compliance_toolkit.models import Location, Problem
from compliance_toolkit.terraform.expressions import Literal, Traversal
from compliance_toolkit.terraform.hcl_files import UnreadableError, read_file
from compliance_toolkit.terraform.syntax import Attribute, Block, Body, Fault, parse

_UNSUPPORTED = (".tf.json", ".tofu", ".tofu.json", ".tfstack.hcl", ".tfcomponent.hcl")
_LABELS = {
    "action": 2,
    "check": 1,
    "data": 2,
    "ephemeral": 2,
    "import": 0,
    "list": 2,
    "locals": 0,
    "module": 1,
    "moved": 0,
    "output": 1,
    "provider": 1,
    "removed": 0,
    "resource": 2,
    "terraform": 0,
    "variable": 1,
}
"""Terraform's top-level blocks and how many labels each has."""

_INNER_LABELS = {
    ("dynamic", 1),
    ("provisioner", 1),
    ("backend", 1),
    ("provider_meta", 1),
    ("data", 2),
}


@dataclass(frozen=True, slots=True)
class Declared:
    """A block and where it stands."""

    block: Block
    location: Location


@dataclass(slots=True)
class Module:
    """What the files of one folder declare, each kind by name."""

    folder: Path
    shown_as: str
    from_root: str = "."
    """As `path.module` names it: from the root module's folder."""

    variables: dict[str, Declared] = field(default_factory=dict)
    outputs: dict[str, Declared] = field(default_factory=dict)
    calls: dict[str, Declared] = field(default_factory=dict)
    providers: dict[str, Declared] = field(default_factory=dict)
    """By `aws` or `aws.alias`."""

    resources: dict[str, Declared] = field(default_factory=dict)
    """By `type.name`."""

    data: dict[str, Declared] = field(default_factory=dict)
    """By `type.name`."""

    locals: dict[str, Attribute] = field(default_factory=dict)
    removed: list[str] = field(default_factory=list)
    """What `removed` blocks take away, as written."""

    whole: bool = True
    """Whether all its files were read: if not, what is not declared may be declared there."""

    empty: bool = False
    """Whether the folder has no file of Terraform's."""


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
        self._base = base
        self.root = root
        self._shown_as = shown_as
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
            if name.endswith((".tf", *_UNSUPPORTED)) and not _ignored(name)
        ]

    def shown(self, path: Path) -> str:
        """Name a path as seen from where the operator stands."""
        relative = os.path.relpath(path, self._base)
        return os.path.normpath(os.path.join(self._shown_as, relative))  # noqa: PTH118  `..` is cut

    def _read(self, folder: Path, files: list[Path]) -> Module:
        from_root = Path(os.path.relpath(folder, self._base)).as_posix()
        module = Module(folder, self.shown(folder), from_root, empty=not files)
        for path in files:
            body = self._body(path)
            if body is None:
                module.whole = False
                continue
            for fault in _declare(module, body, self.shown(path)):
                self._refuse(path, fault)
        return module

    def _body(self, path: Path) -> Body | None:
        shown = self.shown(path)
        override = path.name == "override.tf" or path.name.endswith("_override.tf")
        if override or not path.name.endswith(".tf"):
            kind = "override files" if override else f"`{path.name.partition('.')[2]}` files"
            self.problems.append(
                Problem(
                    f"{kind} are not supported yet",
                    Location(shown, 1),
                    "audit a plan: run `terraform show -json tfplan > plan.json`",
                )
            )
            return None
        try:
            return parse(read_file(path, self.root))
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


def _declare(module: Module, body: Body, shown: str) -> Iterator[Fault]:
    """Enter a file's blocks into the module; yield what cannot stand there."""
    for attribute in body.attributes.values():
        yield Fault(f"the argument `{attribute.name}` stands outside of any block", attribute.line)
    for block in body.blocks:
        if block.type not in _LABELS:
            yield Fault(f"there is no block type `{block.type}`", block.line)
        elif len(block.labels) != _LABELS[block.type]:
            wanted = _LABELS[block.type]
            yield Fault(f"a `{block.type}` block has {wanted} labels", block.line)
        else:
            yield from _misplaced(block.body)
            yield from _enter(module, Declared(block, Location(shown, block.line)))


def _misplaced(body: Body) -> Iterator[Fault]:
    """Find blocks that look like a declaration where nothing is declared."""
    for block in body.blocks:
        if block.labels and (block.type, len(block.labels)) not in _INNER_LABELS:
            yield Fault(f"a `{block.type}` block with labels stands inside another", block.line)
        yield from _misplaced(block.body)


def _enter(module: Module, declared: Declared) -> Iterator[Fault]:
    block = declared.block
    kinds = {
        "variable": module.variables,
        "output": module.outputs,
        "module": module.calls,
        "resource": module.resources,
        "data": module.data,
        "provider": module.providers,
    }
    if block.type in kinds:
        name = _provider_key(block) if block.type == "provider" else ".".join(block.labels)
        if name in kinds[block.type]:
            yield Fault(f"the {block.type} `{name}` is declared twice", block.line)
        else:
            kinds[block.type][name] = declared
    elif block.type == "locals":
        for name, attribute in block.body.attributes.items():
            if name in module.locals:
                yield Fault(f"the local value `{name}` is declared twice", attribute.line)
            else:
                module.locals[name] = attribute
    elif block.type == "removed":
        match block.body.attributes.get("from"):
            case Attribute(expression=Traversal(text=text)):
                module.removed.append(text)
            case _:
                yield Fault("a `removed` block names no resource", block.line)


def _provider_key(block: Block) -> str:
    """Name a provider configuration; an alias that is no literal makes one nobody can refer to."""
    name = block.labels[0]
    match block.body.attributes.get("alias"):
        case None:
            return name
        case Attribute(expression=Literal(str() as alias)):
            return f"{name}.{alias}"
        case Attribute(line=line):
            return f"{name}.?{line}"
