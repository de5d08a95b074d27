"""Terraform's JSON syntax: the same blocks and arguments, each string a template.

Nothing but a provider tells an argument whose value is an object from a block: `tags` and its like
are known by name, and what else is an object is not known.
"""

from __future__ import annotations

from collections.abc import Iterator

from compliance_toolkit.terraform.expressions import (
    Expression,
    Fields,
    Items,
    Literal,
    Opaque,
)
from compliance_toolkit.terraform.hcl_json_nodes import Node, NumberText, parse_nodes
from compliance_toolkit.terraform.hcl_nodes import Fault
from compliance_toolkit.terraform.hcl_numbers import parse_number
from compliance_toolkit.terraform.syntax import (
    Attribute,
    Block,
    Body,
    decoded,
    parse_expression,
    parse_template,
)

_LABELS = {"resource": 2, "data": 2, "ephemeral": 2, "module": 1, "output": 1, "provider": 1}
_LABELS |= {"variable": 1, "check": 1, "action": 2, "list": 2}
_PLAIN = frozenset(("locals", "terraform", "moved", "removed", "import"))
_BLOCKS = {"lifecycle": 0, "connection": 0, "provisioner": 1, "dynamic": 1, "content": 0}
_BLOCKS |= {"validation": 0, "precondition": 0, "postcondition": 0, "backend": 1, "cloud": 0}
_BLOCKS |= {"required_providers": 0, "assert": 0, "timeouts": 0}
_REFERENCES = frozenset(("provider", "type", "from", "to", "iterator"))
"""Arguments whose string is code, and no template."""

_LITERAL = frozenset(("source", "version", "alias", "default", "description"))
"""Arguments whose string is itself."""

_MAPS = frozenset(
    (
        *("tags", "tags_all", "labels", "annotations", "variables", "parameters", "metadata"),
        *("input", "triggers", "triggers_replace", "keepers", "providers", "value", "default"),
        *("default_tags", "default_labels", "user_labels", "environment_variables"),
    )
)
_EACH = "for_each"
"""Terraform's own, wherever it stands: never a block."""

_COMMENT = "//"


def parse_json(content: bytes) -> Body:
    """Read one file of JSON.

    Args:
        content: The file, UTF-8.

    Returns:
        Its blocks, as the same written in HCL would give them.

    Raises:
        Fault: Terraform would not read it, or it is hostile.
    """
    root = parse_nodes(decoded(content))
    blocks: list[Block] = []
    for node in _objects(root):
        for name, value in node.members or ():
            if name != _COMMENT:
                blocks += _top(name, value)
    return Body({}, tuple(blocks))


def _objects(node: Node) -> Iterator[Node]:
    """Yield an object, or each of a list of them."""
    if node.members is not None:
        yield node
    elif isinstance(node.content, list):
        for element in node.content:
            yield from _objects(element)
    elif node.content is not None:
        raise Fault("an object is expected here", node.line)


def _top(name: str, node: Node) -> Iterator[Block]:
    if name in _PLAIN:
        for inner in _objects(node):
            yield Block(name, (), _body(inner, loose=name == "locals"), inner.line)
        return
    if name not in _LABELS:
        raise Fault(f"there is no block type `{name}`", node.line)
    # The arguments of a module and of a provider may be objects; those of a resource are judged.
    loose = name in {"module", "variable", "output"}
    yield from _labelled(name, (), node, _LABELS[name], loose=loose)


def _labelled(
    name: str, labels: tuple[str, ...], node: Node, left: int, *, loose: bool
) -> Iterator[Block]:
    """Yield blocks, whose labels are names of objects around them."""
    for inner in _objects(node):
        if left == 0:
            yield Block(name, labels, _body(inner, loose=loose), inner.line)
            continue
        for label, value in inner.members or ():
            if label != _COMMENT:
                yield from _labelled(name, (*labels, label), value, left - 1, loose=loose)


def _body(node: Node, *, loose: bool) -> Body:
    attributes: dict[str, Attribute] = {}
    blocks: list[Block] = []
    for name, value in node.members or ():
        if name == _COMMENT:
            continue
        if name in _BLOCKS and (value.members is not None or isinstance(value.content, list)):
            # What providers are required as is no block.
            plain = name == "required_providers"
            blocks += _labelled(name, (), value, _BLOCKS[name], loose=plain)
        elif not loose and name != _EACH and _are_objects(value):
            blocks += [
                Block(name, (), _body(one, loose=False), one.line) for one in _objects(value)
            ]
        elif name in attributes:
            raise Fault(f"`{name}` is given twice", value.line)
        else:
            attributes[name] = Attribute(name, _argument(name, value, loose=loose), value.line)
    return Body(attributes, tuple(blocks))


def _are_objects(node: Node) -> bool:
    """Whether a value is a list of objects: blocks and arguments come to the same."""
    return (
        isinstance(node.content, list)
        and bool(node.content)
        and all(element.members is not None for element in node.content)
    )


def _argument(name: str, node: Node, *, loose: bool) -> Expression:
    if isinstance(node.content, str):
        if name in _LITERAL:
            return Literal(node.content)
        if name in _REFERENCES:
            return _code(node.content, node.line)
    if name in {"depends_on", "ignore_changes", "replace_triggered_by"}:
        return _references(node)
    if name == "providers":
        return _providers(node)
    if not loose and node.members is not None and name not in {_EACH, *_MAPS}:
        return Opaque(name)  # a block or a value: only its provider knows
    return _expression(node, plain=name == "default")


def _code(text: str, line: int) -> Expression:
    try:
        return parse_expression(text)
    except Fault as fault:
        raise Fault(fault.reason, line) from None


def _references(node: Node) -> Expression:
    if isinstance(node.content, list):
        texts = [one.content for one in node.content if isinstance(one.content, str)]
        return Items(tuple(_code(text, node.line) for text in texts))
    return _code(node.content, node.line) if isinstance(node.content, str) else Opaque("all")


def _providers(node: Node) -> Expression:
    entries: list[tuple[Expression, Expression]] = []
    for name, value in node.members or ():
        if not isinstance(value.content, str):
            raise Fault("a provider is named by a string", value.line)
        entries.append((Literal(name), _code(value.content, value.line)))
    return Fields(tuple(entries))


def _expression(node: Node, *, plain: bool = False) -> Expression:
    """Read a value, the strings of which are templates unless it is plain."""
    if node.members is not None:
        return Fields(
            tuple(
                (
                    Literal(name) if plain else _text(name, node.line),
                    _expression(value, plain=plain),
                )
                for name, value in node.members
            )
        )
    match node.content:
        case list() as elements:
            return Items(tuple(_expression(element, plain=plain) for element in elements))
        case NumberText(text):
            number = parse_number(text)
            return Opaque(text) if number is None else Literal(number)
        case str() as text if not plain:
            return _text(text, node.line)
        case content:
            return Literal(content)


def _text(text: str, line: int) -> Expression:
    if "${" not in text and "%{" not in text:
        return Literal(text)
    try:
        return parse_template(text)
    except Fault as fault:
        raise Fault(fault.reason, line) from None
