"""What a plan mentions and does not tell of: the fate of a resource, and what an action does."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from compliance_toolkit.models import Problem, ReasonCode, Resource, Unknown
from compliance_toolkit.terraform.plan_format import (
    DATA,
    Plan,
    PlannedModule,
    PlannedResource,
    PlannedValues,
    ResourceChange,
)
from compliance_toolkit.terraform.plan_removed import is_taken_away

ACTION = "action"
"""The type of what stands for an action of a provider: nobody knows what it does."""


def forsaken(plan: Plan, changes: Iterable[ResourceChange], shown_as: str) -> Iterator[Problem]:
    """Find resources of the state before of which a plan says neither that they stay nor go.

    A plan that was made of some resources alone leaves the others out, and old ones do not say so.
    """
    before = plan.prior_state.values if plan.prior_state else None
    drifted = [one for one in plan.resource_drift or () if not is_taken_away(one)]
    if before is None and not drifted:
        return
    changes = tuple(changes)
    told = {change.address for change in changes if change.deposed is None}
    told |= {planned.address for planned in instances_of(plan.planned_values)}
    told |= {one.address for one in plan.resource_drift or () if is_taken_away(one)}
    waiting = {change.address for change in changes} | told
    lost = [
        one.address
        for one in instances_of(before)
        if one.mode != DATA and one.address not in (waiting if one.deposed_key else told)
    ]
    lost += [one.address for one in drifted if one.mode != DATA and one.address not in told]
    lost = list(dict.fromkeys(lost))
    if lost:
        more = f" and {len(lost) - 1} more" if len(lost) > 1 else ""
        yield Problem(
            f"`{shown_as}` does not tell what becomes of `{lost[0]}`{more}, of its state before",
            hint="plan without `-target`, and write the plan again",
        )


def invoked(plan: Plan) -> Iterator[Resource]:
    """Give a resource for each action that a plan runs, of which nothing is known."""
    addresses = [one.address for one in plan.action_invocations or ()]
    put_off = (one.action_invocation for one in plan.deferred_action_invocations or ())
    addresses += [one.address for one in put_off if one is not None]
    for address in dict.fromkeys(addresses):
        yield of_action(address)


def of_action(address: str) -> Resource:
    """Stand for an action, which a provider runs and no check can look into."""
    why = Unknown(ReasonCode.UNSUPPORTED_TYPE, address)
    return Resource(address, ACTION, ACTION, why, {}, {"": why}, regions=None)


def instances_of(values: PlannedValues | None) -> Iterator[PlannedResource]:
    """Give the instances of all modules."""
    root = values.root_module if values else None
    waiting = [root or PlannedModule()]
    while waiting:
        module = waiting.pop()
        yield from module.resources or ()
        waiting.extend(module.child_modules or ())
