"""Offers grouped as policies read them: by days, by place, and by all that a rule can tell apart.

Most deployments of an organisation differ in a name and an account. A rule is asked once for what
they have in common, and what a rule would answer for each of several values (a set of places, how a
deployment is attested, a price) stands in a table of these.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from compliance_toolkit.resolve.facts import UNSPECIFIED

_Offer = Mapping[str, Any]

_OWN = frozenset(("route", "from", "to", "begins", "ends", "terms", "confidence"))
"""What is an offer's own, or what a case names by a table."""


def periods(offers: Iterable[_Offer]) -> list[dict[str, Any]]:
    """Offers by their days and their mark; in each period by site, in a case for all alike.

    Returns:
        In order of time: `from`, `to`, `confidence`, the `names` of the deployments, and `sites`,
        the cases of each site by its name.
    """
    found: dict[tuple[str, str, str], list[_Offer]] = {}
    for offer in offers:
        key = (offer["from"], offer["to"], offer["confidence"])
        found.setdefault(key, []).append(offer)
    return [
        {
            "from": first,
            "to": last,
            "confidence": mark,
            "names": sorted(offer["route"]["deployment"] for offer in some),
            "sites": _cases(some),
        }
        for (first, last, mark), some in sorted(found.items())
    ]


def sites(offers: Iterable[_Offer]) -> dict[str, Any]:
    """Each set of places by its name: the countries of inference and storage together."""
    return {site_name(offer): _keys(everywhere(offer["route"])) for offer in offers}


def reach(offers: Iterable[_Offer]) -> dict[str, Any]:
    """Each place with the sites that reach it, so that one builtin finds what a law leaves out.

    Returns:
        By what happens there: `inference`, `storage`, `countries` for both, and `partitions`.
    """
    found: dict[str, dict[str, dict[str, bool]]] = {
        "inference": {},
        "storage": {},
        "countries": {},
        "partitions": {},
    }
    for offer in offers:
        route = offer["route"]
        for purpose, places in (
            ("inference", route["countries"]),
            ("storage", route["storage"]),
            ("countries", everywhere(route)),
            ("partitions", offer["partitions"]),
        ):
            for place in _keys(places):
                found[purpose].setdefault(place, {})[site_name(offer)] = True
    return found


def attested(offers: Iterable[_Offer]) -> dict[str, Any]:
    """How deployments are attested, each way once, by its name: most are attested alike."""
    return {attested_name(offer): dict(offer["terms"]) for offer in offers}


def tariffs(offers: Iterable[_Offer]) -> dict[str, float]:
    """Each price once, by its name: numbers are no names in JSON."""
    return {tariff_name(offer): offer["route"]["price"] for offer in offers}


def everywhere(route: Mapping[str, Any]) -> list[str] | str:
    """The countries of inference and storage together; unspecified if either is."""
    inference, storage = route["countries"], route["storage"]
    if isinstance(inference, str) or isinstance(storage, str):
        return UNSPECIFIED
    return sorted({*inference, *storage})


def site_name(offer: _Offer) -> str:
    """How `sites` calls the places of an offer."""
    route = offer["route"]
    parts = (route["countries"], route["storage"], offer["partitions"])
    return " / ".join(part if isinstance(part, str) else " ".join(part) for part in parts)


def attested_name(offer: _Offer) -> str:
    """How `attested` calls an offer's attestations and their last days."""
    return ", ".join(f"{kind} {day}" for kind, day in sorted(offer["terms"].items()))


def tariff_name(offer: _Offer) -> str:
    """How `tariffs` calls an offer's price."""
    return str(float(offer["route"]["price"]))


def _cases(offers: Sequence[_Offer]) -> dict[str, list[dict[str, Any]]]:
    found: dict[str, dict[str, dict[str, Any]]] = {}
    for offer in offers:
        case = {name: value for name, value in offer.items() if name not in _OWN}
        case |= {
            "site": site_name(offer),
            "attested": attested_name(offer),
            "tariff": tariff_name(offer),
            "countries": offer["route"]["countries"],
            "storage": offer["route"]["storage"],
            "price": offer["route"]["price"],
        }
        alike = found.setdefault(case["site"], {})
        whole = alike.setdefault(json.dumps(case, sort_keys=True), {**case, "routes": []})
        whole["routes"].append(offer["route"])
    return {site: list(alike.values()) for site, alike in sorted(found.items())}


def _keys(values: Sequence[str]) -> dict[str, bool]:
    return dict.fromkeys([values] if isinstance(values, str) else values, True)
