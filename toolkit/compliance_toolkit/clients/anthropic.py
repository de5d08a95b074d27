"""The Anthropic API: one host, one key, nothing from the environment but the key that was named."""

from __future__ import annotations

import os
from collections.abc import Mapping
from functools import partial
from typing import Any

import anthropic

from compliance_toolkit.clients.anthropic_http import assert_own_headers, http_client
from compliance_toolkit.clients.anthropic_requests import hold_to_api
from compliance_toolkit.clients.endpoint import assert_endpoint
from compliance_toolkit.clients.permitted import Permitted
from compliance_toolkit.errors import ConfigurationError
from compliance_toolkit.resolve.configs import AnthropicConfig


class Anthropic(anthropic.Anthropic):
    """The SDK's client without the headers of the environment, in its copies (`with_options`) too.

    It keeps the SDK's name, which is what the client calls itself in `User-Agent`.
    """

    def __init__(self, *, default_headers: Mapping[str, str] | None = None, **options: Any) -> None:
        super().__init__(default_headers=default_headers, **options)
        self._custom_headers = default_headers or {}


def build(config: AnthropicConfig, permitted: Permitted) -> anthropic.Anthropic:
    """Build the client; where it runs is `inference_geo`, which goes with each request.

    The client refuses a request for another model or geo, or with a feature that is not permitted,
    in a batch too, and every call that `anthropic_requests` does not list: resolve again for those.

    The key decides the workspace, and no one can read from a key which one that is: replies say it.

    Raises:
        ConfigurationError: The variable that should hold the key is not set, or is empty.
        ResidencyError: The client speaks to another host.
    """
    key = os.environ.get(config.api_key_env, "").strip()
    if not key:
        raise ConfigurationError(
            f"the variable `{config.api_key_env}` holds no key for `{config.deployment}`",
            hint="set it to an API key of the deployment's workspace",
        )
    client = Anthropic(
        api_key=key,
        base_url=config.base_url,
        open_telemetry=False,  # the variables can put prompts into spans
        http_client=http_client(config, partial(hold_to_api, config=config, permitted=permitted)),
    )
    assert_own_headers(client)
    assert_endpoint(str(client.base_url), config)
    return client
