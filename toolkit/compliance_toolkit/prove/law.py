"""The law's data, as the promises ask it: what binds a case, and until when."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from compliance_toolkit.models import JsonObject
from compliance_toolkit.prove.cases import Case
from compliance_toolkit.prove.facts import Deployed
from compliance_toolkit.prove.ways import READ, Way

_PURPOSES = ("inference", "storage")
_FOREVER = "9999-12-31"


class Law:
    """The law's data, as the promises ask it."""

    def __init__(self, law: JsonObject) -> None:
        """Take `data.compliance` of a bundle."""
        self._law: Any = law

    def laws(self, case: Case) -> list[Mapping[str, Any]]:
        """The jurisdictions of a case."""
        return [self._law["jurisdictions"][code] for code in case.tenant.jurisdictions]

    def regimes(self, case: Case) -> list[Mapping[str, Any]]:
        """The regimes of a case."""
        return [self._law["regimes"][code] for code in case.tenant.regimes]

    def duties(self, case: Case) -> list[Mapping[str, Any]]:
        """What asks for terms, limits and eligibility: regimes, and kinds of data."""
        kinds = [self._law["data_classes"][kind] for kind in case.kinds_of_data]
        return [*self.regimes(case), *kinds]

    def binds_places(self, case: Case) -> bool:
        """Whether anything says where data may be: a law, a contract or the tenant's own list."""
        narrow = any(
            one["partitions"] is not None or any(one[k]["countries"] != "any" for k in _PURPOSES)
            for one in self.laws(case)
        )
        moved = any(one["transfers"] or one["partitions"] for one in self.regimes(case))
        return (
            narrow or moved or case.tenant.countries is not None or "locations" in self.terms(case)
        )

    def admits(self, case: Case) -> bool:
        """Whether every kind of data in it may be sent to a model."""
        known = self._law["data_classes"]
        return all(known[kind]["admitted"] is True for kind in case.kinds_of_data)

    def told(self, case: Case) -> list[Mapping[str, Any]]:
        """The duties that a denial speaks of: of data that may not be sent, none are looked up."""
        return self.duties(case) if self.admits(case) else self.regimes(case)

    def limits(self, case: Case) -> list[int]:
        """Every limit on the days that prompts are kept."""
        said = [one["retention"]["prompts"]["max_days"] for one in self.duties(case)]
        return [days for days in (case.tenant.max_days, *said) if days is not None]

    def terms(self, case: Case) -> set[str]:
        """Every attestation that the case needs."""
        return {term for one in self.duties(case) for term in one["terms"]}


def grounds(rule: Mapping[str, Any], country: str, deployed: Deployed, day: str) -> Iterator[str]:
    """The last day of each ground that data may go to a country on."""
    for mechanism in rule["mechanisms"]:
        if deployed.attested(mechanism, day):
            yield deployed.until(mechanism) or ""
    for one in rule["adequate"]:
        last = one.get("valid_to") or _FOREVER
        if one["country"] != country or one["confidence"] not in READ:
            continue
        if not one["valid_from"] <= day <= last:
            continue
        if one["requires"] is None:
            yield last
        elif deployed.attested(one["requires"], day):
            yield min(last, deployed.until(one["requires"]) or "")


def last_days(law: Law, deployed: Deployed, way: Way, case: Case) -> Iterator[str]:
    """Days after which something ends that a route rests on."""
    yield way.last
    yield from (deployed.until(term) or "" for term in law.terms(case))
    yield deployed.claimed_until(way, case.model, case.features, case.at) or _FOREVER
    places = (way.countries, deployed.storage(way, case.model, case.at))
    for rule in (one["transfers"] for one in law.regimes(case) if one["transfers"] is not None):
        for country in {country for some in places for country in some or ()} - set(rule["free"]):
            yield max(grounds(rule, country, deployed, case.at), default="")
