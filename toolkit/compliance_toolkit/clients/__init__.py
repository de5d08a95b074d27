"""From a client config to the real SDK client: one file a provider, imported only on demand."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, overload

from compliance_toolkit.clients.extras import sdk
from compliance_toolkit.clients.permitted import Permitted
from compliance_toolkit.errors import ConfigurationError
from compliance_toolkit.resolve.configs import (
    AnthropicConfig,
    BedrockConfig,
    ClientConfig,
    VertexConfig,
)

if TYPE_CHECKING:
    from anthropic import Anthropic, AnthropicVertex


@overload
def build(config: AnthropicConfig, permitted: Permitted) -> Anthropic: ...
@overload
def build(config: VertexConfig, permitted: Permitted) -> AnthropicVertex: ...
@overload
def build(config: BedrockConfig, permitted: Permitted) -> Any: ...
@overload
def build(config: ClientConfig, permitted: Permitted) -> Any: ...
def build(config: ClientConfig, permitted: Permitted) -> object:
    """Build the SDK client that a decision's config describes, and hold its endpoint to the config.

    The client speaks to the config's host and no other, whatever the environment says. What it
    takes from the environment is the operator's network (proxies, certificate authorities) and,
    for AWS and Google, the operator's identity.

    Args:
        config: Where and what the decision says.
        permitted: The features that requests may use; any other one is refused.

    Returns:
        `anthropic.Anthropic`, `anthropic.AnthropicVertex` or boto3's `bedrock-runtime` client.

    Raises:
        ConfigurationError: The SDK is not installed, a credential is missing, or the provider has
            no live client in this release.
        ResidencyError: The client that was built speaks to another host.
    """
    match config:
        case AnthropicConfig():
            with sdk("anthropic"):
                from compliance_toolkit.clients import anthropic  # noqa: PLC0415  costs an SDK
            return anthropic.build(config, permitted)
        case BedrockConfig():
            with sdk("bedrock"):
                from compliance_toolkit.clients import bedrock  # noqa: PLC0415  costs an SDK
            return bedrock.build(config, permitted)
        case VertexConfig():
            with sdk("vertex"):
                from compliance_toolkit.clients import vertex  # noqa: PLC0415  costs an SDK
            return vertex.build(config, permitted)
        case _:
            raise ConfigurationError(
                f"the live client of the provider `{config.provider}` is not part of this release",
                hint=f"build it by hand, with the endpoint `{config.base_url}`"
                f" and the model id `{config.model}`",
            )
