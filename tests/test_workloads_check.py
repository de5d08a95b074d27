"""Settings of workloads through the real command: what leads abroad fails, and says its name."""

from __future__ import annotations

import json

import pytest

from compliance_toolkit.cli.main import main
from terraform_files import write
from terraform_plans import change, plan

FUNCTION = "aws_lambda_function.app"
OPUS = "anthropic.claude-opus-5-5"
TYPES = {"RES-017", "RET-007"}


@pytest.fixture
def check(tmp_path, capsys):
    """The exit code of an audit, and the findings about settings, by check."""

    def check(path, *more):
        code = main(["check", str(path), *more, "--format", "json"])
        findings = json.loads(capsys.readouterr().out)["findings"]
        return code, {one["check"]: one for one in findings if one["check"] in TYPES}

    return check


@pytest.fixture
def planned(tmp_path, check):
    """The same of a plan of one function."""

    def planned(unknown=None, /, jurisdiction="eu", **variables):
        after = {"environment": [{"variables": variables}]}
        lost = {"environment": [{"variables": dict.fromkeys(unknown or (), True)}]}
        path = tmp_path / "plan.json"
        path.write_bytes(plan(change(FUNCTION, after, lost)))
        return check(path, "--jurisdiction", jurisdiction)

    return planned


def written(folder, **variables):
    """A source of one function."""
    listed = "\n".join(f"      {name} = {value}" for name, value in variables.items())
    main_tf = f"""
    provider "aws" {{
      region = "eu-west-1"
    }}
    variable "model" {{}}
    resource "aws_lambda_function" "app" {{
      environment {{
        variables = {{
{listed}
        }}
      }}
    }}
    """
    return write(folder / "infra", {"main.tf": main_tf})


@pytest.mark.parametrize("jurisdiction", ["eu", "us", "de", "ch"])
def test_a_region_in_london_passes_nowhere_but_at_home(planned, jurisdiction):
    _, found = planned(jurisdiction=jurisdiction, AWS_REGION="eu-west-2")
    assert found["RES-017"]["verdict"] == "fail"
    assert found["RES-017"]["evidence"]["outside"] == ["AWS_REGION (aws region eu-west-2)"]
    assert planned(jurisdiction="uk", AWS_REGION="eu-west-2")[1]["RES-017"]["verdict"] == "pass"


def test_a_finding_names_the_setting_and_its_country(planned):
    code, found = planned(AWS_REGION="eu-west-1", M=f"us.{OPUS}", PROXY="", N=f"eu.{OPUS}")
    assert code == 1
    assert found["RES-017"]["evidence"] == {
        "outside": ["M (bedrock us eu-west-1)"],
        "countries": ["US"],
        "unclear": [],  # though the model alone is called in the region as well
    }


def test_settings_that_lead_inside_pass(planned):
    code, found = planned(AWS_REGION="eu-central-1", MODEL=f"eu.{OPUS}")
    assert (code, found["RES-017"]["verdict"]) == (0, "pass")


def test_settings_of_nothing_of_the_kind_are_skipped(planned):
    code, found = planned(LOG_LEVEL="debug")
    assert (code, found) == (0, {})


def test_a_value_that_is_not_known_is_unknown_and_says_why(planned):
    code, found = planned(["MODEL"], AWS_REGION="eu-west-1")
    assert (code, found["RES-017"]["verdict"]) == (1, "unknown")
    assert found["RES-017"]["reason"]["code"] == "known-after-apply"
    assert found["RES-017"]["evidence"]["unclear"] == ["MODEL"]


def test_a_proxy_that_nobody_owns_is_unknown(planned):
    _, found = planned(ANTHROPIC_BASE_URL="https://proxy.example")
    assert found["RES-017"]["verdict"] == "unknown"
    assert found["RES-017"]["reason"] == {"code": "outside-input", "reference": "proxy.example"}


def test_a_key_of_the_api_fails_abroad_and_is_unknown_at_home(planned):
    assert planned(ANTHROPIC_API_KEY="sk-x")[1]["RES-017"]["verdict"] == "fail"
    home = planned(jurisdiction="us", ANTHROPIC_API_KEY="sk-x")[1]["RES-017"]
    assert home["verdict"] == "unknown"
    assert planned(jurisdiction="global", ANTHROPIC_API_KEY="sk-x")[0] == 0


def test_no_report_prints_a_secret(tmp_path, capsys):
    path = tmp_path / "plan.json"
    variables = {"ANTHROPIC_API_KEY": "sk-hush", "ANTHROPIC_BASE_URL": "https://u:hush@p.example"}
    path.write_bytes(plan(change(FUNCTION, {"environment": [{"variables": variables}]})))
    for form in ("text", "json", "sarif", "github"):
        assert main(["check", str(path), "--jurisdiction", "eu", "--format", form]) == 1
        printed = capsys.readouterr()
        assert "hush" not in printed.out + printed.err


def test_a_source_is_judged_as_its_plan_is(tmp_path, check):
    folder = written(tmp_path, AWS_REGION='"eu-west-1"', M=f'"global.{OPUS}"')
    _, found = check(folder, "--jurisdiction", "eu")
    assert found["RES-017"]["verdict"] == "fail"
    assert found["RES-017"]["location"]["line"] == 6


def test_a_model_from_a_variable_is_unknown_until_it_is_given(tmp_path, check):
    folder = written(tmp_path, MODEL="var.model")
    _, found = check(folder, "--jurisdiction", "eu")
    assert found["RES-017"]["reason"] == {
        "code": "variable-without-default",
        "reference": "var.model",
    }
    for prefix, verdict in (("eu", "pass"), ("global", "fail")):
        given = f"model={prefix}.{OPUS}"
        _, found = check(folder, "--jurisdiction", "eu", "--var", given)
        assert found["RES-017"]["verdict"] == verdict


def test_prompts_in_a_log_fail_for_a_tenant_without_retention(tmp_path, check):
    folder = written(tmp_path, ANTHROPIC_LOG='"debug"')
    config = tmp_path / "compliance.yaml"
    for days, verdict in ((0, "fail"), (30, "unknown"), (None, "pass")):
        kept = "" if days is None else f", retention: {{prompts: {{max_days: {days}}}}}"
        config.write_text(
            "version: 1\norganization: acme\n"
            f"tenants:\n  acme: {{jurisdictions: [eu]{kept}}}\n"
            "audits:\n  - {terraform: infra, tenants: [acme]}\n"
        )
        _, found = check(folder, "--config", str(config))
        assert found["RET-007"]["verdict"] == verdict
        assert found["RET-007"]["evidence"]["content"] == ["ANTHROPIC_LOG"]
