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
)

HEAD = "version: 1\norganization: acme\n"


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
