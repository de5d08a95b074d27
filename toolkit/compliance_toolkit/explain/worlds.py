"""Deployments as they could be: with everything attested, with a model listed, or new.

What an attestation would say is made up here, so that the resolver can be asked; that somebody can
truthfully say it is for the operator, and no owner or reference is ever suggested.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from compliance_toolkit.explain.changes import Change
from compliance_toolkit.models import JsonObject
from compliance_toolkit.policy.bundle import Bundle
from compliance_toolkit.policy.catalog import Catalog
from compliance_toolkit.policy.engine import PolicyEngine
from compliance_toolkit.registry.project import DEPLOYMENT, Deployment
from compliance_toolkit.resolve.candidates import candidates, join
from compliance_toolkit.resolve.facts import Offer, RegionFacts, countries
from compliance_toolkit.resolve.offers import Joined
from compliance_toolkit.resolve.resolver import Decision, Request, Resolver, Tenant


class Resolve(Protocol):
    """Decides a request; a `Resolver` has it."""

    def __call__(  # noqa: D102
        self, request: Request, tenant: Tenant, *, explain: bool = False
    ) -> Decision: ...


class Worlds:
    """Makes resolvers over deployments that are not those of the project."""

    def __init__(
        self, bundle: Bundle, catalog: Catalog, engine: Callable[[JsonObject], PolicyEngine]
    ) -> None:
        """Take the law, and what makes an engine of it.

        Args:
            bundle: The law.
            catalog: What its rules say of themselves.
            engine: Makes an engine over the bundle and a `data.deployments`. Never a server that
                others ask: nobody else may be told of deployments that do not exist.
        """
        self._bundle, self._catalog, self._engine = bundle, catalog, engine
        law = bundle.data["compliance"]
        self.law: JsonObject = law if isinstance(law, Mapping) else {}

    def __call__(self, deployments: Iterable[Deployment]) -> Resolve:
        """Make a resolver over these deployments, whose names differ.

        Raises:
            UnavailableError: There is no engine here.
        """
        named = {one.name: one for one in deployments}
        engine = self._engine(candidates(named.values(), self.law))
        return Resolver(engine, self._catalog, named, self._bundle).resolve


_OWNER = {"by": "nobody yet", "reference": "none yet"}


def fitting(joined: Joined, models: Sequence[str]) -> list[Offer]:
    """The offers of any of some models that fit a deployment."""
    place = joined.place
    return [
        offer
        for offer in joined.facts.offers
        if any(model in offer.models for model in models)
        and offer.scope == place.scope
        and (offer.sources is None or place.source in offer.sources)
    ]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What deployments are to be good for."""

    at: dt.date
    """The UTC day that attestations have to hold on."""

    law: JsonObject
    """`data.compliance` of the bundle."""

    named: frozenset[str]
    """Attestations that the tenant's law names; no other changes anything but retention."""


def edits(deployment: Deployment, models: Sequence[str], wanted: Wanted) -> list[Change]:
    """Everything that could be changed about a deployment: what it lists, and what is attested.

    Args:
        deployment: As it is.
        models: The models that it is to serve; the first is listed where it is offered there.
        wanted: What it is to be good for.
    """
    joined = join(deployment, wanted.law)
    changes = []
    if models[0] not in deployment.models and fitting(joined, models[:1]):
        changes.append(Change("list-model", models[0], deployment.name))
    given = deployment.attestations.model_dump(mode="json", exclude_none=True)
    for kind in type(deployment.attestations).model_fields:
        if kind not in wanted.named and kind != joined.facts.retention.attestation:
            continue
        needed = _needed(kind, joined, models)
        said = given.get(kind)
        if said is None or said["until"] < wanted.at.isoformat() or not _covers(said, needed):
            changes.append(Change("attest", kind, deployment.name, needed))
    return changes


def edited(deployment: Deployment, changes: Sequence[Change], at: dt.date) -> Deployment:
    """A deployment with changes of its own made; what is attested holds until `at`, no longer."""
    given: dict[str, Any] = deployment.model_dump(mode="json", exclude_none=True)
    attestations = {**given.get("attestations", {})}
    for change in changes:
        if change.deployment != deployment.name:
            continue
        if change.kind == "list-model":
            given["models"] = [*given["models"], change.what]
        elif change.kind == "attest":
            attestations[change.what] = {**_OWNER, **change.settings, "until": at.isoformat()}
    return DEPLOYMENT.validate_python({**given, "attestations": attestations})


def renamed(deployment: Deployment, name: str) -> Deployment:
    """A deployment under another name, to stand beside itself in one world."""
    return deployment.model_copy(update={"name": name})


def own_settings(deployment: Deployment) -> JsonObject:
    """What tells a new deployment's place; account, workspace and the like are the operator's."""
    given = deployment.model_dump(mode="json", exclude_none=True)
    return {name: given[name] for name in _PLACES if name in given}


_PLACES = ("provider", "region", "scope", "location", "inference_geo", "sku")


def _needed(kind: str, joined: Joined, models: Sequence[str]) -> JsonObject:
    """What an attestation has to say to change anything for some models."""
    offers = fitting(joined, models)
    if kind == "retention":
        regions = {joined.place.source} - {None}
        for offer in offers:
            regions.update(() if isinstance(offer.destinations, str) else offer.destinations)
        named = sorted(str(region) for region in regions)
        return {"mode": "none", "regions": named} if named else {"mode": "none"}
    if kind == "locations":
        return {"countries": sorted(_countries(offers, joined)) or ["ZZ"]}
    return {}


def _countries(offers: Sequence[Offer], joined: Joined) -> set[str]:
    """The countries of everything that the offers compute or store in, as far as known."""
    return {code for offer in offers for code in _of_offer(offer, joined)}


def _of_offer(offer: Offer, joined: Joined) -> Iterator[str]:
    for places in (offer.countries, offer.storage):
        if not isinstance(places, str):
            yield from places
    regions = () if isinstance(offer.destinations, str) else offer.destinations
    source = joined.place.source
    for region in (*regions, *([] if source is None else [source])):
        yield from _listed(joined.regions, region)


def _listed(table: Any, region: str) -> list[str]:
    known: dict[str, RegionFacts] = dict(table)
    found = countries(known, (region,))
    return [] if isinstance(found, str) else found


def _covers(said: JsonObject, needed: JsonObject) -> bool:
    """Whether an attestation says already what it would have to."""
    for name, value in needed.items():
        have = said.get(name)
        if isinstance(value, list):
            if not isinstance(have, list) or not {*value} <= {*have}:
                return False
        elif have != value:
            return False
    return True
