"""What a requested feature does with data, over the shipped law. First what must not happen."""

from __future__ import annotations

import pytest

from resolve_world import CLAIM, TODAY, UNTIL, deployment, request, resolver, rules, tenant

ZERO = {"zero_data_retention": CLAIM}


def decided(bundle, features, whom, *deployments, model="claude-opus-5-5"):
    asked = request(model, at=TODAY, features=features)
    return resolver(bundle, *deployments).resolve(asked, whom, explain=True)


def retention(bundle, features, one, model="claude-opus-5-5"):
    """What the only route says that it keeps, for a tenant that asks for nothing."""
    decision = decided(bundle, features, tenant("us"), one, model=model)
    assert decision.route is not None
    return decision.route.retention, decision.expires_at


@pytest.mark.parametrize("feature", ["files", "managed_agents"])
@pytest.mark.parametrize("days", [0, 30, 36_500])
@pytest.mark.parametrize("claims", [{}, ZERO])
def test_what_is_kept_until_somebody_deletes_it_meets_no_limit(bundle, feature, days, claims):
    one = deployment("anthropic", attestations=claims)
    decision = decided(bundle, [feature], tenant("us", max_prompt_days=days), one)
    assert rules(decision) == {"RET-101"}
    (denial,) = decision.denials
    assert denial.facts["keeping"] == {feature: "unspecified"}
    assert f"something of `{feature}` is kept longer" in decision.explain(denial)


@pytest.mark.parametrize(
    ("feature", "days", "refused"),
    [
        ("batches", 29, {"RET-101"}),  # the prompts beside it are kept 30 days
        ("batches", 30, set()),
        ("code_execution", 29, {"RET-101"}),
        ("code_execution", 30, set()),
        ("skills", 29, {"RET-101"}),
        ("skills", 30, set()),
    ],
)
def test_a_feature_is_held_to_what_it_keeps_and_to_what_the_route_keeps(
    bundle, feature, days, refused
):
    one = deployment("anthropic")
    assert rules(decided(bundle, [feature], tenant("us", max_prompt_days=days), one)) == refused


def test_one_feature_among_others_is_enough(bundle):
    whom = tenant("us", max_prompt_days=30)
    one = deployment("anthropic")
    assert rules(decided(bundle, ["prompt_caching"], whom, one)) == set()
    assert rules(decided(bundle, ["prompt_caching", "batches", "files"], whom, one)) == {"RET-101"}


def test_a_route_states_the_longest_that_anything_is_kept(bundle):
    one = deployment("anthropic")
    stated = {
        feature: retention(bundle, [feature], one)[0]
        for feature in ("prompt_caching", "batches", "files", "managed_agents")
    }
    assert stated == {
        "prompt_caching": 30,
        "batches": 30,
        "files": "unspecified",
        "managed_agents": "unspecified",
    }


def test_what_a_route_states_by_an_attestation_ends_with_it_whatever_the_limit(bundle):
    one = deployment("anthropic", attestations=ZERO)
    assert retention(bundle, [], one) == (0, UNTIL)
    for days in (0, 29, 30):
        decision = decided(bundle, [], tenant("us", max_prompt_days=days), one)
        assert decision.expires_at == UNTIL
    assert retention(bundle, ["prompt_caching"], one) == (0, UNTIL)
    assert retention(bundle, ["batches"], one) == (30, None)  # it lost the attestation anyway
    assert retention(bundle, ["files"], one) == ("unspecified", None)
    assert retention(bundle, [], deployment("anthropic")) == (30, None)


@pytest.mark.parametrize("model", ["claude-fable-5-2", "claude-mythos-5-2"])
def test_days_of_a_covered_model_that_nobody_read_meet_no_limit(bundle, model):
    one = deployment("anthropic", models=(model,))
    whom = tenant("us", max_prompt_days=30)
    decision = decided(bundle, [], whom, one, model=model)
    assert rules(decision) == {"RET-101"}
    assert decision.denials[0].facts["days"] == "unspecified"
    read = deployment("anthropic", models=("claude-fable-5-1",))
    assert rules(decided(bundle, [], whom, read, model="claude-fable-5-1")) == set()


