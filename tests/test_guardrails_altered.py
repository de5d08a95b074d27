"""A guardrail is taken away too by a change that leaves its address, and less of what it held."""

from __future__ import annotations

import json
from typing import Any

import pytest

from compliance_toolkit.cli.main import main
from terraform_plans import change, plan

OUTSIDE = {"StringNotEquals": {"aws:RequestedRegion": ["eu-central-1", "eu-west-1"]}}
DENY = {"Effect": "Deny", "Action": ["bedrock:*", "ec2:*"], "Resource": "*", "Condition": OUTSIDE}
GRANT = {"Effect": "Allow", "Action": "s3:Get*", "Resource": "*"}
DENIES, AUDITS = (json.dumps({"if": {}, "then": {"effect": e}}) for e in ("deny", "audit"))
CLOSES = {"org_id": "1", "constraint": "gcp.restrictServiceUsage", "list_policy": [{"deny": []}]}
QUEUE = change("aws_sqs_queue.q", {"name": "q"})
ATTACHED = {"policy_id": "p-1", "target_id": "r-1"}
EXPIRES = {"status": "Enabled", "expiration": [{"days": 30}]}
KEEPS = {"status": "Enabled", "transition": [{"days": 30}]}


def document(*statements):
    return json.dumps({"Version": "2012-10-17", "Statement": statements})


def altered(address, before, after, actions=("update",), unknown=None, **more):
    """A change whose address stays."""
    one = change(address, after, unknown, actions=list(actions), **more)
    one["change"] |= {"before": before, "before_sensitive": {}}
    return one


@pytest.fixture
def verdict(tmp_path, capsys):
    """What EST-001 says of a plan, through the command; `None`: it is not asked."""

    def ask(*changes: dict[str, Any], **more: Any) -> Any:
        file = tmp_path / "plan.json"
        file.write_bytes(plan(QUEUE, *changes, **more))
        code = main(["check", str(file), "--jurisdiction", "eu", "--format", "json"])
        findings = json.loads(capsys.readouterr().out)["findings"]
        found = [one for one in findings if one["check"] == "EST-001"]
        assert len(found) <= 1
        assert code == 1 or not found or found[0]["verdict"] == "pass"
        return found[0]["verdict"] if found else None

    return ask


REPLACED = [["delete", "create"], ["create", "delete"], ["create", "forget"]]


@pytest.mark.parametrize("actions", REPLACED)
@pytest.mark.parametrize(
    ("address", "before", "other"),
    [
        ("aws_organizations_policy_attachment.a", ATTACHED, {"target_id": "ou-1"}),
        ("aws_organizations_policy_attachment.a", ATTACHED, {"policy_id": "p-2"}),
        (
            "aws_s3_bucket_lifecycle_configuration.a",
            {"bucket": "logs", "rule": [EXPIRES]},
            {"bucket": "other"},
        ),
        (
            "aws_iam_role_policy.a",
            {"role": "app", "name": "guard", "policy": document(DENY)},
            {"role": "other"},
        ),
        (
            "aws_cloudwatch_log_group.a",
            {"name": "chat", "retention_in_days": 30},
            {"name": "other"},
        ),
    ],
)
def test_what_is_replaced_by_one_that_binds_another_thing_is_taken_away(
    verdict, address, before, other, actions
):
    assert verdict(altered(address, before, {**before, **other}, actions)) == "fail"
    assert verdict(altered(address, before, before, actions)) == "pass"
    (name,) = other
    late = {key: value for key, value in before.items() if key != name}
    assert verdict(altered(address, before, late, actions, {name: True})) == "unknown"


DOCUMENTS = [
    ("aws_iam_role_policy.a", {"role": "app", "name": "guard"}, "policy"),
    ("aws_iam_policy.a", {"name": "guard"}, "policy"),
    ("aws_s3_bucket_policy.a", {"bucket": "logs"}, "policy"),
    ("aws_organizations_policy.a", {"name": "guard", "type": None}, "content"),
    ("aws_vpc_endpoint.a", {"vpc_id": "v", "service_name": "s"}, "policy"),
    ("awscc_organizations_policy.a", {"name": "guard", "type": "X"}, "content"),
    ("awscc_iam_managed_policy.a", {"managed_policy_name": "guard"}, "policy_document"),
]


