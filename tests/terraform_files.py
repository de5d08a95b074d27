"""Writes small Terraform configurations and reads them, for the tests of `terraform.source`."""

from __future__ import annotations

from pathlib import Path

from compliance_toolkit.models import AuditInput, ReasonCode, Resource, Unknown
from compliance_toolkit.terraform.source import read_source

PROVIDER = 'provider "aws" {\n  region = "eu-central-1"\n}\n'


def write(folder: Path, files: dict[str, str | bytes]) -> Path:
    """Write files below a folder, by relative path."""
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return folder


def read(folder: Path, main: str | bytes = "", /, **options) -> AuditInput:
    """Read a folder whose `main.tf` is given; further files stand under `files`."""
    files = options.pop("files", {})
    write(folder, {"main.tf": main, **files})
    given = {"variables": {}, "var_files": (), "shown_as": "infra", **options}
    return read_source(folder, **given)


def addresses(audited: AuditInput) -> list[str]:
    """Give the addresses of all resources, in order."""
    return [resource.address for resource in audited.resources]


def only(audited: AuditInput) -> Resource:
    """Give the one resource, of an input without problems."""
    assert audited.problems == ()
    (resource,) = audited.resources
    return resource


def by_address(audited: AuditInput, address: str) -> Resource:
    """Give the resource with an address."""
    (found,) = (resource for resource in audited.resources if resource.address == address)
    return found


def value_of(folder: Path, expression: str, preamble: str = "", **options):
    """Give what an expression is worth: its value, or the `Unknown` that stands for it."""
    audited = read(
        folder, f'{preamble}\nresource "null_resource" "x" {{\n  v = {expression}\n}}\n', **options
    )
    resource = by_address(audited, "null_resource.x")
    assert audited.problems == ()
    assert ("v" in resource.values) != ("/v" in resource.unknown)
    return resource.values.get("v") if "v" in resource.values else resource.unknown["/v"]


def unknown(code: str, reference: str | None = None) -> Unknown:
    """Make an `Unknown` by its code's name."""
    return Unknown(ReasonCode(code), reference)


def messages(audited: AuditInput) -> list[tuple[str, int]]:
    """Give the problems: message and line."""
    return [(p.message, p.location.line if p.location else 0) for p in audited.problems]
