"""Which route a setting leads to: its region, its model."""

from __future__ import annotations

import pytest

from compliance_toolkit.models import ReasonCode, Unknown
from workload_world import (
    SIX,
    container,
    function,
    is_silent,
    routes,
    task,
    unclear,
)

OPUS = "anthropic.claude-opus-5-5"
THREE = ["us-east-1", "us-east-2", "us-west-2"]


# Regions


def test_a_region_leads_to_that_region():
    found = function(AWS_REGION="eu-west-2")
    assert routes(found) == [("AWS_REGION", "aws", "region", "eu-west-2", ["eu-west-2"])]
    assert unclear(found) == {}


@pytest.mark.parametrize(
    ("value", "cloud"),
    [
        ("us-east-1", "aws"),
        ("europe-west2", "google"),
        ("uksouth", "azure"),
        (" us-east-1 ", "aws"),
    ],
)
def test_a_region_is_one_under_any_name(value, cloud):
    assert routes(function(ANY=value)) == [("ANY", cloud, "region", value.strip(), [value.strip()])]


@pytest.mark.parametrize("value", ["us", "eu", "global", "EU", "frankfurt"])
def test_a_word_that_is_a_region_only_to_some_says_nothing_under_any_name(value):
    assert is_silent(function(ANY=value))


@pytest.mark.parametrize("value", ["mars-1", "eu", "$REGION", "eu-west-1a"])
def test_a_region_that_nobody_knows_is_not_known(value):
    found = function(AWS_REGION=value, M=f"eu.{OPUS}")
    assert set(unclear(found)) == {"AWS_REGION", "M"}


@pytest.mark.parametrize(
    ("value", "scope", "destinations"),
    [
        ("global", "global", "unspecified"),
        ("eu", "eu", ["eu"]),
        ("us", "us", ["us"]),
        ("europe-west1", "in-region", ["europe-west1"]),
        ("us-east5", "in-region", ["us-east5"]),
    ],
)
def test_a_location_of_vertex_leads_there(value, scope, destinations):
    assert routes(function(CLOUD_ML_REGION=value)) == [
        ("CLOUD_ML_REGION", "vertex", scope, value, destinations)
    ]


def test_a_location_of_the_other_google_platform_pins_nothing_that_anybody_read():
    (found,) = routes(function(ANTHROPIC_GOOGLE_CLOUD_LOCATION="europe-west1"))
    assert found[1:] == ("anthropic_google_cloud", "region", None, "unspecified")


# Models on Bedrock


@pytest.mark.parametrize(
    ("source", "destinations", "known"),
    [("eu-west-1", SIX, True), ("eu-west-3", SIX, True), ("eu-west-2", SIX, False)],
)
def test_a_profile_runs_where_its_source_says(source, destinations, known):
    found = function(AWS_REGION=source, M=f"eu.{OPUS}")
    assert routes(found)[1] == ("M", "bedrock", "eu", source, destinations)
    assert (unclear(found) == {}) is known  # from London the newest models were not read


def test_a_profile_from_london_adds_london():
    model = "eu.anthropic.claude-sonnet-4-5-20250929-v1:0"
    (found,) = routes(function(None, "eu-west-2", M=model))
    assert found[3] == "eu-west-2"
    assert found[4] == sorted([*SIX, "eu-west-2"])


def test_a_profile_from_montreal_adds_canada():
    (found,) = routes(function(None, "ca-central-1", M="us.anthropic.claude-sonnet-4-6"))
    assert found[4] == ["ca-central-1", *THREE]


def test_a_profile_is_called_from_each_region_that_a_client_may_be_made_for():
    found = function(AWS_REGION="eu-west-1", AWS_DEFAULT_REGION="eu-west-3", M=f"eu.{OPUS}")
    assert {one[3] for one in routes(found) if one[1] == "bedrock"} == {"eu-west-1", "eu-west-3"}


def test_an_american_profile_is_american_from_wherever_it_is_called():
    found = function(AWS_REGION="eu-west-1", M=f"us.{OPUS}")
    assert routes(found)[1] == ("M", "bedrock", "us", "eu-west-1", THREE)
    assert "M" in unclear(found)


def test_a_model_without_a_profile_runs_where_it_is_called():
    assert routes(function(M=OPUS)) == [("M", "bedrock", "in-region", "eu-west-1", ["eu-west-1"])]
    assert unclear(task(container(M=OPUS))) == {"app/M": ("ambient-provider-region", "app/M")}


def test_a_function_whose_own_region_is_not_known_calls_from_nobody_knows_where():
    ambient = Unknown(ReasonCode.AMBIENT_PROVIDER_REGION, "provider.aws")
    found = function(None, ambient, M=f"eu.{OPUS}")
    assert unclear(found) == {"M": ("ambient-provider-region", "provider.aws")}


@pytest.mark.parametrize(
    ("arn", "scope", "source", "destinations"),
    [
        ("arn:aws:bedrock:eu-west-3:1:inference-profile/eu.{}", "eu", "eu-west-3", SIX),
        ("arn:aws:bedrock:eu-west-3:1:inference-profile/global.{}", "global", "eu-west-3", None),
        ("arn:aws:bedrock:us-east-1::foundation-model/{}", "in-region", "us-east-1", ["us-east-1"]),
        ("arn:aws:bedrock:::foundation-model/{}", "global", None, None),
        (
            "arn:aws:bedrock:us-east-1:1:provisioned-model/x",
            "in-region",
            "us-east-1",
            ["us-east-1"],
        ),
    ],
)
def test_an_arn_says_its_own_source(arn, scope, source, destinations):
    found = function(AWS_REGION="eu-west-1", M=arn.format(OPUS))
    assert routes(found)[1] == ("M", "bedrock", scope, source, destinations or "unspecified")


@pytest.mark.parametrize("kind", ["application-inference-profile", "agent", "prompt"])
def test_what_is_opaque_is_not_known(kind):
    found = function(M=f"arn:aws:bedrock:eu-west-1:1:{kind}/abc")
    assert unclear(found) == {"M": ("outside-input", "M")}


@pytest.mark.parametrize(
    "value",
    [
        f"bedrock/global.{OPUS}",
        f'{{"model": "global.{OPUS}"}}',
        f"bedrock/converse/global.{OPUS}",
        f"models=global.{OPUS},other",
        f"model_list:\n  - model: bedrock/global.{OPUS}\n",
    ],
)
def test_a_model_is_found_wherever_it_stands_in_a_value(value):
    assert ("bedrock", "global") in [one[1:3] for one in routes(function(CONFIG=value))]


def test_values_that_differ_are_read_each_for_itself():
    known, unknown = "us-east-1", "us-east-9"
    for values in ((known, unknown), (unknown, known)):
        found = function(ONE=values[0], TWO=values[1], THREE=known.upper(), FOUR=f" {known}")
        name = ("ONE", "TWO")[values.index(known)]
        assert [route[0] for route in routes(found)] == [name, "THREE", "FOUR"]
