"""Terraform's functions by name, and how one is called with values that may not be known."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING

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
from compliance_toolkit.terraform.operators import NoFileError

if TYPE_CHECKING:
    from compliance_toolkit.terraform.evaluate import Evaluation

_HOMES: Mapping[str, str] = {
    "dates": "formatdate timeadd timecmp",
    "encoding": (
        "base64decode base64encode base64gzip base64sha256 base64sha512 csvdecode md5 "
        "sha1 sha256 sha512 textdecodebase64 textencodebase64 urlencode uuidv5"
    ),
    "files": (
        "abspath basename dirname file filebase64 filebase64sha256 filebase64sha512 "
        "fileexists filemd5 fileset filesha1 filesha256 filesha512 pathexpand"
    ),
    "format": "format formatlist",
    "json": "jsondecode jsonencode",
    "lists": (
        "alltrue anytrue coalescelist compact contains distinct element index length one sum"
    ),
    "maps": "keys lookup matchkeys merge transpose values zipmap",
    "networks": "cidrhost cidrnetmask cidrsubnet cidrsubnets",
    "numbers": (
        "abs bcrypt ceil coalesce ephemeralasnull floor issensitive log max min "
        "nonsensitive parseint plantimestamp pow rsadecrypt sensitive signum timestamp "
        "tobool tolist tomap tonumber toset tostring uuid"
    ),
    "regex": "regex regexall",
    "sequences": "chunklist concat flatten range reverse slice",
    "sets": "setintersection setproduct setsubtract setunion",
    "text": (
        "chomp endswith indent join lower replace sort split startswith strcontains "
        "strrev substr title trim trimprefix trimspace trimsuffix upper"
    ),
    "yaml": "yamldecode yamlencode",
}
"""Which module has which functions: one is imported when the first of them is called."""

NAMES: Mapping[str, str] = {name: home for home, names in _HOMES.items() for name in names.split()}
"""Every function by name, and the module that has it."""


@cache
def function(name: str) -> Function | None:
    """Give one of Terraform's functions; `None` for a name that is none of them."""
    home = NAMES.get(name)
    if home is None:
        return None
    module = import_module(f"compliance_toolkit.terraform.functions_{home}")
    found: Function = module.FUNCTIONS[name]
    return found


def call(expression: Call, run: Evaluation) -> Value:
    """Call a function.

    Returns:
        Its answer; an unknown where an argument decides that is not known, where the function is
        not one of ours, or where it is one that answers differently every time.
    """
    name = expression.name.removeprefix("core::")
    if name in SPECIAL:
        return SPECIAL[name](expression, run)
    found = function(name)
    if found is None:
        return not_evaluated(expression.text)
    values = _arguments(expression, run)
    if not isinstance(values, list):
        return values
    size = size_of(values)
    if size > LARGEST:
        return not_evaluated(expression.text)
    run.spend(1 + size // 16)
    try:
        answer = _called(found, _converted(found, values), expression.text, run)
        run.spend(size_of((answer,)) // 8)
    except (RefusedError, MismatchError) as error:
        more = str(error) if isinstance(error, NoFileError) else ""
        return run.refused(f"{expression.text}{more}")
    return answer


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
    except UnsupportedError as error:
        answer = _not_computed(kind, values, f"{text}{error}")
    return answer if function.nullable else not_null(answer)


def _not_computed(kind: Kind, values: Sequence[Value], text: str) -> Value:
    """Give the unknown of a function that we do not follow; what it hangs on counts too."""
    cause = not_evaluated(text).hole
    others = merged(each for value in values for each in holes(value))
    if cause is None:
        return lost(kind, values, text)
    return Value(kind, cause.and_of(*(others.origins if others else ())))
