"""Stores of secrets, whose values providers mark as sensitive whatever they are."""

from __future__ import annotations

import json
from typing import Any

import pytest

from compliance_toolkit.cli.main import main
from terraform_files import PROVIDER, write
from terraform_plans import block, change, plan

ABROAD, AT_HOME = "us.anthropic.claude-opus-5-5", "eu.anthropic.claude-opus-5-5"
PARAMETER, SECRET = "aws_ssm_parameter.p", "aws_secretsmanager_secret_version.s"
ATTRIBUTES = {PARAMETER: "value", SECRET: "secret_string"}


@pytest.fixture
def check(capsys):
    """The exit code, the findings of what leads to Claude, and all that was printed."""

    def check(path, *more):
        code = main(["check", str(path), "--jurisdiction", "eu", "--format", "json", *more])
        said = capsys.readouterr().out
        told = [one for one in json.loads(said)["findings"] if one["check"] == "RES-020"]
        return code, [(one["verdict"], (one["reason"] or {}).get("code")) for one in told], said

    return check


@pytest.fixture
def planned(tmp_path, check):
    """Check a plan of one store, its value marked as its provider does."""

    def planned(value, expression, address=PARAMETER, **more):
        name = ATTRIBUTES[address]
        after = {"name": more.pop("name", "/app/setting"), name: value}
        kept = more.pop("kept", {})
        path = tmp_path / "plan.json"
        changes = [change(address, {**after, **kept}, sensitive={name: True, f"{name}_wo": True})]
        blocks = more.pop("blocks", [block(address, **{name: expression})])
        path.write_bytes(plan(*changes, blocks=blocks, **more))
        return check(path)

    return planned


def constant(value):
    return {"constant_value": value}


# A plan


@pytest.mark.parametrize("address", [PARAMETER, SECRET])
@pytest.mark.parametrize(("value", "verdict"), [(ABROAD, "fail"), (AT_HOME, "pass")])
def test_what_the_configuration_writes_out_is_judged(planned, address, value, verdict):
    _, found, _ = planned(value, constant(value), address)
    assert [one[0] for one in found] == [verdict]


def test_what_is_planned_is_never_shown_where_the_configuration_does_not_write_it(planned):
    written = {"references": ["random_password.p.result", "random_password.p"]}
    code, found, said = planned(ABROAD, written)
    assert (code, found) == (0, [])
    assert ABROAD not in said
    for expression in (written, {}, constant("other"), constant(AT_HOME)):
        _, found, said = planned(ABROAD, expression, name="/app/bedrock/model")
        assert found == [("unknown", "sensitive")]
        assert ABROAD not in said


@pytest.mark.parametrize("address", [PARAMETER, SECRET])
def test_a_password_that_is_written_out_is_silent_and_never_shown(planned, address):
    for expression in (constant("hunter2"), {}, {"references": ["var.p"]}):
        code, found, said = planned("hunter2", expression, address)
        assert (code, found) == (0, [])
        assert "hunter2" not in said


def test_what_functions_make_of_what_is_written_is_missed_where_it_leads_to_claude(planned):
    text = json.dumps({"ANTHROPIC_BASE_URL": "https://api.anthropic.com"})
    code, found, said = planned(text, {}, SECRET)
    assert (code, found) == (1, [("unknown", "sensitive")])
    assert "api.anthropic.com" not in said
    assert planned(json.dumps({"ANTHROPIC_API_KEY": "sk-1"}), {}, SECRET)[:2] == (0, [])


def test_a_key_beside_a_host_is_never_shown(planned):
    text = json.dumps({"ANTHROPIC_API_KEY": "sk-1", "x": "https://api.anthropic.com"})
    code, found, said = planned(text, constant(text), SECRET)
    assert (code, found) == (1, [("unknown", "sensitive")])
    assert "sk-1" not in said


@pytest.mark.parametrize(
    ("name", "is_asked"),
    [
        ("/app/bedrock/model-id", True),
        ("anthropic_endpoint", True),
        ("ClaudeRegion", True),
        ("/app/MODEL_ID", True),
        ("prod/AWS_REGION", True),
        ("/app/db/password", False),
        ("anthropic-api-key", False),
        ("/bedrock/endpoint/token", False),
        ("region-of-customers", False),
        ("/app/settings", False),
    ],
)
def test_what_is_not_known_counts_where_its_name_speaks_of_a_choice(planned, name, is_asked):
    written = {"references": ["var.x"]}
    code, found, _ = planned("x", written, name=name)
    assert (code, found) == ((1, [("unknown", "sensitive")]) if is_asked else (0, []))


def test_what_ignores_its_configuration_is_not_what_that_says(planned):
    """`ignore_changes` stands in no plan: the planned value alone tells it."""
    _, found, _ = planned("changed by hand", constant("changeme"), name="/bedrock/model")
    assert found == [("unknown", "sensitive")]
    _, found, _ = planned("changeme", constant("changeme"), name="/bedrock/model")
    assert found == []


def test_a_value_that_nobody_writes_is_the_providers(planned):
    code, found, _ = planned(None, None, name="/bedrock/model", blocks=[block(PARAMETER, name={})])
    assert (code, found) == (0, [])


