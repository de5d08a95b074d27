"""Where a JSON pointer leads in a resource's values, and what an address is made of."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from compliance_toolkit.models import JsonValue, Resource

_INDEX = re.compile(r"\[[^\]]*\]$")


def at(values: JsonValue, pointer: str) -> tuple[bool, JsonValue]:
    """Follow a JSON pointer.

    Returns:
        Whether something is there, and what. A null on the way counts as a null at the end: what
        hangs under a block that is not written is not written either.
    """
    current = values
    for token in pointer.split("/")[1:]:
        match current:
            case None:
                return True, None
            case Mapping() if token in current:
                current = current[token]
            case str():
                return False, None
            case Sequence() if not current:
                return True, None
            case Sequence() if token.isdigit() and int(token) < len(current):
                current = current[int(token)]
            case _:
                return False, None
    return True, current


def left_out(resource: Resource, pointer: str) -> bool:
    """Whether a block that is written leaves out the name that a pointer follows.

    In a plan every name is listed, so one that is missing there is not known.
    """
    if resource.set_values or any(_touch(pointer, other) for other in resource.unknown):
        return False
    current: JsonValue = resource.values
    for token in pointer.split("/")[1:]:
        match current:
            case Mapping():
                if token not in current:
                    return True
                current = current[token]
            case [*items] if token.isdigit() and int(token) < len(items):
                current = items[int(token)]
            case _:
                return False
    return False


def _touch(one: str, other: str) -> bool:
    return f"{one}/".startswith(f"{other}/") or f"{other}/".startswith(f"{one}/")


def base(address: str) -> str:
    """The address of the block an instance was made from: without its own count or key."""
    return _INDEX.sub("", address) if "]" in address else address


def is_certain(address: str, beside: str) -> bool:
    """Whether there is a resource at `address` for sure, if there is one at `beside`.

    `[*]` stands for the instances of an unknown count, which may be none. Only those of a module
    that both are in are there for both.
    """
    head, found, tail = address.rpartition("[*]")
    return not found or (tail.startswith(".") and beside.startswith(f"{head}{found}."))
