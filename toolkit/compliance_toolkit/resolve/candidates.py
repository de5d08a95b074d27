"""Deployments joined with what is known of their routes: the engine's `data.deployments`.

All that does not hang on a request is done here, once a revision: which offers fit a deployment,
the countries of its destinations, what its attestations change and until when. Every fact is dated,
and an attestation that changes where or how long something is kept splits the time at its last day.
Nothing is judged here; `compliance.resolve` does that.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from typing import Any, Protocol

import msgspec

from compliance_toolkit.errors import PolicyError
from compliance_toolkit.models import JsonObject
from compliance_toolkit.resolve.facts import (
    UNSPECIFIED,
    ModelFacts,
    RouteFacts,
    model_facts,
    region_facts,
    route_facts,
)
from compliance_toolkit.resolve.offers import ALWAYS, FOREVER, Claim, Joined, Place, entries

_TERMS = ("zero_data_retention", "baa", "dpa", "retention")


class Deployment(Protocol):
    """What is needed of every deployment; `registry.project.Deployment` has it.

    What only some providers' have (`region`, `scope`, `location`, `inference_geo`, `sku`) is read
    by name, where the provider says that it is there.
    """

    @property
    def name(self) -> str: ...  # noqa: D102
    @property
    def provider(self) -> str: ...  # noqa: D102
    @property
    def models(self) -> Sequence[str]: ...  # noqa: D102


def candidates(deployments: Iterable[Deployment], law: JsonObject) -> JsonObject:
    """Join deployments with the facts of their routes.

    Args:
        deployments: As the project file has them.
        law: `data.compliance` of a bundle.

    Returns:
        `data.deployments` for the policies. `candidates`: by model and deployment that lists it,
        what its provider offers it on. `offers`: by model, each offer that fits a deployment, with
        its days. `providers`: features and eligibility. `places`: each set of countries, by name,
        for inference and for storage. `names`, `models` and `scopes` of the deployments, and all
        `days` that are mentioned.

    Raises:
        PolicyError: The data of a provider is missing or out of shape, a list of destinations is
            empty, or two offers claim the same model of a deployment at the same time.
    """
    known = model_facts(law)
    every = {deployment.name: join(deployment, law) for deployment in deployments}
    models: dict[str, list[str]] = {}
    found: dict[str, dict[str, Any]] = {}
    offers: dict[str, list[dict[str, Any]]] = {}
    for deployment in sorted(deployments, key=lambda deployment: deployment.name):
        models[deployment.name] = sorted(deployment.models)
        for model in deployment.models:
            joined = every[deployment.name]
            entries = _offers(joined, model, known.get(model))
            found.setdefault(model, {})[joined.name] = _candidate(joined, model, entries)
            offers.setdefault(model, []).extend(entries)
    return {
        "names": sorted(every),
        "models": models,
        "scopes": {name: joined.place.scope for name, joined in every.items()},
        "days": _days(every.values(), offers),
        "places": _places([entry for entries in offers.values() for entry in entries]),
        "providers": {
            joined.provider: {
                "features": msgspec.to_builtins(joined.facts.features),
                "eligibility": msgspec.to_builtins(joined.facts.eligibility),
            }
            for joined in every.values()
        },
        "candidates": found,
        "offers": offers,
    }


def join(deployment: Deployment, law: JsonObject) -> Joined:
    """One deployment beside the facts of its provider.

    Raises:
        PolicyError: The data of its provider is missing or out of shape.
    """
    facts = route_facts(law, deployment.provider)
    attested = _attested(deployment)
    terms = {kind: claim.until.isoformat() for kind, claim in attested.items()}
    kind = facts.retention.attestation
    claim = None
    if kind is not None and kind in attested:
        with_regions = kind == "retention"
        claim = Claim(
            kind,
            terms[kind],
            mode=attested[kind].mode if with_regions else "none",
            regions=tuple(attested[kind].regions) if with_regions else None,
        )
    return Joined(
        name=deployment.name,
        provider=deployment.provider,
        place=_place(deployment, facts),
        facts=facts,
        regions=region_facts(law, facts.cloud),
        claim=claim,
        terms=terms,
    )


def _attested(deployment: Deployment) -> dict[str, Any]:
    attestations = getattr(deployment, "attestations", None)
    claims = {kind: getattr(attestations, kind, None) for kind in _TERMS}
    return {kind: claim for kind, claim in claims.items() if claim is not None}


def _place(deployment: Deployment, facts: RouteFacts) -> Place:
    given: Any = deployment
    match deployment.provider:
        case "anthropic":
            return Place(given.inference_geo, None)
        case "claude_platform_aws":
            return Place(given.inference_geo, given.region)
        case "bedrock":
            return Place(given.scope, given.region)
        case "bedrock_mantle":
            return Place("in-region", given.region)
        case "vertex":
            named = {offer.scope for offer in facts.offers}
            return Place(given.location if given.location in named else "in-region", given.location)
        case "foundry":
            return Place(given.sku, None)
        case other:
            raise PolicyError(
                f"deployment `{deployment.name}` has the provider `{other}`, which has no routes",
                hint="use one of the providers that the policies' `routes` name",
            )


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


def _candidate(joined: Joined, model: str, offers: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    place, facts = joined.place, joined.facts
    elsewhere = {offer.scope for offer in facts.offers if model in offer.models} - {place.scope}
    return {
        "provider": joined.provider,
        "scope": place.scope,
        "source": place.source,
        "pinned": any(
            offer.countries != UNSPECIFIED for offer in facts.offers if offer.scope == place.scope
        ),
        "elsewhere": sorted(elsewhere),
        "offered": [{"from": offer["from"], "to": offer["to"]} for offer in offers],
    }


def _days(every: Iterable[Joined], offers: Mapping[str, Sequence[Mapping[str, Any]]]) -> list[str]:
    days = {ALWAYS, FOREVER}
    days.update(day for joined in every for day in joined.terms.values())
    days.update(entry[key] for some in offers.values() for entry in some for key in ("from", "to"))
    return sorted(days)


def _places(offers: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Each set of countries by its name, as an object: a builtin can take countries from it."""
    return {
        kind: {
            offer[kind]: {UNSPECIFIED: True}
            if offer["route"][named] == UNSPECIFIED
            else dict.fromkeys(offer["route"][named], True)
            for offer in offers
        }
        for kind, named in (("inference", "countries"), ("storage", "storage"))
    }


def _refuse_overlap(name: str, model: str, offers: Sequence[Mapping[str, Any]]) -> None:
    for one, other in pairwise(sorted(offers, key=lambda offer: str(offer["from"]))):
        if other["from"] <= one["to"]:
            raise PolicyError(
                f"two offers claim `{model}` of deployment `{name}` on {other['from']}",
                hint="give each offer of one scope and source its own days in the route's data",
            )
