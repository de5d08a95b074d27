"""`for` and splats: what is computed once for each element."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

import msgspec

from compliance_toolkit.models import ReasonCode, Unknown
from compliance_toolkit.terraform.expressions import Expression, For, Step, Traversal
from compliance_toolkit.terraform.hcl_convert import MismatchError, convert
from compliance_toolkit.terraform.hcl_kinds import (
    ANY,
    BOOL,
    STRING,
    Kind,
    ListOf,
    MapOf,
    ObjectOf,
    SetOf,
    TupleOf,
    is_sequence,
)
from compliance_toolkit.terraform.hcl_values import (
    Bounds,
    Hole,
    Value,
    bounded,
    bounds_of,
    list_of,
    lost,
    not_null,
    number_of,
    object_of,
    text_of,
    tuple_of,
)

if TYPE_CHECKING:
    from compliance_toolkit.terraform.evaluate import Evaluation, Scope
    from compliance_toolkit.terraform.hcl_budget import Budget
    from compliance_toolkit.terraform.hcl_reach import Files

_NO_REASON = Unknown(ReasonCode.FUNCTION_NOT_EVALUATED, "for")
"""Of values that only lend their type."""


class Inner(msgspec.Struct, frozen=True):
    """A scope with names of its own over those around it."""

    outer: Scope
    names: Mapping[str, Value]

    @property
    def files(self) -> Files | None:
        """See `Scope.files`."""
        return self.outer.files

    @property
    def budget(self) -> Budget:
        """See `Scope.budget`."""
        return self.outer.budget

    def lookup(self, traversal: Traversal, run: Evaluation) -> Value:
        """See `Scope.lookup`."""
        if traversal.root in self.names:
            return run.walk(self.names[traversal.root], traversal.steps, traversal.text)
        return self.outer.lookup(traversal, run)


def entries(value: Value) -> Iterator[tuple[Value, Value]]:
    """Yield keys and elements of a known value; a set's elements are their own keys."""
    if isinstance(value.raw, dict):
        for name in sorted(value.raw):
            yield text_of(name), value.raw[name]
    else:
        keyed = isinstance(value.kind, SetOf)
        for at, element in enumerate(value.elements):
            yield element if keyed else number_of(at), element


def loop(expression: For, run: Evaluation) -> Value:
    """Evaluate a `for` expression."""
    collection = run.value(expression.collection)
    if collection.is_null:
        return run.refused(expression.text)
    if collection.kind == ANY:
        return lost(ANY, [collection], expression.text)
    if not is_sequence(collection.kind) and not isinstance(collection.kind, MapOf | ObjectOf):
        return run.refused(expression.text)
    if expression.condition is not None and not _may_filter(expression, run):
        return run.refused(expression.text)
    if collection.hole is not None:
        return lost(ANY, [collection], expression.text)
    rounds = _Rounds(expression, run)
    for key, element in entries(collection):
        rounds.take(key, element)
    return rounds.whole()


def _may_filter(expression: For, run: Evaluation) -> bool:
    """Whether a condition can be one at all, whatever the elements are."""
    if expression.condition is None:
        return True
    nothing = Value(ANY, Hole(_NO_REASON, frozenset()))
    names = {expression.item: nothing}
    if expression.key is not None:
        names[expression.key] = nothing
    part = run.within(Inner(run.scope, names))
    value = part.value(expression.condition)
    if part.errors or value.is_null:
        return False
    return _truth(value) is not None


def _truth(value: Value) -> Value | None:
    try:
        return convert(value, BOOL)
    except MismatchError:
        return None


class _Rounds:
    """What the rounds of one loop have come to."""

    def __init__(self, expression: For, run: Evaluation) -> None:
        self._for = expression
        self._run = run
        self._unsure: list[Value] = []
        self._values: list[Value] = []
        self._named: dict[str, list[Value]] = {}

    def take(self, key: Value, element: Value) -> None:
        """Go one round."""
        self._run.spend(1)
        names = {self._for.item: element}
        if self._for.key is not None:
            names = {self._for.key: key, **names}
        part = self._run.within(Inner(self._run.scope, names))
        if self._included(part):
            if self._for.name is None:
                self._values.append(part.value(self._for.value))
            else:
                self._add(part, self._for.name)
        self._run.errors += part.errors
        self._run.steps = part.steps

    def _included(self, part: Evaluation) -> bool:
        if self._for.condition is None:
            return True
        value = part.value(self._for.condition)
        truth = None if value.is_null else _truth(value)
        if truth is None:
            part.errors.append(self._for.text)
        elif truth.hole is not None:
            self._unsure.append(truth)
        return truth is not None and truth.raw is True

    def _add(self, part: Evaluation, name: Expression) -> None:
        key = part.value(name)
        if key.hole is not None:
            self._unsure.append(key)
            return
        try:
            text = convert(key, STRING).raw
        except MismatchError:
            text = None
        if not isinstance(text, str):
            part.errors.append(self._for.text)
            return
        value = part.value(self._for.value)
        if text in self._named and not self._for.grouped:
            part.errors.append(self._for.text)
        self._named.setdefault(text, []).append(value)

    def whole(self) -> Value:
        """Give the tuple or object that the rounds make."""
        if self._unsure:
            return lost(ANY, self._unsure, self._for.text)
        if self._for.name is None:
            return tuple_of(self._values)
        if self._for.grouped:
            return object_of({name: tuple_of(values) for name, values in self._named.items()})
        return object_of({name: values[0] for name, values in self._named.items()})


def splat(  # noqa: PLR0911  one case a kind of value
    source: Value, each: tuple[Step, ...], text: str, run: Evaluation
) -> Value:
    """Give `source[*]` with the steps that follow for each element."""
    upgraded = not is_sequence(source.kind)
    if source.is_null:
        return tuple_of(()) if upgraded else run.refused(text)
    if source.kind == ANY:
        return Value(ANY, source.hole.and_of() if source.hole else None)
    unsure = upgraded and source.hole is not None and not bounds_of(source).not_null
    if upgraded:
        source = tuple_of([source])
    if source.hole is not None:
        return _unknown(source, each, text, run)
    before = len(run.errors)
    values = []
    for element in source.elements:
        run.spend(1)
        values.append(run.walk(element, each, text))
    if unsure:
        return lost(ANY, [source], text)
    if len(run.errors) > before:
        return lost(_kind(source, each, text, run), values, text)
    if isinstance(source.kind, ListOf | SetOf):
        if values:
            return list_of(values)
        inner = _kind(source, each, text, run)
        return list_of([], inner.element if isinstance(inner, ListOf) else ANY)
    return tuple_of(values)


def _unknown(source: Value, each: tuple[Step, ...], text: str, run: Evaluation) -> Value:
    made = lost(_kind(source, each, text, run), [source], text)
    if isinstance(made.kind, ListOf) and isinstance(source.kind, ListOf | SetOf):
        bounds = bounds_of(source)
        made = bounded(made, Bounds(least=bounds.least, most=bounds.most))
    return not_null(made)


def _kind(source: Value, each: tuple[Step, ...], text: str, run: Evaluation) -> Kind:
    """Say what type a splat is of, from the types of the elements alone."""

    def after(kind: Kind) -> Kind:
        unknown = Value(kind, Hole(_NO_REASON, frozenset()))
        return run.walk(unknown, each, text).kind

    match source.kind:
        case ListOf(element) | SetOf(element):
            return ListOf(after(element))
        case TupleOf(elements):
            return TupleOf(tuple(after(element) for element in elements))
        case _:
            return ANY
