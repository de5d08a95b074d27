"""One config a provider with a live client."""

from __future__ import annotations

from functools import cache

import msgspec

from compliance_toolkit.api.law import law_data
from compliance_toolkit.clients.permitted import Permitted, Signs
from compliance_toolkit.models import JsonObject
from compliance_toolkit.policy import bundle as bundles
from compliance_toolkit.resolve.configs import (
    AnthropicConfig,
    BedrockConfig,
    ClientConfig,
    VertexConfig,
)

CLAUDE_US = AnthropicConfig(
    deployment="claude-us",
    base_url="https://api.anthropic.com",
    model="claude-opus-5-5",
    workspace="wrkspc_01",
    inference_geo="us",
    api_key_env="CLAUDE_US_KEY",
)
BEDROCK_EU = BedrockConfig(
    deployment="bedrock-eu",
    base_url="https://bedrock-runtime.eu-central-1.amazonaws.com",
    model="eu.anthropic.claude-opus-5-5",
    account="111122223333",
    region="eu-central-1",
    scope="eu",
    role_arn=None,
    profile_arn=None,
)
VERTEX_EU = VertexConfig(
    deployment="vertex-eu",
    base_url="https://aiplatform.eu.rep.googleapis.com/v1",
    model="claude-opus-5-5",
    project="acme-eu",
    location="eu",
)
ROLE = "arn:aws:iam::111122223333:role/inference"


def permitting(config: ClientConfig, *features: str) -> Permitted:
    """What a decision of a config permits that was asked about these features, by the real law."""
    signs = msgspec.convert(_law()["features"], Signs)
    return Permitted(config.deployment, signs.unasked.features | {*features}, signs)


@cache
def _law() -> JsonObject:
    return law_data(bundles.load(bundles.default_root()))
