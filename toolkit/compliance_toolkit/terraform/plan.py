"""A Terraform plan in JSON, read into the resources that it leads to.

A plan knows more than its source: variables, functions and counts are done. What it does not know
it marks; what it does not say at all, such as how an expression uses a name, is never guessed.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

from msgspec.structs import replace

from compliance_toolkit.models import (
    AuditInput,
    ReasonCode,
    Resource,
    Spot,
    Unknown,
)
from compliance_toolkit.terraform.elsewhere import mention
from compliance_toolkit.terraform.forwarding import follow_targets
from compliance_toolkit.terraform.inheritance import inherit_regions
from compliance_toolkit.terraform.plan_acting import planned_acts
from compliance_toolkit.terraform.plan_computed import left_out
from compliance_toolkit.terraform.plan_config import Source
from compliance_toolkit.terraform.plan_format import (
    DATA,
    Plan,
    PlannedResource,
    ResourceChange,
    decode,
)
from compliance_toolkit.terraform.plan_json import without_collection
from compliance_toolkit.terraform.plan_placing import hides, placed
from compliance_toolkit.terraform.plan_problems import (
    contradictions,
    planned_resources,
    problems,
    told_twice,
)
from compliance_toolkit.terraform.plan_references import Block, is_settled
from compliance_toolkit.terraform.plan_removed import is_taken_away, removed
from compliance_toolkit.terraform.plan_stored import follow_stored
from compliance_toolkit.terraform.plan_untold import invoked
from compliance_toolkit.terraform.plan_values import COMPUTED, Lost, parted
from compliance_toolkit.terraform.regions import place_attributes

KIND = "terraform-plan"


def read_plan(
    plan: bytes | Plan,
    *,
    shown_as: str,
    assume_defaults: bool = True,
    doubted: Collection[Spot] = (),
) -> AuditInput:
    """Read a plan as `terraform show -json` prints it.

    Args:
        plan: The JSON, in UTF-8 or UTF-16, with or without a BOM; formats 0.x and 1.x. Or what
            `decode` made of it.
        shown_as: How to name the plan in messages and in the report.
        assume_defaults: Whether a provider's region that refers to one variable, and to nothing
            else, is taken to be that variable's value (and listed as an assumption): a plan does
            not tell what the expression does with it.
        doubted: Where it does more with it, as the source says (`plan_sources.more_than_named`).

    Returns:
        Every managed instance as it will be, what is taken away, and a problem where the plan
        itself says that it is not whole: then its resources are those that it got to.

    Raises:
        SourceError: This is no strict JSON, no plan, or one of another format.
    """
    with without_collection():
        plan = decode(plan, shown_as) if isinstance(plan, bytes) else plan
        return _read(plan, shown_as, Source(plan, assume_defaults=assume_defaults, doubted=doubted))


def _read(plan: Plan, shown_as: str, source: Source) -> AuditInput:
    changes = list(plan.resource_changes or ())
    deferred = {d.resource_change.address: d.reason for d in plan.deferred_changes or ()}
    changes += (d.resource_change for d in plan.deferred_changes or ())
    kept = [change for change in changes if change.mode != DATA and not is_taken_away(change)]
    resources = [_resource(change, source, _reason(deferred, change)) for change in kept]
    named = {change.address for change in changes if change.deposed is None}
    resources += (
        _unchanged(planned, source)
        for planned in planned_resources(plan)
        if planned.mode != DATA and planned.address not in named
    )
    resources += invoked(plan)
    resources += planned_acts(plan, changes, source)
    settled = mention(follow_targets(inherit_regions(follow_stored(plan, resources))))
    return AuditInput(
        path=shown_as,
        kind=KIND,
        resources=tuple(_told_by_value(resource) for resource in settled),
        problems=(
            *problems(plan, changes, shown_as),
            *contradictions(plan, changes, shown_as),
            *told_twice(source.twice, shown_as),
        ),
        assumptions=source.assumed(),
        unresolved=tuple((a, _deferred(reason)) for a, reason in deferred.items()),
        removed=removed(plan, changes, (one.address for one in resources), source),
        drifted=tuple(one.address for one in plan.resource_drift or () if one.mode != DATA),
    )


def _reason(deferred: Mapping[str, str], change: ResourceChange) -> Unknown | None:
    return _deferred(deferred[change.address]) if change.address in deferred else None


def _deferred(reason: str) -> Unknown:
    if reason == "instance_count_unknown":
        return Unknown(ReasonCode.UNKNOWN_COUNT)
    return Unknown(ReasonCode.KNOWN_AFTER_APPLY, reason or None)


def _resource(change: ResourceChange, source: Source, deferred: Unknown | None) -> Resource:
    told = change.change
    values, lost = parted(told.after, told.after_unknown, told.after_sensitive)
    block = source.block(change.address)
    unknown = lost.reasons
    if block is not None and unknown:
        unknown = _explained(lost, block, source)
        written = block.written.expressions or {}
        if pointers := left_out(change.type, values, unknown, written):
            unknown = {p: reason for p, reason in unknown.items() if p not in pointers}
    if deferred is not None and deferred.code is ReasonCode.UNKNOWN_COUNT and not unknown:
        unknown = {"": deferred}
    return placed(change.address, change.type, values, unknown, source)


def _explained(lost: Lost, block: Block, source: Source) -> Mapping[str, Unknown]:
    """Name what the unknown values refer to that the block writes; others are the provider's."""
    written = block.written.expressions or {}
    if lost.below.keys().isdisjoint(written):
        return lost.reasons
    reasons = dict(lost.reasons)
    for name, pointers in lost.below.items():
        for pointer in pointers if name in written else ():
            reasons[pointer] = _why(pointer, lost.codes[pointer], block.refers(name), block, source)
    return reasons


def _unchanged(planned: PlannedResource, source: Source) -> Resource:
    """Take an instance that no change tells of; what its source sets and it lacks is unknown."""
    values, lost = parted(planned.values or {}, None, planned.sensitive_values)
    unknown = dict(lost.reasons)
    block = source.block(planned.address)
    places = sorted(place_attributes(planned.type))
    written = places if block is None else block.written.expressions or {}
    for name in written:
        if name not in values:
            unknown.setdefault(f"/{name}", Unknown(ReasonCode.KNOWN_AFTER_APPLY))
    return placed(planned.address, planned.type, values, unknown, source)


def _why(
    pointer: str,
    code: ReasonCode,
    written: Mapping[str, tuple[str, ...]],
    block: Block,
    source: Source,
) -> Unknown:
    """Name what an unknown value refers to, at its own place or at one around it."""
    while pointer:
        if names := written.get(pointer):
            names = source.origin(block, names) or names
            if code is not ReasonCode.KNOWN_AFTER_APPLY:
                return Unknown(code, names[0])
            # A plan knows its variables and locals: what it waits for is something else.
            late = next((name for name in names if not is_settled(name)), names[0])
            return Unknown(code, late)
        pointer = pointer.rpartition("/")[0]
    return COMPUTED[code]


def _told_by_value(resource: Resource) -> Resource:
    """Drop the references of values that are known: a value tells better than what it is made of.

    `bucket = var.own ? aws_s3_bucket.own.id : "other"` refers to a bucket and may name another.
    """
    if not resource.references or resource.references.keys() <= resource.unknown.keys():
        return resource
    hidden = {
        pointer: addresses
        for pointer, addresses in resource.references.items()
        if not addresses or hides(resource.unknown, pointer)  # it tells that something is written
    }
    return resource if hidden == resource.references else replace(resource, references=hidden)
