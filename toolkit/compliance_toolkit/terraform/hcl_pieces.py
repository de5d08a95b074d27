"""A template taken apart and put together: strip markers, indentation, directives."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeAlias

import msgspec

from compliance_toolkit.terraform.expressions import (
    Conditional,
    Expression,
    For,
    Join,
    Literal,
    Template,
)
from compliance_toolkit.terraform.hcl_nodes import DEEPEST, Fault
from compliance_toolkit.terraform.texts import SPACE


class Mark(msgspec.Struct, frozen=True):
    """`${…}` or `%{…}` in a template."""

    kind: str
    """`value`, `if`, `else`, `endif`, `for` or `endfor`."""

    expression: Expression | None
    names: tuple[str, ...]
    """Of a `for`: the item, or the key and the item."""

    strips_before: bool
    strips_after: bool
    text: str
    line: int


Piece: TypeAlias = "str | Mark"


def trimmed(pieces: Sequence[Piece]) -> list[Piece]:
    """Take away the space that strip markers take away: up to the end of the line, and no more."""
    made = list(pieces)
    for at, piece in enumerate(pieces):
        if not isinstance(piece, Mark):
            continue
        if piece.strips_before and at and isinstance(before := made[at - 1], str):
            made[at - 1] = before.rstrip(SPACE)
        if piece.strips_after and at + 1 < len(made) and isinstance(after := made[at + 1], str):
            made[at + 1] = after.lstrip(SPACE)
    return made


def outdented(pieces: Sequence[Piece]) -> list[Piece]:
    """Take away the indentation that all lines of a `<<-` heredoc share.

    Args:
        pieces: As trimmed; each text is a line or the part of one between two marks.
    """
    made = list(pieces)
    shared: int | None = None
    starts = []
    fresh = True
    for at, piece in enumerate(pieces):
        if fresh:
            fresh = False
            indent = _indent(piece)
            if indent is not None:
                shared = indent if shared is None else min(shared, indent)
                starts.append(at)
        if isinstance(piece, str) and piece.endswith("\n"):
            fresh = True
    for at in starts:
        if isinstance(piece := made[at], str):
            made[at] = piece[shared or 0 :]
    return made


def _indent(piece: Piece) -> int | None:
    """Count the spaces a line begins with; `None` for a blank line."""
    if isinstance(piece, Mark):
        return 0
    text = piece.lstrip(SPACE)
    return None if not text and piece.endswith("\n") else len(piece) - len(text)


def assembled(pieces: Sequence[Piece], text: str) -> Expression:
    """Make one expression of a template's pieces.

    Raises:
        Fault: A directive is not closed, or closes nothing.
    """
    reader = _Assembly(pieces, text)
    parts, end = reader.until(frozenset(), 0)
    if end is not None:
        raise Fault(f"`{end.kind}` closes nothing", end.line)
    match parts:
        case [expression] if not isinstance(expression, str) and isinstance(pieces[0], Mark):
            # "${x}" is x itself, of whatever type; a directive is always text.
            if pieces[0].kind == "value":
                return expression
    return Template(tuple(parts), text)


class _Assembly:
    def __init__(self, pieces: Sequence[Piece], text: str) -> None:
        self._pieces = pieces
        self._text = text
        self._at = 0

    def until(
        self, closing: frozenset[str], depth: int
    ) -> tuple[list[str | Expression], Mark | None]:
        """Read parts up to a mark that closes them."""
        if depth > DEEPEST:
            raise Fault(f"code is nested more than {DEEPEST} levels deep", 1)
        parts: list[str | Expression] = []
        while self._at < len(self._pieces):
            piece = self._pieces[self._at]
            self._at += 1
            if isinstance(piece, str):
                if parts and isinstance(parts[-1], str):
                    parts[-1] += piece
                else:
                    parts.append(piece)
                continue
            match piece.kind:
                case "value" if piece.expression is not None:
                    parts.append(piece.expression)
                case "if" if piece.expression is not None:
                    parts.append(self._choice(piece, piece.expression, depth))
                case "for" if piece.expression is not None:
                    parts.append(self._loop(piece, piece.expression, depth))
                case kind if kind in closing or not closing:
                    return parts, piece
                case kind:
                    raise Fault(f"`{kind}` closes nothing", piece.line)
        return parts, None

    def _choice(self, mark: Mark, condition: Expression, depth: int) -> Expression:
        then, end = self.until(frozenset(("else", "endif")), depth + 1)
        otherwise: list[str | Expression] = []
        if end is not None and end.kind == "else":
            otherwise, end = self.until(frozenset(("endif",)), depth + 1)
        if end is None:
            raise Fault("an `if` in a template is not closed", mark.line)
        return Conditional(condition, self._part(then), self._part(otherwise))

    def _loop(self, mark: Mark, collection: Expression, depth: int) -> Expression:
        inner, end = self.until(frozenset(("endfor",)), depth + 1)
        if end is None:
            raise Fault("a `for` in a template is not closed", mark.line)
        key, item = mark.names if len(mark.names) == 2 else (None, mark.names[0])
        value = self._part(inner)
        return Join(For(key, item, collection, None, value, None, False, mark.text))

    def _part(self, parts: list[str | Expression]) -> Expression:
        if all(isinstance(part, str) for part in parts):
            return Literal("".join(map(str, parts)))
        return Template(tuple(parts), self._text)


def without_last_line_end(expression: Expression) -> Expression:
    """Take away the line end that a heredoc has and a template's file has not."""
    match expression:
        case Literal(str() as text):
            return Literal(text.removesuffix("\n"))
        case Template((*parts, str() as last), text):
            rest = last.removesuffix("\n")
            if len(parts) == 1 and not rest and not isinstance(parts[0], str | Conditional | Join):
                return parts[0]
            return Template((*parts, rest), text)
        case _:
            return expression
