"""The handbook's features, models and retention against the law.

What is expected stands in `handbook.json`, copied from the handbook's blocks, or below, copied from
its tables. Nothing here is computed from the data that it is compared with.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

HANDBOOK: Any = json.loads(Path(__file__).with_name("handbook.json").read_text())
CLASSES, MID = HANDBOOK["model_classes"], HANDBOOK["mid_conversation"]
ELIGIBLE = """
messages count_tokens context_1m thinking adaptive_thinking effort citations     Y Y
search_results fine_grained_tool_streaming inference_geo mid_conversation_system Y Y
fast_mode                                                                        Y Y
pdf_inline                                                                       Y Y
prompt_caching                                                                   Y Y
bash text_editor memory computer_use                                             Y Y
browser_use                                                                      Y N
structured_outputs strict_tools                                                  Y Y
web_search                                                                       Y Y
web_search.dynamic_filtering                                                     N N
web_fetch                                                                        Y N
web_fetch.dynamic_filtering                                                      N N
tool_search                                                                      Y N
context_editing compaction                                                       Y N
advisor                                                                          Y N
cache_diagnostics                                                                Y N
batches                                                                          N N
files                                                                            N N
code_execution                                                                   N N
programmatic_tool_calling                                                        N N
skills                                                                           N N
mcp_connector                                                                    N N
mcp_tunnels                                                                      N N
managed_agents                                                                   N N
fallback_credit server_side_fallback                                             N ?
"""
"""Eligibility for zero retention and for HIPAA on Anthropic's API."""

ROWS = [
    (feature, *line.split()[-2:])
    for line in ELIGIBLE.strip().splitlines()
    for feature in line.split()[:-2]
]
PLATFORMS = ("anthropic", "claude_platform_aws", "bedrock", "bedrock_mantle", "vertex", "foundry")
AVAILABLE = """
inference_geo                                                         + + - - - -
prompt_caching count_tokens citations thinking effort pdf_inline      + + + + + +
search_results bash text_editor memory                                + + + + + +
structured_outputs                                                    + + ? ? + h
batches                                                               + + - - - -
files                                                                 + + - - - h
code_execution programmatic_tool_calling                              + + - - - h
skills                                                                + + - - - h
web_search                                                            + + - - + h
web_fetch                                                             + + - - - h
tool_search                                                           + + + + + h
advisor                                                               + + - - - -
mcp_connector                                                         + + - - - h
compaction context_editing                                            + + + + + +
computer_use                                                          + + + + + +
browser_use                                                           + - - - - -
managed_agents                                                        + + - - - -
server_side_fallback                                                  + - - - - -
fast_mode                                                             + - ? ? ? ?
mid_conversation_system                                               + + + + + ?
"""
"""Feature by platform: + yes or beta, - no, ? not known, h only where hosted on Anthropic. The last
row is from the chapter on such messages, which denies Foundry on a secondary source."""

CELLS = [
    (feature, platform, mark)
    for line in AVAILABLE.strip().splitlines()
    for feature in line.split()[:-6]
    for platform, mark in zip(PLATFORMS, line.split()[-6:], strict=True)
]
HOSTED = {
    *("claude-fable-5", "claude-opus-4-7", "claude-opus-4-6", "claude-opus-4-5"),
    *("claude-sonnet-4-6", "claude-sonnet-4-5"),
}
"""On Foundry hosted on Anthropic, and nowhere else."""


@pytest.mark.parametrize(("feature", "zdr", "hipaa"), ROWS)
def test_a_feature_is_eligible_as_the_table_says(feature, zdr, hipaa, law):
    entry = law["routes"]["anthropic"]["features"][feature]
    said = {"Y": True, "N": False, "?": None}
    assert (entry["zdr"], entry["hipaa"]) == (said[zdr], said[hipaa])


def test_the_table_of_eligibility_names_every_feature(law):
    assert {row[0] for row in ROWS} == set(law["routes"]["anthropic"]["features"])
    assert len(ROWS) == 40


