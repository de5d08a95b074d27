"""A small law, and project files around what a test is about."""

from __future__ import annotations

from pathlib import Path

import pytest

from compliance_toolkit.errors import ConfigurationError
from compliance_toolkit.registry.law import KnownLaw, Limits
from compliance_toolkit.registry.registry import Registry, load

EU = frozenset({"DE", "FR", "IE"})

LAW = KnownLaw(
    jurisdictions={
        "global": None,
        "eu": EU,
        "de": frozenset({"DE"}),
        "fr": frozenset({"FR"}),
        "us": frozenset({"US"}),
        "de-fr": frozenset({"DE", "FR"}),
        "de-ie": frozenset({"DE", "IE"}),
        "fr-ie": frozenset({"FR", "IE"}),
        "stored": frozenset({"DE"}),
        "anywhere-kept-in-us": None,
    },
    storage={
        "global": None,
        "eu": EU,
        "de": frozenset({"DE"}),
        "fr": frozenset({"FR"}),
        "us": frozenset({"US"}),
        "de-fr": frozenset({"DE", "FR"}),
        "de-ie": frozenset({"DE", "IE"}),
        "fr-ie": frozenset({"FR", "IE"}),
        "stored": frozenset({"DE", "US"}),
        "anywhere-kept-in-us": frozenset({"US"}),
    },
    regimes={
        "gdpr": {"prompts": Limits(max_days=30), "logs": Limits()},
        "hipaa": {"evidence": Limits(min_days=2190)},
        "keep": {"prompts": Limits(min_days=90)},
    },
    data_classes=frozenset({"health", "personal"}),
    models=frozenset({"claude-opus-5-5", "claude-sonnet-5"}),
    regions={
        "aws": frozenset({"eu-central-1", "eu-west-1", "us-east-1"}),
        "google": frozenset({"eu", "us", "global", "europe-west1"}),
    },
    scopes={
        "anthropic": frozenset({"us", "global"}),
        "claude_platform_aws": frozenset({"us", "global"}),
        "bedrock": frozenset({"in-region", "eu", "us", "global"}),
        "foundry": frozenset({"DataZoneStandard", "GlobalStandard"}),
    },
    countries=frozenset({"DE", "FR", "IE", "US", "GB"}),
    features=frozenset({"prompt_caching", "batch", "web_search"}),
    obligations=frozenset({"log-in-region", "keep-records"}),
)

HEAD = "version: 1\norganization: acme\n"

WHOLE = """\
deployments:
  bedrock-eu:
    provider: bedrock
    account: 011122223333
    region: eu-central-1
    scope: eu
    models: [claude-opus-5-5, claude-sonnet-5]
    role_arn: arn:aws:iam::011122223333:role/inference
    attestations:
      retention: {mode: none, regions: [eu-central-1, eu-west-1],
                  by: cloud@acme.example, reference: CHG-812, until: 2027-03-31}
  mantle: {provider: bedrock_mantle, account: "111122223333", region: eu-west-1,
           models: [claude-opus-5-5]}
  vertex-eu: {provider: vertex, project: acme-eu, location: eu, models: [claude-opus-5-5]}
  claude-us:
    provider: anthropic
    workspace: wrkspc_01
    inference_geo: us
    models: [claude-opus-5-5]
    api_key: {env: ANTHROPIC_API_KEY_US}
    attestations:
      zero_data_retention: {by: legal@acme.example, reference: MSA-2026-7, until: "2027-03-31"}
  platform: {provider: claude_platform_aws, account: "111122223333", region: us-east-1,
             workspace: wrkspc_02, inference_geo: global, models: [claude-opus-5-5]}
  foundry: {provider: foundry, resource: acme-us, sku: DataZoneStandard, models: [claude-opus-5-5]}
tenants:
  acme: {jurisdictions: [global]}
  acme/health: {jurisdictions: [us], regimes: [hipaa], data_classes: [health]}
audits:
  - {terraform: infra/eu, jurisdictions: [eu], regimes: [gdpr]}
  - {workspaces: snapshots/workspaces.json, tenants: [acme/health]}
"""


def write(folder: Path, body: str, **files: str) -> Path:
    """Write a project file whose first two lines are given, and files beside it."""
    for name, text in files.items():
        path = folder / name.replace("__", "/")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    path = folder / "compliance.yaml"
    path.write_text(HEAD + body, encoding="utf-8")
    return path


def read(folder: Path, body: str, **files: str) -> Registry:
    """Read a project file."""
    return load(write(folder, body, **files), law=LAW)


def mistakes(folder: Path, body: str, **files: str) -> list[str]:
    """Give every mistake in a project file, each as `line: message | hint`."""
    path = write(folder, body, **files)
    with pytest.raises(ConfigurationError) as caught:
        load(path, law=LAW)
    return told(caught.value, folder)


def told(error: ConfigurationError, folder: Path) -> list[str]:
    """Write an error and those it carries, without the folder of this test."""
    every = [error, *error.others]
    assert all("\n" not in one.message for one in every)
    return [
        f"{one.message} | {one.hint}".replace(f"{folder}/", "").replace("compliance.yaml:", "")
        for one in every
    ]
