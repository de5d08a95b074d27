"""What a file's blocks declare, and what a file of overrides changes about it."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from compliance_toolkit.models import Location
from compliance_toolkit.terraform.expressions import Literal, Traversal
from compliance_toolkit.terraform.hcl_inherited import note_sources
from compliance_toolkit.terraform.hcl_module import Declared, Module
from compliance_toolkit.terraform.syntax import Attribute, Block, Body, Fault

_LIFECYCLE = "lifecycle"
_PROVISIONER = "provisioner"
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
    (_PROVISIONER, 1),
    ("backend", 1),
    ("provider_meta", 1),
    ("data", 2),
}


def declare(module: Module, body: Body, shown: str, *, over: bool = False) -> Iterator[Fault]:
    """Enter a file's blocks into the module; yield what cannot stand there.

    Args:
        module: What was declared so far.
        body: The file.
        shown: How to name it.
        over: Whether it is an override file, whose blocks change those of the others.
    """
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
            enter = _override if over else _enter
            yield from enter(module, Declared(block, Location(shown, block.line)))


def _misplaced(body: Body) -> Iterator[Fault]:
    """Find blocks that look like a declaration where nothing is declared."""
    for block in body.blocks:
        if block.labels and (block.type, len(block.labels)) not in _INNER_LABELS:
            yield Fault(f"a `{block.type}` block with labels stands inside another", block.line)
        yield from _misplaced(block.body)


def _enter(module: Module, declared: Declared) -> Iterator[Fault]:
    block = declared.block
    kinds = _kinds(module)
    if block.type in kinds:
        name = _name(block)
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
    else:
        yield from _enter_nameless(module, declared)


def _enter_nameless(module: Module, declared: Declared) -> Iterator[Fault]:
    block = declared.block
    match block.type:
        case "check":
            for inner in block.body.blocks:
                if inner.type == "data" and len(inner.labels) == _LABELS["data"]:
                    where = replace(declared.location, line=inner.line)
                    yield from _enter(module, Declared(inner, where))
        case "action":
            module.actions.append(declared)
        case "removed":
            match block.body.attributes.get("from"):
                case Attribute(expression=Traversal(text=text)):
                    how = _how(block)
                    module.removed.append((text, how, declared.location))
                    if how != "forget" and any(b.type == _PROVISIONER for b in block.body.blocks):
                        module.removing.append(declared)
                case _:
                    yield Fault("a `removed` block names no resource", block.line)
        case "terraform":
            note_sources(module, block)
        case _:
            pass  # it makes nothing


def _how(removed: Block) -> str:
    """How something goes: the two programs differ in what they do where no word is said of it."""
    for inner in removed.body.blocks:
        written = inner.body.attributes.get("destroy")
        value = getattr(written.expression, "value", None) if written else None
        if inner.type == _LIFECYCLE and isinstance(value, bool):
            return "delete" if value else "forget"
    return "removed"


def _kinds(module: Module) -> dict[str, dict[str, Declared]]:
    return {
        "variable": module.variables,
        "output": module.outputs,
        "module": module.calls,
        "resource": module.resources,
        "data": module.data,
        "ephemeral": module.ephemeral,
        "provider": module.providers,
    }


def _name(block: Block) -> str:
    return _provider_key(block) if block.type == "provider" else ".".join(block.labels)


def _override(module: Module, declared: Declared) -> Iterator[Fault]:
    """Change what is declared as a block of an override file says."""
    block = declared.block
    kinds = _kinds(module)
    if block.type in kinds:
        name, found = _name(block), kinds[block.type]
        if name in found:
            found[name] = Declared(merged_block(found[name].block, block), found[name].location)
        elif block.type == "provider":  # a provider needs no block, so this is its first
            found[name] = declared
        else:
            yield Fault(f"there is no {block.type} `{name}` to override", block.line)
    elif block.type == "locals":
        for name, attribute in block.body.attributes.items():
            if name not in module.locals:
                yield Fault(f"there is no local value `{name}` to override", attribute.line)
            module.locals[name] = attribute
    elif block.type == "terraform":
        note_sources(module, block)
    else:
        yield Fault(f"a `{block.type}` block cannot override another", block.line)


def merged_block(base: Block, over: Block) -> Block:
    """Put a block over another: each argument, and all blocks of a kind at once.

    `lifecycle` alone is merged by its own arguments.
    """
    kinds = {_inner_name(inner) for inner in over.body.blocks} - {_LIFECYCLE}
    inner = [b for b in base.body.blocks if _inner_name(b) not in kinds]
    new = [b for b in over.body.blocks if b.type != _LIFECYCLE]
    lifecycles = [b for b in over.body.blocks if b.type == _LIFECYCLE]
    for one in lifecycles:
        old = [b for b in inner if b.type == _LIFECYCLE]
        inner = [b for b in inner if b.type != _LIFECYCLE]
        new.append(merged_block(old[0], one) if old else one)
    # An argument takes the place of blocks that bear its name, and they that of an argument.
    arguments = {**base.body.attributes, **over.body.attributes}
    kept = {name: a for name, a in arguments.items() if name not in kinds}
    inner = [b for b in inner if _inner_name(b) not in over.body.attributes]
    return Block(base.type, base.labels, Body(kept, (*inner, *new)), base.line)


def _inner_name(block: Block) -> str:
    return block.labels[0] if block.type == "dynamic" and block.labels else block.type


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
