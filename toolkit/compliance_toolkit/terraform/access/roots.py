"""Roots of organisations: which of those that an input names are surely one, and which may be.

A root is named by its id, or by reference to its organisation. Credentials belong to one
organisation, so what refers to it by data alone means the only one that is there. Whether an id is
that of one by reference nothing tells but a value that stands beside the reference.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from compliance_toolkit.models import Resource
from compliance_toolkit.terraform.access.locations import blocks
from compliance_toolkit.terraform.addresses import segments, without_index

ORGANISATION = "aws_organizations_organization"
UNNAMED = "root"
"""Where AWS puts an account of which nothing is said."""

_BY_ID = "root r-"
_BY_REFERENCE = "root of "
_DATA = "root of data"
_ATTRIBUTES = ("target_id", "parent_id")


def named(value: str) -> str | None:
    """Give the key of a root by its id; `None` where it is no root's."""
    return f"root {value}" if value.startswith("r-") else None


def referred(name: str) -> str | None:
    """Give the key of a root by what refers to it; `None` where that is no organisation."""
    parts = segments(name)
    if ORGANISATION not in parts:
        return None
    if "data" in parts:
        return _DATA
    at = parts.index(ORGANISATION)
    return f"{_BY_REFERENCE}{without_index('.'.join(parts[: at + 2]))}"


class Roots:
    """The roots that one input names."""

    def __init__(self, resources: Iterable[Resource]) -> None:
        """Collect them, and what tells that two are one."""
        self._same: dict[str, str] = {}
        seen: dict[str, None] = {}
        for one in resources:
            if one.type == ORGANISATION:
                own = referred(one.address)
                seen |= {} if own is None else {own: None}
                self._equate(own, _ids(one.values))
            for attribute in _ATTRIBUTES:
                value = one.values.get(attribute)
                by_id = named(value) if isinstance(value, str) else None
                references = one.references.get(f"/{attribute}", ())
                keys = [key for key in map(referred, references) if key is not None]
                seen |= dict.fromkeys([*keys, *([] if by_id is None else [by_id])])
                if len(keys) == len(references) == 1:
                    self._equate(keys[0], [by_id])
        organisations = [one for one in seen if one.startswith(_BY_REFERENCE) and one != _DATA]
        if len(organisations) == 1 and _DATA in seen:
            self._merge(_DATA, organisations[0])
        self._all = list(dict.fromkeys(self.key(one) for one in seen))
        if len(self._all) == 1:
            self._same[UNNAMED] = self._all[0]

    def key(self, root: str) -> str:
        """Give the one key of those that are surely the same root."""
        seen: set[str] = set()
        while root in self._same and root not in seen:
            seen.add(root)
            root = self._same[root]
        return root

    def doubtful(self, root: str) -> list[str]:
        """Give other roots that may be this one."""
        return [one for one in self._all if one != root and _may_be(one, root)]

    def shown(self, *roots: str) -> str:
        """Name what would tell these apart: an id, if one is there."""
        ids = [one for one in roots if one.startswith(_BY_ID)]
        return (ids or list(roots))[0].removeprefix("root ").removeprefix("of ")

    def _equate(self, key: str | None, ids: Sequence[str | None]) -> None:
        for one in ids:
            if key is not None and one is not None:
                self._merge(key, one)

    def _merge(self, one: str, other: str) -> None:
        first, second = self.key(one), self.key(other)
        if first != second:
            self._same[first] = second


def _ids(values: Mapping[str, object]) -> list[str | None]:
    found = blocks(values.get("roots"))  # type: ignore[arg-type]
    ids = [one.get("id") for one in found]
    return [named(one) for one in ids if isinstance(one, str)]


def _may_be(one: str, other: str) -> bool:
    """Whether two roots may be one: two ids never are, nor two organisations that are made."""
    if one.startswith(_BY_ID) and other.startswith(_BY_ID):
        return False
    made = [each.startswith(_BY_REFERENCE) and each != _DATA for each in (one, other)]
    return not all(made)
