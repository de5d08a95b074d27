"""What a route means for a client: frozen, typed by provider, and without a secret in it.

They stand here and not beside the clients, because a decision has one and knows no client.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, ClassVar, TypeAlias
from urllib.parse import urlsplit

from compliance_toolkit.errors import ResidencyError
from compliance_toolkit.models import JsonValue

_BODY = "extra_body"
"""What the SDK lays over the body last: a second way to say everything."""


@dataclass(frozen=True, slots=True)
class ClientConfig:
    """What every client needs."""

    provider: ClassVar[str]
    model_name: ClassVar[str] = "model"
    """What the client's calls name the model by."""

    deployment: str
    base_url: str
    """Where the client must send everything."""

    model: str
    """The provider's own id of the model, or of the inference profile."""

    @property
    def host(self) -> str:
        """The one host that the client may speak to."""
        return urlsplit(self.base_url).netloc

    def pinned(self) -> Mapping[str, str | None]:
        """The arguments of a call that the decision fixes; `None`: must be left out."""
        return {self.model_name: self.model}

    def arguments(self, **given: Any) -> dict[str, Any]:
        """Complete the arguments of one call with what the decision fixes.

        Raises:
            ResidencyError: An argument contradicts the decision.
        """
        pinned = self.pinned()
        for where in (given, given.get(_BODY)):
            for name, value in pinned.items():
                if isinstance(where, Mapping) and where.get(name, value) != value:
                    raise ResidencyError(
                        f"the call names `{name}` itself, and not as decided for "
                        f"`{self.deployment}`",
                        hint=f"leave `{name}` out; the decision gives it",
                    )
        whole = {**given, **pinned}
        return {name: value for name, value in whole.items() if pinned.get(name, "") is not None}

    def as_json(self) -> dict[str, JsonValue]:
        """The config as plain data; credentials are named, never held."""
        return {"provider": self.provider, **asdict(self)}


@dataclass(frozen=True, slots=True)
class _WithGeo(ClientConfig):
    workspace: str
    inference_geo: str | None
    """Sent with every request; `None` where the model refuses the field."""

    def pinned(self) -> Mapping[str, str | None]:
        """The arguments of a call that the decision fixes; `None`: must be left out."""
        return {self.model_name: self.model, "inference_geo": self.inference_geo}


@dataclass(frozen=True, slots=True)
class AnthropicConfig(_WithGeo):
    """For `anthropic.Anthropic`."""

    provider: ClassVar[str] = "anthropic"
    api_key_env: str
    """The environment variable that holds the key of the workspace."""


@dataclass(frozen=True, slots=True)
class ClaudePlatformAwsConfig(_WithGeo):
    """For `anthropic.AnthropicAWS`."""

    provider: ClassVar[str] = "claude_platform_aws"
    account: str
    region: str


@dataclass(frozen=True, slots=True)
class BedrockConfig(ClientConfig):
    """For boto3's `bedrock-runtime`, or `anthropic.AnthropicBedrock`."""

    provider: ClassVar[str] = "bedrock"
    model_name: ClassVar[str] = "modelId"
    account: str
    region: str
    scope: str
    role_arn: str | None
    profile_arn: str | None
    """A system profile of the scope: noted, never called, since `model_id` names one as well."""


@dataclass(frozen=True, slots=True)
class BedrockMantleConfig(ClientConfig):
    """For `anthropic.AnthropicBedrockMantle`."""

    provider: ClassVar[str] = "bedrock_mantle"
    account: str
    region: str
    project: str | None


@dataclass(frozen=True, slots=True)
class VertexConfig(ClientConfig):
    """For `anthropic.AnthropicVertex`, or `google.cloud.aiplatform`."""

    provider: ClassVar[str] = "vertex"
    project: str
    location: str


@dataclass(frozen=True, slots=True)
class FoundryConfig(ClientConfig):
    """For `anthropic.AnthropicFoundry`."""

    provider: ClassVar[str] = "foundry"
    resource: str
    sku: str
    api_key_env: str | None


Config: TypeAlias = (
    AnthropicConfig
    | ClaudePlatformAwsConfig
    | BedrockConfig
    | BedrockMantleConfig
    | VertexConfig
    | FoundryConfig
)
