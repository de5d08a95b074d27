"""A client refuses what uses a feature that its decision was not asked about."""

from __future__ import annotations

import json
from typing import Any

import pytest

import client_worlds
from client_configs import CLAUDE_US, permitting
from client_worlds import CONVERSE, DEPLOYMENTS, MESSAGES, TENANTS, opened
from compliance_toolkit import FakeCompliance, PolicyError, ResidencyError
from compliance_toolkit.api.law import law_data
from compliance_toolkit.clients.permitted import permitted
from small_project import DAY, MODEL

world = client_worlds.world


def block(**keys):
    return {"messages": [{"role": "user", "content": [{"type": "text", "text": "hello", **keys}]}]}


def document(source):
    content = [{"type": "document", "source": source}]
    return {"messages": [{"role": "user", "content": content}]}


def tool(kind, **keys):
    return {"tools": [{"type": kind, "name": "one", **keys}]}


DIRECT = {"allowed_callers": ["direct"]}
CACHED = {"cache_control": {"type": "ephemeral"}}
USES = [
    ("web_search", tool("web_search_20250305")),
    ("web_search", tool("web_search_20260209", **DIRECT)),
    ("web_search.dynamic_filtering", tool("web_search_20260209")),
    ("web_search.dynamic_filtering", tool("web_search_20991231")),
    ("web_fetch", tool("web_fetch_20250910")),
    ("web_fetch.dynamic_filtering", tool("web_fetch_20260309")),
    ("code_execution", tool("code_execution_20260120")),
    ("computer_use", tool("computer_20251124")),
    ("computer_use", tool("computer_toolset_20260801")),
    ("browser_use", tool("browser_toolset_20260801")),
    ("tool_search", tool("tool_search_tool_bm25_20251119")),
    ("advisor", tool("advisor_20260301", model=CLAUDE_US.model)),
    ("mcp_connector", tool("mcp_toolset", mcp_server_name="x")),
    ("mcp_connector", {"extra_body": {"mcp_servers": [{"type": "url", "url": "https://x"}]}}),
    ("programmatic_tool_calling", tool("custom", allowed_callers=["code_execution_20260120"])),
    ("strict_tools", tool("custom", strict=True)),
    ("structured_outputs", {"output_config": {"format": {"type": "json_schema", "schema": {}}}}),
    ("code_execution", {"container": "container_1"}),
    ("prompt_caching", CACHED),
    ("prompt_caching", block(**CACHED)),
    ("prompt_caching", {"system": [{"type": "text", "text": "x", **CACHED}]}),
    ("prompt_caching", {"tools": [{"name": "x", "input_schema": {}, **CACHED}]}),
    ("files", document({"type": "file", "file_id": "file_1"})),
    ("context_editing", {"extra_body": {"context_management": {"edits": []}}}),
    ("fast_mode", {"extra_body": {"speed": "fast"}}),
    ("server_side_fallback", {"extra_body": {"fallbacks": [{"model": CLAUDE_US.model}]}}),
    ("files", {"extra_headers": {"anthropic-beta": "files-api-2025-04-14"}}),
    (
        "mcp_connector",
        {"extra_headers": {"Anthropic-Beta": "pdfs-2024-09-25, mcp-client-2030-01-01"}},
    ),
]
SKILLS = {"extra_body": {"container": {"skills": [{"type": "anthropic", "skill_id": "pptx"}]}}}
UNKNOWN = [
    ("tool `gravity_20300101`", tool("gravity_20300101")),
    ("tool `gravity`", tool("gravity")),
    ("tool `7`", {"tools": [{"type": 7, "name": "one"}]}),
    ("`thread`", {"extra_body": {"thread": {"id": "1"}}}),
    ("`workspace_id`", {"extra_body": {"workspace_id": "wrkspc_9"}}),
    ("`x-2099-01-01`", {"extra_headers": {"anthropic-beta": "x-2099-01-01"}}),
    ("`gravity_20300101`", block(tool={"type": "gravity_20300101"})),
]
FREE = [
    {
        "tools": [
            {"name": "x", "input_schema": {"properties": {"file_id": {}, "cache_control": {}}}}
        ]
    },
    tool("custom", input_schema={"type": "object"}, strict=False),
    tool("bash_20250124"),
    tool("text_editor_20250728"),
    tool("memory_20250818"),
    document({"type": "text", "media_type": "text/plain", "data": "x"}),
    {"thinking": {"type": "adaptive"}},
    {"thinking": {"type": "disabled"}},
    {"output_config": {"effort": "low"}},
    {"extra_headers": {"anthropic-beta": "interleaved-thinking-2025-05-14"}},
    {"extra_body": {"temperature": 1}, "stop_sequences": ["x"], "tool_choice": {"type": "auto"}},
    {
        "messages": [
            *MESSAGES,
            {
                "role": "assistant",
                "content": [
                    {"type": "tool_use", "id": "1", "name": "x", "input": {"file_id": "1"}}
                ],
            },
        ]
    },
]


