"""What holds as much as before, or was no matter of the law, is told from what is lost."""

from __future__ import annotations

import json
from typing import Any

import pytest

from estate_changes import altered, asking

ENDPOINTS = [("aws_vpc_endpoint.e", "policy"), ("awscc_ec2_vpc_endpoint.e", "policy_document")]
MODELS = "com.amazonaws.eu-central-1.bedrock-runtime"
BUCKETS = "com.amazonaws.eu-central-1.s3"


@pytest.fixture
def verdict(tmp_path, capsys):
    """What EST-001 says of a plan."""
    found = asking(tmp_path, capsys)
    return lambda *changes: found(*changes)["verdict"]


def document(**more: Any) -> str:
    one = {"Effect": "Allow", "Principal": "*", "Action": "*", "Resource": "*", **more}
    return json.dumps({"Version": "2012-10-17", "Statement": [one]})


@pytest.mark.parametrize(("address", "place"), ENDPOINTS)
@pytest.mark.parametrize(
    ("service", "told"),
    [
        (BUCKETS, "pass"),
        ("com.amazonaws.eu-central-1.ecr.api", "pass"),
        (MODELS, "fail"),
        ("com.amazonaws.eu-central-1.Bedrock", "fail"),
        ("com.amazonaws.eu-central-1.aws-external-anthropic", "fail"),
        ("com.amazonaws.vpce.eu-central-1.vpce-svc-1", "fail"),  # anything may be behind it
        ("com.amazonaws.eu-central-1.execute-api", "fail"),
        ("s", "fail"),
    ],
)
def test_an_endpoint_of_a_service_that_no_prompt_goes_through_guards_nothing(
    verdict, address, place, service, told
):
    names = {"vpc_id": "v", "service_name": service, "id": "vpce-1"}
    before = {**names, place: document(Action="s3:GetObject")}
    wider = {**names, place: document(Action=["s3:GetObject", "s3:PutObject"])}
    assert verdict(altered(address, before, None, "delete")) == told
    assert verdict(altered(address, before, {**names, place: None})) == told
    assert verdict(altered(address, before, wider)) == told


@pytest.mark.parametrize(("address", "place"), ENDPOINTS)
def test_what_an_endpoint_of_any_service_says_of_regions_is_missed(verdict, address, place):
    names = {"vpc_id": "v", "service_name": BUCKETS}
    home = {"StringEquals": {"aws:RequestedRegion": "eu-central-1"}}
    before = {**names, place: document(Condition=home)}
    assert verdict(altered(address, before, {**names, place: document()})) == "fail"
    assert verdict(altered(address, {**names, place: "{"}, None, "delete")) == "unknown"
    odd = {**names, place: document(Condition=[home])}
    assert verdict(altered(address, odd, None, "delete")) != "pass"


@pytest.mark.parametrize(
    ("service", "told"), [(BUCKETS, "pass"), (MODELS, "fail"), (None, "fail"), ("s", "fail")]
)
def test_a_policy_of_an_endpoint_guards_what_that_is_for(verdict, service, told):
    of = {"id": "vpce-1", "vpc_id": "v", "service_name": service, "policy": None}
    endpoint = altered("aws_vpc_endpoint.e", of, of, "no-op")
    before = {"vpc_endpoint_id": "vpce-1", "policy": document(Action="s3:GetObject")}
    gone = altered("aws_vpc_endpoint_policy.e", before, None, "delete")
    assert verdict(endpoint, gone) == told
    assert verdict(gone) == "fail"  # nobody says what the endpoint is for
    other = altered("aws_vpc_endpoint.e", {**of, "id": "vpce-2"}, {**of, "id": "vpce-2"}, "no-op")
    assert verdict(other, gone) == "fail"


