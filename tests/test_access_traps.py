"""The traps of the handbook's section on guardrails: what policies of AWS really leave open.

Each policy is attached to the root and asked about all calls of the shipped routes.
"""

import pytest

from access_world import (
    EU_SIX,
    ROOT,
    account,
    allow,
    attached,
    calls,
    deny,
    destinations,
    first,
    identity,
    outside,
    resource,
    scopes,
    scp,
    sources,
    stated,
    unit,
)
from compliance_toolkit.models import ReasonCode, Unknown

INVOKING = [
    "bedrock:InvokeModel",
    "bedrock:InvokeModelWithResponseStream",
    "bedrock:CreateModelInvocationJob",
]
GLOBAL_OFF = deny(
    "bedrock:*",
    Condition={
        "StringEquals": {"aws:RequestedRegion": "unspecified"},
        "ArnLike": {
            "bedrock:InferenceProfileArn": "arn:aws:bedrock:*:*:inference-profile/global.*"
        },
    },
)
PROFILES_ONLY = deny(
    "bedrock:*",
    Condition={
        "StringEquals": {"aws:RequestedRegion": EU_SIX[1:]},
        "Null": {"bedrock:InferenceProfileArn": "true"},
    },
)
NOT_EU = ["us-east-1", "us-east-2", "us-west-1", "us-west-2", "eu-west-2", "eu-central-2"]


def in_force(*statements):
    """What service control policies that are attached to the root leave open."""
    return first(scp(*statements), attached())


def test_without_a_guardrail_every_way_is_open():
    open_to_all = first(scp(deny(INVOKING, "arn:aws:bedrock:*::foundation-model/none")), attached())
    assert {"in-region", "eu", "us", "jp", "au", "global", "application"} <= scopes(open_to_all)


def test_1_an_allow_list_of_regions_denies_global_routing_too():
    found = in_force(outside(EU_SIX))
    assert sources(found) == set(EU_SIX)
    assert scopes(found) == {"in-region", "eu", "application"}
    assert destinations(found, "eu") == destinations(found, "application") == set(EU_SIX)
    assert found.values["access"]["unknown"] == []


def test_2_a_deny_list_of_regions_leaves_global_routing_open():
    found = in_force(outside(NOT_EU, operator="StringEquals"))
    assert ("global", "eu-west-1") in calls(found)
    assert not sources(found) & set(NOT_EU)


def test_3_an_allow_list_that_has_unspecified_leaves_global_routing_open():
    found = in_force(outside([*EU_SIX, "unspecified"]))
    assert {scope for scope, source in calls(found) if source == "eu-west-1"} >= {"global", "eu"}
    assert "us" not in scopes(found)


def test_4_a_region_guardrail_that_leaves_bedrock_out_restricts_nothing_of_it():
    region = {"StringNotEquals": {"aws:RequestedRegion": EU_SIX}}
    left_out = {"Effect": "Deny", "NotAction": ["bedrock:*", "iam:*"], "Resource": "*"}
    found = in_force({**left_out, "Condition": region})
    assert {"us-east-1", "ap-northeast-1"} <= sources(found)
    assert "global" in scopes(found)
    # The other endpoint is another service, which the statement does not leave out.
    assert sources(found, service="bedrock_mantle") == set(EU_SIX)


def cris_sample():
    """AWS's sample of a region guardrail with cross-region inference, in our own words."""
    region = {"StringNotEquals": {"aws:RequestedRegion": EU_SIX}}
    profile = "arn:aws:bedrock:*:*:inference-profile/eu.*"
    return [
        {"Effect": "Deny", "NotAction": INVOKING, "Resource": "*", "Condition": region},
        deny(
            INVOKING, Condition={**region, "ArnNotLike": {"bedrock:InferenceProfileArn": profile}}
        ),
    ]


def test_5_a_profile_that_is_left_out_by_its_prefix_may_run_anywhere():
    found = in_force(*cris_sample())
    assert {("eu", "eu-west-2"), ("eu", "eu-central-2")} <= calls(found)
    assert {"eu-west-2", "eu-central-2"} <= destinations(found, "eu")
    assert scopes(found) == {"in-region", "eu", "application"}
    assert {source for scope, source in calls(found) if scope == "in-region"} == set(EU_SIX)


