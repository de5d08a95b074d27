"""What the data says of deployments, read a second time and more simply than `resolve` joins it.

A proof that used the same join would repeat its mistakes. So nothing here is shared with it but how
a deployment is placed among its provider's offers: each question is answered on its own, from the
law's data and the project file, for one deployment and one day.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from compliance_toolkit.models import JsonObject
from compliance_toolkit.registry.project import Deployment
from compliance_toolkit.resolve.facts import route_facts
from compliance_toolkit.resolve.places import place_of

UNSPECIFIED = "unspecified"
READ = frozenset({"V", "S"})
"""Marks of what was read in a source; nothing else earns a route."""

Countries: TypeAlias = frozenset[str] | None
"""ISO 3166 codes; `None`: nobody specifies where."""

_REVIEW_DAYS = 30
_REVIEWED = frozenset({"aws_review", "provider_data_share"})
_BLOCKING = frozenset({"none", "default"})


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


class Deployed:
    """One deployment and everything that the data says of it."""

    def __init__(self, deployment: Deployment, law: JsonObject) -> None:
        """Read what belongs to the deployment.

        Raises:
            PolicyError: The data of its provider is missing or out of shape.
        """
        facts = route_facts(law, deployment.provider)
        place = place_of(deployment, facts)
        route: Any = law["routes"]
        self.name = deployment.name
        self.provider = deployment.provider
        self.source = place.source
        self._route: Any = route[deployment.provider]
        tables: Any = law["regions"]
        self._regions: Mapping[str, Any] = tables[self._route["cloud"]]
        self._models: Any = law["models"]
        claims = deployment.attestations.model_dump(mode="json", exclude_none=True)
        self._claims: Mapping[str, Any] = claims
        self._ways = {
            model: [
                self._way(offer, offer["models"][model])
                for offer in self._route["offers"]
                if model in offer["models"]
                and offer["scope"] == place.scope
                and (offer["sources"] is None or place.source in offer["sources"])
            ]
            for model in deployment.models
        }

    def way(self, model: str, day: str) -> Way | None:
        """How the deployment serves a model on a day, if that was read in a source."""
        ways = (way for way in self._ways.get(model, ()) if way.first <= day <= way.last)
        return next((way for way in ways if way.read), None)

    def ways(self) -> Iterator[Way]:
        """Every way of every model, on any day, read or not."""
        return (way for ways in self._ways.values() for way in ways)

    def ends(self) -> Iterator[str]:
        """The last day of each attestation."""
        return (claim["until"] for claim in self._claims.values())

    def storage(self, way: Way, model: str, day: str) -> Countries:
        """Countries where prompts are kept on a day, on Bedrock also where inference ran."""
        elsewhere = self._route["retention"]["attestation"] == "retention"
        if not elsewhere or self._kept_as_claimed(way, model, day) == 0:
            return way.stored
        if way.stored is None or way.countries is None:
            return None
        return way.stored | way.countries

    def days(self, way: Way, model: str, features: Iterable[str], day: str) -> int | None:
        """Days that what is sent is kept, the longest of all; `None`: nothing bounds them."""
        asked = tuple(features)
        kept = [self._prompt_days(way, model, asked, day)]
        for one in asked:
            days = self._feature(one).get("kept", UNSPECIFIED)
            kept += [] if days is None else [None if days == UNSPECIFIED else days]
        return None if None in kept else max(days for days in kept if days is not None)

    def contains(self, features: Iterable[str]) -> bool:
        """Whether nothing that is sent with these features reaches third parties."""
        return all(self._feature(one).get("third_party") is False for one in features)

    def blocks(self, way: Way, model: str, day: str) -> bool:
        """Whether the account keeps less than a covered model demands, so that calls fail."""
        claim = self._claims.get("retention")
        if self._route["retention"]["attestation"] != "retention" or claim is None:
            return False
        known = self._models.get(model)
        if known is None or not known["covered"] or not self.attested("retention", day):
            return False
        regions = set(claim["regions"])
        if way.destinations is not None:
            regions &= {*way.destinations, *([] if self.source is None else [self.source])}
        return claim["mode"] in _BLOCKING and bool(regions)

    def claimed_until(self, way: Way, model: str, features: Iterable[str], day: str) -> str | None:
        """Last day of the attestation that retention or storage rests on; `None` without one."""
        kind = self._route["retention"]["attestation"]
        claimed = self._kept_as_claimed(way, model, day)
        if claimed is None:
            return None
        days, standard = self.days(way, model, features, day), self._standard(model)
        kept = days is not None and (standard is None or standard > days)
        apart = way.stored is None or way.countries is None or not way.countries <= way.stored
        stored = kind == "retention" and claimed == 0 and apart
        return self.until(kind) if kept or stored else None

    def attested(self, term: str, day: str) -> bool:
        """Whether an attestation is there and in force."""
        claim = self._claims.get(term)
        return claim is not None and day <= claim["until"]

    def until(self, term: str) -> str | None:
        """Last day of an attestation."""
        claim = self._claims.get(term)
        return None if claim is None else claim["until"]

    def located(self, places: Iterable[str], day: str) -> bool:
        """Whether the contract names each of these countries."""
        named = self._claims.get("locations", {}).get("countries", ())
        return self.attested("locations", day) and set(places) <= set(named)

    def partitions(self, way: Way) -> frozenset[str] | None:
        """Cloud partitions of its source and destinations; `None` if one is not known."""
        if way.destinations is None:
            return None
        places = {*way.destinations, *([] if self.source is None else [self.source])}
        found = {self._regions.get(place, {}).get("partition") for place in places}
        return None if None in found else frozenset(found)

    def eligible(self, need: str, features: Iterable[str]) -> bool:
        """Whether the provider and these features may be used under a regime that needs it."""
        provider = self._route.get("eligibility", {}).get(need, {})
        if provider.get("available") is not True or provider.get("confidence") not in READ:
            return False
        return all(self._feature(one).get(need) is True for one in features)

    def has(self, feature: str, model: str) -> bool:
        """Whether the provider is known to have a feature, for this model."""
        known = self._feature(feature)
        if known.get("available") is not True or known.get("confidence") not in READ:
            return False
        limits = known.get("models")
        if limits is None:
            return True
        return model in limits["supported"] and limits.get("confidence") in READ

    def _feature(self, name: str) -> Mapping[str, Any]:
        known: Mapping[str, Any] = self._route["features"].get(name, {})
        return known

    def _prompt_days(self, way: Way, model: str, features: tuple[str, ...], day: str) -> int | None:
        claimed = self._kept_as_claimed(way, model, day)
        if claimed is None:
            return self._standard(model)
        zero = self._route["retention"]["attestation"] == "zero_data_retention"
        if zero and not all(self._feature(one).get("zdr") is True for one in features):
            return self._standard(model)
        return claimed

    def _kept_as_claimed(self, way: Way, model: str, day: str) -> int | None:
        """Days by an attestation that holds; `None` where none changes the standard."""
        kind = self._route["retention"]["attestation"]
        known = self._models.get(model)
        bound = known is None or known["covered"] or known["confidence"] not in READ
        if kind is None or bound or not self.attested(kind, day):
            return None
        if kind == "zero_data_retention":
            return 0
        claim = self._claims[kind]
        if way.destinations is None:
            return None
        needed = {*way.destinations, *([] if self.source is None else [self.source])}
        if not needed <= set(claim["regions"]):
            return None
        if claim["mode"] == "none":
            return 0
        return _REVIEW_DAYS if claim["mode"] in _REVIEWED else None

    def _standard(self, model: str) -> int | None:
        known = self._models.get(model)
        if known is None:
            return None
        if known["covered"]:
            days: int | None = known["retention_days"]
            return days if known["confidence"] in READ else None
        provider = self._route["retention"]
        settled = provider["confidence"] in READ or "assumed" in provider
        standard: int | None = provider["standard_days"]
        return standard if settled else None

    def _way(self, offer: Mapping[str, Any], model: Mapping[str, Any]) -> Way:
        destinations = offer["destinations"]
        named = None if destinations == UNSPECIFIED else tuple(sorted(destinations))
        return Way(
            model_id=model["model_id"],
            destinations=named,
            countries=self._listed(offer["countries"], "by-destination", named),
            stored=self._listed(
                offer["storage"], "by-source", None if self.source is None else (self.source,)
            ),
            price=offer["price"],
            read=offer["confidence"] in READ and model["confidence"] in READ,
            first=max(offer.get("valid_from") or "", model.get("valid_from") or ""),
            last=min(offer.get("valid_to") or "9999-12-31", model.get("valid_to") or "9999-12-31"),
        )

    def _listed(self, said: Any, by: str, places: tuple[str, ...] | None) -> Countries:
        """Countries as the offer lists them, or those of the places that it points to."""
        if said == UNSPECIFIED:
            return None
        if said != by:
            return frozenset(said)
        if places is None:
            return None
        found: set[str] = set()
        for place in places:
            here = countries_of(self._regions.get(place, {}))
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
