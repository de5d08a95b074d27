"""Where a deployment is: in the words of its provider's offers, and at which address."""

from __future__ import annotations

from dataclasses import dataclass
from typing import assert_never

from compliance_toolkit.errors import PolicyError
from compliance_toolkit.models import JsonObject
from compliance_toolkit.registry.project import (
    AnthropicDeployment,
    BedrockDeployment,
    BedrockMantleDeployment,
    ClaudePlatformAwsDeployment,
    Deployment,
    FoundryDeployment,
    VertexDeployment,
)
from compliance_toolkit.resolve.configs import (
    AnthropicConfig,
    BedrockConfig,
    BedrockMantleConfig,
    ClaudePlatformAwsConfig,
    Config,
    FoundryConfig,
    VertexConfig,
)
from compliance_toolkit.resolve.facts import RouteFacts, region_facts, route_facts


@dataclass(frozen=True, slots=True)
class Place:
    """Where a deployment is called, in the words of its provider's offers."""

    scope: str
    source: str | None
    """Region or location; `None` where it makes no difference."""


def place_of(deployment: Deployment, facts: RouteFacts) -> Place:
    """The scope and source of a deployment."""
    match deployment:
        case AnthropicDeployment():
            return Place(deployment.inference_geo, None)
        case ClaudePlatformAwsDeployment():
            return Place(deployment.inference_geo, deployment.region)
        case BedrockDeployment():
            return Place(deployment.scope, deployment.region)
        case BedrockMantleDeployment():
            return Place("in-region", deployment.region)
        case VertexDeployment(location=location):
            named = any(offer.scope == location for offer in facts.offers)
            return Place(location if named else "in-region", location)
        case FoundryDeployment():
            return Place(deployment.sku, None)
        case never:
            assert_never(never)


def config_for(deployment: Deployment, model: str, model_id: str, law: JsonObject) -> Config:
    """Make a route of a deployment concrete.

    Args:
        deployment: The deployment.
        model: The model that was asked for.
        model_id: What the route calls it.
        law: `data.compliance` of the bundle that decided.

    Raises:
        PolicyError: The data has no endpoint for the deployment, or one that cannot be completed.
    """
    facts = route_facts(law, deployment.provider)
    common = (deployment.name, _base_url(deployment, facts, law), model_id)
    match deployment:
        case AnthropicDeployment():
            geo = _geo(deployment.inference_geo, model, facts)
            return AnthropicConfig(*common, deployment.workspace, geo, deployment.api_key.env)
        case ClaudePlatformAwsDeployment():
            geo = _geo(deployment.inference_geo, model, facts)
            account, region = deployment.account, deployment.region
            return ClaudePlatformAwsConfig(*common, deployment.workspace, geo, account, region)
        case BedrockDeployment():
            return BedrockConfig(
                *common,
                deployment.account,
                deployment.region,
                deployment.scope,
                deployment.role_arn,
                deployment.profile_arn,
            )
        case BedrockMantleDeployment():
            account, region = deployment.account, deployment.region
            return BedrockMantleConfig(*common, account, region, deployment.project)
        case VertexDeployment():
            return VertexConfig(*common, deployment.project, deployment.location)
        case FoundryDeployment():
            key = None if deployment.api_key is None else deployment.api_key.env
            return FoundryConfig(*common, deployment.resource, deployment.sku, key)
        case never:
            assert_never(never)


def _geo(geo: str, model: str, facts: RouteFacts) -> str | None:
    """The field to send: a model that is offered on this scope only refuses it."""
    offered = {offer.scope for offer in facts.offers if model in offer.models}
    return geo if offered - {"global"} else None


def _base_url(deployment: Deployment, facts: RouteFacts, law: JsonObject) -> str:
    place = place_of(deployment, facts)
    template = facts.endpoints.get(place.scope) or facts.endpoints.get("*")
    if template is None:
        raise PolicyError(
            f"the policies have no endpoint of `{deployment.provider}` for `{place.scope}`",
            hint="add it to the `endpoints` of the route's data",
        )
    parts = {}
    if place.source is not None:
        parts["region"] = place.source
        region = region_facts(law, facts.cloud).get(place.source)
        if region is not None and region.dns_suffix is not None:
            parts["dns_suffix"] = region.dns_suffix
    if isinstance(deployment, FoundryDeployment):
        parts["resource"] = deployment.resource
    try:
        return template.base_url.format_map(parts)
    except (KeyError, ValueError, IndexError, AttributeError) as error:
        raise PolicyError(
            f"the endpoint of deployment `{deployment.name}` cannot be completed: "
            f"nothing is known of {error}",
            hint="add what is missing to the region's data",
        ) from error
