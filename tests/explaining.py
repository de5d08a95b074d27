"""Asks `compliance explain` on small projects, and does what it suggests."""

from __future__ import annotations

import contextlib
import copy
import io
import json
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator

from compliance_toolkit.cli.main import main
from compliance_toolkit.registry.yaml import read_yaml

ROOT = Path(__file__).resolve().parents[1]
EXAMPLE = ROOT / "terraform" / "examples" / "compliance.yaml"
AT = "2026-11-25"
SCHEMA = Draft202012Validator(json.loads((ROOT / "schemas" / "explanation.json").read_text()))

CLAIM = {"by": "legal@acme.example", "reference": "X-1", "until": "2027-03-31"}
SIX = ["eu-central-1", "eu-north-1", "eu-south-1", "eu-south-2", "eu-west-1", "eu-west-3"]
OPUS, SONNET, HAIKU = "claude-opus-5-5", "claude-sonnet-5", "claude-haiku-4-5"

BEDROCK: dict[str, Any] = {
    "provider": "bedrock",
    "account": "111122223333",
    "region": "eu-central-1",
    "scope": "eu",
    "models": [OPUS],
}
CLAUDE: dict[str, Any] = {
    "provider": "anthropic",
    "workspace": "wrkspc_1",
    "inference_geo": "us",
    "models": [OPUS],
    "api_key": {"env": "KEY"},
}
VERTEX: dict[str, Any] = {
    "provider": "vertex",
    "project": "acme-eu",
    "location": "eu",
    "models": [OPUS],
}
OWN: dict[str, dict[str, Any]] = {
    "anthropic": {"workspace": "w", "api_key": {"env": "KEY"}},
    "claude_platform_aws": {"account": "111122223333", "workspace": "w"},
    "bedrock": {"account": "111122223333"},
    "bedrock_mantle": {"account": "111122223333"},
    "vertex": {"project": "p"},
    "foundry": {"resource": "r"},
}
"""What the operator has to add to a new deployment: it is never suggested."""


def project(deployments: dict[str, Any], tenants: dict[str, Any]) -> dict[str, Any]:
    """A project file, as plain data."""
    return {
        "version": "1",
        "organization": "acme",
        "deployments": copy.deepcopy(deployments),
        "tenants": copy.deepcopy(tenants),
    }


def example() -> dict[str, Any]:
    """The project file of the examples, as plain data."""
    plain: Any = read_yaml(EXAMPLE.read_bytes(), str(EXAMPLE)).plain()
    return {key: plain[key] for key in ("version", "organization", "deployments", "tenants")}


def written(folder: Path, document: dict[str, Any]) -> Path:
    """Write a project file; JSON is YAML."""
    path = folder / "compliance.yaml"
    path.write_text(json.dumps(document, indent=1), encoding="utf-8")
    return path


def ran(*arguments: str) -> tuple[int, str]:
    """The exit code of a command, and what it printed."""
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        code = main(arguments)
    return code, out.getvalue()


def text(*arguments: str) -> str:
    """What is printed for people."""
    code, said = ran("explain", *arguments)
    assert code == 0
    return said


def flat(said: str) -> str:
    """The words of a tree on one line, without its lines."""
    return " ".join(said.translate(dict.fromkeys(map(ord, "│├└─"), " ")).split())


def explained(form: str, *arguments: str) -> dict[str, Any]:
    """The answer for programs, held to its schema."""
    code, said = ran("explain", form, *arguments, "--format", "json")
    assert code == 0
    document = json.loads(said)
    SCHEMA.validate(document)
    assert document["kind"] == form
    body: dict[str, Any] = document[form]
    return body


def denied(path: Path, request: dict[str, Any], *more: str) -> dict[str, Any]:
    """Explain a denial."""
    return explained("denial", "--config", str(path), *options(request), *more)


def resolves(path: Path, request: dict[str, Any]) -> set[str]:
    """The deployments that may serve a request, as `compliance resolve` says."""
    code, said = ran("resolve", "--config", str(path), *options(request), "--format", "json")
    document = json.loads(said)
    assert code == (0 if document["route"] else 1)
    routes = [document["route"], *document["fallbacks"], *document.get("others", [])]
    return {route["deployment"] for route in routes if route}


def options(request: dict[str, Any]) -> list[str]:
    """A request as options."""
    given = ["--tenant", request["tenant"], "--model", request["model"], "--at", request["at"]]
    for feature in request.get("features", ()):
        given += ["--feature", feature]
    for kind in request.get("data_classes", ()):
        given += ["--data-class", kind]
    return given


def made(
    document: dict[str, Any], request: dict[str, Any], changes: list[dict[str, Any]]
) -> tuple[dict[str, Any], dict[str, Any]]:
    """The project and the request after some changes, as an operator would make them."""
    document, request = copy.deepcopy(document), copy.deepcopy(request)
    for change in sorted(changes, key=lambda one: one["change"] != "add-deployment"):
        what, settings = change["what"], change["settings"]
        match change["change"]:
            case "use-model":
                request["model"] = what
            case "drop-feature":
                request["features"].remove(what)
            case "drop-data-class":
                request["data_classes"].remove(what)
            case "on-day":
                request["at"] = what
            case "list-model":
                document["deployments"][change["deployment"]]["models"].append(what)
            case "add-deployment":
                own = {**OWN[what], **settings, "models": [request["model"]]}
                document["deployments"][change["deployment"]] = own
            case "attest":
                attestations = document["deployments"][change["deployment"]]
                claims = attestations.setdefault("attestations", {})
                claims[what] = {**CLAIM, **settings, "until": "2029-12-31"}
            case other:
                raise AssertionError(other)
    return document, request
