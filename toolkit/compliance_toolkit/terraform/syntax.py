"""HCL syntax: a file's text to blocks and attributes with the lines they stand on.

`tree-sitter-hcl` finds the structure. It accepts more than Terraform does, so everything that could
mean two things is refused here: two arguments on a line, a name given twice, a broken line.
"""

from __future__ import annotations

import time
from collections.abc import Mapping

import msgspec
import tree_sitter_hcl  # noqa: TID251  here is where HCL is parsed
from tree_sitter import Language, Node, Parser, Tree  # noqa: TID251  here is where HCL is parsed

from compliance_toolkit.terraform.expressions import Expression
from compliance_toolkit.terraform.hcl_exponents import with_fractions
from compliance_toolkit.terraform.hcl_expressions import ExpressionReader
from compliance_toolkit.terraform.hcl_nodes import (
    Fault,
    Source,
    guard,
    line_of,
    parts_of,
    same_line,
)
from compliance_toolkit.terraform.hcl_pieces import without_last_line_end

__all__ = ["LARGEST_FILE", "Attribute", "Block", "Body", "Fault", "parse", "parse_expression"]

LARGEST_FILE = 4 * 1024 * 1024
"""Bytes; a file that people write stays below a hundredth of it."""

_PATIENCE = 5.0
"""Seconds for the grammar: its recovery from many errors takes quadratic time."""

_BOM = b"\xef\xbb\xbf"


class Attribute(msgspec.Struct, frozen=True):
    """`name = expression`."""

    name: str
    expression: Expression
    line: int


class Block(msgspec.Struct, frozen=True):
    """`type "label" … { body }`."""

    type: str
    labels: tuple[str, ...]
    body: Body
    line: int


class Body(msgspec.Struct, frozen=True):
    """What stands between braces, or in a whole file."""

    attributes: Mapping[str, Attribute]
    blocks: tuple[Block, ...]


_EMPTY = Body({}, ())


def parse(content: bytes) -> Body:
    """Read one file of HCL.

    Args:
        content: The file, UTF-8.

    Returns:
        Its blocks and attributes in the order written.

    Raises:
        Fault: Terraform would not read it, the grammar misreads it, or it is hostile.
    """
    content = decoded(content).encode()
    tree = _tree(content)
    if tree.root_node.has_error:
        mended = with_fractions(content, _tree)
        if mended is None:
            raise Fault("a syntax error", _first_error(tree.root_node))
        content, tree = mended
    try:
        return _file(tree.root_node, _Reader(Source(content)))
    except RecursionError:
        raise Fault("code is nested too deeply", 1) from None


def parse_expression(text: str) -> Expression:
    """Read one expression, such as the value of `--var`.

    Raises:
        Fault: It is none.
    """
    body = parse(f"value = {text}\n".encode())
    if set(body.attributes) != {"value"} or body.blocks:
        raise Fault("text is not one expression", 1)
    return body.attributes["value"].expression


def parse_template(text: str) -> Expression:
    """Read a template, such as a file that `templatefile` names.

    Raises:
        Fault: Terraform would not read it.
    """
    marker = next(f"END{n}" for n in range(len(text) + 1) if f"END{n}" not in text)
    ended = text.endswith("\n")
    body = parse(f"value = <<{marker}\n{text}{'' if ended else chr(10)}{marker}\n".encode())
    if set(body.attributes) != {"value"} or body.blocks:
        raise Fault("text is no template", 1)
    expression = body.attributes["value"].expression
    return expression if ended else without_last_line_end(expression)


def decoded(content: bytes) -> str:
    """Read bytes as text of a reasonable length, without its byte-order mark.

    Raises:
        Fault: They are none.
    """
    content = content.removeprefix(_BOM)
    if len(content) > LARGEST_FILE:
        raise Fault(f"a file is larger than {LARGEST_FILE} bytes", 1)
    if (at := content.find(b"\0")) >= 0:
        raise Fault("a file is binary", content.count(b"\n", 0, at) + 1)
    try:
        return content.decode()
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise Fault("a file is not UTF-8", line) from None


def _tree(content: bytes) -> Tree:
    """Run the grammar, and stop it when it does not come to an end."""
    end = time.monotonic() + _PATIENCE
    parser = Parser(Language(tree_sitter_hcl.language()))
    try:
        return parser.parse(
            lambda offset, _point: content[offset:],
            progress_callback=lambda _offset, _failed: time.monotonic() > end,
        )
    except ValueError:
        raise Fault("a file takes too long to parse", 1) from None


def _first_error(root: Node) -> int:
    """Find the line of the first error, without recursion: a tree may be deep."""
    node = root
    while not (node.is_error or node.is_missing):
        wrong = [child for child in node.children if child.has_error or child.is_missing]
        if not wrong:
            break
        node = wrong[0]
    return line_of(node)


def _file(root: Node, reader: _Reader) -> Body:
    parts = parts_of(root)
    match [part.type for part in parts]:
        case []:
            return _EMPTY
        case ["body"]:
            return reader.body(parts[0], 0)
        case _:
            raise Fault("a file is no list of blocks", line_of(parts[0]))


class _Reader:
    """Reads the structure of one file."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._expressions = ExpressionReader(source)

    def body(self, node: Node, depth: int) -> Body:
        """Read a `body` node."""
        guard(node, depth)
        attributes: dict[str, Attribute] = {}
        blocks: list[Block] = []
        row = -1
        for child in parts_of(node):
            if child.start_point.row == row:
                raise Fault("two arguments stand on one line", line_of(child))
            row = child.end_point.row
            if child.type == "attribute":
                attribute = self._attribute(child, depth)
                if attribute.name in attributes:
                    raise Fault(f"`{attribute.name}` is given twice", attribute.line)
                attributes[attribute.name] = attribute
            else:
                blocks.append(self._block(child, depth))
        for block in blocks:
            if block.type in attributes:
                raise Fault(f"`{block.type}` is both argument and block", block.line)
        return Body(attributes, tuple(blocks))

    def _attribute(self, node: Node, depth: int) -> Attribute:
        name, equals, value = parts_of(node)
        same_line((name, equals, value))
        expression = self._expressions.read(value, depth + 1)
        return Attribute(self._source.text(name), expression, line_of(node))

    def _block(self, node: Node, depth: int) -> Block:
        parts = parts_of(node)
        opening = next(at for at, part in enumerate(parts) if part.type == "block_start")
        head = parts[: opening + 1]
        same_line(head)
        labels = tuple(
            self._source.text(label)
            if label.type == "identifier"
            else self._expressions.label(label)
            for label in head[1:-1]
        )
        inner = next((part for part in parts[opening:] if part.type == "body"), None)
        body = self.body(inner, depth + 1) if inner else _EMPTY
        return Block(self._source.text(parts[0]), labels, body, line_of(node))
