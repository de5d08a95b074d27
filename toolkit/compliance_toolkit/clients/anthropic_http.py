"""What the clients of the `anthropic` package share: an HTTP client that goes nowhere else.

Proxies and certificate authorities of the environment stay: they are the operator's network, and a
proxy sees hosts, not content. Redirects are not followed, and every request is held to the config.
"""

from __future__ import annotations

import os
from collections.abc import Callable

import anthropic
import httpx2

from compliance_toolkit.clients.anthropic_requests import Asked
from compliance_toolkit.clients.endpoint import assert_endpoint
from compliance_toolkit.errors import ConfigurationError, ResidencyError
from compliance_toolkit.resolve.configs import ClientConfig

_HEADERS = "ANTHROPIC_CUSTOM_HEADERS"


class RequestRefusedError(ResidencyError, anthropic.AnthropicError):
    """A request was about to leave for another place or model than was decided; nothing was sent.

    An error of the SDK's own kind is passed on as it is, and not tried again.
    """


def http_client(config: ClientConfig, hold: Callable[[Asked], None]) -> httpx2.Client:
    """An HTTP client with the SDK's limits that sends nothing but what was decided.

    It looks at each request last, after the SDK's own options and whatever the call lays over them.

    Args:
        config: The decision's config; every other host is refused, redirected to or not.
        hold: Raises `ResidencyError` for a request that is not as decided.
    """

    def guard(request: httpx2.Request) -> None:
        try:
            assert_endpoint(str(request.url), config)
            hold(_asked(request))
        except ResidencyError as error:
            raise RequestRefusedError(error.message, hint=error.hint) from None

    return anthropic.DefaultHttpxClient(follow_redirects=False, event_hooks={"request": [guard]})


def _asked(request: httpx2.Request) -> Asked:
    try:
        body = request.content
    except httpx2.RequestNotRead:
        body = None
    return Asked(
        method=request.method,
        path=request.url.raw_path.partition(b"?")[0].decode("ascii"),
        body=body,
        workspace=request.headers.get("anthropic-workspace-id"),
        betas=request.headers.get("anthropic-beta"),
    )


def assert_own_headers(client: anthropic.Anthropic | anthropic.AnthropicVertex) -> None:
    """Make sure that no header of the environment is on the client.

    The clients drop them where the SDK keeps them; a release of the SDK may keep them elsewhere.

    Raises:
        ConfigurationError: There is one.
    """
    headers = client.default_headers
    for line in os.environ.get(_HEADERS, "").split("\n"):
        name, _, value = line.partition(":")
        if name.strip() and headers.get(name.strip()) == value.strip():
            raise ConfigurationError(
                f"`{_HEADERS}` sets the header `{name.strip()}` on every request",
                hint=f"unset `{_HEADERS}`, and pass headers with the request that needs them",
            )
