"""Builders of plans, as `terraform show -json` writes them; each takes what a test is about."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from compliance_toolkit.models import AuditInput, Resource
from compliance_toolkit.terraform.plan import read_plan

AWS_IRELAND = {"aws": {"name": "aws", "expressions": {"region": {"constant_value": "eu-west-1"}}}}


def change(address: str, after: Any = None, unknown: Any = None, **more: Any) -> dict[str, Any]:
    """One instance that the plan creates."""
    kind = re.sub(r"\[.*?\]", "", address).split(".")[-2]
    actions = more.pop("actions", ["create"])
    sensitive = more.pop("sensitive", False)
    shadows = {"after_unknown": {} if unknown is None else unknown, "after_sensitive": sensitive}
    inner = {"actions": actions, "before": None, "after": after, **shadows}
    return {"address": address, "mode": "managed", "type": kind, "change": inner, **more}


def block(address: str, key: str = "aws", **expressions: Any) -> dict[str, Any]:
    """One resource block of the configuration."""
    return {
        "address": address,
        "mode": "managed",
        "provider_config_key": key,
        "expressions": expressions,
    }


def plan(
    *changes: dict[str, Any],
    providers: dict[str, Any] | None = None,
    blocks: list[dict[str, Any]] | None = None,
    calls: dict[str, Any] | None = None,
    **more: Any,
) -> bytes:
    """A whole plan; without `blocks` each change has one, which sets nothing."""
    if blocks is None:
        kinds = {c["address"]: c["type"] for c in changes}  # with its deposed objects
        blocks = [block(address, kind.partition("_")[0]) for address, kind in kinds.items()]
    configuration = {
        "provider_config": AWS_IRELAND if providers is None else providers,
        "root_module": {"resources": blocks, "module_calls": calls or {}},
    }
    document = {
        "format_version": "1.2",
        "terraform_version": "1.11.4",
        "resource_changes": list(changes),
        "configuration": configuration,
        **more,
    }
    return json.dumps(document).encode()


def read(*changes: dict[str, Any], assume_defaults: bool = True, **more: Any) -> AuditInput:
    """Read a plan that was built on the spot."""
    return read_plan(plan(*changes, **more), shown_as="plan.json", assume_defaults=assume_defaults)


def only(*changes: dict[str, Any], **more: Any) -> Resource:
    """Read the plan of one resource."""
    (resource,) = read(*changes, **more).resources
    return resource


def real_plan(folder: Path, files: dict[str, str], *, apply: bool = False) -> Path:
    """Let the real Terraform plan a configuration of built-in resources; nothing is downloaded.

    Skips where there is no Terraform; where CI is set that is a failure.
    """
    terraform = shutil.which("terraform")
    if terraform is None:
        missing = "no `terraform` in PATH, whose plans these tests are about"
        if os.environ.get("CI"):
            pytest.fail(missing)
        pytest.skip(missing)
    for name, text in files.items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
    verbs = [["init", "-input=false"], ["plan", "-input=false", "-out=p.tfplan"]]
    for verb in verbs + ([["apply", "-input=false", "p.tfplan"]] if apply else []):
        quiet = {**os.environ, "CHECKPOINT_DISABLE": "1"}
        subprocess.run([terraform, *verb], cwd=folder, env=quiet, capture_output=True, check=True)
    return folder / "p.tfplan"
