"""Evaluates expressions as far as they are known; what is not known leaves a hole with its reason.

A hole spreads exactly as Terraform's unknown values do. Where Terraform would report an error, or
something is beyond us, the answer is a hole too: never a guess.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol, assert_never

import msgspec

from compliance_toolkit.terraform.evaluate_choices import conditional, joined, template
from compliance_toolkit.terraform.evaluate_loops import loop, splat
from compliance_toolkit.terraform.evaluate_steps import attribute, index
from compliance_toolkit.terraform.expressions import (
    Access,
    Attr,
    Binary,
    Call,
    Conditional,
    Expression,
    Fields,
    For,
    Index,
    Items,
    Join,
    Literal,
    Opaque,
    Splat,
    Step,
    Template,
    Traversal,
    Unary,
)
from compliance_toolkit.terraform.functions import call
from compliance_toolkit.terraform.hcl_budget import Budget
from compliance_toolkit.terraform.hcl_convert import MismatchError, convert
from compliance_toolkit.terraform.hcl_kinds import ANY, BOOL, NUMBER, STRING
from compliance_toolkit.terraform.hcl_numbers import Number
from compliance_toolkit.terraform.hcl_reach import Files
from compliance_toolkit.terraform.hcl_unify import TooManyError
from compliance_toolkit.terraform.hcl_values import (
    NULL,
    Hole,
    Value,
    lost,
    not_evaluated,
    object_of,
    text_of,
    truth_of,
    tuple_of,
)
from compliance_toolkit.terraform.operators import RefusedError, answers, binary, unary

STEPS = 300_000
"""Steps of one expression: it takes a second or two."""


class TooMuchError(Exception):
    """An expression takes more steps than anything that people write."""


class Scope(Protocol):
    """What names mean where an expression stands."""

    @property
    def files(self) -> Files | None:
        """What the functions that read files may read; `None`: nothing."""
        ...

    @property
    def budget(self) -> Budget:
        """How much may be computed."""
        ...

    def lookup(self, traversal: Traversal, run: Evaluation) -> Value:
        """Give the value of a name and its steps; what Terraform refuses is noted in `run`."""
        ...


class NoNames(msgspec.Struct, frozen=True):
    """Where only constants may stand."""

    files: Files | None = None
    budget: Budget = msgspec.field(default_factory=Budget)

    def lookup(self, traversal: Traversal, run: Evaluation) -> Value:  # noqa: ARG002
        """See `Scope.lookup`."""
        return not_evaluated(traversal.text)


def evaluate(expression: Expression, scope: Scope) -> Value:
    """Evaluate an expression.

    Args:
        expression: As read from a file.
        scope: What its names mean.

    Returns:
        Its value, with holes for what is not known: one alone where Terraform would report an
        error anywhere in the expression.
    """
    run = Evaluation(scope)
    value = run.value(expression)
    refused = (*run.invalid, *run.errors)
    return not_evaluated(refused[0]) if refused else value


class Evaluation(msgspec.Struct):
    """One expression on its way to a value, with what Terraform would refuse on that way."""

    scope: Scope
    errors: list[str] = msgspec.field(default_factory=list)
    steps: int = STEPS
    invalid: list[str] = msgspec.field(default_factory=list)
    """What Terraform refuses before it evaluates anything, so that no `try` helps."""

    def refused(self, text: str, kind: Value | None = None) -> Value:
        """Note an error of Terraform's, and give the value it goes on with."""
        self.errors.append(text)
        return kind or not_evaluated(text)

    def spend(self, steps: int) -> None:
        """Take steps of what is allowed.

        Raises:
            TooMuchError: There are none left.
        """
        budget = self.scope.budget
        self.steps -= steps
        budget.left -= steps
        if self.steps < 0 or budget.left < 0:
            raise TooMuchError

    def within(self, scope: Scope) -> Evaluation:
        """Give an evaluation of a part with names of its own; its errors are its own too."""
        return Evaluation(scope, [], self.steps, self.invalid)

    def value(self, expression: Expression) -> Value:
        """Evaluate a part; see `evaluate`."""
        try:
            self.spend(1)
            return self._value(expression)
        except (TooMuchError, TooManyError):
            return not_evaluated(getattr(expression, "text", "…"))

    def _value(self, expression: Expression) -> Value:  # noqa: C901, PLR0911, PLR0912  one case a kind
        match expression:
            case Literal(value):
                return literal(value)
            case Traversal():
                return self.scope.lookup(expression, self)
            case Template():
                return template(expression, self)
            case Items(elements):
                return tuple_of(self.value(element) for element in elements)
            case Fields(entries):
                return self._fields(entries)
            case Access(base, steps, text):
                return self.walk(self.value(base), steps, text)
            case Call():
                return call(expression, self)
            case Unary(sign, operand):
                return self._unary(sign, operand)
            case Binary(sign, left, right):
                return self._binary(sign, left, right)
            case Conditional():
                return conditional(expression, self)
            case For():
                return loop(expression, self)
            case Join():
                return joined(expression, self)
            case Opaque(text):
                return not_evaluated(text)
            case never:
                assert_never(never)

    def walk(self, value: Value, steps: Iterable[Step], text: str) -> Value:
        """Follow steps into a value; where one leads nowhere, Terraform reports an error."""
        for step in steps:
            match step:
                case Attr(name):
                    value = attribute(value, name, text, self)
                case Index(key):
                    value = index(value, self.value(key), text, self)
                case Splat(each):
                    value = splat(value, each, text, self)
                case never:
                    assert_never(never)
        return value

    def _fields(self, entries: tuple[tuple[Expression, Expression], ...]) -> Value:
        made: dict[str, Value] = {}
        unsure: list[Value] = []
        for key, expression in entries:
            name, value = self.value(key), self.value(expression)
            try:
                text = convert(name, STRING)
            except MismatchError:
                text = NULL
            if isinstance(text.raw, str):
                made[text.raw] = value
            elif text.hole is not None:
                unsure.append(text)
            else:
                unsure.append(self.refused("{…}"))
        if not unsure:
            return object_of(made)
        # One key that is not known may be any of them: nothing can be said of the object.
        return lost(ANY, [*unsure, *made.values()], "{…}")

    def _unary(self, sign: str, operand: Expression) -> Value:
        before = len(self.errors)
        value = self.value(operand)
        try:
            if len(self.errors) == before:
                return unary(sign, value, f"{sign}…")
        except RefusedError:
            self.errors.append(f"{sign}…")
        return lost(BOOL if sign == "!" else NUMBER, [value], f"{sign}…")

    def _binary(self, sign: str, left: Expression, right: Expression) -> Value:
        before, text = len(self.errors), f"… {sign} …"
        one, other = self.value(left), self.value(right)
        try:
            if len(self.errors) == before:
                return binary(sign, one, other, text)
        except RefusedError:
            self.errors.append(text)
        return lost(answers(sign), [one, other], text)


def literal(value: str | bool | Number | None) -> Value:  # noqa: FBT001  it is the value itself
    """Make the value of what stands in the source."""
    match value:
        case None:
            return NULL
        case bool():
            return truth_of(value)
        case str():
            return text_of(value)
        case Number():
            return Value(NUMBER, value)


__all__ = ["Budget", "Evaluation", "Hole", "NoNames", "Scope", "evaluate", "literal"]
