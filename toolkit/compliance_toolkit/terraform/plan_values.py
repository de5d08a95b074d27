"""What of a planned value is known: `after`, less what its two shadows take away.

`after_unknown` and `after_sensitive` have the shape of `after`, with true for what is not known or
not to be shown. An element of a list that is lost takes the list along, as in a source: nobody
knows then how long the list is, nor what a position in it means.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from compliance_toolkit.models import ReasonCode

_LOST: Any = object()
_EMPTY: tuple[Any, ...] = ()


def split(
    after: Any, after_unknown: Any, after_sensitive: Any
) -> tuple[dict[str, Any], dict[str, ReasonCode]]:
    """Split one planned object.

    Returns:
        The values that are known, and for each JSON pointer that is not, why.
    """
    lost: dict[str, ReasonCode] = {}
    values = _known(after, after_unknown, after_sensitive, "", lost)
    if isinstance(values, dict):
        return values, lost
    return {}, lost or {"": ReasonCode.UNSUPPORTED_TYPE}


def _known(
    value: Any, unknown: Any, sensitive: Any, pointer: str, lost: dict[str, ReasonCode]
) -> Any:
    if _is_clear(unknown) and _is_clear(sensitive):
        return value
    unknown, sensitive = _mark(unknown), _mark(sensitive)
    if not unknown and not sensitive:
        return value
    if unknown is True or sensitive is True:
        lost[pointer] = ReasonCode.KNOWN_AFTER_APPLY if unknown is True else ReasonCode.SENSITIVE
        return _LOST
    shapes = [mark for mark in (unknown, sensitive) if mark]
    if value is not None:
        shapes.append(value)
    if all(isinstance(shape, Mapping) for shape in shapes):
        return _known_object(value or {}, unknown or {}, sensitive or {}, pointer, lost)
    if all(isinstance(shape, list) for shape in shapes):
        return _known_list(value or [], unknown or [], sensitive or [], pointer, lost)
    lost[pointer] = ReasonCode.KNOWN_AFTER_APPLY if unknown else ReasonCode.SENSITIVE
    return _LOST


def _known_object(
    value: Mapping[str, Any],
    unknown: Mapping[str, Any],
    sensitive: Mapping[str, Any],
    pointer: str,
    lost: dict[str, ReasonCode],
) -> dict[str, Any]:
    known = dict(value)
    for name in (*unknown, *(one for one in sensitive if one not in unknown)):
        hidden, secret = unknown.get(name), sensitive.get(name)
        if _is_clear(hidden) and _is_clear(secret):
            continue
        below = f"{pointer}/{_escaped(name)}"
        if hidden is True:  # most of what is not known
            lost[below] = ReasonCode.KNOWN_AFTER_APPLY
            known.pop(name, None)
            continue
        inner = _known(value.get(name), hidden, secret, below, lost)
        if inner is _LOST:
            known.pop(name, None)
        # A name that only a shadow has, and does not take away, is no attribute of this object.
        elif name in value or inner is not None:
            known[name] = inner
    return known


def _is_clear(mark: Any) -> bool:
    """Whether a shadow is plainly an empty one; one that has to be looked into is not."""
    return mark is None or mark is False or (not mark and type(mark) in {dict, list})


def _escaped(name: str) -> str:
    return name.replace("~", "~0").replace("/", "~1") if "~" in name or "/" in name else name


def _known_list(
    value: list[Any],
    unknown: list[Any],
    sensitive: list[Any],
    pointer: str,
    lost: dict[str, ReasonCode],
) -> Any:
    known = []
    inside: dict[str, ReasonCode] = {}
    for index in range(max(len(value), len(unknown), len(sensitive))):
        marks = _at(unknown, index), _at(sensitive, index)
        if index >= len(value) and not any(_mark(mark) for mark in marks):
            continue
        below = f"{pointer}/{index}"
        element = _known(_at(value, index), *marks, below, inside)
        if element is _LOST:
            lost[pointer] = inside[below]
            return _LOST
        known.append(element)
    lost.update(inside)
    return known


def _at(elements: list[Any], index: int) -> Any:
    return elements[index] if index < len(elements) else None


def _mark(mark: Any) -> Any:
    """Bring a shadow that marks nothing to an empty one, and one that is no shadow to true."""
    match mark:
        case None | False:
            return _EMPTY
        case True:
            return True
        case dict():
            return mark if _any_marked(mark.values()) else _EMPTY
        case list():
            return mark if _any_marked(mark) else _EMPTY
        case _:
            return True


def _any_marked(marks: Iterable[Any]) -> bool:
    return any(mark is True or (not _is_clear(mark) and _mark(mark)) for mark in marks)
