"""A small project in Python: deployments in the EU and the US, and tenants of either."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from compliance_toolkit import Compliance

MODEL = "claude-opus-5-5"
DAY = "2026-11-25"
LAST_DAY = "2027-03-31"

BEDROCK_EU: Mapping[str, Any] = {
    "provider": "bedrock",
    "account": "111122223333",
    "region": "eu-central-1",
    "scope": "eu",
    "models": [MODEL],
}
CLAUDE_US: Mapping[str, Any] = {
    "provider": "anthropic",
    "workspace": "wrkspc_1",
    "inference_geo": "us",
    "models": [MODEL],
    "api_key": {"env": "SMALL_PROJECT_KEY"},
    "attestations": {
        "zero_data_retention": {
            "by": "legal@acme.example",
            "reference": "ZDR-1",
            "until": LAST_DAY,
        }
    },
}
DEPLOYMENTS: Mapping[str, Any] = {"bedrock-eu": BEDROCK_EU, "claude-us": CLAUDE_US}
TENANTS: Mapping[str, Any] = {
    "acme": {"jurisdictions": ["global"]},
    "acme/bank": {"jurisdictions": ["eu"]},
    "acme/clinic": {"jurisdictions": ["us"]},
}


def write(
    folder: Path,
    *,
    deployments: Mapping[str, Any] = DEPLOYMENTS,
    tenants: Mapping[str, Any] = TENANTS,
    **more: Any,
) -> Path:
    """Write the project file, in JSON, which is YAML."""
    path = folder / "compliance.yaml"
    project = {
        "version": "1",
        "organization": "acme",
        "deployments": deployments,
        "tenants": tenants,
        **more,
    }
    path.write_text(json.dumps(project), encoding="utf-8")
    return path


def numbered(folder: Path, number: int) -> Path:
    """Write a project whose only deployment tells, in name and account, which one it is."""
    deployment = {**BEDROCK_EU, "account": f"{number:012d}"}
    return write(folder, deployments={f"bedrock-{number}": deployment})


def load(folder: Path, **options: Any) -> Compliance:
    """Write the project, and load it."""
    return Compliance.load(write(folder), **options)
