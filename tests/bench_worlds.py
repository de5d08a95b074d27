"""What the bench of decisions works on: a company with deployments all over the world."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path


def project_of_twelve() -> dict[str, object]:
    """One company's deployments on three providers and five continents, each with two models."""
    term = {"by": "legal@acme.example", "reference": "DPA-1", "until": "2027-03-31"}
    common = {
        "models": ["claude-opus-5-5", "claude-sonnet-5"],
        "attestations": {"dpa": term, "zero_data_retention": {**term, "reference": "ZDR-1"}},
    }
    deployments: dict[str, object] = {
        f"bedrock-{region}-{scope}": {
            "provider": "bedrock",
            "account": "111122223333",
            "region": region,
            "scope": scope,
            "models": common["models"],
            "attestations": {"dpa": term},
        }
        for region, scope in (
            ("eu-central-1", "eu"),
            ("eu-west-1", "eu"),
            ("us-east-1", "us"),
            ("us-west-2", "us"),
            ("ap-northeast-1", "jp"),
            ("ap-southeast-2", "au"),
            ("eu-central-1", "global"),
        )
    }
    for location in ("eu", "us", "global"):
        deployments[f"vertex-{location}"] = {
            "provider": "vertex",
            "project": "acme",
            "location": location,
            **common,
        }
    for number in (1, 2):
        deployments[f"claude-{number}"] = {
            "provider": "anthropic",
            "workspace": f"wrkspc_{number}",
            "inference_geo": "us",
            "api_key": {"env": "ANTHROPIC_API_KEY"},
            **common,
        }
    return {
        "version": "1",
        "organization": "acme",
        "deployments": deployments,
        "tenants": {
            "acme": {"jurisdictions": ["global"]},
            "acme/bank": {"jurisdictions": ["eu"], "regimes": ["gdpr"]},
        },
    }


def many_tenants(count: int) -> Iterator[str]:
    """Tenants in JSON Lines: a thousand companies, each with its own below it, of all kinds."""
    laws: list[dict[str, object]] = [
        {"jurisdictions": ["eu"], "regimes": ["gdpr"]},
        {"jurisdictions": ["us"], "data_classes": ["personal"]},
        {"jurisdictions": ["eu"], "retention": {"prompts": {"max_days": 30}}},
        {"countries": ["DE", "FR"], "max_price": 2.0},
    ]
    companies = count // 100
    for company in range(companies):
        yield json.dumps({"name": f"company-{company:04}", "jurisdictions": ["global"]})
    for number in range(count - companies):
        name = f"company-{number % companies:04}/unit-{number:06}"
        yield json.dumps({"name": name, **laws[number % len(laws)]})


def write_projects(folder: Path, count: int) -> tuple[Path, Path]:
    """Write the company of twelve deployments with its own tenants, and with `count` more."""
    alone, many = folder / "alone.yaml", folder / "many.yaml"
    project = project_of_twelve()
    alone.write_text(json.dumps(project))  # JSON is YAML
    (folder / "tenants.jsonl").write_text("\n".join(many_tenants(count)) + "\n")
    many.write_text(json.dumps({**project, "tenant_files": ["tenants.jsonl"]}))
    return alone, many
