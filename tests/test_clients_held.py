"""The clients of the `anthropic` package hold model and geo at every request, whoever makes it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from client_configs import CLAUDE_US, VERTEX_EU
from held_clients import ASKED, OTHER, PINNED, internet_with_key, opened, refused

pytestmark = pytest.mark.sdk

CLAUDE_OLD = replace(CLAUDE_US, deployment="claude-old", inference_geo=None)
GATEWAY = replace(CLAUDE_US, deployment="gateway", base_url="https://api.anthropic.com/gateway/")
VERSIONED = replace(VERTEX_EU, deployment="versioned", model="claude-sonnet-4-5@20250929")
ADVISED = {"tools": [{"type": "advisor_20260301", "name": "advisor", "model": OTHER}]}
WORKSPACE = "anthropic-workspace-id"
VERTEX = {"model": VERTEX_EU.model}

by_deployment = pytest.mark.parametrize(
    "config", [CLAUDE_US, CLAUDE_OLD, VERTEX_EU], ids=lambda config: config.deployment
)
not_as_decided = pytest.mark.parametrize(
    ("config", "given", "said"),
    [
        (CLAUDE_US, {**PINNED, "model": OTHER}, f"`{OTHER}`"),
        (CLAUDE_US, {**PINNED, "model": ""}, "`model` nothing"),
        (CLAUDE_US, {**PINNED, "model": "claude-opus-5-5 "}, "`claude-opus-5-5 `"),
        (CLAUDE_US, {**PINNED, "model": "x\n" * 5000}, "`x\\nx\\n"),
        (CLAUDE_US, {**PINNED, "model": "sk-ant-1"}, "looks like a secret"),
        (CLAUDE_US, {**PINNED, "inference_geo": "global"}, "`global`"),
        (CLAUDE_US, {**PINNED, "inference_geo": "US"}, "`US`"),
        (CLAUDE_US, {**PINNED, "inference_geo": None}, "null"),
        (CLAUDE_US, {**PINNED, "inference_geo": ["us"]}, "of another kind"),
        (CLAUDE_US, {"model": CLAUDE_US.model}, "leaves `inference_geo` out"),
        (CLAUDE_US, {**PINNED, "extra_body": {"model": OTHER}}, f"`{OTHER}`"),
        (CLAUDE_US, {**PINNED, "extra_body": {"inference_geo": "global"}}, "`global`"),
        (CLAUDE_US, {**PINNED, "extra_body": {"fallbacks": [{"model": OTHER}]}}, f"`{OTHER}`"),
        (CLAUDE_US, {**PINNED, "extra_body": {"fallbacks": "default"}}, "`default`"),
        (CLAUDE_US, {**PINNED, "extra_body": ADVISED}, f"`{OTHER}`"),
        (CLAUDE_US, {**PINNED, "extra_headers": {WORKSPACE: "wrkspc_02"}}, "`wrkspc_02`"),
        (CLAUDE_OLD, {"model": OTHER}, f"`{OTHER}`"),
        (CLAUDE_OLD, PINNED, "`us`, and the decision leaves it out"),
        (CLAUDE_OLD, {**PINNED, "inference_geo": None}, "null"),
        (VERTEX_EU, {"model": OTHER}, f"`{OTHER}:"),
        (VERTEX_EU, {"model": "claude-opus-5-5/../x"}, "`claude-opus-5-5/../x:"),
        (VERTEX_EU, {"model": "claude-opus-5-5:rawPredict?x="}, "`claude-opus-5-5:rawPredict?x="),
        (VERTEX_EU, {"model": "claude-opus-5-5%3ArawPredict"}, "`claude-opus-5-5%3ArawPredict:"),
        (VERTEX_EU, {**VERTEX, "extra_body": {"model": OTHER}}, f"`{OTHER}:"),
        (VERTEX_EU, {**VERTEX, "extra_body": {"fallbacks": "default"}}, "`default`"),
        (VERTEX_EU, {**VERTEX, "extra_body": ADVISED}, f"`{OTHER}`"),
        (VERTEX_EU, PINNED, "`us`, and the decision leaves it out"),
    ],
    ids=lambda value: getattr(value, "deployment", str(value)[:60]),
)


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    with internet_with_key(monkeypatch, tmp_path) as sent:
        yield sent


@not_as_decided
def test_nothing_is_sent_for_another_model_or_geo(sent, config, given, said):
    with opened(config) as client:
        for messages in (client.messages, client.with_options(timeout=3).messages):
            with refused(config, said, "`**decision.arguments(…)`"):
                messages.create(**ASKED, **given)
    assert sent == []


@not_as_decided
def test_nothing_is_streamed_for_another_model_or_geo(sent, config, given, said):
    with opened(config) as client:
        with refused(config, said), client.messages.stream(**ASKED, **given):
            pass
        with refused(config, said):
            client.messages.create(**ASKED, **given, stream=True)
    assert sent == []


@not_as_decided
def test_nothing_is_sent_through_the_beta_interface_either(sent, config, given, said):
    with opened(config) as client:
        with refused(config, said):
            client.beta.messages.create(**ASKED, **given)
        with refused(config, said), client.beta.messages.stream(**ASKED, **given):
            pass
    assert sent == []


@pytest.mark.parametrize("given", [{"model": OTHER}, {"extra_body": {"model": OTHER}}], ids=str)
@pytest.mark.parametrize(
    "config", [replace(CLAUDE_US, inference_geo="global"), VERTEX_EU], ids=["unpinned", "vertex"]
)
def test_no_tokens_are_counted_for_another_model(sent, config, given):
    asked = {"messages": ASKED["messages"], "model": config.model, **given}
    with opened(config) as client:
        for messages in (client.messages, client.beta.messages):
            with refused(config, f"`{OTHER}`", "`model=decision.config.model`"):
                messages.count_tokens(**asked)
    assert sent == []


@pytest.mark.parametrize(
    ("params", "said"),
    [
        ([{**PINNED, "model": OTHER}], f"`{OTHER}`"),
        ([{**PINNED, "inference_geo": "global"}], "`global`"),
        ([PINNED, {"model": CLAUDE_US.model}], "`requests[1]` leaves `inference_geo` out"),
        ([PINNED, PINNED, {**PINNED, "model": OTHER}], "`requests[2]`"),
        ([{**PINNED, "fallbacks": [{"model": OTHER}]}], f"`{OTHER}`"),
        ([], "cannot be read"),
        (["claude-opus-5-5"], "cannot be read"),
    ],
    ids=str,
)
def test_a_batch_is_refused_whole_if_one_request_is_not_as_decided(sent, params, said):
    requests = [
        {"custom_id": str(index), "params": {**ASKED, **each} if isinstance(each, dict) else each}
        for index, each in enumerate(params)
    ]
    with opened(CLAUDE_US) as client:
        for messages in (client.messages, client.beta.messages):
            with refused(CLAUDE_US, said):
                messages.batches.create(requests=requests)
    assert sent == []


@pytest.mark.parametrize(
    "config", [CLAUDE_US, CLAUDE_OLD, GATEWAY, VERTEX_EU, VERSIONED], ids=lambda x: x.deployment
)
def test_what_was_decided_is_sent_at_once_and_as_a_stream(sent, config):
    arguments = config.arguments(**ASKED)
    with opened(config) as client:
        for messages in (client.messages, client.beta.messages):
            assert messages.create(**arguments).content[0].text == "yes"
            *_, last = messages.create(**arguments, stream=True)
            assert last.type == "message_stop"
            with messages.stream(**arguments) as stream:
                assert stream.get_final_message().content[0].text == "yes"
    assert len(sent) == 6
    assert {one.host for one in sent} == {config.host}


def test_no_tokens_are_counted_where_a_geo_is_pinned(sent):
    with opened(CLAUDE_US) as client, refused(CLAUDE_US, "tokens are counted without a geo"):
        client.messages.count_tokens(model=CLAUDE_US.model, messages=ASKED["messages"])
    assert sent == []


def test_a_batch_and_a_count_as_decided_are_sent(sent):
    with opened(CLAUDE_US, "batches") as client:
        params = CLAUDE_US.arguments(**ASKED)
        client.messages.batches.create(requests=[{"custom_id": "1", "params": params}])
    with opened(replace(CLAUDE_US, inference_geo="global")) as client:
        client.messages.count_tokens(model=CLAUDE_US.model, messages=ASKED["messages"])
    with opened(VERTEX_EU) as client:
        client.messages.count_tokens(model=VERTEX_EU.model, messages=ASKED["messages"])
    assert [one.path.rpartition("/")[2] for one in sent] == [
        "batches",
        "count_tokens",
        "count-tokens:rawPredict",
    ]


def test_content_may_speak_of_models_and_geos_as_it_likes(sent):
    properties = {"model": {"type": "string"}, "fallbacks": {"type": "array"}}
    tool = {"name": "book", "input_schema": {"type": "object", "properties": properties}}
    text = '{"model": "claude-sonnet-5", "inference_geo": "global"} 🙂'
    asked = {"max_tokens": 1, "messages": [{"role": "user", "content": text}], **PINNED}
    with opened(CLAUDE_US) as client:
        client.messages.create(**asked, tools=[tool], extra_headers={WORKSPACE: "wrkspc_01"})
    assert len(sent) == 1


def test_an_advisor_of_the_decided_model_may_be_asked(sent):
    tools = [{**ADVISED["tools"][0], "model": CLAUDE_US.model}]
    with opened(CLAUDE_US, "advisor") as client:
        client.beta.messages.create(**ASKED, **PINNED, tools=tools)
    assert len(sent) == 1
