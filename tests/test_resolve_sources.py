"""From which regions a route can be called, over the shipped law. First what must not happen."""

from __future__ import annotations

import pytest

from compliance_toolkit.explain.inventions import inventions
from resolve_world import deployment, request, resolver, rules, tenant

OPUS = "claude-opus-5"


@pytest.mark.parametrize(
    "region",
    [
        *("cn-north-1", "global", "eu-isoe-west-1", "us-iso-east-1", "us-isob-east-1"),
        *("us-gov-west-1", "us-gov-east-1", "eusc-de-east-1"),
    ],
)
@pytest.mark.parametrize("geo", ["us", "global"])
def test_claude_platform_on_aws_serves_nobody_from_where_it_cannot_be(bundle, region, geo):
    one = deployment("claude_platform_aws", region=region, inference_geo=geo, models=(OPUS,))
    decision = resolver(bundle, one).resolve(request(OPUS), tenant("global"), explain=True)
    assert rules(decision) == {"RTE-101"}
    (denial,) = decision.denials
    assert decision.explain(denial).endswith(f"on `{geo}` from `{region}`")


@pytest.mark.parametrize("region", ["us-east-1", "eu-central-1", "ap-southeast-6"])
def test_it_serves_from_every_commercial_region(bundle, region):
    one = deployment("claude_platform_aws", region=region, models=(OPUS,))
    decision = resolver(bundle, one).resolve(request(OPUS), tenant("global"), explain=True)
    assert decision.outcome == "resolved"


def test_a_region_at_home_is_suggested_first_and_none_outside_of_the_commercial_cloud(bundle):
    found = inventions(OPUS, bundle.data["compliance"], [])
    regions = [one.region for one in found if one.provider == "claude_platform_aws"]
    assert regions[0].startswith("us-")
    assert len(regions) == 2 * 34
    outside = ("cn-", "us-gov-", "us-iso", "eu-iso", "eusc-", "global")
    assert [region for region in regions if region.startswith(outside)] == []