def asking(decision, given):
    return {**decision.arguments(max_tokens=1, messages=MESSAGES), **given}


@pytest.mark.parametrize("route", ["claude-us", "vertex-eu"])
@pytest.mark.parametrize(("feature", "given"), USES, ids=str)
def test_what_uses_a_feature_that_was_not_asked_about_is_refused_and_not_sent(
    world, route, feature, given
):
    client, decision = opened(world, route)
    with pytest.raises(ResidencyError) as caught:
        client.messages.create(**asking(decision, given))
    assert f"uses the feature `{feature}` by " in caught.value.message
    assert "`features`" in (caught.value.hint or "")
    assert "hello" not in caught.value.message
    assert list(world.seen) == []


AVAILABLE = {"code_execution", "prompt_caching", "tool_search", "files"}


@pytest.mark.parametrize(
    ("feature", "given"), [one for one in USES if one[0] in AVAILABLE], ids=str
)
def test_what_uses_a_feature_that_was_asked_about_is_sent(world, feature, given):
    client, decision = opened(world, "claude-us", feature)
    client.messages.create(**asking(decision, given))
    assert len(world.seen) == 1


def test_skills_need_their_own_name_beside_that_of_the_container(world):
    client, decision = opened(world, "claude-us", "code_execution")
    with pytest.raises(ResidencyError, match="`skills`"):
        client.messages.create(**asking(decision, SKILLS))
    assert list(world.seen) == []


@pytest.mark.parametrize(("what", "given"), UNKNOWN, ids=str)
def test_what_nobody_knows_is_refused_and_said_how_to_ask(world, what, given):
    client, decision = opened(world, "claude-us", "batches")
    with pytest.raises(ResidencyError) as caught:
        client.messages.create(**asking(decision, given))
    assert what in caught.value.message
    assert "not known what feature it uses" in caught.value.message
    assert "`compliance.features`" in (caught.value.hint or "")
    assert list(world.seen) == []


@pytest.mark.parametrize("given", FREE, ids=str)
def test_what_keeps_nothing_and_runs_at_the_client_need_not_be_asked_about(world, given):
    client, decision = opened(world, "claude-us")
    client.messages.create(**asking(decision, given))
    assert len(world.seen) == 1


def test_a_batch_is_a_feature_and_so_is_what_its_messages_use(world):
    client, decision = opened(world, "claude-us")
    good = asking(decision, {})
    with pytest.raises(ResidencyError, match="`batches`"):
        client.messages.batches.create(requests=[{"custom_id": "1", "params": good}])
    client, decision = opened(world, "claude-us", "batches")
    bad = {**good, **tool("web_search_20250305")}
    requests = [{"custom_id": str(n), "params": one} for n, one in enumerate((good, bad))]
    with pytest.raises(ResidencyError, match=r"`web_search` by `requests\[1\]`"):
        client.messages.batches.create(requests=requests)
    assert list(world.seen) == []


INVOKED = {"anthropic_version": "bedrock-2023-05-31", "max_tokens": 1, "messages": MESSAGES}
TEXT = {"role": "user", "content": [{"text": "hello"}]}
SPEC = {"toolSpec": {"name": "x", "inputSchema": {"json": {"cachePoint": {}, "strict": True}}}}
CONVERSED = [
    ("`prompt_caching`", {"system": [{"text": "x"}, {"cachePoint": {"type": "default"}}]}),
    ("`prompt_caching`", {"toolConfig": {"tools": [SPEC, {"cachePoint": {"type": "default"}}]}}),
    ("`systemTool`", {"toolConfig": {"tools": [{"systemTool": {"name": "nova_grounding"}}]}}),
    ("`computer_use`", {"additionalModelRequestFields": tool("computer_20251124")}),
    ("`context_editing`", {"additionalModelRequestFields": {"context_management": {"edits": []}}}),
    ("`x-2030-01-01`", {"additionalModelRequestFields": {"anthropic_beta": ["x-2030-01-01"]}}),
    ("`anthropic_beta`", {"additionalModelRequestFields": {"anthropic_beta": "x-2030-01-01"}}),
    ("`additionalModelRequestFields`", {"additionalModelRequestFields": [{"tools": []}]}),
]


@pytest.mark.parametrize(("said", "given"), CONVERSED, ids=str)
def test_a_conversation_over_bedrock_is_held(world, said, given):
    client, decision = opened(world, "bedrock-eu")
    for call in (client.converse, client.converse_stream):
        with pytest.raises(ResidencyError) as caught:
            call(**decision.arguments(messages=CONVERSE, **given))
        assert said in caught.value.message
    assert list(world.seen) == []


