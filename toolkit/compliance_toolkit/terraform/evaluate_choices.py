"""Conditionals and templates: what is chosen, and what is put together as text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from compliance_toolkit.terraform.expressions import Conditional, Join, Template
from compliance_toolkit.terraform.hcl_convert import MismatchError, convert
from compliance_toolkit.terraform.hcl_kinds import (
    ANY,
    BOOL,
    NUMBER,
    STRING,
    Kind,
    ListOf,
    MapOf,
    SetOf,
)
from compliance_toolkit.terraform.hcl_numbers import Number
from compliance_toolkit.terraform.hcl_unify import unified
from compliance_toolkit.terraform.hcl_values import (
    LARGEST,
    Bounds,
    Value,
    bounded,
    bounds_of,
    lost,
    not_evaluated,
    text_of,
)
from compliance_toolkit.terraform.texts import safe_prefix

if TYPE_CHECKING:
    from compliance_toolkit.terraform.evaluate import Evaluation

_CHOICE = "… ? … : …"
_LONGEST_PREFIX = 128


def conditional(expression: Conditional, run: Evaluation) -> Value:
    """Evaluate `condition ? then : otherwise`: both arms get one type, also the one not taken."""
    arms = []
    for arm in (expression.then, expression.otherwise):
        part = run.within(run.scope)
        arms.append((part.value(arm), part.errors))
        run.steps = part.steps
    kind = _kind(arms[0][0], arms[1][0])
    if kind is None:
        return run.refused(_CHOICE)
    condition = run.value(expression.condition)
    if condition.is_null:
        return run.refused(_CHOICE, lost(kind, (), _CHOICE))
    if condition.hole is not None:
        # The condition chooses, and is no part of what is chosen.
        return _either(kind, arms[0][0], arms[1][0], condition)
    try:
        truth = convert(condition, BOOL)
    except MismatchError:
        return run.refused(_CHOICE, lost(kind, (), _CHOICE))
    value, errors = arms[0] if truth.raw is True else arms[1]
    run.errors += errors
    try:
        return convert(value, kind)
    except MismatchError:
        return run.refused(_CHOICE, lost(kind, (), _CHOICE))


def _kind(one: Value, other: Value) -> Kind | None:
    if one.kind == ANY and one.is_null:
        return other.kind
    if other.kind == ANY and other.is_null:
        return one.kind
    if ANY in (one.kind, other.kind):
        return ANY
    return unified([one.kind, other.kind])


def _either(kind: Kind, one: Value, other: Value, condition: Value) -> Value:
    """Give what is known of a value that is one of two."""
    if one.is_null and other.is_null:
        return Value(kind, None)
    first, second = bounds_of(one), bounds_of(other)
    bounds = Bounds(not_null=first.not_null and second.not_null)
    if one.kind == other.kind == NUMBER:
        low, low_in = _outer(first.low, first.low_in, second.low, second.low_in, least=True)
        high, high_in = _outer(first.high, first.high_in, second.high, second.high_in, least=False)
        bounds = Bounds(bounds.not_null, "", low, low_in, high, high_in)
    elif isinstance(one.kind, ListOf | SetOf | MapOf) and one.kind == other.kind:
        most = None if None in (first.most, second.most) else max(first.most or 0, second.most or 0)
        bounds = Bounds(bounds.not_null, least=min(first.least, second.least), most=most)
    return bounded(lost(kind, [condition], _CHOICE), bounds)


def _outer(
    one: Number | None,
    one_in: bool,  # noqa: FBT001  belongs to the bound before it
    other: Number | None,
    other_in: bool,  # noqa: FBT001
    *,
    least: bool,
) -> tuple[Number | None, bool]:
    if one is None or other is None:
        return None, False
    if one == other:
        return one, one_in or other_in
    return (one, one_in) if (one.exact < other.exact) == least else (other, other_in)


def template(expression: Template, run: Evaluation) -> Value:
    """Put the parts of a template together."""
    pieces: list[str] = []
    unknown: list[Value] = []
    size = 0
    before = len(run.errors)
    for part in expression.parts:
        value = text_of(part) if isinstance(part, str) else run.value(part)
        if value.is_null:
            run.errors.append(expression.text)
            continue
        if value.hole is not None:
            unknown.append(value)
            continue
        try:
            text = convert(value, STRING).raw
        except MismatchError:
            run.errors.append(expression.text)
            continue
        if isinstance(text, str) and not unknown and len(run.errors) == before:
            pieces.append(text)
            size += len(text)
            if size > LARGEST:
                return Value(STRING, not_evaluated(expression.text).raw)
    if not unknown:
        return text_of("".join(pieces))
    # The log group's ARN with `:*` still names that log group; other text makes another name.
    text = "" if expression.parts[1:] == (":*",) else expression.text
    prefix = "".join(pieces)[:_LONGEST_PREFIX] if len(run.errors) == before else ""
    made = lost(STRING, unknown, expression.text)
    if text == "" and unknown[0].hole is not None:
        made = Value(STRING, unknown[0].hole.and_of())
    return bounded(made, Bounds(not_null=True, prefix=safe_prefix(prefix)))


def joined(expression: Join, run: Evaluation) -> Value:
    """Put the texts of a loop in a template together."""
    rounds = run.value(expression.loop)
    text = expression.loop.text
    if rounds.hole is not None:
        return lost(STRING, [rounds], text)
    pieces: list[str] = []
    for value in rounds.elements:
        if value.hole is not None:
            return lost(STRING, [value], text)
        if isinstance(value.raw, str):
            pieces.append(value.raw)
            run.spend(1 + len(value.raw) // 64)
    if sum(map(len, pieces)) > LARGEST:
        return Value(STRING, not_evaluated(text).raw)
    return text_of("".join(pieces))
