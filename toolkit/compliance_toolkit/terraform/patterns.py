"""Patterns of the places in a resource's values that `further` lists: `/rule/*/destination`.

A step is a name, or `*` for each element of a list and for a block that is written as one object.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache

from compliance_toolkit.models import JsonValue, Unknown
from compliance_toolkit.terraform.further import AT_HOME


@cache
def steps(pattern: str) -> tuple[str, ...]:
    """Part a pattern of `further` at its steps; there are few of them."""
    return tuple(pattern.split("/")[1:])


def stays_home(pattern: str, value: JsonValue) -> bool:
    """Whether what stands at the place of a pattern is a name in the resource's own region."""
    return pattern in AT_HOME and isinstance(value, str) and not value.startswith("arn:")


def below(value: JsonValue, path: Sequence[str]) -> Iterator[JsonValue]:
    """Yield all that stands in a value at the end of a pattern's steps, and false for an oddity."""
    if not path:
        yield value
        return
    head, *rest = path
    match value:
        case None:
            return
        case Mapping():
            if head == "*":  # a block written as one object
                yield from below(value, rest)
            elif head in value:
                yield from below(value[head], rest)
        case list() | tuple():
            inner = rest if head == "*" else path
            for element in value:
                yield from below(element, inner)
        case _:
            yield False  # not the shape that the type has: unknown, never absent


def covering(pattern: str, unknown: Mapping[str, Unknown]) -> Unknown | None:
    """Find why something that the pattern may reach is not known."""
    first = f"/{steps(pattern)[0]}"
    for pointer, why in unknown.items():
        if (pointer.startswith(first) or not pointer) and touches(pattern, pointer):
            return why
    return None


def touches(pattern: str, pointer: str) -> bool:
    """Tell whether a pattern may reach what a JSON pointer stands for, or something in it."""
    wanted, given = steps(pattern), pointer.split("/")[1:]
    return len(given) <= len(wanted) and all(
        w in {"*", g} for g, w in zip(given, wanted, strict=False)
    )
