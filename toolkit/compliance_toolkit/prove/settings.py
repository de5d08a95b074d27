"""What can be set in a question: each parameter with values that tell, the least binding first.

Two values of which the data says the same stand for each other, so the values are chosen by what
they do: over which deployments a request that sets nothing else may go, and with what obligations.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any, TypeVar

from compliance_toolkit.models import JsonObject
from compliance_toolkit.prove import classes
from compliance_toolkit.prove.cases import NAME, Case, TenantLaw
from compliance_toolkit.prove.covering import Row
from compliance_toolkit.prove.facts import Deployed
from compliance_toolkit.prove.promises import Promises
from compliance_toolkit.registry.project import Deployment

_T = TypeVar("_T")
_Names = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Parameter:
    """One thing that can be set."""

    field: str
    """Of the tenant, or after `request.` of the request."""

    values: tuple[Any, ...]
    """The first binds nothing, or the least there is."""

    few: int
    """How many of them are enough where all combinations are asked."""

    says: str
    """What it is, for people, such as `sets of regimes`."""


def case_of(parameters: Sequence[Parameter], row: Row) -> Case:
    """The case that a row sets."""
    chosen = {one.field: one.values[value] for one, value in zip(parameters, row, strict=True)}
    asked = {key: value for key, value in chosen.items() if key.startswith("request.")}
    tenant = TenantLaw(**{key: value for key, value in chosen.items() if key not in asked})
    return Case(tenant, **{key.removeprefix("request."): value for key, value in asked.items()})


class Settings:
    """Chooses the values."""

    def __init__(
        self,
        law: JsonObject,
        deployments: Sequence[Deployment],
        tenants: Iterable[str],
        days: Sequence[str],
    ) -> None:
        """Take what there is.

        Args:
            law: `data.compliance` of a bundle.
            deployments: All that are asked about, those without an attestation too.
            tenants: Names of the project's tenants.
            days: The day of the proof, and each other one on which something changes.
        """
        self._law: Any = law
        self._deployments = deployments
        self._named = tuple(tenants)
        self._days = days
        deployed = [Deployed(one, law) for one in deployments]
        self._ways = [way for one in deployed for way in one.ways()]
        self._promises = Promises(law, deployed)
        self._models = tuple(classes.models(deployments, law))
        self._unlisted = classes.unlisted(deployments, law)
        codes = classes.jurisdictions(law)
        self._loose = max(codes, key=lambda code: self._earned(TenantLaw((code,))).bit_count())
        self._under = self._contexts()

    def parameters(self) -> tuple[Parameter, ...]:
        """All of them."""
        return (
            self._of_jurisdictions(),
            self._of_regimes(),
            self._of_models(),
            self._of_features(),
            self._of_data("request.data_classes", "sets of data classes asked"),
            self._of_data("data_classes", "sets of data classes of the tenant"),
            Parameter(
                "max_days", (None, *self._by_effect("max_days", classes.limits(self._law))), 3,
                "limits on prompts",
            ),
            Parameter("logs", ((None, None), (180, 400)), 2, "limits on logs"),
            Parameter("evidence", ((None, None), (2190, None)), 2, "limits on evidence"),
            *self._of_own_lists(),
            self._of_obligations(),
            self._of_preferences(),
            self._of_days(),
            Parameter("name", (NAME, *self._named[:2]), 2, "names"),
        )  # fmt: skip

    def _of_jurisdictions(self) -> Parameter:
        codes = classes.jurisdictions(self._law)
        alone = {code: self._earned(TenantLaw((code,))) for code in codes}
        single = self._by_effect("jurisdictions", [(code,) for code in codes])
        several = [*_telling(alone, 2, 2), *_telling(alone, 3, 3)]
        found = [one for one in (*several[-1:], *single, *several[:-1]) if one != (self._loose,)]
        return Parameter(
            "jurisdictions", ((self._loose,), *found), 5, "sets of one to three jurisdictions"
        )

    def _of_regimes(self) -> Parameter:
        codes = [code for code, *_ in (some for some in classes.regime_sets(self._law) if some)]
        codes = sorted(set(codes))
        alone = {code: self._earned(self._free(regimes=(code,))) for code in codes}
        single = self._by_effect("regimes", [(code,) for code in codes])
        several = [*_telling(alone, 2, 3), *_telling(alone, 3, 3)]
        found = (*several[-1:], *single, *several[:-1])
        return Parameter("regimes", ((), *found), 7, "sets of up to three regimes")

    def _of_models(self) -> Parameter:
        served = {
            model: self._promises.may(Case(self._free(), model, (), (), self._days[0])).bit_count()
            for model in self._models
        }
        models = sorted(served, key=lambda model: (-served[model], model))
        return Parameter("request.model", (*models, *self._unlisted), 3, "models")

    def _of_features(self) -> Parameter:
        usable = self._features()
        pairs = [tuple(sorted(pair)) for pair in combinations(usable[:3], 2)]
        values = (*((name,) for name in usable[:7]), *pairs)
        return Parameter("request.features", ((), *values), 5, "sets of up to two features")

    def _features(self) -> list[str]:
        """One feature of each effect; those that may be used and are soon lost first."""
        plain = [self._earned(one) for one in self._under]
        found: dict[tuple[int, ...], str] = {}
        for name in classes.features(self._deployments, self._law, []):
            found.setdefault(tuple(self._earned(one, (name,)) for one in self._under), name)

        def telling(effect: tuple[int, ...]) -> tuple[bool, int]:
            lost = sum(1 for one, other in zip(effect, plain, strict=True) if one != other)
            return not effect[0], -lost

        return [found[effect] for effect in sorted(found, key=telling)]

    def _contexts(self) -> list[TenantLaw]:
        """Tenants that are bound by one thing or by none, to tell effects apart."""
        single = [some for some in classes.regime_sets(self._law) if len(some) == 1]
        codes = classes.jurisdictions(self._law)
        return [
            self._free(),
            self._free(max_days=0),
            *(self._free(regimes=some) for some in single),
            *(TenantLaw((code,)) for code in codes),
        ]

    def _of_data(self, field: str, says: str) -> Parameter:
        names = classes.data_classes(self._law)
        alone = {name: self._earned(self._free(data_classes=(name,))) for name in names}
        single = self._by_effect("data_classes", [(name,) for name in names])
        return Parameter(field, ((), *single, *_telling(alone, 2, 3)), 4, says)

    def _of_own_lists(self) -> tuple[Parameter, ...]:
        known = [way for way in self._ways if way.countries and way.stored]
        places = {tuple(sorted((way.countries or set()) | (way.stored or set()))) for way in known}
        every = tuple(sorted({country for some in places for country in some}))
        providers = sorted({one.provider for one in self._deployments})
        alone = [(one,) for one in providers]
        usable = tuple(self._features())
        features = (usable[:1], tuple(sorted(usable)), ())
        prices = sorted({way.price for way in self._ways})
        dear = [*prices, *(round(price - 0.01, 2) for price in prices)]
        return (
            _own("countries", self._by_effect("countries", [*sorted(places), every]), 4),
            _own("providers", (*alone, tuple(providers)), 3),
            _own("features", features, 3),
            Parameter(
                "max_price", (None, *self._by_effect("max_price", dear)), 3, "ceilings of price"
            ),
        )

    def _of_obligations(self) -> Parameter:
        laws = [*self._law["regimes"].values(), *self._law["data_classes"].values()]
        known = sorted({duty for one in laws for duty in one["obligations"]})
        values = [tuple(known[:1]), tuple(known[-1:]), tuple(known[:2])]
        return Parameter(
            "obligations",
            ((), *dict.fromkeys(one for one in values if one)),
            2,
            "sets of obligations",
        )

    def _of_preferences(self) -> Parameter:
        first, last = self._deployments[0], self._deployments[-1]
        values = ((first.name,), tuple(dict.fromkeys((last.provider, first.name))))
        return Parameter("preferences", ((), *values), 2, "preferences")

    def _of_days(self) -> Parameter:
        today, *others = self._days
        found = {tuple(self._earned(one, at=today) for one in self._under): today}
        for day in (*(one for one in others if one > today), *reversed(others)):
            found.setdefault(tuple(self._earned(one, at=day) for one in self._under), day)
        served = [day for effect, day in found.items() if effect[0]]
        some = [*served, *(day for day in found.values() if day not in served)]
        return Parameter(
            "request.at", (today, *[day for day in some if day != today][:5]), 3, "days"
        )

    def _free(self, **said: Any) -> TenantLaw:
        """A tenant that is bound by nothing else."""
        return TenantLaw((self._loose,), **said)

    def _by_effect(self, field: str, values: Sequence[_T]) -> tuple[_T, ...]:
        """One value of each effect; those that let some deployments serve and others not first."""
        free = TenantLaw((), ()) if field == "jurisdictions" else self._free()
        found: dict[Hashable, _T] = {}
        everywhere = self._earned(self._free())
        for value in values:
            said: dict[str, Any] = {field: value}
            tenant = free._replace(**said)
            duties = self._promises.duties(Case(tenant, "", (), (), self._days[0]))
            found.setdefault((self._earned(tenant), duties), value)

        def telling(item: tuple[Any, _T]) -> tuple[bool, bool]:
            earned, duties = item[0]
            return earned in (0, everywhere), not duties and earned == everywhere

        return tuple(value for _, value in sorted(found.items(), key=telling))

    def _earned(self, tenant: TenantLaw, features: _Names = (), at: str | None = None) -> int:
        """Over which deployments it may go, by the data; those of each model side by side."""
        every = 0
        for model in self._models:
            case = Case(tenant, model, features, (), at or self._days[0])
            every = every << len(self._deployments) | self._promises.may(case)
        return every


def _own(field: str, values: Iterable[Any], few: int) -> Parameter:
    """A list of the tenant's own."""
    return Parameter(field, (None, *dict.fromkeys(values)), few, f"lists of {field}")


def _telling(alone: Mapping[str, int], number: int, most: int) -> list[_Names]:
    """Sets of names in which the last leaves out what the others let through, and more do."""

    def tells(some: _Names) -> tuple[bool, int]:
        out = [bool(_together(alone, some, one) & ~alone[one]) for one in some]
        return out[-1], sum(out)

    every = list(combinations(sorted(alone), number))
    best = max(map(tells, every), default=None)
    return _spread([some for some in every if tells(some) == best], most)


def _together(alone: Mapping[str, int], some: _Names, less: str) -> int:
    together = -1
    for one in some:
        together &= alone[one] if one != less else -1
    return together


def _spread(values: Sequence[_T], most: int) -> list[_T]:
    """So many of them, evenly."""
    if len(values) <= most:
        return list(values)
    return [values[number * len(values) // most] for number in range(most)]
