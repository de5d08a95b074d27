"""The grammar's nodes, as all readers of HCL see them: without comments, with their lines."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import pairwise

from tree_sitter import Node  # noqa: TID251  the nodes that syntax.py parses

_SECRET = re.compile(r"(?<![\w.-])sensitive\s*(?:\(|/\*|#).*")
_HIDDEN = "sensitive(…)"
DEEPEST = 150
"""Levels of nesting that are read; what people write stays below twenty."""


class Fault(Exception):  # noqa: N818  a fault in a text, reported as a `Problem`
    """A place in a file that cannot be read as Terraform would read it.

    Attributes:
        reason: A sentence of ours, without its place.
        line: 1-based.
    """

    def __init__(self, reason: str, line: int) -> None:
        super().__init__(reason)
        self.reason = reason
        self.line = line


def line_of(node: Node) -> int:
    """Give the 1-based line that a node begins on."""
    return node.start_point.row + 1


def parts_of(node: Node) -> list[Node]:
    """Give a node's children without comments, which may stand anywhere."""
    return [child for child in node.children if child.type != "comment"]


def guard(node: Node, depth: int) -> None:
    """Refuse what is nested deeper than a program should follow.

    Raises:
        Fault: It is.
    """
    if depth > DEEPEST:
        raise Fault(f"code is nested more than {DEEPEST} levels deep", line_of(node))


def same_line(nodes: Sequence[Node]) -> None:
    """Hold a run of nodes to one line; what stands in brackets may take several.

    Raises:
        Fault: A line breaks between two of them, which ends an argument in Terraform.
    """
    for left, right in pairwise(nodes):
        apart = left.end_point.row != right.start_point.row
        if apart and left.type != "(" and right.type != ")":
            raise Fault("an expression runs over the end of its line", line_of(right))


class Source:
    """The bytes of one file, from which the text of nodes is taken."""

    def __init__(self, content: bytes) -> None:
        self.content = content
        self._secrets = 0

    @contextmanager
    def within(self, function: str) -> Iterator[None]:
        """Read what a function is handed; of what one marks sensitive only names are shown."""
        secret = function.removeprefix("core::") == "sensitive"
        self._secrets += secret
        try:
            yield
        finally:
            self._secrets -= secret

    def text(self, node: Node) -> str:
        """Give a node's own text."""
        return self.content[node.start_byte : node.end_byte].decode()

    def between(self, first: Node, last: Node) -> str:
        """Give the text from one node to the end of another, on one line and not endless.

        It is shown to people: what is marked sensitive is left out, with all that stands behind it,
        since where that ends is not told without reading it as a whole.
        """
        return _HIDDEN if self._secrets else self.names(first, last)

    def names(self, first: Node, last: Node) -> str:
        """Give the same of a name and its steps, which is no secret itself."""
        text = self.content[first.start_byte : last.end_byte].decode()
        shown = " ".join(text[:400].split())
        return (_SECRET.sub(_HIDDEN, shown) if "sensitive" in shown else shown)[:200]
