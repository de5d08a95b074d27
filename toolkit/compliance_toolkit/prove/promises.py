"""What must hold of every route: promises that the data alone answers, without the policies.

A promise says for which deployments it holds in a case. It depends on a part of the case only,
which it names, so that a hundred thousand cases ask it a few hundred times.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator
from dataclasses import dataclass
from typing import TypeAlias

from compliance_toolkit.models import JsonObject
from compliance_toolkit.prove import holding
from compliance_toolkit.prove.cases import Case
from compliance_toolkit.prove.facts import Deployed
from compliance_toolkit.prove.law import Law, last_days
from compliance_toolkit.prove.ways import Way

_Key: TypeAlias = Callable[[Case], Hashable]
_Holds: TypeAlias = Callable[[Law, Deployed, Way, Case], bool]


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
        holding.inference,
        lambda case: (_bound(case), case.model, case.at),
    ),
    Promise(
        "storage",
        "what is kept stays in the countries of the tenant's jurisdictions and its own",
        holding.storage,
        lambda case: (_bound(case), case.model, case.at),
    ),
    Promise(
        "partitions",
        "sources and destinations lie in the cloud partitions that the law names",
        holding.partitions,
        lambda case: (case.tenant.jurisdictions, case.tenant.regimes, case.model, case.at),
    ),
    Promise(
        "retention",
        "no route keeps prompts longer than the tenant, its regimes and its data allow",
        holding.retention,
        lambda case: (_bound(case), case.data_classes, case.features, case.model, case.at),
    ),
    Promise(
        "terms",
        "every contract term that the law asks for is attested and in force",
        holding.terms,
        lambda case: (_bound(case), case.data_classes, case.model, case.at),
    ),
    Promise(
        "transfers",
        "data leaves a regime's free countries under adequacy or a mechanism in force",
        holding.transfers,
        lambda case: (case.tenant.regimes, case.model, case.at),
    ),
    Promise(
        "eligibility",
        "the provider and every feature are eligible where the law asks for it",
        holding.eligibility,
        lambda case: (_bound(case), case.data_classes, case.features, case.model, case.at),
    ),
    Promise(
        "features",
        "provider and model have every feature, and tenant and regimes let it be used",
        holding.features,
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
        holding.contained,
        lambda case: (_bound(case), case.data_classes, case.features, case.model, case.at),
    ),
    Promise(
        "blocked",
        "no model is asked for that the account's retention mode blocks",
        holding.usable,
        lambda case: (case.model, case.at),
    ),
    Promise(
        "data",
        "no kind of data is sent that no model may see",
        holding.data,
        lambda case: (case.kinds_of_data, case.model, case.at),
    ),
    Promise(
        "own limits",
        "providers and prices are those that the tenant allows",
        holding.own,
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
        self.law = Law(law)
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

    def may(self, case: Case) -> int:
        """Over which deployments a case may go: those for which every promise holds."""
        may = self._kept(OFFERED, case)
        for promise in PROMISES if may else ():
            may &= self._kept(promise, case)
        return may

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
        return way is not None and promise.holds(self.law, deployed, way, case)

    def duties(self, case: Case) -> frozenset[str]:
        """Obligations that every route of a case carries."""
        said = {duty for one in self.law.duties(case) for duty in one["obligations"]}
        return frozenset(said | set(case.tenant.obligations))

    def last_day(self, deployed: Deployed, way: Way, case: Case) -> str:
        """The last day on which a route of a case can hold."""
        return min(last_days(self.law, deployed, way, case))
