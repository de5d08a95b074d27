"""What one offer means for one deployment: dated entries, the attestation's part worked in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from compliance_toolkit.errors import PolicyError
from compliance_toolkit.resolve.cases import everywhere
from compliance_toolkit.resolve.days import ALWAYS, FOREVER, day_after
from compliance_toolkit.resolve.facts import (
    UNSPECIFIED,
    ModelFacts,
    Offer,
    RegionFacts,
    RouteFacts,
    ServedModel,
    countries,
)
from compliance_toolkit.resolve.places import Place

__all__ = ["ALWAYS", "FOREVER", "Claim", "Joined", "entries"]

_REVIEW_DAYS = 30
"""How long Bedrock keeps what it reviews (`aws_review`, and the older name for it)."""

_BLOCKING = frozenset(("none", "default"))
"""Modes below what a covered model requires: Bedrock answers that it is unavailable."""

_WEAKNESS = {"V": 0, "S": 1, "K": 2, "?": 3}


@dataclass(frozen=True, slots=True)
class Claim:
    """An attestation that changes what a route keeps."""

    kind: str
    until: str
    mode: str
    """Bedrock's data retention mode; `none` for zero data retention."""

    regions: tuple[str, ...] | None
    """Regions it holds for; `None`: all."""


@dataclass(frozen=True, slots=True)
class Joined:
    """One deployment beside the facts of its provider."""

    name: str
    provider: str
    models: tuple[str, ...]
    place: Place
    facts: RouteFacts
    regions: Mapping[str, RegionFacts]
    claim: Claim | None
    terms: Mapping[str, str]
    """Attestation → its last day."""

    located: frozenset[str] | None
    """Countries that the contract names; `None`: no contract is attested to name any."""


@dataclass(frozen=True, slots=True)
class _Served:
    """One model on one offer of one deployment."""

    joined: Joined
    offer: Offer
    model: ServedModel
    known: ModelFacts | None


def entries(
    joined: Joined, offer: Offer, model: ServedModel, known: ModelFacts | None
) -> Iterator[dict[str, Any]]:
    """One offer, once for the time that an attestation holds and once for the time after it.

    Args:
        joined: The deployment.
        offer: An offer that fits its place.
        model: The offer's entry for the model.
        known: What is known of the model wherever it runs.

    Raises:
        PolicyError: The offer stores by source, and the deployment has none.
    """
    served = _Served(joined, offer, model, known)
    begin = max(offer.valid_from or ALWAYS, model.valid_from or ALWAYS)
    end = min(offer.valid_to or FOREVER, model.valid_to or FOREVER)
    claim = joined.claim
    periods = [(begin, end, False)]
    if claim is not None and claim.until >= end:
        periods = [(begin, end, True)]
    elif claim is not None:
        after = max(begin, day_after(claim.until))
        periods = [(begin, claim.until, True), (after, end, False)]
    for first, last, attested in periods:
        if first <= last:
            entry = _entry(served, attested=attested)
            otherwise = _storage(served, nothing_kept=False)
            lasting = end if entry["route"]["storage"] == otherwise else last
            yield {
                "from": first,
                "to": last,
                "begins": begin,
                "ends": end,
                "expires": lasting,
                **entry,
            }


def _entry(served: _Served, *, attested: bool) -> dict[str, Any]:
    joined, offer, model = served.joined, served.offer, served.model
    missing = _missing(served)
    holds = attested and missing == []
    weaker: Offer | ServedModel = offer
    if _WEAKNESS[model.confidence] > _WEAKNESS[offer.confidence]:
        weaker = model
    route: dict[str, Any] = {
        "deployment": joined.name,
        "model_id": model.model_id,
        "destinations": _sorted(offer.destinations),
        "countries": _countries(served),
        "storage": _storage(served, nothing_kept=holds and _nothing_kept(served)),
        "price": offer.price,
    }
    return {
        "scope": offer.scope,
        "provider": joined.provider,
        "confidence": weaker.confidence,
        "source": weaker.source,
        "covered": _covered(served.known),
        "blocked": _blocked(served) if attested else None,
        "partitions": _partitions(served),
        "contract": _contract(joined.located, everywhere(route)),
        "retention": _retention(served, missing, holds=holds),
        "terms": joined.terms,
        "route": route,
    }


def _countries(served: _Served) -> list[str] | str:
    offer = served.offer
    if offer.countries != "by-destination":
        return _sorted(offer.countries)
    if offer.destinations == UNSPECIFIED:
        return UNSPECIFIED
    return countries(served.joined.regions, tuple(offer.destinations))