def test_5_what_the_second_statement_does_not_list_falls_under_the_first():
    found = in_force(cris_sample()[0])
    assert "us" in scopes(found)
    assert sources(found, service="bedrock_mantle") == set(EU_SIX)
    others = ["bedrock:InvokeModelWithBidirectionalStream", "bedrock:StartAsyncInvoke"]
    found = in_force(cris_sample()[0], deny(INVOKING))
    assert set(EU_SIX) == sources(found)
    found = in_force(cris_sample()[0], deny([*INVOKING, *others]))
    assert sources(found) == set()


def test_6_a_name_proves_nothing():
    statement = {**outside([*EU_SIX, "us-east-1"]), "Sid": "DenyAllOutsideEU"}
    named = scp(statement, name="deny_all_outside_eu")
    found = first(named, attached(name="deny_all_outside_eu"))
    assert ("in-region", "us-east-1") in calls(found)


def test_7_a_list_of_some_of_a_profiles_destinations_closes_the_profile():
    found = in_force(outside(["eu-central-1", "eu-west-1"]))
    assert {("in-region", "eu-central-1"), ("in-region", "eu-west-1")} <= calls(found)
    current = {call for call in calls(found) if call[0] == "eu"}
    assert current == set()
    assert sources(found) == {"eu-central-1", "eu-west-1"}


def test_8_a_policy_that_is_attached_to_nothing_is_not_in_force():
    found = first(scp(outside(EU_SIX)))
    assert found.values["access"]["in_force"] is False
    assert {"us-east-1", "eu-west-1"} <= sources(found)
    assert "global" in scopes(found)


def test_8_a_policy_on_another_unit_does_not_bind_an_account():
    other = unit("aws_organizations_organizational_unit.other")
    guard = [scp(outside(EU_SIX)), attached("aws_organizations_organizational_unit.eu")]
    found = stated(
        *guard, unit(), other, account("free", other.address), account("bound", unit().address)
    )
    assert sources(found["aws_organizations_account.bound"]) == set(EU_SIX)
    assert "us-east-1" in sources(found["aws_organizations_account.free"])


def test_9_the_management_account_is_bound_by_nothing():
    late = Unknown(ReasonCode.KNOWN_AFTER_APPLY, f"{ROOT}.master_account_id")
    to_management = resource(
        "aws_organizations_policy_attachment.x",
        unknown={"/target_id": late},
        references={"policy_id": ["aws_organizations_policy.guard"], "target_id": [ROOT]},
    )
    assert first(scp(outside(EU_SIX)), to_management).values["access"]["in_force"] is False
    organisation = resource(ROOT, {"master_account_id": "111122223333"})
    by_id = resource(
        "aws_organizations_policy_attachment.x",
        {"target_id": "111122223333"},
        references={"policy_id": ["aws_organizations_policy.guard"]},
    )
    found = first(scp(outside(EU_SIX)), organisation, by_id)
    assert found.values["access"]["in_force"] is False


def test_10_an_exception_for_a_principal_is_a_hole_for_that_one():
    statement = outside(EU_SIX)
    statement["Condition"]["ArnNotLike"] = {"aws:PrincipalARN": "arn:aws:iam::*:role/admin"}
    found = in_force(statement)
    abroad = [one for one in found.values["access"]["allowed"] if one["source"] == "us-east-1"]
    assert abroad
    assert {tuple(one["depends_on"]) for one in abroad} == {("aws:principalarn",)}
    at_home = [one for one in found.values["access"]["allowed"] if one["source"] == "eu-west-1"]
    assert any("depends_on" not in one for one in at_home)


@pytest.mark.parametrize(
    "resources",
    [
        "*",
        ["arn:aws:bedrock:*:*:inference-profile/*", "arn:aws:bedrock:*::foundation-model/*"],
        [
            "arn:aws:bedrock:*:111122223333:inference-profile/*",
            "arn:aws:bedrock:*::foundation-model/*",
        ],
    ],
)
def test_11_a_grant_of_every_profile_and_model_restricts_nothing(resources):
    found = first(identity(allow("bedrock:InvokeModel*", resources)))
    assert {"eu", "us", "global", "in-region"} <= scopes(found)


