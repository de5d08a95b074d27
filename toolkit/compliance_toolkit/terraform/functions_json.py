"""JSON as Terraform writes and reads it."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any, NoReturn

from compliance_toolkit.terraform.functions_base import (
    ANYTHING,
    TEXT,
    Function,
    Given,
    RefusedError,
    UnsupportedError,
    text_at,
)
from compliance_toolkit.terraform.hcl_kinds import (
    ANY,
    BOOL,
    NUMBER,
    STRING,
    Kind,
    ListOf,
    MapOf,
    ObjectOf,
    SetOf,
    TupleOf,
)
from compliance_toolkit.terraform.hcl_numbers import Number, number_text, parse_number
from compliance_toolkit.terraform.hcl_values import (
    NULL,
    Bounds,
    Hole,
    Value,
    bounds_of,
    is_whole,
    lost,
    number_of,
    object_of,
    text_of,
    truth_of,
    tuple_of,
)


def json_text(text: str) -> str:
    """Write a string as Go does: safe inside HTML."""
    made = json.dumps(text, ensure_ascii=False)
    for plain in "<>&\u2028\u2029":
        made = made.replace(plain, f"\\u{ord(plain):04x}")
    return made


def json_of(value: Value) -> str:
    """Write a value without holes, dense and in order."""
    match value.raw:
        case None:
            return "null"
        case bool() as truth:
            return "true" if truth else "false"
        case Number() as number:
            return number_text(number)
        case str() as text:
            return json_text(text)
        case list() as members:
            return f"[{','.join(map(json_of, members))}]"
        case dict() as attributes:
            inner = (
                f"{json_text(name)}:{json_of(attributes[name])}" for name in sorted(attributes)
            )
            return f"{{{','.join(inner)}}}"
        case Hole():
            raise UnsupportedError


def _jsonencode(given: Given) -> Value:
    value = given.values[0]
    if is_whole(value):
        return text_of(json_of(value))
    prefix = ""
    if bounds_of(value).not_null:
        match value.kind:
            case ObjectOf() | MapOf():
                prefix = "{"
            case TupleOf() | ListOf() | SetOf():
                prefix = "["
            case kind if kind == STRING:
                prefix = '"'
            case _:
                pass
    return lost(STRING, [value], given.text, Bounds(prefix=prefix))


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    if len({name for name, _ in pairs}) != len(pairs):  # which one counts is Terraform's secret
        raise UnsupportedError
    return dict(pairs)


def _number(text: str) -> Number:
    number = parse_number(text)
    if number is None:
        raise UnsupportedError
    return number


def _no_constant(name: str) -> NoReturn:
    raise RefusedError(name)


def parsed(text: str) -> Value:
    """Read JSON."""
    try:
        document = json.loads(
            text,
            object_pairs_hook=_object,
            parse_float=_number,
            parse_int=_number,
            parse_constant=_no_constant,
        )
        return _value(document)
    except json.JSONDecodeError:
        raise RefusedError from None
    except RecursionError:
        raise UnsupportedError from None


def _value(document: Any) -> Value:
    match document:
        case None:
            return NULL
        case bool():
            return truth_of(document)
        case str():
            if any("\ud800" <= character <= "\udfff" for character in document):
                raise UnsupportedError
            return text_of(document)
        case Number():
            return number_of(document)
        case list():
            return tuple_of(map(_value, document))
        case _:
            return object_of({name: _value(member) for name, member in document.items()})


_FIRST: Mapping[str, Kind] = {
    '"': STRING,
    "t": BOOL,
    "f": BOOL,
    **dict.fromkeys("-.0123456789", NUMBER),
    **dict.fromkeys("{[n", ANY),
}


def _jsondecode_kind(values: Sequence[Value]) -> Kind:
    if isinstance(values[0].raw, str):
        return parsed(values[0].raw).kind
    prefix = bounds_of(values[0]).prefix.strip()
    if prefix and prefix[0] not in _FIRST:
        raise RefusedError
    return _FIRST[prefix[0]] if prefix else ANY


FUNCTIONS: Mapping[str, Function] = {
    "jsondecode": Function(
        (TEXT,), _jsondecode_kind, lambda given: parsed(text_at(given, 0)), nullable=True
    ),
    "jsonencode": Function((ANYTHING,), STRING, _jsonencode),
}