@pytest.mark.parametrize(("address", "names", "place"), DOCUMENTS)
def test_a_policy_that_denies_no_more_what_it_did_is_taken_away(verdict, address, names, place):
    def after(*statements: dict[str, Any]) -> Any:
        was, is_ = document(GRANT, DENY), document(*statements)
        return verdict(altered(address, {**names, place: was}, {**names, place: is_}))

    assert after(GRANT) == "fail"
    assert after(GRANT, {**DENY, "Action": "sqs:*"}) == "fail"
    assert after(GRANT, {**DENY, "Action": "ec2:*"}) == "fail"
    wider = {"StringNotEquals": {"aws:RequestedRegion": ["eu-central-1", "us-east-1"]}}
    assert after(GRANT, {**DENY, "Condition": wider}) == "fail"
    untold = {"StringNotEquals": {"aws:RequestedRegion": ["eu-central-1", "eu-nowhere-1"]}}
    assert after(GRANT, {**DENY, "Condition": untold}) == "unknown"
    assert after(GRANT, {**DENY, "Resource": "arn:aws:x"}) == "unknown"


@pytest.mark.parametrize(("address", "names", "place"), DOCUMENTS)
def test_a_policy_that_denies_as_much_or_more_is_no_removal(verdict, address, names, place):
    def after(*statements: dict[str, Any]) -> Any:
        was, is_ = document(GRANT, DENY), document(*statements)
        return verdict(altered(address, {**names, place: was}, {**names, place: is_}))

    tighter = {"StringNotEquals": {"aws:RequestedRegion": ["eu-central-1"]}}
    bedrock, machines = ({**DENY, "Action": name} for name in ("Bedrock:*", "ec2:*"))
    assert after(DENY, GRANT) == "pass"
    assert after({**DENY, "Sid": "New"}, GRANT) == "pass"
    assert after({**DENY, "Condition": tighter}, GRANT) == "pass"
    assert after({**DENY, "Action": "*"}, GRANT) == "pass"
    assert after(bedrock, machines, GRANT) == "pass"