def test_12_an_absent_profile_meets_a_negative_condition_and_no_positive_one():
    profile = "arn:aws:bedrock:*:*:inference-profile/eu.*"
    negative = {"StringNotLike": {"bedrock:InferenceProfileArn": profile}}
    assert scopes(in_force(deny("bedrock:*", Condition=negative))) == {"eu"}
    positive = {"StringLike": {"bedrock:InferenceProfileArn": profile}}
    left = scopes(in_force(deny("bedrock:*", Condition=positive)))
    assert "in-region" in left
    assert "eu" not in left


def test_12_if_exists_holds_where_the_profile_is_absent():
    profile = "arn:aws:bedrock:*:*:inference-profile/eu.*"
    for operator in ("StringLikeIfExists", "ForAllValues:StringLike"):
        only = {operator: {"bedrock:InferenceProfileArn": profile}}
        assert "in-region" not in scopes(in_force(deny("bedrock:*", Condition=only)))


def test_13_a_variable_or_a_value_that_is_not_known_is_unknown():
    by_tag = outside(["${aws:PrincipalTag/region}"])
    found = in_force(by_tag)
    assert found.values["access"]["allowed"] == []
    assert ("in-region", "us-east-1") in calls(found, "unknown")
    late = Unknown(ReasonCode.KNOWN_AFTER_APPLY, "terraform_data.x.output")
    lost = resource("aws_organizations_policy.guard", unknown={"/content": late})
    found = first(lost, attached())
    assert "access" not in found.values
    assert found.unknown["/access"] == late
    assert "access" not in found.silent_on


def test_14_policies_on_one_path_are_joined_and_a_denial_anywhere_wins():
    regions = scp(outside(NOT_EU, operator="StringEquals"), name="regions")
    routing = scp(GLOBAL_OFF, name="routing")
    both = [
        attached(name="regions"),
        attached("aws_organizations_organizational_unit.eu", "routing"),
    ]
    found = stated(regions, routing, *both, unit())
    alone = found["aws_organizations_policy.regions"]
    joined = found["aws_organizations_policy.routing"]
    assert "global" in scopes(alone)
    assert "global" not in scopes(joined)
    assert not sources(joined) & set(NOT_EU)


def test_15_a_profile_of_the_customers_own_goes_where_the_one_it_copies_goes():
    grant = ["arn:aws:bedrock:eu-west-1:111122223333:application-inference-profile/abc"]
    models = [f"arn:aws:bedrock:{name}::foundation-model/*" for name in EU_SIX]
    found = first(identity(allow("bedrock:InvokeModel", grant + models)))
    assert destinations(found, "application") == set(EU_SIX)
    wide = first(
        identity(allow("bedrock:InvokeModel", [*grant, "arn:aws:bedrock:*::foundation-model/*"]))
    )
    assert "unspecified" in destinations(wide, "application")


def endpoint(policy=None, service="bedrock-runtime", region="eu-west-1"):
    values = {"service_name": f"com.amazonaws.{region}.{service}", "policy": policy}
    return resource("aws_vpc_endpoint.x", values, region=region)


def test_16_an_endpoint_policy_binds_those_who_call_through_it():
    found = stated(endpoint(), identity(allow("bedrock:*")))
    assert sources(found["aws_vpc_endpoint.x"]) == {"eu-west-1"}
    assert {"eu", "global", "in-region"} <= scopes(found["aws_vpc_endpoint.x"])
    assert "us-east-1" in sources(found["aws_iam_role_policy.x"])


def test_the_documented_way_to_close_global_routing_closes_nothing_else():
    found = in_force(GLOBAL_OFF)
    assert "global" not in scopes(found)
    assert {"us", "eu", "in-region"} <= scopes(found)
    # Whether AWS names a copy or what it was copied from is not said: a copy may still be open.
    assert "application" in scopes(found, kind="unknown")


def test_the_documented_allow_list_with_profiles_only_keeps_the_profile_and_its_source():
    found = in_force(outside(EU_SIX), PROFILES_ONLY)
    assert {call for call in calls(found) if call[0] == "in-region"} == {
        ("in-region", "eu-central-1")
    }
    assert {("eu", name) for name in EU_SIX} <= calls(found)
    assert found.values["access"]["unknown"] == []
