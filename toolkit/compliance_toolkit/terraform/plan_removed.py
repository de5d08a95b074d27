"""What a change takes away, as facts: a guardrail that goes is seen by what it was."""

from __future__ import annotations

from collections.abc import Iterable

from compliance_toolkit.models import ReasonCode, Removed, Resource, Unknown
from compliance_toolkit.terraform.plan_config import Source
from compliance_toolkit.terraform.plan_format import DATA, Change, Plan, ResourceChange
from compliance_toolkit.terraform.plan_placing import placed
from compliance_toolkit.terraform.plan_values import split

_TAKEN_AWAY = frozenset({"delete", "forget"})
_NOT_AS_IT_WAS = frozenset({"delete", "forget", "update"})
_UNTOUCHED = ("no-op",)


def is_taken_away(change: ResourceChange) -> bool:
    """Whether nothing takes the place of what a change deletes or forgets."""
    actions = change.change.actions
    return bool(actions) and _TAKEN_AWAY.issuperset(actions)


def removed(
    plan: Plan, changes: Iterable[ResourceChange], standing: Iterable[str], source: Source
) -> tuple[Removed, ...]:
    """List what a plan takes away or alters, and what others did and it does not bring back.

    What is altered counts as well: its address stays, and what it guarded may be another thing.

    Args:
        plan: The plan.
        changes: All its changes.
        standing: Addresses of what is there afterwards.
        source: Its configuration.
    """
    altered = [one for one in changes if one.mode != DATA and _is_altered(one)]
    there = {*standing, *(one.address for one in altered if is_taken_away(one))}
    drifted = [
        one
        for one in plan.resource_drift or ()
        if one.mode != DATA
        and _is_altered(one)
        and not (is_taken_away(one) and one.address in there)
    ]
    return (
        *(_told(one, _action(one.change), source) for one in altered),
        *(_told(one, "gone" if is_taken_away(one) else "update", source) for one in drifted),
    )


def _is_altered(one: ResourceChange) -> bool:
    return one.change.actions != _UNTOUCHED and not _NOT_AS_IT_WAS.isdisjoint(one.change.actions)


def _told(one: ResourceChange, action: str, source: Source) -> Removed:
    then = None if is_taken_away(one) else _as_it_will_be(one, source)
    return Removed(_as_it_was(one, source), action, one.deposed, then)


def _action(change: Change) -> str:
    if "forget" in change.actions:
        return "forget"
    if "delete" in change.actions:
        return "replace" if "create" in change.actions else "delete"
    return "update"


def _as_it_was(one: ResourceChange, source: Source) -> Resource:
    if one.change.before is None:
        untold = {"": Unknown(ReasonCode.OUTSIDE_INPUT, one.address)}
        return placed(one.address, one.type, {}, untold, source)
    values, lost = split(one.change.before, None, one.change.before_sensitive)
    unknown = {pointer: Unknown(code, one.address) for pointer, code in lost.items()}
    return placed(one.address, one.type, values, unknown, source)


def _as_it_will_be(one: ResourceChange, source: Source) -> Resource:
    told = one.change
    values, lost = split(told.after, told.after_unknown, told.after_sensitive)
    unknown = {pointer: Unknown(code, one.address) for pointer, code in lost.items()}
    return placed(one.address, one.type, values, unknown, source)
