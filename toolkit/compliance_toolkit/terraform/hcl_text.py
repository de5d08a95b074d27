"""Strings and heredocs: the text between interpolations is read here, not taken from the grammar.

The grammar trims it, lets strings run over lines, and ends a heredoc by rules of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from tree_sitter import Node  # noqa: TID251  the nodes that syntax.py parses

from compliance_toolkit.terraform.expressions import Expression, Literal, Opaque
from compliance_toolkit.terraform.hcl_nodes import Fault, Source, line_of, parts_of
from compliance_toolkit.terraform.hcl_pieces import Mark, Piece, assembled, outdented, trimmed
from compliance_toolkit.terraform.hcl_templates import TemplateError, unmarked, unquoted

ReadExpression = Callable[[Node, int], Expression]

_MARKS = {
    "template_if_intro": "if",
    "template_else_intro": "else",
    "template_if_end": "endif",
    "template_for_start": "for",
    "template_for_end": "endfor",
}
_HOLDERS = frozenset(("template_directive", "template_if", "template_for"))


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
        pieces = self._pieces(inner, start, end, depth, unquoted)
        return self._whole(inner, trimmed(pieces))

    def _heredoc(self, node: Node, depth: int) -> Expression:
        content = self._source.content
        marker, end = node.children[1], node.children[-1]
        start = content.find(b"\n", marker.end_byte) + 1
        stop = content.rfind(b"\n", 0, end.start_byte) + 1
        self._hold_terminator(node, start, stop)
        pieces = self._pieces(node, start, stop, depth, unmarked)
        if b"\r" in content[start:stop]:  # whether the text keeps it is Terraform's secret
            return Opaque(self._source.between(node.children[0], marker))
        pieces = trimmed(pieces)
        if self._source.text(node.children[0]) == "<<-":
            pieces = outdented(pieces)
        return self._whole(node, pieces)

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

    def _pieces(
        self, node: Node, start: int, end: int, depth: int, read: Callable[[str], str]
    ) -> list[Piece]:
        """Give text, line by line, interpolations and directives in the order written."""
        pieces: list[Piece] = []
        at = start
        for child in _marks(node):
            before, sign = self._source.content[child.start_byte - 1 : child.start_byte + 1]
            if before == sign and child.start_byte > start:  # `$$${`
                raise Fault("an interpolation cannot be told from text", line_of(child))
            pieces += self._lines(child, at, child.start_byte, read)
            pieces.append(self._mark(child, depth))
            at = child.end_byte
        return pieces + self._lines(node, at, end, read)

    def _lines(self, node: Node, start: int, end: int, read: Callable[[str], str]) -> list[Piece]:
        if start == end:
            return []
        if read is unquoted:
            return [self._stretch(node, start, end, read)]
        return list[Piece](self._stretch(node, start, end, read).splitlines(keepends=True))

    def _stretch(self, node: Node, start: int, end: int, read: Callable[[str], str]) -> str:
        try:
            return read(self._source.content[start:end].decode())
        except TemplateError as error:
            raise Fault(str(error), line_of(node)) from None

    def _mark(self, node: Node, depth: int) -> Mark:
        inner = parts_of(node)
        kind = _MARKS.get(node.type, "value")
        before = len(inner) > 1 and inner[1].type == "strip_marker"
        after = len(inner) > 2 and inner[-2].type == "strip_marker"
        if kind == "value" and not any(child.type == "expression" for child in inner):
            raise Fault("an interpolation is empty", line_of(node))
        expressions = [self._read(n, depth + 1) for n in inner if n.type == "expression"]
        names = [self._source.text(n) for n in inner if n.type == "identifier"]
        expression = expressions[0] if expressions else None
        text = self._source.between(node, node)
        return Mark(kind, expression, tuple(names), before, after, text, line_of(node))

    def _whole(self, node: Node, pieces: list[Piece]) -> Expression:
        text = self._source.between(node, node)
        if all(isinstance(piece, str) for piece in pieces):
            return Literal("".join(str(piece) for piece in pieces))
        return assembled(pieces, text)


def _marks(node: Node) -> Iterator[Node]:
    """Yield interpolations and the beginnings and ends of directives, in the order written."""
    waiting = list(reversed(node.children))
    while waiting:
        child = waiting.pop()
        if child.type in _HOLDERS:
            waiting += reversed(child.children)
        elif child.type == "template_interpolation" or child.type in _MARKS:
            yield child
