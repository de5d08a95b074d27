"""Audits a few lines of Terraform through the command, for tests of what must never pass."""

from __future__ import annotations

import json
from pathlib import Path

from compliance_toolkit.cli.main import main

PROVIDERS = (
    'provider "aws" {\n  region = "eu-west-1"\n}\n'
    'provider "google" {\n  region = "europe-west1"\n}\n'
)


def audited(folder: Path, source: str, *arguments: str, providers: str = PROVIDERS):
    """Give the exit code, and the findings by check and address."""
    (folder / "main.tf").write_text(providers + source)
    report = folder / "report.json"
    if not arguments:
        arguments = ("--jurisdiction", "eu")
    code = main(["check", str(folder), "--format", "json", "--output", str(report), *arguments])
    findings = json.loads(report.read_text())["findings"]
    return code, {(one["check"], one["resource"]["address"]): one for one in findings}


def verdict(folder: Path, type_: str, body: str, check: str = "RES-001", **options):
    """Give one check's verdict on one resource of a type."""
    code, findings = audited(folder, f'resource "{type_}" "x" {{\n{body}\n}}\n', **options)
    found = findings[check, f"{type_}.x"]["verdict"]
    assert (code == 0) == all(one["verdict"] == "pass" for one in findings.values())
    return found
