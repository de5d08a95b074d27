"""What a client is built from, and what is said where it cannot be."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace

import pytest

from client_configs import BEDROCK_EU, CLAUDE_US, VERTEX_EU, permitting
from compliance_toolkit.clients import build
from compliance_toolkit.clients.endpoint import assert_endpoint
from compliance_toolkit.errors import ConfigurationError, ResidencyError
from compliance_toolkit.resolve.configs import (
    BedrockMantleConfig,
    ClaudePlatformAwsConfig,
    FoundryConfig,
)

WITHOUT_CLIENT = (
    ClaudePlatformAwsConfig(
        deployment="platform",
        base_url="https://aws-external-anthropic.us-east-1.api.aws",
        model="claude-opus-5-5",
        workspace="wrkspc_01",
        inference_geo="us",
        account="111122223333",
        region="us-east-1",
    ),
    BedrockMantleConfig(
        deployment="mantle",
        base_url="https://bedrock-mantle.eu-west-1.api.aws/anthropic",
        model="anthropic.claude-opus-5-5",
        account="111122223333",
        region="eu-west-1",
        project=None,
    ),
    FoundryConfig(
        deployment="foundry",
        base_url="https://acme.services.ai.azure.com/anthropic/",
        model="claude-opus-5-5",
        resource="acme",
        sku="DataZoneStandard",
        api_key_env=None,
    ),
)
IMPORT_FAILS = """
import sys
sys.modules["{module}"] = None
from compliance_toolkit.clients import build
from compliance_toolkit.errors import ConfigurationError
from compliance_toolkit.resolve.configs import *
try:
    build({config!r}, None)
except ConfigurationError as error:
    print(error.message, error.hint, sep="\\n")
"""


@pytest.mark.parametrize(
    "url",
    [
        "https://bedrock-runtime.us-east-1.amazonaws.com",
        "https://bedrock-runtime.eu-central-1.amazonaws.com.evil.example",
        "https://bedrock-runtime.eu-central-1.amazonaws.com@evil.example",
        "https://bedrock-runtime.eu-central-1.amazonaws.com.",
        "https://bedrock-runtime.eu-central-1.amazonaws.com:8443",
        "https://bedrock-runtime.eu-central-1.amazonaws.com:0",
        "https://bedrock-runtime.eu-central-1.amazonaws.com:x",
        "http://bedrock-runtime.eu-central-1.amazonaws.com",
        "http://bedrock-runtime.eu-central-1.amazonaws.com:443",
        "bedrock-runtime.eu-central-1.amazonaws.com",
        "//bedrock-runtime.eu-central-1.amazonaws.com",
        "https://",
        "https://[",
        "",
    ],
)
def test_no_other_address_passes_for_the_decided_one(url):
    with pytest.raises(ResidencyError):
        assert_endpoint(url, BEDROCK_EU)


@pytest.mark.parametrize("url", ["http://127.0.0.1:8080", "https://", "https://[", ""])
def test_a_decision_without_an_https_address_has_no_client(url):
    with pytest.raises(ResidencyError, match="the decision says no `https` address"):
        assert_endpoint(url, replace(BEDROCK_EU, base_url=url))


@pytest.mark.parametrize(
    "url",
    [
        "https://bedrock-runtime.eu-central-1.amazonaws.com",
        "https://bedrock-runtime.eu-central-1.amazonaws.com:443/",
        "https://BEDROCK-RUNTIME.eu-central-1.amazonaws.com/model/x/invoke",
    ],
)
def test_the_decided_host_is_the_same_however_it_is_spelled(url):
    assert_endpoint(url, BEDROCK_EU)


def test_the_refusal_names_both_hosts_and_no_password():
    with pytest.raises(ResidencyError) as caught:
        assert_endpoint("https://user:hunter2@evil.example:8443/?key=hunter2", BEDROCK_EU)
    assert "`evil.example:8443`" in caught.value.message
    assert "`bedrock-runtime.eu-central-1.amazonaws.com`" in caught.value.message
    assert "hunter2" not in caught.value.message


@pytest.mark.parametrize("config", WITHOUT_CLIENT, ids=lambda config: config.provider)
def test_a_provider_without_live_client_gives_what_one_needs_by_hand(config):
    with pytest.raises(ConfigurationError) as caught:
        build(config, permitting(config))
    message, hint = caught.value.message, caught.value.hint or ""
    assert f"`{config.provider}` is not part of this release" in message
    assert f"`{config.base_url}`" in hint
    assert f"`{config.model}`" in hint


@pytest.mark.parametrize(
    ("config", "module", "extra"),
    [
        (CLAUDE_US, "anthropic", "anthropic"),
        (BEDROCK_EU, "boto3", "bedrock"),
        (VERTEX_EU, "anthropic", "vertex"),
        (VERTEX_EU, "google.auth", "vertex"),
    ],
    ids=lambda value: value if isinstance(value, str) else value.deployment,
)
def test_a_missing_sdk_is_named_with_the_extra_that_brings_it(config, module, extra):
    code = IMPORT_FAILS.format(module=module, config=config)
    answer = subprocess.run(
        [sys.executable, "-Ic", code], check=True, capture_output=True, text=True
    )
    message, hint = answer.stdout.splitlines()
    assert message.startswith(f"`{module}")
    assert hint == f"run `pip install 'compliance-toolkit[{extra}]'`"


def test_no_sdk_is_loaded_before_a_client_is_built():
    code = "import compliance_toolkit.clients, sys; print(*sys.modules)"
    answer = subprocess.run(
        [sys.executable, "-Ic", code], check=True, capture_output=True, text=True
    )
    loaded = set(answer.stdout.split())
    assert "compliance_toolkit.clients" in loaded
    assert loaded.isdisjoint(("anthropic", "boto3", "botocore", "google.auth", "httpx2"))
