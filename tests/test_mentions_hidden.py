"""What runs programs, and whose script or settings nobody can read: unknown, never passed over."""

from __future__ import annotations

import json

import pytest

from compliance_toolkit.cli.main import main
from terraform_files import PROVIDER, write
from terraform_plans import block, change, plan

VARIABLES = """
variable "c" {}
variable "key" {
  sensitive = true
  default   = "hush"
}
resource "aws_s3_bucket" "b" {
  bucket = "b"
}
"""
SCRIPT = "aws bedrock-runtime converse --region us-east-1 --model-id us.anthropic.claude-opus-5-5"


@pytest.fixture
def check(capsys):
    """The exit code, and the verdict, reason and unclear names of what calls Claude."""

    def check(path, *more):
        code = main(["check", str(path), "--jurisdiction", "eu", "--format", "json", *more])
        findings = json.loads(capsys.readouterr().out)["findings"]
        told = [one for one in findings if one["check"] == "RES-020"]
        return code, [
            (one["verdict"], (one["reason"] or {}).get("code"), one["evidence"]["unclear"])
            for one in told
        ]

    return check


@pytest.fixture
def source(tmp_path, check):
    def source(type_, body, *more):
        text = f'{PROVIDER}{VARIABLES}resource "{type_}" "x" {{\n  {body}\n}}\n'
        return check(write(tmp_path / "infra", {"main.tf": text}), *more)[1]

    return source


SCRIPTS = [
    ("aws_ssm_document", "content = {}", "content"),
    ("aws_ssm_association", "parameters = {{ commands = {} }}", "parameters.commands"),
    ("aws_ssm_association", "parameters = {{ sourceInfo = {} }}", "parameters.sourceInfo"),
    ("aws_imagebuilder_component", "data = {}", "data"),
    (
        "aws_sagemaker_notebook_instance_lifecycle_configuration",
        "on_start = {}",
        "on_start",
    ),
    ("azurerm_automation_runbook", "content = {}", "content"),
    ("azurerm_resource_group_template_deployment", "template_content = {}", "template_content"),
    ("azurerm_subscription_template_deployment", "template_content = {}", "template_content"),
    ("azurerm_resource_deployment_script_azure_cli", "script_content = {}", "script_content"),
    ("azurerm_virtual_machine_run_command", "source {{\n script = {}\n}}", "source.script"),
    (
        "azurerm_virtual_machine_extension",
        'type = "CustomScript"\nprotected_settings = {}',
        "protected_settings",
    ),
    ("azurerm_virtual_machine_scale_set_extension", "settings = {}", "settings"),
    (
        "google_compute_project_metadata",
        "metadata = {{ startup-script = {} }}",
        "metadata.startup-script",
    ),
    (
        "google_compute_project_metadata_item",
        'key = "windows-startup-script-ps1"\nvalue = {}',
        "value",
    ),
    ("nomad_job", "jobspec = {}", "jobspec"),
    ("docker_container", "command = [{}]", "command"),
    ("docker_container", "env = [{}]", "env"),
]


@pytest.mark.parametrize(("type_", "body", "name"), SCRIPTS)
def test_a_script_that_is_not_known_is_named(source, type_, body, name):
    missing = ("unknown", "variable-without-default", [name])
    assert source(type_, body.format("var.c")) == [missing]
    assert source(type_, body.format("var.key")) == [("unknown", "sensitive", [name])]


@pytest.mark.parametrize(("type_", "body"), [one[:2] for one in SCRIPTS])
def test_a_script_that_is_known_is_searched(source, type_, body):
    assert source(type_, body.format("var.c"), "--var", "c=echo done") == []
    found = source(type_, body.format("var.c"), "--var", f"c={SCRIPT}")
    assert [one[0] for one in found] == ["fail"]


SETTINGS = [
    ("aws_amplify_app", "environment_variables = {{ {} = {} }}"),
    ("aws_glue_job", 'default_arguments = {{ "{}" = {} }}'),
    ("aws_elastic_beanstalk_environment", 'setting {{\n name = "{}"\n value = {}\n}}'),
    ("google_app_engine_flexible_app_version", "env_variables = {{ {} = {} }}"),
]


