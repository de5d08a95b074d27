"""The fake's clients let through and refuse what the real ones do, and send nothing."""

from __future__ import annotations

from typing import Any

import pytest

import client_worlds
from client_worlds import (
    CONVERSE,
    DEPLOYMENTS,
    ELSEWHERE,
    MESSAGES,
    OURS,
    SONNET,
    TENANTS,
    opened,
)
from compliance_toolkit import FakeCompliance, ResidencyError
from small_project import CLAUDE_US, DAY, MODEL

world = client_worlds.world


def test_a_call_as_decided_goes_out_once(world):
    client, decision = opened(world, "claude-us")
    reply = client.messages.create(**decision.arguments(max_tokens=1, messages=MESSAGES))
    assert reply.content[0].type == "text"
    assert [one.host for one in world.seen] == ["api.anthropic.com"]


def test_a_call_over_bedrock_goes_out_once(world):
    client, decision = opened(world, "bedrock-eu")
    assert client.meta.endpoint_url == decision.config.base_url
    client.converse(**decision.arguments(messages=CONVERSE))
    assert [one.host for one in world.seen] == ["bedrock-runtime.eu-central-1.amazonaws.com"]


def test_a_call_over_vertex_goes_out_once(world):
    client, decision = opened(world, "vertex-eu")
    client.messages.create(**decision.arguments(max_tokens=1, messages=MESSAGES))
    assert [one.host for one in world.seen] == ["aiplatform.eu.rep.googleapis.com"]


@pytest.mark.parametrize(
    "other",
    [
        {"model": SONNET},
        {"extra_body": {"inference_geo": "global"}},
        {"extra_body": {"model": SONNET}},
        {"extra_headers": {"Anthropic-Workspace-Id": "wrkspc_9"}},
        {"tools": [{"type": "advisor_20260301", "name": "advisor", "model": SONNET}]},
    ],
    ids=str,
)
def test_a_call_for_something_else_is_refused_and_not_sent(world, other):
    client, decision = opened(world, "claude-us")
    asked = {**decision.arguments(max_tokens=1, messages=MESSAGES), **other}
    with pytest.raises(ResidencyError):
        client.messages.create(**asked)
    assert list(world.seen) == []


def test_a_call_that_leaves_the_geo_out_is_refused_and_not_sent(world):
    client, decision = opened(world, "claude-us")
    with pytest.raises(ResidencyError, match="inference_geo"):
        client.messages.create(model=decision.config.model, max_tokens=1, messages=MESSAGES)
    assert list(world.seen) == []


def test_a_client_that_is_led_elsewhere_is_refused_and_sends_nothing(world):
    for name in ("claude-us", "vertex-eu"):
        client, decision = opened(world, name)
        asked = decision.arguments(max_tokens=1, messages=MESSAGES)
        with pytest.raises(ResidencyError):
            client.with_options(base_url=ELSEWHERE).messages.create(**asked)
        client.base_url = ELSEWHERE
        with pytest.raises(ResidencyError):
            client.messages.create(**asked)
    assert list(world.seen) == []


def test_tokens_are_not_counted_where_the_geo_is_pinned(world):
    client, decision = opened(world, "claude-us")
    with pytest.raises(ResidencyError, match="without a geo"):
        client.messages.count_tokens(model=decision.config.model, messages=MESSAGES)
    assert list(world.seen) == []


def test_each_message_of_a_batch_is_held(world):
    client, decision = opened(world, "claude-us", "batches")
    good = decision.arguments(max_tokens=1, messages=MESSAGES)
    bad = {**good, "inference_geo": "global"}
    requests = [{"custom_id": str(n), "params": one} for n, one in enumerate((good, bad))]
    with pytest.raises(ResidencyError, match="requests"):
        client.messages.batches.create(requests=requests)
    assert list(world.seen) == []
    client.messages.batches.create(requests=requests[:1])
    assert len(world.seen) == 1


@pytest.mark.parametrize("model", ["global.anthropic.claude-sonnet-5", "anthropic.claude-sonnet-5"])
def test_bedrock_is_asked_for_the_decided_model_id_alone(world, model):
    client, _ = opened(world, "bedrock-eu")
    with pytest.raises(ResidencyError, match="is not for the decided model id"):
        client.converse(modelId=model, messages=CONVERSE)
    assert list(world.seen) == []


