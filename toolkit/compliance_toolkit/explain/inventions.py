"""Deployments that the project could have: one for each place that the routes' data offers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from compliance_toolkit.errors import PolicyError
from compliance_toolkit.models import JsonObject
from compliance_toolkit.registry.project import DEPLOYMENT, PROVIDERS, Deployment
from compliance_toolkit.resolve.facts import Offer, RouteFacts, region_facts, route_facts
from compliance_toolkit.resolve.places import Place, place_of

_IN_REGION = "in-region"

_ACCOUNT = "0" * 12
_OWN: Mapping[str, Mapping[str, Any]] = {
    "anthropic": {"workspace": "new", "api_key": {"env": "NEW"}},
    "claude_platform_aws": {"account": _ACCOUNT, "workspace": "new"},
    "bedrock": {"account": _ACCOUNT},
    "bedrock_mantle": {"account": _ACCOUNT},
    "vertex": {"project": "new"},
    "foundry": {"resource": "new"},
}
"""What a deployment needs to be one, and no rule reads."""

_KEYS: Mapping[str, tuple[str | None, str | None]] = {
    "anthropic": ("inference_geo", None),
    "claude_platform_aws": ("inference_geo", "region"),
    "bedrock": ("scope", "region"),
    "bedrock_mantle": (None, "region"),
    "vertex": ("location", "location"),
    "foundry": ("sku", None),
}
"""The keys of a deployment that say its scope and its source."""


def inventions(model: str, law: JsonObject, existing: Iterable[Deployment]) -> list[Deployment]:
    """A deployment for each place where a provider offers a model, and the project has none.

    Args:
        model: The model of the request.
        law: `data.compliance` of the bundle.
        existing: The deployments of the project: what they could be is for `worlds`.
    """
    taken = {_spot(one, law) for one in existing}
    found: dict[tuple[str, Place], Deployment] = {}
    for provider in sorted(PROVIDERS):
        try:
            facts = route_facts(law, provider)
        except PolicyError:
            continue  # a bundle may leave a provider out; the project has no deployment of it
        for number, own in enumerate(_places(provider, facts, model, law)):
            name = f"new-{provider.replace('_', '-')}-{number}"
            given = {"name": name, "provider": provider, "models": [model], **_OWN[provider], **own}
            one = DEPLOYMENT.validate_python(given)
            found.setdefault(_spot(one, law), one)
    return [one for spot, one in found.items() if spot not in taken]


def _spot(deployment: Deployment, law: JsonObject) -> tuple[str, Place]:
    return deployment.provider, place_of(deployment, route_facts(law, deployment.provider))


def _places(
    provider: str, facts: RouteFacts, model: str, law: JsonObject
) -> Iterator[dict[str, str]]:
    """What tells one place of a provider from another."""
    for offer in facts.offers:
        if model not in offer.models:
            continue
        scope, source = _KEYS[provider]
        if scope == source and offer.scope != _IN_REGION:  # a location is a scope, or a region
            source = None
        for region in [None] if source is None else _sources(offer, facts, law):
            own = {} if scope is None else {scope: offer.scope}
            yield own if source is None or region is None else {**own, source: region}


def _sources(offer: Offer, facts: RouteFacts, law: JsonObject) -> list[str]:
    """The regions that an offer can be called from, those at home where it runs or keeps first.

    Where it makes no difference to the offer, they are all that are a place at all.
    """
    regions = region_facts(law, facts.called_from or facts.cloud)
    sources = offer.sources
    if sources is None:
        sources = tuple(name for name, one in regions.items() if not one.unspecified)
    home = {*_listed(offer.countries), *_listed(offer.storage)}
    return sorted(
        sources, key=lambda name: (name not in regions or regions[name].country not in home, name)
    )


def _listed(countries: Sequence[str]) -> Sequence[str]:
    return () if isinstance(countries, str) else countries
