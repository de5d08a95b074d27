"""The clients of the `anthropic` package make a few calls, whose content can be looked into."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from client_configs import CLAUDE_US, VERTEX_EU
from held_clients import ASKED, PINNED, internet_with_key, opened, refused
from sdk_server import sdk

models = sdk("anthropic._models")

pytestmark = pytest.mark.sdk

EU = "/projects/acme-eu/locations/eu"
CLAUDE = f"{EU}/publishers/anthropic/models/claude-opus-5-5"
BODIES = {
    "nothing": b"",
    "no JSON": b"model=claude-opus-5-5&inference_geo=us",
    "a list": b"[]",
    "a string": b'"claude-opus-5-5"',
    "cut short": b'{"model": "claude-opus-5-5", "inference_geo": "us"',
    "no text": b"\xff\xfe\xff",
    "compressed": b"\x1f\x8b\x08\x00",
    "two models": b'{"model": "x", "model": "claude-opus-5-5", "inference_geo": "us"}',
    "two geos": b'{"inference_geo": "global", "model": "claude-opus-5-5", "inference_geo": "us"}',
    "too deep": b'{"model": "claude-opus-5-5", "inference_geo": "us", "x": ' + b"[" * 100_000,
}


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    with internet_with_key(monkeypatch, tmp_path) as sent:
        yield sent


def call(client, method: str, path: str, body=None) -> None:
    """Ask for anything, as the SDK's own calls do beneath."""
    client.request(object, models.FinalRequestOptions(method=method, url=path, json_data=body))


@pytest.mark.parametrize("path", ["/v1/messages", "/v1/messages/batches"])
@pytest.mark.parametrize("name", BODIES)
def test_a_body_that_cannot_be_read_is_refused(sent, name, path):
    with opened(CLAUDE_US) as client, refused(CLAUDE_US, "cannot be read", "decision.arguments("):
        client.post(path, content=BODIES[name], cast_to=object)
    assert sent == []


@pytest.mark.parametrize("name", BODIES)
def test_vertex_is_sent_no_body_that_cannot_be_read(sent, name):
    with opened(VERTEX_EU) as client, refused(VERTEX_EU):
        client.post(f"{CLAUDE}:rawPredict", content=BODIES[name], cast_to=object)
    assert sent == []


@pytest.mark.parametrize("body", [b"{}", b'{"requests": {}}', b'{"requests": [{}]}'], ids=str)
def test_a_batch_whose_requests_cannot_be_found_is_refused(sent, body):
    with opened(CLAUDE_US) as client, refused(CLAUDE_US, "cannot be read"):
        client.post("/v1/messages/batches", content=body, cast_to=object)
    assert sent == []


def test_a_body_that_is_made_while_it_is_sent_is_refused(sent):
    parts = iter([json.dumps({**ASKED, **PINNED}).encode()])
    form = {"headers": {"Content-Type": "multipart/form-data"}}
    files = [("file", b"hello")]
    with opened(CLAUDE_US) as client:
        with refused(CLAUDE_US, "cannot be read"):
            client.post("/v1/messages", content=parts, cast_to=object)
        with refused(CLAUDE_US, "cannot be read"):
            client.post("/v1/messages", body=PINNED, files=files, options=form, cast_to=object)
    assert sent == []


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("POST", "/v1/complete"),
        ("POST", "/v1/files"),
        ("GET", "/v1/files"),
        ("POST", "/v1/skills"),
        ("POST", "/v1/agents"),
        ("POST", "/v1/sessions/sesn_1/events"),
        ("POST", "/v1/threads"),
        ("POST", "/v1/chat/completions"),
        ("POST", "/v1/memory_stores/1/memories"),
        ("POST", "/v1/models"),
        ("POST", "/v1/models/claude-opus-5-5"),
        ("GET", "/v1/models/.."),
        ("GET", "/v1/models/%2e%2e%2ffiles"),
        ("GET", "/v1/models/x/../../files"),
        ("PUT", "/v1/messages"),
        ("PATCH", "/v1/messages"),
        ("GET", "/v1/messages"),
        ("POST", "/v1/messages/"),
        ("POST", "/v1//messages"),
        ("POST", "/v1/%6dessages"),
        ("POST", "/V1/messages"),
        ("POST", "/messages"),
        ("POST", "/v1/messages/batches/b/results"),
        ("POST", "/v1/messages/threads"),
        ("POST", "/"),
    ],
)
def test_every_other_call_is_refused_even_with_what_was_decided(sent, method, path):
    body = None if method == "GET" else {**ASKED, **PINNED}
    with opened(CLAUDE_US) as client, refused(CLAUDE_US, f"`{method} ", "decision.arguments("):
        call(client, method, path, body)
    assert sent == []


