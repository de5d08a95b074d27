"""What a plan does not keep is not taken for unset."""

from __future__ import annotations

import json

import pytest

from compliance_toolkit.cli.main import main
from compliance_toolkit.models import ReasonCode, Unknown
from terraform_plans import block, change, only, plan

HOST = "https://api.anthropic.com"
COSMOS = "Microsoft.DocumentDB/databaseAccounts@2024-05-15"
AZAPI = {"azapi": {"name": "azapi"}}
HIDDEN = {"references": ["var.v"]}


@pytest.fixture
def said(tmp_path, capsys):
    """Verdicts of one check on the one resource of a plan, and the exit code."""

    def ask(check, address, after, **written):
        providers = AZAPI if address.startswith("azapi") else None
        blocks = [block(address, address.partition("_")[0], **written)]
        file = tmp_path / "plan.json"
        file.write_bytes(plan(change(address, after), blocks=blocks, providers=providers))
        code = main(["check", str(file), "--jurisdiction", "eu", "--format", "json"])
        findings = json.loads(capsys.readouterr().out)["findings"]
        return code, [one["verdict"] for one in findings if one["check"] == check]

    return ask


def body(**told):
    return {"type": COSMOS, "location": "westeurope", "body": {"properties": {}}, **told}


@pytest.mark.parametrize(
    ("written", "verdict"),
    [
        ({"constant_value": {"properties": {"locations": [{"locationName": "eastus"}]}}}, "fail"),
        ({"constant_value": {"location": "northeurope"}}, "pass"),
        ({"constant_value": None}, "pass"),
        (HIDDEN, "unknown"),
        ({}, "unknown"),
    ],
)
@pytest.mark.parametrize("after", [{}, {"sensitive_body": None}])
def test_a_secret_body_is_what_its_constant_says_or_not_known(said, written, verdict, after):
    told = said("RES-001", "azapi_resource.x", body(**after), sensitive_body=written)
    assert told == (int(verdict != "pass"), [verdict])


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("aws_ssm_parameter.x", "value_wo"),
        ("aws_secretsmanager_secret_version.x", "secret_string_wo"),
        ("google_secret_manager_secret_version.x", "secret_data_wo"),
        ("vault_kv_secret_v2.x", "data_json_wo"),
        ("aws_sqs_queue.x", "anything_wo"),
    ],
)
def test_a_constant_that_leads_abroad_fails(said, address, name):
    assert said("RES-020", address, {name: None}, **{name: {"constant_value": HOST}})[1] == ["fail"]


def test_maps_and_lists_that_lead_abroad_fail(said):
    data = {"constant_value": {"ANTHROPIC_BASE_URL": HOST}}
    assert said("RES-020", "kubernetes_secret_v1.x", {}, data_wo=data)[1] == ["fail"]
    values = [{"name": "env.ANTHROPIC_BASE_URL", "value": HOST}]
    kept = {"set_wo": None, "set_wo_revision": 1}
    given = {"constant_value": values}
    assert said("RES-017", "helm_release.x", kept, set_wo=given)[1] == ["fail"]


@pytest.mark.parametrize(("revision", "verdicts"), [(1, ["unknown"]), (None, [])])
def test_what_a_chart_is_told_aside_is_not_known_where_it_is_told_anything(
    said, revision, verdicts
):
    kept = {"set_wo": None, "set_wo_revision": revision}
    assert said("RES-017", "helm_release.x", kept, set_wo=HIDDEN)[1] == verdicts


def test_the_reason_names_the_attribute_and_each_instance_has_it():
    blocks = [block("aws_sqs_queue.x", secret_wo=HIDDEN, name={"constant_value": "x"})]
    for key in ("", "[0]", '["a"]'):
        found = only(change(f"aws_sqs_queue.x{key}", {"secret_wo": None}), blocks=blocks)
        assert found.unknown == {"/secret_wo": Unknown(ReasonCode.SENSITIVE, "secret_wo")}


@pytest.mark.parametrize(
    ("after", "unknown", "written"),
    [
        ({"name": None}, None, {"name": {"constant_value": "x"}}),
        ({"value_wo": "kept"}, None, {"value_wo": HIDDEN}),
        ({"value_wo": None, "value_wo_version": None}, None, {"value_wo": HIDDEN}),
        ({"value_wo": None}, None, {}),
    ],
)
def test_whatever_else_is_null_is_unset(after, unknown, written):
    found = only(
        change("aws_sqs_queue.x", after, unknown), blocks=[block("aws_sqs_queue.x", **written)]
    )
    assert (found.values, found.unknown) == (after, {})