def test_vertex_is_asked_for_the_decided_model_alone(world):
    client, _ = opened(world, "vertex-eu")
    with pytest.raises(ResidencyError):
        client.messages.create(model=SONNET, max_tokens=1, messages=MESSAGES)
    with pytest.raises(ResidencyError):
        client.messages.create(
            model=MODEL,
            max_tokens=1,
            messages=MESSAGES,
            extra_body={"inference_geo": "eu"},
        )
    assert list(world.seen) == []


def test_the_fake_tells_what_was_called_and_answers_as_the_test_says():
    made = FakeCompliance(
        deployments=DEPLOYMENTS, tenants=TENANTS, today=DAY, reply=lambda call: call.name.upper()
    )
    decision = made.resolve(tenant="eu", model=SONNET)
    client: Any = made.client(decision)
    assert client.converse(**decision.arguments(messages=CONVERSE)) == "CONVERSE"
    (call,) = made.calls
    assert client.calls == made.calls
    assert (call.deployment, call.name) == ("bedrock-eu", "converse")
    assert call.arguments["messages"] == CONVERSE
    made.reset()
    assert made.calls == ()


def test_an_answer_that_nobody_wrote_is_empty_and_of_its_shape():
    made = FakeCompliance(deployments=DEPLOYMENTS, tenants=TENANTS, today=DAY)
    client: Any = made.client(decision := made.resolve(tenant="eu", model=SONNET))
    reply = client.converse(**decision.arguments(messages=CONVERSE))
    assert reply["output"]["message"]["content"] == [{"text": ""}]


@pytest.mark.parametrize("option", ["default_headers", "set_default_headers"])
def test_a_copy_that_asks_for_another_workspace_is_refused_and_sends_nothing(world, option):
    client, decision = opened(world, "claude-us")
    asked = decision.arguments(max_tokens=1, messages=MESSAGES)
    copy = client.with_options(**{option: {"Anthropic-Workspace-Id": "wrkspc_9"}})
    for led in (copy, copy.with_options(timeout=1), copy.copy(max_retries=0)):
        with pytest.raises(ResidencyError, match="anthropic-workspace-id"):
            led.messages.create(**asked)
    assert list(world.seen) == []
    copy.with_options(set_default_headers={}).messages.create(**asked)
    copy.messages.create(**asked, extra_headers=OURS)
    client.messages.create(**asked)
    assert len(world.seen) == 3


@pytest.mark.parametrize("names", [("anthropic", "Anthropic"), ("Anthropic", "anthropic")])
def test_two_spellings_of_a_header_are_refused_where_the_one_that_is_sent_is_another(world, names):
    client, decision = opened(world, "claude-us")
    asked = decision.arguments(max_tokens=1, messages=MESSAGES)
    said = {"Anthropic": "wrkspc_9", "anthropic": CLAUDE_US["workspace"]}
    spelled = {"Anthropic": "Anthropic-Workspace-Id", "anthropic": "anthropic-workspace-id"}
    headers = {spelled[name]: said[name] for name in names}
    with pytest.raises(ResidencyError, match="anthropic-workspace-id"):
        client.messages.create(**asked, extra_headers=headers)
    assert list(world.seen) == []
    ours = {spelled[name]: CLAUDE_US["workspace"] for name in names}
    client.messages.create(**asked, extra_headers=ours)
    assert len(world.seen) == 1


@pytest.mark.sdk
def test_a_header_that_a_call_takes_away_counts_all_the_same(world):
    omit = pytest.importorskip("anthropic").Omit()
    client, decision = opened(world, "claude-us")
    asked = decision.arguments(max_tokens=1, messages=MESSAGES)
    copy = client.with_options(default_headers={"anthropic-workspace-id": "wrkspc_9"})
    with pytest.raises(ResidencyError, match="anthropic-workspace-id"):
        copy.messages.create(**asked, extra_headers={"anthropic-workspace-id": omit})
    assert list(world.seen) == []


def test_headers_are_added_or_put_instead_and_not_both(world):
    client, _ = opened(world, "claude-us")
    with pytest.raises(ValueError, match="set_default_headers"):
        client.with_options(default_headers=OURS, set_default_headers=OURS)
