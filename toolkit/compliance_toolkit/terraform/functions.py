"""The few of Terraform's functions that are cheap to compute exactly; the others leave a hole.

A function raises `NotEvaluatedError` wherever Terraform would fail or convert types.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from typing import TypeAlias

from compliance_toolkit.terraform.hcl_values import (
    LARGEST,
    SetOf,
    Value,
    distinct,
    equal,
    is_number,
    mixed,
    to_bool,
    to_number,
    to_text,
)

Function: TypeAlias = Callable[..., Value]
_VERB = re.compile(r"%(.?)", re.DOTALL)


class NotEvaluatedError(ValueError):
    """These arguments are none that we compute an answer for."""


def function(name: str) -> Function | None:
    """Give one of Terraform's functions by name; `None` for one that is not evaluated."""
    return _FUNCTIONS.get(name.removeprefix("core::"))


def _text(value: Value) -> str:
    text = to_text(value)
    if text is None:
        raise NotEvaluatedError
    return text


def _plain(value: Value) -> str:
    """Give text whose case and length Go and Python agree on."""
    text = _text(value)
    if not text.isascii() or "\r" in text:
        raise NotEvaluatedError
    return text


def _list(value: Value) -> list[Value]:
    if not isinstance(value, list):
        raise NotEvaluatedError
    return value


def _map(value: Value) -> dict[str, Value]:
    if not isinstance(value, dict):
        raise NotEvaluatedError
    return value


def _known(value: Value) -> Value:
    if value is None:
        raise NotEvaluatedError
    return value


def _tonumber(value: Value) -> Value:
    return None if value is None else _known(to_number(value))


def _tobool(value: Value) -> Value:
    return None if value is None else _known(to_bool(value))


def _tostring(value: Value) -> Value:
    return None if value is None else _text(value)


def _toset(value: Value) -> Value:
    return _known(distinct(_list(value)))


def _tolist(value: Value) -> Value:
    elements = list(_list(value))
    if mixed(elements):
        raise NotEvaluatedError
    return elements


def _tomap(value: Value) -> Value:
    if mixed(list(_map(value).values())):
        raise NotEvaluatedError
    return value


def _jsonencode(value: Value) -> Value:
    """Write JSON as Go does: sorted, dense, and safe inside HTML."""
    text = json.dumps(_go(value), sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    for plain in "<>&\u2028\u2029":
        text = text.replace(plain, f"\\u{ord(plain):04x}")
    return text


def _go(value: Value) -> Value:
    if isinstance(value, float):  # how Go writes fractions is its own affair below 0.0001
        if abs(value) < 0.0001:
            raise NotEvaluatedError
    elif isinstance(value, str):
        if any(ord(character) < 0x20 and character not in "\n\r\t" for character in value):
            raise NotEvaluatedError
    elif isinstance(value, list):
        return [_go(element) for element in value]
    elif isinstance(value, dict):
        return {name: _go(element) for name, element in value.items()}
    return value


def _concat(*lists: Value) -> Value:
    return [element for one in lists for element in _list(one)]


def _merge(*maps: Value) -> Value:
    made: dict[str, Value] = {}
    for one in maps:
        made |= {} if one is None else _map(one)
    return made


def _lookup(value: Value, key: Value, *default: Value) -> Value:
    found = _map(value)
    name = _text(key)
    if name in found:
        return found[name]
    if len(default) != 1:
        raise NotEvaluatedError
    return default[0]


def _length(value: Value) -> Value:
    return len(value) if isinstance(value, list | dict) else len(_plain(value))


def _keys(value: Value) -> Value:
    return list[Value](sorted(_map(value)))


def _values(value: Value) -> Value:
    return [element for _, element in sorted(_map(value).items())]


def _contains(value: Value, wanted: Value) -> Value:
    answers = [equal(element, wanted) for element in _list(value)]
    if None in answers or mixed([*_list(value), wanted]):
        raise NotEvaluatedError
    return True in answers


def _coalesce(*values: Value) -> Value:
    if mixed(list(values)):
        raise NotEvaluatedError
    for value in values:
        if value is not None and value != "":
            return value
    raise NotEvaluatedError


def _join(separator: Value, *lists: Value) -> Value:
    elements = [_text(element) for one in lists for element in _list(one)]
    if len(_text(separator)) * len(elements) > LARGEST:
        raise NotEvaluatedError
    return _text(separator).join(elements)


def _split(separator: Value, value: Value) -> Value:
    if separator == "":
        raise NotEvaluatedError
    return list[Value](_text(value).split(_text(separator)))


def _replace(value: Value, wanted: Value, instead: Value) -> Value:
    pattern = _text(wanted)
    if pattern == "" or (len(pattern) > 1 and pattern[0] == pattern[-1] == "/"):  # a regex
        raise NotEvaluatedError
    text, other = _text(value), _text(instead)
    if text.count(pattern) * len(other) > LARGEST:
        raise NotEvaluatedError
    return text.replace(pattern, other)


def _format(form: Value, *values: Value) -> Value:
    rest = list(values)

    def written(match: re.Match[str]) -> str:
        if match[1] == "%":
            return "%"
        if not rest:
            raise NotEvaluatedError
        value = rest.pop(0)
        if match[1] == "d" and not isinstance(to_number(value), int):
            raise NotEvaluatedError
        if match[1] not in {"s", "d", "v"} or value is None:
            raise NotEvaluatedError
        return _text(to_number(value) if match[1] == "d" else value)

    text = _VERB.sub(written, _text(form))
    if rest:
        raise NotEvaluatedError
    return text


def _one(value: Value) -> Value:
    elements = _list(value)
    if len(elements) > 1:
        raise NotEvaluatedError
    return elements[0] if elements else None


def _element(value: Value, at: Value) -> Value:
    elements = _list(value)
    if not elements or isinstance(value, SetOf) or not is_number(at) or not isinstance(at, int):
        raise NotEvaluatedError
    if at < 0:
        raise NotEvaluatedError
    return elements[at % len(elements)]


_FUNCTIONS: Mapping[str, Function] = {
    "coalesce": _coalesce,
    "concat": _concat,
    "contains": _contains,
    "element": _element,
    "format": _format,
    "join": _join,
    "jsonencode": _jsonencode,
    "keys": _keys,
    "length": _length,
    "lookup": _lookup,
    "lower": lambda value: _plain(value).lower(),
    "merge": _merge,
    "one": _one,
    "replace": _replace,
    "split": _split,
    "tobool": _tobool,
    "tolist": _tolist,
    "tomap": _tomap,
    "tonumber": _tonumber,
    "toset": _toset,
    "tostring": _tostring,
    "trimspace": lambda value: _plain(value).strip(" \t\n\v\f"),
    "upper": lambda value: _plain(value).upper(),
    "values": _values,
}

LENIENT = frozenset(
    ("concat", "element", "keys", "length", "lookup", "merge", "one", "tomap", "values")
)
"""Functions that move elements about without looking at them: holes may travel along."""
