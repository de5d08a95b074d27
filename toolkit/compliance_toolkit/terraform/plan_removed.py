"""What a change takes away, as facts: a guardrail that goes is seen by what it was."""

from __future__ import annotations

from collections.abc import Iterable

from compliance_toolkit.models import ReasonCode, Removed, Resource, Unknown
from compliance_toolkit.terraform.plan_config import Source
from compliance_toolkit.terraform.plan_format import DATA, Change, Plan, ResourceChange
from compliance_toolkit.terraform.plan_placing import placed
from compliance_toolkit.terraform.plan_values import split

_TAKEN_AWAY = frozenset({"delete", "forget"})


def is_taken_away(change: ResourceChange) -> bool:
    """Whether nothing takes the place of what a change deletes or forgets."""
    actions = change.change.actions
    return bool(actions) and _TAKEN_AWAY.issuperset(actions)


def removed(
    plan: Plan, changes: Iterable[ResourceChange], standing: Iterable[str], source: Source
) -> tuple[Removed, ...]:
    """List what a plan takes away, and what others took away and it does not bring back.

    Args:
        plan: The plan.
        changes: All its changes.
        standing: Addresses of what is there afterwards.
        source: Its configuration.
    """
    taken = [one for one in changes if one.mode != DATA and is_taken_away(one)]
    there = {*standing, *(one.address for one in taken)}
    gone = [
        one
        for one in plan.resource_drift or ()
        if one.mode != DATA and is_taken_away(one) and one.address not in there
    ]
    return (
        *(Removed(_as_it_was(one, source), _action(one.change), one.deposed) for one in taken),
        *(Removed(_as_it_was(one, source), "gone", one.deposed) for one in gone),
    )


def _action(change: Change) -> str:
    return "delete" if "delete" in change.actions else "forget"


def _as_it_was(one: ResourceChange, source: Source) -> Resource:
    if one.change.before is None:
        untold = {"": Unknown(ReasonCode.OUTSIDE_INPUT, one.address)}
        return placed(one.address, one.type, {}, untold, source)
    values, lost = split(one.change.before, None, one.change.before_sensitive)
    unknown = {pointer: Unknown(code, one.address) for pointer, code in lost.items()}
    return placed(one.address, one.type, values, unknown, source)
