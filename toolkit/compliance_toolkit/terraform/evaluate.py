"""What an expression is worth: a value that was derived, or a hole with its reason.

Names are looked up by a `Scope`; everything else happens here. Where Terraform would report an
error, or convert types in a way we do not follow, the answer is a hole too: never a guess.
"""

from __future__ import annotations

import math
import operator
from collections.abc import Callable, Iterable, Mapping
from fractions import Fraction
from typing import Protocol, assert_never

from compliance_toolkit.terraform.expressions import (
    Access,
    Attr,
    Binary,
    Call,
    Conditional,
    Expression,
    Fields,
    Index,
    Items,
    Literal,
    Opaque,
    Splat,
    Step,
    Template,
    Traversal,
    Unary,
)
from compliance_toolkit.terraform.functions import LENIENT, NotEvaluatedError, function
from compliance_toolkit.terraform.hcl_values import (
    Hole,
    SetOf,
    Value,
    equal,
    from_fraction,
    holes,
    is_number,
    merged,
    not_evaluated,
    to_bool,
    to_fraction,
    to_number,
    to_text,
    too_large,
)


class Scope(Protocol):
    """What names mean where an expression stands."""

    def lookup(self, traversal: Traversal) -> Value:
        """Give the value of a name and its steps, or a hole."""
        ...


def evaluate(expression: Expression, scope: Scope) -> Value:  # noqa: C901, PLR0911  one case a kind
    """Evaluate an expression.

    Args:
        expression: As read from a file.
        scope: What its names mean.

    Returns:
        Its value. Lists and objects may have holes in them; a string never has.
    """
    match expression:
        case Literal(value):
            return value
        case Traversal():
            return scope.lookup(expression)
        case Template(parts, text):
            return _template(parts, text, scope)
        case Items(elements):
            return [evaluate(element, scope) for element in elements]
        case Fields(entries):
            return _fields(entries, scope)
        case Access(base, steps, text):
            return walk(evaluate(base, scope), steps, scope, not_evaluated(text))
        case Call():
            return _call(expression, scope)
        case Unary(sign, operand):
            return _unary(sign, evaluate(operand, scope))
        case Binary(sign, left, right):
            return _binary(sign, evaluate(left, scope), evaluate(right, scope))
        case Conditional():
            return _conditional(expression, scope)
        case Opaque(text):
            return not_evaluated(text)
        case never:
            assert_never(never)


def walk(value: Value, steps: Iterable[Step], scope: Scope, otherwise: Hole) -> Value:
    """Follow steps into a value.

    Args:
        value: Where to begin.
        steps: Attributes, indices and splats.
        scope: What names in the indices mean.
        otherwise: What to answer where a step leads nowhere.

    Returns:
        What was found, the hole that was met on the way, or `otherwise`.
    """
    for step in steps:
        if isinstance(value, Hole):
            return value
        match step:
            case Attr(name):
                value = _member(value, name, otherwise)
            case Index(key):
                value = _member(value, evaluate(key, scope), otherwise)
            case Splat(each):
                elements = value if isinstance(value, list) else [value]
                if value is None:
                    elements = []
                value = [walk(element, each, scope, otherwise) for element in elements]
            case never:
                assert_never(never)
    return value


def _member(value: Value, key: Value, otherwise: Hole) -> Value:
    if isinstance(key, Hole):
        return key.and_of("[…]")
    if isinstance(value, dict):
        name = to_text(key)
        return otherwise if name is None else value.get(name, otherwise)
    if isinstance(value, list) and not isinstance(value, SetOf):
        at = to_number(key)
        if isinstance(at, int) and 0 <= at < len(value):
            return value[at]
    return otherwise


def _template(parts: tuple[str | Expression, ...], text: str, scope: Scope) -> Value:
    values: list[Value] = [
        part if isinstance(part, str) else evaluate(part, scope) for part in parts
    ]
    if (unknown := merged(holes(values))) is not None:
        # The log group's ARN with `:*` still names that log group; other text makes another name.
        return unknown if parts[1:] == (":*",) else unknown.and_of(text)
    if too_large(*values):
        return not_evaluated(text)
    texts = [to_text(value) for value in values]
    if any(piece is None for piece in texts):  # null, a list: an error in Terraform
        return not_evaluated(text)
    return "".join(piece for piece in texts if piece is not None)


