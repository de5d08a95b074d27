"""OpenTofu's `enabled`: what is not enabled is not there, and guards nothing."""

import json

import pytest

from compliance_toolkit.cli.main import main
from terraform_files import PROVIDER, addresses, read, value_of, write


@pytest.mark.parametrize("flag", ["false", '"false"', "var.off", "!true", "local.no"])
@pytest.mark.parametrize("block", ['resource "a" "b"', 'module "m"'])
def test_what_is_not_enabled_is_not_there(tmp_path, flag, block):
    source = '  source = "./m"\n' if block.startswith("module") else ""
    audited = read(
        tmp_path,
        'variable "off" { default = false }\nlocals { no = var.off }\n'
        f"{block} {{\n{source}  lifecycle {{\n    enabled = {flag}\n  }}\n}}\n",
        files={"m/main.tf": 'resource "a" "b" {}\n'},
    )
    assert (addresses(audited), audited.problems) == ([], ())


@pytest.mark.parametrize("flag", ["true", '"true"', "var.on"])
def test_what_is_enabled_is_there_without_a_key(tmp_path, flag):
    audited = read(
        tmp_path,
        'variable "on" { default = true }\n'
        f'resource "a" "b" {{\n  lifecycle {{\n    enabled = {flag}\n  }}\n}}\n',
    )
    assert addresses(audited) == ["a.b"]


@pytest.mark.parametrize("flag", ["var.open", "null", "1", "data.a.b.c", "[]"])
@pytest.mark.parametrize("block", ['resource "a" "b"', 'module "m"'])
def test_what_may_be_enabled_is_not_certain(tmp_path, flag, block):
    source = '  source = "./m"\n' if block.startswith("module") else ""
    audited = read(
        tmp_path,
        'variable "open" { type = bool }\n'
        f"{block} {{\n{source}  lifecycle {{\n    enabled = {flag}\n  }}\n}}\n",
        files={"m/main.tf": 'resource "a" "b" {}\n'},
    )
    assert addresses(audited) == ["module.m[*].a.b" if source else "a.b[*]"]


def test_a_list_of_what_is_not_enabled_is_empty(tmp_path):
    off = 'resource "a" "off" {\n  lifecycle {\n    enabled = false\n  }\n}\n'
    assert value_of(tmp_path, "length(a.off[*].id)", off) == 0


@pytest.mark.parametrize(
    ("flag", "verdict"),
    [("enabled = true", "pass"), ("enabled = false", "fail"), ("enabled = var.open", "unknown")],
)
def test_what_keeps_the_law_never_passes_where_it_may_not_be_there(capsys, tmp_path, flag, verdict):
    lifecycle = f"lifecycle {{ {flag} }}"
    text = """
variable "open" { type = bool }
resource "aws_bedrock_model_invocation_logging_configuration" "on" {
  logging_config {
    text_data_delivery_enabled = true
    s3_config { bucket_name = aws_s3_bucket.logs.id }
  }
}
resource "aws_s3_bucket" "logs" {}
resource "aws_s3_bucket_lifecycle_configuration" "logs" {
  bucket = aws_s3_bucket.logs.id
  rule {
    id     = "short"
    status = "Enabled"
    filter {}
    expiration { days = 7 }
    noncurrent_version_expiration { noncurrent_days = 7 }
  }
  %s
}
"""
    write(tmp_path, {"main.tf": PROVIDER + text % lifecycle})
    main(["check", str(tmp_path), "--jurisdiction", "eu", "--regime", "hipaa", "--format", "json"])
    found = json.loads(capsys.readouterr().out)["findings"]
    kept = {one["verdict"] for one in found if one["check"] == "RET-003"}
    assert kept == {verdict}
