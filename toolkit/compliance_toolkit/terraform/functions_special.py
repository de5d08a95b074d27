"""Functions that look at expressions and not at values: `try`, `can`, and templates."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, TypeAlias

import msgspec

from compliance_toolkit.terraform.expressions import Access, Call, Expression, Traversal
from compliance_toolkit.terraform.functions_base import RefusedError, UnsupportedError
from compliance_toolkit.terraform.hcl_convert import MismatchError, convert
from compliance_toolkit.terraform.hcl_kinds import ANY, BOOL, STRING, MapOf, ObjectOf
from compliance_toolkit.terraform.hcl_nodes import Fault
from compliance_toolkit.terraform.hcl_reach import Files
from compliance_toolkit.terraform.hcl_values import (
    FALSE,
    TRUE,
    Value,
    is_whole,
    lost,
    not_evaluated,
    not_null,
)
from compliance_toolkit.terraform.operators import NoFileError

if TYPE_CHECKING:
    from compliance_toolkit.terraform.evaluate import Evaluation, Scope
    from compliance_toolkit.terraform.hcl_budget import Budget

Special: TypeAlias = "Callable[[Call, Evaluation], Value]"


class _Inside(msgspec.Struct, frozen=True):
    """The scope of a template: it sees what it is handed, and nothing else."""

    names: Mapping[str, Value]
    budget: Budget
    files: Files | None

    def lookup(self, traversal: Traversal, run: Evaluation) -> Value:
        """See `Scope.lookup`."""
        if traversal.root not in self.names:
            return run.refused(traversal.text)
        return run.walk(self.names[traversal.root], traversal.steps, traversal.text)


def _try(expression: Call, run: Evaluation) -> Value:
    for argument in expression.arguments:
        part = run.within(run.scope)
        value = part.value(argument)
        run.steps = part.steps
        if part.errors:
            continue
        return value if is_whole(value) else lost(ANY, [value], expression.text)
    return run.refused(expression.text)


def _can(expression: Call, run: Evaluation) -> Value:
    if len(expression.arguments) != 1:
        return run.refused(expression.text)
    part = run.within(run.scope)
    value = part.value(expression.arguments[0])
    run.steps = part.steps
    if part.errors:
        return FALSE
    return TRUE if is_whole(value) else lost(BOOL, [value], expression.text)


def _is_inside(scope: Scope) -> bool:
    """Whether an expression stands in a template, at any depth of its loops."""
    outer = getattr(scope, "outer", None)
    return isinstance(scope, _Inside) or (outer is not None and _is_inside(outer))


def _names(value: Value) -> Mapping[str, Value] | None:
    if isinstance(value.kind, MapOf | ObjectOf) and isinstance(value.raw, dict):
        return value.raw
    return None


def _templatefile(expression: Call, run: Evaluation) -> Value:
    values = _two(expression, run)
    if values is None:
        return not_evaluated(expression.text)
    if _is_inside(run.scope):
        return run.refused(expression.text)
    try:
        path = convert(values[0], STRING)
    except MismatchError:
        return run.refused(expression.text)
    if path.is_null or values[1].is_null:
        return run.refused(expression.text)
    if path.hole is not None or values[1].hole is not None:
        return lost(ANY, values, expression.text)
    try:
        template = _read(str(path.raw), run)
    except NoFileError as error:
        return run.refused(f"{expression.text}{error}")
    except RefusedError:
        return run.refused(expression.text)
    except UnsupportedError as error:
        return not_evaluated(f"{expression.text}{error}")
    return _rendered(template, values[1], run.scope.files, expression, run)


def _read(path: str, run: Evaluation) -> Expression:
    from compliance_toolkit.terraform.syntax import parse_template  # noqa: PLC0415  it reads us

    files = run.scope.files
    if files is None:
        raise UnsupportedError
    real = files.find(path)
    if real not in files.templates:
        try:
            files.templates[real] = parse_template(files.text(path))
        except Fault:
            raise UnsupportedError from None
    return files.templates[real]


def _templatestring(expression: Call, run: Evaluation) -> Value:
    from compliance_toolkit.terraform.syntax import parse_template  # noqa: PLC0415  it reads us

    values = _two(expression, run)
    if values is None:
        return not_evaluated(expression.text)
    first = expression.arguments[0]
    referring = isinstance(first, Traversal) or (
        isinstance(first, Access) and isinstance(first.base, Traversal)
    )
    if _is_inside(run.scope) or not referring or values[1].is_null:
        return run.refused(expression.text)
    if values[0].hole is not None or values[1].hole is not None:
        return not_null(lost(STRING, values, expression.text))
    if not isinstance(values[0].raw, str):
        return run.refused(expression.text)
    try:
        template = parse_template(values[0].raw)
    except Fault:
        return not_evaluated(expression.text)
    made = _rendered(template, values[1], None, expression, run)
    try:
        return not_null(convert(made, STRING))
    except MismatchError:
        return run.refused(expression.text)


def _two(expression: Call, run: Evaluation) -> list[Value] | None:
    before = len(run.errors)
    values = [run.value(argument) for argument in expression.arguments]
    if len(values) != 2 or expression.expand:
        run.errors.append(expression.text)
    return None if len(run.errors) > before else values


def _rendered(
    template: Expression, given: Value, files: Files | None, expression: Call, run: Evaluation
) -> Value:
    names = _names(given)
    if names is None:
        return run.refused(expression.text)
    part = run.within(_Inside(names, run.scope.budget, files))
    value = part.value(template)
    run.steps = part.steps
    if part.errors or value.is_null:
        return run.refused(expression.text)
    if value.hole is not None:
        return Value(value.kind, value.hole.and_of(expression.text))
    return value


SPECIAL: Mapping[str, Special] = {
    "can": _can,
    "templatefile": _templatefile,
    "templatestring": _templatestring,
    "try": _try,
}
