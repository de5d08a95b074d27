"""What an expression of a plan uses, by the names that Terraform lists of it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from compliance_toolkit.terraform.addresses import segments

KEYS = frozenset({"each.key", "count.index"})
"""What stands for the key of the instance that refers to something."""


@lru_cache(maxsize=4096)
def uses(names: tuple[str, ...]) -> tuple[str, ...]:
    """Give what an expression uses, one by one and in order.

    Terraform lists each use as it is written, and right behind it what that is a part of, the next
    one first: an attribute, its instance, its block.
    """
    found: list[str] = []
    last = ""
    for name in names:
        if not last.startswith((f"{name}.", f"{name}[")) or _is_module_beside(
            name, last, found[-1]
        ):
            found.append(name)
        last = name
    return tuple(found)


def _is_module_beside(name: str, last: str, use: str) -> bool:
    """Whether a call of a module is listed for itself: an output of an instance ends with that."""
    return (
        last.endswith("]")
        and use != last
        and use.startswith("module.")
        and len(segments(name)) == 2
    )


def is_keyed(name: str, used: Sequence[str]) -> bool:
    """Whether the key of an instance stands behind each use of a name, as in `b[each.key]`."""
    behind = (*used[1:], "")
    return all(after in KEYS for use, after in zip(used, behind, strict=True) if use == name)
