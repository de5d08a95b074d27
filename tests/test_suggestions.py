"""A name that nobody knows is answered with the nearest, or with every one that is allowed."""

from __future__ import annotations

import pytest

from compliance_toolkit import Compliance, ConfigurationError, FakeCompliance
from compliance_toolkit.api import CheckOptions

EU = {"provider": "bedrock", "account": "111122223333", "region": "eu-central-1", "scope": "eu"}
DEPLOYMENTS = {"bedrock-eu": {**EU, "models": ["claude-opus-5-5"]}}


def refused(**tenants: object) -> ConfigurationError:
    """What is said of a project with these tenants."""
    with pytest.raises(ConfigurationError) as caught:
        FakeCompliance(deployments=DEPLOYMENTS, tenants=tenants, today="2026-11-25")
    return caught.value


def unchecked(code: str) -> ConfigurationError:
    """What is said of an audit under this jurisdiction."""
    with pytest.raises(ConfigurationError) as caught:
        Compliance.load(None).check(["x"], CheckOptions(jurisdictions=(code,)))
    return caught.value


@pytest.mark.parametrize(
    ("written", "meant"),
    [("ue", "eu"), ("UE", "eu"), ("su", "us"), ("ku", "uk"), ("pj", "jp"), ("EU", "eu")],
)
def test_two_letters_in_the_wrong_order_are_told_apart(written, meant):
    for error in (unchecked(written), refused(acme={"jurisdictions": [written]})):
        assert f"unknown jurisdiction `{written}`" in error.message
        assert error.hint == f"did you mean `{meant}`?"


def test_what_was_meant_is_not_asked_where_nothing_is_near():
    for error in (unchecked("zz"), refused(acme={"jurisdictions": ["zz"]})):
        assert error.hint == (
            "known are `au`, `br`, `ca`, `ch`, `de`, `eea`, `eu`, `fr`, `global`, `in`, `jp`, "
            "`kr`, `sg`, `uk`, `us`, `us-gov`"
        )


def test_a_preference_may_be_a_deployment_or_a_provider_and_both_are_listed():
    error = refused(acme={"jurisdictions": ["eu"], "preferences": ["qqqq"]})
    assert "tenant `acme`: `preferences`: unknown deployment or provider `qqqq`" in error.message
    assert error.hint == (
        "name the deployments `bedrock-eu` or the providers `anthropic`, `bedrock`, "
        "`bedrock_mantle`, `claude_platform_aws`, `foundry`, `vertex`"
    )


def test_all_that_a_tenant_above_allows_is_listed():
    countries = ["AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "IE"]
    error = refused(
        acme={"jurisdictions": ["eu"], "countries": countries},
        **{"acme/bank": {"countries": ["DE", "PL"]}},
    )
    assert "would widen the law" in error.message
    assert all(f"`{one}`" in str(error.hint) for one in countries)


def test_all_models_are_listed_for_a_deployment_of_another():
    with pytest.raises(ConfigurationError, match="unknown model `qqqq`") as caught:
        FakeCompliance(
            deployments={"x": {**EU, "models": ["qqqq"]}}, tenants={}, today="2026-11-25"
        )
    assert str(caught.value.hint).count("`claude-") > 12
