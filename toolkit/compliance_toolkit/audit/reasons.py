"""Why a verdict is unknown: the one cause that somebody should mend first. There always is one.

What a check surely reads goes first: its own attributes, then its neighbours and theirs. A region
comes after them, because not every check reads it; last is what merely lies nearby.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from functools import cached_property

from compliance_toolkit.audit.pointers import at, base, is_certain, left_out
from compliance_toolkit.audit.questions import Computed
from compliance_toolkit.audit.related import Neighbourhood
from compliance_toolkit.models import AuditInput, ReasonCode, Resource, Unknown
from compliance_toolkit.policy.catalog import Check, Relation

_MENTIONED = "mentioned"
"""The role of a place that a resource names, and nobody knows what for."""

_AT_MOST = 6
"""Of such places, how many can be read at a glance."""

_INDEX = re.compile(r"/\d+(?=/|$)")


class Reasons:
    """Finds the reasons of one input's unknown verdicts."""

    def __init__(
        self,
        given: AuditInput,
        neighbourhood: Neighbourhood,
        computed: Computed,
        regions: Mapping[str, Collection[str]],
    ) -> None:
        """Take what was read of an input, and what the data knows.

        Args:
            given: The input.
            neighbourhood: Its resources, indexed.
            computed: Terraform type → attributes that its provider computes.
            regions: Cloud → the regions that the data knows.
        """
        self._given = given
        self._neighbourhood = neighbourhood
        self._computed = computed
        self._regions = regions
        self._maybe: dict[str, list[str]] = {}
        self._lost: dict[tuple[str, str, str], Unknown | None] = {}

    # Indexed when first asked for: many an input has no unknown verdict.

    @cached_property
    def _blocks(self) -> set[str]:
        return {base(resource.address) for resource in self._given.resources}

    @cached_property
    def _typed(self) -> set[tuple[str, str]]:
        return {(one.type, base(one.address)) for one in self._given.resources}

    @cached_property
    def _by_type(self) -> dict[str, list[Resource]]:
        found: dict[str, list[Resource]] = defaultdict(list)
        for one in self._given.resources:
            found[one.type].append(one)
        return found

    def of(self, resource: Resource, check: Check) -> Unknown:
        """Why `check` cannot tell about `resource`."""
        found = next(self._causes(resource, check), None)
        if found is not None:
            return found
        if resource.region is None and resource.provider not in self._regions:
            return Unknown(ReasonCode.UNSUPPORTED_TYPE, resource.type)
        return Unknown(ReasonCode.UNKNOWN_VALUE, ", ".join(check.attributes) or resource.type)

    def _causes(self, resource: Resource, check: Check) -> Iterator[Unknown]:
        """All causes, the likeliest first."""
        related = {
            name: self._neighbourhood.of(resource, relation)
            for name, relation in check.related.items()
        }
        open_ones = [
            check.related[name]
            for name, found in related.items()
            if found is None and not _points_nowhere(resource, check.related[name])
        ]
        neighbours = [
            (other, check.related[name]) for name, found in related.items() for other in found or ()
        ]
        resolved = [check.related[name] for name, found in related.items() if found is not None]
        followed = tuple(one.pointed_at_by for one in open_ones if one.pointed_at_by)
        done = {one.pointed_at_by for one in resolved}
        unknown = {at_: why for at_, why in resource.unknown.items() if at_ not in done}
        yield from _read(unknown, check, followed)
        for relation in open_ones:
            yield self._unresolved(resource, relation)
        for other, relation in neighbours:
            yield from _read(other.unknown, relation)
        yield from self._left_to_the_provider(resource, check)
        yield from self._place(resource)
        for other, _ in neighbours:
            yield from self._place(other)
        yield from _near(unknown, check)
        if resource.regions is None:
            yield from unknown.values()

    def _left_to_the_provider(self, resource: Resource, check: Check) -> Iterator[Unknown]:
        for name in check.attributes:
            if name not in resource.values and name in self._computed.get(resource.type, ()):
                yield Unknown(ReasonCode.KNOWN_AFTER_APPLY, name)

    def _place(self, resource: Resource) -> Iterator[Unknown]:
        match resource.region:
            case Unknown():
                yield resource.region
            case str() as region if not self._is_known(region, resource.provider):
                yield Unknown(ReasonCode.UNKNOWN_REGION, region)
        named = []
        for place in resource.regions or ():
            if not self._is_known(place.region, resource.provider):
                yield Unknown(ReasonCode.UNKNOWN_REGION, place.region)
            elif place.role == _MENTIONED:
                named.append(place.region)
        if named:  # which of them is at fault only the law tells
            more = f" and {len(named) - _AT_MOST} more" if len(named) > _AT_MOST else ""
            told = f"{', '.join(sorted(named)[:_AT_MOST])}{more}, which it names"
            yield Unknown(ReasonCode.UNKNOWN_VALUE, told)

    def _is_known(self, place: str, provider: str) -> bool:
        """Whether the data knows a place; another cloud's is written `anthropic:us`."""
        cloud, _, name = place.rpartition(":")
        return name in self._regions.get(cloud or provider, ())

    def _unresolved(self, resource: Resource, relation: Relation) -> Unknown:
        if relation.pointed_at_by is not None:
            return self._no_target(resource, relation.pointed_at_by)
        return self._no_source(resource, relation, relation.points_here or "")

    def _no_target(self, resource: Resource, pointer: str) -> Unknown:
        """Why what `resource` points at was not found."""
        if references := resource.references.get(pointer):
            return self._elsewhere(references)
        _, value = at(resource.values, pointer)
        named = value if isinstance(value, str) else pointer
        return self._unread() or Unknown(ReasonCode.OUTSIDE_INPUT, named)

    def _no_source(self, resource: Resource, relation: Relation, pointer: str) -> Unknown:
        """Why it cannot be told who points at `resource`."""
        key = (relation.type, pointer, resource.type)
        if key not in self._lost:
            self._lost[key] = self._astray(relation.type, pointer, resource.type)
        if (found := self._lost[key]) is not None:
            return found
        if (unread := self._unread()) is not None:
            return unread
        for name in relation.by:
            if (why := resource.unknown.get(f"/{name}")) is not None:
                return why
        # Somebody who may be there, or one of several, and nothing says which.
        if (uncertain := self._uncertain(relation.type, resource.address)) is not None:
            return Unknown(ReasonCode.UNKNOWN_COUNT, uncertain)
        if base(resource.address) != resource.address:
            return Unknown(ReasonCode.UNKNOWN_COUNT, resource.address)
        named = f"{resource.address}.{relation.by[0]}" if relation.by else resource.address
        return Unknown(ReasonCode.KNOWN_AFTER_APPLY, named)

    def _uncertain(self, type_: str, beside: str) -> str | None:
        """The first of a type that may not be made."""
        if type_ not in self._maybe:
            addresses = [one.address for one in self._by_type.get(type_, ())]
            self._maybe[type_] = [one for one in addresses if "[*]" in one]
        return next((one for one in self._maybe[type_] if not is_certain(one, beside)), None)

    def _astray(self, type_: str, pointer: str, wanted: str) -> Unknown | None:
        """Why one of a type points nobody knows where."""
        for other in self._by_type.get(type_, ()):
            covering = _covering(pointer, other.unknown)
            if references := other.references.get(pointer):
                if len(references) > 1 or (wanted, base(references[0])) not in self._typed:
                    return covering or self._elsewhere(references)
            elif not at(other.values, pointer)[0] and not left_out(other, pointer):
                return covering or Unknown(ReasonCode.KNOWN_AFTER_APPLY, other.address + pointer)
        return None

    def _elsewhere(self, references: tuple[str, ...]) -> Unknown:
        """Why none of what was read is what these references name."""
        for address, why in self._given.unresolved:
            if any(one == address or one.startswith(f"{address}.") for one in references):
                return Unknown(why.code, address)
        lost = [one for one in references if base(one) not in self._blocks]
        if lost:
            data = lost[0].startswith("data.") or ".data." in lost[0]
            return Unknown(ReasonCode.DATA_SOURCE if data else ReasonCode.OUTSIDE_INPUT, lost[0])
        if len(references) > 1:
            return Unknown(ReasonCode.FUNCTION_NOT_EVALUATED, ", ".join(references))
        return Unknown(ReasonCode.UNKNOWN_COUNT, references[0])

    def _unread(self) -> Unknown | None:
        """The first thing of this input that is there and was not read."""
        for address, why in self._given.unresolved:
            return Unknown(why.code, address)
        for problem in self._given.problems:
            file = problem.location.file if problem.location is not None else self._given.path
            return Unknown(ReasonCode.OUTSIDE_INPUT, file)
        return None


