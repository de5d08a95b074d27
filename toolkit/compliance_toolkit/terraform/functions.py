"""Terraform's functions by name, and how one is called with values that may not be known."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from compliance_toolkit.terraform import (
    functions_dates,
    functions_encoding,
    functions_files,
    functions_format,
    functions_json,
    functions_lists,
    functions_maps,
    functions_networks,
    functions_numbers,
    functions_regex,
    functions_sequences,
    functions_sets,
    functions_text,
    functions_yaml,
)
from compliance_toolkit.terraform.expressions import Call
from compliance_toolkit.terraform.functions_base import (
    Function,
    Given,
    Parameter,
    RefusedError,
    UnsupportedError,
)
from compliance_toolkit.terraform.functions_special import SPECIAL
from compliance_toolkit.terraform.hcl_convert import MismatchError, convert
from compliance_toolkit.terraform.hcl_kinds import ANY, Kind, conforms, is_sequence
from compliance_toolkit.terraform.hcl_values import (
    LARGEST,
    Value,
    holes,
    lost,
    merged,
    not_evaluated,
    not_null,
    size_of,
)

if TYPE_CHECKING:
    from compliance_toolkit.terraform.evaluate import Evaluation

FUNCTIONS: Mapping[str, Function] = {
    **functions_dates.FUNCTIONS,
    **functions_encoding.FUNCTIONS,
    **functions_files.FUNCTIONS,
    **functions_format.FUNCTIONS,
    **functions_json.FUNCTIONS,
    **functions_lists.FUNCTIONS,
    **functions_maps.FUNCTIONS,
    **functions_networks.FUNCTIONS,
    **functions_numbers.FUNCTIONS,
    **functions_regex.FUNCTIONS,
    **functions_sequences.FUNCTIONS,
    **functions_sets.FUNCTIONS,
    **functions_text.FUNCTIONS,
    **functions_yaml.FUNCTIONS,
}


def call(expression: Call, run: Evaluation) -> Value:
    """Call a function.

    Returns:
        Its answer; an unknown where an argument decides that is not known, where the function is
        not one of ours, or where it is one that answers differently every time.
    """
    name = expression.name.removeprefix("core::")
    if name in SPECIAL:
        return SPECIAL[name](expression, run)
    function = FUNCTIONS.get(name)
    if function is None:
        return not_evaluated(expression.text)
    values = _arguments(expression, run)
    if not isinstance(values, list):
        return values
    size = size_of(values)
    if size > LARGEST:
        return not_evaluated(expression.text)
    run.spend(1 + size // 16)
    try:
        return _called(function, _converted(function, values), expression.text, run)
    except (RefusedError, MismatchError):
        return run.refused(expression.text)


def _arguments(expression: Call, run: Evaluation) -> list[Value] | Value:
    """Evaluate arguments; give one value if it is what the whole call comes to."""
    before = len(run.errors)
    values = [run.value(argument) for argument in expression.arguments]
    if len(run.errors) > before:
        return not_evaluated(expression.text)
    if not expression.expand:
        return values
    last = values.pop()
    if last.is_null or not (is_sequence(last.kind) or last.kind == ANY):
        return run.refused(expression.text)
    if last.hole is not None:
        return lost(ANY, [last], expression.text)
    return values + last.elements


def _converted(function: Function, values: Sequence[Value]) -> list[Value]:
    """Bring arguments to the types of the parameters."""
    fixed = len(function.parameters)
    if len(values) < fixed or (function.rest is None and len(values) > fixed):
        raise RefusedError
    return [convert(value, _parameter(function, at).kind) for at, value in enumerate(values)]


def _parameter(function: Function, at: int) -> Parameter:
    if at < len(function.parameters) or function.rest is None:
        return function.parameters[at]
    return function.rest


def _called(function: Function, values: list[Value], text: str, run: Evaluation) -> Value:
    unsure = False
    for at, value in enumerate(values):
        parameter = _parameter(function, at)
        if value.is_null and not parameter.null:
            raise RefusedError
        if value.kind == ANY and not parameter.open:
            return lost(ANY, values, text)
        unsure = unsure or (value.hole is not None and not parameter.unknown)
        if value.kind != ANY and not conforms(value.kind, parameter.kind):
            raise RefusedError
    try:
        kind = function.gives(values) if callable(function.gives) else function.gives
    except UnsupportedError:
        return _not_computed(ANY, values, text)
    try:
        answer = (
            lost(kind, values, text) if unsure else function.compute(Given(values, kind, text, run))
        )
    except UnsupportedError:
        answer = _not_computed(kind, values, text)
    return answer if function.nullable else not_null(answer)


def _not_computed(kind: Kind, values: Sequence[Value], text: str) -> Value:
    """Give the unknown of a function that we do not follow; what it hangs on counts too."""
    cause = not_evaluated(text).hole
    others = merged(each for value in values for each in holes(value))
    if cause is None:
        return lost(kind, values, text)
    return Value(kind, cause.and_of(*(others.origins if others else ())))