def test_the_lists_of_the_handbook_say_the_same_as_its_table(law):
    features = law["routes"]["anthropic"]["features"]
    lists = HANDBOOK["features"]
    assert {x for x, y in features.items() if not y["zdr"]} == set(lists["zdr_ineligible"])
    extra = {x for x, y in features.items() if y["zdr"] and not y["hipaa"]}
    assert extra == set(lists["hipaa_ineligible_extra"])
    assert lists["accepted_though_ineligible_under_hipaa"] == ["browser_use"]


@pytest.mark.parametrize(("feature", "platform", "mark"), CELLS)
def test_a_platform_has_a_feature_as_the_table_says(feature, platform, mark, law):
    entry = law["routes"][platform]["features"][feature]
    if mark == "?":
        assert not entry["available"]
        assert entry["available"] is None or entry["confidence"] == "S"
        return
    assert entry["available"] is (mark != "-")
    limited = (entry.get("models") or {}).get("supported")
    assert (set(limited or ()) == HOSTED) is (mark == "h")


@pytest.mark.parametrize("platform", ["anthropic", "claude_platform_aws", "bedrock", "vertex"])
def test_messages_in_mid_conversation_are_for_the_models_listed(platform, law):
    entry = law["routes"][platform]["features"]["mid_conversation_system"]
    supported = set(entry["models"]["supported"])
    assert supported == set(MID["supported"])
    assert not supported & {*MID["unsupported"], *MID["conflicting"], *MID["unknown"]}
    assert MID["platforms"]["foundry"] is False
    assert law["routes"]["foundry"]["features"]["mid_conversation_system"]["available"] is not True


@pytest.mark.parametrize("platform", ["anthropic", "claude_platform_aws"])
def test_the_geo_of_inference_is_for_4_6_and_later(platform, facts, law):
    entry = law["routes"][platform]["features"]["inference_geo"]
    supported = set(entry["models"]["supported"])
    known = {x for x in law["models"] if re.search(CLASSES["inference_geo_supported_re"], x)}
    assert supported == known
    assert not supported & {*CLASSES["inference_geo_unsupported"], "claude-mythos-preview"}
    assert facts.models(platform, "us") <= supported
    assert facts.models("anthropic", "us") == supported


def test_covered_models_are_those_of_the_handbook_each_with_30_days(law):
    covered = {x for x, y in law["models"].items() if y["covered"]}
    assert covered == {*CLASSES["covered_confirmed"], *CLASSES["covered_assumed"]}
    days = HANDBOOK["retention"]["retention_days_1p"]["covered"]
    assert {law["models"][x]["retention_days"] for x in covered} == {days}
    for model in CLASSES["covered_assumed"]:
        assert law["models"][model]["confidence"] == "?"


@pytest.mark.parametrize("platform", ["anthropic", "claude_platform_aws"])
def test_anthropic_keeps_prompts_30_days_unless_zero_retention_is_agreed(platform, law):
    retention = law["routes"][platform]["retention"]
    assert retention["standard_days"] == HANDBOOK["retention"]["retention_days_1p"]["standard_max"]
    assert retention["attestation"] == "zero_data_retention"


@pytest.mark.parametrize(
    ("platform", "attestation"),
    [
        ("bedrock", "retention"),
        ("bedrock_mantle", "retention"),
        ("vertex", "zero_data_retention"),
        ("foundry", None),
    ],
)
def test_a_cloud_states_no_days_and_says_what_would_bound_them(platform, attestation, law):
    retention = law["routes"][platform]["retention"]
    assert (retention["standard_days"], retention["attestation"]) == (None, attestation)


@pytest.mark.parametrize(
    ("platform", "hipaa", "fedramp"),
    [
        ("anthropic", (True, "V"), (False, "V")),
        ("claude_platform_aws", (False, "V"), (False, "V")),
        ("bedrock", (True, "V"), (True, "V")),
        ("bedrock_mantle", (True, "V"), (None, "?")),
        ("vertex", (True, "K"), (None, "?")),
        ("foundry", (False, "V"), (None, "?")),
    ],
)
def test_a_platform_is_eligible_as_the_matrix_of_capabilities_says(platform, hipaa, fedramp, law):
    said = law["routes"][platform]["eligibility"]
    assert (said["hipaa"]["available"], said["hipaa"]["confidence"]) == hipaa
    assert (said["fedramp-high"]["available"], said["fedramp-high"]["confidence"]) == fedramp


