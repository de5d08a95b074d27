"""Whose host a setting names, and what a credential opens."""

from __future__ import annotations

import pytest

from workload_world import (
    container,
    function,
    is_silent,
    routes,
    task,
    unclear,
)

OPUS = "anthropic.claude-opus-5-5"
THREE = ["us-east-1", "us-east-2", "us-west-2"]


# Hosts


@pytest.mark.parametrize(
    ("address", "route"),
    [
        ("https://bedrock-mantle.eu-west-1.api.aws/anthropic",
         ("bedrock_mantle", "in-region", "eu-west-1", ["eu-west-1"])),
        ("https://aiplatform.eu.rep.googleapis.com/v1", ("vertex", "eu", "eu", ["eu"])),
        ("https://aiplatform.googleapis.com/v1", ("vertex", "global", "global", "unspecified")),
        ("https://europe-west2-aiplatform.googleapis.com",
         ("vertex", "in-region", "europe-west2", ["europe-west2"])),
        ("https://claude.googleapis.com/v1",
         ("anthropic_google_cloud", "global", None, "unspecified")),
    ],
)  # fmt: skip
@pytest.mark.parametrize("name", ["ANTHROPIC_BASE_URL", "ANY"])
def test_a_providers_host_leads_where_it_computes(name, address, route):
    found = function(**{name: address})
    assert routes(found) == [(name, *route)]
    assert unclear(found) == {}


@pytest.mark.parametrize(
    ("address", "provider", "scope"),
    [
        ("https://api.anthropic.com", "anthropic", "us"),
        ("API.ANTHROPIC.COM", "anthropic", "us"),
        ("https://aws-external-anthropic.eu-west-1.api.aws", "claude_platform_aws", "us"),
        ("https://acme.services.ai.azure.com/anthropic/", "foundry", "DataZoneStandard"),
    ],
)
def test_where_a_host_does_not_decide_the_narrowest_is_stated_and_more_is_not_known(
    address, provider, scope
):
    found = function(ANTHROPIC_BASE_URL=address)
    assert [one[1:3] + one[4:] for one in routes(found)] == [(provider, scope, ["us"])]
    assert set(unclear(found)) == {"ANTHROPIC_BASE_URL"}


@pytest.mark.parametrize(
    "address",
    [
        "https://bedrock-runtime.eu-west-1.amazonaws.com",
        "https://bedrock-runtime-fips.eu-west-1.amazonaws.com",
        "https://bedrock-runtime.eu-west-1.api.aws",
        "https://vpce-1-2.bedrock-runtime.eu-west-1.vpce.amazonaws.com",
    ],
)
def test_a_host_of_bedrock_is_necessary_and_never_sufficient(address):
    found = function(ANTHROPIC_BEDROCK_BASE_URL=address)
    assert [one[3:] for one in routes(found)] == [("eu-west-1", ["eu-west-1"])]
    assert set(unclear(found)) == {"ANTHROPIC_BEDROCK_BASE_URL"}
    known = function(ANTHROPIC_BEDROCK_BASE_URL=address, M=f"eu.{OPUS}")
    assert unclear(known) == {}


def test_a_redirect_from_abroad_wins_nothing_back():
    found = function(
        AWS_REGION="eu-central-1",
        ANTHROPIC_BEDROCK_BASE_URL="https://bedrock-runtime.us-east-1.amazonaws.com",
        M=f"eu.{OPUS}",
    )
    assert {one[3] for one in routes(found)} == {"eu-central-1", "us-east-1"}


@pytest.mark.parametrize(
    ("value", "reference"),
    [
        ("https://proxy.example/v1", "proxy.example"),
        ("http://litellm:4000", "litellm"),
        ("https://api.anthropic.com.evil.example", "api.anthropic.com.evil.example"),
        ("https://api.anthropic.com@evil.example", "evil.example"),
    ],
)
def test_a_host_that_no_provider_owns_may_lead_anywhere(value, reference):
    found = function(ANTHROPIC_BASE_URL=value)
    assert routes(found) == []
    assert unclear(found) == {"ANTHROPIC_BASE_URL": ("outside-input", reference)}


