"""Real requests of real clients, seen from the other end; the environment is hostile."""

from __future__ import annotations

import json
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path
from urllib.parse import unquote

import pytest

from client_configs import BEDROCK_EU, CLAUDE_US, ROLE, VERTEX_EU, permitting
from compliance_toolkit.clients import build
from compliance_toolkit.clients.endpoint import assert_endpoint
from compliance_toolkit.errors import ResidencyError
from compliance_toolkit.resolve.configs import (
    BedrockConfig,
    ClientConfig,
    VertexConfig,
)
from sdk_server import EVIL, Sent, internet, quiet, sdk

anthropic = sdk("anthropic")
boto3 = sdk("boto3")
botocore = sdk("botocore.exceptions")

pytestmark = pytest.mark.sdk

ALL = (CLAUDE_US, BEDROCK_EU, VERTEX_EU)
by_deployment = pytest.mark.parametrize("config", ALL, ids=lambda config: config.deployment)

PROFILE = f"""
[default]
region = us-east-1
endpoint_url = https://{EVIL}
services = astray
use_dualstack_endpoint = true
[services astray]
bedrock_runtime =
  endpoint_url = https://{EVIL}
"""
HOSTILE = {
    "ANTHROPIC_BASE_URL": f"https://{EVIL}",
    "ANTHROPIC_BEDROCK_BASE_URL": f"https://{EVIL}",
    "ANTHROPIC_BEDROCK_MANTLE_BASE_URL": f"https://{EVIL}",
    "ANTHROPIC_VERTEX_BASE_URL": f"https://{EVIL}",
    "ANTHROPIC_FOUNDRY_BASE_URL": f"https://{EVIL}",
    "ANTHROPIC_FOUNDRY_RESOURCE": "evil",
    "ANTHROPIC_AWS_BASE_URL": f"https://{EVIL}",
    "ANTHROPIC_GOOGLE_CLOUD_BASE_URL": f"https://{EVIL}",
    "AWS_ENDPOINT_URL": f"https://{EVIL}",
    "AWS_ENDPOINT_URL_BEDROCK_RUNTIME": f"https://{EVIL}",
    "AWS_USE_FIPS_ENDPOINT": "true",
    "AWS_USE_DUALSTACK_ENDPOINT": "true",
    "AWS_REGION": "us-east-1",
    "AWS_DEFAULT_REGION": "us-east-1",
    "CLOUD_ML_REGION": "us-east5",
    "ANTHROPIC_GOOGLE_CLOUD_LOCATION": "global",
    "ANTHROPIC_API_KEY": "sk-of-somebody-else",
    "ANTHROPIC_AUTH_TOKEN": "token-of-somebody-else",
    "ANTHROPIC_PROFILE": "nobody",
    "ANTHROPIC_WORKSPACE_ID": "wrkspc_evil",
    "ANTHROPIC_VERTEX_PROJECT_ID": "evil",
    "GOOGLE_CLOUD_PROJECT": "evil",
    "AWS_BEARER_TOKEN_BEDROCK": "token-of-somebody-else",
    "AWS_AUTH_SCHEME_PREFERENCE": "httpBearerAuth",
    "ANTHROPIC_CUSTOM_HEADERS": "X-Evil: 1\nAuthorization: Bearer evil\nanthropic-beta: leak",
    "ANTHROPIC_OPEN_TELEMETRY": "true",
    "ANTHROPIC_OPEN_TELEMETRY_TRACES_CONTENT_MODE": "content",
    "ANTHROPIC_OPEN_TELEMETRY_TRACES_MAX_CONTENT_BYTES": "1000000",
    "ANTHROPIC_OPEN_TELEMETRY_PROPAGATION": "true",
}
CALM: dict[str, Sent] = {}
"""What each client sends where the environment is silent; asked once, as it takes its time."""

