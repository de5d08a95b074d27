"""What differs for the policies, and what does not: one of each class stands for all of it.

Two features, models, regimes or kinds of data are of one class where everything that the data says
of them is equal, but for what no policy reads: names, reasons and sources.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import combinations
from typing import Any

from compliance_toolkit.models import JsonObject, JsonValue
from compliance_toolkit.registry.project import Deployment
from compliance_toolkit.resolve.candidates import candidates

_PROSE = frozenset(
    (
        *("name", "rationale", "article", "articles", "frameworks"),
        *("note", "source", "read", "as_of", "model_id"),
    )
)
"""Keys of the data that policies only repeat."""


def alike(names: Iterable[str], facts: Callable[[str], object]) -> Mapping[str, tuple[str, ...]]:
    """Sort names into classes, each by its first name.

    Args:
        names: What to sort into classes.
        facts: What the data says of one of them; compared without its prose.
    """
    classes: dict[str, list[str]] = {}
    for name in sorted(names):
        same = json.dumps(_bare(facts(name)), sort_keys=True, default=sorted)
        classes.setdefault(same, []).append(name)
    return {some[0]: tuple(some) for some in classes.values()}


def one_of_each(names: Iterable[str], facts: Callable[[str], object]) -> tuple[str, ...]:
    """Give the first name of each class, sorted."""
    return tuple(alike(names, facts))


def jurisdictions(law: JsonObject) -> tuple[str, ...]:
    """One jurisdiction of each class."""
    known: Any = law["jurisdictions"]
    return one_of_each(known, lambda code: known[code])


def regime_sets(law: JsonObject) -> tuple[tuple[str, ...], ...]:
    """No regime, one of each class, and each two of these."""
    known: Any = law["regimes"]
    codes = one_of_each(known, lambda code: known[code])
    return ((), *((code,) for code in codes), *combinations(codes, 2))


def data_classes(law: JsonObject) -> tuple[str, ...]:
    """One kind of data of each class."""
    known: Any = law["data_classes"]
    return one_of_each(known, lambda name: known[name])


def models(deployments: Sequence[Deployment], law: JsonObject) -> Mapping[str, tuple[str, ...]]:
    """The models that deployments list, by the first of each class."""
    joined: Any = candidates(deployments, law)["models"]
    limited = _limited(deployments, law)
    return alike(joined, lambda model: (joined[model], limited(model)))


def unlisted(deployments: Sequence[Deployment], law: JsonObject) -> tuple[str, ...]:
    """One of the models that no deployment lists: to the policies they are all the same."""
    listed = {model for one in deployments for model in one.models}
    return tuple(sorted(set(_keys(law, "models")) - listed)[:1])


def features(
    deployments: Sequence[Deployment], law: JsonObject, allowed: Iterable[Iterable[str]]
) -> tuple[str, ...]:
    """One feature of each class.

    Args:
        deployments: The project's; only their providers' facts count.
        law: `data.compliance`.
        allowed: Lists of features that tenants are bound to.
    """
    routes: Any = law["routes"]
    regimes: Any = law["regimes"]
    providers = sorted({one.provider for one in deployments})
    lists = [frozenset(one) for one in allowed]
    names = {name for provider in providers for name in routes[provider]["features"]}

    def facts(name: str) -> object:
        known = [routes[provider]["features"].get(name) for provider in providers]
        excluded = [code for code in sorted(regimes) if name in regimes[code]["excluded_features"]]
        return (known, excluded, [name in some for some in lists])

    return one_of_each(names, facts)


def limits(law: JsonObject) -> tuple[int, ...]:
    """Days that a limit must be tried at: none at all, what providers keep, and a day less."""
    routes: Any = law["routes"]
    known: Any = law["models"]
    days = {route["retention"]["standard_days"] for route in routes.values()}
    days |= {model["retention_days"] for model in known.values()}
    days |= {one.get("kept") for route in routes.values() for one in route["features"].values()}
    numbers = {day for day in days if isinstance(day, int)}
    return tuple(sorted({0, *numbers, *(day - 1 for day in numbers if day > 0)}))


def _limited(deployments: Sequence[Deployment], law: JsonObject) -> Callable[[str], object]:
    """Which features' lists of models name a model."""
    routes: Any = law["routes"]
    lists = {
        (provider, name): known["models"]["supported"]
        for provider in sorted({one.provider for one in deployments})
        for name, known in routes[provider]["features"].items()
        if known.get("models") is not None
    }
    return lambda model: [key for key, supported in lists.items() if model in supported]


def _bare(value: object) -> object:
    """A value without its prose."""
    if isinstance(value, Mapping):
        return {key: _bare(one) for key, one in value.items() if key not in _PROSE}
    if isinstance(value, list | tuple):
        return [_bare(one) for one in value]
    return value


def _keys(law: JsonObject, kind: str) -> list[str]:
    found: JsonValue = law.get(kind)
    return list(found) if isinstance(found, Mapping) else []
