"""A Terraform plan in JSON, read into the resources that it leads to.

A plan knows more than its source: variables, functions and counts are done. What it does not know
it marks; what it does not say at all, such as how an expression uses a name, is never guessed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace

from compliance_toolkit.models import (
    AuditInput,
    JsonObject,
    Problem,
    ReasonCode,
    Resource,
    Unknown,
)
from compliance_toolkit.terraform.forwarding import follow_targets
from compliance_toolkit.terraform.inheritance import inherit_regions
from compliance_toolkit.terraform.places import COMPUTED_BLOCKS
from compliance_toolkit.terraform.plan_config import Source
from compliance_toolkit.terraform.plan_format import (
    Plan,
    PlannedModule,
    PlannedResource,
    ResourceChange,
    decode,
)
from compliance_toolkit.terraform.plan_values import split
from compliance_toolkit.terraform.regions import (
    effective_region,
    place_attributes,
    provider_name,
)
from compliance_toolkit.terraform.shapes import normalise

KIND = "terraform-plan"

_ACTIONS = frozenset({"no-op", "create", "read", "update", "delete", "forget"})
_DATA = "data"
_TAKEN_AWAY = frozenset({"delete", "forget"})


def read_plan(raw: bytes, *, shown_as: str, assume_defaults: bool = True) -> AuditInput:
    """Read a plan as `terraform show -json` prints it.

    Args:
        raw: The JSON, in UTF-8 or UTF-16, with or without a BOM; formats 0.x and 1.x.
        shown_as: How to name the plan in messages and in the report.
        assume_defaults: Whether a provider's region that refers to one variable, and to nothing
            else, is taken to be that variable's value (and listed as an assumption): a plan does
            not tell what the expression does with it.

    Returns:
        Every managed instance as it will be, what is taken away, and a problem where the plan
        itself says that it is not whole: then its resources are those that it got to.

    Raises:
        SourceError: This is no strict JSON, no plan, or one of another format.
    """
    plan = decode(raw, shown_as)
    source = Source(plan, assume_defaults=assume_defaults)
    changes = list(plan.resource_changes or ())
    deferred = {d.resource_change.address: d.reason for d in plan.deferred_changes or ()}
    changes += (d.resource_change for d in plan.deferred_changes or ())
    kept = [change for change in changes if change.mode != _DATA and not _taken_away(change)]
    resources = [_resource(change, source, _reason(deferred, change)) for change in kept]
    named = {change.address for change in changes}
    resources += (
        _unchanged(planned, source)
        for planned in _planned(plan)
        if planned.mode != _DATA and planned.address not in named
    )
    settled = follow_targets(inherit_regions(resources))
    return AuditInput(
        path=shown_as,
        kind=KIND,
        resources=tuple(_told_by_value(resource) for resource in settled),
        problems=(
            *_problems(plan, changes, shown_as),
            *_contradictions(plan, changes, shown_as),
        ),
        assumptions=source.assumed(),
        unresolved=tuple((a, _deferred(reason)) for a, reason in deferred.items()),
        removed=tuple(
            f"{change.address} (deposed {change.deposed})" if change.deposed else change.address
            for change in changes
            if change.mode != _DATA and _taken_away(change)
        ),
    )


def _taken_away(change: ResourceChange) -> bool:
    actions = set(change.change.actions)
    return bool(actions) and actions <= _TAKEN_AWAY


def _reason(deferred: Mapping[str, str], change: ResourceChange) -> Unknown | None:
    return _deferred(deferred[change.address]) if change.address in deferred else None


def _deferred(reason: str) -> Unknown:
    if reason == "instance_count_unknown":
        return Unknown(ReasonCode.UNKNOWN_COUNT)
    return Unknown(ReasonCode.KNOWN_AFTER_APPLY, reason or None)


def _problems(plan: Plan, changes: list[ResourceChange], shown_as: str) -> Iterator[Problem]:
    if plan.errored:
        yield Problem(
            f"`{shown_as}` is the plan of a run that failed",
            hint="make `terraform plan` succeed, and write the plan again",
        )
    elif not plan.complete or plan.deferred_changes:
        yield Problem(
            f"`{shown_as}` is not the whole plan, it leaves changes out",
            hint="plan without `-target`, and apply what the rest waits for first",
        )
    for change in changes:
        strange = sorted(set(change.change.actions) - _ACTIONS) or not change.change.actions
        if strange:
            name = f"the action `{strange[0]}`" if isinstance(strange, list) else "no action"
            yield Problem(
                f"`{shown_as}` gives `{change.address}` {name}",
                hint="update compliance-toolkit, or write the plan with a Terraform it knows",
            )
    counted = Counter((change.address, change.deposed) for change in changes)
    for (address, _), times in counted.items():
        if times > 1:
            yield Problem(
                f"`{shown_as}` tells of `{address}` {times} times",
                hint="write the plan again with `terraform show -json PLAN > plan.json`",
            )


def _contradictions(plan: Plan, changes: list[ResourceChange], shown_as: str) -> Iterator[Problem]:
    """Find instances of which a plan says two things: as a change, and in the state it leads to."""
    told = {change.address: change for change in changes if change.deposed is None}
    for planned in _planned(plan):
        change = told.get(planned.address)
        if planned.mode == _DATA or change is None:
            continue
        after = change.change.after
        known = after if isinstance(after, Mapping) else {}
        values = planned.values or {}
        if _taken_away(change) or any(known.get(n, v) != v for n, v in values.items()):
            yield Problem(
                f"`{shown_as}` contradicts itself about `{planned.address}`",
                hint="write the plan again with `terraform show -json PLAN > plan.json`",
            )


def _planned(plan: Plan) -> Iterator[PlannedResource]:
    root = plan.planned_values.root_module if plan.planned_values else None
    waiting = [root or PlannedModule()]
    while waiting:
        module = waiting.pop()
        yield from module.resources or ()
        waiting.extend(module.child_modules or ())


def _resource(change: ResourceChange, source: Source, deferred: Unknown | None) -> Resource:
    values, lost = split(
        change.change.after, change.change.after_unknown, change.change.after_sensitive
    )
    written = source.references(change.address)
    unknown = {
        pointer: Unknown(code, _hangs_on(pointer, written, code)) for pointer, code in lost.items()
    }
    for name in COMPUTED_BLOCKS.get(change.type, ()):
        if name not in (source.expressions(change.address) or {name: None}):
            unknown.pop(f"/{name}", None)
    if deferred is not None and deferred.code is ReasonCode.UNKNOWN_COUNT and not unknown:
        unknown = {"": deferred}
    return _placed(change.address, change.type, values, unknown, source)


def _unchanged(planned: PlannedResource, source: Source) -> Resource:
    """Take an instance that no change tells of; what its source sets and it lacks is unknown."""
    values, lost = split(planned.values or {}, None, planned.sensitive_values)
    unknown = {pointer: Unknown(code) for pointer, code in lost.items()}
    expressions = source.expressions(planned.address)
    for name in place_attributes(planned.type) if expressions is None else expressions:
        if name not in values:
            unknown.setdefault(f"/{name}", Unknown(ReasonCode.KNOWN_AFTER_APPLY))
    return _placed(planned.address, planned.type, values, unknown, source)


def _hangs_on(pointer: str, written: Mapping[str, tuple[str, ...]], code: ReasonCode) -> str | None:
    """Name what an unknown value refers to, at its own place or at one around it."""
    while pointer:
        if names := written.get(pointer):
            # A plan knows its variables and locals: what it waits for is something else.
            late = [n for n in names if not n.startswith(("var.", "local.", "each.", "count."))]
            return (late or names)[0] if code is ReasonCode.KNOWN_AFTER_APPLY else names[0]
        pointer = pointer.rpartition("/")[0]
    return None


def _told_by_value(resource: Resource) -> Resource:
    """Drop the references of values that are known: a value tells better than what it is made of.

    `bucket = var.own ? aws_s3_bucket.own.id : "other"` refers to a bucket and may name another.
    """
    hidden = {
        pointer: addresses
        for pointer, addresses in resource.references.items()
        if any(
            f"{pointer}/".startswith(f"{lost}/") or lost.startswith(f"{pointer}/")
            for lost in resource.unknown
        )
    }
    return resource if hidden == resource.references else replace(resource, references=hidden)


def _placed(
    address: str,
    type: str,  # noqa: A002  Terraform's own word
    values: JsonObject,
    unknown: Mapping[str, Unknown],
    source: Source,
) -> Resource:
    provider = provider_name(type)
    references = {
        pointer: addresses
        for pointer, names in source.references(address).items()
        if (addresses := source.resources_of(address, names))
    }
    region, regions = effective_region(
        type,
        values,
        _set_in_source(type, unknown, source.expressions(address)),
        _provider_region(address, type, values, unknown, source),
        references,
    )
    if _contradicted(provider, region, values):
        region = Unknown(ReasonCode.UNKNOWN_REGION, "/arn")
        regions = None if regions is None else tuple(p for p in regions if p.role != "home")
    resource = Resource(
        address=address,
        type=type,
        provider=provider,
        region=region,
        values=values,
        unknown=unknown,
        regions=regions,
        references=references,
        set_values=True,
    )
    return normalise(resource, computed_unknown=True)


def _set_in_source(
    type: str,  # noqa: A002
    unknown: Mapping[str, Unknown],
    expressions: Mapping[str, object] | None,
) -> Mapping[str, Unknown]:
    """Leave out the attributes for places that the source does not set: the provider computes them.

    Since version 6 of the aws provider each resource has a `region` that is optional and computed.
    A block is never left out, for a plan does not tell of dynamic ones.
    """
    if expressions is None:
        return unknown
    unset = {f"/{name}" for name in place_attributes(type) if name not in expressions}
    return {pointer: reason for pointer, reason in unknown.items() if pointer not in unset}


def _provider_region(
    address: str,
    type: str,  # noqa: A002
    values: JsonObject,
    unknown: Mapping[str, Unknown],
    source: Source,
) -> str | Unknown | None:
    region = source.provider_region(address, type.partition("_")[0])
    if not type.startswith("google_") or type.startswith("google_compute_"):
        return region
    # Google's other types say where they are, or are nowhere in particular; compute's that do not
    # are its global ones, which hold no content.
    has_place = any(name in values or f"/{name}" in unknown for name in place_attributes(type))
    return region if has_place else Unknown(ReasonCode.UNKNOWN_REGION, type)


def _contradicted(provider: str, region: str | Unknown | None, values: JsonObject) -> bool:
    """Tell whether an instance that exists already says by its ARN that it is elsewhere."""
    arn = values.get("arn")
    if provider != "aws" or not isinstance(arn, str) or not isinstance(region, str):
        return False
    parts = arn.split(":", 5)
    return len(parts) == 6 and parts[0] == "arn" and parts[3] not in {"", region}
