"""One model over one deployment, as one offer of its provider has it: where, for what, and when."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

UNSPECIFIED = "unspecified"
READ = frozenset({"V", "S"})
"""Marks of what was read in a source; nothing else earns a route."""

_FOREVER = "9999-12-31"

Countries: TypeAlias = frozenset[str] | None
"""ISO 3166 codes; `None`: nobody specifies where."""


@dataclass(frozen=True, slots=True)
class Way:
    """One model over one deployment, as one offer of its provider has it."""

    model_id: str
    destinations: tuple[str, ...] | None
    """Regions where inference may run; `None`: nobody specifies them."""

    countries: Countries
    stored: Countries
    """Where the provider keeps what it keeps, the places of inference apart."""

    price: float
    read: bool
    """Whether offer and model were read in a source."""

    first: str
    last: str


def way_of(
    offer: Mapping[str, Any],
    model: Mapping[str, Any],
    regions: Mapping[str, Any],
    source: str | None,
) -> Way:
    """Read one offer of a provider, for one of its models.

    Args:
        offer: The offer.
        model: Its entry for the model.
        regions: The regions of the provider's cloud.
        source: The region that the deployment is called in.
    """
    destinations = offer["destinations"]
    named = None if destinations == UNSPECIFIED else tuple(sorted(destinations))
    sources = None if source is None else (source,)
    return Way(
        model_id=model["model_id"],
        destinations=named,
        countries=_listed(offer["countries"], "by-destination", named, regions),
        stored=_listed(offer["storage"], "by-source", sources, regions),
        price=offer["price"],
        read=offer["confidence"] in READ and model["confidence"] in READ,
        first=max(offer.get("valid_from") or "", model.get("valid_from") or ""),
        last=min(offer.get("valid_to") or _FOREVER, model.get("valid_to") or _FOREVER),
    )


def _listed(
    said: Any, by: str, places: tuple[str, ...] | None, regions: Mapping[str, Any]
) -> Countries:
    """Countries as the offer lists them, or those of the places that it points to."""
    if said == UNSPECIFIED:
        return None
    if said != by:
        return frozenset(said)
    if places is None:
        return None
    found: set[str] = set()
    for place in places:
        here = countries_of(regions.get(place, {}))
        if here is None:
            return None
        found |= here
    return frozenset(found)


def countries_of(region: Mapping[str, Any]) -> Countries:
    """The countries of one region of the data; `None` where they are not specified."""
    if region.get("unspecified"):
        return None
    if several := region.get("countries"):
        return frozenset(several)
    one = region.get("country")
    return None if one is None else frozenset([one])
