"""What a check reads may be written in a way that it does not expect, and still holds."""

from __future__ import annotations

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
