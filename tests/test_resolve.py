"""Which deployments may serve a request, over the shipped law. First what must not happen."""

from __future__ import annotations

import datetime as dt

import pytest

from resolve_world import (
    CLAIM,
    NONE_KEPT,
    TODAY,
    UNTIL,
    deployment,
    request,
    resolver,
    rules,
    tenant,
)

ATTESTED = {"dpa": CLAIM, "baa": CLAIM}
AFTER = dt.date(2027, 4, 1)


def decided(bundle, asked, whom, *deployments):
    return resolver(bundle, *deployments).resolve(asked, whom, explain=True)


@pytest.mark.parametrize("geo", ["us", "global"])
def test_an_eu_tenant_is_never_given_the_anthropic_api(bundle, geo):
    one = deployment("anthropic", inference_geo=geo, attestations=ATTESTED)
    decision = decided(bundle, request(), tenant("eu", regimes=("gdpr",)), one)
    assert decision.outcome == "denied"
    assert rules(decision) >= {"RES-101", "RES-102"}
    reasons = {denial.rule: decision.explain(denial) for denial in decision.denials}
    assert reasons["RES-102"].startswith("data may be kept in `US`, and the law allows `AT`")
    assert decision.catalog["RES-101"].remediation == (
        "Use a deployment whose destinations all lie inside"
    )


@pytest.mark.parametrize(("region", "country"), [("eu-west-2", "GB"), ("eu-central-2", "CH")])
@pytest.mark.parametrize("model", ["claude-opus-4-5", "claude-opus-5-5"])
def test_an_eu_tenant_is_never_given_a_source_in_london_or_zurich(bundle, region, country, model):
    one = deployment(
        "bedrock", region=region, models=(model,), attestations={"retention": NONE_KEPT}
    )
    decision = decided(bundle, request(model), tenant("eu"), one)
    assert decision.outcome == "denied"
    assert rules(decision) >= {"RES-101", "RES-102"}
    (reason,) = (x for x in decision.denials if x.rule == "RES-101")
    assert decision.explain(reason).startswith(f"inference may run in `{country}`, and the law")


def test_an_eu_tenant_is_never_given_a_global_profile_of_an_eu_region(bundle):
    one = deployment("bedrock", scope="global", attestations={"retention": NONE_KEPT})
    decision = decided(bundle, request(), tenant("eu"), one)
    assert decision.outcome == "denied"
    (reason,) = (x for x in decision.denials if x.rule == "RES-101")
    assert decision.explain(reason).startswith("inference may run in places that nobody states")


@pytest.mark.parametrize(
    "one",
    [
        deployment("vertex", location="global"),
        deployment("vertex", location="us"),
        deployment("foundry"),
        deployment("foundry", sku="GlobalStandard"),
        deployment("claude_platform_aws"),
    ],
    ids=lambda one: f"{one.provider}-{getattr(one, 'location', getattr(one, 'sku', ''))}",
)
def test_an_eu_tenant_is_never_given_any_other_route_out(bundle, one):
    assert decided(bundle, request(), tenant("eu"), one).outcome == "denied"


def test_a_us_tenant_is_refused_the_anthropic_api_for_a_model_that_cannot_be_pinned(bundle):
    one = deployment("anthropic", models=("claude-haiku-4-5",), attestations=ATTESTED)
    decision = decided(bundle, request("claude-haiku-4-5"), tenant("us"), one)
    assert [(x.deployment, x.rule) for x in decision.denials] == [("one", "RTE-103")]
    (reason,) = decision.denials
    assert decision.explain(reason) == (
        "`claude-haiku-4-5` cannot be pinned to `us` on `anthropic`, "
        "which offers it on `global` only"
    )
    assert decision.catalog["RTE-103"].rationale == (
        "A model that cannot be pinned runs wherever its provider sends it"
    )
    assert decision.catalog["RTE-103"].remediation.startswith("Use a model that can be pinned")


def test_a_us_tenant_is_refused_the_same_model_on_the_global_geo(bundle):
    one = deployment("anthropic", inference_geo="global", models=("claude-haiku-4-5",))
    decision = decided(bundle, request("claude-haiku-4-5"), tenant("us"), one)
    assert rules(decision) == {"RES-101"}


@pytest.mark.parametrize("region", ["ca-central-1", "us-west-1"])
def test_the_us_profile_is_only_as_american_as_its_source(bundle, region):
    one = deployment("bedrock", scope="us", region=region, models=("claude-opus-4-5",))
    decision = decided(bundle, request("claude-opus-4-5"), tenant("us"), one)
    assert (decision.outcome == "denied") == (region == "ca-central-1")


def test_a_german_tenant_is_refused_the_eu_profile_of_frankfurt(bundle):
    decision = decided(bundle, request(), tenant("de"), deployment("bedrock"))
    assert rules(decision) == {"RES-101", "RES-102"}


