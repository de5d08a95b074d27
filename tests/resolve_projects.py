"""Projects of a few deployments and one tenant, under the shipped law or a changed copy of it."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

from compliance_toolkit import Compliance, Decision

CLAIM = {"by": "legal@acme.example", "reference": "X-1", "until": "2027-03-31"}
DAY = "2026-11-25"
MODELS = ["claude-opus-5-5", "claude-sonnet-5", "claude-sonnet-4-5", "claude-haiku-4-5"]
EU = {"provider": "bedrock", "account": "111122223333", "region": "eu-central-1", "scope": "eu"}
US = {**EU, "region": "us-east-1", "scope": "us"}
GOV = {**EU, "region": "us-gov-west-1", "scope": "us-gov"}
WORLD = {**EU, "scope": "global"}
VERTEX_EU = {"provider": "vertex", "project": "acme", "location": "eu"}
CLAUDE = {
    "provider": "anthropic",
    "workspace": "wrkspc_1",
    "inference_geo": "us",
    "api_key": {"env": "KEY"},
}
SIX = ["eu-central-1", "eu-north-1", "eu-south-1", "eu-south-2", "eu-west-1", "eu-west-3"]
DORA: dict[str, Any] = {"regimes": ["dora"]}
NONE_KEPT = {**CLAIM, "mode": "none", "regions": SIX}


def attested(deployment: dict[str, Any], *kinds: str, **claims: Any) -> dict[str, Any]:
    """A deployment with these attestations."""
    return {**deployment, "attestations": {**dict.fromkeys(kinds, CLAIM), **claims}}


class Project:
    """Loads one, again and again with other deployments, from one folder.

    Args:
        folder: An empty one.
        policies: The shipped ones.
    """

    def __init__(self, folder: Path, policies: Path) -> None:
        self._folder = folder
        self._shipped = policies

    def __call__(
        self, tenant: dict[str, Any], policies: Path | None = None, **deployments: Any
    ) -> Compliance:
        """Load these deployments and this tenant, `acme/one`."""
        project = {
            "version": "1",
            "organization": "acme",
            "deployments": {
                name.replace("_", "-"): {"models": MODELS, **one}
                for name, one in deployments.items()
            },
            "tenants": {"acme": {"jurisdictions": ["global"]}, "acme/one": tenant},
        }
        (self._folder / "compliance.yaml").write_text(json.dumps(project))  # JSON is YAML
        return Compliance.load(self._folder / "compliance.yaml", policies=policies)

    def law(self, folder: str, **changes: Any) -> Path:
        """Change a part of the law's data in a copy of the policies, and say where that is."""
        root = self._folder / "policies"
        if not root.exists():
            shutil.copytree(self._shipped, root)
        file = root / "compliance" / folder / "data.json"
        file.write_text(json.dumps(self.told(folder) | changes))
        return root

    def told(self, folder: str) -> Any:
        """A part of the shipped law's data."""
        return json.loads((self._shipped / "compliance" / folder / "data.json").read_text())


def decide(compliance: Compliance, model: str = MODELS[0], **asked: Any) -> Decision:
    """Decide for `acme/one` on the day of these tests, with every denial."""
    return compliance.resolve(tenant="acme/one", model=model, at=DAY, explain=True, **asked)


def rules(decision: Decision, name: str = "one") -> set[str]:
    """The rules that refuse a deployment."""
    return {denial.rule for denial in decision.denials if denial.deployment == name}


def why(decision: Decision, rule: str, name: str = "one") -> str:
    """What one rule says of a deployment."""
    (found,) = (x for x in decision.denials if (x.deployment, x.rule) == (name, rule))
    return decision.explain(found)


def served(decision: Decision) -> list[str]:
    """The deployments that may serve, the best one first."""
    return [route.deployment for route in decision.routes]