@pytest.mark.parametrize(
    ("address", "before", "after", "told"),
    [
        (
            "aws_organizations_organization.o",
            {"enabled_policy_types": ["SERVICE_CONTROL_POLICY"]},
            {"enabled_policy_types": []},
            "fail",
        ),
        (
            "aws_organizations_organization.o",
            {"enabled_policy_types": []},
            {"enabled_policy_types": ["SERVICE_CONTROL_POLICY"]},
            "pass",
        ),
        ("aws_bedrock_account_data_retention.m", {"mode": "none"}, {"mode": "inherit"}, "fail"),
        ("aws_bedrock_account_data_retention.m", {"mode": "inherit"}, {"mode": "none"}, "pass"),
        (
            "google_vertex_ai_cache_config.c",
            {"disable_cache": True},
            {"disable_cache": False},
            "fail",
        ),
        (
            "google_vertex_ai_cache_config.c",
            {"disable_cache": False},
            {"disable_cache": True},
            "pass",
        ),
        ("aws_s3_bucket_lifecycle_configuration.l", {"rule": [EXPIRES]}, {"rule": [KEEPS]}, "fail"),
        ("aws_cloudtrail.t", {"enable_logging": True}, {"enable_logging": False}, "fail"),
        ("aws_cloudtrail.t", {"enable_logging": False}, {"enable_logging": True}, "pass"),
        ("azurerm_policy_definition.d", {"policy_rule": DENIES}, {"policy_rule": AUDITS}, "fail"),
        ("azurerm_policy_definition.d", {"policy_rule": DENIES}, {"policy_rule": "{}"}, "unknown"),
        ("google_organization_policy.p", CLOSES, {**CLOSES, "list_policy": []}, "unknown"),
        ("google_organization_policy.p", CLOSES, {**CLOSES, "description": "x"}, "pass"),
        (
            "aws_s3_bucket_lifecycle_configuration.l",
            {"rule": [EXPIRES]},
            {"rule": [KEEPS, {**EXPIRES, "expiration": [{"days": 7}]}]},
            "pass",
        ),
        ("aws_s3_bucket_lifecycle_configuration.l", {"rule": [KEEPS]}, {"rule": []}, "pass"),
        (
            "aws_iam_role.r",
            {"permissions_boundary": "arn:aws:iam::111122223333:policy/b"},
            {"permissions_boundary": None},
            "fail",
        ),
        (
            "aws_iam_role.r",
            {"permissions_boundary": "arn:aws:iam::111122223333:policy/b"},
            {"permissions_boundary": "arn:aws:iam::111122223333:policy/c"},
            "unknown",
        ),
        ("aws_iam_role.r", {"permissions_boundary": ""}, {"permissions_boundary": "arn"}, "pass"),
        ("aws_organizations_account.a", {"parent_id": "ou-1"}, {"parent_id": "ou-2"}, "unknown"),
        ("aws_organizations_account.a", {"parent_id": "ou-1"}, {"parent_id": "ou-1"}, "pass"),
        (
            "google_access_context_manager_service_perimeter.p",
            {"status": [{"restricted_services": ["aiplatform.googleapis.com"]}]},
            {"status": [{"restricted_services": []}]},
            "fail",
        ),
        (
            "google_access_context_manager_service_perimeter.p",
            {"status": [{"restricted_services": ["aiplatform.googleapis.com"]}]},
            {"status": [{"restricted_services": ["x", "aiplatform.googleapis.com"]}]},
            "pass",
        ),
    ],
)
def test_what_holds_less_than_it_did_is_taken_away_and_what_holds_more_is_not(
    verdict, address, before, after, told
):
    names = {"name": "n", "bucket": "b", "project": "p"}
    assert verdict(altered(address, {**names, **before}, {**names, **after})) == told


@pytest.mark.parametrize(
    ("address", "values"),
    [
        ("aws_iam_policy.a", {"name": "guard", "policy": document(DENY)}),
        ("aws_cloudtrail.a", {"name": "t", "enable_logging": True}),
        ("aws_organizations_policy.a", {"name": "tags", "type": "TAG_POLICY", "content": "{}"}),
        ("google_org_policy_policy.a", {"parent": "projects/1", "name": "projects/1/policies/x"}),
        ("azurerm_policy_definition.a", {"name": "x", "policy_rule": DENIES}),
        ("aws_vpc_endpoint.a", {"vpc_id": "v", "service_name": "s", "policy": None}),
    ],
)
def test_tags_and_descriptions_are_no_guardrail(verdict, address, values):
    before = {**values, "tags": {"a": "b"}, "description": "old"}
    assert verdict(altered(address, before, {**before, "tags": {}, "description": "new"})) == "pass"


def test_a_new_version_of_an_api_is_no_other_guardrail(verdict):
    names = {"parent_id": "/subscriptions/1", "name": "n"}
    kind = "Microsoft.Authorization/policyAssignments@20"
    body = {"properties": {"policyDefinitionId": "/providers/d"}}
    before, after = ({**names, "type": f"{kind}{year}-06-01", "body": body} for year in (21, 24))
    assert verdict(altered("azapi_resource.a", before, after)) == "pass"


def test_content_that_is_not_known_yet_may_be_less(verdict):
    before = {"name": "guard", "policy": document(DENY)}
    late = altered("aws_iam_policy.a", before, {"name": "guard"}, unknown={"policy": True})
    assert verdict(late) == "unknown"


def test_a_lifecycle_goes_with_a_bucket_that_is_replaced_by_another(verdict):
    before, after = {"bucket": "logs", "rule": [EXPIRES]}, {"bucket": "new", "rule": [EXPIRES]}
    lifecycle = altered("aws_s3_bucket_lifecycle_configuration.l", before, after, REPLACED[0])
    bucket = "aws_s3_bucket.b"
    assert verdict(lifecycle, altered(bucket, before, after, REPLACED[0])) == "pass"
    assert verdict(lifecycle, altered(bucket, before, before, REPLACED[0])) == "fail"
    assert verdict(lifecycle, altered(bucket, before, after, REPLACED[2])) == "fail"


