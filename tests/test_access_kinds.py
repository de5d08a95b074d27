"""One caller, model or profile stands for others only where no pattern tells it from them."""

import pytest

from access_world import (
    EU_SIX,
    LAW,
    allow,
    attached,
    calls,
    deny,
    first,
    identity,
    outside,
    scopes,
    scp,
)
from compliance_toolkit.models import ReasonCode
from compliance_toolkit.terraform.access.calls import Calls

CALLS = Calls(LAW)
EU = allow("bedrock:InvokeModel", "arn:aws:bedrock:eu-central-1::foundation-model/*")
MODELS = "arn:aws:bedrock:us-east-1::foundation-model/*"


def granted(*statements):
    """What one identity that holds a policy may do."""
    return first(identity(*statements, role="app"))


def guarded(*statements):
    """What a guardrail of a whole organisation leaves open."""
    return first(scp(*statements), attached())


def opened(found, scope):
    """From where calls of one scope can be made."""
    return {source for name, source in calls(found) if name == scope}


def unclear(found, scope="in-region"):
    return {source for name, source in calls(found, kind="unknown") if name == scope}


@pytest.mark.parametrize(
    "pattern",
    [
        "arn:aws:bedrock:us-east-1::*haiku-4-5*",
        "arn:aws:bedrock:us-*::foundation-model?anthropic.claude-haiku-4-5*",
        "arn:aws:bedrock:*:*:*claude-3-haiku*",
    ],
)
def test_a_pattern_over_type_and_model_grants_the_models_that_it_covers(pattern):
    found = granted(allow("bedrock:InvokeModel", pattern), EU)
    assert "us-east-1" in opened(found, "in-region")


def test_a_pattern_with_too_few_parts_is_not_known_to_cover_a_model():
    found = granted(allow("bedrock:InvokeModel", "arn:aws:bedrock:*haiku-4-5*"), EU)
    assert "us-east-1" in unclear(found)


@pytest.mark.parametrize(
    "patterns",
    [
        ["arn:aws:bedrock:*:*:*opus*"],
        ["arn:aws:bedrock:*:*:*opus*", "arn:aws:bedrock:*:*:*sonnet*"],
        ["arn:aws:bedrock:*:*:*/*opus*"],
    ],
)
def test_a_denial_of_some_models_over_parts_leaves_the_others_open(patterns):
    unspecified = {"StringEquals": {"aws:RequestedRegion": "unspecified"}}
    found = guarded(
        outside([*EU_SIX, "unspecified"]), deny("bedrock:*", patterns, Condition=unspecified)
    )
    assert "global" in scopes(found)


@pytest.mark.parametrize("pattern", ["0*", "*0", "????????????", "000000000000", "0000*", "*00*"])
def test_a_guardrail_for_some_accounts_leaves_the_others_open(pattern):
    some = {
        "StringNotEquals": {"aws:RequestedRegion": EU_SIX},
        "StringLike": {"aws:PrincipalAccount": pattern},
    }
    found = guarded(deny(["bedrock:*", "bedrock-mantle:*"], Condition=some))
    everybody = pattern == "????????????"
    assert ("us-east-1" in opened(found, "in-region")) is not everybody


def test_a_grant_to_some_accounts_is_one():
    profile = "arn:aws:bedrock:us-east-1:1234????????:application-inference-profile/*"
    some = {"StringLike": {"aws:PrincipalAccount": "1234*"}}
    found = granted(allow("bedrock:InvokeModel", [profile, MODELS], Condition=some), EU)
    assert "us-east-1" in opened(found, "in-region")
    assert "us-east-1" in opened(found, "application")


def test_accounts_that_two_patterns_cover_together_are_told_from_those_of_one():
    both = {
        "StringLike": {"aws:PrincipalAccount": "12*"},
        "StringNotLike": {"aws:PrincipalAccount": "*89"},
    }
    others = {"StringNotLike": {"aws:PrincipalAccount": "12*"}}
    denied = [deny(Condition=both), deny(Condition=others)]
    assert "us-east-1" in opened(granted(allow(), *denied), "in-region")


@pytest.mark.parametrize("pattern", ["*-profile/abc123", "application-inference-profile/a*c12?"])
def test_a_grant_of_one_profile_by_a_pattern_is_one(pattern):
    named = {"ArnLike": {"bedrock:InferenceProfileArn": f"arn:aws:bedrock:*:*:{pattern}"}}
    found = granted(
        allow("bedrock:InvokeModel", f"arn:aws:bedrock:us-east-1:*:{pattern}"),
        allow("bedrock:InvokeModel", MODELS, Condition=named),
        EU,
    )
    assert "us-east-1" in opened(found, "application")


@pytest.mark.parametrize("name", ["x*", "x", "?", "*y*"])
def test_a_denial_of_some_of_the_customers_profiles_leaves_the_others_open(name):
    profiles = [f"arn:aws:bedrock:*:*:{one}" for one in (f"application-inference-profile/{name}",)]
    direct = {
        "StringNotEquals": {"aws:RequestedRegion": EU_SIX},
        "Null": {"bedrock:InferenceProfileArn": "true"},
    }
    found = granted(
        allow("bedrock:InvokeModel"),
        deny("bedrock:InvokeModel", [*profiles, "arn:aws:bedrock:*:*:inference-profile/*"]),
        deny(Condition=direct),
    )
    assert "us-east-1" in opened(found, "application")


def test_all_accounts_are_asked_for_together_what_none_may():
    closed = granted(allow(), outside(EU_SIX), deny(Condition=under("StringLike", "1234*")))
    assert opened(closed, "in-region") <= set(EU_SIX)
    assert not unclear(closed) - set(EU_SIX)


def under(operator, value):
    return {operator: {"aws:PrincipalAccount": value}}


@pytest.mark.parametrize("name", ["*nova*", "*titan*", "amazon.*", "*embed*"])
def test_a_pattern_of_other_makers_models_grants_none_of_claudes(name):
    found = granted(allow("bedrock:InvokeModel", f"arn:aws:bedrock:us-east-1::{name}"), EU)
    assert "us-east-1" not in opened(found, "in-region")
    assert not unclear(found)


def test_accounts_that_are_told_by_their_size_are_not_known_and_never_closed():
    some = allow(Condition={"NumericGreaterThan": {"aws:PrincipalAccount": "5"}})
    found = granted(some, EU)
    assert "us-east-1" in unclear(found)
    assert found.unknown["/access/unknown"].code is ReasonCode.UNKNOWN_VALUE


def test_what_only_a_model_that_nobody_names_is_let_through_for_is_not_known():
    every = {model for call in CALLS.of(("bedrock",), "aws") for model in call.models}
    listed = [f"arn:aws:bedrock:*:*:*{model}" for model in sorted(every)]
    listed += [f"arn:aws:bedrock:*::foundation-model/{model}" for model in sorted(every)]
    elsewhere = {"StringNotEquals": {"aws:RequestedRegion": EU_SIX}}
    found = guarded(deny("bedrock:*", listed, Condition=elsewhere), deny("bedrock-mantle:*"))
    assert "us-east-1" not in opened(found, "in-region")
    assert "us-east-1" in unclear(found)
    assert str(found.unknown["/access/unknown"].reference).endswith(": of other models")
