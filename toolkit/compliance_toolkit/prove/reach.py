"""What a mistake in a region's country would do: a tenant that reaches a country it must not."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from compliance_toolkit.errors import ComplianceError
from compliance_toolkit.prove.asking import Asker, World
from compliance_toolkit.prove.cases import Case, TenantLaw
from compliance_toolkit.prove.consistency import CONSISTENT
from compliance_toolkit.prove.contradiction import Contradiction, Suspect, listed
from compliance_toolkit.prove.examples import CounterExample, Example, shrunk
from compliance_toolkit.prove.ways import READ, UNSPECIFIED
from compliance_toolkit.registry.project import DEPLOYMENT, Deployment

_NAME = "example"
_TRIED = 40
"""Deployments that are tried before it is said that none shows the mistake."""


def shown_by(contradiction: Contradiction, world: World, day: str) -> CounterExample | None:
    """Find a deployment and a tenant whose request runs in a region that is in doubt.

    Args:
        contradiction: What disagrees.
        world: The law; its deployments play no part.
        day: The day to decide for.

    Returns:
        A case that is allowed because of the country that a region is stated to be in; `None`
        where no offer that was read takes a request there.
    """
    for suspect in contradiction.suspects:
        tries = itertools.islice(_tries(suspect, world, day), _TRIED)
        found = next((small for small in tries if small is not None), None)
        if found is not None:
            return replace(found, example=replace(found.example, contradiction=contradiction))
    return None


def _tries(suspect: Suspect, world: World, day: str) -> Iterator[CounterExample | None]:
    codes = list(_deceived(suspect, world))
    for deployment in _deployments(suspect, world):
        small = replace(world, deployments=(deployment,))
        asker = Asker(small)
        for code in codes:
            case = Case(TenantLaw((code,)), deployment.models[0], (), (), day)
            counted = f"`{suspect.region}` counts as {listed(suspect.stated)} here"
            wrong = f"{counted}, and so is reached under `{code}`"
            example = Example(CONSISTENT, (_NAME,), case, wrong)
            yield shrunk(example, small) if _earns(asker, case) else None


def _earns(asker: Asker, case: Case) -> bool:
    try:
        return asker.answer(case).routes != 0
    except ComplianceError:
        return False


def _deceived(suspect: Suspect, world: World) -> Iterator[str]:
    """Jurisdictions that allow the country that is stated, and not the other one."""
    known: Any = world.law["jurisdictions"]
    for code in sorted(known):
        allowed = known[code]["inference"]["countries"]
        if allowed == "any":
            continue
        elsewhere = not suspect.other or not suspect.other <= set(allowed)
        if suspect.stated <= set(allowed) and elsewhere:
            yield code


def _deployments(suspect: Suspect, world: World) -> Iterator[Deployment]:
    """Deployments over offers that were read and go to the region; the narrowest first."""
    routes: Any = world.law["routes"]
    offers = [
        (provider, offer)
        for provider, route in sorted(routes.items())
        for offer in route["offers"]
        if route["cloud"] == suspect.cloud and offer["confidence"] in READ
        if offer["destinations"] != UNSPECIFIED
    ]
    for provider, offer in sorted(offers, key=lambda one: len(one[1]["destinations"])):
        named = (*(offer["sources"] or ()), *offer["destinations"])
        models = [model for model, one in offer["models"].items() if one["confidence"] in READ]
        if suspect.region not in named:
            continue
        for source in sorted(offer["sources"] or [""]):
            for model in sorted(models):
                yield DEPLOYMENT.validate_python(_written(provider, offer, source, model))


def _written(provider: str, offer: Mapping[str, Any], source: str, model: str) -> dict[str, Any]:
    account = "000000000000"
    own: dict[str, dict[str, Any]] = {
        "anthropic": {
            "workspace": "example",
            "inference_geo": offer["scope"],
            "api_key": {"env": "KEY"},
        },
        "claude_platform_aws": {
            "account": account,
            "region": source or "us-east-1",
            "workspace": "example",
            "inference_geo": offer["scope"],
        },
        "bedrock": {"account": account, "region": source, "scope": offer["scope"]},
        "bedrock_mantle": {"account": account, "region": source},
        "vertex": {"project": "example", "location": source},
        "foundry": {"resource": "example", "sku": offer["scope"]},
    }
    return {"provider": provider, "name": _NAME, "models": (model,), **own[provider]}
