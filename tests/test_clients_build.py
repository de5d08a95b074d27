"""What a client with an SDK is built from, and what is said where it cannot be."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from client_configs import BEDROCK_EU, CLAUDE_US, ROLE, VERTEX_EU, permitting
from compliance_toolkit.clients import build
from compliance_toolkit.clients.endpoint import assert_endpoint
from compliance_toolkit.errors import ConfigurationError, ResidencyError
from compliance_toolkit.resolve.configs import ClientConfig
from sdk_server import quiet, sdk

aiplatform = sdk("google.cloud.aiplatform_v1")
auth = sdk("google.auth.credentials")
vertex = sdk("compliance_toolkit.clients.vertex")

pytestmark = pytest.mark.sdk


@pytest.fixture
def bare(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> pytest.MonkeyPatch:
    """An environment without any identity."""
    quiet(monkeypatch, tmp_path)
    return monkeypatch


@pytest.fixture
def identified(bare: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """An environment with the identity that each client needs."""
    bare.setenv("CLAUDE_US_KEY", "sk-us")
    bare.setenv("AWS_ACCESS_KEY_ID", "AKIAOWN")
    bare.setenv("AWS_SECRET_ACCESS_KEY", "secret")
    return bare


def refusal(config: ClientConfig) -> ConfigurationError:
    with pytest.raises(ConfigurationError) as caught:
        build(config, permitting(config))
    assert "\n" not in caught.value.message
    assert caught.value.hint
    return caught.value


@pytest.mark.parametrize("value", [None, "", " \n"], ids=repr)
def test_without_the_named_key_there_is_no_client_whatever_else_is_set(bare, value):
    bare.setenv("ANTHROPIC_API_KEY", "sk-of-somebody-else")
    if value is None:
        bare.delenv("CLAUDE_US_KEY", raising=False)
    else:
        bare.setenv("CLAUDE_US_KEY", value)
    error = refusal(CLAUDE_US)
    assert "`CLAUDE_US_KEY`" in error.message
    assert "sk-of" not in f"{error.message}{error.hint}"


@pytest.mark.parametrize("role", [None, ROLE], ids=repr)
def test_without_aws_credentials_there_is_no_bedrock_client(bare, role):
    error = refusal(replace(BEDROCK_EU, role_arn=role))
    assert "no AWS credentials for `bedrock-eu`" in error.message
    assert (role or "111122223333") in (error.hint or "")


@pytest.mark.parametrize(
    ("variable", "value", "said"),
    [("AWS_PROFILE", "nobody", "nobody"), ("AWS_ACCESS_KEY_ID", "AKIASECRET", "missing")],
)
def test_what_is_wrong_with_aws_settings_is_said_without_a_secret(bare, variable, value, said):
    bare.setenv(variable, value)
    error = refusal(BEDROCK_EU)
    assert said in error.message
    assert "AKIASECRET" not in error.message


def test_a_role_needs_a_token_service_in_the_region(identified):
    error = refusal(replace(BEDROCK_EU, base_url="https://vpce.example", role_arn=ROLE))
    assert "`vpce.example` has no token service" in error.message


@pytest.mark.parametrize("base_url", [None, "https://gateway.example:8443/v1"], ids=repr)
@pytest.mark.parametrize("config", [CLAUDE_US, BEDROCK_EU, VERTEX_EU], ids=lambda x: x.deployment)
def test_a_client_speaks_to_the_endpoint_of_its_config(identified, config, base_url):
    given = replace(config, base_url=base_url or config.base_url)
    with closing(build(given, permitting(given))) as client:
        spoken = client.meta.endpoint_url if config is BEDROCK_EU else str(client.base_url)
        assert spoken.rstrip("/") == given.base_url


@pytest.mark.parametrize("config", [CLAUDE_US, BEDROCK_EU, VERTEX_EU], ids=lambda x: x.deployment)
def test_a_decided_address_without_tls_builds_no_client(identified, config):
    with pytest.raises(ResidencyError, match="no `https` address"):
        build(
            replace(config, base_url=config.base_url.replace("https:", "http:")), permitting(config)
        )


def test_copies_of_a_client_stay_closed(identified):
    identified.setenv("ANTHROPIC_CUSTOM_HEADERS", "X-Evil: 1")
    identified.setenv("ANTHROPIC_OPEN_TELEMETRY_TRACES_CONTENT_MODE", "content")
    for config in (CLAUDE_US, VERTEX_EU):
        with build(config, permitting(config)).with_options(
            timeout=3, default_headers={"X-Own": "1"}
        ) as copy:
            assert "X-Evil" not in copy.default_headers
            assert copy.default_headers["X-Own"] == "1"
            assert not copy.open_telemetry["traces"]["enabled"]
            assert_endpoint(str(copy.base_url), config)


@pytest.mark.parametrize(
    ("variable", "value", "astray"),
    [
        ("GOOGLE_API_USE_MTLS_ENDPOINT", "always", "aiplatform.mtls.googleapis.com"),
        ("GOOGLE_CLOUD_UNIVERSE_DOMAIN", "evil.example", "aiplatform.evil.example"),
        ("CLOUD_ML_REGION", "us-east5", "aiplatform.googleapis.com"),
    ],
)
def test_no_variable_moves_googles_own_client(bare, variable, value, astray):
    bare.setenv(variable, value)
    anybody = auth.AnonymousCredentials()
    with aiplatform.PredictionServiceClient(credentials=anybody) as plain:
        assert plain.transport.host.startswith(astray)
    with vertex.build_aiplatform(VERTEX_EU, credentials=anybody) as client:
        assert client.transport.host == "aiplatform.eu.rep.googleapis.com:443"


def test_googles_own_client_is_asked_for_project_and_location():
    assert vertex.publisher_model(VERTEX_EU) == (
        "projects/acme-eu/locations/eu/publishers/anthropic/models/claude-opus-5-5"
    )


def test_without_google_credentials_there_is_no_prediction_client(bare, tmp_path):
    bare.setenv("CLOUDSDK_CONFIG", str(tmp_path))
    bare.setenv("NO_GCE_CHECK", "true")
    with pytest.raises(ConfigurationError, match="no Google credentials for `vertex-eu`"):
        vertex.build_aiplatform(VERTEX_EU)
