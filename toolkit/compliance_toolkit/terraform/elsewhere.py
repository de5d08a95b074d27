"""Regions that a resource names in passing, wherever it does.

That is in an ARN or a host of AWS, in a path of Google's, or by the bare name of a region of its
own cloud where an attribute speaks of one. The tables of `further` know which attributes send
content somewhere. Of a region that stands anywhere else nobody knows what goes there, so it is told
as what it is: a place that is mentioned.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any

import msgspec
from msgspec.structs import replace

from compliance_toolkit.models import Place, Resource
from compliance_toolkit.terraform.place_names import (
    paths_lead_away,
    region_named,
    regions_in_paths,
    speaks_of_places,
)

MENTIONED = "mentioned"
"""The role of such a place."""

_REGION = r"[a-z]{2,4}(?:-[a-z]+)+-[0-9]"
_ARN = re.compile(rf"arn:aws[a-z-]*:([a-z0-9-]+):({_REGION}):[0-9]*:([a-z-]*)")
_HOST = re.compile(
    rf"([a-z0-9-]+)\.({_REGION})\.(?:[a-z0-9-]+\.)*(?:amazonaws\.(?:com|eu)|api\.aws)"
)
_ANY_ARN = re.compile(rf"arn:aws[a-z-]*:[a-z0-9-]+:({_REGION}):".encode())
_ANY_HOST = re.compile(rf"\.({_REGION})\.(?:[a-z0-9-]+\.)*(?:amazonaws|api\.aws)".encode())
_AT_ONCE = 16
_encode = msgspec.msgpack.Encoder().encode

_SILENT = frozenset(
    (
        "annotations",
        "arn",
        "comment",
        "description",
        "effective_annotations",
        "effective_labels",
        "id",
        "labels",
        "name",
        "self_link",
        "tags",
        "tags_all",
        "terraform_labels",
        "user_labels",
    )
)
"""Attributes that name the resource, or are about it: what they say is no place of content."""

_NAME = "name"
"""Of those, the one that is a region's where it stands in a block for one."""

_STATEMENT = "Statement"
"""What a policy has, wherever it stands; other checks judge these."""

_ELSEWHERE = frozenset(
    (
        "acm",
        "acm-pca",
        "aws-external-anthropic",
        "bedrock",
        "bedrock-agentcore",
        "bedrock-mantle",
        "bedrock-runtime",
        "cloudformation",
        "cloudfront",
        "ecr",
        "iam",
        "kms",
        "organizations",
        "secretsmanager",
        "ssm",
        "sts",
        "waf",
        "wafv2",
    )
)
"""Services that are named for what they say or encrypt, and not for content that goes to them; and
those whose places are told by checks of their own."""

_CODE = ("layer",)
"""Kinds of things that are no content."""


_GATHERING = frozenset(
    ("aws_config_configuration_aggregator", "aws_securityhub_finding_aggregator")
)
"""What names regions to gather from: content comes from there, and goes nowhere."""

_LEAVES = (bool, int, float, type(None))


def mention(resources: Iterable[Resource]) -> tuple[Resource, ...]:
    """Add to each resource whose places are known those that it only mentions.

    Args:
        resources: All of one input, their places settled.

    Returns:
        The same, in the same order.
    """
    found = tuple(resources)
    told = dict(_suspects(found))
    return tuple(told.get(index, one) for index, one in enumerate(found)) if told else found


