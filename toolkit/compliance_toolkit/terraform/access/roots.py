"""Roots of organisations: which of those that an input names are surely one, and which may be.

A root is named by its id, or by reference to its organisation. Credentials belong to one
organisation, so what refers to it by data alone means the only one that is there. Whether an id is
that of one by reference nothing tells but a value that stands beside the reference. Of two
providers that lead into different accounts each has its own data.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from compliance_toolkit.models import Resource
from compliance_toolkit.terraform.access.locations import blocks
from compliance_toolkit.terraform.addresses import segments, without_index
from compliance_toolkit.terraform.credentials import DEFAULT

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


def unnamed(account: str | None) -> str:
    """Give the key of the root of the organisation that the credentials of a provider belong to."""
    return UNNAMED if account in {None, DEFAULT} else f"{UNNAMED} by {account}"


def referred(name: str, account: str | None) -> str | None:
    """Give the key of a root by what refers to it; `None` where that is no organisation.

    Args:
        name: What is referred to.
        account: Which one the provider of what refers to it leads into.
    """
    parts = segments(name)
    if ORGANISATION not in parts:
        return None
    if "data" in parts:
        return _DATA if account in {None, DEFAULT} else f"{_DATA} by {account}"
    at = parts.index(ORGANISATION)
    return f"{_BY_REFERENCE}{without_index('.'.join(parts[: at + 2]))}"


class Roots:
    """The roots that one input names."""

    def __init__(self, resources: Iterable[Resource]) -> None:
        """Collect them, and what tells that two are one."""
        self._same: dict[str, str] = {}
        seen: dict[str, set[str | None]] = {}
        for one in resources:
            if one.type == ORGANISATION:
                own = referred(one.address, one.account)
                if own is not None:
                    seen.setdefault(own, set()).add(one.account)
                self._equate(own, _ids(one.values))
            for attribute in _ATTRIBUTES:
                value = one.values.get(attribute)
                by_id = named(value) if isinstance(value, str) else None
                references = one.references.get(f"/{attribute}", ())
                told = (referred(name, one.account) for name in references)
                keys = [key for key in told if key is not None]
                for key in (*keys, *([] if by_id is None else [by_id])):
                    seen.setdefault(key, set()).add(one.account)
                if len(keys) == len(references) == 1:
                    self._equate(keys[0], [by_id])
        self._join_data(seen)
        self._all = list(dict.fromkeys(self.key(one) for one in seen))
        if len(self._all) == 1:
            for account in {account for accounts in seen.values() for account in accounts}:
                self._same[unnamed(account)] = self._all[0]

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

    def _join_data(self, seen: Mapping[str, set[str | None]]) -> None:
        """Take the data of a provider for that of the only organisation that is made by it."""
        made = [one for one in seen if _is_made(one)]
        for data in [one for one in seen if one.startswith(_DATA)]:
            own = [one for one in made if seen[one] & seen[data]]
            if len(own) == len(made) == 1:
                self._merge(data, own[0])

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
    return not (_is_made(one) and _is_made(other))


def _is_made(root: str) -> bool:
    return root.startswith(_BY_REFERENCE) and not root.startswith(_DATA)
