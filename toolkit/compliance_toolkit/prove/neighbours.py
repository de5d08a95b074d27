"""Removing a permission never adds a route: each case against those that ask for less."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

from compliance_toolkit.models import JsonObject
from compliance_toolkit.prove.asking import World
from compliance_toolkit.prove.cases import Case, TenantLaw
from compliance_toolkit.prove.promises import Invariant
from compliance_toolkit.registry.project import Deployment

MONOTONE = Invariant("monotone", "removing a permission never adds a route")


class Wider(NamedTuple):
    """A case that asks for less than another, and what was taken from that one."""

    case: Case
    without: str


class Neighbours:
    """Finds the wider cases of a case, by the law's data."""

    def __init__(self, law: JsonObject, limits: Sequence[int]) -> None:
        """Take `data.compliance`, and the limits on retention that are tried."""
        known: Any = law["jurisdictions"]
        self._limits = limits
        self._around = {
            inner: [
                outer for outer in known if outer != inner and _lies(known[inner], known[outer])
            ]
            for inner in known
        }

    def wider(self, case: Case) -> Iterator[Wider]:
        """Every case that differs in one thing, and there asks for less."""
        for tenant, without in self._tenants(case.tenant):
            yield Wider(case._replace(tenant=tenant), without)
        for fewer in _fewer(case.features):
            said = f"features {', '.join(set(case.features) - set(fewer))}"
            yield Wider(case._replace(features=fewer), said)
        for fewer in _fewer(case.data_classes):
            yield Wider(case._replace(data_classes=fewer), "kinds of data")

    def _tenants(self, tenant: TenantLaw) -> Iterator[tuple[TenantLaw, str]]:
        for code in tenant.regimes:
            left = tuple(one for one in tenant.regimes if one != code)
            yield tenant._replace(regimes=left), f"regime {code}"
        if len(tenant.jurisdictions) > 1:
            for code in tenant.jurisdictions:
                left = tuple(one for one in tenant.jurisdictions if one != code)
                yield tenant._replace(jurisdictions=left), f"jurisdiction {code}"
        else:
            for code in tenant.jurisdictions:
                for outer in self._around[code]:
                    widened = tenant._replace(jurisdictions=(outer,))
                    yield widened, f"jurisdiction {code}, which lies within {outer}"
        for fewer in _fewer(tenant.data_classes):
            yield tenant._replace(data_classes=fewer), "kinds of data"
        yield from self._own(tenant)

    def _own(self, tenant: TenantLaw) -> Iterator[tuple[TenantLaw, str]]:
        if tenant.max_days is not None:
            yield tenant._replace(max_days=None), "limit on retention"
            for days in self._limits:
                if days > tenant.max_days:
                    yield tenant._replace(max_days=days), f"limit below {days} days"
        if tenant.countries is not None:
            yield tenant._replace(countries=None), "list of countries"
        if tenant.providers is not None:
            yield tenant._replace(providers=None), "list of providers"
        if tenant.features is not None:
            yield tenant._replace(features=None), "list of features"
        if tenant.max_price is not None:
            yield tenant._replace(max_price=None), "ceiling of price"


def _fewer(names: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """None of them, and each alone."""
    if names:
        yield ()
    if len(names) > 1:
        yield from ((name,) for name in names)


def _lies(inner: Mapping[str, Any], outer: Mapping[str, Any]) -> bool:
    """Whether a jurisdiction allows nothing that the other does not."""
    if outer["partitions"] not in (None, inner["partitions"]):
        return False
    for kind in ("inference", "storage"):
        within, around = inner[kind]["countries"], outer[kind]["countries"]
        if around != "any" and (within == "any" or not set(within) <= set(around)):
            return False
    return True


def varied(world: World) -> tuple[World, Mapping[int, tuple[int, str]]]:
    """The world with each deployment also without each of its attestations.

    Returns:
        The world, and for each new deployment's bit the bit of the deployment that it was made
        from, and the attestation that it lacks.
    """
    every: list[tuple[Deployment, str | None, str | None]] = [
        (one, None, None) for one in world.deployments
    ]
    taken = {one.name for one in world.deployments}
    for one in world.deployments:
        for kind, claim in one.attestations:
            if claim is not None:
                name = _free(f"{one.name}-without-{kind.replace('_', '-')}", taken)
                less = one.attestations.model_copy(update={kind: None})
                changed = one.model_copy(update={"name": name, "attestations": less})
                every.append((changed, one.name, kind))
    every.sort(key=lambda item: item[0].name)
    bits = {one.name: bit for bit, (one, _, _) in enumerate(every)}
    made = {
        bits[one.name]: (bits[origin], kind)
        for one, origin, kind in every
        if origin is not None and kind is not None
    }
    return replace(world, deployments=tuple(one for one, _, _ in every)), made


def added(routes: int, made: Mapping[int, tuple[int, str]]) -> Iterator[tuple[int, int]]:
    """Deployments that have a route only without an attestation, each with its origin's bit."""
    return (
        (bit, origin)
        for bit, (origin, _) in made.items()
        if routes >> bit & 1 and not routes >> origin & 1
    )


def _free(name: str, taken: set[str]) -> str:
    """A name that no deployment has."""
    while name in taken:
        name += "-again"
    taken.add(name)
    return name
