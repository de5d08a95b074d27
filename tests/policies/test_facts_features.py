"""Features and what platforms promise beside them: what was read, and what is assumed.

What is expected is written out here and never computed from the data that it is compared with.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

HANDBOOK: Any = json.loads(Path(__file__).with_name("handbook.json").read_text())

EVERYWHERE_ELSE = {
    *("context_1m", "adaptive_thinking", "fine_grained_tool_streaming", "strict_tools"),
    *("cache_diagnostics", "fallback_credit"),
}
"""Features that were read of the first platform alone."""

FILTERING = {"web_search.dynamic_filtering", "web_fetch.dynamic_filtering"}
UNREAD = {
    "anthropic": set(),
    "claude_platform_aws": EVERYWHERE_ELSE | FILTERING,
    "bedrock": EVERYWHERE_ELSE | {"fast_mode", "mcp_tunnels", "structured_outputs"},
    "bedrock_mantle": EVERYWHERE_ELSE | {"fast_mode", "mcp_tunnels", "structured_outputs"},
    "vertex": EVERYWHERE_ELSE | {"fast_mode", "mcp_tunnels", "web_search.dynamic_filtering"},
    "foundry": EVERYWHERE_ELSE | {"fast_mode", "mcp_tunnels"} | FILTERING,
}


@pytest.mark.parametrize(("provider", "features"), UNREAD.items())
def test_a_feature_that_nobody_read_of_is_marked_so_and_had_by_nobody(provider, features, law):
    entries = law["routes"][provider]["features"]
    assert {x for x, y in entries.items() if y["confidence"] in "K?"} == features
    assert {x for x, y in entries.items() if y["available"] is None} == features


@pytest.mark.parametrize("provider", UNREAD)
def test_every_platform_takes_messages(provider, law):
    assert law["routes"][provider]["features"]["messages"]["available"] is True


@pytest.mark.parametrize(
    ("provider", "need", "available", "mark"),
    [
        ("anthropic", "hipaa", True, "V"),
        ("claude_platform_aws", "hipaa", False, "V"),
        ("foundry", "hipaa", False, "V"),
        ("bedrock", "hipaa", True, "V"),
        ("bedrock_mantle", "hipaa", True, "V"),
        ("vertex", "hipaa", True, "K"),
        ("anthropic", "fedramp-high", False, "V"),
        ("claude_platform_aws", "fedramp-high", False, "V"),
        ("bedrock", "fedramp-high", True, "V"),
        *((x, "fedramp-high", None, "?") for x in ("bedrock_mantle", "vertex", "foundry")),
    ],
)
def test_a_platform_is_eligible_for_a_programme_as_surely_as_was_read(
    provider, need, available, mark, law
):
    entry = law["routes"][provider]["eligibility"][need]
    assert (entry["available"], entry["confidence"]) == (available, mark)


@pytest.mark.parametrize("provider", UNREAD)
def test_thirty_days_are_an_assumption_where_pages_differ_and_it_is_told(provider, law):
    assumed = law["routes"][provider]["retention"].get("assumed", "")
    assert ("until Anthropic says which" in assumed) is (
        provider in {"anthropic", "claude_platform_aws"}
    )


def test_the_second_endpoint_of_bedrock_takes_mid_conversation_messages_of_the_same_models(law):
    entry = law["routes"]["bedrock_mantle"]["features"]["mid_conversation_system"]
    assert set(entry["models"]["supported"]) == set(HANDBOOK["mid_conversation"]["supported"])
