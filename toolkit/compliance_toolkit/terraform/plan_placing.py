"""From the values of one planned or standing instance to a resource in its place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cache, lru_cache

from compliance_toolkit.models import JsonObject, Place, ReasonCode, Resource, Unknown
from compliance_toolkit.terraform.arm import DEFAULT_LOCATION
from compliance_toolkit.terraform.clusters import HOSTED
from compliance_toolkit.terraform.google_places import lent
from compliance_toolkit.terraform.plan_config import SETTINGS, Source
from compliance_toolkit.terraform.plan_elements import (
    alike,
    is_in_elements,
    is_torn,
    planned_at,
)
from compliance_toolkit.terraform.plan_provisioners import planned_provisioners
from compliance_toolkit.terraform.plan_references import Block
from compliance_toolkit.terraform.plan_write_only import told_aside
from compliance_toolkit.terraform.regions import (
    effective_region,
    is_redirected,
    parent_attributes,
    place_attributes,
    provider_name,
)
from compliance_toolkit.terraform.shapes import normalise
from compliance_toolkit.terraform.workloads.callers import PROVISIONER

_ARN_OF_OTHERS = frozenset(
    {
        "aws_cloudwatch_event_target",
        "aws_lakeformation_resource",
        "aws_sns_topic_data_protection_policy",
        "aws_sns_topic_policy",
    }
)
"""Types whose `arn` is that of something else, wherever that is."""

_SETTLED = {"aws_iam_role": ("inline_policy", "managed_policy_arns")}
"""Type → what is taken away where a source writes this, and is only told of where none does: that
it is written shows by an entry among the references, be it empty."""


def placed(
    address: str,
    type: str,  # noqa: A002  Terraform's own word
    values: JsonObject,
    unknown: Mapping[str, Unknown],
    source: Source,
) -> Resource:
    """Make a resource of what is known of an instance.

    Args:
        address: The instance's.
        type: Terraform's resource type.
        values: What is known; in a plan and in a state every attribute is listed.
        unknown: What is not, by JSON pointer.
        source: The configuration, as far as the input tells it.
    """
    block = source.block(address)
    if block is not None and block.written.provisioners:
        programs, lost = planned_provisioners(block.written.provisioners)
        values, unknown = {**values, PROVISIONER: programs}, {**unknown, **lost}
    if block is not None and block.aside and "" not in unknown:
        values, unknown = told_aside(type, values, unknown, block)
    references = {} if block is None else _references(address, type, values, unknown, block, source)
    region, regions = effective_region(
        type,
        values,
        unknown if block is None else _set_in_source(type, unknown, block),
        _provider_region(type, values, unknown, block, source),
        references,
    )
    provider = provider_name(type)
    if (
        provider == "aws"
        and "arn" in values
        and type not in _ARN_OF_OTHERS
        and (told := _region_of_arn(values)) is not None
    ):
        region, regions = _held_to(told, region, regions)
    resource = Resource(
        address=address,
        type=type,
        provider=provider,
        region=region,
        values=values,
        unknown=unknown,
        regions=regions,
        references=references,
        set_values=True,
        account=source.account(block, type) if provider == "aws" else None,
    )
    return normalise(resource, computed_unknown=True)


def _references(  # noqa: PLR0913, PLR0917  what is known of one instance
    address: str,
    type: str,  # noqa: A002
    values: JsonObject,
    unknown: Mapping[str, Unknown],
    block: Block,
    source: Source,
) -> dict[str, tuple[str, ...]]:
    """Follow the references that say something: of what is not known, or to what it is part of.

    A value that is known tells better than what it is made of.
    """
    written = block.written.expressions or {}
    parents = parent_attributes(type)
    lost = written if "" in unknown else _attributes(tuple(unknown))
    wanted = [name for name in dict.fromkeys((*lost, *parents)) if name in written]
    references = {}
    for name in wanted:
        told = block.refers(name)
        shown: list[str] | None = None
        for pointer, names in told.items():
            if (name in parents or hides(unknown, pointer)) and (
                addresses := source.resources_of(address, block, names)
            ):
                # What else takes part in a value stays beside the resource.
                more = (pointer,) if source.is_doubted(address, pointer) else ()
                if is_in_elements(pointer):
                    if shown is None:  # what is not known is asked about itself
                        shown = [one for one in told if not hides(unknown, one)]
                    more = (*more, *_in_elements(address, pointer, shown, values, block, source))
                references[pointer] = tuple(dict.fromkeys((*addresses, *more)))
    for name in _SETTLED.get(type, ()):
        if name in written:
            references.setdefault(f"/{name}", ())
    return references


def _in_elements(  # noqa: PLR0913, PLR0917  what is known of one instance
    address: str,
    pointer: str,
    shown: Iterable[str],
    values: JsonObject,
    block: Block,
    source: Source,
) -> Iterator[str]:
    """Give what else an element may be made of: others of its set, or what no plan tells."""
    if is_torn(pointer, block.written.expressions or {}, values):
        yield pointer
    told = block.refers(pointer.split("/", 2)[1])
    for other in alike(pointer, shown):
        value = planned_at(other, values)
        for name in source.resources_of(address, block, told[other]):
            if value is None or not source.planned.bears(name, value):
                yield name


@lru_cache(maxsize=4096)
def _attributes(pointers: tuple[str, ...]) -> tuple[str, ...]:
    """Those that some pointers lead to or into: many resources lose the same."""
    return tuple(dict.fromkeys(pointer[1:].partition("/")[0] for pointer in pointers))


def hides(unknown: Mapping[str, Unknown], pointer: str) -> bool:
    """Whether anything at, above or below a JSON pointer is not known."""
    if pointer in unknown:
        return True
    inner = f"{pointer}/"
    return any(
        lost == pointer or lost.startswith(inner) or inner.startswith(f"{lost}/")
        for lost in unknown
    )


def _set_in_source(
    type: str,  # noqa: A002
    unknown: Mapping[str, Unknown],
    block: Block,
) -> Mapping[str, Unknown]:
    """Leave out the attributes for places that the source does not set: the provider computes them.

    Since version 6 of the aws provider each resource has a `region` that is optional and computed.
    A block is never left out, for a plan does not tell of dynamic ones.
    """
    places = _place_pointers(type)
    if places.isdisjoint(unknown):
        return unknown
    written = block.written.expressions or {}
    return {
        pointer: reason
        for pointer, reason in unknown.items()
        if pointer not in places
        or pointer[1:] in written
        or reason.code is not ReasonCode.KNOWN_AFTER_APPLY  # a value is there, and is not shown
    }


@cache
def _place_pointers(type: str) -> frozenset[str]:  # noqa: A002
    return frozenset(f"/{name}" for name in place_attributes(type))


def _provider_region(
    type: str,  # noqa: A002
    values: JsonObject,
    unknown: Mapping[str, Unknown],
    block: Block | None,
    source: Source,
) -> str | Unknown | None:
    if (provider := provider_name(type)) in HOSTED:
        return source.host(block, type, provider)
    if type.startswith("azapi_"):
        return source.provider_region(block, type, (DEFAULT_LOCATION,))
    settings = lent(type, values, unknown) if type.startswith("google_") else SETTINGS
    if not settings:
        told = source.provider_region(block, type, ())
        return told if is_redirected(told) else Unknown(ReasonCode.UNKNOWN_REGION, type)
    return source.provider_region(block, type, settings)


def _region_of_arn(values: JsonObject) -> str | None:
    """Read the region in the ARN of what exists already; empty for what is in none."""
    arn = values.get("arn")
    if not isinstance(arn, str):
        return None
    parts = arn.split(":", 5)
    return parts[3] or None if len(parts) == 6 and parts[0] == "arn" else None


def _held_to(
    told: str, region: str | Unknown | None, regions: tuple[Place, ...] | None
) -> tuple[str | Unknown | None, tuple[Place, ...] | None]:
    """Hold a region to the one in the ARN: it settles what is open, and denies what differs."""
    if isinstance(region, Unknown) and region.code is ReasonCode.AMBIENT_PROVIDER_REGION:
        home = Place(told, "home")
        return told, None if regions is None else (home, *(p for p in regions if p != home))
    if isinstance(region, str) and region != told:
        others = None if regions is None else tuple(p for p in regions if p.role != "home")
        return Unknown(ReasonCode.UNKNOWN_REGION, "/arn"), others
    return region, regions
