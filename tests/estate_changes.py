"""Changes of guardrails, and what EST-001 says of a plan that makes them."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

from compliance_toolkit.cli.main import main
from terraform_plans import change, plan

QUEUE = change("aws_sqs_queue.q", {"name": "q"})
"""What is asked about beside, so that there is a verdict."""

LINE = {
    "project": "p",
    "firewall_policy": "guard",
    "action": "deny",
    "direction": "EGRESS",
    "priority": 7,
    "match": [{"dest_ip_ranges": ["0.0.0.0/0"]}],
}
"""A rule of a firewall policy that lets nothing out."""


def altered(address: str, before: Any, after: Any, *actions: str) -> dict[str, Any]:
    """A change whose address stays."""
    one: dict[str, Any] = change(address, after, None, actions=list(actions or ("update",)))
    one["change"] |= {"before": before, "before_sensitive": {}}
    return one


def asking(folder: Path, capsys: pytest.CaptureFixture[str]) -> Callable[..., Any]:
    """Give what finds EST-001 in a plan of some changes, through the command."""

    def ask(*changes: dict[str, Any], law: Sequence[str] = ("eu",)) -> Any:
        file = folder / "plan.json"
        file.write_bytes(plan(QUEUE, *changes))
        laws = [word for code in law for word in ("--jurisdiction", code)]
        main(["check", str(file), *laws, "--format", "json"])
        findings = json.loads(capsys.readouterr().out)["findings"]
        (found,) = [one for one in findings if one["check"] == "EST-001"]
        return found

    return ask


def stood(address: str, values: Any) -> dict[str, Any]:
    """What stays as it is."""
    return altered(address, values, values, "no-op")


def made(address: str, values: Any, *unknown: str) -> dict[str, Any]:
    """What is made, with values that are known only then."""
    one: dict[str, Any] = change(address, values, dict.fromkeys(unknown, True))
    return one


def document(*statements: dict[str, Any]) -> str:
    """A policy of AWS's."""
    return json.dumps({"Version": "2012-10-17", "Statement": statements})


def deny(condition: Any = None, **more: Any) -> dict[str, Any]:
    """A statement that denies, of everything if nothing else is said."""
    where = {} if condition is None else {"Condition": condition}
    return {"Effect": "Deny", "Resource": "*", **where, **more}
