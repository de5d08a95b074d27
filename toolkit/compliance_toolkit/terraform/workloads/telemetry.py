"""Settings under which prompts and replies are written down, wherever they go then."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TypeAlias

from compliance_toolkit.models import JsonValue, ReasonCode, Unknown
from compliance_toolkit.terraform.workloads.settings import Setting
from compliance_toolkit.terraform.workloads.trees import Node
from compliance_toolkit.terraform.workloads.variables import EGRESS, HARMLESS

TELEMETRY = "telemetry"
"""The fact about them; see `schemas/resource.json`."""

Unclear: TypeAlias = list[tuple[str, Unknown]]
"""Names of settings that may write content down, and why nobody can tell."""

RECORDING: Mapping[str, tuple[str, str]] = {
    "aws_pipes_pipe": ("log_configuration", "include_execution_data"),
    "aws_sfn_state_machine": ("logging_configuration", "include_execution_data"),
    "awscc_pipes_pipe": ("log_configuration", "include_execution_data"),
    "awscc_stepfunctions_state_machine": ("logging_configuration", "include_execution_data"),
}
"""What hands prompts on, and where it says whether they are in its log: an attribute, and a member.

Read 2026-11 in the providers' schemas and in AWS's references of both services.
"""


def written_down(settings: Iterable[Setting]) -> tuple[list[str], Unclear]:
    """Name the settings under which content is written down, and those that may be of them."""
    content: dict[str, None] = {}
    unclear: Unclear = []
    for one in settings:
        if one.name not in EGRESS:
            continue
        if isinstance(one.value, Unknown):
            unclear.append((one.shown, one.value))
        elif (value := one.value.strip().lower()) in EGRESS[one.name]:
            content[one.shown] = None
        elif value not in HARMLESS[one.name]:
            unclear.append((one.shown, Unknown(ReasonCode.UNKNOWN_VALUE, one.shown)))
    return list(content), unclear


def recorded(block: Node, member: str, shown: str) -> tuple[list[str], Unclear]:
    """Say whether a service writes what it hands on into its own log.

    Args:
        block: The configuration of its log, as a list of blocks or as one object.
        member: The name in it that decides.
        shown: How to name that to people.
    """
    written: list[str] = []
    unclear: Unclear = []
    for one in block if isinstance(block, list) else [block]:
        told, why = _recorded(one, member)
        if why is not None:
            unclear.append((shown, why if why.reference else Unknown(why.code, shown)))
        elif told:
            written.append(shown)
    return written, [] if written else unclear


def _recorded(block: Node, member: str) -> tuple[bool, Unknown | None]:
    """Say whether one block of such a configuration writes content, or why nobody can tell."""
    if isinstance(block, Unknown):
        return False, block
    if not isinstance(block, dict):
        return False, None
    level, told = block.get("level"), block.get(member)
    if level in (None, "OFF") or told in (None, False, []):  # nothing is written by default
        return False, None
    hidden = next((one for one in (level, told) if isinstance(one, Unknown)), None)
    if hidden is None and told in (True, ["ALL"]):
        return True, None
    return False, hidden or Unknown(ReasonCode.UNKNOWN_VALUE)


def telemetry_fact(content: Iterable[str], unclear: Unclear) -> dict[str, JsonValue]:
    """Give the fact as policies read it."""
    return {"content": list(content), "unknown": [name for name, _ in unclear]}
