"""Worked examples of AWS's documentation: each policy does here what the page says that it does.

The policies are those of the pages, cut to what they show; each test names its page.
"""

import pytest

from access_world import (
    EU_SIX,
    allow,
    attached,
    calls,
    deny,
    destinations,
    first,
    grants,
    identity,
    outside,
    policy,
    ruled,
    scopes,
    scp,
    sources,
    stated,
)
from compliance_toolkit.terraform.access.documents import read_text
from compliance_toolkit.terraform.access.rulings import Ruling

DOCS = "https://docs.aws.amazon.com/"
OPUS = "anthropic.claude-opus-5-5"
GLOBAL_SERVICES = ["iam:*", "organizations:*", "route53:*", "budgets:*", "waf:*", "cloudfront:*"]
ROLES = ["arn:aws:iam::*:role/Role1AllowedToBypassThisSCP"]


def said(*statements, action="s3:GetObject", on="arn:aws:s3:::b/k", **keys):
    """What a policy makes of one request."""
    return ruled(read_text(policy(*statements)), action, on, **keys)


# organizations/latest/userguide/orgs_manage_policies_scps_examples_general.html


def region_deny(*left_out, **conditions):
    regions = {"StringNotEquals": {"aws:RequestedRegion": ["eu-central-1", "eu-west-1"]}}
    return {
        "Sid": "DenyAllOutsideEU",
        "Effect": "Deny",
        "NotAction": [*GLOBAL_SERVICES, *left_out],
        "Resource": "*",
        "Condition": {**regions, **conditions},
    }


def test_the_region_guardrail_closes_every_profile_that_leaves_its_regions():
    found = first(scp(region_deny()), attached())
    assert scopes(found) == {"in-region", "application"}
    assert sources(found) == {"eu-central-1", "eu-west-1"}
    assert sources(found, service="bedrock_mantle") <= {"eu-central-1", "eu-west-1"}


def test_the_region_guardrail_leaves_open_the_service_that_it_leaves_out():
    found = first(scp(region_deny("bedrock:*")), attached())
    assert {"global", "us", "eu"} <= scopes(found)


def test_the_region_guardrail_is_open_to_the_roles_that_may_bypass_it():
    found = first(scp(region_deny(ArnNotLike={"aws:PrincipalARN": ROLES})), attached())
    assert {"global", "us"} <= scopes(found)
    keys = [one.get("depends_on") for one in found.values["access"]["allowed"]]
    assert ["aws:principalarn"] in keys
    assert None in keys  # in the two regions anybody may call


# bedrock/latest/userguide/geographic-cross-region-inference.html


def test_the_region_that_is_asked_for_is_each_destination_of_a_profile():
    listed = [one for one in EU_SIX if one != "eu-south-2"]
    missing = first(scp(outside(listed)), attached())
    assert "eu-south-2" not in destinations(missing, "eu")
    whole = first(scp(outside(EU_SIX)), attached())
    assert ("eu", "eu-central-1") in calls(whole)
    assert destinations(whole, "eu") == set(EU_SIX)


# bedrock/latest/userguide/inference-profiles-prereq.html


def profile_grant(region="us-west-2", **more):
    profile = f"arn:aws:bedrock:{region}:111122223333:inference-profile/us.{OPUS}"
    models = [
        f"arn:aws:bedrock:{name}::foundation-model/{OPUS}"
        for name in ("us-east-1", "us-east-2", "us-west-2")
    ]
    return (
        allow(["bedrock:InvokeModel*"], [profile]),
        allow(
            ["bedrock:InvokeModel*"],
            models,
            Condition={"StringLike": {"bedrock:InferenceProfileArn": profile}},
            **more,
        ),
    )


def test_a_grant_by_the_profiles_arn_is_that_profile_from_its_region_alone():
    found = stated(identity(*profile_grant()))["aws_iam_role_policy.x"]
    assert calls(found) == {("us", "us-west-2")}
    assert destinations(found, "us") == {"us-east-1", "us-east-2", "us-west-2"}


def test_the_models_of_that_grant_cannot_be_called_by_themselves():
    assert stated(identity(profile_grant()[1]))["aws_iam_role_policy.x"].silent_on == {
        "access",
        "platform_access",
    }


