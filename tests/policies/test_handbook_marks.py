"""What may earn a route, and since when: marks and days of the handbook against the law.

What is expected is copied from the handbook's tables, or from the sources that the entries name,
and never computed from the data that it is compared with.
"""

from __future__ import annotations

import pytest

EARNING = {"V", "S"}
LATEST = {"claude-haiku-5-5", "claude-sonnet-5-5", "claude-opus-5-5", "claude-fable-5-1"}
OLDER = {"claude-opus-5", "claude-opus-4-8", "claude-opus-4-7", "claude-sonnet-5", "claude-fable-5"}
TEN = OLDER | {"claude-opus-4-6", "claude-opus-4-5", "claude-sonnet-4-6", "claude-sonnet-4-5"}
ALL = TEN | {"claude-haiku-4-5"} | LATEST
RETIRED = {"claude-mythos-preview", "claude-sonnet-4", "claude-opus-4", "claude-opus-4-1"}
UNPINNED = {f"claude-{x}-4-5" for x in ("haiku", "sonnet", "opus")}
DATED = {
    *("claude-haiku-4-5-20251001", "claude-opus-4-5-20251101", "claude-sonnet-4-5-20250929"),
}
MYTHOS = {"claude-mythos-5", "claude-mythos-5-1", "claude-mythos-5-2", "claude-fable-5-2"}


@pytest.mark.parametrize(
    ("provider", "scope", "earned", "not_read"),
    [
        ("anthropic", "us", (ALL | MYTHOS) - UNPINNED, set()),
        ("anthropic", "global", ALL | MYTHOS | DATED, RETIRED),
        (
            "claude_platform_aws",
            "us",
            (TEN | {"claude-fable-5-2"}) - UNPINNED,
            LATEST,
        ),
        (
            "claude_platform_aws",
            "global",
            TEN | {"claude-haiku-4-5", "claude-fable-5-2"},
            LATEST,
        ),
        (
            "vertex",
            "eu",
            {"claude-opus-5", "claude-opus-5-5", "claude-sonnet-5-5", "claude-fable-5-1"},
            {"claude-haiku-5-5", "claude-sonnet-5", "claude-fable-5"}
            | {"claude-opus-4-8", "claude-opus-4-7"},
        ),
        (
            "vertex",
            "us",
            {"claude-opus-5", "claude-opus-5-5", "claude-sonnet-5-5", "claude-fable-5-1"},
            {"claude-haiku-5-5", "claude-sonnet-5", "claude-fable-5"}
            | {"claude-opus-4-8", "claude-opus-4-7"},
        ),
        ("vertex", "global", OLDER | LATEST, ALL - OLDER - LATEST),
        (
            "vertex",
            "in-region",
            {"claude-haiku-4-5", "claude-sonnet-4-6", "claude-opus-4-6"},
            set(),
        ),
        (
            "foundry",
            "DataZoneStandard",
            {"claude-opus-5", "claude-opus-4-8", "claude-sonnet-5", "claude-haiku-4-5"},
            set(),
        ),
        ("foundry", "GlobalStandard", ALL | {"claude-fable-5-2"}, set()),
    ],
)
def test_what_was_not_read_of_a_platform_earns_nothing(provider, scope, earned, not_read, facts):
    marks = {
        model: {offer["confidence"], entry["confidence"]} <= EARNING
        for served, offer, model, entry in facts.served()
        if (served, offer["scope"]) == (provider, scope)
    }
    assert {model for model, earns in marks.items() if earns} == earned
    assert {model for model, earns in marks.items() if not earns} == not_read


@pytest.mark.parametrize(
    ("model", "day"),
    [
        ("claude-haiku-5-5", "2026-10-07"),
        ("claude-sonnet-5-5", "2026-09-28"),
        ("claude-opus-5-5", "2026-09-22"),
        ("claude-opus-5", "2026-07-24"),
        ("claude-sonnet-5", "2026-06-30"),
        ("claude-opus-4-8", "2026-05-28"),
        ("claude-opus-4-7", "2026-04-16"),
        ("claude-fable-5-1", "2026-09-01"),
        ("claude-fable-5", "2026-06-09"),
    ],
)
def test_a_model_is_served_since_its_release_and_not_before(model, day, facts):
    later = {"2026-10-01"}  # Sonnet 5.5 on Foundry
    days = {entry["valid_from"] for _, _, served, entry in facts.served() if served == model}
    assert days - later == {day}


