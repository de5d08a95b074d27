"""Module calls: where a module is, what it is handed, and which are not followed."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

import msgspec

from compliance_toolkit.errors import SourceError
from compliance_toolkit.models import ReasonCode
from compliance_toolkit.terraform.addresses import without_index
from compliance_toolkit.terraform.expressions import (
    Attr,
    Expression,
    Fields,
    Literal,
    Opaque,
    Traversal,
)
from compliance_toolkit.terraform.hcl_downloads import Download, is_meant
from compliance_toolkit.terraform.hcl_frames import ANY, Frame, expand
from compliance_toolkit.terraform.hcl_inherited import names_in
from compliance_toolkit.terraform.hcl_instances import Children, ModuleInstance, Provider
from compliance_toolkit.terraform.hcl_reach import outside
from compliance_toolkit.terraform.hcl_values import Hole, hole
from compliance_toolkit.terraform.modules import Declared, Loader, Module

_META = frozenset(("source", "version", "providers", "count", "for_each", "depends_on"))
_LOCAL = ("./", "../")
MOST_MODULES = 2000
"""Module instances of one reading: calls within calls multiply."""

DEEPEST_MODULE = 30


class Calls(msgspec.Struct):
    """Builds the instances of module calls from what a loader reads."""

    loader: Loader
    downloads: Mapping[str, Download] = msgspec.field(default_factory=dict)
    """By the names of the calls that lead to them."""

    built: int = 0

    def __call__(self, parent: ModuleInstance, name: str) -> Children:
        """Give the instances of one module call of `parent`, by key."""
        declared = parent.module.calls[name]
        body = declared.block.body
        frames = {} if parent.reading.cut else expand(body, parent.frame)
        self.built += len(frames)
        if self.built > MOST_MODULES and not parent.reading.cut:
            parent.reading.refuse(
                f"there are more than {MOST_MODULES} module instances", declared.location
            )
            parent.reading.cut = True
        if parent.reading.cut:  # one stands for all of them, or each would be gone through
            return {ANY: (Frame(parent, ANY), not_read(name))}
        found = self._module(parent, declared)
        if isinstance(found, Hole):
            return {key: (frame, found) for key, frame in frames.items()}
        self._refuse_inputs(parent, name, found)
        inputs = {a.name: a.expression for a in body.attributes.values() if a.name not in _META}
        return {
            key: (frame, self._instance(parent, declared, found, frame, inputs))
            for key, frame in frames.items()
        }

    def _instance(
        self,
        parent: ModuleInstance,
        declared: Declared,
        module: Module,
        frame: Frame,
        inputs: Mapping[str, Expression],
    ) -> ModuleInstance:
        child = ModuleInstance(
            module,
            f"{parent.prefix}module.{declared.block.labels[0]}{frame.key}.",
            parent.reading,
            {name: (expression, frame) for name, expression in inputs.items()},
            ancestors=(*parent.ancestors, parent.module),
        )
        child.providers = {
            # What has no alias is inherited; the `providers` map comes over it.
            **{
                own: provider
                for name, provider in parent.providers.items()
                if "." not in name
                for own in names_in(module, parent.module, name)
            },
            **_handed(parent, declared),
            # An empty block in a child is the old way to say that it expects one from above.
            **{n: p for n, p in own_providers(child).items() if not _is_empty(p[1])},
        }
        return child

    def _module(self, parent: ModuleInstance, declared: Declared) -> Module | Hole:
        """Find the module that a call names, or why it is not read."""
        name = declared.block.labels[0]
        source = declared.block.body.attributes.get("source")
        match source.expression if source else None:
            case Literal(str() as path):
                pass
            case _:
                return hole(ReasonCode.REMOTE_MODULE, f"module.{name}.source")
        local = path.startswith(_LOCAL) or path in {".", ".."}
        place = parent.module.folder / path if local else self._download(parent, declared, path)
        if isinstance(place, Hole):
            return place
        try:
            folder = place.resolve()
            inside = self.loader.is_inside(folder)
            module = self.loader.folder(folder) if inside else None
        except (OSError, RuntimeError, ValueError, SourceError):  # links in a circle, for one
            parent.reading.refuse(f"the folder `{path}` cannot be read", declared.location)
            return hole(ReasonCode.OUTSIDE_INPUT, path)
        if not inside:
            self.loader.refused.add(folder)
            beyond = outside(self.loader.shown(self.loader.root))
            if self.loader.is_inside(Path(os.path.normpath(place))):
                beyond = f", a link{beyond}"
            return hole(ReasonCode.OUTSIDE_INPUT, f"{path}{beyond}")
        if module is None or module.empty:
            parent.reading.refuse(
                f"the folder `{path}` has no Terraform files",
                declared.location,
                f"correct the source of `module.{name}`, or add the folder",
            )
            return hole(ReasonCode.OUTSIDE_INPUT, path)
        return self._ended(parent, declared, module) or module

    def _ended(self, parent: ModuleInstance, declared: Declared, module: Module) -> Hole | None:
        """Refuse a module that would be read without end."""
        name = declared.block.labels[0]
        if any(module is other for other in (*parent.ancestors, parent.module)):
            parent.reading.refuse(
                f"`{parent.prefix}module.{name}` includes itself",
                declared.location,
                "break the circle of modules",
            )
        elif len(parent.ancestors) >= DEEPEST_MODULE:
            parent.reading.refuse(
                f"modules are nested more than {DEEPEST_MODULE} levels deep", declared.location
            )
        else:
            return None
        return not_read(name)

    def _download(self, parent: ModuleInstance, declared: Declared, source: str) -> Path | Hole:
        """Give the folder that a module was downloaded into, if it is the one that is meant."""
        names = without_index(parent.prefix).replace("module.", "")
        found = self.downloads.get(f"{names}{declared.block.labels[0]}")
        written = declared.block.body.attributes.get("version")
        match written.expression if written else None:
            case None:
                version = None
            case Literal(str() as version):
                pass
            case _:
                return hole(ReasonCode.REMOTE_MODULE, source)
        if found is None:
            return hole(ReasonCode.REMOTE_MODULE, source)
        if not is_meant(found, source, version):
            return hole(
                ReasonCode.REMOTE_MODULE,
                f"{source}, downloaded from another source or in another version",
            )
        return found.folder

    def _refuse_inputs(self, parent: ModuleInstance, name: str, module: Module) -> None:
        """Refuse inputs that the module does not take: one of them may be misspelled."""
        declared = parent.module.calls[name]
        for attribute in declared.block.body.attributes.values():
            unknown = attribute.name not in _META and attribute.name not in module.variables
            if unknown and module.whole:
                parent.reading.refuse(
                    f"`module.{name}` takes no input `{attribute.name}`", declared.location
                )


def not_read(call: str) -> Hole:
    """Say that the module of a call is not gone into, for there would be no end of it."""
    return hole(ReasonCode.FUNCTION_NOT_EVALUATED, f"module.{call}")


def own_providers(instance: ModuleInstance) -> dict[str, Provider]:
    """Give the provider configurations that a module writes itself."""
    return {name: (instance.frame, p) for name, p in instance.module.providers.items()}


def _is_empty(declared: Declared) -> bool:
    body = declared.block.body
    return not body.blocks and body.attributes.keys() <= {"alias", "version"}


def _handed(parent: ModuleInstance, declared: Declared) -> Mapping[str, Provider | None]:
    """Follow the `providers` map of a call; what it names and nobody configures is `None`."""
    written = declared.block.body.attributes.get("providers")
    if written is None:
        return {}
    if not isinstance(written.expression, Fields):
        parent.reading.refuse("`providers` is no map that is written out", declared.location)
        return {}
    handed: dict[str, Provider | None] = {}
    for key, value in written.expression.entries:
        name = key.value if isinstance(key, Literal) else getattr(key, "text", "")
        above = provider_key(value)
        handed[str(name)] = parent.providers.get(above) if above is not None else None
    return handed


def provider_key(expression: Expression) -> str | None:
    """Read a reference to a provider configuration: `aws` or `aws.eu`; `None` for another form."""
    match expression:
        case Traversal(root, ()) | Literal(str() as root) | Opaque(root):
            return root
        case Traversal(root, (Attr(alias),)):
            return f"{root}.{alias}"
        case _:
            return None