def _storage(served: _Served, *, nothing_kept: bool) -> list[str] | str:
    """Where the provider keeps what it keeps: on Bedrock also where inference ran."""
    joined, offer = served.joined, served.offer
    if offer.storage != "by-source":
        return _sorted(offer.storage)
    if joined.place.source is None:
        raise PolicyError(
            f"the offer `{offer.name}` of `{joined.provider}` stores by source, "
            "but its deployments have none",
            hint="name the countries of its storage",
        )
    source = countries(joined.regions, (joined.place.source,))
    if joined.facts.retention.attestation != "retention" or nothing_kept:
        return source
    there = _countries(served)
    if isinstance(source, str) or isinstance(there, str):
        return UNSPECIFIED
    return sorted({*source, *there})


def _partitions(served: _Served) -> list[str]:
    """The cloud partitions of the source and every destination."""
    joined, destinations = served.joined, served.offer.destinations
    source = joined.place.source
    named = [] if source is None else [source]
    unknown = {UNSPECIFIED} if isinstance(destinations, str) else set()
    if not isinstance(destinations, str):
        named += destinations
    regions = [joined.regions.get(name) for name in named]
    found = {
        UNSPECIFIED if one is None or one.partition is None else one.partition for one in regions
    }
    return sorted(found | unknown)


def _contract(located: frozenset[str] | None, places: list[str] | str) -> dict[str, Any]:
    """Whether the places that a contract names cover all that the route may reach.

    Returns:
        `covers`: `all`, `some` or, without such a contract, `none`; and what it leaves out.
    """
    if located is None:
        return {"covers": "none", "missing": []}
    if isinstance(places, str):
        return {"covers": "some", "missing": [UNSPECIFIED]}
    missing = sorted(set(places) - located)
    return {"covers": "some" if missing else "all", "missing": missing}


def _retention(served: _Served, missing: list[str], *, holds: bool) -> dict[str, Any]:
    """Days that prompts are kept while the entry lasts, and what they hang on."""
    claim = served.joined.claim
    standard = _standard_days(served)
    days = standard
    eligibility = "none"
    if holds and claim is not None and _covered(served.known) is False:
        if _nothing_kept(served):
            days = 0
            eligibility = "zdr" if claim.kind == "zero_data_retention" else "none"
        elif claim.mode in {"aws_review", "provider_data_share"}:
            days = _REVIEW_DAYS
    return {
        "days": days,
        "standard": standard,
        "eligibility": eligibility,
        "until": None if claim is None or days == standard else claim.until,
        "attestation": served.joined.facts.retention.attestation,
        "claim": None
        if claim is None
        else {"mode": claim.mode, "until": claim.until, "missing": missing},
    }


def _standard_days(served: _Served) -> int | str:
    known, bound = served.known, served.joined.facts.retention.bound
    if known is None:
        return UNSPECIFIED
    if known.covered:
        bound = known.bound
    return UNSPECIFIED if bound is None else bound


def _covered(known: ModelFacts | None) -> bool | None:
    """Whether the model's prompts must be kept; `None` where nothing that was read denies it."""
    if known is None:
        return None
    if known.covered:
        return True
    return False if known.confidence in {"V", "S"} else None


def _blocked(served: _Served) -> dict[str, Any] | None:
    """What is attested of the account, if that blocks the model; `None`: nothing does.

    It blocks wherever it holds: which of the regions of a call decides was not read.
    """
    claim, source = served.joined.claim, served.joined.place.source
    if claim is None or claim.regions is None or claim.mode not in _BLOCKING:
        return None
    if _covered(served.known) is not True:
        return None
    found = set(claim.regions)
    if served.offer.destinations != UNSPECIFIED:
        found &= {*served.offer.destinations, *([] if source is None else [source])}
    regions = sorted(found)
    return {"mode": claim.mode, "regions": regions, "until": claim.until} if regions else None


def _nothing_kept(served: _Served) -> bool:
    claim = served.joined.claim
    return claim is not None and claim.mode == "none" and _covered(served.known) is False


def _missing(served: _Served) -> list[str]:
    """Regions where something could be kept and the attestation does not hold."""
    claim, source = served.joined.claim, served.joined.place.source
    if claim is None or claim.regions is None:
        return []
    if served.offer.destinations == UNSPECIFIED:
        return [UNSPECIFIED]
    needed = {*served.offer.destinations, *([] if source is None else [source])}
    return sorted(needed - set(claim.regions))


def _sorted(places: Sequence[str]) -> list[str] | str:
    return places if isinstance(places, str) else sorted(places)