def _fields(entries: tuple[tuple[Expression, Expression], ...], scope: Scope) -> Value:
    made: dict[str, Value] = {}
    lost: Hole | None = None
    for key, expression in entries:
        name = evaluate(key, scope)
        value = evaluate(expression, scope)
        text = to_text(name)
        if text is not None:
            made[text] = value
        else:
            lost = lost or (name.and_of("{…}") if isinstance(name, Hole) else not_evaluated("{…}"))
    if lost is None:
        return made
    # One key that is not known may be any of them: nothing can be said of the object.
    every = (hole for found in ([lost], holes(made)) for hole in found)
    return merged(every)


def _call(call: Call, scope: Scope) -> Value:
    run = function(call.name)
    arguments = [evaluate(argument, scope) for argument in call.arguments]
    if run is None:
        return not_evaluated(call.text)
    if call.expand:
        last = arguments.pop()
        if not isinstance(last, list):
            return last.and_of(call.text) if isinstance(last, Hole) else not_evaluated(call.text)
        arguments += last
    shallow = (argument for argument in arguments if isinstance(argument, Hole))
    unknown = merged(shallow if call.name in LENIENT else holes(arguments))
    if unknown is not None:
        return unknown.and_of(call.text)
    if too_large(*arguments):
        return not_evaluated(call.text)
    try:
        return run(*arguments)
    except (NotEvaluatedError, TypeError):  # `TypeError`: more or fewer arguments than it takes
        return not_evaluated(call.text)


def _conditional(expression: Conditional, scope: Scope) -> Value:
    condition = evaluate(expression.condition, scope)
    if isinstance(condition, Hole):
        return condition.and_of("… ? … : …")  # it chooses, and is no part of what is chosen
    chosen = to_bool(condition)
    if chosen is None:
        return not_evaluated("… ? … : …")
    taken, other = expression.then, expression.otherwise
    if not chosen:
        taken, other = other, taken
    value = evaluate(taken, scope)
    if not is_number(value) and not isinstance(value, bool):
        return value
    # Both arms get one type: beside a string, a number or a bool becomes a string.
    match evaluate(other, scope):
        case str():
            return to_text(value)
        case bool() | int() | float() as beside if isinstance(beside, bool) != isinstance(
            value, bool
        ):
            return not_evaluated("… ? … : …")
        case _:
            return value


def _unary(sign: str, value: Value) -> Value:
    if isinstance(value, Hole):
        return value.and_of(f"{sign}…")
    if sign == "!":
        truth = to_bool(value)
        return not_evaluated("!…") if truth is None else not truth
    number = to_number(value)
    return not_evaluated("-…") if number is None else -number


def _binary(sign: str, left: Value, right: Value) -> Value:
    # Terraform 1.11 answers "unknown" even where one side would decide; so do we.
    unknown = merged(holes([left, right]))
    if unknown is not None:
        return unknown.and_of(f"… {sign} …")
    answer: Value
    match sign:
        case "==" | "!=":
            same = equal(left, right)
            answer = None if same is None else same == (sign == "==")
        case "&&" | "||":
            answer = _logic(sign, to_bool(left), to_bool(right))
        case _:
            answer = _arithmetic(sign, to_number(left), to_number(right))
    return not_evaluated(f"… {sign} …") if answer is None else answer


def _logic(sign: str, left: bool | None, right: bool | None) -> bool | None:  # noqa: FBT001
    if left is None or right is None:
        return None
    return left and right if sign == "&&" else left or right


def _arithmetic(sign: str, one: float | None, other: float | None) -> Value:
    if one is None or other is None:
        return None
    left, right = to_fraction(one), to_fraction(other)
    if sign in _ORDER:
        return _ORDER[sign](left, right)
    if sign in {"/", "%"} and right == 0:
        return None
    return from_fraction(_ARITHMETIC[sign](left, right))


def _remainder(left: Fraction, right: Fraction) -> Fraction:
    """Divide towards zero, as Terraform does: -7 % 3 is -1."""
    return left - right * math.trunc(left / right)


_ORDER: Mapping[str, Callable[[Fraction, Fraction], bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
_ARITHMETIC: Mapping[str, Callable[[Fraction, Fraction], Fraction]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "/": operator.truediv,
    "%": _remainder,
}