@pytest.mark.parametrize(
    ("model", "not_before", "on"),
    [
        ("claude-sonnet-4-5", "2026-09-29", "2026-11-30"),
        ("claude-sonnet-4-5-20250929", "2026-09-29", "2026-11-30"),
        ("claude-haiku-4-5-20251001", "2026-10-15", None),
        ("claude-opus-4-5-20251101", "2026-11-24", None),
        ("claude-opus-4-6", "2027-02-05", None),
        ("claude-opus-4-7", "2027-04-16", None),
        ("claude-opus-4-8", "2027-05-28", None),
        ("claude-sonnet-4-6", "2027-02-17", None),
        ("claude-sonnet-5", "2027-06-30", None),
        ("claude-opus-5", "2027-07-24", None),
        ("claude-fable-5", "2027-06-09", None),
        ("claude-mythos-preview", None, "2026-06-30"),
        ("claude-sonnet-4", None, "2026-06-15"),
        ("claude-opus-4", None, "2026-06-15"),
        ("claude-opus-4-1", None, "2026-08-05"),
    ],
)
def test_a_model_retires_when_the_handbook_says_and_is_served_no_longer(
    model, not_before, on, facts, law
):
    retirement = law["models"][model]["retirement"]
    assert (retirement["not_before"], retirement["on"]) == (not_before, on)
    ends = {
        entry["valid_to"]
        for provider, _, served, entry in facts.served()
        if (provider, served) == ("anthropic", model)
    }
    assert ends == {on}


KEPT = {
    "batches": 29,
    "code_execution": 30,
    "programmatic_tool_calling": 30,
    "web_search.dynamic_filtering": 30,
    "web_fetch.dynamic_filtering": 30,
    "files": "unspecified",
    "managed_agents": "unspecified",
}
"""What is kept longer than nothing, by the table of eligibility; until deleted is unspecified."""

THIRD_PARTIES = {
    *("web_search", "web_search.dynamic_filtering", "web_fetch", "web_fetch.dynamic_filtering"),
    *("mcp_connector", "mcp_tunnels"),
}


@pytest.mark.parametrize("platform", ["anthropic", "claude_platform_aws"])
def test_a_feature_keeps_what_the_table_says(platform, law):
    features = law["routes"][platform]["features"]
    assert {x: y["kept"] for x, y in features.items() if y["kept"] is not None} == KEPT
    days = HANDBOOK["retention"]["retention_days_1p"]
    assert (days["batch"], days["container"], days["file_default"]) == (29, 30, "until deleted")


@pytest.mark.parametrize("platform", ["bedrock", "bedrock_mantle", "vertex", "foundry"])
def test_days_of_features_that_were_read_for_the_first_platform_bound_no_other(platform, law):
    features = law["routes"][platform]["features"]
    kept = {x: y["kept"] for x, y in features.items() if y["kept"] is not None}
    assert kept == dict.fromkeys(KEPT, "unspecified")


def test_what_goes_to_third_parties_says_so_on_every_platform(law):
    for platform, route in law["routes"].items():
        told = {x for x, y in route["features"].items() if y["third_party"]}
        assert told == THIRD_PARTIES, platform


def test_days_that_were_not_read_bound_something_in_two_places_only_by_a_stated_decision(law):
    """The open question of 30 days or none on the Anthropic API: until it is answered, 30 days."""
    retention = {platform: route["retention"] for platform, route in law["routes"].items()}
    assumed = {x: y["confidence"] for x, y in retention.items() if "assumed" in y}
    assert assumed == {"anthropic": "?", "claude_platform_aws": "?"}
    for platform in assumed:
        assert "the longer one counts until Anthropic says" in retention[platform]["assumed"]
