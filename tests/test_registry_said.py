"""An attestation has somebody behind it, and a word in a project file was written as one."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from compliance_toolkit import Compliance, ConfigurationError, FakeCompliance
from small_project import CLAUDE_US, DAY, DEPLOYMENTS, MODEL, TENANTS

CLAIM = {"by": "legal@acme.example", "reference": "ZDR-1", "until": "2027-03-31"}
PROJECT = """\
version: 1
organization: %(organization)s
deployments:
  claude-us:
    provider: anthropic
    workspace: %(workspace)s
    inference_geo: us
    models: [claude-opus-5-5]
    api_key: {env: %(env)s}
    attestations:
      zero_data_retention:
        by: %(by)s
        reference: %(reference)s
        until: 2027-03-31
tenants:
  clinic: {jurisdictions: [us], retention: {prompts: {max_days: 0}}}
"""
SAID = {
    "organization": "acme",
    "workspace": "wrkspc_1",
    "env": "KEY",
    "by": "legal@acme.example",
    "reference": "ZDR-1",
}
NOTHING = ("null", "Null", "NULL", "~", "", "''", "' '", '"\\n"', '"\\u200b"', '"\\u3164 \\ufeff"')
OF_ANOTHER_KIND = ("true", "False", "0", "17", "-1.5e3", "0x1F", ".inf", ".NaN", "12:30")


def load(folder: Path, **said: str) -> Compliance:
    file = folder / "compliance.yaml"
    file.write_text(PROJECT % {**SAID, **said}, encoding="utf-8")
    return Compliance.load(file)


def refused(folder: Path, **said: str) -> str:
    """What is said of the first mistake; every one stands on its line and says what to do."""
    (key,) = said
    with pytest.raises(ConfigurationError) as caught:
        load(folder, **said)
    line = next(n for n, one in enumerate(PROJECT.splitlines(), 1) if f"%({key})s" in one)
    assert f"compliance.yaml:{line}: " in caught.value.message
    assert caught.value.hint
    return caught.value.message


@pytest.mark.parametrize("word", [*NOTHING, *OF_ANOTHER_KIND, "yes", "Off", "'-'", "'…'", "[]"])
@pytest.mark.parametrize("key", ["by", "reference"])
def test_nobody_vouches_for_an_attestation_and_it_is_refused(tmp_path, key, word):
    assert f"attestations.zero_data_retention.{key}`: expected" in refused(tmp_path, **{key: word})


@pytest.mark.parametrize("word", [*NOTHING, *OF_ANOTHER_KIND])
@pytest.mark.parametrize("key", ["workspace", "env", "organization"])
def test_a_word_that_was_not_written_as_one_names_nothing(tmp_path, key, word):
    assert "expected" in refused(tmp_path, **{key: word})


def test_what_is_said_of_it_is_what_was_found(tmp_path):
    at = "`deployments.claude-us.workspace`: expected text, found"
    assert f"{at} `null`, which is no value" in refused(tmp_path, workspace="null")
    assert f"{at} `17`, which is a number" in refused(tmp_path, workspace="17")
    assert f"{at} `true`, which is `true` or `false`" in refused(tmp_path, workspace="true")


@pytest.mark.parametrize(
    "text",
    [
        "legal@acme.example",
        "'null'",
        '"0"',
        "'yes'",
        "2026-11-25",
        "nobody",
        "Null & Void LLP",
        "0-day team",
        "1.2.3",
        "12:30 CET",
        "法務",
        "'№ 5'",
    ],
)
def test_what_yaml_reads_as_text_vouches(tmp_path, text):
    compliance = load(tmp_path, by=text, reference=text)
    claim: Any = compliance.registry.deployments["claude-us"].attestations.zero_data_retention
    assert (claim.by, claim.reference) == (text.strip("'\""),) * 2
    assert type(claim.by) is str
    assert compliance.resolve(tenant="clinic", model=MODEL, at=DAY).outcome == "resolved"


def test_codes_that_yaml_once_took_for_truth_stay_codes(tmp_path):
    deployments = {
        "claude-us": {**CLAUDE_US, "attestations": {"locations": {**CLAIM, "countries": ["SE"]}}}
    }
    text = json.dumps({"version": 1, "organization": "no", "deployments": deployments})
    file = tmp_path / "compliance.yaml"
    file.write_text(text.replace('"SE"', "NO").replace('"no"', "no"))
    registry = Compliance.load(file).registry
    locations: Any = registry.deployments["claude-us"].attestations.locations
    assert (registry.project.organization, locations.countries) == ("no", ("NO",))


@pytest.mark.parametrize("key", ["~", "null", "NULL"])
@pytest.mark.parametrize("section", ["deployments", "tenants"])
def test_nothing_names_nothing(tmp_path, section, key):
    file = tmp_path / "compliance.yaml"
    file.write_text(f"version: 1\norganization: acme\n{section}:\n  {key}: {{}}\n")
    with pytest.raises(ConfigurationError, match=r"compliance\.yaml:4: a key is no text"):
        Compliance.load(file)


@pytest.mark.parametrize(
    "nothing", [None, True, 0, 1.5, "", "  ", "\n", "\u200b", [], "—"], ids=repr
)
@pytest.mark.parametrize("key", ["by", "reference"])
def test_no_value_of_pythons_vouches_either(key, nothing):
    claims = {"zero_data_retention": {**CLAIM, key: nothing}}
    one: dict[str, Any] = {**CLAUDE_US, "attestations": claims}
    with pytest.raises(ConfigurationError, match=key):
        FakeCompliance(deployments={**DEPLOYMENTS, "claude-us": one}, tenants=TENANTS)