@pytest.mark.parametrize("provider", ["anthropic", "claude_platform_aws", "foundry"])
def test_the_platforms_of_anthropic_call_a_model_by_its_own_id(provider, facts):
    ids = [(m, x["model_id"]) for p, _, m, x in facts.served() if p == provider]
    assert len(ids) > 15
    assert [(model, model_id) for model, model_id in ids if model != model_id] == []


def test_a_first_day_that_is_only_that_of_the_reading_says_so(facts):
    entries = [entry for *_, entry in facts.served()]
    read = [x for x in entries if x["valid_from"] in {"2026-08-22", "2026-11-23"}]
    assert len(read) > 80
    assert [x["model_id"] for x in read if "first day" not in x["note"]] == []


def test_no_offer_and_no_model_is_without_a_first_day(facts):
    offers = [offer for _, offer in facts.all_offers()]
    assert all(x["valid_from"] for x in (*offers, *(entry for *_, entry in facts.served())))


def test_the_only_ends_are_those_of_models_that_retire(facts):
    assert {offer["valid_to"] for _, offer in facts.all_offers()} == {None}
    ended = {model for *_, model, entry in facts.served() if entry["valid_to"]}
    assert ended == RETIRED | {"claude-sonnet-4-5", "claude-sonnet-4-5-20250929"}


NOWHERE_ELSE = {
    *("context_1m", "adaptive_thinking", "fine_grained_tool_streaming", "strict_tools"),
    *("cache_diagnostics", "fallback_credit", "mcp_tunnels"),
    *("web_search.dynamic_filtering", "web_fetch.dynamic_filtering"),
}
"""Features that the table of platforms does not have."""


def test_every_feature_is_on_the_first_platform_and_no_table_gives_these_to_another(law):
    features = {p: route["features"] for p, route in law["routes"].items()}
    assert {x["available"] for x in features["anthropic"].values()} == {True}
    for provider in set(features) - {"anthropic"}:
        claimed = {x for x in NOWHERE_ELSE if features[provider][x]["available"]}
        assert claimed == set(), provider


@pytest.mark.parametrize(
    ("provider", "zdr", "hipaa"),
    [
        ("bedrock", {None}, {None}),
        ("bedrock_mantle", {None}, {None}),
        ("vertex", {None}, {None}),
        ("foundry", {None}, {False}),
    ],
)
def test_eligibility_of_features_was_read_for_the_platforms_of_anthropic_alone(
    provider, zdr, hipaa, law
):
    features = law["routes"][provider]["features"].values()
    assert {x["zdr"] for x in features} == zdr
    assert {x["hipaa"] for x in features} == hipaa


def test_claude_platform_on_aws_keeps_what_the_first_platform_keeps_but_has_no_hipaa(law):
    first, second = (law["routes"][x]["features"] for x in ("anthropic", "claude_platform_aws"))
    assert {x: y["zdr"] for x, y in second.items()} == {x: y["zdr"] for x, y in first.items()}
    assert {y["hipaa"] for y in second.values()} == {False}


@pytest.mark.parametrize(
    ("code", "days"),
    [
        (
            "gdpr",
            {
                "AD": "2010-10-19",
                "AR": "2003-06-30",
                "BR": "2026-01-27",
                "CA": "2001-12-20",
                "CH": "2000-07-26",
                "FO": "2010-03-05",
                "GB": "2021-06-28",
                "GG": "2003-11-21",
                "IL": "2011-01-31",
                "IM": "2004-04-28",
                "JE": "2008-05-08",
                "JP": "2019-01-23",
                "KR": "2021-12-17",
                "NZ": "2012-12-19",
                "US": "2023-07-10",
                "UY": "2012-08-21",
            },
        ),
        (
            "uk-gdpr",
            dict.fromkeys(
                ["AD", "AR", "CA", "CH", "GG", "GI", "IL", "IM", "JE", "JP", "NZ", "UY"],
                "2026-11-25",
            )
            | {"KR": "2022-12-19", "US": "2023-10-12"},
        ),
        (
            "fadp",
            dict.fromkeys(["AD", "AR", "CA", "FO", "GG", "GI", "IL", "IM", "JE"], "2023-09-01")
            | {"US": "2024-09-15"},
        ),
    ],
)
def test_a_finding_of_adequacy_that_was_read_has_its_first_day(code, days, law):
    adequate = law["regimes"][code]["transfers"]["adequate"]
    read = {x["country"]: x["valid_from"] for x in adequate if x["confidence"] in EARNING}
    assert read == days
    ends = {x["country"]: x["valid_to"] for x in adequate if x["valid_to"]}
    assert ends == ({"GB": "2031-12-27"} if code == "gdpr" else {})
