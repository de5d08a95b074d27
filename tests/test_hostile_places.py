"""Content that leaves by another way than its resource's own region: copies, targets, caches."""

from __future__ import annotations

import json

import pytest

from hostile import audited, verdict

ABROAD = {
    "aws_efs_replication_configuration": "destination {\n  region = %s\n}",
    "aws_cloudformation_stack_instances": "regions = [%s]",
    "aws_db_snapshot_copy": "destination_region = %s",
}
ARNS = {
    "aws_cloudwatch_event_target": ("arn", "events:%s:1:event-bus/x"),
    "aws_cloudwatch_log_subscription_filter": ("destination_arn", "logs:%s:1:destination:x"),
    "aws_cloudwatch_log_destination": ("target_arn", "kinesis:%s:1:stream/x"),
    "aws_sns_topic_subscription": ("endpoint", "sqs:%s:1:x"),
    "aws_pipes_pipe": ("target", "sqs:%s:1:x"),
    "aws_datasync_task": ("destination_location_arn", "datasync:%s:1:location/x"),
    "aws_api_gateway_integration": ("uri", "apigateway:%s:bedrock-runtime:path/model/x/invoke"),
    "aws_apigatewayv2_integration": ("integration_uri", "lambda:%s:1:function:x"),
}


@pytest.mark.parametrize(("region", "expected"), [("us-east-1", "fail"), ("eu-north-1", "pass")])
@pytest.mark.parametrize("type_", ABROAD)
def test_a_copy_is_judged_where_it_is_kept(tmp_path, type_, region, expected):
    assert verdict(tmp_path, type_, ABROAD[type_] % f'"{region}"') == expected


@pytest.mark.parametrize(("region", "expected"), [("us-east-1", "fail"), ("eu-north-1", "pass")])
@pytest.mark.parametrize("type_", ARNS)
def test_a_target_is_judged_where_its_arn_says(tmp_path, type_, region, expected):
    name, arn = ARNS[type_]
    assert verdict(tmp_path, type_, f'{name} = "arn:aws:{arn % region}"') == expected


@pytest.mark.parametrize(
    "type_",
    [
        "aws_cloudfront_distribution",
        "aws_cloudfront_function",
        "google_compute_backend_bucket",
        "google_compute_backend_service",
    ],
)
def test_what_is_cached_all_over_the_world_is_in_no_country(tmp_path, type_):
    assert verdict(tmp_path, type_, "") == "fail"


@pytest.mark.parametrize("type_", ["azurerm_cdn_profile", "azurerm_frontdoor"])
def test_a_location_does_not_hold_a_cache(tmp_path, type_):
    assert verdict(tmp_path, type_, 'location = "westeurope"') == "fail"


def test_a_cache_may_be_anywhere_where_the_law_lets_data_be_anywhere(tmp_path):
    source = 'resource "aws_cloudfront_distribution" "x" {}\n'
    assert audited(tmp_path, source, "--jurisdiction", "global")[0] == 0


