"""What a check reads may be written in a way that it does not expect, and still holds."""

from __future__ import annotations

import re

import pytest

from hostile import audited, verdict

TRAIL = (
    'resource "aws_cloudtrail" "t" {\n  name = "t"\n  s3_bucket_name = aws_s3_bucket.x.id\n}\n'
    'resource "aws_s3_bucket" "x" {\n  bucket = "x"\n%s\n}\n'
)
HIPAA = ("--jurisdiction", "eu", "--regime", "hipaa")


def trail_verdict(folder, block):
    _, findings = audited(folder, TRAIL % block, *HIPAA)
    return findings["LOG-002", "aws_s3_bucket.x"]["verdict"]


def test_a_lifecycle_in_the_buckets_own_block_is_not_taken_for_none(tmp_path):
    assert trail_verdict(tmp_path, "") == "pass"
    rule = "lifecycle_rule {\n  enabled = true\n  expiration {\n    days = 1\n  }\n}"
    assert trail_verdict(tmp_path, rule) == "unknown"


@pytest.mark.parametrize("format_", ["Anthropic", "anthropic", "ANTHROPIC"])
@pytest.mark.parametrize("type_", ["azapi_resource", "azapi_update_resource"])
def test_a_global_foundry_deployment_fails_however_it_is_written(tmp_path, type_, format_):
    body = (
        'type = "Microsoft.CognitiveServices/accounts/deployments@2025-10-01-preview"\n'
        'location = "westeurope"\n'
        'body = jsonencode({ sku = { name = "GlobalStandard" }, '
        f'properties = {{ model = {{ format = "{format_}" }} }} }})'
    )
    assert verdict(tmp_path, type_, body, check="RES-007") == "fail"


LOGGED = """resource "aws_bedrock_model_invocation_logging_configuration" "l" {
  logging_config {
    s3_config {
      bucket_name = aws_s3_bucket.x.id
    }
  }
}
resource "aws_s3_bucket" "x" {
  bucket = "x"
}
variable "n" {}
"""
LIFECYCLE = """resource "aws_s3_bucket_lifecycle_configuration" "%s" {
  %s
  bucket = aws_s3_bucket.x.id
  rule {
    id     = "all"
    status = "%s"
    expiration {
      days = 30
    }
    noncurrent_version_expiration {
      noncurrent_days = 1
    }
  }
}
"""


def log_bucket_verdict(folder, *lifecycles):
    _, findings = audited(folder, LOGGED + "".join(LIFECYCLE % one for one in lifecycles))
    return findings["RET-003", "aws_s3_bucket.x"]["verdict"]


def test_a_bucket_that_keeps_old_versions_is_told_that_it_is_these_that_stay(tmp_path):
    current = (LIFECYCLE % ("a", "", "Enabled")).replace("noncurrent_version_expiration", "never")
    current = re.sub(r"never \{[^}]*\}", "", current)
    _, findings = audited(tmp_path, LOGGED + current)
    assert findings["RET-003", "aws_s3_bucket.x"]["evidence"] == {
        "receives_model_logs": True,
        "expires": False,
        "unexpired": ["noncurrent"],
    }


@pytest.mark.parametrize("repeated", ["count = var.n", "for_each = var.n", "count = var.n ? 1 : 0"])
def test_a_lifecycle_that_may_not_be_made_deletes_nothing_for_sure(tmp_path, repeated):
    assert log_bucket_verdict(tmp_path, ("a", "", "Enabled")) == "pass"
    assert log_bucket_verdict(tmp_path, ("a", repeated, "Enabled")) == "unknown"


def test_of_two_lifecycles_of_a_bucket_each_has_to_delete(tmp_path):
    both = ("a", "", "Enabled"), ("b", "", "Disabled")
    assert log_bucket_verdict(tmp_path, *both) == "fail"


def test_logs_may_arrive_where_it_is_not_known_whether_they_are_switched_on(tmp_path):
    maybe = LOGGED.replace("  logging_config", "  count = var.n\n  logging_config", 1)
    _, findings = audited(tmp_path, maybe)
    assert findings["RET-003", "aws_s3_bucket.x"]["verdict"] == "unknown"


def test_what_is_made_together_is_there_together(tmp_path):
    (tmp_path / "logs").mkdir()
    module = (LOGGED + LIFECYCLE % ("a", "", "Enabled")).replace('variable "n" {}\n', "")
    (tmp_path / "logs" / "main.tf").write_text(module)
    call = 'variable "n" {}\nmodule "logs" {\n  count  = var.n\n  source = "./logs"\n}\n'
    _, findings = audited(tmp_path, call)
    assert findings["RET-003", "module.logs[*].aws_s3_bucket.x"]["verdict"] == "pass"


@pytest.mark.parametrize(
    ("model", "expected"),
    [("global.anthropic.claude-opus-5-5", "fail"), ("eu.anthropic.claude-opus-5-5", "pass")],
)
def test_a_managed_prompt_is_judged_by_the_model_it_names(tmp_path, model, expected):
    body = f'variant {{\n  name = "x"\n  model_id = "{model}"\n}}'
    assert verdict(tmp_path, "aws_bedrockagent_prompt", body, check="RES-010") == expected
