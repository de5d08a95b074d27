"""A source that waits for a variable says for which, wherever that is used."""

from __future__ import annotations

import json

import pytest

from compliance_toolkit.cli.main import main
from terraform_files import PROVIDER, write

REGIONS = 'variable "regions" {\n  type = map(object({ region = string }))\n}\n'
INNER = 'variable "all" {}\nresource "aws_sqs_queue" "q" {\n  for_each = var.all\n'
INNER += "  name = each.key\n  region = each.value\n}\n"
HERE = """
resource "aws_s3_bucket" "b" {
  for_each = var.regions
  bucket   = "b-${each.key}"
  region   = each.value.region
}
"""
TABLE = """
resource "aws_dynamodb_table" "t" {
  name = "t"
  dynamic "replica" {
    for_each = var.regions
    content {
      region_name = replica.value.region
    }
  }
}
"""
MODULE = """
module "m" {
  source = "./m"
  all    = { for name, one in var.regions : name => one.region }
}
"""


@pytest.fixture
def reasons(tmp_path, capsys):
    """Why the places of resources are not known."""

    def reasons(text, *more):
        files = {"main.tf": PROVIDER + text, "m/main.tf": INNER}
        path = write(tmp_path / "infra", files)
        main(["check", str(path), "--jurisdiction", "eu", "--format", "json", *more])
        findings = json.loads(capsys.readouterr().out)["findings"]
        told = [one for one in findings if one["check"] == "RES-001"]
        return {
            (one["reason"]["code"], one["reason"]["reference"]) for one in told if one["reason"]
        }

    return reasons


@pytest.mark.parametrize("text", [HERE, TABLE, MODULE])
def test_the_variable_behind_what_is_repeated_is_named(reasons, text):
    assert reasons(REGIONS + text) == {("variable-without-default", "var.regions")}
    given = 'regions={"a": {"region": "eu-central-1"}}'
    assert reasons(REGIONS + text, "--var", given) == set()


def test_what_no_variable_settles_is_not_blamed_on_one(reasons):
    late = 'data "aws_regions" "all" {}\n' + HERE.replace(
        "var.regions", "data.aws_regions.all.names"
    )
    assert reasons(late) == {("unknown-count", "each.value")}
    late = 'data "aws_regions" "all" {}\n' + TABLE.replace("var.", "data.aws_")
    assert reasons(late) == {("dynamic-content", 'dynamic "replica"')}
