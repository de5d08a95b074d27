"""A jurisdiction is a folder: one that is added while nothing else changes is law at once."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from compliance_toolkit import Compliance, ConfigurationError, PolicyError
from compliance_toolkit.cli.main import main

NORDIC = ["DK", "FI", "NO", "SE"]
LAW: dict[str, Any] = {
    "name": "Nordic countries",
    "inference": {"countries": NORDIC},
    "storage": {"countries": NORDIC},
    "partitions": None,
    "rationale": "An agreement of four neighbours lets data be with any of them",
    "article": "Agreement, Art. 1",
    "source": "https://example.com/agreement",
    "as_of": "2026-11-25",
    "confidence": "K",
}
MANTLE = {"provider": "bedrock_mantle", "account": "111122223333", "models": ["claude-opus-5"]}
PROJECT = {
    "version": 1,
    "organization": "acme",
    "deployments": {
        "stockholm": {**MANTLE, "region": "eu-north-1"},
        "ireland": {**MANTLE, "region": "eu-west-1"},
    },
    "tenants": {"north": {"jurisdictions": ["nordic"]}},
}
QUEUE = 'provider "aws" {{\n  region = "{}"\n}}\n\nresource "aws_sqs_queue" "requests" {{}}\n'


@pytest.fixture
def added(policies: Path, tmp_path: Path) -> Path:
    """The shipped policies and one folder more."""
    root = tmp_path / "policies"
    shutil.copytree(policies, root)
    folder = root / "compliance" / "jurisdictions" / "nordic"
    folder.mkdir()
    (folder / "data.json").write_text(json.dumps(LAW))
    return root


@pytest.fixture
def project(tmp_path: Path) -> Path:
    file = tmp_path / "compliance.yaml"
    file.write_text(json.dumps(PROJECT))
    return file


def checked(folder: Path, region: str, root: Path | None, *options: str) -> int:
    folder.mkdir()
    (folder / "main.tf").write_text(QUEUE.format(region))
    given = [] if root is None else ["--policies", str(root)]
    return main(["check", str(folder), "--jurisdiction", "nordic", *given, *options])


def test_the_added_law_fits_the_schema(schemas):
    assert Draft202012Validator(schemas["jurisdiction"]).is_valid(LAW)


def test_before_it_is_added_nobody_knows_it(project, tmp_path, capsys):
    with pytest.raises(ConfigurationError, match="`nordic`"):
        Compliance.load(project)
    assert checked(tmp_path / "infra", "eu-north-1", None) == 2
    assert "nordic" in capsys.readouterr().err


def test_a_request_is_resolved_within_it(added, project):
    compliance = Compliance.load(project, policies=added)
    decision = compliance.resolve(
        tenant="north", model="claude-opus-5", at="2026-11-25", explain=True
    )
    assert [route.deployment for route in decision.routes] == ["stockholm"]
    (denial,) = [x for x in decision.denials if x.rule == "RES-101"]
    assert denial.deployment == "ireland"


@pytest.mark.parametrize(
    ("region", "code"), [("eu-north-1", 0), ("eu-west-1", 1), ("eu-west-2", 1), ("eu-moon-1", 1)]
)
def test_infrastructure_is_checked_against_it(region, code, added, tmp_path, capsys):
    assert checked(tmp_path / "infra", region, added, "--format", "json") == code
    findings = json.loads(capsys.readouterr().out)["findings"]
    assert {finding["jurisdiction"] for finding in findings} == {"nordic"}


def test_a_report_quotes_its_article(added, tmp_path, capsys):
    assert checked(tmp_path / "infra", "eu-west-1", added) == 1
    assert "Agreement, Art. 1" in capsys.readouterr().out


def test_a_law_that_is_added_without_countries_is_no_law(added, project):
    file = added / "compliance" / "jurisdictions" / "nordic" / "data.json"
    file.write_text(json.dumps({**LAW, "inference": {"countries": []}}))
    with pytest.raises(PolicyError, match="nordic"):
        Compliance.load(project, policies=added)
