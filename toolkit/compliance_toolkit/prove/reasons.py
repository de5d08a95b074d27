"""Why a deployment is refused, by the data alone: each rule of `resolve`, worked out a second time.

A denial is what a person acts on. So it names each rule that the deployment breaks, and none that
it does not; which these are follows from the law's data and the project, without the policies.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from compliance_toolkit.prove import holding
from compliance_toolkit.prove.cases import Case
from compliance_toolkit.prove.facts import Deployed
from compliance_toolkit.prove.law import Law
from compliance_toolkit.prove.promises import Invariant
from compliance_toolkit.prove.ways import Way

REASONED = Invariant(
    "reasons",
    "a denial names each rule that the deployment breaks, and no rule that it does not",
)

_Key: TypeAlias = Callable[[Case], Hashable]
_Breaks: TypeAlias = Callable[[Law, Deployed, Case], bool]
_BreaksWay: TypeAlias = Callable[[Law, Deployed, Way, Case], bool]


@dataclass(frozen=True, slots=True)
class Reason:
    """One rule of `resolve`, and what breaks it."""

    rule: str
    breaks: _Breaks
    key: _Key
    """The part of a case that it depends on."""


def _over(breaks: _BreaksWay) -> _Breaks:
    """A rule that is asked of what is offered on the day, read or not."""

    def broken(law: Law, deployed: Deployed, case: Case) -> bool:
        way = deployed.told(case.model, case.at)
        return way is not None and breaks(law, deployed, way, case)

    return broken


def _not(holds: _BreaksWay) -> _Breaks:
    return _over(lambda *given: not holds(*given))


def _unserved(_law: Law, deployed: Deployed, case: Case) -> bool:
    if not deployed.lists(case.model):
        return True
    return not deployed.offered(case.model) and not deployed.pinned_in_vain(case.model)


def _unpinned(_law: Law, deployed: Deployed, case: Case) -> bool:
    lists = deployed.lists(case.model) and not deployed.offered(case.model)
    return lists and deployed.pinned_in_vain(case.model)


def _unknown(_law: Law, deployed: Deployed, case: Case) -> bool:
    return deployed.offered(case.model) and deployed.way(case.model, case.at) is None


def _inference(law: Law, _: Deployed, way: Way, case: Case) -> bool:
    return not holding.lawful(way.countries, law, "inference", case)


def _storage(law: Law, deployed: Deployed, way: Way, case: Case) -> bool:
    places = deployed.storage(way, case.model, case.at)
    return not holding.lawful(places, law, "storage", case)


def _own_countries(_law: Law, deployed: Deployed, way: Way, case: Case) -> bool:
    places = (way.countries, deployed.storage(way, case.model, case.at))
    return not all(holding.allowed(some, case) for some in places)


def _retention(law: Law, deployed: Deployed, way: Way, case: Case) -> bool:
    said = [one["retention"]["prompts"]["max_days"] for one in law.told(case)]
    limits = [days for days in (case.tenant.max_days, *said) if days is not None]
    days = deployed.days(way, case.model, case.features, case.at)
    return bool(limits) and (days is None or days > min(limits))


def _terms(law: Law, deployed: Deployed, _: Way, case: Case) -> bool:
    return not all(deployed.attested(term, case.at) for term in _needed(law, case))


def _locations(law: Law, deployed: Deployed, way: Way, case: Case) -> bool:
    if "locations" not in _needed(law, case) or not deployed.names_places():
        return False
    places = (way.countries, deployed.storage(way, case.model, case.at))
    return not all(some is not None and deployed.named(some) for some in places)


def _needed(law: Law, case: Case) -> set[str]:
    return {term for one in law.told(case) for term in one["terms"]}


def _eligibility(law: Law, deployed: Deployed, _: Way, case: Case) -> bool:
    needs = {one["eligibility"] for one in law.told(case)} - {None}
    return bool(needs) and deployed.ineligible(needs, case.features)


def _inadmissible(law: Law, _: Deployed, case: Case) -> bool:
    return not law.admits(case)


def _provider(_law: Law, deployed: Deployed, _: Way, case: Case) -> bool:
    return case.tenant.providers is not None and deployed.provider not in case.tenant.providers


def _price(_law: Law, _: Deployed, way: Way, case: Case) -> bool:
    return case.tenant.max_price is not None and way.price > case.tenant.max_price


def _lacking(_law: Law, deployed: Deployed, _: Way, case: Case) -> bool:
    return not all(deployed.known_to_have(one) for one in case.features)


def _unsupported(_law: Law, deployed: Deployed, _: Way, case: Case) -> bool:
    return any(deployed.lacks(one, case.model) for one in case.features)


def _served(case: Case) -> tuple[str, str]:
    return case.model, case.at


def _data(case: Case) -> Hashable:
    return case.tenant.regimes, case.tenant.data_classes, case.data_classes, *_served(case)


def _places(case: Case) -> Hashable:
    return case.tenant.jurisdictions, *_served(case)


def _asked(case: Case) -> Hashable:
    return case.features, *_served(case)


REASONS: tuple[Reason, ...] = (
    Reason("DAT-101", _inadmissible, lambda case: case.kinds_of_data),
    Reason("FEA-101", _over(_lacking), _asked),
    Reason("FEA-102", _over(_eligibility), lambda case: (_data(case), case.features)),
    Reason("FEA-104", _over(_unsupported), _asked),
    Reason("PRC-101", _over(_price), lambda case: (case.tenant.max_price, *_served(case))),
    Reason("RES-101", _over(_inference), _places),
    Reason("RES-102", _over(_storage), _places),
    Reason("RES-103", _over(_own_countries), lambda case: (case.tenant.countries, *_served(case))),
    Reason("RES-104", _not(holding.partitions), lambda case: (case.tenant.regimes, _places(case))),
    Reason(
        "RET-101",
        _over(_retention),
        lambda case: (case.tenant.max_days, _data(case), case.features),
    ),
    Reason("RTE-101", _unserved, lambda case: case.model),
    Reason("RTE-102", _unknown, _served),
    Reason("RTE-103", _unpinned, lambda case: case.model),
    Reason("RTE-104", _over(_provider), lambda case: (case.tenant.providers, *_served(case))),
    Reason("RTE-105", _not(holding.usable), _served),
    Reason("TRF-101", _not(holding.transfers), lambda case: (case.tenant.regimes, *_served(case))),
    Reason("TRM-101", _over(_terms), _data),
    Reason("TRM-102", _over(_locations), _data),
)

_FORBIDDEN, _THIRD_PARTIES = "FEA-103", "RES-105"

RULES = tuple(sorted((*(one.rule for one in REASONS), _FORBIDDEN, _THIRD_PARTIES)))
"""The rules whose denials are worked out a second time."""


def _forbidden(every: Sequence[Deployed]) -> Reason:
    """What regimes exclude is not looked up for a model that nobody lists."""

    def breaks(law: Law, deployed: Deployed, case: Case) -> bool:
        del deployed
        listed = any(other.lists(case.model) for other in every)
        return not (holding.permitted(law, case) if listed else holding.chosen(case))

    return Reason(
        _FORBIDDEN,
        breaks,
        lambda case: (case.tenant.features, case.tenant.regimes, case.features, case.model),
    )


def _third_parties(every: Sequence[Deployed]) -> Reason:
    """What no provider of the project sends on is not asked after."""

    def breaks(law: Law, deployed: Deployed, way: Way, case: Case) -> bool:
        del way
        sent = [one for one in case.features if any(other.sends(one) for other in every)]
        return not deployed.contains(sent) and law.binds_places(case)

    return Reason(
        _THIRD_PARTIES,
        _over(breaks),
        lambda case: (_data(case), _asked(case), case.tenant.jurisdictions, case.tenant.countries),
    )


class Reasons:
    """Which rules refuse which deployments in a case; remembers what it has answered."""

    def __init__(self, law: Law, deployed: Sequence[Deployed]) -> None:
        """Take the law's data and the deployments, in the order of their bits."""
        self._law = law
        self._deployed = tuple(deployed)
        self._reasons = (
            *REASONS,
            _forbidden(self._deployed),
            _third_parties(self._deployed),
        )
        self._known: dict[tuple[str, Hashable], int] = {}

    def wrong(self, case: Case, told: Mapping[str, int]) -> Iterator[tuple[int, str]]:
        """Which deployments the policies refuse for other reasons than the data gives.

        Args:
            case: The case.
            told: For each rule that refuses, the deployments that it refuses.
        """
        for reason in self._reasons:
            expected, found = self._broken(reason, case), told.get(reason.rule, 0)
            if missing := expected & ~found:
                yield missing, f"breaks {reason.rule}, which is not named"
            if extra := found & ~expected:
                yield extra, f"does not break {reason.rule}, which is named"

    def _broken(self, reason: Reason, case: Case) -> int:
        key = (reason.rule, reason.key(case))
        known = self._known.get(key)
        if known is None:
            known = self._known[key] = sum(
                1 << bit
                for bit, deployed in enumerate(self._deployed)
                if reason.breaks(self._law, deployed, case)
            )
        return known
