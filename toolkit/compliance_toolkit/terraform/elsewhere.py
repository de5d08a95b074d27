"""Regions that a resource names in passing: an ARN or a host of AWS in whatever it says.

The tables of `places` know which attributes send content somewhere. Of a region that stands
anywhere else nobody knows what goes there, so it is told as what it is: a place that is mentioned.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any

import msgspec
from msgspec.structs import replace

from compliance_toolkit.models import Place, Resource

MENTIONED = "mentioned"
"""The role of such a place."""

_REGION = r"[a-z]{2,4}(?:-[a-z]+)+-[0-9]"
_ARN = re.compile(rf"arn:aws[a-z-]*:([a-z0-9-]+):({_REGION}):[0-9]*:([a-z-]*)")
_HOST = re.compile(
    rf"([a-z0-9-]+)\.({_REGION})\.(?:[a-z0-9-]+\.)*(?:amazonaws\.(?:com|eu)|api\.aws)"
)
_ANY_ARN = re.compile(rf"arn:aws[a-z-]*:[a-z0-9-]+:({_REGION}):".encode())
_ANY_HOST = re.compile(rf"\.({_REGION})\.(?:[a-z0-9-]+\.)*(?:amazonaws|api\.aws)".encode())
_AT_ONCE = 128
_encode = msgspec.msgpack.Encoder().encode

_SILENT = frozenset(
    (
        "arn",
        "comment",
        "description",
        "id",
        "name",
        "tags",
        "tags_all",
    )
)
"""Attributes that name the resource, or are about it: what they say is no place of content."""

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

    Most name no region but their own. So many are written in one go, and the regions looked for in
    the whole, which costs a tenth of looking into each value.
    """
    placed = [
        index
        for index, one in enumerate(resources)
        if one.regions is not None and isinstance(one.region, str)
    ]
    for start in range(0, len(placed), _AT_ONCE):
        part = placed[start : start + _AT_ONCE]
        homes = {resources[index].region for index in part}
        if len(homes) == 1 and _names_only(homes, [resources[index].values for index in part]):
            continue
        for index in part:
            one = resources[index]
            if not _names_only({one.region}, one.values):
                told = _mentioning(one)
                if told is not one:
                    yield index, told


def _names_only(regions: Collection[object], values: object) -> bool:
    """Whether values name no region but these; false where that cannot be ruled out."""
    try:
        written = _encode(values)
    except (TypeError, OverflowError, UnicodeEncodeError):  # what MessagePack cannot write
        return False
    named = {*_ANY_ARN.findall(written), *_ANY_HOST.findall(written)}
    return all(region.decode() in regions for region in named)


def _mentioning(resource: Resource) -> Resource:
    known = resource.regions or ()
    found: dict[Place, None] = {}
    for text in _texts(resource.values):
        for region in _named(text):
            name = region if resource.provider == "aws" else f"aws:{region}"
            if all(name != place.region for place in known):
                found[Place(name, MENTIONED)] = None
    return replace(resource, regions=(*known, *found)) if found else resource


def _texts(value: Any) -> Iterator[str]:
    """Give the texts in a value that may name a place of AWS."""
    waiting = [value]
    while waiting:
        inner = waiting.pop()
        if isinstance(inner, str):
            if "aws" in inner and f'"{_STATEMENT}"' not in inner:
                yield inner
        elif isinstance(inner, Mapping) and _STATEMENT not in inner:
            waiting += [
                each
                for name, each in inner.items()
                if each.__class__ not in _LEAVES and name not in _SILENT
            ]
        elif isinstance(inner, list | tuple):
            waiting += inner


def _named(text: str) -> Iterator[str]:
    for service, region, kind in _ARN.findall(text):
        if service not in _ELSEWHERE and kind not in _CODE:
            yield region
    for service, region in _HOST.findall(text):
        if service not in _ELSEWHERE:
            yield region