@pytest.mark.parametrize(
    "store",
    [
        lambda beta: beta.files.upload(file=("a.txt", b"hello")),
        lambda beta: beta.agents.create(name="hello", model=CLAUDE_US.model),
        lambda beta: beta.skills.create(files=[("SKILL.md", b"hello")]),
    ],
    ids=["files", "agents", "skills"],
)
def test_what_the_sdk_would_store_is_refused(sent, store):
    with opened(CLAUDE_US) as client, refused(CLAUDE_US, "`POST /v1/"):
        store(client.beta)
    assert sent == []


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/v1/models"),
        ("GET", "/v1/models?limit=2"),
        ("GET", "/v1/models/claude-sonnet-5"),
        ("GET", "/v1/messages/batches"),
        ("GET", "/v1/messages/batches/msgbatch_1"),
        ("GET", "/v1/messages/batches/msgbatch_1/results"),
        ("POST", "/v1/messages/batches/msgbatch_1/cancel"),
        ("DELETE", "/v1/messages/batches/msgbatch_1"),
    ],
)
def test_a_call_without_content_is_made(sent, method, path):
    with opened(CLAUDE_US) as client:
        call(client, method, path)
    assert [one.path for one in sent] == [path]


@pytest.mark.parametrize("method", ["POST", "DELETE"])
def test_a_call_without_content_is_refused_with_some(sent, method):
    path = f"/v1/messages/batches/msgbatch_1{'/cancel' if method == 'POST' else ''}"
    with opened(CLAUDE_US) as client, refused(CLAUDE_US, "may carry content"):
        call(client, method, path, {"note": "hello"})
    assert sent == []


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("POST", f"{EU}/endpoints/1:rawPredict"),
        ("POST", f"{EU}/publishers/google/models/claude-opus-5-5:rawPredict"),
        ("POST", f"{EU}/publishers/anthropic/models/x/%2e%2e/claude-opus-5-5:rawPredict"),
        ("POST", f"{CLAUDE}:predict"),
        ("POST", CLAUDE),
        ("POST", f"{CLAUDE}:rawPredict/"),
        ("POST", f"{CLAUDE.replace('locations/eu', 'locations/us')}:rawPredict"),
        ("POST", f"/v1{CLAUDE}:rawPredict"),
        ("GET", f"{CLAUDE}:rawPredict"),
        ("PUT", f"{CLAUDE}:rawPredict"),
        ("POST", "/v1/files"),
    ],
)
def test_a_vertex_client_calls_nothing_but_the_decided_model(sent, method, path):
    body = None if method == "GET" else ASKED
    with opened(VERTEX_EU) as client, refused(VERTEX_EU, "claude-opus-5-5`"):
        call(client, method, path, body)
    assert sent == []


@pytest.mark.parametrize(
    "given", [{"model": "claude-sonnet-5"}, {"model": None}, {"inference_geo": "us"}], ids=str
)
def test_the_path_names_the_model_of_vertex_and_the_body_names_none(sent, given):
    with opened(VERTEX_EU) as client, refused(VERTEX_EU, "the decision leaves it out"):
        call(client, "POST", f"{CLAUDE}:streamRawPredict", {**ASKED, **given})
    assert sent == []
