"""Facts of the real routes, one a line: where a request may run, and what is kept and on offer.

What is expected is written out here and never computed from the data that it is compared with.
"""

from __future__ import annotations

import re

import pytest

SIX = {"eu-central-1", "eu-north-1", "eu-south-1", "eu-south-2", "eu-west-1", "eu-west-3"}
SIX_COUNTRIES = {"DE", "SE", "IT", "ES", "IE", "FR"}
PROVIDERS = {"anthropic", "claude_platform_aws", "bedrock", "bedrock_mantle", "vertex", "foundry"}
EARNING = {"V", "S"}


@pytest.mark.parametrize(
    ("scope", "source", "model", "countries"),
    [
        ("eu", "eu-central-1", "claude-haiku-4-5", SIX_COUNTRIES),
        ("eu", "eu-west-3", "claude-opus-5-5", SIX_COUNTRIES),
        ("eu", "eu-west-2", "claude-haiku-4-5", SIX_COUNTRIES | {"GB"}),
        ("eu", "eu-central-2", "claude-haiku-4-5", SIX_COUNTRIES | {"CH"}),
        ("eu", "il-central-1", "claude-sonnet-4", SIX_COUNTRIES | {"IL"}),
        ("us", "us-east-1", "claude-haiku-4-5", {"US"}),
        ("us", "us-west-1", "claude-haiku-4-5", {"US"}),
        ("us", "ca-central-1", "claude-haiku-4-5", {"US", "CA"}),
        ("au", "ap-southeast-2", "claude-haiku-4-5", {"AU"}),
        ("au", "ap-southeast-6", "claude-haiku-4-5", {"AU", "NZ"}),
        ("jp", "ap-northeast-1", "claude-sonnet-4-5", {"JP"}),
        ("in", "ap-south-1", "claude-haiku-4-5", {"IN"}),
        ("us-gov", "us-gov-east-1", "claude-sonnet-4-5", {"US"}),
    ],
)
def test_a_bedrock_profile_reaches_what_its_source_adds(scope, source, model, countries, facts):
    offers = list(facts.offers("bedrock", scope, source, model))
    assert [facts.countries("bedrock", offer) for offer in offers] == [countries]
    assert {offer["confidence"] for offer in offers} <= EARNING


@pytest.mark.parametrize("source", sorted(SIX))
def test_from_each_of_the_six_the_eu_profile_stays_in_the_six(source, facts):
    (offer,) = facts.offers("bedrock", "eu", source, "claude-opus-5-5")
    assert set(offer["destinations"]) == SIX
    assert offer["models"]["claude-opus-5-5"]["model_id"] == "eu.anthropic.claude-opus-5-5"


@pytest.mark.parametrize("source", ["eu-west-2", "eu-central-2"])
@pytest.mark.parametrize(
    "model", ["claude-opus-5", "claude-opus-5-5", "claude-sonnet-5", "claude-haiku-5-5"]
)
def test_what_newer_models_reach_from_london_and_zurich_was_not_read(source, model, facts):
    (offer,) = facts.offers("bedrock", "eu", source, model)
    assert offer["models"][model]["confidence"] == "?"


def test_sonnet_4_has_no_eu_profile_from_london_or_zurich_and_no_us_profile_from_canada(facts, law):
    for scope, source in (("eu", "eu-west-2"), ("eu", "eu-central-2"), ("us", "ca-central-1")):
        assert list(facts.offers("bedrock", scope, source, "claude-sonnet-4")) == []


@pytest.mark.parametrize("source", ["ca-west-1", "us-gov-west-1", "us-gov-east-1"])
def test_where_the_us_profile_runs_from_calgary_and_govcloud_was_not_read(source, facts):
    (offer,) = facts.offers("bedrock", "us", source, "claude-opus-5")
    assert (offer["destinations"], offer["confidence"]) == ("unspecified", "?")


def test_auckland_serves_four_models_only(law):
    (offer,) = [x for x in law["routes"]["bedrock"]["offers"] if x["sources"] == ["ap-southeast-6"]]
    assert set(offer["models"]) == {
        "claude-opus-4-6",
        "claude-sonnet-4-6",
        "claude-sonnet-4-5",
        "claude-haiku-4-5",
    }


@pytest.mark.parametrize("model", ["claude-fable-5-1", "claude-mythos-5-1"])
def test_covered_models_have_no_eu_profile(model, facts, law):
    assert law["models"][model]["covered"] is True
    assert model not in facts.models("bedrock", "eu")


