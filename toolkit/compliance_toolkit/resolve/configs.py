"""Client configs: a route made concrete, typed by provider, for whoever builds the SDK's client."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, TypeAlias

from compliance_toolkit.errors import PolicyError
from compliance_toolkit.models import JsonObject, Route
from compliance_toolkit.resolve.candidates import Deployment
from compliance_toolkit.resolve.facts import RouteFacts, region_facts, route_facts


@dataclass(frozen=True, slots=True)
class _Config:
    """What every client config has."""

    deployment: str
    base_url: str
    """Where requests go: `https://` and a host that follows from the route alone."""

    model_id: str
    """What the provider calls the model on this route."""


@dataclass(frozen=True, slots=True)
class AnthropicConfig(_Config):
    """The Anthropic API."""

    provider: ClassVar[str] = "anthropic"
    workspace: str
    inference_geo: str | None
    """Sent with each request; `None` where the model does not take it."""

    api_key_env: str
    """Name of the environment variable that holds the key."""


@dataclass(frozen=True, slots=True)
class BedrockConfig(_Config):
    """Amazon Bedrock's runtime endpoint."""

    provider: ClassVar[str] = "bedrock"
    account: str
    region: str
    """The source region; the destinations follow from `model_id`."""

    role_arn: str | None


@dataclass(frozen=True, slots=True)
class VertexConfig(_Config):
    """Claude on Google's Vertex AI."""

    provider: ClassVar[str] = "vertex"
    project: str
    location: str


@dataclass(frozen=True, slots=True)
class ClaudePlatformAwsConfig(_Config):
    """Claude Platform on AWS."""

    provider: ClassVar[str] = "claude_platform_aws"
    account: str
    region: str
    workspace: str
    inference_geo: str | None


@dataclass(frozen=True, slots=True)
class BedrockMantleConfig(_Config):
    """Amazon Bedrock's `bedrock-mantle` endpoint."""

    provider: ClassVar[str] = "bedrock_mantle"
    account: str
    region: str
    project: str | None


@dataclass(frozen=True, slots=True)
class FoundryConfig(_Config):
    """Claude in Microsoft Foundry."""

    provider: ClassVar[str] = "foundry"
    resource: str
    sku: str
    api_key_env: str | None


ClientConfig: TypeAlias = (
    AnthropicConfig
    | BedrockConfig
    | VertexConfig
    | ClaudePlatformAwsConfig
    | BedrockMantleConfig
    | FoundryConfig
)


def client_config(
    deployment: Deployment, route: Route, model: str, law: JsonObject
) -> ClientConfig:
    """Make a route concrete.

    Args:
        deployment: The one that the route names.
        route: As policy answered it.
        model: The provider-neutral id that was asked for.
        law: `data.compliance` of the bundle.

    Raises:
        PolicyError: The data has no endpoint for the route.
    """
    facts = route_facts(law, deployment.provider)
    given: Any = deployment
    common = {
        "deployment": deployment.name,
        "base_url": _base_url(given, facts, law),
        "model_id": route.model_id,
    }
    match deployment.provider:
        case "anthropic":
            return AnthropicConfig(
                **common,
                workspace=given.workspace,
                inference_geo=_inference_geo(given.inference_geo, model, facts),
                api_key_env=given.api_key.env,
            )
        case "bedrock":
            return BedrockConfig(
                **common, account=given.account, region=given.region, role_arn=given.role_arn
            )
        case "vertex":
            return VertexConfig(**common, project=given.project, location=given.location)
        case "claude_platform_aws":
            return ClaudePlatformAwsConfig(
                **common,
                account=given.account,
                region=given.region,
                workspace=given.workspace,
                inference_geo=_inference_geo(given.inference_geo, model, facts),
            )
        case "bedrock_mantle":
            return BedrockMantleConfig(
                **common, account=given.account, region=given.region, project=given.project
            )
        case "foundry":
            key = given.api_key.env if given.api_key is not None else None
            return FoundryConfig(**common, resource=given.resource, sku=given.sku, api_key_env=key)
        case other:
            raise PolicyError(f"no client config is known for the provider `{other}`")


def _inference_geo(geo: str, model: str, facts: RouteFacts) -> str | None:
    """The pin to send: a model that is offered on no pinned scope does not take the field."""
    takes_it = any(
        offer.countries != "unspecified" and model in offer.models for offer in facts.offers
    )
    return geo if takes_it else None


def _base_url(given: Any, facts: RouteFacts, law: JsonObject) -> str:
    """Fill in the provider's endpoint for the deployment's own scope, location or region."""
    names = [getattr(given, key, None) for key in ("location", "scope", "inference_geo", "sku")]
    for name in (*names, "in-region", "*"):
        if name in facts.endpoints:
            template = facts.endpoints[name].base_url
            break
    else:
        raise PolicyError(
            f"the data has no endpoint of `{given.provider}` for the deployment `{given.name}`",
            hint="add it to `endpoints` in the provider's route data",
        )
    region = getattr(given, "region", None) or getattr(given, "location", None) or ""
    known = region_facts(law, facts.cloud).get(region)
    return template.format_map(
        _Strict(
            {
                "region": region,
                "location": region,
                "dns_suffix": known.dns_suffix if known is not None else None,
                "resource": getattr(given, "resource", None),
            },
            given.name,
        )
    )


class _Strict(dict[str, Any]):
    """Refuses a place holder that has no value: half an address is none."""

    def __init__(self, values: Mapping[str, Any], name: str) -> None:
        super().__init__({key: value for key, value in values.items() if value})
        self._name = name

    def __missing__(self, key: str) -> str:
        raise PolicyError(
            f"the endpoint of the deployment `{self._name}` needs a `{key}` that nobody knows",
            hint="add the region to the data, or correct the endpoint there",
        )