def test_two_jurisdictions_are_held_to_both(bundle):
    one = deployment("bedrock")
    assert decided(bundle, request(), tenant("eu", "global"), one).outcome == "resolved"
    assert decided(bundle, request(), tenant("de", "eu"), one).outcome == "denied"
    assert decided(bundle, request(), tenant("eu", "us"), one).outcome == "denied"


def test_covered_models_have_no_eu_profile(bundle):
    one = deployment("bedrock", models=("claude-fable-5-1",))
    decision = decided(bundle, request("claude-fable-5-1"), tenant("eu"), one)
    assert rules(decision) == {"RTE-103"}


def test_what_was_not_read_earns_no_route(bundle):
    one = deployment("vertex", models=("claude-sonnet-5",))
    decision = decided(bundle, request("claude-sonnet-5"), tenant("eu"), one)
    assert rules(decision) == {"RTE-102"}
    (reason,) = decision.denials
    assert "(mark ?)" in decision.explain(reason)


@pytest.mark.parametrize(
    ("day", "outcome"),
    [("2026-09-21", "denied"), ("2026-09-22", "resolved")],
)
def test_an_offer_serves_from_its_first_day(bundle, day, outcome):
    asked = request(at=dt.date.fromisoformat(day))
    decision = decided(bundle, asked, tenant("eu"), deployment("bedrock"))
    assert decision.outcome == outcome
    assert rules(decision) == ({"RTE-102"} if outcome == "denied" else set())


@pytest.mark.parametrize(("day", "outcome"), [("2026-11-30", "resolved"), ("2026-12-01", "denied")])
def test_a_retired_model_serves_through_its_last_day(bundle, day, outcome):
    one = deployment("anthropic", models=("claude-sonnet-4-5",), inference_geo="global")
    asked = request("claude-sonnet-4-5", at=dt.date.fromisoformat(day))
    decision = decided(bundle, asked, tenant("global"), one)
    assert decision.outcome == outcome
    if outcome == "resolved":
        assert decision.expires_at == "2026-11-30"


@pytest.mark.parametrize(("day", "outcome"), [(UNTIL, "resolved"), ("2027-04-01", "denied")])
def test_a_term_is_in_force_through_its_last_day(bundle, day, outcome):
    one = deployment("bedrock", attestations={"dpa": CLAIM})
    asked = request(at=dt.date.fromisoformat(day))
    decision = decided(bundle, asked, tenant("eu", regimes=("gdpr",)), one)
    assert decision.outcome == outcome
    if outcome == "denied":
        assert rules(decision) == {"TRM-101"}
        assert decision.explain(decision.denials[0]) == f"`dpa` was attested until {UNTIL}"


def test_a_regime_needs_its_terms(bundle):
    decision = decided(bundle, request(), tenant("eu", regimes=("gdpr",)), deployment("bedrock"))
    assert rules(decision) == {"TRM-101"}
    assert decision.explain(decision.denials[0]) == "`dpa` is not attested"


def test_a_tenant_that_allows_no_retention_is_given_none(bundle):
    whom = tenant("eu", max_prompt_days=0)
    plain, kept = deployment("bedrock"), {"retention": NONE_KEPT}
    assert rules(decided(bundle, request(), whom, plain)) == {"RET-101"}
    decision = decided(bundle, request(), whom, deployment("bedrock", attestations=kept))
    assert decision.outcome == "resolved"
    assert decision.expires_at == UNTIL
    late = decided(bundle, request(at=AFTER), whom, deployment("bedrock", attestations=kept))
    assert rules(late) == {"RET-101"}


@pytest.mark.parametrize(
    ("days", "outcome"), [(0, "denied"), (29, "denied"), (30, "resolved"), (None, "resolved")]
)
def test_the_anthropic_api_keeps_thirty_days(bundle, days, outcome):
    whom = tenant("us", max_prompt_days=days)
    assert decided(bundle, request(), whom, deployment("anthropic")).outcome == outcome


def test_a_time_that_nothing_bounds_meets_no_limit(bundle):
    whom = tenant("eu", max_prompt_days=36_500)
    for one in (deployment("bedrock"), deployment("vertex")):
        assert rules(decided(bundle, request(), whom, one)) == {"RET-101"}


def test_one_ineligible_feature_leaves_zero_data_retention(bundle):
    one = deployment("anthropic", attestations={"zero_data_retention": CLAIM})
    whom = tenant("us", max_prompt_days=0)
    assert decided(bundle, request(features=["prompt_caching"]), whom, one).outcome == "resolved"
    asked = request(features=["prompt_caching", "programmatic_tool_calling"])
    decision = decided(bundle, asked, whom, one)
    assert rules(decision) == {"RET-101"}
    assert decision.explain(decision.denials[0]).endswith(
        "zero retention is lost with `programmatic_tool_calling`"
    )