def test_what_others_loosened_and_nobody_mends_is_taken_away(verdict):
    names = {"bucket": "logs"}
    before, after = ({**names, "rule": [rule]} for rule in (EXPIRES, KEEPS))
    address = "aws_s3_bucket_lifecycle_configuration.l"
    drift = [altered(address, before, after)]
    standing = altered(address, after, after, ["no-op"])
    assert verdict(standing, resource_drift=drift) == "fail"
    assert verdict(altered(address, after, before), resource_drift=drift) == "pass"


@pytest.mark.parametrize(
    ("address", "before"),
    [
        ("google_access_context_manager_service_perimeter.a", {"name": "p"}),
        ("google_access_context_manager_service_perimeter_resource.a", {"resource": "projects/1"}),
        ("google_vertex_ai_cache_config.a", {"disable_cache": True}),
        ("aws_vpc_endpoint.a", {"policy": document(DENY)}),
        ("aws_controltower_control.a", {"control_identifier": "arn", "target_identifier": "ou"}),
        ("aws_organizations_organization.a", {"enabled_policy_types": []}),
        ("awscc_organizations_policy.a", {"name": "guard"}),
        ("awscc_iam_role_policy.a", {"policy_document": document(DENY)}),
        ("awscc_s3_bucket_policy.a", {"policy_document": document(DENY)}),
        ("awscc_logs_log_group.a", {"retention_in_days": 30}),
        ("awscc_cloudtrail_trail.a", {"trail_name": "t"}),
        ("awscc_controltower_enabled_control.a", {"control_identifier": "arn"}),
        ("awscc_ec2_vpc_endpoint.a", {"policy_document": json.loads(document(DENY))}),
    ],
)
def test_further_guardrails_are_missed_when_they_go(verdict, address, before):
    assert verdict(altered(address, before, None, ["delete"])) == "fail"


@pytest.mark.parametrize(
    ("address", "before"),
    [
        ("google_vertex_ai_cache_config.a", {"disable_cache": False}),
        ("aws_vpc_endpoint.a", {"policy": document({**GRANT, "Action": "*"})}),
        ("aws_vpc_endpoint.a", {"policy": None}),
        ("aws_iam_role.a", {"permissions_boundary": "arn:aws:iam::111122223333:policy/b"}),
        ("aws_organizations_account.a", {"parent_id": "ou-1"}),
    ],
)
def test_what_guards_nothing_may_go(verdict, address, before):
    assert verdict(altered(address, before, None, ["delete"])) == "pass"


STACK = "aws_cloudformation_stack.s"


@pytest.mark.parametrize(
    ("address", "before", "told"),
    [
        (STACK, {"template_body": '{"Type": "AWS::Organizations::Policy"}'}, "unknown"),
        (STACK, {"template_url": "https://x.example/t.json"}, "unknown"),
        (STACK, {"template_body": '{"Type": "AWS::SQS::Queue"}'}, "pass"),
        ("aws_cloudcontrolapi_resource.p", {"type_name": "AWS::Organizations::Policy"}, "unknown"),
        ("aws_cloudcontrolapi_resource.p", {"type_name": "AWS::SQS::Queue"}, "pass"),
    ],
)
def test_nobody_can_tell_what_guarded_in_a_stack_that_goes_as_a_whole(
    verdict, address, before, told
):
    assert verdict(altered(address, before, None, ["delete"])) == told


def test_a_stack_stands_in_for_itself_where_it_is_made_of_the_same(verdict):
    before = {"name": "guards", "template_body": '{"Type": "AWS::Organizations::Policy"}'}
    assert verdict(altered(STACK, before, {**before, "tags": {"a": "b"}})) == "pass"
    assert verdict(altered(STACK, before, {**before, "template_body": "{}"})) == "unknown"