@pytest.mark.parametrize(("type_", "body"), SETTINGS)
def test_a_setting_that_is_not_known_is_named(source, type_, body):
    for name in ("ANTHROPIC_MODEL", "OTHER"):
        ((verdict, code, unclear),) = source(type_, body.format(name, "var.c"))
        assert (verdict, code) == ("unknown", "variable-without-default")
        assert unclear[0].endswith(name)


@pytest.mark.parametrize(("type_", "body"), SETTINGS)
def test_only_a_choice_that_is_secret_is_named(source, type_, body):
    assert source(type_, body.format("DB_PASSWORD", "var.key")) == []
    ((verdict, code, _),) = source(type_, body.format("BEDROCK_MODEL_ID", "var.key"))
    assert (verdict, code) == ("unknown", "sensitive")


@pytest.mark.parametrize(("type_", "body"), SETTINGS)
def test_the_name_of_another_resource_is_no_setting(source, type_, body):
    assert source(type_, body.format("BUCKET", "aws_s3_bucket.b.arn")) == []


HANDED = [
    ("aws_cloudwatch_event_target", "input = {}", "input"),
    ("aws_scheduler_schedule", "target {{\n input = {}\n}}", "target.input"),
    ("google_cloud_scheduler_job", "http_target {{\n uri = {}\n}}", "http_target.uri"),
    ("azapi_resource", "body = {}", "body"),
]


@pytest.mark.parametrize(("type_", "body", "name"), HANDED)
def test_what_a_service_hands_another_is_named_where_it_is_not_known(source, type_, body, name):
    assert source(type_, body.format("var.c")) == [("unknown", "variable-without-default", [name])]
    assert source(type_, body.format("aws_s3_bucket.b.arn")) == []
    assert source(type_, body.format("var.c"), "--var", "c=https://jobs.example/run") == []


@pytest.mark.parametrize(
    ("type_", "body"),
    [
        ("azurerm_virtual_machine_extension", 'type = "AzureMonitorLinuxAgent"\nsettings = var.c'),
        ("google_compute_project_metadata", "metadata = { ssh-keys = var.c }"),
        ("google_compute_project_metadata_item", 'key = "ssh-keys"\nvalue = var.c'),
        ("aws_ssm_association", "parameters = { InstanceId = aws_s3_bucket.b.id }"),
        ("aws_cloudwatch_event_target", "rule = var.c"),
    ],
)
def test_what_runs_nothing_is_not_asked(source, type_, body):
    assert source(type_, body) == []


def test_what_is_written_of_a_document_is_read_though_a_name_in_it_is_not_known(source):
    body = 'content = jsonencode({ bucket = aws_s3_bucket.b.arn, run = "echo done" })'
    assert source("aws_ssm_document", body) == []
    ((verdict, _, unclear),) = source("aws_ssm_document", body.replace("echo done", SCRIPT))
    assert verdict == "fail"
    assert unclear == []


def planned(type_, after, unknown, **expressions):
    address = f"{type_}.x"
    return plan(change(address, after, unknown), blocks=[block(address, **expressions)])


def test_a_plan_is_asked_alike(tmp_path, check):
    path = tmp_path / "plan.json"
    late = {"references": ["data.http.x.body", "data.http.x"]}
    path.write_bytes(planned("aws_ssm_document", {}, {"content": True}, content=late))
    assert check(path)[1] == [("unknown", "known-after-apply", ["content"])]
    component = "aws_imagebuilder_component"
    link = {"constant_value": "s3://b/x.yaml"}
    path.write_bytes(planned(component, {"uri": "s3://b/x.yaml"}, {"data": True}, uri=link))
    assert check(path)[1] == []
    path.write_bytes(planned(component, {}, {"data": True}, data=late))
    assert check(path)[1] == [("unknown", "known-after-apply", ["data"])]
    path.write_bytes(planned("docker_container", {}, {"env": True}))
    assert check(path)[1] == []
