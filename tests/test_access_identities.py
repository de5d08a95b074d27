"""Policies of users, groups, roles and endpoints: what they grant of all calls to Claude."""

import time

import pytest
from msgspec.structs import replace

from access_world import (
    EU_SIX,
    allow,
    calls,
    deny,
    destinations,
    first,
    identity,
    policy,
    reason,
    resource,
    scopes,
    sources,
    stated,
)
from compliance_toolkit.models import ReasonCode, Unknown
from compliance_toolkit.terraform.access.holders import IDENTITY

MODEL = "anthropic.claude-sonnet-4-5-20250929-v1:0"
PROFILE = f"arn:aws:bedrock:eu-central-1:111122223333:inference-profile/eu.{MODEL}"
LATE = Unknown(ReasonCode.KNOWN_AFTER_APPLY, "aws_s3_bucket.b.arn")


def models(*regions, model=MODEL):
    return [f"arn:aws:bedrock:{region}::foundation-model/{model}" for region in regions]


def geographic(regions=EU_SIX):
    """The documented way to grant one geographic profile: it, and its models through it alone."""
    through = {"StringEquals": {"bedrock:InferenceProfileArn": PROFILE}}
    return [
        allow("bedrock:InvokeModel*", PROFILE),
        allow("bedrock:InvokeModel*", models(*regions), Condition=through),
    ]


def test_a_grant_of_one_profile_is_that_profile_from_its_source_alone():
    found = first(identity(*geographic()))
    assert calls(found) == {("eu", "eu-central-1")}
    assert destinations(found, "eu") == set(EU_SIX)
    assert found.values["access"]["unknown"] == []


def test_a_profile_with_one_destination_missing_grants_nothing():
    found = first(identity(*geographic(EU_SIX[:-1])))
    assert "access" in found.silent_on


def test_models_without_the_profile_are_called_in_their_region():
    found = first(identity(allow("bedrock:InvokeModel", models("eu-west-1"))))
    assert calls(found) == {("in-region", "eu-west-1")}


def test_a_model_without_a_region_opens_global_routing_with_its_profile():
    profile = f"arn:aws:bedrock:eu-west-1:111122223333:inference-profile/global.{MODEL}"
    needed = [profile, *models("eu-west-1", "")]
    assert ("global", "eu-west-1") in calls(first(identity(allow("bedrock:InvokeModel", needed))))
    for missing in needed:
        rest = [one for one in needed if one != missing]
        found = first(identity(allow("bedrock:InvokeModel", rest)))
        assert "access" in found.silent_on or "global" not in scopes(found)


def test_a_wildcard_for_the_region_covers_the_model_without_one():
    grant = ["arn:aws:bedrock:*:*:inference-profile/*", *models("*", model="anthropic.*")]
    assert "global" in scopes(first(identity(allow("bedrock:InvokeModel", grant))))
    europe = ["arn:aws:bedrock:eu-*:*:inference-profile/*", *models("eu-*", model="anthropic.*")]
    found = first(identity(allow("bedrock:InvokeModel", europe)))
    assert "global" not in scopes(found)
    # Which is why a wildcard is no country: London and Zurich are called `eu-` too.
    assert {"eu-west-2", "eu-central-2"} <= sources(found)


def test_a_prefix_that_differs_for_one_model_alone_is_found():
    sonnet = "arn:aws:bedrock:*:*:inference-profile/us.anthropic.claude-opus-5-5"
    grant = allow("bedrock:InvokeModel", [sonnet, *models("us-*", model="anthropic.*opus-5-5")])
    assert ("us", "us-east-1") in calls(first(identity(grant)))


def test_a_model_that_the_data_does_not_list_is_a_model():
    grant = allow("bedrock:InvokeModel", models("eu-west-1", model="anthropic.claude-next-9"))
    assert calls(first(identity(grant))) == {("in-region", "eu-west-1")}
    family = allow("bedrock:InvokeModel", models("eu-west-1", model="anthropic.claude-next-*"))
    assert calls(first(identity(family))) == {("in-region", "eu-west-1")}


