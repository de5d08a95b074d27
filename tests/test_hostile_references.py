"""A name inside a condition, an index or an operator is no proof of where a value leads."""

from __future__ import annotations

import json

import pytest

from compliance_toolkit.cli.main import main

EU = (
    'provider "aws" {\n  region = "eu-west-1"\n}\n'
    'resource "aws_s3_bucket" "eu" {}\n'
    'locals {\n  by_name = { a = "elsewhere" }\n}\n'
)
LOGGING = """resource "aws_bedrock_model_invocation_logging_configuration" "x" {
  logging_config {
    s3_config {
      bucket_name = %s
    }
  }
}
"""


def logging_verdict(tmp_path, bucket_name):
    """The verdict of LOG-001 on logs that go to the bucket of this name."""
    (tmp_path / "main.tf").write_text(EU + LOGGING % bucket_name)
    report = tmp_path / "report.json"
    arguments = ["--jurisdiction", "eu", "--format", "json", "--output", str(report)]
    main(["check", str(tmp_path), *arguments])
    findings = json.loads(report.read_text())["findings"]
    return next(one["verdict"] for one in findings if one["check"] == "LOG-001")


@pytest.mark.parametrize(
    "expression",
    [
        'aws_s3_bucket.eu.id == "x" ? "elsewhere" : "elsewhere-too"',
        'aws_s3_bucket.eu.force_destroy ? "elsewhere" : "elsewhere-too"',
        "local.by_name[aws_s3_bucket.eu.id]",
        "{ (aws_s3_bucket.eu.id) = 1 }",
        "-aws_s3_bucket.eu.id",
        "aws_s3_bucket.eu.id + 1",
    ],
)
def test_a_value_that_a_bucket_only_helps_to_choose_is_not_that_bucket(tmp_path, expression):
    assert logging_verdict(tmp_path, expression) == "unknown"


def test_a_value_that_is_the_bucket_leads_there(tmp_path):
    assert logging_verdict(tmp_path, "aws_s3_bucket.eu.id") == "pass"
