"""What blocks of a source do that are no resources: they take things away, or let a provider act.

A plan tells more, see `plan_removed` and `plan_untold`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from msgspec.structs import replace

from compliance_toolkit.models import Location, ReasonCode, Removed, Resource, Unknown
from compliance_toolkit.terraform.addresses import segments
from compliance_toolkit.terraform.hcl_facts import Facts
from compliance_toolkit.terraform.hcl_frames import Frame
from compliance_toolkit.terraform.hcl_module import Declared
from compliance_toolkit.terraform.plan_untold import ACTION, of_action
from compliance_toolkit.terraform.regions import provider_name
from compliance_toolkit.terraform.workloads.provisioners import note_provisioners

REMOVED = "removed"
"""The type of what stands for a block that takes something away."""


def removed_by_block(told: Iterable[tuple[str, str, Location]]) -> Iterator[Removed]:
    """State each of them: nothing is known but its address, and how it goes.

    Args:
        told: Address as written, behind the module that the block stands in; `Removed.action`; and
            where the block stands.
    """
    for address, action, where in told:
        parts = segments(address)
        type_ = parts[-2] if len(parts) > 1 else parts[-1]
        reason = Unknown(ReasonCode.OUTSIDE_INPUT, address)
        lost = {"": reason}
        yield Removed(
            Resource(address, type_, provider_name(type_), reason, {}, lost, location=where), action
        )


def run_by_removal(prefix: str, declared: Declared, frame: Frame) -> Resource:
    """Stand for the provisioners of a `removed` block, which run when something is destroyed.

    Args:
        prefix: Of the module that it stands in.
        declared: The block.
        frame: The module's.
    """
    note_provisioners(declared.block, frame, facts := Facts())
    named = getattr(declared.block.body.attributes["from"].expression, "text", "")
    return Resource(
        address=f"{prefix}{REMOVED}.{named}",
        type=REMOVED,
        provider="terraform",
        region=None,
        values=facts.values,
        unknown=facts.unknown,
        location=declared.location,
    )


def unread_action(prefix: str, declared: Declared) -> Resource:
    """Stand for an `action` block, which a provider runs and no check can look into.

    Args:
        prefix: Of the module that it stands in.
        declared: The block.
    """
    address = f"{prefix}{ACTION}.{'.'.join(declared.block.labels)}"
    return replace(of_action(address), location=declared.location)
