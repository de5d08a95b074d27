"""Deployments, tenants and resolvers for the tests of `resolve`, over the shipped law."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from compliance_toolkit.api.law import law_data
from compliance_toolkit.engines.embedded import EmbeddedEngine
from compliance_toolkit.errors import PolicyError
from compliance_toolkit.models import JsonValue
from compliance_toolkit.policy.bundle import Bundle
from compliance_toolkit.policy.catalog import Catalog
from compliance_toolkit.registry.project import DEPLOYMENT, Deployment
from compliance_toolkit.registry.tenants import EffectiveTenant
from compliance_toolkit.resolve.candidates import candidates
from compliance_toolkit.resolve.resolver import Decision, Request, Resolver

UNTIL = "2027-03-31"
TODAY = dt.date(2026, 11, 25)
SIX = ("eu-central-1", "eu-north-1", "eu-south-1", "eu-south-2", "eu-west-1", "eu-west-3")
CLAIM = {"by": "legal@acme.example", "reference": "X-1", "until": UNTIL}
NONE_KEPT = {**CLAIM, "mode": "none", "regions": SIX}

OWN: Mapping[str, Mapping[str, Any]] = {
    "anthropic": {"workspace": "wrkspc_1", "inference_geo": "us", "api_key": {"env": "KEY"}},
    "claude_platform_aws": {
        "account": "111122223333",
        "region": "eu-central-1",
        "workspace": "wrkspc_2",
        "inference_geo": "us",
    },
    "bedrock": {"account": "111122223333", "region": "eu-central-1", "scope": "eu"},
    "bedrock_mantle": {"account": "111122223333", "region": "eu-west-1"},
    "vertex": {"project": "acme-eu", "location": "eu"},
    "foundry": {"resource": "acme", "sku": "DataZoneStandard"},
}
"""What a deployment of each provider has of its own."""


def deployment(provider: str, name: str = "one", **changes: Any) -> Deployment:
    """A deployment of a provider, with a changed field here and there."""
    given = {"provider": provider, "name": name, "models": ("claude-opus-5-5",), **OWN[provider]}
    return DEPLOYMENT.validate_python({**given, **changes})


def tenant(*jurisdictions: str, **changes: Any) -> EffectiveTenant:
    """A tenant of these jurisdictions, with nothing else unless it is said."""
    given = {"regimes": (), "data_classes": (), "max_prompt_days": None, **changes}
    return EffectiveTenant(name="acme/one", jurisdictions=jurisdictions, **given)


def request(model: str = "claude-opus-5-5", at: dt.date = TODAY, **sets: Iterable[str]) -> Request:
    """A request for a model, with these `features` and `data_classes`."""
    features = frozenset(sets.get("features", ()))
    return Request(model, features, frozenset(sets.get("data_classes", ())), at)


def resolver(bundle: Bundle, *deployments: Deployment) -> Resolver:
    """A resolver over the shipped law and the embedded engine."""
    facts = candidates(deployments, law_data(bundle))
    engine = EmbeddedEngine(bundle, data={"deployments": facts})
    named = {one.name: one for one in deployments}
    return Resolver(engine, Catalog.load(bundle.data), named, bundle)


def rules(decision: Decision, name: str = "one") -> set[str]:
    """The rules that refuse a deployment."""
    return {denial.rule for denial in decision.denials if denial.deployment == name}


@dataclass
class FakeEngine:
    """Answers rules from a table, and is undefined elsewhere."""

    answers: Mapping[str, JsonValue]
    asked: list[str] = field(default_factory=list)

    def evaluate(self, rule: str, given: JsonValue) -> JsonValue:
        """Answer, or be undefined."""
        del given
        name = rule.rpartition(".")[2]
        self.asked.append(name)
        if name not in self.answers:
            raise PolicyError(f"`data.{rule}` is undefined")
        return self.answers[name]

    def judge(self, questions: object) -> Any:
        """Not asked here."""
        raise NotImplementedError