@pytest.mark.parametrize(
    ("type_", "body"),
    [
        (
            "aws_kinesis_firehose_delivery_stream",
            'http_endpoint_configuration {\n  url = "https://in.example/eu-west-1"\n}',
        ),
        ("aws_cloudwatch_event_api_destination", 'invocation_endpoint = "https://eu-west-1.test"'),
        ("aws_sns_topic_subscription", 'endpoint = "someone@eu-west-1"'),
        ("aws_sns_topic_subscription", "endpoint = aws_ssm_parameter.abroad.value"),
        ("aws_sns_topic_subscription", 'endpoint = "https://eu-west-1/x"'),
        ("aws_sns_topic_subscription", 'endpoint = "https://eu-west-1.amazonaws.com.evil.example"'),
        ("aws_dms_endpoint", 'server_name = "db.example"'),
        (
            "google_pubsub_subscription",
            (
                'push_config {\n  push_endpoint = "https://in.example/europe-west1"\n}\n'
                "topic = google_pubsub_topic.eu.id"
            ),
        ),
        (
            "aws_bedrock_guardrail",
            'cross_region_config {\n  guardrail_profile_identifier = "us.guardrail.v1:0"\n}',
        ),
        (
            "aws_bedrock_guardrail",
            (
                "cross_region_config {\n  guardrail_profile_identifier = "
                '"arn:aws:bedrock:eu-west-1:1:guardrail-profile/eu.guardrail.v1:0"\n}'
            ),
        ),
        (
            "aws_s3control_multi_region_access_point",
            'details {\n  region {\n    bucket = "nobody-here"\n  }\n}',
        ),
        (
            "aws_s3_bucket",
            (
                "replication_configuration {\n  rules {\n    destination {\n"
                '      bucket = "arn:aws:s3:::nobody-here"\n    }\n  }\n}'
            ),
        ),
        ("aws_cloudwatch_event_target", "arn = var.bus"),
    ],
)
def test_a_target_that_names_no_region_is_not_known(tmp_path, type_, body):
    more = (
        'variable "bus" {}\n'
        'resource "google_pubsub_topic" "eu" {\n  message_storage_policy {\n'
        '    allowed_persistence_regions = ["europe-west1"]\n  }\n}\n'
        'resource "aws_ssm_parameter" "abroad" {}\n'
    )
    _, findings = audited(tmp_path, f'{more}resource "{type_}" "x" {{\n{body}\n}}\n')
    assert findings["RES-001", f"{type_}.x"]["verdict"] == "unknown"


def test_a_target_among_what_was_read_is_judged_where_it_is(tmp_path):
    source = (
        'provider "aws" {\n  alias = "us"\n  region = "us-east-1"\n}\n'
        'resource "aws_sqs_queue" "eu" {}\n'
        'resource "aws_sqs_queue" "us" {\n  provider = aws.us\n}\n'
        'resource "aws_s3_bucket" "eu" {\n  bucket = "acme-eu"\n}\n'
        'resource "aws_sns_topic_subscription" "eu" {\n  endpoint = aws_sqs_queue.eu.arn\n}\n'
        'resource "aws_sns_topic_subscription" "us" {\n  endpoint = aws_sqs_queue.us.arn\n}\n'
        'resource "aws_kinesis_firehose_delivery_stream" "eu" {\n'
        '  extended_s3_configuration {\n    bucket_arn = "arn:aws:s3:::acme-eu"\n  }\n}\n'
    )
    _, findings = audited(tmp_path, source)
    verdicts = {
        address: one["verdict"] for (check, address), one in findings.items() if check == "RES-001"
    }
    assert verdicts["aws_sns_topic_subscription.eu"] == "pass"
    assert verdicts["aws_sns_topic_subscription.us"] == "fail"
    assert verdicts["aws_kinesis_firehose_delivery_stream.eu"] == "pass"


def test_a_report_tells_no_more_of_a_url_than_its_host(tmp_path):
    body = 'endpoint = "https://user:hush@in.example/secret-token"'
    source = f'resource "aws_sns_topic_subscription" "x" {{\n  {body}\n}}\n'
    _, findings = audited(tmp_path, source)
    told = json.dumps(list(findings.values()))
    assert "in.example" in told
    assert "hush" not in told
    assert "secret-token" not in told


@pytest.mark.parametrize(
    "block",
    [
        'endpoints {\n    s3 = "https://s3.us-east-1.amazonaws.com"\n  }',
        'dynamic "endpoints" {\n    for_each = []\n    content {}\n  }',
    ],
)
@pytest.mark.parametrize("own", ["", 'region = "eu-west-1"'])
def test_a_provider_with_hosts_of_its_own_is_nowhere_in_particular(tmp_path, block, own):
    providers = f'provider "aws" {{\n  region = "eu-west-1"\n  {block}\n}}\n'
    assert verdict(tmp_path, "aws_s3_bucket", own, providers=providers) == "unknown"
