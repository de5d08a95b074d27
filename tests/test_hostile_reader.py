"""What a hostile reader tries, to be called compliant by mistake; each line through the command."""

import json

import pytest

from compliance_toolkit.cli.main import main

AWS = 'provider "aws" {\n  region = "%s"\n}\n'


@pytest.fixture
def audit(tmp_path):
    """Audits Terraform source and gives the exit code and the findings by (check, address)."""

    def run(source: str, *arguments: str):
        folder = tmp_path / "infra"
        folder.mkdir()
        (folder / "main.tf").write_text(source)
        output = tmp_path / "report.json"
        code = main(["check", str(folder), "--format", "json", "--output", str(output), *arguments])
        report = json.loads(output.read_text())
        return code, {
            (finding["check"], finding["resource"]["address"]): finding
            for finding in report["findings"]
        }

    return run


EU = ("--jurisdiction", "eu")


def test_a_log_group_without_retention_fails(audit):
    source = AWS % "eu-west-1" + 'resource "aws_cloudwatch_log_group" "x" {\n  name = "x"\n}\n'
    code, findings = audit(source, *EU, "--regime", "gdpr")
    found = findings["RET-001", "aws_cloudwatch_log_group.x"]
    assert (code, found["verdict"]) == (1, "fail")
    assert found["location"]["line"] == 4


def test_a_log_group_whose_retention_is_null_fails(audit):
    source = AWS % "eu-west-1" + (
        'resource "aws_cloudwatch_log_group" "x" {\n  name = "x"\n  retention_in_days = null\n}\n'
    )
    code, findings = audit(source, *EU, "--regime", "gdpr")
    assert (code, findings["RET-001", "aws_cloudwatch_log_group.x"]["verdict"]) == (1, "fail")


def test_a_log_group_whose_retention_is_a_variable_is_unknown(audit):
    source = AWS % "eu-west-1" + (
        'variable "days" {}\n'
        'resource "aws_cloudwatch_log_group" "x" {\n  retention_in_days = var.days\n}\n'
    )
    code, findings = audit(source, *EU, "--regime", "gdpr")
    found = findings["RET-001", "aws_cloudwatch_log_group.x"]
    assert (code, found["verdict"]) == (1, "unknown")
    assert found["reason"] == {"code": "variable-without-default", "reference": "var.days"}


@pytest.mark.parametrize(
    "type_",
    [
        "aws_db_instance",
        "aws_rds_cluster",
        "aws_efs_file_system",
        "aws_sqs_queue",
        "aws_kinesis_stream",
        "aws_elasticache_cluster",
        "aws_lambda_function",
        "aws_opensearch_domain",
        "aws_ebs_volume",
        "aws_ecs_task_definition",
        "aws_secretsmanager_secret",
        "aws_a_type_that_nobody_has_heard_of",
    ],
)
@pytest.mark.parametrize("region", ["us-east-1", "eu-west-2", "eu-central-2"])
def test_whatever_may_hold_content_outside_is_judged_not_skipped(audit, type_, region):
    code, findings = audit(AWS % region + f'resource "{type_}" "x" {{}}\n', *EU)
    assert (code, findings["RES-001", f"{type_}.x"]["verdict"]) == (1, "fail")


@pytest.mark.parametrize("region", ["eu-west-9", "mars-1", "", "EU-WEST-1"])
def test_a_region_that_does_not_exist_is_unknown(audit, region):
    code, findings = audit(AWS % region + 'resource "aws_s3_bucket" "x" {}\n', *EU)
    assert (code, findings["RES-001", "aws_s3_bucket.x"]["verdict"]) == (1, "unknown")


def test_a_provider_without_a_region_is_unknown(audit):
    code, findings = audit('resource "aws_s3_bucket" "x" {}\n', *EU)
    found = findings["RES-001", "aws_s3_bucket.x"]
    assert (code, found["verdict"]) == (1, "unknown")
    assert found["reason"]["code"] == "ambient-provider-region"


def test_a_resource_of_a_provider_that_nobody_knows_is_unknown(audit):
    code, findings = audit('resource "mystery_store" "x" {}\n', *EU)
    assert (code, findings["RES-001", "mystery_store.x"]["verdict"]) == (1, "unknown")


def test_a_remote_module_is_unknown(audit):
    source = AWS % "eu-west-1" + 'module "x" {\n  source = "hashicorp/consul/aws"\n}\n'
    code, findings = audit(source, *EU)
    found = findings["RES-001", "module.x"]
    assert (code, found["verdict"]) == (1, "unknown")
    assert found["reason"]["code"] == "remote-module"


def test_a_replica_abroad_fails_at_home(audit):
    source = AWS % "eu-west-1" + (
        'resource "aws_dynamodb_table" "x" {\n  replica {\n    region_name = "us-east-1"\n  }\n}\n'
    )
    code, findings = audit(source, *EU)
    assert (code, findings["RES-001", "aws_dynamodb_table.x"]["verdict"]) == (1, "fail")