def test_a_conversation_over_bedrock_that_uses_nothing_else_is_sent(world):
    client, decision = opened(world, "bedrock-eu")
    more = {
        "toolConfig": {"tools": [SPEC]},
        "inferenceConfig": {"maxTokens": 1},
        "additionalModelRequestFields": {"thinking": {"type": "adaptive"}},
    }
    client.converse(**decision.arguments(messages=CONVERSE, **more))
    assert len(world.seen) == 1


@pytest.mark.parametrize(
    ("said", "body"),
    [
        ("`prompt_caching`", json.dumps({**INVOKED, **block(**CACHED)})),
        ("`computer_use`", json.dumps({**INVOKED, **tool("computer_20251124")})),
        (
            "`mcp-client-2025-11-20`",
            json.dumps({**INVOKED, "anthropic_beta": ["mcp-client-2025-11-20"]}),
        ),
        ("`anthropic_beta`", json.dumps({**INVOKED, "anthropic_beta": "mcp-client-2025-11-20"})),
        (
            "`anthropic_beta`",
            json.dumps({**INVOKED, "anthropic_beta": [["mcp-client-2025-11-20"]]}),
        ),
        ("`code_execution`", json.dumps({**INVOKED, "container": {"type": "disabled"}})),
        ("`prompt_caching`", json.dumps({**INVOKED, **block(cache_control={"type": "disabled"})})),
        ("tool `gravity_20300101`", json.dumps({**INVOKED, **tool("gravity_20300101")}).encode()),
        ("cannot be read", "{"),
        ("cannot be read", '{"max_tokens": 1, "max_tokens": 2}'),
        ("cannot be read", "[]"),
    ],
)
def test_an_invocation_over_bedrock_is_held(world, said, body):
    client, decision = opened(world, "bedrock-eu")
    for call in (client.invoke_model, client.invoke_model_with_response_stream):
        with pytest.raises(ResidencyError) as caught:
            call(**decision.arguments(body=body))
        assert said in caught.value.message
    assert list(world.seen) == []


def limited(**tenant: Any) -> tuple[Any, Any]:
    made = FakeCompliance(
        deployments=DEPLOYMENTS, tenants={**TENANTS, "own": {"jurisdictions": ["us"], **tenant}}
    )
    decision = made.resolve(tenant="own", model=MODEL, at=DAY)
    return made.client(decision), decision


def test_a_tenant_with_a_list_of_its_own_is_asked_about_all_that_is_not_on_it():
    client, decision = limited(features=["bash"])
    client.messages.create(**asking(decision, tool("bash_20250124")))
    for given in (tool("memory_20250818"), {"thinking": {"type": "enabled", "budget_tokens": 1}}):
        with pytest.raises(ResidencyError, match="was not asked about"):
            client.messages.create(**asking(decision, given))


def test_a_bundle_that_does_not_say_what_a_request_uses_builds_no_client():
    made = FakeCompliance(deployments=DEPLOYMENTS, tenants=TENANTS)
    decision = made.resolve(tenant="us", model=MODEL, at=DAY)
    law: dict[str, Any] = dict(law_data(made.bundle))
    assert "bash" in permitted(decision, law).features
    broken: Any
    for broken in ({}, {"unasked": {"features": []}}, []):
        with pytest.raises(PolicyError, match="`compliance/features/data"):
            permitted(decision, {**law, "features": broken})
    del law["features"]
    with pytest.raises(PolicyError, match="`compliance/features/data"):
        permitted(decision, law)


def test_what_a_regime_leaves_out_needs_to_be_asked_about_too():
    made = FakeCompliance(
        deployments=DEPLOYMENTS, tenants={"own": {"jurisdictions": ["us"], "regimes": ["sox"]}}
    )
    decision = made.resolve(tenant="own", model=MODEL, at=DAY)
    law: dict[str, Any] = dict(law_data(made.bundle))
    assert "bash" in permitted(decision, law).features
    sox = {**law["regimes"]["sox"], "excluded_features": ["bash"]}
    changed = {**law, "regimes": {**law["regimes"], "sox": sox}}
    assert "bash" not in permitted(decision, changed).features


def test_every_feature_that_a_sign_names_is_one_that_the_law_knows():
    made = FakeCompliance(deployments=DEPLOYMENTS, tenants=TENANTS)
    law: Any = law_data(made.bundle)
    known = set(law["routes"]["anthropic"]["features"])

    def named(value):
        if isinstance(value, dict):
            if isinstance(value.get("feature"), str):
                yield value["feature"]
            yield from value.get("typed", {}).values()
            for one in value.values():
                yield from named(one)

    assert set(named(law["features"])) | set(law["features"]["unasked"]["features"]) <= known
    assert "memory" in permitting(CLAUDE_US).features