@pytest.mark.parametrize(("value", "verdict"), [(ABROAD, "fail"), (AT_HOME, "pass")])
def test_what_is_only_written_is_judged_by_its_configuration(planned, value, verdict):
    blocks = [block(PARAMETER, value_wo=constant(value))]
    _, found, _ = planned(None, None, blocks=blocks, kept={"value_wo": None})
    assert [one[0] for one in found] == [verdict]
    blocks = [block(PARAMETER, value_wo={"references": ["var.x"]})]
    _, found, _ = planned(None, None, blocks=blocks, kept={"value_wo": None}, name="claude-model")
    assert found == [("unknown", "sensitive")]


def handed(tmp_path, value, *, declared, given, variables=None, for_each=None, reference="var.m"):
    """A parameter in a module, whose value is a variable of that."""
    inside: dict[str, Any] = {"address": PARAMETER, "mode": "managed", "provider_config_key": "aws"}
    inside["expressions"] = {"value": {"references": [reference]}, "name": constant("/x")}
    key = '["a"]' if for_each else ""
    if for_each:
        inside["for_each_expression"] = for_each
    module = {"resources": [inside], "variables": {"m": declared}}
    address = f"module.s.{PARAMETER}{key}"
    after = {"name": "/x", "value": value}
    document = json.loads(plan(change(address, after, sensitive={"value": True}), blocks=[]))
    document["configuration"]["root_module"] = {
        "module_calls": {"s": {"source": "./s", "expressions": given, "module": module}},
        "variables": {name: more for name, (_, more) in (variables or {}).items()},
    }
    document["variables"] = {name: {"value": one} for name, (one, _) in (variables or {}).items()}
    path = tmp_path / "plan.json"
    path.write_text(json.dumps(document))
    return path


def test_a_variable_is_followed_to_who_hands_it_in(tmp_path, check):
    def verdicts(**more):
        return [one[0] for one in check(handed(tmp_path, ABROAD, **more))[1]]

    outer = {"m": {"references": ["var.outer"]}}
    assert verdicts(declared={}, given={"m": constant(ABROAD)}) == ["fail"]
    assert verdicts(declared={"default": ABROAD}, given={}) == ["fail"]
    assert verdicts(declared={}, given=outer, variables={"outer": (ABROAD, {})}) == ["fail"]
    one = {"a": ABROAD}
    assert verdicts(
        declared={"default": one},
        given={},
        for_each={"references": ["var.m"]},
        reference="each.value",
    ) == ["fail"]
    assert verdicts(declared={}, given={"m": constant(AT_HOME)}) == ["unknown"]
    secret = {"sensitive": True}
    assert verdicts(declared={}, given=outer, variables={"outer": (ABROAD, secret)}) == []
    assert verdicts(declared=secret, given={"m": constant(ABROAD)}) == []


def test_a_state_says_only_what_names_say(tmp_path, check):
    values = {"name": "x", "value": ABROAD}
    for name, found in (("/app/bedrock-model", [("unknown", "sensitive")]), ("/app/x", [])):
        attributes = {**values, "name": name}
        marked = [[{"type": "get_attr", "value": "value"}]]
        state = {
            "version": 4,
            "terraform_version": "1.11.4",
            "serial": 1,
            "lineage": "x",
            "outputs": {},
            "resources": [
                {
                    "mode": "managed",
                    "type": "aws_ssm_parameter",
                    "name": "p",
                    "provider": 'provider["registry.terraform.io/hashicorp/aws"]',
                    "instances": [
                        {
                            "schema_version": 0,
                            "attributes": attributes,
                            "sensitive_attributes": marked,
                        }
                    ],
                }
            ],
        }
        path = tmp_path / "terraform.tfstate"
        path.write_text(json.dumps(state))
        _, told, said = check(path)
        assert told == found
        assert ABROAD not in said


# A source


HIDDEN = 'variable "m" {\n  sensitive = true\n}\nvariable "c" {}\n'


@pytest.fixture
def source(tmp_path, check):
    def source(text, *more):
        path = write(tmp_path / "infra", {"main.tf": PROVIDER + HIDDEN + text})
        return check(path, *more)[1]

    return source


def secret(name, value="var.m"):
    return f"""
    resource "aws_secretsmanager_secret" "s" {{
      name = "{name}"
    }}
    resource "aws_secretsmanager_secret_version" "s" {{
      secret_id     = aws_secretsmanager_secret.s.id
      secret_string = {value}
    }}
    """


def test_a_source_is_held_to_names_as_a_plan_is(source):
    assert source(secret("anthropic-model")) == [("unknown", "sensitive")]
    assert source(secret("app/db")) == []
    assert source(secret("anthropic-api-key")) == []
    assert source(secret("claude/region", "var.c")) == [("unknown", "variable-without-default")]


def test_what_a_source_writes_is_judged_whatever_it_is_called(source):
    assert source(secret("app/db", f'"{ABROAD}"'))[0][0] == "fail"
    assert source(secret("anthropic-model", f'"{AT_HOME}"')) == [("pass", None)]
    assert source(secret("anthropic-model", '"eu-central-1"')) == []


def test_a_label_speaks_as_a_name_does(source):
    text = 'resource "aws_ssm_parameter" "bedrock_model" {\n  name = "x"\n  value = var.m\n}\n'
    assert source(text) == [("unknown", "sensitive")]
