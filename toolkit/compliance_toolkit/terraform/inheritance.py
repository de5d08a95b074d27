"""Resources that are part of another one are where that one is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from msgspec.structs import replace

from compliance_toolkit.models import Place, ReasonCode, Resource, Unknown
from compliance_toolkit.terraform.addresses import names_for, without_index
from compliance_toolkit.terraform.regions import parent_attributes

_MAX_GENERATIONS = 5
_Regions = Mapping[str, set[str | Unknown | None]]


def inherit_regions(resources: Iterable[Resource]) -> tuple[Resource, ...]:
    """Give each part without a region of its own the region of what it is part of.

    Args:
        resources: All resources of one input, with references to what they name: an instance, or a
            whole block where no index is written.

    Returns:
        The same, in the same order. A part stays unknown where its parent is not in this input or
        is unknown itself, or where several of them are in different regions.
    """
    settled = list(resources)
    if not any(_is_open(resource) for resource in settled):
        return tuple(settled)
    for _ in range(_MAX_GENERATIONS):
        regions: dict[str, set[str | Unknown | None]] = {}
        for resource in settled:
            for name in names_for(resource.address):
                regions.setdefault(name, set()).add(resource.region)
        before, settled = settled, [_settled(resource, regions) for resource in settled]
        if settled == before:
            break
    return tuple(settled)


def _settled(resource: Resource, regions: _Regions) -> Resource:
    region = _from_parent(resource, regions)
    if region is None:
        return resource
    if resource.regions is None:
        return replace(resource, region=region)
    return replace(resource, region=region, regions=(Place(region, "home"), *resource.regions))


def _is_open(resource: Resource) -> bool:
    region = resource.region
    return isinstance(region, Unknown) and region.code is ReasonCode.UNKNOWN_REGION


def _from_parent(resource: Resource, regions: _Regions) -> str | None:
    if not _is_open(resource):
        return None
    if resource.values.get("location") is not None:  # it says something that is no region
        return None
    found: set[str | Unknown | None] = set()
    for attribute in parent_attributes(resource.type):
        pointer = f"/{attribute}"
        addresses = resource.references.get(pointer, ())
        if not addresses and (resource.values.get(attribute) or pointer in resource.unknown):
            return None  # part of something that this input does not have
        for address in addresses:
            found |= regions.get(address) or regions.get(without_index(address)) or {None}
    only = found.pop() if len(found) == 1 else None
    return only if isinstance(only, str) else None
