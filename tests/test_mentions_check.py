"""What calls Claude from where nobody looks, through the real command."""

from __future__ import annotations

import json

import pytest

from compliance_toolkit.cli.main import main
from terraform_files import write
from terraform_plans import block, change, plan

CHECK = "RES-020"
COMMAND = "aws bedrock-runtime invoke-model --region {} --model-id {}.anthropic.claude-opus-4-6-v1"
PROVIDER = 'provider "aws" {\n  region = "eu-central-1"\n}\n'


@pytest.fixture
def check(capsys):
    """The exit code of an audit, and each finding of the check by address."""

    def check(path, jurisdiction="eu"):
        code = main(["check", str(path), "--jurisdiction", jurisdiction, "--format", "json"])
        findings = json.loads(capsys.readouterr().out)["findings"]
        return code, {one["resource"]["address"]: one for one in findings if one["check"] == CHECK}

    return check


@pytest.fixture
def source(tmp_path, check):
    def source(text, jurisdiction="eu"):
        return check(write(tmp_path / "infra", {"main.tf": PROVIDER + text}), jurisdiction)

    return source


def machine(model):
    return f"""
    resource "aws_sqs_queue" "jobs" {{
      name = "jobs"
    }}
    resource "aws_sfn_state_machine" "ask" {{
      definition = jsonencode({{
        Queue = aws_sqs_queue.jobs.arn
        States = {{ A = {{
          Resource = "arn:aws:states:::bedrock:invokeModel"
          Parameters = {{ ModelId = "{model}" }}
        }} }}
      }})
    }}
    """


@pytest.mark.parametrize(
    ("prefix", "code", "verdict"), [("us", 1, "fail"), ("global", 1, "fail"), ("eu", 0, "pass")]
)
def test_a_state_machine_is_judged_by_the_model_it_calls(source, prefix, code, verdict):
    found = source(machine(f"{prefix}.anthropic.claude-opus-4-6-v1"))
    assert found[0] == code
    assert found[1]["aws_sfn_state_machine.ask"]["verdict"] == verdict


def test_a_finding_says_where_the_call_stands(source):
    _, found = source(machine("us.anthropic.claude-opus-4-6-v1"))
    evidence = found["aws_sfn_state_machine.ask"]["evidence"]
    assert evidence["outside"] == [
        "definition.States.A.Parameters.ModelId (bedrock us eu-central-1)"
    ]
    assert evidence["countries"] == ["US"]


def test_where_any_country_is_allowed_a_known_call_passes(source):
    code, found = source(machine("us.anthropic.claude-opus-4-6-v1"), "global")
    assert (code, found["aws_sfn_state_machine.ask"]["verdict"]) == (0, "pass")


def provisioner(body, kind="local-exec"):
    return f"""
    resource "aws_sqs_queue" "q" {{
      name = "q"
    }}
    resource "null_resource" "r" {{
      provisioner "{kind}" {{
{body}
      }}
    }}
    """


@pytest.mark.parametrize(
    "text",
    [
        provisioner(f'command = "{COMMAND.format("us-east-1", "us")}"'),
        provisioner('command = "./run"\nenvironment = {\n  AWS_REGION = "us-east-1"\n}'),
        provisioner(f'inline = ["x", "{COMMAND.format("us-east-1", "us")}"]', "remote-exec"),
    ],
)
def test_a_provisioner_that_calls_abroad_fails(source, text):
    code, found = source(text)
    assert (code, found["null_resource.r"]["verdict"]) == (1, "fail")


def test_a_provisioner_that_calls_nobody_is_not_asked(source):
    assert source(provisioner('command = "echo done"')) == (0, {})


def test_a_provisioner_that_calls_at_home_passes(source):
    code, found = source(provisioner(f'command = "{COMMAND.format("eu-central-1", "eu")}"'))
    assert (code, found["null_resource.r"]["verdict"]) == (0, "pass")


def test_a_command_that_is_not_known_is_named(source):
    code, found = source(provisioner('command = "run ${aws_sqs_queue.q.arn}"'))
    one = found["null_resource.r"]
    assert (code, one["verdict"], one["reason"]["code"]) == (1, "unknown", "known-after-apply")
    assert one["evidence"]["unclear"] == ["provisioner.command"]


def planned(**expressions):
    made = block("null_resource.r", "null")
    made["provisioners"] = [{"type": "local-exec", "expressions": expressions}]
    queue = change("aws_sqs_queue.q", {"name": "q"})
    return plan(
        change("null_resource.r", {}), queue, blocks=[made, block("aws_sqs_queue.q", name={})]
    )


@pytest.mark.parametrize(
    ("command", "code", "verdict"),
    [
        ({"constant_value": COMMAND.format("us-east-1", "us")}, 1, "fail"),
        ({"constant_value": COMMAND.format("eu-central-1", "eu")}, 0, "pass"),
        ({"references": ["aws_sqs_queue.q.arn", "aws_sqs_queue.q"]}, 1, "unknown"),
        ({}, 1, "unknown"),
    ],
)
def test_a_plan_tells_what_provisioners_run(tmp_path, check, command, code, verdict):
    path = tmp_path / "plan.json"
    path.write_bytes(planned(command=command))
    found = check(path)
    assert (found[0], found[1]["null_resource.r"]["verdict"]) == (code, verdict)


def test_a_resource_that_leads_nowhere_is_not_asked(source):
    code, found = source('resource "aws_sqs_queue" "q" {\n  name = "anthropic-jobs"\n}\n')
    assert (code, found) == (0, {})