def _points_nowhere(resource: Resource, relation: Relation) -> bool:
    """Whether the block that would name the neighbour is not written at all."""
    pointer = relation.pointed_at_by
    return pointer is not None and left_out(resource, pointer)


def _read(
    unknown: Mapping[str, Unknown], reads: Check | Relation, followed: tuple[str, ...] = ()
) -> Iterator[Unknown]:
    """What is not known of the attributes that are surely read: those named, or what holds them."""
    if "" in unknown:
        yield unknown[""]
    for attribute in reads.attributes:
        wanted = [f"/{path}" for path in reads.nested if path.split("/")[0] == attribute]
        wanted += [_INDEX.sub("", path) for path in followed]
        whole = not any(path.startswith(f"{attribute}/") for path in reads.nested)
        for pointer, why in _of(attribute, unknown):
            bare = _INDEX.sub("", pointer)
            if whole or any(f"{path}/".startswith(f"{bare}/") for path in wanted):
                yield why
    for pointer in followed:
        if (covering := _covering(pointer, unknown)) is not None:
            yield covering


def _near(unknown: Mapping[str, Unknown], reads: Check) -> Iterator[Unknown]:
    for attribute in reads.attributes:
        for _, why in _of(attribute, unknown):
            yield why


def _of(attribute: str, unknown: Mapping[str, Unknown]) -> Iterator[tuple[str, Unknown]]:
    for pointer, why in unknown.items():
        if pointer and pointer.split("/")[1] == attribute:
            yield pointer, why


def _covering(pointer: str, unknown: Mapping[str, Unknown]) -> Unknown | None:
    """Why what stands at `pointer`, above it or below it is not known."""
    for other, why in unknown.items():
        if f"{pointer}/".startswith(f"{other}/") or other.startswith(f"{pointer}/"):
            return why
    return None