@pytest.mark.parametrize(
    "model", ["claude-fable-5", "claude-mythos-5", "claude-fable-5-2", "claude-mythos-5-2"]
)
def test_of_the_other_covered_models_no_eu_profile_was_read(model, facts, law):
    assert law["models"][model]["covered"] is True
    (offer,) = facts.offers("bedrock", "eu", "eu-central-1", model)
    assert (offer["destinations"], offer["confidence"]) == ("unspecified", "?")
    assert offer["models"][model]["confidence"] == "?"


def test_every_fable_and_mythos_is_covered_and_nothing_else(law):
    covered = {name for name, entry in law["models"].items() if entry["covered"]}
    assert covered == {name for name in law["models"] if re.match("claude-(fable|mythos)-", name)}
    assert len(covered) == 7


def test_bedrock_in_region_rests_on_pages_that_disagree_and_earns_nothing(law):
    offers = [x for x in law["routes"]["bedrock"]["offers"] if x["scope"] == "in-region"]
    assert len(offers) == 7
    assert {offer["confidence"] for offer in offers} == {"?"}


def test_mantle_serves_opus_5_in_five_regions_that_both_pages_or_the_card_name(facts, law):
    earned = [
        offer["sources"][0]
        for offer in law["routes"]["bedrock_mantle"]["offers"]
        if offer["confidence"] in EARNING
    ]
    five = ["ap-southeast-4", "eu-north-1", "eu-west-1", "us-east-1", "us-gov-west-1"]
    assert sorted(earned) == five
    assert facts.models("bedrock_mantle", "in-region") == {"claude-opus-5"}


@pytest.mark.parametrize("provider", ["anthropic", "claude_platform_aws"])
def test_the_platforms_of_anthropic_pin_to_the_united_states_or_to_nothing(provider, law):
    scopes = {x["scope"]: x["countries"] for x in law["routes"][provider]["offers"]}
    assert scopes == {"us": ["US"], "global": "unspecified"}
    assert {tuple(x["storage"]) for x in law["routes"][provider]["offers"]} == {("US",)}


@pytest.mark.parametrize("provider", ["anthropic", "claude_platform_aws"])
@pytest.mark.parametrize(
    "model",
    ["claude-haiku-4-5", "claude-sonnet-4-5", "claude-opus-4-5", "claude-mythos-preview"],
)
def test_models_before_4_6_cannot_be_pinned(provider, model, facts):
    assert model not in facts.models(provider, "us")


def test_models_from_4_6_on_can_be_pinned(facts, law):
    pinned = facts.models("anthropic", "us")
    assert {"claude-opus-4-6", "claude-sonnet-5", "claude-opus-5-5", "claude-haiku-5-5"} <= pinned
    assert "claude-haiku-4-5" in facts.models("anthropic", "global")


def test_foundry_has_a_us_data_zone_for_four_models_and_nothing_in_europe(facts, law):
    scopes = {x["scope"]: x["countries"] for x in law["routes"]["foundry"]["offers"]}
    assert scopes == {"DataZoneStandard": ["US"], "GlobalStandard": "unspecified"}
    assert facts.models("foundry", "DataZoneStandard") == {
        "claude-opus-5",
        "claude-opus-4-8",
        "claude-sonnet-5",
        "claude-haiku-4-5",
    }
    assert {x["storage"] for x in law["routes"]["foundry"]["offers"]} == {"unspecified"}


def test_vertex_serves_the_newest_models_at_eu_and_older_ones_in_belgium(facts):
    (eu,) = facts.offers("vertex", "eu", "eu", "claude-opus-5-5")
    assert eu["models"]["claude-opus-5-5"]["confidence"] == "S"
    assert eu["destinations"] == ["eu"]  # the union's 27 members, as `test_facts` has it
    assert len(facts.countries("vertex", eu)) == 27
    (belgium,) = facts.offers("vertex", "in-region", "europe-west1", "claude-haiku-4-5")
    assert belgium["models"]["claude-haiku-4-5"]["model_id"] == "claude-haiku-4-5@20251001"
    assert facts.models("vertex", "in-region") == {
        "claude-haiku-4-5",
        "claude-sonnet-4-6",
        "claude-opus-4-6",
    }


