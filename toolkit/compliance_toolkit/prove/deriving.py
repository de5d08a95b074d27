"""Derives the space of a proof from the data: what must be tried, and what stands for the rest."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from compliance_toolkit.models import JsonObject
from compliance_toolkit.prove import classes
from compliance_toolkit.prove.asking import World
from compliance_toolkit.prove.cases import TenantLaw
from compliance_toolkit.prove.combining import combinations_of
from compliance_toolkit.prove.facts import Deployed
from compliance_toolkit.prove.settings import Settings
from compliance_toolkit.prove.space import NONE, Block, Counted, Listed, Names, Some, Space
from compliance_toolkit.registry.project import Deployment

_FOREVER = "9999-12-31"
_FEW = 16
"""Tenants that are asked for by their own names; of more, one of each law."""

_JURISDICTION = ("jurisdiction", "jurisdictions")
_SET = ("set of regimes", "sets of regimes")
_LIMIT = ("limit on retention", "limits on retention")


@dataclass(frozen=True, slots=True)
class Depth:
    """How far a proof goes where everything would be too much."""

    regimes: int = 2
    """How many regimes a set has at most that is asked under each jurisdiction."""

    together: int = 3
    """How many settings meet, whichever they are."""


def space(
    worlds: tuple[World, World],
    tenants: Mapping[TenantLaw, Names],
    today: dt.date,
    depth: Depth,
) -> Space:
    """Derive the space.

    Args:
        worlds: The law with the project's deployments, and with each also without an attestation.
        tenants: Each distinct law of the project's tenants, with their names.
        today: The day that most of it is asked for.
        depth: How far to go.

    Raises:
        PolicyError: The data of a provider is missing or out of shape.
    """
    own, varied = worlds
    derived = _Deriving(own.law, own.deployments, tenants, today.isoformat())
    return derived.space(depth, varied.deployments)


class _Deriving:
    def __init__(
        self,
        law: JsonObject,
        deployments: Sequence[Deployment],
        tenants: Mapping[TenantLaw, Names],
        today: str,
    ) -> None:
        self._law: Any = law
        self._deployed = [Deployed(one, law) for one in deployments]
        self._ways = [way for one in self._deployed for way in one.ways()]
        self._tenants = tenants
        self._today = today
        self._alike = classes.models(deployments, law)
        self._models = tuple(self._alike)
        self._unlisted = classes.unlisted(deployments, law)
        allowed = [tenant.features for tenant in tenants if tenant.features is not None]
        self._features = classes.features(deployments, law, allowed)
        self._jurisdictions = classes.jurisdictions(law)
        self._kinds = classes.data_classes(law)
        self._regimes = classes.regime_sets(law)

    def space(self, depth: Depth, varied: Sequence[Deployment]) -> Space:
        sets = tuple(some for some in self._regimes if len(some) <= depth.regimes)
        blocks: tuple[Some, ...] = (
            *self._of_the_project(),
            *self._of_combinations(varied, depth.together),
            self._of_two_jurisdictions(),
            *self._of_own_lists(),
            self._of_attestations(),
            *self._of_limits(),
            *self._of_data(),
            *self._of_the_law(sets),  # the largest last: what is wrong is mostly found before
        )
        filled = tuple(block for block in blocks if len(block))
        return Space(filled, self._tenants, self._alike, self._today)

    def _one_day(self) -> Names:
        return (self._today,)

    def _of_combinations(self, varied: Sequence[Deployment], together: int) -> Iterator[Listed]:
        if varied:
            named = (name for names in self._tenants.values() for name in names)
            days = (self._today, *self._days())
            settings = Settings(self._law, varied, tuple(named), days)
            yield from combinations_of(settings.parameters(), together)

    def _of_the_law(self, sets: tuple[Names, ...]) -> Iterator[Block]:
        codes = self._jurisdictions
        laws = tuple(TenantLaw((code,), some) for code in codes for some in sets)
        counted: Counted = (
            (len(codes), *_JURISDICTION),
            (len(sets), *_SET),
        )
        features, day = self._feature_sets(), self._one_day()
        yield Block("the law", laws, counted, self._models, features, days=day)
        yield Block("models that nobody lists", laws, counted, self._unlisted, days=day)

    def _of_two_jurisdictions(self) -> Block:
        pairs = [one for one in combinations(self._jurisdictions, 2) if self._meet(one)]
        laws = tuple(TenantLaw(pair) for pair in pairs)
        counted: Counted = ((len(pairs), "pair of jurisdictions", "pairs of jurisdictions"),)
        return Block(
            "two jurisdictions", laws, counted, self._models, days=self._one_day(), apart=True
        )

    def _of_limits(self) -> Iterator[Block]:
        limits = classes.limits(self._law)
        codes, single = self._jurisdictions, [some for some in self._regimes if len(some) == 1]
        laws = tuple(TenantLaw((code,), max_days=days) for code in codes for days in limits)
        counted: Counted = (
            (len(codes), *_JURISDICTION),
            (len(limits), *_LIMIT),
        )
        day, sets = self._one_day(), self._feature_sets()
        yield Block("retention", laws, counted, self._models, sets, days=day)
        laws = tuple(
            TenantLaw((code,), some, max_days=days)
            for code in codes
            for some in single
            for days in limits
        )
        under = (len(single), "regime", "regimes")
        counted = (
            (len(codes), *_JURISDICTION),
            under,
            (len(limits), *_LIMIT),
        )
        yield Block("retention under regimes", laws, counted, self._models, days=day)

    def _of_data(self) -> Iterator[Block]:
        kinds = [(kind,) for kind in self._kinds]
        every = tuple(self._kinds)
        codes, sets = self._jurisdictions, [some for some in self._regimes if len(some) <= 1]
        laws = tuple(TenantLaw((code,), some) for code in codes for some in sets)
        counted: Counted = (
            (len(codes), *_JURISDICTION),
            (len(sets), *_SET),
        )
        day = self._one_day()
        kinds_asked = (*kinds, *([every] if len(every) > 1 else []))
        yield Block("data", laws, counted, self._models, data_classes=kinds_asked, days=day)
        laws = tuple(TenantLaw((c,), data_classes=kind) for c in codes for kind in kinds)
        counted = (
            (len(codes), *_JURISDICTION),
            (len(kinds), "data class of the tenant", "data classes of the tenant"),
        )
        yield Block("data of the tenant", laws, counted, self._models, days=day)

    def _of_own_lists(self) -> Iterator[Block]:
        codes, day = self._jurisdictions, self._one_day()
        own = list(self._own_lists())
        laws = tuple(one._replace(jurisdictions=(code,)) for code in codes for one in own)
        counted: Counted = (
            (len(codes), *_JURISDICTION),
            (len(own), "list or price of a tenant's own", "lists and prices of a tenant's own"),
        )
        yield Block("own lists", laws, counted, self._models, days=day, apart=True)
        lists = [(), *((feature,) for feature in self._features)]
        some = [code for code in codes if self._anywhere(code)] or codes
        laws = tuple(TenantLaw((code,), features=one) for code in some for one in lists)
        counted = (
            (len(some), *_JURISDICTION),
            (len(lists), "list of a tenant's own features", "lists of a tenant's own features"),
        )
        yield Block("own features", laws, counted, self._models, self._feature_sets(), days=day)

    def _own_lists(self) -> Iterator[TenantLaw]:
        """Each provider alone, each country alone and all of them, each price and a bit less."""
        for provider in sorted({one.provider for one in self._deployed}):
            yield TenantLaw((), providers=(provider,))
        places = [some for way in self._ways for some in (way.countries, way.stored) if some]
        countries = sorted(frozenset().union(*places))
        yield from (TenantLaw((), countries=(country,)) for country in countries)
        if len(countries) > 1:
            yield TenantLaw((), countries=tuple(countries))
        prices = {way.price for way in self._ways}
        for price in sorted({*prices, *(round(price - 0.01, 2) for price in prices)}):
            yield TenantLaw((), max_price=price)

    def _of_attestations(self) -> Block:
        codes, sets = self._jurisdictions, [some for some in self._regimes if len(some) <= 1]
        laws = tuple(
            TenantLaw((code,), some, max_days=days)
            for code in codes
            for some in sets
            for days in (None, 0)
        )
        counted: Counted = (
            (len(codes), *_JURISDICTION),
            (len(sets), *_SET),
            (2, *_LIMIT),
        )
        return Block(
            "attestations taken away",
            laws,
            counted,
            self._models,
            days=self._one_day(),
            varied=True,
        )

    def _of_the_project(self) -> Iterator[Block]:
        each = max(1, _FEW // max(1, len(self._tenants)))
        laws = tuple(
            law._replace(name=name) for law, names in self._tenants.items() for name in names[:each]
        )
        every = sum(len(names) for names in self._tenants.values())
        some = "" if len(laws) == every else f" of {every}, each law at least once,"
        counted: Counted = ((len(laws), f"tenant{some}", f"tenants{some}"),)
        pairs = tuple(combinations(self._features, 2)) if len(laws) <= _FEW else ()
        features, kinds = (*self._feature_sets(), *pairs), tuple((one,) for one in self._kinds)
        today, ends = self._one_day(), self._days()
        yield Block("tenants", laws, counted, self._models, features, days=today, apart=True)
        yield Block("tenants' data", laws, counted, self._models, NONE, kinds, today, apart=True)
        yield Block("tenants' days", laws, counted, self._models, days=ends)

    def _feature_sets(self) -> tuple[Names, ...]:
        every = tuple(self._features)
        return ((), *((one,) for one in every), *([every] if len(every) > 1 else []))

    def _days(self) -> Names:
        """Each day other than today on which a known fact begins, is last true, or has ended."""
        known = {day for way in self._ways for day in (way.first, way.last)}
        known |= {day for one in self._deployed for day in one.ends()}
        for regime in self._law["regimes"].values():
            for one in (regime["transfers"] or {}).get("adequate", ()):
                known |= {one["valid_from"], one.get("valid_to") or _FOREVER}
        real = {day for day in known if "0002" < day < _FOREVER}
        moved = {_moved(day, by) for day in real for by in (-1, 0, 1)}
        return tuple(sorted(moved - {self._today}))

    def _anywhere(self, code: str) -> bool:
        purposes = ("inference", "storage")
        return all(
            self._law["jurisdictions"][code][kind]["countries"] == "any" for kind in purposes
        )

    def _meet(self, codes: Names) -> bool:
        """Whether each restricts, and some country is allowed by all, for both purposes."""
        for kind in ("inference", "storage"):
            said = [self._law["jurisdictions"][code][kind]["countries"] for code in codes]
            if "any" in said or not set.intersection(*map(set, said)):
                return False
        return True


def _moved(day: str, by: int) -> str:
    return (dt.date.fromisoformat(day) + dt.timedelta(days=by)).isoformat()
