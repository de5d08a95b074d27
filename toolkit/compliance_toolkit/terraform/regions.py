"""Where a Terraform resource really is: its own words, else its provider's.

What a resource leaves open is decided here for source and plan alike, so that both give one answer.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache, lru_cache
from typing import TypeGuard

from compliance_toolkit.models import JsonObject, Place, ReasonCode, Unknown
from compliance_toolkit.terraform.arm import (
    ARM,
    ARM_TYPES,
    arm_location,
    default_location,
    with_body,
)
from compliance_toolkit.terraform.clusters import HOSTED, host_of
from compliance_toolkit.terraform.further import BUCKET, FURTHER
from compliance_toolkit.terraform.google_places import GOOGLE_PLACES
from compliance_toolkit.terraform.patterns import below, covering, stays_home, steps
from compliance_toolkit.terraform.places import (
    BORROWED,
    DEFAULTS,
    EVERYWHERE,
    PARENTS,
    PINNED,
)
from compliance_toolkit.terraform.provider_hosts import may_lead_away
from compliance_toolkit.terraform.spelling import spelled

_WITH_REGIONS = frozenset({"aws", "google", "azure"})
_PLACES = 1024
"""Places that are remembered: a provider's region is that of all its resources."""

_CLOUDS = {
    "aws": "aws",
    "awscc": "aws",
    "google": "google",
    "google-beta": "google",
    "azurerm": "azure",
    "azuread": "azure",
    "azapi": "azure",
}
UNSET = ": not set"
"""How the reference of an unknown region ends where nothing says where a resource is."""


@cache
def provider_name(type: str) -> str:  # noqa: A002  Terraform's own word
    """Name the provider of a resource type, as the law data spells it.

    Args:
        type: A resource type, or a provider's local name (`aws_s3_bucket`, `google-beta`).

    Returns:
        `aws`, `google`, `azure`, `anthropic`, or the type's own prefix.
    """
    prefix = type.partition("_")[0]
    if prefix.startswith("anthropic"):
        return "anthropic"
    return _CLOUDS.get(prefix, prefix)


def effective_region(
    type: str,  # noqa: A002  Terraform's own word
    values: JsonObject,
    unknown: Mapping[str, Unknown],
    provider_region: str | Unknown | None,
    references: Mapping[str, tuple[str, ...]],
) -> tuple[str | Unknown | None, tuple[Place, ...] | None]:
    """Say which region a resource is in, and which further ones its content goes to.

    Args:
        type: Terraform's resource type.
        values: What is known of its attributes; null is known to be unset.
        unknown: What is not known, by JSON pointer. Attributes that the source leaves to the
            provider are left out, or they count as unknown.
        provider_region: Region of the provider's configuration; `None` where it states none.
        references: JSON pointer → addresses that the attribute was made from; they name what an
            unknown region hangs on.

    Returns:
        The region (`None`: its provider knows no regions), then home and all further places:
        `None` where a further one cannot be known, so that no check takes those known for all.
    """
    provider = provider_name(type)
    if provider not in _WITH_REGIONS:
        return provider_region or host_of(provider, ()) if provider in HOSTED else None, ()
    if "" in unknown:
        return unknown[""], None if type in FURTHER else ()
    if provider_region is None:
        name = f"provider.{type.partition('_')[0]}"
        provider_region = Unknown(ReasonCode.AMBIENT_PROVIDER_REGION, name)
    if is_redirected(provider_region):
        return provider_region, ()
    if type in ARM_TYPES:
        values, unknown = with_body(values, unknown)
    everywhere = _is_everywhere(type)
    region = "global" if everywhere else _home(type, values, unknown, provider_region, references)
    home = (_at_home(region),) if isinstance(region, str) else ()
    if type not in FURTHER:
        return region, home
    places = [*home]
    for pattern, role in FURTHER[type]:
        further = _further(pattern, provider, values, unknown)
        if further is None:
            return region, None
        places += (Place(name, role) for name in further if name != region)
    return region, tuple(dict.fromkeys(places))


@cache
def _is_everywhere(type: str) -> bool:  # noqa: A002
    return type.startswith(EVERYWHERE)


@lru_cache(maxsize=_PLACES)
def _at_home(region: str) -> Place:
    return Place(region, "home")


def _home(
    type: str,  # noqa: A002
    values: JsonObject,
    unknown: Mapping[str, Unknown],
    inherited: str | Unknown,
    references: Mapping[str, tuple[str, ...]],
) -> str | Unknown:
    """Take the resource's own word, else what its provider or its parent would say."""
    provider = provider_name(type)
    if type in PINNED:
        return _pinned(type, provider, values, unknown)
    own = _stated(home_attributes(type, values), values, unknown)
    if own is None and type == ARM:
        own = arm_location(values, unknown) or default_location(values, inherited, references)
    if isinstance(own, str):
        return spelled(own, provider)
    if own is not None:
        return own
    if type in DEFAULTS:
        return DEFAULTS[type]
    if provider == "azure" or type in PARENTS:
        return Unknown(ReasonCode.UNKNOWN_REGION, _parent(type, references))
    return _spelled(inherited, provider) if isinstance(inherited, str) else inherited


