"""What a mistake in a region's country would do: a tenant that reaches a country it must not."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from compliance_toolkit.errors import ComplianceError
from compliance_toolkit.prove.asking import Asker, World
from compliance_toolkit.prove.cases import Case, TenantLaw
from compliance_toolkit.prove.consistency import CONSISTENT, Contradiction
from compliance_toolkit.prove.examples import CounterExample, Example, shrunk
from compliance_toolkit.prove.facts import READ
from compliance_toolkit.registry.project import DEPLOYMENT, Deployment

_NAME = "example"
_TRIED = 40
"""Deployments that are tried before it is said that none shows the mistake."""


def shown_by(contradiction: Contradiction, world: World, day: str) -> CounterExample | None:
    """Find a deployment and a tenant whose request runs in the region that is in doubt.

    Args:
        contradiction: What disagrees.
        world: The law; its deployments play no part.
        day: The day to decide for.

    Returns:
        A case that is allowed because of the country the data states; `None` where no offer that
        was read goes to the region alone inside a jurisdiction.
    """
    if contradiction.countries is None or contradiction.others is None:
        return None
    codes = list(_deceived(contradiction, world))
    tried = 0
    for deployment in _deployments(contradiction, world):
        small = replace(world, deployments=(deployment,))
        asker = Asker(small)
        for code in codes:
            case = Case(TenantLaw((code,)), deployment.models[0], (), (), day)
            if tried < _TRIED and _earns(asker, case):
                wrong = f"`{contradiction.region}` is reached under `{code}`"
                return shrunk(Example(CONSISTENT, (_NAME,), case, wrong), small)
            tried += 1
    return None


def _earns(asker: Asker, case: Case) -> bool:
    try:
        return asker.answer(case).routes != 0
    except ComplianceError:
        return False


def _deceived(contradiction: Contradiction, world: World) -> Iterator[str]:
    """Jurisdictions that allow the country that is stated, and not the other one."""
    known: Any = world.law["jurisdictions"]
    stated, others = contradiction.countries or frozenset(), contradiction.others or frozenset()
    for code in sorted(known):
        allowed = known[code]["inference"]["countries"]
        if allowed != "any" and stated <= set(allowed) and not others <= set(allowed):
            yield code


def _deployments(contradiction: Contradiction, world: World) -> Iterator[Deployment]:
    """Deployments over offers that were read and go to the region."""
    routes: Any = world.law["routes"]
    for provider, route in sorted(routes.items()):
        if route["cloud"] != contradiction.cloud:
            continue
        for offer in route["offers"]:
            named = (*(offer["sources"] or ()), *_listed(offer["destinations"]))
            models = [model for model, one in offer["models"].items() if one["confidence"] in READ]
            if contradiction.region not in named or offer["confidence"] not in READ:
                continue
            for source in sorted(offer["sources"] or [""]):
                for model in sorted(models)[:1]:
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


def _listed(destinations: Any) -> tuple[str, ...]:
    return () if isinstance(destinations, str) else tuple(destinations)