@pytest.mark.parametrize("value", ["https://[", "https://$HOST/v1", "not a host", "https://"])
def test_a_redirect_that_is_no_address_is_not_known(value):
    assert set(unclear(function(ANTHROPIC_BASE_URL=value))) == {"ANTHROPIC_BASE_URL"}


def test_an_endpoint_of_aws_leads_to_its_region():
    found = function(AWS_ENDPOINT_URL_S3="https://s3.us-east-1.amazonaws.com")
    assert routes(found) == [("AWS_ENDPOINT_URL_S3", "aws", "endpoint", "us-east-1", ["us-east-1"])]
    assert unclear(function(AWS_ENDPOINT_URL="http://localstack:4566")) == {
        "AWS_ENDPOINT_URL": ("outside-input", "localstack")
    }


@pytest.mark.parametrize("name", ["AWS_PROFILE", "ANTHROPIC_PROFILE", "ANTHROPIC_CONFIG_DIR"])
def test_a_profile_may_lead_anywhere(name):
    assert unclear(function(AWS_REGION="eu-west-1", **{name: "prod"})) == {
        name: ("outside-input", name)
    }


# Credentials, and models that do not tell who runs them


@pytest.mark.parametrize("secret", [False, True])
def test_a_credential_opens_its_providers_own_host(secret):
    held = {"name": "app", "secrets": [{"name": "ANTHROPIC_API_KEY", "valueFrom": "arn"}]}
    found = task(held if secret else container(ANTHROPIC_API_KEY="sk"))
    assert routes(found) == [("app/ANTHROPIC_API_KEY", "anthropic", "us", None, ["us"])]
    assert set(unclear(found)) == {"app/ANTHROPIC_API_KEY"}


def test_a_redirect_counts_over_the_credential():
    found = function(
        ANTHROPIC_API_KEY="sk",
        ANTHROPIC_BASE_URL="https://bedrock-runtime.eu-west-1.amazonaws.com/anthropic",
        M=f"eu.{OPUS}",
    )
    assert {one[1] for one in routes(found)} == {"bedrock"}
    assert unclear(found) == {}


@pytest.mark.parametrize(
    ("name", "provider"),
    [
        ("ANTHROPIC_AWS_API_KEY", "claude_platform_aws"),
        ("ANTHROPIC_FOUNDRY_RESOURCE", "foundry"),
        ("ANTHROPIC_GOOGLE_CLOUD_PROJECT", "anthropic_google_cloud"),
    ],
)
def test_each_platforms_credential_opens_its_own(name, provider):
    assert [one[1] for one in routes(function(**{name: "x"}))] == [provider]


@pytest.mark.parametrize("name", ["AWS_BEARER_TOKEN_BEDROCK", "ANTHROPIC_VERTEX_PROJECT_ID"])
def test_a_credential_of_a_platform_with_many_places_is_not_known(name):
    found = function(**{name: "x"})
    assert routes(found) == []
    assert set(unclear(found)) == {name}


def test_an_empty_credential_opens_nothing():
    assert is_silent(function(ANTHROPIC_API_KEY=""))


@pytest.mark.parametrize("model", ["claude-opus-5-5", "anthropic/claude-sonnet-4-5", "claude-3-x"])
def test_a_model_alone_does_not_tell_who_runs_it(model):
    assert set(unclear(function(ANTHROPIC_MODEL=model))) == {"ANTHROPIC_MODEL"}
    assert unclear(function(ANTHROPIC_MODEL=model, CLOUD_ML_REGION="eu")) == {}


@pytest.mark.parametrize("value", ["acme/claude-opus-app:1", "claude-proxy", "my-claude-opus-5"])
def test_what_is_only_called_like_a_model_says_nothing(value):
    assert is_silent(function(IMAGE=value))