@pytest.mark.parametrize("features", [["unheard_of"], ["batches"], ["code_execution"]])
def test_a_feature_that_the_route_lacks_or_nobody_knows_is_refused(bundle, features):
    decision = decided(bundle, request(features=features), tenant("eu"), deployment("bedrock"))
    assert rules(decision) == {"FEA-101"}
    assert f"`{features[0]}`" in decision.explain(decision.denials[0])


@pytest.mark.parametrize(
    ("feature", "refused"),
    [("prompt_caching", set()), ("browser_use", {"FEA-102"}), ("batches", {"FEA-102"})],
)
def test_hipaa_refuses_what_is_not_eligible_even_if_the_provider_accepts_it(
    bundle, feature, refused
):
    one = deployment("anthropic", attestations=ATTESTED)
    whom = tenant("us", regimes=("hipaa",))
    assert rules(decided(bundle, request(features=[feature]), whom, one)) == refused


@pytest.mark.parametrize("provider", ["claude_platform_aws", "foundry"])
def test_hipaa_refuses_a_provider_that_is_not_ready_whatever_is_attested(bundle, provider):
    one = deployment(provider, models=("claude-opus-5",), attestations=ATTESTED)
    decision = decided(bundle, request("claude-opus-5"), tenant("us", regimes=("hipaa",)), one)
    assert "FEA-102" in rules(decision)


@pytest.mark.parametrize(
    ("asked", "whom"),
    [
        (request(data_classes=["card"]), tenant("eu")),
        (request(), tenant("eu", data_classes=("card",))),
        (request(data_classes=["health", "unheard_of"]), tenant("eu")),
    ],
)
def test_a_kind_of_data_that_is_not_admitted_or_not_known_is_refused(bundle, asked, whom):
    decision = decided(bundle, asked, whom, deployment("bedrock"))
    assert rules(decision) == {"DAT-101"}


def test_an_unknown_jurisdiction_or_regime_is_refused(bundle):
    one = deployment("bedrock")
    assert rules(decided(bundle, request(), tenant("eu", "xx"), one)) == {"RES-101", "RES-102"}
    refused = decided(bundle, request(), tenant("eu", regimes=("xx",)), one)
    assert rules(refused) == {"TRM-101"}


def test_the_routes_come_narrowest_first_then_cheapest_then_by_name(bundle):
    deployments = [
        deployment("bedrock", name="world", scope="global"),
        deployment("vertex", name="vertex-eu"),
        deployment("bedrock", name="b-eu"),
        deployment("bedrock", name="a-eu", region="eu-west-1"),
        deployment("anthropic", name="us"),
        deployment("anthropic", name="cheap", inference_geo="global"),
    ]
    decision = decided(bundle, request(), tenant("global"), *deployments)
    names = [route.deployment for route in decision.routes]
    assert names == ["us", "a-eu", "b-eu", "vertex-eu", "cheap", "world"]


def test_an_eu_tenant_is_given_the_eu_routes_with_their_obligations(bundle):
    attested = {"dpa": CLAIM}
    deployments = [
        deployment("bedrock", name="bedrock", attestations={**attested, "retention": NONE_KEPT}),
        deployment("vertex", name="vertex", attestations=attested),
        deployment("bedrock_mantle", name="mantle", models=("claude-opus-5",)),
    ]
    whom = tenant("eu", regimes=("gdpr",), data_classes=("personal",))
    decision = decided(bundle, request(features=["prompt_caching"]), whom, *deployments)
    assert [route.deployment for route in decision.routes] == ["bedrock", "vertex"]
    assert decision.route is not None
    assert decision.route.model_id == "eu.anthropic.claude-opus-5-5"
    assert decision.route.countries == ("DE", "ES", "FR", "IE", "IT", "SE")
    assert decision.route.storage == ("DE",)
    assert decision.obligations == ("log-in-region",)
    assert rules(decision, "mantle") == {"RTE-101"}


def test_the_mantle_serves_one_country(bundle):
    one = deployment("bedrock_mantle", models=("claude-opus-5",))
    decision = decided(bundle, request("claude-opus-5"), tenant("eu"), one)
    assert decision.route is not None
    assert decision.route.countries == decision.route.storage == ("IE",)


def test_a_decision_names_the_law_that_decided(bundle):
    decision = decided(bundle, request(at=TODAY), tenant("eu"), deployment("bedrock"))
    assert (decision.policy.revision, decision.policy.digest) == (bundle.revision, bundle.digest)


def test_there_is_an_answer_where_the_project_has_no_deployment(bundle):
    decision = decided(bundle, request(), tenant("eu"))
    assert (decision.outcome, decision.denials) == ("denied", ())