def test_a_replica_somewhere_unknown_is_unknown(audit):
    source = AWS % "eu-west-1" + (
        'variable "r" {}\n'
        'resource "aws_dynamodb_table" "x" {\n  replica {\n    region_name = var.r\n  }\n}\n'
    )
    code, findings = audit(source, *EU)
    assert (code, findings["RES-001", "aws_dynamodb_table.x"]["verdict"]) == (1, "unknown")


def test_replicas_made_by_a_dynamic_block_are_unknown(audit):
    source = AWS % "eu-west-1" + (
        'resource "aws_dynamodb_table" "x" {\n'
        '  dynamic "replica" {\n    for_each = ["us-east-1"]\n'
        "    content {\n      region_name = replica.value\n    }\n  }\n}\n"
    )
    code, findings = audit(source, *EU)
    assert code == 1
    assert findings["RES-001", "aws_dynamodb_table.x"]["verdict"] in {"unknown", "fail"}


def test_the_name_of_a_resource_proves_nothing(audit):
    source = AWS % "us-east-1" + 'resource "aws_s3_bucket" "eu_west_1_compliant" {}\n'
    _, findings = audit(source, *EU)
    assert findings["RES-001", "aws_s3_bucket.eu_west_1_compliant"]["verdict"] == "fail"


def test_a_default_is_an_assumption_and_can_be_refused(audit, tmp_path):
    source = (
        'variable "region" {\n  default = "eu-west-1"\n}\n'
        'provider "aws" {\n  region = var.region\n}\n'
        'resource "aws_sqs_queue" "x" {}\n'
    )
    code, findings = audit(source, *EU, "--assume-defaults", "no")
    assert (code, findings["RES-001", "aws_sqs_queue.x"]["verdict"]) == (1, "unknown")


def test_a_default_that_was_taken_is_listed(tmp_path, capsys):
    (tmp_path / "main.tf").write_text(
        'variable "region" {\n  default = "eu-west-1"\n}\n'
        'provider "aws" {\n  region = var.region\n}\n'
        'resource "aws_sqs_queue" "x" {}\n'
    )
    assert main(["check", str(tmp_path), *EU, "--format", "json"]) == 0
    (read,) = json.loads(capsys.readouterr().out)["inputs"]
    assert read["assumptions"] == [{"variable": "region", "value": "eu-west-1"}]


def test_a_variable_on_the_command_line_wins_over_the_default(audit):
    source = (
        'variable "region" {\n  default = "eu-west-1"\n}\n'
        'provider "aws" {\n  region = var.region\n}\n'
        'resource "aws_sqs_queue" "x" {}\n'
    )
    code, findings = audit(source, *EU, "--var", "region=us-east-1")
    assert (code, findings["RES-001", "aws_sqs_queue.x"]["verdict"]) == (1, "fail")


def test_a_relaxed_run_never_says_compliant(tmp_path, capsys):
    (tmp_path / "main.tf").write_text('resource "aws_sqs_queue" "x" {}\n')
    assert main(["check", str(tmp_path), *EU, "--unknown", "warn"]) == 0
    said = capsys.readouterr().out
    assert "--unknown warn" in said
    assert "compliant" not in said.replace("not compliant", "")


@pytest.mark.parametrize("code", ["eu", "uk", "ch", "de"])
def test_no_anthropic_workspace_serves_a_jurisdiction_outside_the_us(code, tmp_path, capsys):
    snapshot = tmp_path / "workspaces.json"
    workspace = {
        "type": "workspace",
        "id": "wrkspc_1",
        "name": "Default",
        "archived_at": None,
        "created_at": "2026-01-01T00:00:00Z",
        "display_color": "#000000",
        "data_residency": {
            "workspace_geo": "us",
            "allowed_inference_geos": ["us"],
            "default_inference_geo": "us",
        },
    }
    snapshot.write_text(json.dumps({"data": [workspace], "has_more": False}))
    assert main(["check", str(snapshot), "--jurisdiction", code]) == 1
    assert main(["check", str(snapshot), "--jurisdiction", "us"]) == 0


def test_a_regime_that_no_check_judged_is_never_called_compliant(tmp_path, capsys):
    (tmp_path / "main.tf").write_text(AWS % "eu-west-1" + 'resource "aws_sqs_queue" "x" {}\n')
    assert main(["check", str(tmp_path), *EU]) == 0
    assert capsys.readouterr().out.endswith("\ncompliant\n")
    assert main(["check", str(tmp_path), *EU, "--regime", "hipaa"]) == 0
    said = capsys.readouterr().out
    assert said.endswith("nothing counts as a violation, and no check of `hipaa` applied\n")
    assert "compliant" not in said
