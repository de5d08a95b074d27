"""From the grammar's nodes to our expressions; what the grammar gets wrong is put right or refused.

Operators are regrouped (`expressions.group`), strings are read from the text between
interpolations, and each line break is held against Terraform's own rule.
"""

from __future__ import annotations

import re

from tree_sitter import Node  # noqa: TID251  the nodes that syntax.py parses

from compliance_toolkit.terraform.expressions import (
    PRECEDENCE,
    Access,
    Attr,
    Call,
    Expression,
    Fields,
    For,
    GroupingError,
    Index,
    Items,
    Literal,
    Opaque,
    Operator,
    Splat,
    Step,
    Traversal,
    group,
)
from compliance_toolkit.terraform.hcl_nodes import (
    Fault,
    Source,
    guard,
    line_of,
    parts_of,
    same_line,
)
from compliance_toolkit.terraform.hcl_numbers import parse_number
from compliance_toolkit.terraform.hcl_text import TextReader

_OPERATORS = frozenset((*PRECEDENCE, "!", "?", ":"))
_INLINE = frozenset(
    ("expression", "operation", "binary_operation", "unary_operation", "conditional")
)
_STEPS = frozenset(("get_attr", "index", "splat"))
_TERMS = frozenset(
    ("literal_value", "template_expr", "collection_value", "function_call", "for_expr")
)
_NUMBER = re.compile(r"[0-9]+(\.[0-9]+)?([eE][+-]?[0-9]+)?")
_LONGEST_NUMBER = 400


