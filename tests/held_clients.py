"""Clients of the `anthropic` package asked for what was decided, and for something else."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest

from client_configs import CLAUDE_US, permitting
from compliance_toolkit.clients import build
from compliance_toolkit.errors import ResidencyError
from compliance_toolkit.resolve.configs import AnthropicConfig, VertexConfig
from sdk_server import Sent, internet, quiet, sdk

anthropic = sdk("anthropic")

ASKED: dict[str, Any] = {"max_tokens": 1, "messages": [{"role": "user", "content": "hello"}]}
"""What an application adds to a call."""

PINNED = {"model": CLAUDE_US.model, "inference_geo": "us"}
"""What the decision adds to a call over `CLAUDE_US`."""

OTHER = "claude-sonnet-5"
"""A model that none of the decisions names."""


@contextmanager
def internet_with_key(patch: pytest.MonkeyPatch, folder: Path) -> Iterator[list[Sent]]:
    """What arrives on the internet, where nothing but the key of `CLAUDE_US` is set."""
    quiet(patch, folder)
    patch.setenv("CLAUDE_US_KEY", "sk-us")
    with internet(patch) as server:
        yield server.sent


def opened(config: AnthropicConfig | VertexConfig, *features: str) -> closing[Any]:
    """The client of a config, with an identity, until the block ends."""
    client: Any = build(config, permitting(config, *features))
    if isinstance(config, VertexConfig):
        client.access_token = "token"  # instead of Google's default chain  # noqa: S105
    return closing(client)


@contextmanager
def refused(config: AnthropicConfig | VertexConfig, *said: str) -> Iterator[None]:
    """Make sure that the block is refused, that it is said for what, and that no content is."""
    with pytest.raises(ResidencyError) as caught:
        yield
    error = caught.value
    assert isinstance(error, anthropic.AnthropicError)
    assert not isinstance(error, anthropic.APIError)  # it would be tried again
    assert type(error).__name__ == "RequestRefusedError"
    whole = f"{error.message} ({error.hint})"
    for part in (f"`{config.deployment}`", *said):
        assert part in whole
    assert "hello" not in whole
    assert "\n" not in whole
    assert len(whole) < 500
