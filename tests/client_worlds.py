"""The real clients and the fake's, asked alike."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from compliance_toolkit import Compliance, FakeCompliance
from small_project import BEDROCK_EU, CLAUDE_US, DAY, MODEL, write

SONNET = "claude-sonnet-5"
MESSAGES = [{"role": "user", "content": "hello"}]
CONVERSE = [{"role": "user", "content": [{"text": "hello"}]}]
ELSEWHERE = "https://evil.example"
OURS = {"anthropic-workspace-id": CLAUDE_US["workspace"]}
DEPLOYMENTS: dict[str, Any] = {
    "claude-us": CLAUDE_US,
    "bedrock-eu": {**BEDROCK_EU, "models": [SONNET]},
    "vertex-eu": {
        "provider": "vertex",
        "project": "acme-eu",
        "location": "eu",
        "models": [MODEL],
    },
}
TENANTS = {"us": {"jurisdictions": ["us"]}, "eu": {"jurisdictions": ["eu"]}}
ROUTES = {
    "claude-us": {"tenant": "us", "model": MODEL},
    "bedrock-eu": {"tenant": "eu", "model": SONNET},
    "vertex-eu": {"tenant": "eu", "model": MODEL},
}


@contextmanager
def real(folder: Path, patch: pytest.MonkeyPatch) -> Iterator[Any]:
    """The real one, and what arrives on the internet."""
    server = pytest.importorskip("sdk_server")
    server.quiet(patch, folder)
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "SMALL_PROJECT_KEY"):
        patch.setenv(name, "made-at-run-time")
    with server.internet(patch) as internet:
        yield (
            Compliance.load(write(folder, deployments=DEPLOYMENTS, tenants=TENANTS)),
            internet.sent,
        )


@contextmanager
def fake(_folder: Path, _patch: pytest.MonkeyPatch) -> Iterator[Any]:
    """The fake, and what it noted."""
    made = FakeCompliance(deployments=DEPLOYMENTS, tenants=TENANTS)
    yield made, made._calls


@pytest.fixture(params=[pytest.param(real, marks=pytest.mark.sdk), fake], ids=["real", "fake"])
def world(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[SimpleNamespace]:
    """The real one and the fake, and what each has seen."""
    with request.param(tmp_path, monkeypatch) as (compliance, seen), ExitStack() as clients:
        yield SimpleNamespace(compliance=compliance, seen=seen, clients=clients)


def opened(world: Any, name: str, *features: str) -> tuple[Any, Any]:
    """The client of a deployment, and the decision it is for."""
    decision = world.compliance.resolve(**ROUTES[name], features=features, at=DAY)
    assert decision.outcome == "resolved", decision.denials
    assert decision.config.deployment == name
    client: Any = world.compliance.client(decision)
    world.clients.enter_context(closing(client))
    if name == "vertex-eu":
        client.access_token = "token"  # noqa: S105  instead of Google's default chain
    return client, decision
