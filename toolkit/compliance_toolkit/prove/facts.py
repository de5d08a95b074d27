"""What the data says of deployments, read a second time and more simply than `resolve` joins it.

A proof that used the same join would repeat its mistakes. So nothing here is shared with it but how
a deployment is placed among its provider's offers: each question is answered on its own, from the
law's data and the project file, for one deployment and one day.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from compliance_toolkit.models import JsonObject
from compliance_toolkit.prove.ways import READ, UNSPECIFIED, Countries, Way, way_of
from compliance_toolkit.registry.project import Deployment
from compliance_toolkit.resolve.facts import route_facts
from compliance_toolkit.resolve.places import place_of

_REVIEW_DAYS = 30
_REVIEWED = frozenset({"aws_review", "provider_data_share"})
_BLOCKING = frozenset({"none", "default"})


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
        self._scope = place.scope
        self._route: Any = route[deployment.provider]
        tables: Any = law["regions"]
        self._regions: Mapping[str, Any] = tables[self._route["cloud"]]
        self._models: Any = law["models"]
        claims = deployment.attestations.model_dump(mode="json", exclude_none=True)
        self._claims: Mapping[str, Any] = claims
        self._ways = {
            model: [
                way_of(offer, offer["models"][model], self._regions, place.source)
                for offer in self._route["offers"]
                if model in offer["models"]
                and offer["scope"] == place.scope
                and (offer["sources"] is None or place.source in offer["sources"])
            ]
            for model in deployment.models
        }

    def way(self, model: str, day: str) -> Way | None:
        """How the deployment serves a model on a day, if that was read in a source."""
        found = self.told(model, day)
        return found if found is not None and found.read else None

    def told(self, model: str, day: str) -> Way | None:
        """How the deployment serves a model on a day by what somebody says, read or not."""
        ways = [way for way in self._ways.get(model, ()) if way.first <= day <= way.last]
        return next((way for way in ways if way.read), next(iter(ways), None))

    def lists(self, model: str) -> bool:
        """Whether it is set up for a model at all."""
        return model in self._ways

    def offered(self, model: str) -> bool:
        """Whether its provider offers it the model, on whatever day."""
        return bool(self._ways.get(model))

    def pinned_in_vain(self, model: str) -> bool:
        """Whether its scope pins inference to an area, and the model is only on other scopes."""
        offers = self._route["offers"]
        scopes = {offer["scope"] for offer in offers if model in offer["models"]}
        pins = any(
            offer["countries"] != UNSPECIFIED for offer in offers if offer["scope"] == self._scope
        )
        return bool(scopes) and self._scope not in scopes and pins

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

    def sends(self, feature: str) -> bool:
        """Whether its provider has the feature, and it reaches third parties."""
        return feature in self._route["features"] and not self.contains([feature])

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
        """Whether a contract in force names each of these countries."""
        return self.attested("locations", day) and self.named(places)

    def named(self, places: Iterable[str]) -> bool:
        """Whether the contract names each of these countries."""
        return set(places) <= set(self._claims.get("locations", {}).get("countries", ()))

    def partitions(self, way: Way) -> frozenset[str] | None:
        """Cloud partitions of its source and destinations; `None` if one is not known."""
        if way.destinations is None:
            return None
        places = {*way.destinations, *([] if self.source is None else [self.source])}
        found = {self._regions.get(place, {}).get("partition") for place in places}
        return None if None in found else frozenset(found)

    def ineligible(self, needs: Iterable[str], features: Iterable[str]) -> bool:
        """Whether the provider, or one of its features, is not eligible for all that is needed."""
        wanted = tuple(needs)
        if not all(self.eligible(need, ()) for need in wanted):
            return True
        known = [self._feature(one) for one in features if self._feature(one)]
        return any(
            one.get("confidence") not in READ or not all(one.get(need) is True for need in wanted)
            for one in known
        )

    def eligible(self, need: str, features: Iterable[str]) -> bool:
        """Whether the provider and these features may be used under a regime that needs it."""
        provider = self._route.get("eligibility", {}).get(need, {})
        if provider.get("available") is not True or provider.get("confidence") not in READ:
            return False
        return all(self._feature(one).get(need) is True for one in features)

    def has(self, feature: str, model: str) -> bool:
        """Whether the provider is known to have a feature, for this model."""
        return self.known_to_have(feature) and not self.lacks(feature, model)

    def known_to_have(self, feature: str) -> bool:
        """Whether the provider is known to have a feature, for whatever model."""
        known = self._feature(feature)
        return known.get("available") is True and known.get("confidence") in READ

    def lacks(self, feature: str, model: str) -> bool:
        """Whether the provider has a feature for some models only, this one not among them."""
        limits = self._feature(feature).get("models")
        if limits is None:
            return False
        return model not in limits["supported"] or limits.get("confidence") not in READ

    def names_places(self) -> bool:
        """Whether a contract that names places was attested, in force or not."""
        return "locations" in self._claims

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
