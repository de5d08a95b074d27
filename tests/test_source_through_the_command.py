"""What a source is easily misread in, met through the real command: each is known or unknown."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from compliance_toolkit.cli.main import main
from terraform_files import write

QUEUE = 'resource "aws_sqs_queue" "q" {}\n'
CALL = 'module "m" {\n  source  = "acme/queue/aws"\n  version = "~> 1.0"\n}\n'


def provider(region: str) -> str:
    return f'provider "aws" {{\n  region = {region}\n}}\n'


def check(capsys: Any, folder: Path, *arguments: str) -> tuple[int, dict[str, Any]]:
    """Exit code and JSON report."""
    code = main(["check", str(folder), "--jurisdiction", "eu", "--format", "json", *arguments])
    return code, json.loads(capsys.readouterr().out)


def place(report: dict[str, Any], address: str = "aws_sqs_queue.q") -> str | None:
    """Where the report says that a resource is."""
    found = (f for f in report["findings"] if f["check"] == "RES-001")
    told = (f["resource"]["region"] for f in found if f["resource"]["address"] == address)
    region: str | None = next(told)
    return region


@pytest.mark.parametrize(
    ("expression", "region"),
    [
        # The grammar groups these to the left, and takes these two splats for the same.
        ('true ? "eu-west-1" : false ? "us-east-1" : "us-west-2"', "eu-west-1"),
        ('false ? "us-east-1" : true ? "eu-west-1" : "us-west-2"', "eu-west-1"),
        ('element([{ b = ["eu-west-1"] }, { b = ["us-east-1"] }][*].b[0], 0)', "eu-west-1"),
        ('[{ b = ["eu-west-1", "us-east-1"] }].*.b[0][0]', "eu-west-1"),
        ('[{ b = ["us-east-1"] }, { b = ["eu-west-1"] }].*.b[1][0]', "eu-west-1"),
    ],
)
def test_what_the_grammar_reads_in_another_way_is_read_as_terraform_does(
    capsys, tmp_path, expression, region
):
    write(tmp_path, {"main.tf": provider(expression) + QUEUE})
    _, report = check(capsys, tmp_path)
    assert place(report) == region


@pytest.mark.parametrize(
    "text",
    [
        'provider "aws" {\n  region = "us-east-1"\n  region = "eu-west-1"\n}\n',
        'provider "aws" {\n  alias = "x" region = "eu-west-1"\n}\n',
    ],
)
def test_what_the_grammar_lets_pass_and_terraform_does_not_is_an_error(capsys, tmp_path, text):
    write(tmp_path, {"main.tf": text + QUEUE})
    code, report = check(capsys, tmp_path)
    assert code == 3
    assert report["inputs"][0]["problems"][0]["location"]["line"] in {2, 3}


def test_a_default_is_an_assumption_and_what_is_given_stands_over_it(capsys, tmp_path):
    variable = 'variable "region" {\n  default = "us-east-1"\n}\n'
    write(tmp_path / "infra", {"main.tf": variable + provider("var.region") + QUEUE})
    values = tmp_path / "eu.tfvars"
    values.write_text('region = "eu-west-1"\n')
    _, report = check(capsys, tmp_path / "infra")
    assumed = [{"variable": "region", "value": "us-east-1"}]
    assert (place(report), report["inputs"][0]["assumptions"]) == ("us-east-1", assumed)
    _, report = check(capsys, tmp_path / "infra", "--assume-defaults", "no")
    assert (place(report), report["inputs"][0]["assumptions"]) == (None, [])
    _, report = check(capsys, tmp_path / "infra", "--var-file", str(values))
    assert (place(report), report["inputs"][0]["assumptions"]) == ("eu-west-1", [])
    typed = ["--var-file", str(values), "--var", "region=eu-north-1"]
    _, report = check(capsys, tmp_path / "infra", *typed)
    assert (place(report), report["inputs"][0]["assumptions"]) == ("eu-north-1", [])


def test_the_workspace_is_unknown_unless_it_is_given(capsys, tmp_path):
    region = 'terraform.workspace == "prod" ? "eu-west-1" : "us-east-1"'
    write(tmp_path, {"main.tf": provider(region) + QUEUE})
    code, report = check(capsys, tmp_path)
    assert (code, place(report)) == (1, None)
    reasons = {f["reason"]["reference"] for f in report["findings"] if f["reason"]}
    assert reasons == {"terraform.workspace"}
    code, report = check(capsys, tmp_path, "--var", "terraform.workspace=prod")
    assert (code, place(report)) == (0, "eu-west-1")


def test_a_file_that_only_opentofu_reads_leaves_open_what_stands_in_the_other(capsys, tmp_path):
    write(tmp_path, {"main.tf": provider('"eu-west-1"'), "queue.tofu": QUEUE})
    code, report = check(capsys, tmp_path)
    assert (code, place(report)) == (0, "eu-west-1")
    write(tmp_path, {"queue.tf": QUEUE.replace("{}", '{\n  region = "us-east-1"\n}')})
    code, report = check(capsys, tmp_path)
    assert code == 1
    assert report["inputs"][0]["unresolved"] == 1


def downloaded(folder: Path, source: str, version: str) -> None:
    entry = {"Key": "m", "Source": source, "Version": version, "Dir": ".terraform/modules/m"}
    files = {
        "main.tf": provider('"eu-west-1"') + CALL,
        ".terraform/modules/modules.json": json.dumps({"Modules": [entry]}),
        ".terraform/modules/m/main.tf": QUEUE,
    }
    write(folder, files)


def test_a_module_that_was_downloaded_is_read_if_it_is_the_one_that_is_called(capsys, tmp_path):
    downloaded(tmp_path, "registry.terraform.io/acme/queue/aws", "1.4.0")
    code, report = check(capsys, tmp_path)
    assert (code, place(report, "module.m.aws_sqs_queue.q")) == (0, "eu-west-1")


@pytest.mark.parametrize(
    ("source", "version"),
    [
        ("registry.terraform.io/acme/queue/aws", "2.0.0"),
        ("registry.terraform.io/other/queue/aws", "1.4.0"),
        ("registry.terraform.io/acme/queue/aws", ""),
    ],
)
def test_a_download_that_no_longer_matches_counts_as_not_read(capsys, tmp_path, source, version):
    downloaded(tmp_path, source, version)
    code, report = check(capsys, tmp_path)
    assert (code, report["inputs"][0]["unresolved"]) == (1, 1)
    assert {f["reason"]["code"] for f in report["findings"]} == {"remote-module"}
