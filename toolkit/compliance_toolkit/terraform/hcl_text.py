"""Strings and heredocs: the text between interpolations is read here, not taken from the grammar.

The grammar trims it, lets strings run over lines, and ends a heredoc by rules of its own.
"""

from __future__ import annotations

from collections.abc import Callable

from tree_sitter import Node  # noqa: TID251  the nodes that syntax.py parses

from compliance_toolkit.terraform.expressions import Expression, Literal, Opaque, Template
from compliance_toolkit.terraform.hcl_nodes import Fault, Source, line_of, parts_of
from compliance_toolkit.terraform.hcl_templates import (
    TemplateError,
    outdented,
    unmarked,
    unquoted,
)

ReadExpression = Callable[[Node, int], Expression]


class TextReader:
    """Reads the strings of one file; expressions inside them are read by whom it is told."""

    def __init__(self, source: Source, read: ReadExpression) -> None:
        self._source = source
        self._read = read

    def label(self, node: Node) -> str:
        """Read a `string_lit` node: a string without interpolation."""
        start, end = node.children[0].end_byte, node.children[-1].start_byte
        return self._stretch(node, start, end, unquoted)

    def template(self, node: Node, depth: int) -> Expression:
        """Read a `template_expr` node.

        Raises:
            Fault: Terraform would refuse it, or the grammar misread it.
        """
        inner = parts_of(node)[0]
        if inner.type == "heredoc_template":
            return self._heredoc(inner, depth)
        start, end = inner.children[0].end_byte, inner.children[-1].start_byte
        parts = self._parts(inner, start, end, depth, unquoted)
        if len(parts) == 1 and not isinstance(parts[0], str):
            return parts[0]  # "${x}" is x itself, of whatever type
        return self._whole(inner, parts)

    def _heredoc(self, node: Node, depth: int) -> Expression:
        content = self._source.content
        marker, end = node.children[1], node.children[-1]
        start = content.find(b"\n", marker.end_byte) + 1
        stop = content.rfind(b"\n", 0, end.start_byte) + 1
        self._hold_terminator(node, start, stop)
        parts = self._parts(node, start, stop, depth, unmarked)
        if b"\r" in content[start:stop]:  # whether the text keeps it is Terraform's secret
            return Opaque(self._source.between(node.children[0], marker))
        if self._source.text(node.children[0]) == "<<-":
            parts = list(outdented(parts))
        return self._whole(node, parts)

    def _hold_terminator(self, node: Node, start: int, stop: int) -> None:
        """Hold a heredoc to the first line that is its marker, and to nothing else on it."""
        content = self._source.content
        marker, end = node.children[1], node.children[-1]
        name = content[marker.start_byte : marker.end_byte]
        rest = content[marker.end_byte : start].strip()
        line_end = content.find(b"\n", end.end_byte)
        closing = content[stop : line_end if line_end >= 0 else None].strip()
        early = any(line.strip() == name for line in content[start:stop].split(b"\n"))
        if rest or early or closing != name or end.start_byte < stop:
            raise Fault("a heredoc does not end where it seems to", line_of(node))

    def _parts(
        self, node: Node, start: int, end: int, depth: int, read: Callable[[str], str]
    ) -> list[str | Expression]:
        """Give text and interpolations in the order written, empty text left out."""
        parts: list[str | Expression] = []
        at = start
        for child in node.children:
            if child.type in {"template_interpolation", "template_directive"}:
                before, sign = self._source.content[child.start_byte - 1 : child.start_byte + 1]
                if before == sign:  # `$$${`
                    raise Fault("an interpolation cannot be told from text", line_of(child))
                parts.append(self._stretch(child, at, child.start_byte, read))
                parts.append(self._interpolation(child, depth))
                at = child.end_byte
        parts.append(self._stretch(node, at, end, read))
        return [part for part in parts if part != ""]

    def _stretch(self, node: Node, start: int, end: int, read: Callable[[str], str]) -> str:
        try:
            return read(self._source.content[start:end].decode())
        except TemplateError as error:
            raise Fault(str(error), line_of(node)) from None

    def _interpolation(self, node: Node, depth: int) -> Expression:
        inner = parts_of(node)
        if node.type == "template_interpolation":
            match [child.type for child in inner]:
                case [_, "expression", _]:
                    return self._read(inner[1], depth + 1)
                case [_, _]:
                    raise Fault("an interpolation is empty", line_of(node))
                case _:
                    pass
        return Opaque(self._source.between(node, node))  # a directive, or a strip marker

    def _whole(self, node: Node, parts: list[str | Expression]) -> Expression:
        if all(isinstance(part, str) for part in parts):
            return Literal("".join(str(part) for part in parts))
        if any(isinstance(part, Opaque) for part in parts):  # it may change the text around it
            return Opaque(self._source.between(node, node))
        return Template(tuple(parts), self._source.between(node, node))
