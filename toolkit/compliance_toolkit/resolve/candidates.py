"""Deployments joined with what is known of their routes: the engine's `data.deployments`.

All that does not hang on a request is done here, once a revision: which offers fit a deployment,
the countries of its destinations, what its attestations change and until when. Every fact is dated,
and an attestation that changes where or how long something is kept splits the time at its last day.
Nothing is judged here; `compliance.resolve` does that.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import pairwise
from typing import Any

import msgspec

from compliance_toolkit.errors import PolicyError
from compliance_toolkit.models import JsonObject
from compliance_toolkit.registry.project import Attestation, BedrockRetention, Deployment
from compliance_toolkit.resolve.cases import tables
from compliance_toolkit.resolve.facts import (
    UNSPECIFIED,
    Feature,
    ModelFacts,
    decided_days,
    model_facts,
    region_facts,
    route_facts,
)
from compliance_toolkit.resolve.offers import Claim, Joined, entries
from compliance_toolkit.resolve.places import place_of


def candidates(deployments: Iterable[Deployment], law: JsonObject) -> JsonObject:
    """Join deployments with the facts of their routes.

    Args:
        deployments: As the project file has them.
        law: `data.compliance` of a bundle.

    Returns:
        `data.deployments` for the policies. `names`; `listed`, the models of each; `scopes`;
        `providers`, with features and eligibility; the features that are
        `sending` something to third parties with any of them; and `models`. For each of
        these: `unlisted`, the deployments without it; `unoffered`, those that list it where their
        provider does not offer it; `offered`, the days of the others' offers; by provider the
        features that the model `has` and `lacks`, so far as models decide it; and the tables of
        `cases.tables`.

    Raises:
        PolicyError: The data of a provider is missing or out of shape, a list of destinations is
            empty, or two offers claim the same model of a deployment at the same time.
    """
    known, decided = model_facts(law), decided_days(law)
    every = [join(one, law) for one in sorted(deployments, key=lambda one: one.name)]
    models = sorted({model for joined in every for model in joined.models})
    return {
        "names": [joined.name for joined in every],
        "listed": {joined.name: sorted(joined.models) for joined in every},
        "scopes": {joined.name: joined.place.scope for joined in every},
        "providers": {
            joined.provider: {
                "features": {name: _feature(one) for name, one in joined.facts.features.items()},
                "eligibility": msgspec.to_builtins(joined.facts.eligibility),
            }
            for joined in every
        },
        "sending": _those(every, lambda one: one.third_party),
        "models": {model: _model(every, model, known.get(model), decided) for model in models},
    }


def _those(every: Iterable[Joined], which: Callable[[Feature], bool]) -> dict[str, bool]:
    """The features of which something is true with any provider."""
    features = [pair for joined in every for pair in joined.facts.features.items()]
    return dict.fromkeys(sorted({name for name, one in features if which(one)}), True)


def _feature(one: Feature) -> dict[str, Any]:
    """What policies read of a feature; what is kept no longer than prompts is kept no days more."""
    told: dict[str, Any] = msgspec.to_builtins(one)
    del told["models"]
    return told | {"kept": 0 if one.kept is None else one.kept}


def join(deployment: Deployment, law: JsonObject) -> Joined:
    """One deployment beside the facts of its provider.

    Raises:
        PolicyError: The data of its provider is missing or out of shape.
    """
    facts = route_facts(law, deployment.provider)
    attestations = deployment.attestations
    claims = {kind: getattr(attestations, kind) for kind in type(attestations).model_fields}
    terms = {kind: one.until.isoformat() for kind, one in claims.items() if one is not None}
    located = attestations.locations
    return Joined(
        name=deployment.name,
        provider=deployment.provider,
        models=tuple(deployment.models),
        place=place_of(deployment, facts),
        facts=facts,
        regions=region_facts(law, facts.cloud),
        claim=_claim(deployment, facts.retention.attestation),
        terms=terms,
        located=None if located is None else frozenset(located.countries),
    )


def _claim(deployment: Deployment, kind: str | None) -> Claim | None:
    """The attestation that changes what the deployment's provider keeps."""
    match kind, deployment.attestations.zero_data_retention, deployment.attestations.retention:
        case "zero_data_retention", Attestation() as claim, _:
            return Claim(kind, claim.until.isoformat(), mode="none", regions=None)
        case "retention", _, BedrockRetention() as claim:
            return Claim(kind, claim.until.isoformat(), claim.mode, tuple(claim.regions))
        case _:
            return None


def _model(
    every: Sequence[Joined],
    model: str,
    known: ModelFacts | None,
    decided: Mapping[str, Iterable[str]],
) -> dict[str, Any]:
    """All that the policies need to know of one model."""
    listing = [joined for joined in every if model in joined.models]
    offers = {joined.name: _offers(joined, model, known) for joined in listing}
    flat = [offer for some in offers.values() for offer in some]
    terms = {day for joined in listing for day in joined.terms.values()}
    return {
        "unlisted": [joined.name for joined in every if joined not in listing],
        "unoffered": {
            joined.name: _unoffered(joined, model) for joined in listing if not offers[joined.name]
        },
        "offered": {
            name: [{"from": offer["from"], "to": offer["to"]} for offer in some]
            for name, some in offers.items()
            if some
        },
        "has": _features(every, model, reached=True),
        "lacks": _features(every, model, reached=False),
        **tables(flat, terms, decided),
    }


def _offers(joined: Joined, model: str, known: ModelFacts | None) -> list[dict[str, Any]]:
    place = joined.place
    offers = [
        entry
        for offer in joined.facts.offers
        if model in offer.models
        and offer.scope == place.scope
        and (offer.sources is None or place.source in offer.sources)
        for entry in entries(joined, offer, offer.models[model], known)
    ]
    _refuse_overlap(joined.name, model, offers)
    return offers


def _unoffered(joined: Joined, model: str) -> dict[str, Any]:
    """Where a deployment is, and on which other scopes its provider has the model."""
    place, facts = joined.place, joined.facts
    scopes = {offer.scope for offer in facts.offers if model in offer.models}
    return {
        "provider": joined.provider,
        "scope": place.scope,
        "source": place.source,
        # Where the scope has it from another source, the source is what is wrong.
        "pinned": place.scope not in scopes
        and any(
            offer.countries != UNSPECIFIED for offer in facts.offers if offer.scope == place.scope
        ),
        "elsewhere": sorted(scopes - {place.scope}),
    }


def _features(every: Sequence[Joined], model: str, *, reached: bool) -> dict[str, Any]:
    """The features that a model has, or lacks, with each provider, so far as models decide it."""
    known = {joined.provider: joined.facts.features for joined in every}
    found = {
        provider: {name: True for name, one in features.items() if one.reaches(model) is reached}
        for provider, features in known.items()
    }
    return {provider: some for provider, some in found.items() if some or reached}


def _refuse_overlap(name: str, model: str, offers: Sequence[Mapping[str, Any]]) -> None:
    for one, other in pairwise(sorted(offers, key=lambda offer: str(offer["from"]))):
        if other["from"] <= one["to"]:
            raise PolicyError(
                f"two offers claim `{model}` of deployment `{name}` on {other['from']}",
                hint="give each offer of one scope and source its own days in the route's data",
            )