@pytest.mark.parametrize(
    ("was", "is_", "told"),
    [
        ("bedrock:eu-*::foundation-model/*", "bedrock:eu-central-1::foundation-model/a.*", "pass"),
        ("bedrock:*::foundation-model/a.*", "bedrock:eu-*::foundation-model/a.*", "pass"),
        ("bedrock:eu-*::foundation-model/*", "bedrock:*::foundation-model/*", "unknown"),
        ("bedrock:eu-*::foundation-model/a.*", "bedrock:eu-*::foundation-model/*", "unknown"),
        ("bedrock:eu-*::foundation-model/*", "bedrock:us-east-1::foundation-model/a", "unknown"),
        ("bedrock:eu-*::x/*", "bedrock:eu-central-1::x/${aws:username}", "unknown"),
        ("bedrock:eu-*::x/?", "bedrock:eu-central-1::x/*", "unknown"),
    ],
)
def test_a_pattern_inside_another_one_allows_no_more(verdict, was, is_, told):
    names = {"vpc_id": "v", "service_name": MODELS}
    before, after = ({**names, "policy": document(Resource=f"arn:aws:{x}")} for x in (was, is_))
    assert verdict(altered("aws_vpc_endpoint.e", before, after)) == told


@pytest.mark.parametrize(
    ("freed", "condition", "told"),
    [
        ("sts:GetSessionToken", {}, "unknown"),
        ("s3:*", {}, "unknown"),
        ("bedrock:InvokeModel", {}, "fail"),
        ("bedrock-agentcore:*", {}, "fail"),
        ("aws-external-anthropic:*", {}, "fail"),
        ("B*", {}, "fail"),
        ("*", {}, "fail"),
        ("s3:*", {"StringNotEquals": {"aws:RequestedRegion": "eu-central-1"}}, "fail"),
    ],
)
def test_what_a_denial_of_no_region_lets_free_is_lost_for_sure_only_if_prompts_go_there(
    verdict, freed, condition, told
):
    asked = {"BoolIfExists": {"aws:MultiFactorAuthPresent": "false"}, **condition}

    def policy(*actions: str) -> dict[str, Any]:
        one = {"Effect": "Deny", "NotAction": actions, "Resource": "*", "Condition": asked}
        return {"group": "d", "name": "m", "policy": json.dumps({"Statement": [one]})}

    address = "aws_iam_group_policy.p"
    assert verdict(altered(address, policy("iam:*"), policy("iam:*", freed))) == told


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ({"priority": 65000}, {"priority": 1000}, "pass"),
        ({"priority": 1000}, {"priority": 65000}, "unknown"),
        ({"priority": 1000}, {"priority": None}, "unknown"),
        ({"target_tags": ["a"]}, {"target_tags": []}, "pass"),
        ({"target_tags": ["a"]}, {"target_tags": None}, "pass"),
        ({"target_tags": []}, {"target_tags": ["a"]}, "unknown"),
        ({"target_tags": ["a"]}, {"target_tags": ["b"]}, "unknown"),
        ({"target_tags": ["a"]}, {"target_service_accounts": ["b"]}, "unknown"),
        ({"target_service_accounts": ["a"]}, {}, "pass"),
        ({"destination_ranges": ["10.0.0.0/8"]}, {"destination_ranges": ["::/0"]}, "unknown"),
        ({"destination_ranges": ["a"]}, {"destination_ranges": ["b", "a"]}, "pass"),
        ({"destination_ranges": ["b", "a"]}, {"destination_ranges": ["a"]}, "unknown"),
        ({"destination_ranges": []}, {"destination_ranges": ["a"]}, "unknown"),
        ({"destination_ranges": ["a"]}, {"destination_ranges": []}, "unknown"),
        ({"priority": 65000}, {"priority": 1000, "disabled": True}, "fail"),
        ({"priority": 65000}, {"priority": 1000, "deny": []}, "fail"),
    ],
)
def test_a_rule_that_stops_more_is_told_from_one_that_stops_less(verdict, before, after, told):
    names = {"name": "f", "network": "n", "project": "p", "direction": "EGRESS"}
    rule = {**names, "deny": [{"protocol": "all"}], "disabled": False}
    assert (
        verdict(altered("google_compute_firewall.f", {**rule, **before}, {**rule, **after})) == told
    )


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ({}, {"changeable_for_days": 3}, "pass"),
        ({"changeable_for_days": 3}, {}, "unknown"),
        ({"changeable_for_days": 3}, {"changeable_for_days": 30}, "unknown"),
        ({"min_retention_days": 7}, {"min_retention_days": 1, "changeable_for_days": 3}, "fail"),
    ],
)
def test_a_lock_that_nobody_can_lift_any_more_is_the_stronger_one(verdict, before, after, told):
    address = "aws_backup_vault_lock_configuration.l"
    names = {"backup_vault_name": "v"}
    assert verdict(altered(address, {**names, **before}, {**names, **after})) == told
