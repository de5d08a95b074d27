"""What of a planned value is known: `after`, less what its two shadows take away.

`after_unknown` and `after_sensitive` have the shape of `after`, with true for what is not known or
not to be shown. An element of a list that is lost takes the list along, as in a source: nobody
knows then how long the list is, nor what a position in it means.

Most shadows of a type are alike and take away whole attributes, whatever the values are: these are
looked into once.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property, lru_cache
from typing import Any

import msgspec

from compliance_toolkit.models import ReasonCode, Unknown

_LOST: Any = object()
_EMPTY: tuple[Any, ...] = ()
_SHADOWS = 8192
"""Pairs of shadows that are remembered: types in use, times the ways in which they are written."""

COMPUTED = {code: Unknown(code) for code in ReasonCode}
"""Of what no source writes, and the provider computes."""

_encode = msgspec.json.Encoder().encode


class Lost:
    """What of one object is not known; it is shared among all that lose the same."""

    def __init__(self, codes: Mapping[str, ReasonCode]) -> None:
        """Take the JSON pointers to what is not known, with why."""
        self.codes = codes

    @cached_property
    def reasons(self) -> Mapping[str, Unknown]:
        """JSON pointer → why that is not known, where nothing more can be told."""
        return {pointer: COMPUTED[code] for pointer, code in self.codes.items()}

    @cached_property
    def below(self) -> Mapping[str, tuple[str, ...]]:
        """Attribute → the pointers to it and into it; the whole object stands under no name."""
        found: dict[str, tuple[str, ...]] = {}
        for pointer in self.codes:
            name = pointer.split("/", 2)[1] if pointer else ""
            found[name] = (*found.get(name, ()), pointer)
        return found


_NOTHING = Lost({})


def split(
    after: Any, after_unknown: Any, after_sensitive: Any
) -> tuple[Mapping[str, Any], Mapping[str, ReasonCode]]:
    """Split one planned object.

    Returns:
        The values that are known, and for each JSON pointer that is not, why.
    """
    values, lost = parted(after, after_unknown, after_sensitive)
    return values, lost.codes


def parted(after: Any, after_unknown: Any, after_sensitive: Any) -> tuple[Mapping[str, Any], Lost]:
    """Split one planned object as `split` does, and give what is lost as it is shared."""
    if type(after) is dict and (plain := _plain(after_unknown, after_sensitive)) is not None:
        names, lost = plain
        if names.isdisjoint(after):
            return after, lost
        return {name: value for name, value in after.items() if name not in names}, lost
    codes: dict[str, ReasonCode] = {}
    values = _known(after, after_unknown, after_sensitive, "", codes)
    if isinstance(values, dict):
        return values, Lost(codes)
    return {}, Lost(codes or {"": ReasonCode.UNSUPPORTED_TYPE})


def _plain(unknown: Any, sensitive: Any) -> tuple[frozenset[str], Lost] | None:
    """Look into two shadows, once for all that are written alike.

    The text of both says all that the answer hangs on, and no two shadows are written alike: `true`
    is no `1`, and the order of names is that of what is lost.
    """
    if _is_clear(unknown) and _is_clear(sensitive):
        return frozenset(), _NOTHING
    try:
        return _plain_shadows(_encode((unknown, sensitive)))
    except (msgspec.MsgspecError, OverflowError, RecursionError):  # no shadow, whatever it is
        return None


@lru_cache(maxsize=_SHADOWS)
def _plain_shadows(text: bytes) -> tuple[frozenset[str], Lost] | None:
    """Name what two shadows take away; `None` where that hangs on the values too.

    It does where a part of an attribute is lost, and where a shadow is none of an object.
    """
    unknown, sensitive = (_mark(shadow) for shadow in msgspec.json.decode(text))
    if not all(mark == _EMPTY or isinstance(mark, dict) for mark in (unknown, sensitive)):
        return None
    hidden, secret = dict(unknown), dict(sensitive)
    names: dict[str, ReasonCode] = {}
    for name in (*hidden, *secret):
        marks = _mark(hidden.get(name)), _mark(secret.get(name))
        if not all(mark is True or mark == _EMPTY for mark in marks):
            return None
        if True in marks:
            first, _ = marks
            names[name] = ReasonCode.KNOWN_AFTER_APPLY if first is True else ReasonCode.SENSITIVE
    codes = {f"/{_escaped(name)}": code for name, code in names.items()}
    return frozenset(names), Lost(codes) if codes else _NOTHING


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
