"""The walk through all module instances: what a configuration comes to, in the order written."""

from __future__ import annotations

import msgspec

from compliance_toolkit.models import Location, ReasonCode, Resource, Unknown
from compliance_toolkit.terraform.access.written import note_document
from compliance_toolkit.terraform.acting import DATA, EPHEMERAL, acts, is_searched
from compliance_toolkit.terraform.hcl_accounts import provider_account
from compliance_toolkit.terraform.hcl_calls import not_read
from compliance_toolkit.terraform.hcl_facts import facts_of
from compliance_toolkit.terraform.hcl_frames import ANY, Frame, expand
from compliance_toolkit.terraform.hcl_instances import ModuleInstance
from compliance_toolkit.terraform.hcl_providers import provider_region
from compliance_toolkit.terraform.hcl_surroundings import passed_over
from compliance_toolkit.terraform.hcl_values import Hole
from compliance_toolkit.terraform.modules import Declared
from compliance_toolkit.terraform.regions import effective_region, provider_name
from compliance_toolkit.terraform.removals import run_by_removal, unread_action
from compliance_toolkit.terraform.shapes import normalise
from compliance_toolkit.terraform.workloads.provisioners import note_programs

MOST_RESOURCES = 50_000
"""Resource instances of one reading."""


class Found(msgspec.Struct):
    """What a walk through all module instances collects."""

    resources: list[Resource] = msgspec.field(default_factory=list)
    unresolved: list[tuple[str, Unknown]] = msgspec.field(default_factory=list)
    removed: list[tuple[str, str, Location]] = msgspec.field(default_factory=list)

    def add_module(self, address: str, reason: Unknown, declared: Declared) -> None:
        """Add a module that was not read, as a resource too: checks say unknown of it."""
        self.unresolved.append((address, reason))
        self.resources.append(_unread(address, "module", reason, declared))


def collect(instance: ModuleInstance, found: Found) -> None:
    """Add the resources of a module instance and of those that it calls, in the order written."""
    module, reading = instance.module, instance.reading
    for one in passed_over(module):
        found.add_module(*one)
    found.removed += [(instance.prefix + name, how, where) for name, how, where in module.removed]
    found.resources += [unread_action(instance.prefix, one) for one in module.actions]
    found.resources += [
        run_by_removal(instance.prefix, one, instance.frame) for one in module.removing
    ]
    for name, declared in module.resources.items():
        if not _collect_block(instance, name, declared, found):
            return
    for mode, blocks in ((DATA, module.data), (EPHEMERAL, module.ephemeral)):
        for name, declared in blocks.items():
            may_act = is_searched(declared.block.labels[0])
            if may_act and not _collect_block(instance, name, declared, found, mode):
                return
    for name, declared in module.calls.items():
        try:
            _collect_call(instance, name, declared, found)
        except RecursionError:
            reading.refuse("values hang on each other too deeply", declared.location)
            reason = not_read(name).reason
            found.add_module(f"{instance.prefix}module.{name}{ANY}", reason, declared)


def _collect_block(
    instance: ModuleInstance, name: str, declared: Declared, found: Found, mode: str = ""
) -> bool:
    """Add the instances of a block; of one that has a mode, those that do something.

    Returns:
        Whether there is room for more.
    """
    reading, address = instance.reading, f"{mode}.{name}" if mode else name
    try:
        frames = expand(declared.block.body, instance.frame) if mode else instance.frames(name)
        for frame in frames.values():
            one = _resource(instance, address, declared, frame)
            if not mode or acts(one.type, one.values):
                found.resources.append(one)
    except RecursionError:
        reading.refuse("values hang on each other too deeply", declared.location)
        reason = Unknown(ReasonCode.FUNCTION_NOT_EVALUATED, instance.prefix + address)
        found.resources.append(
            _unread(f"{instance.prefix}{address}{ANY}", declared.block.labels[0], reason, declared)
        )
    if len(found.resources) > MOST_RESOURCES:
        reading.refuse(f"there are more than {MOST_RESOURCES} resources", declared.location)
        reading.cut = True
        return False
    return True


def _collect_call(instance: ModuleInstance, name: str, declared: Declared, found: Found) -> None:
    address = f"{instance.prefix}module.{name}"
    for frame, child in instance.children(name).values():
        if isinstance(child, Hole):
            found.add_module(f"{address}{frame.key}", child.reason, declared)
        elif instance.reading.cut:  # one stands for those that are left
            key = frame.key and ANY
            found.add_module(f"{address}{key}", not_read(name).reason, declared)
            return
        else:
            collect(child, found)


def _unread(
    address: str,
    type: str,  # noqa: A002  Terraform's own word
    reason: Unknown,
    declared: Declared,
) -> Resource:
    """Make a resource of which nothing is known but that it is there."""
    return Resource(
        address=address,
        type=type,
        provider=provider_name(type),
        region=reason,
        values={},
        unknown={"": reason},
        regions=None,
        location=declared.location,
    )


def _resource(instance: ModuleInstance, name: str, declared: Declared, frame: Frame) -> Resource:
    type_ = declared.block.labels[0]
    facts = facts_of(declared.block, frame)
    note_document(declared.block, frame, facts)
    note_programs(declared.block, frame, facts)
    region, regions = effective_region(
        type_,
        facts.values,
        facts.unknown,
        provider_region(instance, declared.block, facts),
        facts.references,
    )
    resource = Resource(
        address=f"{instance.prefix}{name}{frame.key}",
        type=type_,
        provider=provider_name(type_),
        region=region,
        values=facts.values,
        unknown=facts.unknown,
        regions=regions,
        references=facts.references,
        location=declared.location,
        account=provider_account(instance, declared.block),
    )
    return normalise(resource, computed_unknown=False)
