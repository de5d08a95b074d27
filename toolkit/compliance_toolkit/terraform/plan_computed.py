"""What a plan lists as unknown though its source leaves it out, and nothing hangs on it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

from compliance_toolkit.terraform.patterns import touches
from compliance_toolkit.terraform.places import COMPUTED_BLOCKS, COMPUTED_MEMBERS


def left_out(
    type: str,  # noqa: A002  Terraform's own word
    values: Mapping[str, Any],
    unknown: Iterable[str],
    written: Mapping[str, Any],
) -> list[str]:
    """Find the pointers that only the provider computes.

    Args:
        type: Terraform's resource type.
        values: What is planned of the instance and known.
        unknown: JSON pointers to what is not.
        written: The expressions of its block; a plan does not tell those of dynamic blocks.
    """
    if type not in COMPUTED_BLOCKS and type not in COMPUTED_MEMBERS:
        return []
    blocks = {
        f"/{name}" for name in COMPUTED_BLOCKS.get(type, ()) if written and name not in written
    }
    members = _members(type)
    found = []
    for pointer in unknown:
        patterns = members.get(pointer.count("/"))
        if pointer in blocks or (
            patterns
            and any(touches(pattern, pointer) for pattern in patterns)
            and _is_unset(pointer.split("/")[1:], values, written)
        ):
            found.append(pointer)
    return found


@cache
def _members(type: str) -> Mapping[int, tuple[str, ...]]:  # noqa: A002
    """The patterns of a type's members by how deep they lie: a pointer has one depth."""
    found: dict[int, tuple[str, ...]] = {}
    for pattern in COMPUTED_MEMBERS.get(type, ()):
        depth = pattern.count("/")
        found[depth] = (*found.get(depth, ()), pattern)
    return found


def _is_unset(path: list[str], values: Any, written: Any) -> bool:
    """Whether the source writes the blocks around a member, as many as are planned, without it."""
    for name in path[:-1]:
        if isinstance(written, list) and isinstance(values, list):
            if len(written) != len(values) or not name.isdecimal():
                return False
            values, written = values[int(name)], written[int(name)]
        elif isinstance(written, Mapping) and isinstance(values, Mapping):
            values, written = values.get(name), written.get(name)
        else:
            return False
    return isinstance(written, Mapping) and path[-1] not in written