@pytest.mark.parametrize(
    "statement",
    [
        allow("s3:*"),
        allow("bedrock:ListFoundationModels"),
        allow("bedrock:InvokeModel", models("eu-west-1", model="amazon.nova-pro-v1:0")),
        allow("bedrock:InvokeModel", "arn:aws:bedrock:eu-west-1:111122223333:guardrail/x"),
        {
            "Effect": "Allow",
            "NotAction": ["bedrock:*", "bedrock-mantle:*", "aws-ext*:*"],
            "Resource": "*",
        },
        deny("s3:*"),
    ],
)
def test_a_policy_that_grants_no_call_is_about_something_else(statement):
    found = first(identity(statement))
    assert found.silent_on == {"access", "platform_access"}
    assert found.values.keys() == {"policy"}


def test_all_but_is_a_grant():
    found = first(identity({"Effect": "Allow", "NotAction": "iam:*", "Resource": "*"}))
    assert {"us", "eu", "global"} <= scopes(found)
    assert found.values["platform_access"]["allowed"] != []


def test_who_may_call_by_a_tag_is_granted_it():
    only = {"StringEquals": {"aws:PrincipalTag/team": "ml"}}
    found = first(identity(allow("bedrock:*", models("eu-west-1"), Condition=only)))
    (one,) = found.values["access"]["allowed"]
    assert one["depends_on"] == ["aws:principaltag/team"]


def test_a_time_that_passes_is_not_known():
    until = {"DateLessThan": {"aws:CurrentTime": "2026-01-01T00:00:00Z"}}
    found = first(identity(allow("bedrock:*", Condition=until)))
    assert found.values["access"]["allowed"] == []
    assert "us" in scopes(found, kind="unknown")


def test_a_policy_of_which_nothing_is_known_is_unknown():
    for type_, attribute in IDENTITY.items():
        if type_ != "aws_iam_role":
            lost = resource(f"{type_}.x", unknown={f"/{attribute}": LATE})
            found = first(lost)
            assert "access" not in found.values
            assert found.unknown["/access"] == LATE
            assert found.silent_on == frozenset()


@pytest.mark.parametrize(
    "text", ["", "{", '{"Statement": []}', "null", '{"Version": "2012-10-17"}']
)
def test_a_policy_that_nobody_can_read_is_unknown(text):
    found = first(resource("aws_iam_policy.x", {"policy": text}))
    assert found.silent_on == frozenset()
    assert "/access" in found.unknown or found.values["access"]["unknown"] != []


def test_a_part_that_is_lost_leaves_the_rest_known():
    document = {
        "Version": "2012-10-17",
        "Statement": [
            {"Effect": "Allow", "Action": "s3:*"},
            allow("bedrock:*", models("eu-west-1")),
        ],
    }
    unknown = {"/policy": LATE, "/document/Statement/0/Resource": LATE}
    found = first(resource("aws_iam_policy.x", {"document": document}, unknown))
    assert calls(found) == {("in-region", "eu-west-1")}
    document["Statement"][0]["Action"] = "bedrock:*"
    found = first(resource("aws_iam_policy.x", {"document": document}, unknown))
    assert ("in-region", "us-east-1") in calls(found, "unknown")
    assert reason(found) == LATE


def role(boundary=None, unknown=None, **values):
    given = {"name": "app", "permissions_boundary": boundary, **values}
    return resource("aws_iam_role.app", given, unknown)


def bound(*statements):
    arn = "arn:aws:iam::111122223333:policy/b"
    return resource("aws_iam_policy.b", {"policy": policy(*statements), "arn": arn})


def test_a_boundary_in_the_same_input_is_counted_in():
    boundary = bound(allow("bedrock:*", models("eu-west-1", model="*")))
    holder = role(boundary.values["arn"])
    found = stated(identity(allow("bedrock:*"), role="app"), holder, boundary)
    assert calls(found["aws_iam_role_policy.x"]) == {("in-region", "eu-west-1")}


def test_a_boundary_by_reference_is_followed():
    late = Unknown(ReasonCode.KNOWN_AFTER_APPLY, "aws_iam_policy.b.arn")
    holder = replace(
        role(unknown={"/permissions_boundary": late}),
        values={"name": "app"},
        references={"/permissions_boundary": ("aws_iam_policy.b",)},
    )
    mine = resource(
        "aws_iam_role_policy.x",
        {"policy": policy(allow("bedrock:*"))},
        {"/role": late},
        {"role": ["aws_iam_role.app"]},
    )
    found = stated(mine, holder, bound(deny("bedrock:*"), allow("*")))
    assert calls(found["aws_iam_role_policy.x"]) == set()


