"""Where the blocks of a plan or a state stand in the source that they were made from.

The plan is the truth for values; the source at hand gives the place, and nothing else.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from msgspec.structs import replace

from compliance_toolkit.errors import ConfigurationError, SourceError
from compliance_toolkit.models import AuditInput, Location, Problem, Resource, Spot
from compliance_toolkit.terraform.addresses import segments, without_index
from compliance_toolkit.terraform.expressions import Literal, Template, Traversal
from compliance_toolkit.terraform.hcl_files import UnreadableError, enclosing_root, read_file
from compliance_toolkit.terraform.modules import Loader, Module

_ZONE = re.compile("-[a-z]")
_LOCAL = ("./", "../")
_MANIFEST = Path(".terraform/modules/modules.json")


def located(given: AuditInput, source: Path | None, around: Iterable[Path]) -> AuditInput:
    """Give each resource the place of its block.

    Args:
        given: A plan or a state, read.
        source: The folder of its source, if somebody named it.
        around: Folders to look in otherwise. One is the source only if it declares every block of
            the root module that the input has.

    Raises:
        ConfigurationError: The folder that was named is none, or declares nothing of the input.
    """
    if source is not None:
        if not source.is_dir():
            raise ConfigurationError(
                f"`--source` names `{source}`, where there is no folder",
                hint="name the folder that `terraform plan` was run in",
            )
        written = _Written(source)
        found = _placed(given, written)
        if written.problems:
            return replace(found, problems=(*found.problems, *written.problems))
        if given.resources and not any(one.location for one in found.resources):
            raise ConfigurationError(
                f"`{source}` declares none of the resources of `{given.path}`",
                hint="name the folder that `terraform plan` was run in",
            )
        return found
    folder = _at_hand(given, None, around)
    return given if folder is None else _placed(given, _Written(folder))


def more_than_named(
    given: AuditInput, source: Path | None, around: Iterable[Path]
) -> frozenset[Spot]:
    """Say which expressions are more than the one name that the plan took them for.

    Args:
        given: A plan, read.
        source: As for `located`.
        around: As for `located`.

    Returns:
        Where they stand; nothing of what no source at hand shows.
    """
    spots = {spot for one in given.assumptions for spot in one.taken_at}
    referring = any(len(names) == 1 for one in given.resources for names in one.references.values())
    folder = _at_hand(given, source, around) if spots or referring else None
    if folder is None:
        return frozenset()
    # Evaluates the source, where the rest of this module only reads it.
    from compliance_toolkit.terraform.plan_doubts import made_of_more  # noqa: PLC0415

    written = _Written(folder)
    computed = (spot for spot in spots if written.computes(spot) or written.hides(spot))
    return frozenset((*computed, *made_of_more(given, folder)))


def _at_hand(given: AuditInput, source: Path | None, around: Iterable[Path]) -> Path | None:
    """The folder that was named, or that declares every block of the root module."""
    if source is not None:
        return source
    roots = {block for block in map(_block, given.resources) if len(segments(block)) == 2}
    folders = dict.fromkeys(around) if roots else ()
    return next((folder for folder in folders if _declares_all(folder, roots)), None)


def _placed(given: AuditInput, written: _Written) -> AuditInput:
    def at_its_place(one: Resource) -> Resource:
        return replace(one, location=written.location(_block(one)))

    return replace(
        given,
        resources=tuple(map(at_its_place, given.resources)),
        removed=tuple(replace(one, resource=at_its_place(one.resource)) for one in given.removed),
    )


def _block(resource: Resource) -> str:
    """The address of a resource's block, without keys of instances and of deposed objects."""
    return without_index(resource.address).partition(" ")[0]


def _declares_all(folder: Path, blocks: Iterable[str]) -> bool:
    written = _Written(folder)
    return all(written.location(block) is not None for block in blocks)