# bedrock/latest/userguide/security_iam_id-based-policy-examples.html


def test_a_denied_model_is_one_model_and_the_others_stay_open():
    model = f"arn:aws:bedrock:*::foundation-model/{OPUS}"
    found = first(scp(deny("bedrock:InvokeModel", model)), attached())
    assert {"us", "eu", "global"} <= scopes(found)


# IAM/latest/UserGuide/reference_policies_elements_condition_operators.html


@pytest.mark.parametrize(
    ("type_", "holds"), [("t1.micro", True), ("m3.large", True), ("c5.large", False), (None, True)]
)
def test_if_exists_ignores_a_key_that_the_request_has_not(type_, holds):
    condition = {"StringLikeIfExists": {"ec2:InstanceType": ["t1.*", "t2.*", "m3.*"]}}
    keys = {} if type_ is None else {"ec2:InstanceType": type_}
    assert grants(condition, **keys) is holds


@pytest.mark.parametrize(
    ("address", "holds"),
    [("203.0.113.9", True), ("2001:DB8:1234:5678::9", True), ("203.0.114.9", False), (None, False)],
)
def test_an_address_lies_in_a_network_of_either_kind(address, holds):
    networks = ["203.0.113.0/24", "2001:DB8:1234:5678::/64"]
    condition = {"IpAddress": {"aws:SourceIp": networks}}
    assert grants(condition, **({} if address is None else {"aws:SourceIp": address})) is holds


@pytest.mark.parametrize(("there", "holds"), [(True, False), (False, True)])
def test_null_asks_whether_credentials_are_long_lived(there, holds):
    condition = {"Null": {"aws:TokenIssueTime": "true"}}
    keys = {"aws:TokenIssueTime": "2026-11-26T00:00:00Z"} if there else {}
    assert grants(condition, **keys) is holds


# IAM/latest/UserGuide/reference_policies_condition-single-vs-multi-valued-context-keys.html

ATTRIBUTES = {"ForAllValues:StringEquals": {"dynamodb:Attributes": ["ID", "Message", "Tags"]}}


@pytest.mark.parametrize(
    ("asked", "holds"),
    [
        (("ID", "Message", "Tags"), True),
        (("ID", "Message"), True),
        (("ID", "Message", "Tags", "UserName"), False),
        (("PostDateTime",), False),
        ((), True),  # the page warns of this one
    ],
)
def test_for_all_values_holds_of_a_subset_and_of_nothing(asked, holds):
    assert grants(ATTRIBUTES, **{"dynamodb:Attributes": asked}) is holds


def test_null_beside_for_all_values_asks_for_a_key_that_is_there():
    both = {**ATTRIBUTES, "Null": {"dynamodb:Attributes": "false"}}
    assert grants(both, **{"dynamodb:Attributes": ()}) is False
    assert grants(both) is False
    assert grants(both, **{"dynamodb:Attributes": ("ID",)}) is True


@pytest.mark.parametrize(
    ("asked", "denied"), [(("ID", "PostDateTime"), True), (("ID",), False), ((), False)]
)
def test_for_any_value_denies_one_among_many_and_never_a_missing_key(asked, denied):
    key = {"dynamodb:Attributes": ["ID", "PostDateTime"][1:]}
    statements = allow("*"), deny("*", Condition={"ForAnyValue:StringEquals": key})
    ruling = said(*statements, **{"dynamodb:Attributes": asked})
    assert ruling is (Ruling.DENIED if denied else Ruling.ALLOWED)


# IAM/latest/UserGuide/reference_policies_variables.html


@pytest.mark.parametrize(
    ("path", "ruling"),
    [("home/bob/x", Ruling.ALLOWED), ("home/alice/x", Ruling.UNGRANTED)],
)
def test_a_variable_is_the_name_of_who_calls(path, ruling):
    statement = allow("s3:*", ["arn:aws:s3:::b/home/${aws:username}/*"])
    assert said(statement, on=f"arn:aws:s3:::b/{path}", **{"aws:username": "bob"}) is ruling