SENDING = [
    "web_search",
    "web_fetch",
    "mcp_connector",
    "mcp_tunnels",
    "web_search.dynamic_filtering",
]


@pytest.mark.parametrize("feature", SENDING)
@pytest.mark.parametrize(
    ("whom", "binds"),
    [
        (tenant("us"), "us"),
        (tenant("global", "us"), "us"),
        (tenant("global", countries=("US",)), "countries"),
        (tenant("global", regimes=("gdpr",)), "gdpr"),
        (tenant("global", regimes=("dora",)), "locations"),
    ],
    ids=lambda one: one if isinstance(one, str) else "",
)
def test_what_sends_data_to_third_parties_satisfies_no_restriction(bundle, feature, whom, binds):
    claims = {"dpa": CLAIM, "scc": CLAIM, "locations": {**CLAIM, "countries": ("US",)}}
    one = deployment("anthropic", attestations=claims)
    decision = decided(bundle, ["prompt_caching", feature], whom, one)
    assert decision.outcome == "denied"
    (denial,) = (denial for denial in decision.denials if denial.rule == "RES-105")
    assert binds in denial.facts["bound"]
    assert decision.explain(denial).startswith(
        f"`{feature}` would send data to third parties, in places that nobody states, and"
    )
    assert decided(bundle, ["prompt_caching"], whom, one).outcome == "resolved"


@pytest.mark.parametrize("feature", SENDING)
def test_where_nothing_binds_where_data_may_be_it_may_be_sent_to_third_parties(bundle, feature):
    one = deployment("anthropic")
    assert rules(decided(bundle, [feature], tenant("global"), one)) == set()
    assert rules(decided(bundle, [feature], tenant("global", regimes=("sox",)), one)) <= {"TRM-101"}


def test_an_eu_tenant_is_not_given_a_search_of_the_web_on_a_route_inside(bundle):
    one = deployment("vertex")
    assert rules(decided(bundle, ["web_search"], tenant("eu"), one)) == {"RES-105"}
    assert rules(decided(bundle, [], tenant("eu"), one)) == set()


IN_US = {"scope": "us", "region": "us-east-1"}
THREE = ("us-east-1", "us-east-2", "us-west-2")


@pytest.mark.parametrize("mode", ["none", "default"])
@pytest.mark.parametrize("regions", [THREE, ("us-east-1",), ("us-west-2",)])
def test_an_account_that_keeps_nothing_is_never_given_a_covered_model(bundle, mode, regions):
    model = "claude-fable-5-1"
    claim = {"retention": {**CLAIM, "mode": mode, "regions": regions}}
    one = deployment("bedrock", models=(model,), attestations=claim, **IN_US)
    decision = decided(bundle, [], tenant("us"), one, model=model)
    assert rules(decision) == {"RTE-105"}
    (denial,) = decision.denials
    assert decision.explain(denial).startswith(f"mode `{mode}` is attested for `us-")


@pytest.mark.parametrize(
    ("model", "mode", "regions"),
    [
        ("claude-fable-5-1", "aws_review", THREE),
        ("claude-fable-5-1", "inherit", THREE),
        ("claude-fable-5-1", "none", ("eu-central-1",)),
        ("claude-opus-5", "none", THREE),
    ],
)
def test_nothing_else_is_blocked(bundle, model, mode, regions):
    claim = {"retention": {**CLAIM, "mode": mode, "regions": regions}}
    one = deployment("bedrock", models=(model,), attestations=claim, **IN_US)
    assert rules(decided(bundle, [], tenant("us"), one, model=model)) == set()


def test_nothing_is_blocked_by_what_is_attested_no_longer(bundle):
    claim = {"retention": {**CLAIM, "until": "2026-11-24", "mode": "none", "regions": THREE}}
    one = deployment("bedrock", models=("claude-fable-5-1",), attestations=claim, **IN_US)
    decision = decided(bundle, [], tenant("us"), one, model="claude-fable-5-1")
    assert rules(decision) == set()