VOLATILE = {"amz-sdk-invocation-id", "x-amz-date", "idempotency-key", "x-stainless-retry-count"}


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    quiet(monkeypatch, tmp_path)
    monkeypatch.setenv("CLAUDE_US_KEY", "sk-us")
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "AKIAOWN")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "secret")
    with internet(monkeypatch) as server:
        yield server


@contextmanager
def opened(config: ClientConfig):
    with closing(build(config, permitting(config))) as client:
        if isinstance(config, VertexConfig):
            client.access_token = "token"  # instead of Google's default chain  # noqa: S105
        yield client


def ask(client, config: ClientConfig, **given):
    """Ask once, with what the decision fixes."""
    if isinstance(config, BedrockConfig):
        body = json.dumps({"anthropic_version": "bedrock-2023-05-31", "max_tokens": 1})
        return client.invoke_model(**{**config.arguments(body=body), **given})
    messages = [{"role": "user", "content": "hello"}]
    return client.messages.create(**{**config.arguments(max_tokens=1, messages=messages), **given})


def one_request(server, config: ClientConfig) -> Sent:
    with opened(config) as client:
        ask(client, config)
    return server.sent.pop()


def steady(sent: Sent) -> dict[str, str]:
    """The headers that two equal requests have in common."""
    kept = {name: value for name, value in sent.headers.items() if name not in VOLATILE}
    if "SignedHeaders" in kept["authorization"]:
        kept["authorization"] = kept["authorization"].partition(", Signature")[0]
        del kept["user-agent"]  # it counts the settings that boto3 has read
    return kept


def test_the_anthropic_api_is_asked_with_the_pin_in_the_body(server):
    sent = one_request(server, CLAUDE_US)
    assert (sent.host, sent.path) == ("api.anthropic.com", "/v1/messages")
    assert sent.json["model"] == "claude-opus-5-5"
    assert sent.json["inference_geo"] == "us"
    assert sent.headers["authorization"] == "Bearer sk-us"


def test_bedrock_is_asked_in_its_region_for_the_profile_that_was_decided(server):
    sent = one_request(server, BEDROCK_EU)
    assert sent.host == "bedrock-runtime.eu-central-1.amazonaws.com"
    assert sent.path == "/model/eu.anthropic.claude-opus-5-5/invoke"
    assert "/eu-central-1/bedrock/aws4_request" in sent.headers["authorization"]


def test_bedrock_is_asked_for_a_profile_that_is_named_by_its_arn(server):
    arn = "arn:aws:bedrock:eu-central-1:111122223333:inference-profile/eu.anthropic.claude-opus-5-5"
    sent = one_request(server, replace(BEDROCK_EU, model=arn))
    assert unquote(sent.path) == f"/model/{arn}/invoke"


def test_vertex_is_asked_with_project_and_location_in_the_path(server):
    sent = one_request(server, VERTEX_EU)
    assert sent.host == "aiplatform.eu.rep.googleapis.com"
    assert sent.path == (
        "/v1/projects/acme-eu/locations/eu/publishers/anthropic/models/claude-opus-5-5:rawPredict"
    )
    assert sent.json["anthropic_version"]


@pytest.mark.parametrize("variable", HOSTILE)
@by_deployment
def test_no_variable_changes_where_a_request_goes_or_what_it_carries(
    server, monkeypatch, config, variable
):
    if config.deployment not in CALM:
        CALM[config.deployment] = one_request(server, config)
    calm = CALM[config.deployment]
    monkeypatch.setenv(variable, HOSTILE[variable])
    sent = one_request(server, config)
    assert (sent.host, sent.path, sent.body) == (calm.host, calm.path, calm.body)
    assert steady(sent) == steady(calm)
    assert server.sent == []


def test_no_aws_profile_changes_where_a_request_goes(server, tmp_path):
    (tmp_path / "config").write_text(PROFILE)
    sent = one_request(server, BEDROCK_EU)
    assert sent.host == "bedrock-runtime.eu-central-1.amazonaws.com"
    assert "/eu-central-1/bedrock/aws4_request" in sent.headers["authorization"]


