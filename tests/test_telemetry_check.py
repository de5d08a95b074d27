"""Settings under which prompts are written down, in whatever starts or calls something."""

from __future__ import annotations

import json

import pytest

from compliance_toolkit.cli.main import main
from terraform_files import write

CONFIG = """version: 1
organization: acme
tenants:
  acme: {jurisdictions: [eu], retention: {prompts: {max_days: 0}}}
audits:
  - {terraform: infra, tenants: [acme]}
"""
PROVIDER = 'provider "aws" {\n  region = "eu-central-1"\n}\n'
LOG = 'ANTHROPIC_LOG = "debug"'
EU = "eu.anthropic.claude-opus-4-6-v1"
STEP = """
  definition = jsonencode({{ States = {{ A = {{
    Resource   = "arn:aws:states:::{0}"
    Parameters = {{ ModelId = "{1}" }}
  }} }} }})
"""
LOGS = "logging_configuration {{\n    level = {0}\n    include_execution_data = {1}\n  }}"


@pytest.fixture
def asked(tmp_path, capsys):
    """The exit code of an audit of a source, and what the check says of the resource in it."""

    def asked(text):
        write(tmp_path / "infra", {"main.tf": PROVIDER + text})
        config = tmp_path / "compliance.yaml"
        config.write_text(CONFIG)
        argv = ["check", str(tmp_path / "infra"), "--config", str(config), "--format", "json"]
        code = main(argv)
        found = json.loads(capsys.readouterr().out)["findings"]
        return code, next((one for one in found if one["check"] == "RET-007"), None)

    return asked


def block(kind, body):
    return f'resource "{kind}" "x" {{\n  {body}\n}}\n'


def machine(level='"ALL"', include="true", resource="bedrock:invokeModel", model=EU):
    return block(
        "aws_sfn_state_machine", STEP.format(resource, model) + LOGS.format(level, include)
    )


WRITES = [
    block("aws_glue_job", 'default_arguments = { "--ANTHROPIC_LOG" = "debug" }'),
    block("aws_amplify_app", f"environment_variables = {{ {LOG} }}"),
    block("awscc_lambda_function", f"environment = {{ variables = {{ {LOG} }} }}"),
    block("azapi_resource", 'body = { env = [{ name = "ANTHROPIC_LOG", value = "debug" }] }'),
    block(
        "aws_scheduler_schedule",
        "target {\n    input = jsonencode({ containerOverrides = [{ environment = [{ name = "
        '"ANTHROPIC_LOG", value = "debug" }] }] })\n  }',
    ),
    block(
        "aws_cloudformation_stack",
        f"template_body = jsonencode({{ Resources = {{ A = {{ Environment = {{ {LOG} }} }} }} }})",
    ),
    block("null_resource", f'provisioner "local-exec" {{\n    environment = {{ {LOG} }}\n  }}'),
    block("terraform_data", 'input = "ANTHROPIC_LOG=debug ./run"'),
    block("aws_instance", 'provisioner "local-exec" {\n    command = "ANTHROPIC_LOG=debug x"\n  }'),
    machine(),
    machine(level='"ERROR"'),
    block(
        "aws_sfn_state_machine",
        STEP.format("bedrock:invokeModel", EU)
        + LOGS.format('"OFF"', "true")
        + "\n  "
        + LOGS.format('"ALL"', "true"),
    ),
]


@pytest.mark.parametrize("text", WRITES)
def test_whatever_writes_prompts_down_fails_where_none_may_be_kept(asked, text):
    code, found = asked(text)
    assert (code, found["verdict"]) == (1, "fail")
    assert len(found["evidence"]["content"]) == 1


LATE_LOG = "environment_variables = { ANTHROPIC_LOG = aws_sqs_queue.q.arn }"
UNKNOWN = [
    block("aws_amplify_app", LATE_LOG) + 'resource "aws_sqs_queue" "q" {}\n',
    block("aws_amplify_app", 'environment_variables = { ANTHROPIC_LOG = "loud" }'),
    block("aws_cloudformation_stack", 'template_url = "https://s3.amazonaws.com/b/t.json"'),
    block("aws_sfn_state_machine", "definition = var.d") + 'variable "d" {}\n',
    block(
        "aws_sfn_state_machine",
        'definition = "{}"\n  lifecycle {\n    ignore_changes = all\n  }',
    ),
    machine(include="var.all") + 'variable "all" {}\n',
    machine(level="var.level") + 'variable "level" {}\n',
    block("aws_sfn_state_machine", "definition = var.d\n  " + LOGS.format('"ALL"', "true"))
    + 'variable "d" {}\n',
]


@pytest.mark.parametrize("text", UNKNOWN)
def test_what_may_write_prompts_down_is_named(asked, text):
    code, found = asked(text)
    assert (code, found["verdict"]) == (1, "unknown")
    assert found["reason"] is not None


SILENT = [
    block("aws_glue_job", 'default_arguments = { "--ANTHROPIC_LOG" = "info" }'),
    block("aws_sqs_queue", 'name = "anthropic_log"'),
    machine(level='"OFF"'),
    machine(include="false"),
    machine(resource="lambda:invoke", model="none"),
]


@pytest.mark.parametrize("text", SILENT)
def test_what_writes_nothing_down_is_not_asked(asked, text):
    assert asked(text)[1] is None


def test_a_workload_and_what_stands_beside_its_settings_are_one(asked):
    text = block(
        "aws_lambda_function",
        f"environment {{\n    variables = {{ {LOG} }}\n  }}\n"
        '  provisioner "local-exec" {\n'
        '    environment = { ANTHROPIC_OPEN_TELEMETRY_TRACES_CONTENT_MODE = "content" }\n  }',
    )
    _, found = asked(text)
    assert found["evidence"]["content"] == [
        "ANTHROPIC_LOG",
        "provisioner.environment.ANTHROPIC_OPEN_TELEMETRY_TRACES_CONTENT_MODE",
    ]
