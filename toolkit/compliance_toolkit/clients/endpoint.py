"""Where a client may speak to: the host of its config, exactly."""

from __future__ import annotations

from urllib.parse import urlsplit

from compliance_toolkit.errors import ResidencyError
from compliance_toolkit.resolve.configs import ClientConfig

HTTPS = 443
"""The port where an address names none."""


def assert_endpoint(client_url: str, config: ClientConfig) -> None:
    """Hold an address that a client speaks to against the one that was decided.

    The host is necessary, never sufficient: on some routes the model id or the path decides too.

    Args:
        client_url: The address, as the client itself tells it.
        config: The decision's config.

    Raises:
        ResidencyError: Scheme, host or port differ, or one of the addresses is none.
    """
    decided, actual = _origin(config.base_url), _origin(client_url)
    if decided is None or actual != decided:
        raise ResidencyError(
            f"the client of `{config.deployment}` speaks to {_named(actual)},"
            f" and the decision says {_named(decided)}",
            hint="build the client from the decision, and leave its address alone",
        )


def _origin(url: str) -> tuple[str, int] | None:
    """Host and port of an `https` address; `None` if it is no such thing."""
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError:
        return None
    if parts.scheme != "https" or not host:
        return None
    return host, HTTPS if port is None else port


def _named(origin: tuple[str, int] | None) -> str:
    """Never the whole address: it may carry a password."""
    if origin is None:
        return "no `https` address"
    host, port = origin
    return f"`{host}`" if port == HTTPS else f"`{host}:{port}`"
