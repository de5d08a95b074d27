"""Elements of blocks, which a plan may tell in another order than its source, or among others.

A plan sorts the elements of a set, tells nothing of dynamic blocks, and does not say where it does
so. What a source writes into its first block is then no word about the first element of the plan.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cached_property, lru_cache
from typing import Any

from compliance_toolkit.models import JsonObject
from compliance_toolkit.terraform.plan_format import DATA, Plan

_INDEX = re.compile(r"/\d+(?=/|$)")


class Planned:
    """The values of all instances of a plan."""

    def __init__(self, plan: Plan) -> None:
        """Take the plan; it is indexed when that is asked for."""
        self._plan = plan

    def addresses(self) -> list[str]:
        """Give the address of each that is no data source."""
        return [one.address for one in self._plan.resource_changes or () if one.mode != DATA]

    def bears(self, address: str, value: Any) -> bool:
        """Whether one of the values of an instance is this one."""
        after = self._afters.get(address)
        return isinstance(after, Mapping) and value in after.values()

    @cached_property
    def _afters(self) -> Mapping[str, Any]:
        changes = self._plan.resource_changes or ()
        return {one.address: one.change.after for one in changes if one.deposed is None}


def is_in_elements(pointer: str) -> bool:
    """Whether a JSON pointer leads into an element."""
    return _INDEX.search(pointer) is not None


def is_torn(pointer: str, written: Mapping[str, Any], values: JsonObject) -> bool:
    """Whether a plan has more or fewer elements around a pointer than the source writes blocks.

    Args:
        pointer: Where the source refers to something.
        written: The expressions of its block.
        values: What is planned and known.
    """
    source: Any = written
    planned: Any = values
    for step in pointer.split("/")[1:]:
        if isinstance(source, list):
            if isinstance(planned, list) and len(planned) != len(source):
                return True
            source, planned = source[int(step)], _element(planned, step)
        elif isinstance(source, Mapping):
            source, planned = source.get(step), _element(planned, step)
    return False


def alike(pointer: str, pointers: Iterable[str]) -> list[str]:
    """Give the others that lead to the same place in other elements."""
    pattern = _pattern(pointer)
    return [one for one in pointers if one != pointer and _pattern(one) == pattern]


@lru_cache(maxsize=4096)
def _pattern(pointer: str) -> str:
    """Write a pointer without the numbers of elements: most blocks of a type have the same."""
    return _INDEX.sub("/*", pointer)


def planned_at(pointer: str, values: JsonObject) -> Any:
    """Give the value at a pointer; nothing where none is known."""
    found: Any = values
    for step in pointer.split("/")[1:]:
        found = _element(found, step)
    return found


def _element(values: Any, step: str) -> Any:
    if isinstance(values, Mapping):
        return values.get(step)
    if isinstance(values, list) and step.isdecimal() and int(step) < len(values):
        return values[int(step)]
    return None
