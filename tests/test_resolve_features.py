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
