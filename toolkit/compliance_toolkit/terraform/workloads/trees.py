"""Values with the reasons back in the places of what is not known."""

from __future__ import annotations

import base64
import binascii
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import TypeAlias, cast

from compliance_toolkit.models import JsonValue, ReasonCode, Resource, Unknown
from compliance_toolkit.terraform.access.documents import Lost, read_text

Node: TypeAlias = "bool | int | float | str | list[Node] | dict[str, Node] | Unknown | None"
"""A value as JSON knows it, in which any part may be unknown."""

NAMES = "names_of_others"
"""Value of a workload: pointers to settings that are what another resource is called."""


class Named(Unknown, frozen=True):
    """Stands for what another resource of the same input is called, which is not known yet."""


ODD = Unknown(ReasonCode.UNSUPPORTED_TYPE)
_OBJECTS = (dict, Mapping)
_ENCODED = re.compile(r"[A-Za-z0-9+/]{16,}={0,2}")
_LEAVES = frozenset((str, int, float, bool, type(None)))


def restored(resource: Resource, attribute: str) -> Node:
    """Give an attribute of a resource, with a reason wherever something of it is not known."""
    value = _copied(resource.values.get(attribute))
    unknown = resource.unknown
    if "" not in unknown and attribute not in " ".join(unknown):  # most of them
        return value
    lost = {
        pointer: why
        for pointer, why in unknown.items()
        if not pointer or f"{pointer}/".startswith(f"/{attribute}/")
    }
    names = resource.values.get(NAMES)
    for pointer in names if isinstance(names, list | tuple) else ():
        if isinstance(pointer, str) and pointer in lost:
            lost[pointer] = Named(lost[pointer].code, lost[pointer].reference)
    for whole in ("", f"/{attribute}"):
        if whole in lost:
            return lost[whole]
    for pointer, why in lost.items():
        steps = [step.replace("~1", "/").replace("~0", "~") for step in pointer.split("/")[2:]]
        if value is None:
            value = {}
        if not _put(value, steps, why):
            return why
    return value


def _copied(value: JsonValue) -> Node:
    kind = type(value)
    if kind in _LEAVES:  # to ask abstract classes costs more than all the rest
        return cast("Node", value)
    if kind is not list and isinstance(value, _OBJECTS):
        if _LEAVES.issuperset(map(type, value.values())):
            return cast("dict[str, Node]", dict(value))
        return {name: _copied(inner) for name, inner in value.items()}
    if isinstance(value, str | bool | int | float) or value is None:
        return value
    return [_copied(inner) for inner in cast("Sequence[JsonValue]", value)]


def _put(value: Node, steps: list[str], why: Unknown) -> bool:
    """Mark what a path leads to; `False` where there is no place for a mark."""
    *before, last = steps
    for step in before:
        if isinstance(value, dict):
            value = value.setdefault(step, {})
        elif isinstance(value, list) and step.isdecimal() and int(step) < len(value):
            value = value[int(step)]
        else:
            return False
    if isinstance(value, dict):
        value[last] = why
        return True
    if isinstance(value, list) and last.isdecimal() and int(last) < len(value):
        value[int(last)] = why
        return True
    return False


def at(value: Node, steps: list[str]) -> Iterator[Node]:
    """Yield what stands at the end of a path; the reason where one stands in the way.

    A block is written as a list or as one object, and `*` is each of them. What has another shape
    than its type is `ODD`, never absent.
    """
    if value is None:
        return
    if isinstance(value, Unknown) or not steps:
        yield value
        return
    head, *rest = steps
    if isinstance(value, dict):
        inner = value if head == "*" else value.get(head)
        yield from at(inner, rest)
    elif isinstance(value, list):
        for one in value:
            yield from at(one, rest if head == "*" else steps)
    else:
        yield ODD


def blocks(value: Node) -> list[Node]:
    """Give what may be written once or many times as a list; a reason is one element."""
    match value:
        case None:
            return []
        case list():
            return value
        case dict() | Unknown():
            return [value]
        case _:
            return [ODD]


def parsed(text: str) -> Node:
    """Read JSON; `ODD` for what is none."""
    found = read_text(text)
    return ODD if isinstance(found, Lost) else _whole(found)


def _whole(value: object) -> Node:
    match value:
        case dict():
            return {str(name): _whole(inner) for name, inner in value.items()}
        case list():
            return [_whole(inner) for inner in value]
        case str() | bool() | int() | float():
            return value
        case _:
            return None


def written(value: Node) -> str | Unknown | None:
    """Give a value as a program sees it in its environment; `None` where it is unset."""
    match value:
        case None | str() | Unknown():
            return value
        case bool():
            return "true" if value else "false"
        case int() | float():
            return str(value)
        case _:
            return text_of(value)


def text_of(value: Node) -> str | Unknown:
    """Write a value with structure as text, so that it can be searched."""
    hidden = next(reasons(value), None)
    return json.dumps(value) if hidden is None else hidden


def reasons(value: Node) -> Iterator[Unknown]:
    """Yield why each part of a value that is not known is not."""
    match value:
        case Unknown():
            yield value
        case dict():
            for inner in value.values():
                yield from reasons(inner)
        case list():
            for inner in value:
                yield from reasons(inner)
        case _:
            return


def decoded(text: str) -> str | None:
    """Decode a text that is nothing but the encoding of another one in base64."""
    bare = text.strip()
    if len(bare) % 4 or not _ENCODED.fullmatch(bare):
        return None
    try:
        plain = base64.b64decode(bare, validate=True).decode()
    except (binascii.Error, ValueError):
        return None
    return plain if plain.isprintable() or _is_text(plain) else None


def _is_text(plain: str) -> bool:
    return all(one.isprintable() or one in "\t\r\n" for one in plain)