@lru_cache(maxsize=_PLACES)
def _spelled(place: str, provider: str) -> str:
    return spelled(place, provider)


def home_attributes(
    type: str,  # noqa: A002  Terraform's own word
    values: JsonObject,
) -> tuple[str, ...]:
    """Name the attributes in which a resource of a type says where it is, the first that counts."""
    provider = provider_name(type)
    if provider == "google":
        return GOOGLE_PLACES
    if provider == "azure":
        return ("location",)
    if type.startswith("awscc_"):  # no override there, and some of its types mean something else
        return ()
    if type in BORROWED and not isinstance(values.get("region"), str):
        return ()
    return ("region",)


def _stated(
    attributes: tuple[str, ...], values: JsonObject, unknown: Mapping[str, Unknown]
) -> str | Unknown | None:
    """Give the first attribute that is set, or that might be; `None` when all are unset."""
    for attribute in attributes:
        pointer = f"/{attribute}"
        if pointer in unknown:
            return unknown[pointer]
        match values.get(attribute):
            case None:
                continue
            case str() as place if place.strip():
                return place.strip()
            case _:
                return Unknown(ReasonCode.UNKNOWN_REGION, pointer)
    return None


def _pinned(
    type: str,  # noqa: A002
    provider: str,
    values: JsonObject,
    unknown: Mapping[str, Unknown],
) -> str | Unknown:
    """Read the home of a type that says it in a place of its own."""
    pattern, otherwise = PINNED[type]
    if (reason := covering(pattern, unknown)) is not None:
        return reason
    match _further(pattern, provider, values, unknown):
        case [first, *_]:
            return first
        case []:
            return otherwise or Unknown(ReasonCode.UNKNOWN_REGION, _words(pattern) + UNSET)
        case _:
            return Unknown(ReasonCode.UNKNOWN_REGION, pattern)


@cache
def _words(pattern: str) -> str:
    """Name what a pattern means as its source does: blocks and arguments, with dots between."""
    return ".".join(step for step in pattern.split("/") if step not in {"", "*"})


def _parent(type: str, references: Mapping[str, tuple[str, ...]]) -> str | None:  # noqa: A002
    for attribute in parent_attributes(type):
        if addresses := references.get(f"/{attribute}"):
            return addresses[0]
    return None


@cache
def parent_attributes(type: str) -> tuple[str, ...]:  # noqa: A002  Terraform's own word
    """Attributes through which a resource without a region of its own names what it is part of."""
    fallback = PARENTS["azure"] if provider_name(type) == "azure" else ()
    return PARENTS.get(type, fallback)


@cache
def place_attributes(type: str) -> frozenset[str]:  # noqa: A002  Terraform's own word
    """Name the plain attributes of a type that state places; blocks are not among them."""
    own = {"location", "region", "zone"}
    plain = (re.fullmatch(r"/(\w+)(?:/\*)?", pattern) for pattern, _ in FURTHER.get(type, ()))
    return frozenset(own | {found[1] for found in plain if found})


def redirected(provider: str, argument: str) -> Unknown:
    """Say that a provider speaks to hosts of its own: whatever region is named, they decide.

    Args:
        provider: Its name.
        argument: What tells it to.
    """
    return Unknown(ReasonCode.UNKNOWN_REGION, f"provider.{provider}.{argument}")


def is_redirected(region: str | Unknown | None) -> TypeGuard[Unknown]:
    """Tell whether a provider's region is what `redirected` says."""
    if not isinstance(region, Unknown) or region.code is not ReasonCode.UNKNOWN_REGION:
        return False
    kind, _, argument = (region.reference or "").partition(".")
    return kind == "provider" and may_lead_away(argument.rpartition(".")[2])


def _further(
    pattern: str, provider: str, values: JsonObject, unknown: Mapping[str, Unknown]
) -> list[str] | None:
    """Give each region that the values state below a pattern; `None` if one is not knowable."""
    if covering(pattern, unknown) is not None:
        return None
    path = steps(pattern)
    if values.get(path[0]) is None:  # as nearly all are: it is not set
        return []
    names = []
    for found in below(values, path):
        if found is None or found == "" or stays_home(pattern, found):
            continue
        name = spelled(found, provider) if isinstance(found, str) else ""
        if not name or pattern.endswith(BUCKET):
            return None
        names.append(name)
    return names
