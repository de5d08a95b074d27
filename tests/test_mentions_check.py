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


PARTIAL = [
    "aws bedrock-runtime invoke-model --region us-east-1 --model-id us.{0} ${{var.more}}",
    "aws bedrock-runtime invoke-model --region us-east-1 --model-id {0} ${{var.more}}",
    '%{{ if var.more != "" }}AWS_REGION=us-east-1 ./run {0}%{{ endif }} ${{var.more}}',
]


@pytest.mark.parametrize("command", PARTIAL)
def test_what_is_written_of_a_command_is_searched_though_the_rest_is_not_known(source, command):
    written = command.format("anthropic.claude-opus-4-6-v1").replace('"', '\\"')
    written = written.replace('\\"\\"', '""')
    text = provisioner(f'command = "{written}"') + 'variable "more" {}\n'
    code, found = source(text)
    assert (code, found["null_resource.r"]["verdict"]) == (1, "fail")
    assert found["null_resource.r"]["evidence"]["unclear"]


def test_a_secret_in_a_command_is_no_part_of_what_is_said(source):
    text = provisioner('command = "run --key ${var.key} --region ${var.place}"')
    text += (
        'variable "key" {\n  default = "us-east-1"\n  sensitive = true\n}\nvariable "place" {}\n'
    )
    _, found = source(text)
    assert found["null_resource.r"]["verdict"] == "unknown"
    assert "us-east-1" not in json.dumps(found)


def test_what_is_handed_to_a_command_counts_with_it(source):
    body = 'command = "run --region eu-central-1"'
    triggers = '\n      triggers = {{ model = "{}.anthropic.claude-opus-4-6-v1" }}'
    for prefix, verdict in (("eu", "pass"), ("global", "fail")):
        text = provisioner(body).replace(' "r" {', ' "r" {' + triggers.format(prefix))
        _, found = source(text)
        assert found["null_resource.r"]["verdict"] == verdict


@pytest.mark.parametrize(
    ("written", "verdict"),
    [
        ('input = "global.anthropic.claude-opus-4-6-v1"', "fail"),
        ('triggers_replace = ["eu.anthropic.claude-opus-4-6-v1"]', "unknown"),
        ('input = { region = "eu-central-1", id = "eu.anthropic.claude-opus-4-6-v1" }', "pass"),
    ],
)
def test_values_that_are_kept_for_others_are_searched(source, written, verdict):
    _, found = source(f'resource "terraform_data" "d" {{\n  {written}\n}}\n')
    assert found["terraform_data.d"]["verdict"] == verdict


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


ABROAD, AT_HOME = COMMAND.format("us-east-1", "us"), COMMAND.format("eu-central-1", "eu")
FILES = [
    'resource "local_file" "f" {{\n  filename = "call.sh"\n  content = "{}"\n}}\n',
    'resource "local_sensitive_file" "f" {{\n  filename = "x"\n  content = "{}"\n}}\n',
    'resource "cloudinit_config" "f" {{\n  part {{\n    content = "{}"\n  }}\n}}\n',
    'resource "archive_file" "f" {{\n  source {{\n    content = "{}"\n  }}\n}}\n',
]


@pytest.mark.parametrize("written", FILES)
def test_a_file_that_is_written_where_terraform_runs_leads_where_it_says(source, written):
    run = provisioner('command = "sh call.sh"')
    code, found = source(written.format(ABROAD) + run)
    assert (code, [one["verdict"] for one in found.values()]) == (1, ["fail"])
    code, found = source(written.format(AT_HOME) + run)
    assert (code, [one["verdict"] for one in found.values()]) == (0, ["pass"])
    assert source(written.format("echo done") + run) == (0, {})


def test_a_file_that_is_not_known_is_no_program(source):
    written = FILES[0].format("${aws_sqs_queue.q.arn}")
    assert source(written + provisioner('command = "sh call.sh"')) == (0, {})