def test_a_boundary_that_cannot_be_read_leaves_open_what_it_bounds():
    holder = role("arn:aws:iam::111122223333:policy/elsewhere")
    found = stated(identity(allow("bedrock:*"), role="app"), holder)["aws_iam_role_policy.x"]
    assert calls(found) == set()
    assert ("in-region", "us-east-1") in calls(found, "unknown")
    assert reason(found).code is ReasonCode.OUTSIDE_INPUT


def test_policies_inside_a_role_are_read():
    block = {"name": "x", "policy": policy(allow("bedrock:*", models("eu-west-1")))}
    assert calls(first(role(inline_policy=[block]))) == {("in-region", "eu-west-1")}
    assert first(role()).silent_on == {"access", "platform_access"}
    computed = Unknown(ReasonCode.KNOWN_AFTER_APPLY)
    planned = replace(role(unknown={"/inline_policy": computed}), set_values=True)
    assert first(planned).silent_on == {"access", "platform_access"}
    for pointer, code in (
        ("/inline_policy/0/policy", ReasonCode.KNOWN_AFTER_APPLY),
        ("/inline_policy", ReasonCode.DYNAMIC_CONTENT),
        ("", ReasonCode.KNOWN_AFTER_APPLY),
    ):
        lost = first(role(inline_policy=[], unknown={pointer: Unknown(code)}))
        assert "/access" in lost.unknown


def test_one_policy_in_a_thousand_places_is_asked_about_once():
    same = [identity(allow("bedrock:*"), name=f"x{number}") for number in range(1000)]
    began = time.perf_counter()
    found = stated(*same)
    assert time.perf_counter() - began < 20  # once takes a twentieth of a second
    assert all("global" in scopes(one) for one in found.values())


def endpoint(service="bedrock-runtime", region="eu-west-1", **more):
    values = {"service_name": f"com.amazonaws.{region}.{service}"}
    return resource("aws_vpc_endpoint.x", {**values, **more}, region=region)


def through(*statements):
    return policy(*({**one, "Principal": "*"} for one in statements))


def test_an_endpoint_without_a_policy_lets_everything_through_from_its_region():
    for found in (first(endpoint()), first(endpoint(policy=None))):
        assert sources(found) == {"eu-west-1"}
        assert "unspecified" in destinations(found, "global")


def test_an_endpoint_of_a_plan_that_sets_no_policy_lets_everything_through():
    late = {"/policy": Unknown(ReasonCode.KNOWN_AFTER_APPLY)}
    found = first(replace(endpoint(), unknown=late, set_values=True))
    assert "global" in scopes(found)
    made_of = {"/policy": LATE}
    assert "/access" in first(replace(endpoint(), unknown=made_of, set_values=True)).unknown


def test_an_endpoint_lets_through_what_its_policy_says():
    narrow = through(allow("bedrock:*", models("eu-west-1", model="*")))
    assert calls(first(endpoint(policy=narrow))) == {("in-region", "eu-west-1")}
    role_alone = policy({**allow("bedrock:*"), "Principal": {"AWS": "arn:aws:iam::1:role/x"}})
    found = first(endpoint(policy=role_alone))
    assert {tuple(one["depends_on"]) for one in found.values["access"]["allowed"]} == {
        ("principal",)
    }


def test_a_policy_of_an_endpoint_may_stand_apart():
    apart = resource(
        "aws_vpc_endpoint_policy.x",
        {"policy": through(allow("bedrock:*", models("eu-west-1", model="*")))},
        references={"vpc_endpoint_id": ["aws_vpc_endpoint.x"]},
    )
    assert calls(first(endpoint(), apart)) == {("in-region", "eu-west-1")}


def test_endpoints_of_other_services_are_not_asked():
    for service in ("s3", "bedrock", "bedrock-agent"):
        assert first(endpoint(service)).silent_on == {"access"}
    mantle = first(endpoint("bedrock-mantle"))
    assert sources(mantle, service="bedrock_mantle") == {"eu-west-1"}


def test_a_service_that_is_not_known_is_unknown():
    lost = resource("aws_vpc_endpoint.x", unknown={"/service_name": LATE})
    assert first(lost).unknown["/access"] == LATE
