"""What a Terraform expression is once it is read: a small tree that knows nothing of its parser.

Operators are grouped here and not by the grammar, whose own grouping of conditionals is wrong:
the reader hands over operands and operators in the order written.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeAlias

import msgspec

from compliance_toolkit.terraform.hcl_numbers import Number

Scalar: TypeAlias = "bool | Number | str | None"

Expression: TypeAlias = (
    "Literal | Template | Items | Fields | Traversal | Access | Call | Unary | Binary"
    " | Conditional | For | Join | Opaque"
)
Step: TypeAlias = "Attr | Index | Splat"


class Literal(msgspec.Struct, frozen=True):
    """A number, a string without interpolation, a bool or null."""

    value: Scalar


class Template(msgspec.Struct, frozen=True):
    """A string or heredoc with interpolations, in the order written; always text."""

    parts: tuple[str | Expression, ...]
    text: str


class Items(msgspec.Struct, frozen=True):
    """`[…]`."""

    elements: tuple[Expression, ...]


class Fields(msgspec.Struct, frozen=True):
    """`{…}`; a bare key is a literal already, `aws.eu` as a key is opaque."""

    entries: tuple[tuple[Expression, Expression], ...]


class Attr(msgspec.Struct, frozen=True):
    """`.name`."""

    name: str


class Index(msgspec.Struct, frozen=True):
    """`[key]`, and the old `.0`."""

    key: Expression


class Splat(msgspec.Struct, frozen=True):
    """`[*]` or `.*` with the steps that apply to each element; later steps apply to the list."""

    each: tuple[Step, ...]


class Traversal(msgspec.Struct, frozen=True):
    """A name and the steps from it: `var.region`, `aws_s3_bucket.logs[0].id`."""

    root: str
    steps: tuple[Step, ...]
    text: str


class Access(msgspec.Struct, frozen=True):
    """Steps from anything that is no name: `{a = 1}.a`."""

    base: Expression
    steps: tuple[Step, ...]
    text: str


class Call(msgspec.Struct, frozen=True):
    """A function call; `expand` is the `...` after the last argument."""

    name: str
    arguments: tuple[Expression, ...]
    expand: bool
    text: str


class Unary(msgspec.Struct, frozen=True):
    """`!x` or `-x`."""

    operator: str
    operand: Expression


class Binary(msgspec.Struct, frozen=True):
    """`left operator right`."""

    operator: str
    left: Expression
    right: Expression


class Conditional(msgspec.Struct, frozen=True):
    """`condition ? then : otherwise`."""

    condition: Expression
    then: Expression
    otherwise: Expression


class For(msgspec.Struct, frozen=True):
    """`[for key, item in collection : value if condition]`, or the same in braces with a name."""

    key: str | None
    item: str
    collection: Expression
    name: Expression | None
    """What stands before `=>`; `None` where a tuple is made."""

    value: Expression
    condition: Expression | None
    grouped: bool
    """Whether `...` gathers the values of one name."""

    text: str


class Join(msgspec.Struct, frozen=True):
    """`%{ for … }`: the texts that a loop makes, one after another."""

    loop: For


class Opaque(msgspec.Struct, frozen=True):
    """Something well-formed that is not evaluated."""

    text: str


class Operator(msgspec.Struct, frozen=True):
    """An operator, `?` or `:` between operands, as the reader found it."""

    text: str


class GroupingError(ValueError):
    """Operands and operators do not make one expression."""


PRECEDENCE = {
    "||": 1,
    "&&": 2,
    "==": 3,
    "!=": 3,
    "<": 4,
    ">": 4,
    "<=": 4,
    ">=": 4,
    "+": 5,
    "-": 5,
    "*": 6,
    "/": 6,
    "%": 6,
}
"""Terraform's binary operators, weakest first; all of them group to the left."""


def group(tokens: Sequence[Expression | Operator]) -> Expression:
    """Make one expression of operands and operators.

    Args:
        tokens: As written, without parentheses; what stood in them is one operand.

    Returns:
        The expression, grouped as Terraform does: `a ? b : c ? d : e` to the right.

    Raises:
        GroupingError: An operand or a `:` is missing, or one is left over.
    """
    if len(tokens) == 1 and not isinstance(tokens[0], Operator):  # most of what is written
        return tokens[0]
    parser = _Grouping(tokens)
    expression = parser.conditional()
    if not parser.done:
        raise GroupingError
    return expression


class _Grouping:
    """Precedence climbing over one list of tokens."""

    def __init__(self, tokens: Sequence[Expression | Operator]) -> None:
        self._tokens = tokens
        self._at = 0

    @property
    def done(self) -> bool:
        return self._at == len(self._tokens)

    def conditional(self) -> Expression:
        condition = self._binary(1)
        if self._take("?") is None:
            return condition
        then = self.conditional()
        if self._take(":") is None:
            raise GroupingError
        return Conditional(condition, then, self.conditional())

    def _binary(self, weakest: int) -> Expression:
        left = self._unary()
        while (operator := self._peek()) is not None:
            strength = PRECEDENCE.get(operator, 0)
            if strength < weakest:
                return left
            self._at += 1
            left = Binary(operator, left, self._binary(strength + 1))
        return left

    def _unary(self) -> Expression:
        if (operator := self._take("!", "-")) is not None:
            return Unary(operator, self._unary())
        if self.done or isinstance(token := self._tokens[self._at], Operator):
            raise GroupingError
        self._at += 1
        return token

    def _peek(self) -> str | None:
        if self.done:
            return None
        token = self._tokens[self._at]
        if isinstance(token, Operator):
            return token.text
        raise GroupingError  # two operands in a row

    def _take(self, *wanted: str) -> str | None:
        if self.done:
            return None
        token = self._tokens[self._at]
        if isinstance(token, Operator) and token.text in wanted:
            self._at += 1
            return token.text
        return None