def test_the_variables_do_lead_the_plain_clients_astray(server, monkeypatch):
    for name, value in HOSTILE.items():
        monkeypatch.setenv(name, value)
    with anthropic.Anthropic() as claude, anthropic.AnthropicVertex() as vertex:
        assert claude.base_url.host == vertex.base_url.host == EVIL
        assert claude.default_headers["X-Evil"] == vertex.default_headers["X-Evil"] == "1"
        assert claude.open_telemetry["traces"]["content_mode"] == "content"
    monkeypatch.delenv("AWS_USE_FIPS_ENDPOINT")
    monkeypatch.delenv("AWS_USE_DUALSTACK_ENDPOINT")
    bedrock = boto3.client("bedrock-runtime")
    assert bedrock.meta.endpoint_url == f"https://{EVIL}"
    assert bedrock.meta.region_name == "us-east-1"


@by_deployment
def test_a_redirect_is_not_followed(server, config):
    server.redirect_to = f"https://{EVIL}/"
    failed = (anthropic.APIStatusError, botocore.ClientError)
    with opened(config) as client, pytest.raises(failed):
        ask(client, config)
    assert {sent.host for sent in server.sent} == {config.host}


@pytest.mark.parametrize("config", [CLAUDE_US, VERTEX_EU], ids=lambda config: config.deployment)
def test_a_client_that_was_moved_sends_nothing(server, config):
    with opened(config) as client:
        client.base_url = f"https://{EVIL}"
        with pytest.raises(ResidencyError, match=EVIL):
            assert_endpoint(str(client.base_url), config)
        with pytest.raises(ResidencyError, match=EVIL):
            ask(client, config)
    assert server.sent == []


def test_a_bedrock_client_that_was_moved_sends_nothing(server):
    def move(request, **_):
        request.url = request.url.replace(BEDROCK_EU.host, EVIL)

    with opened(BEDROCK_EU) as client:
        client.meta.events.register_first("before-send.bedrock-runtime", move)
        with pytest.raises(ResidencyError, match=EVIL):
            ask(client, BEDROCK_EU)
    assert server.sent == []


@pytest.mark.parametrize(
    "model", ["global.anthropic.claude-opus-5-5", f"{BEDROCK_EU.model}/../global.x"]
)
def test_a_bedrock_client_refuses_every_model_id_but_the_decided_one(server, model):
    refused = pytest.raises(ResidencyError, match="not for the decided model id")
    with opened(BEDROCK_EU) as client, refused:
        ask(client, BEDROCK_EU, modelId=model)
    assert server.sent == []


@pytest.mark.parametrize("other", [{"region": "global"}, {"project_id": "acme-us"}], ids=str)
def test_a_vertex_client_refuses_another_location_or_project(server, other):
    refused = pytest.raises(ResidencyError, match="locations/eu/")
    with opened(VERTEX_EU) as client, refused:
        ask(client.with_options(**other), VERTEX_EU)
    assert server.sent == []


def test_a_role_is_assumed_in_the_region_and_signs_the_request(server, monkeypatch):
    monkeypatch.setenv("AWS_ENDPOINT_URL_STS", f"https://{EVIL}")
    monkeypatch.setenv("AWS_STS_REGIONAL_ENDPOINTS", "legacy")
    with opened(replace(BEDROCK_EU, role_arn=ROLE)) as client:
        ask(client, BEDROCK_EU)
    assumed, asked = server.sent
    assert assumed.host == "sts.eu-central-1.amazonaws.com"
    assert b"arn%3Aaws%3Aiam%3A%3A111122223333%3Arole%2Finference" in assumed.body
    assert "Credential=AKIAOWN/" in assumed.headers["authorization"]
    assert asked.host == BEDROCK_EU.host
    assert "Credential=ASIAROLE/" in asked.headers["authorization"]
