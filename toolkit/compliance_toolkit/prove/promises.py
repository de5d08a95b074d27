"""What must hold of every route: promises that the data alone answers, without the policies.

A promise says for which deployments it holds in a case. It depends on a part of the case only,
which it names, so that a hundred thousand cases ask it a few hundred times.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from compliance_toolkit.models import JsonObject
from compliance_toolkit.prove.cases import Case
from compliance_toolkit.prove.facts import Countries, Deployed, Way
from compliance_toolkit.prove.law import Law, grounds, last_days

_Key: TypeAlias = Callable[[Case], Hashable]
_Holds: TypeAlias = Callable[[Law, Deployed, Way, Case], bool]


def _inside(places: Countries, laws: list[Mapping[str, Any]], kind: str, case: Case) -> bool:
    allowed = [one[kind]["countries"] for one in laws]
    if case.tenant.countries is not None:
        allowed.append(case.tenant.countries)
    listed = [set(some) for some in allowed if some != "any"]
    return not listed or (places is not None and all(places <= some for some in listed))


def _inference(law: Law, _: Deployed, way: Way, case: Case) -> bool:
    return _inside(way.countries, law.laws(case), "inference", case)


def _storage(law: Law, deployed: Deployed, way: Way, case: Case) -> bool:
    return _inside(deployed.storage(way, case.model, case.at), law.laws(case), "storage", case)


def _partitions(law: Law, deployed: Deployed, way: Way, case: Case) -> bool:
    said = [one["partitions"] for one in (*law.laws(case), *law.regimes(case))]
    wanted = [some for some in said if some is not None]
    found = deployed.partitions(way)
    return not wanted or (found is not None and all(found <= set(some) for some in wanted))


def _retention(law: Law, deployed: Deployed, way: Way, case: Case) -> bool:
    limits = law.limits(case)
    days = deployed.days(way, case.model, case.features, case.at)
    return not limits or (days is not None and days <= min(limits))


def _terms(law: Law, deployed: Deployed, way: Way, case: Case) -> bool:
    terms = law.terms(case)
    if not all(deployed.attested(term, case.at) for term in terms):
        return False
    places = (way.countries, deployed.storage(way, case.model, case.at))
    return "locations" not in terms or all(
        some is not None and deployed.located(some, case.at) for some in places
    )


def _transfers(law: Law, deployed: Deployed, way: Way, case: Case) -> bool:
    rules = [one["transfers"] for one in law.regimes(case) if one["transfers"] is not None]
    places = (way.countries, deployed.storage(way, case.model, case.at))
    return all(
        some is not None and all(_may_go(rule, country, deployed, case.at) for country in some)
        for rule in rules
        for some in places
    )


def _may_go(rule: Mapping[str, Any], country: str, deployed: Deployed, day: str) -> bool:
    return country in rule["free"] or any(grounds(rule, country, deployed, day))


def _eligibility(law: Law, deployed: Deployed, _: Way, case: Case) -> bool:
    needs = {one["eligibility"] for one in law.duties(case)} - {None}
    return all(deployed.eligible(need, case.features) for need in needs)


def _features(law: Law, deployed: Deployed, _: Way, case: Case) -> bool:
    allowed = case.tenant.features
    if allowed is not None and not set(case.features) <= set(allowed):
        return False
    if any(set(case.features) & set(one["excluded_features"]) for one in law.regimes(case)):
        return False
    return all(deployed.has(feature, case.model) for feature in case.features)


def _contained(law: Law, deployed: Deployed, _: Way, case: Case) -> bool:
    return deployed.contains(case.features) or not law.binds_places(case)


def _usable(_law: Law, deployed: Deployed, way: Way, case: Case) -> bool:
    return not deployed.blocks(way, case.model, case.at)


def _data(law: Law, _deployed: Deployed, _way: Way, case: Case) -> bool:
    return law.admits(case)


def _own(_law: Law, deployed: Deployed, way: Way, case: Case) -> bool:
    providers, price = case.tenant.providers, case.tenant.max_price
    return (providers is None or deployed.provider in providers) and (
        price is None or way.price <= price
    )


@dataclass(frozen=True, slots=True)
class Invariant:
    """Something that holds in every case."""

    name: str
    says: str


@dataclass(frozen=True, slots=True)
class Promise(Invariant):
    """An invariant of each route, which the data alone can answer."""

    holds: _Holds
    key: _Key
    """The part of a case that it depends on."""


def _bound(case: Case) -> Hashable:
    return case.tenant[:5]


PROMISES: tuple[Promise, ...] = (
    Promise(
        "residency",
        "inference stays in the countries of the tenant's jurisdictions and its own; "
        "unspecified is in none",
        _inference,
        lambda case: (_bound(case), case.model, case.at),
    ),
    Promise(
        "storage",
        "what is kept stays in the countries of the tenant's jurisdictions and its own",
        _storage,
        lambda case: (_bound(case), case.model, case.at),
    ),
    Promise(
        "partitions",
        "sources and destinations lie in the cloud partitions that the law names",
        _partitions,
        lambda case: (case.tenant.jurisdictions, case.tenant.regimes, case.model, case.at),
    ),
    Promise(
        "retention",
        "no route keeps prompts longer than the tenant, its regimes and its data allow",
        _retention,
        lambda case: (_bound(case), case.data_classes, case.features, case.model, case.at),
    ),
    Promise(
        "terms",
        "every contract term that the law asks for is attested and in force",
        _terms,
        lambda case: (_bound(case), case.data_classes, case.model, case.at),
    ),
    Promise(
        "transfers",
        "data leaves a regime's free countries under adequacy or a mechanism in force",
        _transfers,
        lambda case: (case.tenant.regimes, case.model, case.at),
    ),
    Promise(
        "eligibility",
        "the provider and every feature are eligible where the law asks for it",
        _eligibility,
        lambda case: (_bound(case), case.data_classes, case.features, case.model, case.at),
    ),
    Promise(
        "features",
        "provider and model have every feature, and tenant and regimes let it be used",
        _features,
        lambda case: (
            case.tenant.regimes,
            case.tenant.features,
            case.features,
            case.model,
            case.at,
        ),
    ),
    Promise(
        "third parties",
        "features that send data to third parties are used only where nothing binds its place",
        _contained,
        lambda case: (_bound(case), case.data_classes, case.features, case.model, case.at),
    ),
    Promise(
        "blocked",
        "no model is asked for that the account's retention mode blocks",
        _usable,
        lambda case: (case.model, case.at),
    ),
    Promise(
        "data",
        "no kind of data is sent that no model may see",
        _data,
        lambda case: (case.kinds_of_data, case.model, case.at),
    ),
    Promise(
        "own limits",
        "providers and prices are those that the tenant allows",
        _own,
        lambda case: (case.tenant.providers, case.tenant.max_price, case.model, case.at),
    ),
)

OFFERED = Promise(
    "offers",
    "a route stands on an offer of the model that was read in a source and is in force",
    lambda *_: True,
    lambda case: (case.model, case.at),
)
"""What all the others ask first: without an offer, none of them holds."""


GROUNDED = Invariant(
    "grounds",
    "a deployment for which all of this holds has a route: none is refused without a ground",
)


class Promises:
    """Which deployments may serve a case, by each promise; remembers what it has answered."""

    def __init__(self, law: JsonObject, deployed: Iterable[Deployed]) -> None:
        """Take the law's data and the deployments, in the order of their bits."""
        self._law = Law(law)
        self.deployed = tuple(deployed)
        self._known: dict[tuple[str, Hashable], int] = {}

    def broken(self, case: Case, routes: int) -> Iterator[tuple[Invariant, int]]:
        """Which promises some routes of a case break, each with those deployments.

        Args:
            case: The case.
            routes: The deployments that policies gave a route.
        """
        may = self._kept(OFFERED, case)
        if unoffered := routes & ~may:
            yield OFFERED, unoffered
            routes &= may
        for promise in PROMISES if may else ():
            kept = self._kept(promise, case)
            if wrong := routes & ~kept:
                yield promise, wrong
            may &= kept
        if refused := may & ~routes:
            yield GROUNDED, refused

    def _kept(self, promise: Promise, case: Case) -> int:
        key = (promise.name, promise.key(case))
        known = self._known.get(key)
        if known is None:
            known = self._known[key] = sum(
                1 << bit
                for bit, deployed in enumerate(self.deployed)
                if self._holds(promise, deployed, case)
            )
        return known

    def _holds(self, promise: Promise, deployed: Deployed, case: Case) -> bool:
        way = deployed.way(case.model, case.at)
        return way is not None and promise.holds(self._law, deployed, way, case)

    def duties(self, case: Case) -> frozenset[str]:
        """Obligations that every route of a case carries."""
        said = {duty for one in self._law.duties(case) for duty in one["obligations"]}
        return frozenset(said | set(case.tenant.obligations))

    def last_day(self, deployed: Deployed, way: Way, case: Case) -> str:
        """The last day on which a route of a case can hold."""
        return min(last_days(self._law, deployed, way, case))