def test_a_variable_without_a_value_takes_the_default_that_is_written():
    folder = "arn:aws:s3:::b/${aws:PrincipalTag/team, 'company-wide'}/*"
    statement = allow("s3:*", [folder])
    key = "aws:PrincipalTag/team"
    assert said(statement, on="arn:aws:s3:::b/company-wide/x") is Ruling.ALLOWED
    assert said(statement, on="arn:aws:s3:::b/red/x", **{key: "red"}) is Ruling.ALLOWED
    assert said(statement, on="arn:aws:s3:::b/company-wide/x", **{key: "red"}) is Ruling.UNGRANTED


def test_a_character_that_is_a_wildcard_elsewhere_is_written_as_a_variable():
    statement = allow("s3:*", ["arn:aws:s3:::b/${*}/x"])
    assert said(statement, on="arn:aws:s3:::b/*/x") is Ruling.ALLOWED
    assert said(statement, on="arn:aws:s3:::b/y/x") is Ruling.UNGRANTED


# IAM/latest/UserGuide/reference_policies_elements_notresource.html and …_notaction.html


def test_deny_with_not_resource_leaves_what_it_names():
    bucket = ["arn:aws:s3:::HRBucket/Payroll", "arn:aws:s3:::HRBucket/Payroll/*"]
    statement = {"Effect": "Deny", "Action": "s3:*", "NotResource": bucket}
    assert said(allow("*"), statement, on="arn:aws:s3:::HRBucket/Payroll/x") is Ruling.ALLOWED
    assert said(allow("*"), statement, on="arn:aws:s3:::Other/x") is Ruling.DENIED


@pytest.mark.parametrize(
    ("action", "mfa", "ruling"),
    [
        ("iam:ListUsers", None, Ruling.ALLOWED),
        ("s3:GetObject", None, Ruling.DENIED),
        ("s3:GetObject", "false", Ruling.DENIED),
        ("s3:GetObject", "true", Ruling.ALLOWED),
    ],
)
def test_deny_with_not_action_asks_for_a_second_factor_for_all_else(action, mfa, ruling):
    statement = {
        "Effect": "Deny",
        "NotAction": "iam:*",
        "Resource": "*",
        "Condition": {"BoolIfExists": {"aws:MultiFactorAuthPresent": "false"}},
    }
    keys = {} if mfa is None else {"aws:MultiFactorAuthPresent": mfa}
    assert said(allow("*"), statement, action=action, **keys) is ruling


# IAM/latest/UserGuide/reference_policies_condition-logic-multiple-context-keys-or-values.html


@pytest.mark.parametrize(
    ("keys", "ruling"),
    [
        ({"aws:PrincipalTag/department": "hr", "aws:PrincipalTag/role": "audit"}, Ruling.ALLOWED),
        ({"aws:PrincipalTag/department": "hr"}, Ruling.UNGRANTED),
        ({"aws:PrincipalTag/department": "it", "aws:PrincipalTag/role": "audit"}, Ruling.UNGRANTED),
    ],
)
def test_keys_are_all_needed_and_values_are_alternatives(keys, ruling):
    condition = {
        "StringEquals": {
            "aws:PrincipalTag/department": ["finance", "hr", "legal"],
            "aws:PrincipalTag/role": ["audit", "security"],
        }
    }
    assert said(allow("*", Condition=condition), **keys) is ruling


def test_a_negated_operator_needs_every_value_to_differ():
    condition = {"StringNotEquals": {"aws:PrincipalTag/department": ["hr", "legal"]}}
    key = "aws:PrincipalTag/department"
    assert grants(condition, **{key: "it"}) is True
    assert grants(condition, **{key: "hr"}) is False
    assert grants(condition) is True  # the page: an absent key matches


# organizations/latest/userguide/orgs_manage_policies_scps_examples_general.html


def test_what_binds_some_callers_in_all_that_they_do_guards_something_else():
    root = {"StringLike": {"aws:PrincipalArn": ["arn:aws:iam::*:root"]}}
    found = first(scp(deny("*", Condition=root)), attached())
    assert found.silent_on == {"access", "platform_access"}
