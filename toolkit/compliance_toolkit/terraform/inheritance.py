"""Resources that are part of another one are where that one is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property

from msgspec.structs import replace

from compliance_toolkit.models import Place, ReasonCode, Resource, Unknown
from compliance_toolkit.terraform.addresses import names_for, segments, without_index
from compliance_toolkit.terraform.clusters import HOSTED, at_cluster
from compliance_toolkit.terraform.regions import UNSET, parent_attributes

_MAX_GENERATIONS = 5
_LATE = frozenset((ReasonCode.KNOWN_AFTER_APPLY, ReasonCode.DATA_SOURCE))
"""Why an id is not known that would not tell a place if it were."""

_Regions = Mapping[str, set[str | Unknown | None]]


def inherit_regions(resources: Iterable[Resource]) -> tuple[Resource, ...]:
    """Give each part without a region of its own the region of what it is part of.

    Args:
        resources: All resources of one input, with references to what they name: an instance, or a
            whole block where no index is written.

    Returns:
        The same, in the same order. A part stays unknown where its parent is not in this input or
        is unknown itself, or where several of them are in different regions; then it says so.
    """
    settled = list(resources)
    if not any(one.provider in HOSTED or _is_open(one) for one in settled):
        return tuple(settled)
    ids = _Ids(settled)
    regions: dict[str, set[str | Unknown | None]] = {}
    for _ in range(_MAX_GENERATIONS):
        regions = {}
        for resource in settled:
            for name in names_for(resource.address):
                regions.setdefault(name, set()).add(resource.region)
        before, settled = settled, [_settled(one, regions, ids) for one in settled]
        if settled == before:
            break
    return tuple(
        _explained(one, regions, ids)
        if _is_open(one)
        else _hosted(one, regions)
        if one.provider in HOSTED
        else one
        for one in settled
    )


def _hosted(resource: Resource, regions: _Regions) -> Resource:
    """Put what a cluster of this input keeps where the cluster is."""
    why = resource.region
    if not isinstance(why, Unknown) or why.code is not ReasonCode.OUTSIDE_INPUT:
        return resource
    found = _regions_of(why.reference or "", regions)
    only = next(iter(found)) if len(found) == 1 else None
    if isinstance(only, Unknown):
        return replace(resource, region=only)
    region = at_cluster(why.reference or "", only) if only is not None else None
    if region is None:
        return resource
    further = None if resource.regions is None else (Place(region, "home"), *resource.regions)
    return replace(resource, region=region, regions=further)


class _Ids:
    """What bears the ids and names that are known of an input's resources."""

    def __init__(self, resources: Sequence[Resource]) -> None:
        self._resources = resources

    def with_id(self, value: str) -> str | None:
        """Give the address of what has an id, as Azure has them: in whatever case."""
        return self._by_id.get(value.lower())

    def bearing(self, value: str, addresses: Iterable[str]) -> tuple[str, ...]:
        """Give those of some addresses that a known value was really made of.

        `each.key == "us" ? "/subscriptions/…" : azurerm_storage_account.eu.id` refers to one
        account, and names another.
        """
        told = value.lower()
        found = [one for address in addresses for one in self._instances.get(address, ())]
        return tuple(dict.fromkeys(one.address for one in found if _bears(one, told)))

    def hands_on(self, attribute: str, why: Unknown | None, addresses: tuple[str, ...]) -> bool:
        """Whether a resource that is referred to only names what is meant, and may be elsewhere."""
        if why is None or not _is_of_another(attribute, why.reference or "", addresses):
            return False
        found = [one for address in addresses for one in self._instances.get(address, ())]
        return any(map(_is_placed, found))

    @cached_property
    def _by_id(self) -> Mapping[str, str]:
        found: dict[str, str] = {}
        for one in self._resources:
            if isinstance(name := one.values.get("id"), str) and "/" in name:
                found[name.lower()] = one.address
        return found

    @cached_property
    def _instances(self) -> Mapping[str, list[Resource]]:
        found: dict[str, list[Resource]] = {}
        for one in self._resources:
            for name in names_for(one.address):
                found.setdefault(name, []).append(one)
        return found


def _is_of_another(attribute: str, name: str, addresses: Iterable[str]) -> bool:
    """Whether what an unknown value waits for is no attribute that means what is referred to.

    A plan says what is written, and a source what that comes to: `data.azurerm_storage_account.x`.
    """
    parts = segments(without_index(name))
    start = 0
    while parts[start : start + 1] == ["module"] and len(parts) > start + 2:
        start += 2
    match parts[start:]:
        case ["data", *_]:
            return attribute.endswith("_id")
        case ["var" | "local" | "each" | "count", *_]:
            return False
        case [type_, _, member, *_]:
            block = ".".join(parts[: start + 2])
            elsewhere = block not in map(without_index, addresses)
            return member in parent_attributes(type_) or (attribute.endswith("_id") and elsewhere)
        case _:
            return False


