"""Where content goes that a resource hands on to another one of the same input.

A target is mostly written as another resource's ARN, which nobody knows before it is made; but the
resource is there to be read, and where it is, the content goes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from msgspec.structs import replace

from compliance_toolkit.models import JsonValue, Place, Resource, Unknown
from compliance_toolkit.terraform.addresses import names_for, segments, without_index
from compliance_toolkit.terraform.arm import ARM_TYPES
from compliance_toolkit.terraform.further import BUCKET, FURTHER
from compliance_toolkit.terraform.patterns import below, stays_home, steps, touches
from compliance_toolkit.terraform.spelling import spelled

_BUCKET_ARN = ":s3:::"
_NAMES_ITSELF = frozenset(
    ("address", "arn", "bucket", "endpoint", "id", "invoke_arn", "qualified_arn", "url")
)
"""Attributes that mean the resource they are of; another one may hold anything, also an ARN."""


def follow_targets(resources: Iterable[Resource]) -> tuple[Resource, ...]:
    """Give each resource whose further places are not known those of the resources it names.

    Args:
        resources: All resources of one input, their own regions settled.

    Returns:
        The same, in the same order. One whose target is not in this input, or not known to be one
        resource alone, keeps its further places unknown.
    """
    found = tuple(resources)
    if not any(_is_open(one) for one in found):
        return found
    targets = _Targets(found)
    return tuple(targets.followed(one) for one in found)


def _is_open(resource: Resource) -> bool:
    # A body of Azure's names places, and no resources; what is written aside may say others.
    return resource.regions is None and resource.type in FURTHER and resource.type not in ARM_TYPES


class _Targets:
    """Regions of an input's resources, by what may stand for them."""

    def __init__(self, resources: tuple[Resource, ...]) -> None:
        self._regions: dict[str, set[str | Unknown | None]] = {}
        for resource in resources:
            names = names_for(resource.address)
            bucket = resource.values.get("bucket")
            if resource.type == "aws_s3_bucket" and isinstance(bucket, str):
                arn = f"{_BUCKET_ARN}{bucket}"
                names = (*names, arn, f"{arn}/*", bucket)
            for name in names:
                self._regions.setdefault(name, set()).add(resource.region)

    def followed(self, resource: Resource) -> Resource:
        if not _is_open(resource):
            return resource
        places = [Place(resource.region, "home")] if isinstance(resource.region, str) else []
        for pattern, role in FURTHER[resource.type]:
            for name in self._named(resource, pattern):
                if name is None:
                    return resource
                places += [Place(name, role)] if name != resource.region else []
        return replace(resource, regions=tuple(dict.fromkeys(places)))

    def _named(self, resource: Resource, pattern: str) -> Iterator[str | None]:
        for pointer, reason in resource.unknown.items():
            if touches(pattern, pointer):
                whole = pointer.count("/") == pattern.count("/")
                yield self._referred(resource, pointer, reason) if whole else None
        for value in below(resource.values, steps(pattern)):
            if value is not None and value != "" and not stays_home(pattern, value):
                yield self._stated(value, pattern, resource.provider)

    def _referred(self, resource: Resource, pointer: str, reason: Unknown) -> str | None:
        match resource.references.get(pointer):
            case (address,) if segments(reason.reference or "")[-1] in _NAMES_ITSELF:
                return self._only(address) or self._only(without_index(address))
            case _:
                return None

    def _stated(self, value: JsonValue, pattern: str, provider: str) -> str | None:
        if not isinstance(value, str):
            return None
        if pattern.endswith(BUCKET) and not value.startswith("arn:"):
            return self._only(value)
        if _BUCKET_ARN in value:
            return self._only(value[value.index(_BUCKET_ARN) :])
        return spelled(value, provider) or None

    def _only(self, name: str) -> str | None:
        regions = self._regions.get(name, set())
        region = next(iter(regions)) if len(regions) == 1 else None
        return region if isinstance(region, str) else None
