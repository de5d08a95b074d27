"""More instances than are listed: one stands for all, and what differs among them is not known."""

from __future__ import annotations

import json

import pytest

from compliance_toolkit.cli.main import main
from terraform_files import write

PROVIDER = 'provider "aws" {\n  region = "eu-central-1"\n}\n'
MANY = "count = 1000000"
OPUS = "anthropic.claude-opus-4-6-v1"
EACH = "for_each = toset([for n in range(5000) : tostring(n)])"


@pytest.fixture
def verdicts(tmp_path, capsys):
    """The exit code, and verdicts of the checks that are not passed, by address."""

    def verdicts(text, **files):
        files = {f"{name}/main.tf": inner for name, inner in files.items()}
        folder = write(tmp_path / "infra", {"main.tf": PROVIDER + text, **files})
        code = main(["check", str(folder), "--jurisdiction", "eu", "--format", "json"])
        found = json.loads(capsys.readouterr().out)["findings"]
        return code, {(one["check"], one["resource"]["address"]): one for one in found}

    return verdicts


def queue(*body):
    return 'resource "aws_sqs_queue" "q" {{\n  {}\n}}\n'.format("\n  ".join(body))


def function(model):
    return (
        f'resource "aws_lambda_function" "f" {{\n  {MANY}\n  environment {{\n'
        f"    variables = {{ MODEL = {model} }}\n  }}\n}}\n"
    )


SAME = [
    queue(MANY),
    queue(MANY, 'region = "eu-west-1"'),
    queue(MANY, 'name = "jobs-${count.index}"'),
    queue(EACH, 'region = "eu-west-1"'),
    function(f'"eu.{OPUS}"'),
]


@pytest.mark.parametrize("text", SAME)
def test_what_is_the_same_of_each_is_judged_once(verdicts, text):
    code, found = verdicts(text)
    assert code == 0
    assert {address.rpartition("[")[2] for _, address in found} == {"*]"}


ABROAD_ONCE = [
    queue(MANY, 'region = count.index == 77777 ? "us-east-1" : "eu-central-1"'),
    queue(MANY, 'region = element(["eu-central-1", "us-east-1"], count.index)'),
    queue(EACH, 'region = each.key == "4999" ? "us-east-1" : "eu-central-1"'),
    queue(EACH, 'region = each.value == "4999" ? "us-east-1" : "eu-central-1"'),
    function(f'count.index == 7 ? "us.{OPUS}" : "eu.{OPUS}"'),
    function(f'"${{count.index == 7 ? "us" : "eu"}}.{OPUS}"'),
]


@pytest.mark.parametrize("text", ABROAD_ONCE)
def test_what_hangs_on_the_number_of_one_is_not_known(verdicts, text):
    code, found = verdicts(text)
    (one,) = [one for one in found.values() if one["verdict"] != "pass"]
    assert (code, one["verdict"], one["reason"]["code"]) == (1, "unknown", "unknown-count")


def test_what_a_module_is_told_by_its_number_is_not_known(verdicts):
    inner = 'variable "n" {}\n' + queue('region = var.n == 3 ? "us-east-1" : "eu-central-1"')
    text = f'module "m" {{\n  {MANY}\n  source = "./inner"\n  n = count.index\n}}\n'
    code, found = verdicts(text, inner=inner)
    assert code == 1
    assert found["RES-001", "module.m[*].aws_sqs_queue.q"]["verdict"] == "unknown"


def test_what_another_takes_from_one_of_them_is_not_known(verdicts):
    text = queue(MANY, 'region = count.index == 7 ? "us-east-1" : "eu-central-1"')
    text += 'resource "aws_sns_topic" "t" {\n  region = aws_sqs_queue.q[7].region\n}\n'
    code, found = verdicts(text)
    assert code == 1
    assert found["RES-001", "aws_sns_topic.t"]["verdict"] != "pass"


def test_a_copy_that_one_of_them_makes_is_not_known(verdicts):
    text = f"""
resource "aws_dynamodb_table" "t" {{
  {MANY}
  replica {{
    region_name = count.index == 9 ? "us-east-1" : "eu-west-1"
  }}
}}
"""
    code, found = verdicts(text)
    assert code == 1
    assert found["RES-001", "aws_dynamodb_table.t[*]"]["verdict"] == "unknown"