class _Written:
    """The blocks of a configuration, module by module; what cannot be read has no place."""

    def __init__(self, folder: Path) -> None:
        self._root = folder.resolve()
        self._loader = Loader(self._root, enclosing_root(self._root), str(folder))
        self._modules: dict[tuple[str, ...], Module | None] = {}
        self._torn: set[Path] = set()
        """Folders of those that have a file which cannot be read."""

        self._places: dict[str, Location | None] = {}
        self._fetched: Mapping[str, Path] | None = None

    def location(self, block: str) -> Location | None:
        """Where a block stands, by its address without keys of instances."""
        if block not in self._places:
            self._places[block] = self._find(segments(block))
        return self._places[block]

    def computes(self, spot: Spot) -> bool:
        """Whether an argument is there and is more than the name of a variable."""
        module = self._module(spot.path)
        kind, _, name = spot.block.partition(".")
        if module is None:
            return False
        declared = (module.providers if kind == "provider" else module.calls).get(name)
        written = declared.block.body.attributes.get(spot.argument) if declared else None
        match written.expression if written else None:
            case None | Traversal("var", _, _):
                return False
            case Template((Traversal("var", _, _), str() as letter), _) if _ZONE.fullmatch(letter):
                return spot.argument != "zone"  # it is one of the region that the variable names
            case _:
                return True

    def hides(self, spot: Spot) -> bool:
        """Whether an argument may stand, or stand again, in a file that cannot be read."""
        module = self._module(spot.path)
        return module is not None and module.folder in self._torn

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Why files cannot be read, of the modules that were looked into."""
        return tuple(self._loader.problems)

    def _find(self, parts: list[str]) -> Location | None:
        path: list[str] = []
        while parts[:1] == ["module"] and len(parts) > 2:
            path.append(parts[1])
            parts = parts[2:]
        module = self._module(tuple(path))
        if module is None:
            return None
        name = ".".join(parts)
        kind, _, inner = name.partition(".")
        blocks = {"data": module.data, "ephemeral": module.ephemeral}.get(kind)
        declared = module.resources.get(name) if blocks is None else blocks.get(inner)
        if declared is not None:
            return declared.location
        return next((where for what, _, where in module.removed if what == name), None)

    def _module(self, path: tuple[str, ...]) -> Module | None:
        if path not in self._modules:
            problems = len(self._loader.problems)
            try:
                folder = self._folder(path)
                self._modules[path] = None if folder is None else self._loader.folder(folder)
                if folder is not None and len(self._loader.problems) > problems:
                    self._torn.add(folder)
            except (OSError, RuntimeError, ValueError, SourceError):  # links in a circle, for one
                self._modules[path] = None
        return self._modules[path]

    def _folder(self, path: tuple[str, ...]) -> Path | None:
        if not path:
            return self._root
        above = self._module(path[:-1])
        declared = above.calls.get(path[-1]) if above is not None else None
        if above is None or declared is None:
            return None
        source = declared.block.body.attributes.get("source")
        match source.expression if source else None:
            case Literal(str() as local) if local.startswith(_LOCAL) or local in {".", ".."}:
                return (above.folder / local).resolve()
            case _:
                return self._manifest().get(".".join(path))

    def _manifest(self) -> Mapping[str, Path]:
        """The modules that `terraform init` fetched: key → folder."""
        if self._fetched is None:
            self._fetched = dict(_fetched(self._root, self._loader.root))
        return self._fetched


def _fetched(root: Path, below: Path) -> Iterator[tuple[str, Path]]:
    try:
        listed = json.loads(read_file(root / _MANIFEST, below))
    except (UnreadableError, ValueError, RecursionError):
        return
    modules = listed.get("Modules") if isinstance(listed, dict) else None
    for one in modules if isinstance(modules, list) else ():
        match one:
            case {"Key": str() as key, "Dir": str() as folder}:
                yield key, (root / folder).resolve()
            case _:
                continue