def test_a_model_of_4_5_retires_on_the_platforms_of_anthropic_and_not_on_bedrock(facts, law):
    ends = {
        (provider, entry["valid_to"])
        for provider, _, model, entry in facts.served()
        if model == "claude-sonnet-4-5"
    }
    assert ends == {
        ("anthropic", "2026-11-30"),
        ("claude_platform_aws", "2026-11-30"),
        ("foundry", "2026-11-30"),
        ("bedrock", None),
        ("vertex", None),
    }


def test_global_is_always_unspecified(facts, law):
    seen = set()
    for provider, offer in facts.all_offers():
        if offer["scope"] in {"global", "GlobalStandard"}:
            seen.add(provider)
            assert (offer["destinations"], offer["countries"]) == ("unspecified", "unspecified")
    assert seen == PROVIDERS - {"bedrock_mantle"}


@pytest.mark.parametrize("provider", sorted(PROVIDERS))
def test_only_global_routing_is_free_of_the_tenth_on_top(provider, law):
    for offer in law["routes"][provider]["offers"]:
        pinned = offer["scope"] not in {"global", "GlobalStandard"}
        assert offer["price"] == (1.1 if pinned else 1.0), offer["name"]


@pytest.mark.parametrize(
    "feature",
    [
        *("batches", "files", "code_execution", "programmatic_tool_calling", "skills"),
        *("mcp_connector", "mcp_tunnels", "managed_agents", "fallback_credit"),
        *("web_search.dynamic_filtering", "web_fetch.dynamic_filtering", "server_side_fallback"),
    ],
)
def test_a_feature_that_leaves_zero_retention_says_so(feature, law):
    assert law["routes"]["anthropic"]["features"][feature]["zdr"] is False
    assert law["routes"]["anthropic"]["features"][feature]["hipaa"] is not True


@pytest.mark.parametrize(
    "feature",
    [
        *("web_fetch", "tool_search", "context_editing", "compaction", "advisor"),
        *("browser_use", "cache_diagnostics"),
    ],
)
def test_a_feature_may_keep_zero_retention_and_still_not_be_eligible_under_hipaa(feature, law):
    entry = law["routes"]["anthropic"]["features"][feature]
    assert (entry["zdr"], entry["hipaa"]) == (True, False)


@pytest.mark.parametrize("provider", ["claude_platform_aws", "foundry"])
def test_hipaa_is_not_available_on_two_platforms_whatever_the_feature(provider, law):
    assert law["routes"][provider]["eligibility"]["hipaa"]["available"] is False
    assert {x["hipaa"] for x in law["routes"][provider]["features"].values()} == {False}


def test_what_a_move_to_an_eu_route_loses_is_not_available_there(law):
    lost = {"batches", "files", "code_execution", "skills", "mcp_connector", "advisor"}
    for feature in lost | {"web_fetch", "managed_agents"}:
        assert law["routes"]["vertex"]["features"][feature]["available"] is False
        assert law["routes"]["bedrock"]["features"][feature]["available"] is False
    assert law["routes"]["bedrock"]["features"]["web_search"]["available"] is False
    assert law["routes"]["vertex"]["features"]["web_search"]["available"] is True


def test_an_attestation_is_needed_for_zero_retention_and_foundry_has_none(law):
    retention = {p: law["routes"][p]["retention"] for p in PROVIDERS}
    assert {p: (r["standard_days"], r["attestation"]) for p, r in retention.items()} == {
        "anthropic": (30, "zero_data_retention"),
        "claude_platform_aws": (30, "zero_data_retention"),
        "bedrock": (None, "retention"),
        "bedrock_mantle": (None, "retention"),
        "vertex": (None, "zero_data_retention"),
        "foundry": (None, None),
    }


def test_claude_platform_on_aws_is_called_from_every_commercial_region_and_no_other(law):
    table = law["regions"]["aws"]
    commercial = {x for x, y in table.items() if y["partition"] == "aws"} - {"global"}
    assert {"us-east-1", "eu-central-1", "ap-southeast-6", "af-south-1"} < commercial
    for offer in law["routes"]["claude_platform_aws"]["offers"]:
        assert set(offer["sources"]) == commercial
        elsewhere = {"cn-north-1", "global", "eu-isoe-west-1", "us-iso-east-1", "us-gov-west-1"}
        assert not {*offer["sources"]} & {*elsewhere, "eusc-de-east-1"}
        assert elsewhere < table.keys()