def _suspects(resources: Sequence[Resource]) -> Iterator[tuple[int, Resource]]:
    """Yield, by their index, those that mention something.

    Most name no region but their own. So many of one home are written in one go, and the regions
    looked for in the whole, which costs a tenth of looking into each value; where there is one, it
    is looked for in halves.
    """
    alike: dict[tuple[str, str], list[int]] = {}
    for index, one in enumerate(resources):
        if one.type in _GATHERING:
            continue
        if one.regions is not None and isinstance(one.region, str):
            alike.setdefault((one.provider, one.region), []).append(index)
    for (cloud, home), found in alike.items():
        waiting = [found[start : start + _AT_ONCE] for start in range(0, len(found), _AT_ONCE)]
        while waiting:
            part = waiting.pop()
            if _names_only(home, cloud, [resources[index].values for index in part]):
                continue
            if len(part) > 1:
                waiting += [part[: len(part) // 2], part[len(part) // 2 :]]
                continue
            told = _mentioning(resources[part[0]])
            if told is not resources[part[0]]:
                yield part[0], told


def _names_only(home: str, cloud: str, values: Sequence[Mapping[str, Any]]) -> bool:
    """Whether values name no region but their home; false where that cannot be ruled out."""
    try:
        written = _encode(values)
    except (TypeError, OverflowError, UnicodeEncodeError):  # what MessagePack cannot write
        return False
    named = {*_ANY_ARN.findall(written), *_ANY_HOST.findall(written)}
    if not named <= {home.encode()} or paths_lead_away(written, cloud, home):
        return False
    return all(region == home for region in _bare(values, cloud))


def _bare(values: Iterable[Mapping[str, Any]], cloud: str) -> Iterator[str]:
    """Yield the bare names of regions under attributes that speak of places."""
    waiting: list[Any] = list(values)
    while waiting:
        inner = waiting.pop()
        if inner.__class__ is not dict:
            waiting += [one for one in inner if one.__class__ is dict or one.__class__ is list]
            continue
        for name in _speaking(tuple(inner)):
            for text, _ in _texts(inner[name], speaks=True):
                if (region := region_named(text, cloud)) is not None:
                    yield region
        waiting += [
            each
            for name, each in inner.items()
            if (each.__class__ is dict or each.__class__ is list) and name not in _SILENT
        ]


@lru_cache(maxsize=4096)
def _speaking(names: tuple[str, ...]) -> tuple[str, ...]:
    """Those of some attributes that speak of places: many resources have the same attributes."""
    return tuple(name for name in names if name not in _SILENT and speaks_of_places(name))


def _mentioning(resource: Resource) -> Resource:
    known = {place.region for place in resource.regions or ()}
    found = [*_passing(resource.values, resource.provider)]
    told = [Place(region, MENTIONED) for region in dict.fromkeys(found) if region not in known]
    return replace(resource, regions=(*(resource.regions or ()), *told)) if told else resource


def _passing(values: Any, cloud: str) -> Iterator[str]:
    """Yield the regions that values name, as the resource of a cloud has to spell them."""
    for text, speaks in _texts(values):
        if "aws" in text:
            for region in _named(text):
                yield region if cloud == "aws" else f"aws:{region}"
        if "s/" in text:
            yield from regions_in_paths(text, cloud)
        if speaks and (bare := region_named(text, cloud)) is not None:
            yield bare


def _texts(value: Any, *, speaks: bool = False) -> Iterator[tuple[str, bool]]:
    """Give the texts in a value, and whether what they or it stands under speaks of places."""
    waiting: list[tuple[Any, bool]] = [(value, speaks)]
    while waiting:
        inner, speaks = waiting.pop()
        if isinstance(inner, str):
            if f'"{_STATEMENT}"' not in inner:
                yield inner, speaks
        elif isinstance(inner, Mapping) and _STATEMENT not in inner:
            waiting += [
                (each, speaks or speaks_of_places(str(name)))
                for name, each in inner.items()
                if each.__class__ not in _LEAVES
                and (name not in _SILENT or (speaks and name == _NAME))
            ]
        elif isinstance(inner, list | tuple):
            waiting += [(each, speaks) for each in inner]


def _named(text: str) -> Iterator[str]:
    for service, region, kind in _ARN.findall(text):
        if service not in _ELSEWHERE and kind not in _CODE:
            yield region
    for service, region in _HOST.findall(text):
        if service not in _ELSEWHERE:
            yield region
