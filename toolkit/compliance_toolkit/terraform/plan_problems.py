"""What forbids a conclusion from a plan: it failed, it is not whole, or it says two things."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from functools import lru_cache

from compliance_toolkit.models import Problem
from compliance_toolkit.terraform.addresses import without_index
from compliance_toolkit.terraform.plan_format import (
    DATA,
    Plan,
    PlannedResource,
    ResourceChange,
)
from compliance_toolkit.terraform.plan_removed import is_taken_away
from compliance_toolkit.terraform.plan_untold import forsaken, instances_of

_FORGOTTEN = ("forget",)
"""What is forgotten stays, and Terraform lists it so."""

_UNTOUCHED = ("no-op",)

_MANAGED = "managed"
"""The mode that addresses do not name."""

_AGAIN = "write the plan again with `terraform show -json PLAN > plan.json`"

_ACTIONS = frozenset({"no-op", "create", "read", "update", "delete", "forget"})


def problems(plan: Plan, changes: list[ResourceChange], shown_as: str) -> Iterator[Problem]:
    """Find what a plan itself says against being relied on, and what nobody could understand."""
    if plan.errored:
        yield Problem(
            f"`{shown_as}` is the plan of a run that failed",
            hint="make `terraform plan` succeed, and write the plan again",
        )
    elif not plan.complete or plan.deferred_changes or plan.deferred_action_invocations:
        yield Problem(
            f"`{shown_as}` is not the whole plan, it leaves changes out",
            hint="plan without `-target`, and apply what the rest waits for first",
        )
    yield from forsaken(plan, changes, shown_as)
    yield from _misnamed(plan, changes, shown_as)
    for change in changes:
        if change.change.actions and _ACTIONS.issuperset(change.change.actions):
            continue
        strange = sorted(set(change.change.actions) - _ACTIONS) or not change.change.actions
        if strange:
            name = f"the action `{strange[0]}`" if isinstance(strange, list) else "no action"
            yield Problem(
                f"`{shown_as}` gives `{change.address}` {name}",
                hint="update compliance-toolkit, or write the plan with a Terraform it knows",
            )
    counted = Counter([(change.address, change.deposed) for change in changes])
    for (address, _), times in counted.items():
        if times > 1:
            yield Problem(f"`{shown_as}` tells of `{address}` {times} times", hint=_AGAIN)


def told_twice(blocks: Iterable[str], shown_as: str) -> Iterator[Problem]:
    """Refuse a configuration that has two blocks of one address: either may be the one."""
    for address in dict.fromkeys(blocks):
        yield Problem(f"`{shown_as}` has two blocks for `{address}`", hint=_AGAIN)


def contradictions(plan: Plan, changes: list[ResourceChange], shown_as: str) -> Iterator[Problem]:
    """Find instances of which a plan says two things: in a change, or in that and in a state."""
    told = {change.address: change for change in changes if change.deposed is None}
    twofold = [change.address for change in changes if _is_twofold(change)]
    for planned in planned_resources(plan):
        change = told.get(planned.address)
        if planned.mode == DATA or change is None or change.change.actions == _FORGOTTEN:
            continue
        after = change.change.after
        known = after if isinstance(after, dict) else {}
        values = planned.values or {}
        # What is told twice is one object for most.
        same = values is known or values == known
        differs = not same and any(known.get(n) != v for n, v in values.items())
        if differs or is_taken_away(change):
            twofold.append(planned.address)
    for address in dict.fromkeys(twofold):
        yield Problem(f"`{shown_as}` contradicts itself about `{address}`", hint=_AGAIN)


def _is_twofold(one: ResourceChange) -> bool:
    """Whether a change says two things about its instance by itself."""
    change = one.change
    if change.actions == _UNTOUCHED:
        return change.before is not None and change.before != change.after
    if is_taken_away(one):
        return change.after is not None
    after, unknown = change.after, change.after_unknown
    if type(after) is not dict or type(unknown) is not dict:
        return False
    # What is not known yet is left out of the values. To start a generator costs as much as this.
    for name, mark in unknown.items():  # noqa: SIM110
        if mark is True and after.get(name) is not None:
            return True
    return False


def _misnamed(plan: Plan, changes: Iterable[ResourceChange], shown_as: str) -> Iterator[Problem]:
    """Find instances whose type or mode is another than their address says."""
    before = plan.prior_state.values if plan.prior_state else None
    states = (*planned_resources(plan), *instances_of(before))
    told = ((one.address, one.type, one.mode) for one in states)
    moved = ((one.address, one.type, one.mode) for one in (*changes, *(plan.resource_drift or ())))
    for address, type_, mode in dict.fromkeys((*moved, *told)):
        if not _is_named_so(address, type_, mode):
            yield Problem(
                f"`{shown_as}` gives `{address}` the type `{type_}` and the mode `{mode}`",
                hint=_AGAIN,
            )


def _is_named_so(address: str, type_: str, mode: str) -> bool:
    """Whether an address is `TYPE.NAME`, behind its mode if that is not the usual one."""
    around, _, name = without_index(address).rpartition(".")
    return bool(name) and _is_around(around, type_, mode)


@lru_cache(maxsize=4096)
def _is_around(around: str, type_: str, mode: str) -> bool:
    """Whether what stands before a name is a type, in a module: the same for many resources."""
    module, _, kind = around.rpartition(".")
    if not kind or kind != type_:
        return False
    parts = module.split(".") if module else []
    if mode != _MANAGED and (not parts or parts.pop() != mode):
        return False
    return len(parts) % 2 == 0 and all(part == "module" for part in parts[::2])


def planned_resources(plan: Plan) -> Iterator[PlannedResource]:
    """Give the instances of the state that a plan leads to."""
    return instances_of(plan.planned_values)
