"""Neighbours: which other resources of an input belong to one, as a check's metadata asks.

A list is proven: every neighbour there is, and `[]` is *proven none*. Where one cannot be told
apart the answer is `None`: the check does not see the name at all and has to say unknown.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence

from compliance_toolkit.models import JsonValue, Resource
from compliance_toolkit.policy.catalog import Relation

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
    return _INDEX.sub("", address)


class Neighbourhood:
    """The resources of one input, indexed for questions about neighbours."""

    def __init__(self, resources: Sequence[Resource], *, complete: bool) -> None:
        """Index `resources`; `complete` is false where a module was not read."""
        self._complete = complete
        self._by_type: dict[str, list[Resource]] = defaultdict(list)
        self._by_base: dict[str, list[Resource]] = defaultdict(list)
        for resource in resources:
            self._by_type[resource.type].append(resource)
            self._by_base[base(resource.address)].append(resource)

    def of(self, resource: Resource, relation: Relation) -> tuple[Resource, ...] | None:
        """All neighbours of `resource` in `relation`, or `None` where they cannot be known."""
        if relation.points_here is not None:
            return self._pointing_at(resource, relation, relation.points_here)
        if relation.pointed_at_by is not None:
            return self._pointed_at_by(resource, relation, relation.pointed_at_by)
        return None

    def _pointing_at(
        self, resource: Resource, relation: Relation, pointer: str
    ) -> tuple[Resource, ...] | None:
        found = []
        for other in self._by_type[relation.type]:
            match self._points_at(other, pointer, resource, relation):
                case None:
                    return None
                case True:
                    found.append(other)
                case False:
                    pass
        if not found and not self._complete:
            return None
        return tuple(found)

    def _points_at(
        self, other: Resource, pointer: str, resource: Resource, relation: Relation
    ) -> bool | None:
        """Whether `other`'s value at `pointer` names `resource`; `None`: cannot be told."""
        if references := other.references.get(pointer):
            return self._refers_to(references, other, resource)
        present, value = at(other.values, pointer)
        if not present:
            return False if left_out(other, pointer) else None
        if value is None:
            return False
        names = [resource.values.get(name) for name in relation.by]
        if value in names:
            return True
        # A name that is made at apply time may still turn out to be this value.
        return False if any(isinstance(name, str) for name in names) else None

    def _refers_to(
        self, references: tuple[str, ...], other: Resource, resource: Resource
    ) -> bool | None:
        if len(references) != 1:
            return None
        target = references[0]
        if target == resource.address:
            return True
        if base(target) != base(resource.address):
            # It names another resource: proof only where that is of the same kind.
            named = self._by_base.get(base(target), [])
            return False if any(one.type == resource.type for one in named) else None
        siblings = self._by_base[base(resource.address)]
        if len(siblings) == 1:
            return True
        if target != base(target):
            return False
        own, others = _key(resource.address), _key(other.address)
        return own == others if own and others else None

    def _pointed_at_by(
        self, resource: Resource, relation: Relation, pointer: str
    ) -> tuple[Resource, ...] | None:
        if references := resource.references.get(pointer):
            return self._referred(references, resource, relation)
        present, value = at(resource.values, pointer)
        if not present:
            return None
        if value is None:
            return ()
        found = tuple(
            other
            for other in self._by_type[relation.type]
            if value in [other.values.get(name) for name in relation.by]
        )
        # A name that nothing here carries belongs to something outside of what was read.
        return found or None

    def _referred(
        self, references: tuple[str, ...], resource: Resource, relation: Relation
    ) -> tuple[Resource, ...] | None:
        if len(references) != 1:
            return None
        named = self._by_base.get(base(references[0]), [])
        exact = [other for other in named if other.address == references[0]]
        if not exact and len(named) > 1:
            exact = [other for other in named if _key(other.address) == _key(resource.address)]
        found = exact or (named if len(named) == 1 else [])
        if not found or any(other.type != relation.type for other in found):
            return None
        return tuple(found)


def _key(address: str) -> str | None:
    match = _INDEX.search(address)
    return match.group() if match else None