def _is_placed(resource: Resource) -> bool:
    """Whether a resource has a location of its own, or may have one."""
    return resource.values.get("location") is not None or "/location" in resource.unknown


def _bears(resource: Resource, told: str) -> bool:
    """Whether one of a resource's own values is what is told, or its id the beginning of that.

    What has a location of its own may keep its content elsewhere: its `storage_account_id` does not
    name it. Plans that were made up to be shown have the reference itself where the id would stand.
    """
    own = resource.values
    others = parent_attributes(resource.type) if _is_placed(resource) else ()
    for name, value in own.items():
        if isinstance(value, str) and value.lower() == told and name not in others:
            return True
    within = own.get("id")
    beginnings = [f"{within.lower()}/"] if isinstance(within, str) and within else []
    return told.startswith((*beginnings, f"{resource.address.lower()}."))


def _settled(resource: Resource, regions: _Regions, ids: _Ids) -> Resource:
    region = _from_parent(resource, regions, ids)
    if region is None:
        return resource
    if resource.regions is None:
        return replace(resource, region=region)
    return replace(resource, region=region, regions=(Place(region, "home"), *resource.regions))


def _is_open(resource: Resource) -> bool:
    region = resource.region
    if not isinstance(region, Unknown) or region.code is not ReasonCode.UNKNOWN_REGION:
        return False
    return not (region.reference or "").startswith("/")  # it says something that is no region


def _from_parent(resource: Resource, regions: _Regions, ids: _Ids) -> str | None:
    if not _is_open(resource):
        return None
    if resource.values.get("location") is not None:  # it says something that is no region
        return None
    found: set[str | Unknown | None] = set()
    for attribute in parent_attributes(resource.type):
        addresses = _named(resource, attribute, ids)
        if not addresses and _is_stated(resource, attribute):
            return None  # part of something that this input does not have
        for address in addresses:
            found |= _regions_of(address, regions) or {None}
    only = found.pop() if len(found) == 1 else None
    return only if isinstance(only, str) else None


def _named(resource: Resource, attribute: str, ids: _Ids) -> tuple[str, ...]:
    """Give the addresses of what an attribute names: by its id, or by reference."""
    addresses = resource.references.get(f"/{attribute}", ())
    value = resource.values.get(attribute)
    if not isinstance(value, str) or not value:
        why = resource.unknown.get(f"/{attribute}")
        return () if ids.hands_on(attribute, why, addresses) else addresses
    address = ids.with_id(value)
    if address is not None and address != resource.address:
        return (address,)
    return ids.bearing(value, addresses) if addresses else ()


def _is_stated(resource: Resource, attribute: str) -> bool:
    return bool(resource.values.get(attribute)) or f"/{attribute}" in resource.unknown


def _regions_of(address: str, regions: _Regions) -> set[str | Unknown | None]:
    return regions.get(address) or regions.get(without_index(address)) or set()


def _explained(resource: Resource, regions: _Regions, ids: _Ids) -> Resource:
    """Say why a part is nowhere: its parent is not, or is not here, or nothing names one."""
    parents = parent_attributes(resource.type)
    if not parents or resource.values.get("location") is not None:
        return resource
    for attribute in parents:
        if (why := _lost(resource, attribute, regions, ids)) is not None:
            return replace(resource, region=why)
    if any(_is_stated(resource, name) or _named(resource, name, ids) for name in parents):
        return resource  # several, in different places
    own = "location" if resource.provider == "azure" else parents[0]
    return replace(resource, region=Unknown(ReasonCode.UNKNOWN_REGION, own + UNSET))


def _lost(resource: Resource, attribute: str, regions: _Regions, ids: _Ids) -> Unknown | None:
    """Say why what an attribute names is nowhere; `None`: it is somewhere, or names nothing."""
    addresses = _named(resource, attribute, ids)
    unknown = resource.unknown.get(f"/{attribute}")
    for address in addresses:
        found = _regions_of(address, regions)
        if not found:
            late = unknown is None or unknown.code in _LATE
            return Unknown(ReasonCode.OUTSIDE_INPUT, address) if late else unknown
        for one in found:
            if isinstance(one, Unknown):
                return one
    if addresses or not _is_stated(resource, attribute):
        return None
    value = resource.values.get(attribute)
    outside = Unknown(ReasonCode.OUTSIDE_INPUT, value if isinstance(value, str) else None)
    return unknown or outside
