"""Data sources and ephemeral resources of a plan that call or run something; see `acting`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from compliance_toolkit.models import JsonObject, JsonValue, ReasonCode, Resource, Unknown
from compliance_toolkit.terraform.acting import EPHEMERAL, acts
from compliance_toolkit.terraform.addresses import without_index
from compliance_toolkit.terraform.plan_config import Source
from compliance_toolkit.terraform.plan_format import DATA, Plan, ResourceChange
from compliance_toolkit.terraform.plan_placing import placed
from compliance_toolkit.terraform.plan_references import Block
from compliance_toolkit.terraform.plan_untold import instances_of, of_action
from compliance_toolkit.terraform.plan_values import parted


def planned_acts(
    plan: Plan, changes: Iterable[ResourceChange], source: Source
) -> Iterator[Resource]:
    """Give a resource for each of a plan, whether it was read already or is still to be.

    Args:
        plan: The plan. It tells no instance of what is ephemeral: there a block stands for all.
        changes: Its changes.
        source: Its configuration.
    """
    told: set[str] = set()
    for address, type_, known, lost in _instances(plan, changes):
        told.add(without_index(address))
        block = source.block(address)
        # What was answered is not what was asked.
        values, unknown = (known, lost) if block is None else _as_written(block, known, lost)
        if acts(type_, values):
            yield placed(address, type_, values, unknown, source)
    for address, block in source.blocks():
        if block.written.mode in {DATA, EPHEMERAL} and address not in told:
            if block.written.mode == DATA and not _is_left_out(plan, block):
                continue
            _, type_, *name = (*block.written.address.split("."), "")
            if not name:  # a plan that Terraform did not make: nobody knows what this is
                yield of_action(address)
                continue
            values, unknown = _as_written(block, {}, {})
            if acts(type_, values):
                yield placed(address, type_, values, unknown, source)


def _is_left_out(plan: Plan, block: Block) -> bool:
    """Whether a data source of which a plan tells no instance has one all the same.

    A whole plan tells of each in its state before, or in its changes: others are there no time.
    """
    written = block.written
    repeated = written.count_expression is not None or written.for_each_expression is not None
    return plan.prior_state is None and not repeated and not block.path


def _instances(
    plan: Plan, changes: Iterable[ResourceChange]
) -> Iterator[tuple[str, str, JsonObject, Mapping[str, Unknown]]]:
    for change in changes:
        if change.mode == DATA:
            told = change.change
            values, lost = parted(told.after, told.after_unknown, told.after_sensitive)
            yield change.address, change.type, values, lost.reasons
    for one in instances_of(plan.prior_state.values if plan.prior_state else None):
        if one.mode == DATA:
            values, lost = parted(one.values or {}, None, one.sensitive_values)
            yield one.address, one.type, values, lost.reasons


def _as_written(
    block: Block, values: JsonObject, unknown: Mapping[str, Unknown]
) -> tuple[JsonObject, Mapping[str, Unknown]]:
    """Keep what the configuration sets, and give its constants where there is no value."""
    made: dict[str, JsonValue] = {}
    lost: dict[str, Unknown] = {}
    for name, written in (block.written.expressions or {}).items():
        below = {p: why for p, why in unknown.items() if f"{p}/".startswith(f"/{name}/")}
        lost.update(below)
        if name in values:
            made[name] = values[name]
        elif isinstance(written, Mapping) and "constant_value" in written:
            made[name] = written["constant_value"]
        elif not below:
            lost[f"/{name}"] = Unknown(ReasonCode.KNOWN_AFTER_APPLY)
    if "" in unknown:
        lost[""] = unknown[""]
    return made, lost
