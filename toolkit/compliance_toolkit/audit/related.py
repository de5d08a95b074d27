"""Neighbours: which other resources of an input belong to one, as a check's metadata asks.

A list is proven: every neighbour there is, and `[]` is *proven none*. Where one cannot be told
apart the answer is `None`: the check does not see the name at all and has to say unknown. What all
resources of a type point at is indexed once, so that many buckets with a lifecycle each cost no
more than their number.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from functools import cached_property

import msgspec

from compliance_toolkit.audit.pointers import at, base, is_certain, left_out
from compliance_toolkit.models import JsonValue, Resource
from compliance_toolkit.policy.catalog import Relation

_Numbered = tuple[int, Resource]
"""A resource and its place in the order of the input."""


class _Pointing(msgspec.Struct):
    """Where all resources of one type point, by one pointer."""

    untold: bool = False
    """One of them points nobody knows where, and so perhaps at anybody."""

    by_base: dict[str, list[_Numbered]] = msgspec.field(default_factory=lambda: defaultdict(list))
    """Block that is referred to → who does."""

    by_target: dict[str, list[_Numbered]] = msgspec.field(default_factory=lambda: defaultdict(list))
    """Address that is referred to → who does."""

    by_name: dict[str, list[_Numbered]] = msgspec.field(default_factory=lambda: defaultdict(list))
    """Name that is written → who wrote it."""

    odd: list[tuple[int, Resource, JsonValue]] = msgspec.field(default_factory=list)
    """Who wrote something that is no text."""

    written: int = 0
    """How many wrote a name or something else."""

    @property
    def is_nowhere(self) -> bool:
        """Whether nobody points at anything: most types have no resource at all."""
        return not (self.untold or self.written or self.by_base)

    def refer(self, target: str, other: _Numbered) -> None:
        """Note a reference."""
        self.by_base[base(target)].append(other)
        self.by_target[target].append(other)


class Neighbourhood:
    """The resources of one input, indexed for questions about neighbours."""

    def __init__(self, resources: Sequence[Resource], *, complete: bool) -> None:
        """Index `resources`; `complete` is false where a module was not read."""
        self._complete = complete
        self._by_type: dict[str, list[Resource]] = defaultdict(list)
        self._by_base: dict[str, list[Resource]] = defaultdict(list)
        self._pointing: dict[tuple[str, str], _Pointing] = {}
        self._astray: dict[tuple[str, str, str], bool] = {}
        self._by_name: dict[tuple[str, tuple[str, ...]], dict[str, list[Resource]]] = {}
        for resource in resources:
            self._by_type[resource.type].append(resource)
            self._by_base[base(resource.address)].append(resource)

    @cached_property
    def _by_address(self) -> dict[str, list[Resource]]:
        found: dict[str, list[Resource]] = defaultdict(list)
        for same in self._by_base.values():
            for one in same:
                found[one.address].append(one)
        return found

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
        pointing = self._pointing_by(relation.type, pointer)
        if pointing.is_nowhere:
            return () if self._complete else None
        if pointing.untold or self._goes_astray(pointing, relation.type, pointer, resource.type):
            return None
        named = self._naming(pointing, [resource.values.get(name) for name in relation.by])
        referring = self._referring(pointing, resource)
        if named is None or referring is None:
            return None
        found = dict(sorted(named + referring, key=lambda one: one[0]))
        if not found and not self._complete:
            return None
        if not all(is_certain(one.address, resource.address) for one in found.values()):
            return None
        return tuple(found.values())

    def _pointing_by(self, type_: str, pointer: str) -> _Pointing:
        if (known := self._pointing.get((type_, pointer))) is not None:
            return known
        pointing = self._pointing[type_, pointer] = _Pointing()
        for number, other in enumerate(self._by_type.get(type_, ())):
            if references := other.references.get(pointer):
                pointing.untold |= len(references) != 1
                pointing.refer(references[0], (number, other))
                continue
            match at(other.values, pointer):
                case False, _:
                    pointing.untold |= not left_out(other, pointer)
                case True, None:
                    pass
                case True, str() as name:
                    pointing.by_name[name].append((number, other))
                    pointing.written += 1
                case True, value:
                    pointing.odd.append((number, other, value))
                    pointing.written += 1
        return pointing

    def _goes_astray(self, pointing: _Pointing, type_: str, pointer: str, wanted: str) -> bool:
        """Whether a reference names what is not among the resources of the wanted type.

        One that names another of the same kind is proof that it does not name this one.
        """
        key = (type_, pointer, wanted)
        if key not in self._astray:
            self._astray[key] = not all(
                any(one.type == wanted for one in self._by_base.get(target, ()))
                for target in pointing.by_base
            )
        return self._astray[key]

    def _naming(self, pointing: _Pointing, names: Sequence[JsonValue]) -> list[_Numbered] | None:
        """Who writes one of these names; `None`: cannot be told."""
        texts = dict.fromkeys(name for name in names if isinstance(name, str))
        found = [one for text in texts for one in pointing.by_name.get(text, ())]
        found += [(number, other) for number, other, value in pointing.odd if value in names]
        # A name that is made at apply time may still turn out to be what is written.
        return found if texts or len(found) == pointing.written else None

    def _referring(self, pointing: _Pointing, resource: Resource) -> list[_Numbered] | None:
        """Who refers to `resource`; `None`: cannot be told apart from its siblings."""
        block = base(resource.address)
        if len(self._by_base[block]) == 1:
            return pointing.by_base.get(block, [])
        # The block alone is named: nobody tells which of its instances is meant, whatever the keys.
        if resource.address != block and block in pointing.by_target:
            return None
        return pointing.by_target.get(resource.address, [])

    def _pointed_at_by(
        self, resource: Resource, relation: Relation, pointer: str
    ) -> tuple[Resource, ...] | None:
        if references := resource.references.get(pointer):
            return self._referred(references, relation)
        present, value = at(resource.values, pointer)
        if not present:
            return None
        if value is None:
            return ()
        # A name that nothing here carries belongs to something outside of what was read.
        return tuple(self._carrying(value, relation)) or None

    def _carrying(self, value: JsonValue, relation: Relation) -> Sequence[Resource]:
        """The resources of the relation's type with this name."""
        resources = self._by_type.get(relation.type, ())
        if not isinstance(value, str):
            return [one for one in resources if value in map(one.values.get, relation.by)]
        key = (relation.type, relation.by)
        if key not in self._by_name:
            index = self._by_name[key] = defaultdict(list)
            for one in resources:
                names = map(one.values.get, relation.by)
                for name in dict.fromkeys(name for name in names if isinstance(name, str)):
                    index[name].append(one)
        return self._by_name[key].get(value, ())

    def _referred(
        self, references: tuple[str, ...], relation: Relation
    ) -> tuple[Resource, ...] | None:
        if len(references) != 1:
            return None
        block = base(references[0])
        named = self._by_base.get(block, [])
        exact = self._by_address.get(references[0], [])
        found = exact or (named if len(named) == 1 else [])
        if not found or any(other.type != relation.type for other in found):
            return None
        return tuple(found)
