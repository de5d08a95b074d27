"""Claude on Vertex AI: the host and the location in the path are both part of the promise."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING, Any

import anthropic
import google.auth.credentials
import google.auth.exceptions

from compliance_toolkit.clients.anthropic_http import assert_own_headers, http_client
from compliance_toolkit.clients.anthropic_requests import hold_to_vertex
from compliance_toolkit.clients.endpoint import assert_endpoint
from compliance_toolkit.clients.extras import sdk
from compliance_toolkit.clients.permitted import Permitted
from compliance_toolkit.errors import ConfigurationError
from compliance_toolkit.resolve.configs import VertexConfig

if TYPE_CHECKING:
    from google.cloud.aiplatform_v1 import PredictionServiceClient


class AnthropicVertex(anthropic.AnthropicVertex):
    """The SDK's client without the headers of the environment, in its copies (`with_options`) too.

    It keeps the SDK's name, which is what the client calls itself in `User-Agent`.
    """

    def __init__(self, *, default_headers: Mapping[str, str] | None = None, **options: Any) -> None:
        super().__init__(default_headers=default_headers, **options)
        self._custom_headers = default_headers or {}


def build(config: VertexConfig, permitted: Permitted) -> anthropic.AnthropicVertex:
    """Build the client of a project, location and model; it refuses every other one.

    What it may call is listed in `anthropic_requests`.

    Identity is Google's default chain, asked at the first request; its token service is Google's
    own, and sees no content.

    Raises:
        ConfigurationError: The environment has headers that cannot be kept out.
        ResidencyError: The client speaks to another host.
    """
    client = AnthropicVertex(
        region=config.location,
        project_id=config.project,
        base_url=config.base_url,
        open_telemetry=False,  # the variables can put prompts into spans
        http_client=http_client(
            config, partial(hold_to_vertex, config=config, permitted=permitted)
        ),
    )
    assert_own_headers(client)
    assert_endpoint(str(client.base_url), config)
    return client


def build_aiplatform(
    config: VertexConfig, *, credentials: google.auth.credentials.Credentials | None = None
) -> PredictionServiceClient:
    """Build Google's own client; ask it with `endpoint=publisher_model(config)`.

    Left alone it speaks to a host without location, and the package around it means `us-central1`
    where none is given; so both are explicit here. It speaks gRPC, which follows no redirects: over
    REST it would send a prompt once more to wherever a reply points.

    Args:
        config: The decision's config.
        credentials: To use instead of Google's default chain.

    Raises:
        ConfigurationError: The SDK is not installed, or there are no credentials.
        ResidencyError: The client speaks to another host.
    """
    with sdk("vertex"):
        from google.cloud.aiplatform_v1 import PredictionServiceClient  # noqa: PLC0415  slow
    try:
        client = PredictionServiceClient(
            credentials=credentials,
            transport="grpc",
            client_options={"api_endpoint": config.host},
        )
    except google.auth.exceptions.DefaultCredentialsError as error:
        raise ConfigurationError(
            f"there are no Google credentials for `{config.deployment}`",
            hint="run `gcloud auth application-default login`, or attach a service account",
        ) from error
    assert_endpoint(f"https://{client.transport.host}", config)
    return client


def publisher_model(config: VertexConfig) -> str:
    """The model's full name, with project and location: what Google's own client is asked for."""
    return (
        f"projects/{config.project}/locations/{config.location}"
        f"/publishers/anthropic/models/{config.model}"
    )