class ExpressionReader:
    """Reads the expressions of one file."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._texts = TextReader(source, lambda node, depth: self.read(node, depth, loose=True))
        self.label = self._texts.label

    def read(self, node: Node, depth: int, *, loose: bool = False) -> Expression:
        """Read one `expression` node.

        Args:
            node: The grammar's node, whose parentheses are children.
            depth: How deep it is nested already.
            loose: Whether lines may break in it, as they may between brackets.

        Raises:
            Fault: It is no expression of Terraform, or nested too deeply.
        """
        children = node.children
        if len(children) == 1 and children[0].type in _TERMS:  # most of what is written
            guard(node, depth)
            return self._term(children[0], depth + 1)
        leaves: list[Node] = []
        self._flatten(node, leaves, depth)
        if not loose:
            same_line(leaves)
        tokens: list[Expression | Operator] = []
        at = 0
        while at < len(leaves):
            if leaves[at].type in _OPERATORS:
                tokens.append(Operator(leaves[at].type))
                at += 1
            else:
                operand, at = self._operand(leaves, at, depth)
                tokens.append(operand)
        try:
            return group(tokens)
        except GroupingError:
            raise Fault("an expression is not complete", line_of(node)) from None

    def _flatten(self, node: Node, leaves: list[Node], depth: int) -> None:
        """List operands, steps, operators and parentheses in the order written."""
        guard(node, depth)
        opened = False
        for child in node.children:
            kind = child.type
            if kind == "comment":
                continue
            if kind in _INLINE and not opened:
                self._flatten(child, leaves, depth + 1)
            else:
                leaves.append(child)
            opened = kind == "("

    def _operand(self, leaves: list[Node], at: int, depth: int) -> tuple[Expression, int]:
        """Read one operand with the steps that follow it; give the index of what comes next."""
        first = leaves[at]
        base: Expression | None = None
        if first.type == "(":
            if len(leaves) < at + 3 or leaves[at + 2].type != ")":
                raise Fault("a parenthesis is not closed", line_of(first))
            base = self.read(leaves[at + 1], depth + 1, loose=True)
            at += 2
        elif first.type != "variable_expr":
            base = self._term(first, depth + 1)
        end = at + 1
        while end < len(leaves) and leaves[end].type in _STEPS:
            end += 1
        steps = self._steps(leaves[at + 1 : end], depth + 1)
        if base is None:
            text = self._source.names(first, leaves[end - 1])
            return Traversal(self._source.text(first), steps, text), end
        if steps:
            base = Access(base, steps, self._source.between(first, leaves[end - 1]))
        return base, end

    def _term(self, node: Node, depth: int) -> Expression:
        guard(node, depth)
        match node.type:
            case "literal_value":
                return self._literal(parts_of(node)[0])
            case "template_expr":
                return self._texts.template(node, depth)
            case "collection_value":
                inner = parts_of(node)[0]
                if inner.type == "tuple":
                    return self._items(inner, depth)
                return self._fields(inner, depth)
            case "function_call":
                return self._call(node, depth)
            case "for_expr":
                return self._for(parts_of(node)[0], depth)
            case other:
                raise Fault(f"`{other}` is not expected here", line_of(node))

    def _literal(self, node: Node) -> Expression:
        match node.type:
            case "string_lit":
                return Literal(self.label(node))
            case "bool_lit":
                return Literal(self._source.text(node) == "true")
            case "null_lit":
                return Literal(None)
            case _:
                return self._number(node)

    def _number(self, node: Node) -> Expression:
        text = self._source.text(node)
        if _NUMBER.fullmatch(text) is None:  # `0x1F` passes the grammar and no Terraform
            raise Fault("a number is not written in decimal", line_of(node))
        number = parse_number(text) if len(text) <= _LONGEST_NUMBER else None
        return Opaque(text[:_LONGEST_NUMBER]) if number is None else Literal(number)

    def _items(self, node: Node, depth: int) -> Expression:
        inner = (n for n in parts_of(node) if n.type == "expression")
        return Items(tuple(self.read(n, depth + 1, loose=True) for n in inner))

    def _fields(self, node: Node, depth: int) -> Expression:
        entries = []
        previous: Node | None = None
        for child in parts_of(node)[1:-1]:
            if child.type == "object_elem":
                if (
                    previous is not None
                    and previous.type == "object_elem"
                    and previous.end_point.row == child.start_point.row
                ):
                    raise Fault("two entries of an object stand side by side", line_of(child))
                entries.append(self._entry(child, depth))
            previous = child
        return Fields(tuple(entries))

    def _for(self, node: Node, depth: int) -> Expression:
        """Read a `for_tuple_expr` or a `for_object_expr`; lines may break anywhere in them."""
        inner = parts_of(node)
        intro = parts_of(next(part for part in inner if part.type == "for_intro"))
        names = [self._source.text(part) for part in intro if part.type == "identifier"]
        (collection,) = (part for part in intro if part.type == "expression")
        made = [self.read(n, depth + 1, loose=True) for n in inner if n.type == "expression"]
        condition = next((part for part in inner if part.type == "for_cond"), None)
        return For(
            key=names[0] if len(names) == 2 else None,
            item=names[-1],
            collection=self.read(collection, depth + 1, loose=True),
            name=made[0] if len(made) == 2 else None,
            value=made[-1],
            condition=condition and self.read(parts_of(condition)[1], depth + 1, loose=True),
            grouped=any(part.type == "ellipsis" for part in inner),
            text=self._source.between(node, node),
        )

    def _entry(self, node: Node, depth: int) -> tuple[Expression, Expression]:
        inner = parts_of(node)
        same_line(inner)
        key = self.read(inner[0], depth + 1)
        if isinstance(key, Traversal) and inner[0].children[0].type == "variable_expr":
            # A bare name is a word; `aws.eu` is a key in `providers` and an error elsewhere.
            key = Opaque(key.text) if key.steps else Literal(key.root)
        return key, self.read(inner[2], depth + 1)

    def _call(self, node: Node, depth: int) -> Expression:
        inner = parts_of(node)
        name = self._source.text(inner[0])
        arguments: list[Expression] = []
        expand = False
        with self._source.within(name):
            for child in inner[1:]:
                if child.type == "function_arguments":
                    for argument in parts_of(child):
                        if argument.type == "expression":
                            arguments.append(self.read(argument, depth + 1, loose=True))
                        expand = expand or argument.type == "ellipsis"
        return Call(name, tuple(arguments), expand, self._source.between(node, node))

    def _steps(self, nodes: list[Node], depth: int) -> tuple[Step, ...]:
        steps: list[Step] = []
        for at, node in enumerate(nodes):
            match node.type:
                case "get_attr":
                    steps.append(Attr(self._source.text(parts_of(node)[-1])))
                case "index":
                    steps.append(self._index(node, depth))
                case _:
                    guard(node, depth)
                    return (*steps, *self._splat(node, nodes[at + 1 :], depth + 1))
        return tuple(steps)

    def _index(self, node: Node, depth: int) -> Step:
        inner = parts_of(node)[0]
        if inner.type == "legacy_index":
            return Index(self._number_at(inner))
        key = next(child for child in parts_of(inner) if child.type == "expression")
        return Index(self.read(key, depth + 1, loose=True))

    def _number_at(self, node: Node) -> Expression:
        number = parse_number(self._source.text(node).lstrip("."))
        return Literal(number)

    def _splat(self, node: Node, after: list[Node], depth: int) -> tuple[Step, ...]:
        """Give `.*` its attributes and `[*]` all that follows: the grammar does not."""
        inner = parts_of(node)[0]
        steps = [n for n in inner.children[1:] if n.type != "comment"]
        if inner.type == "full_splat":
            return (Splat(self._steps(steps + after, depth)),)
        brackets = (
            at
            for at, step in enumerate(steps)
            if step.type == "index" and parts_of(step)[0].type == "new_index"
        )
        cut = next(brackets, len(steps))
        rest = steps[cut:] + after
        if rest and rest[0].type == "splat" and parts_of(rest[0])[0].type == "attr_splat":
            raise Fault("a splat stands inside another one", line_of(node))
        return (Splat(self._steps(steps[:cut], depth)), *self._steps(rest, depth))
