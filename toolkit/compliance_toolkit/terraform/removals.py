"""What `removed` blocks of a source take away; a plan tells more, see `plan_removed`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from compliance_toolkit.models import Location, ReasonCode, Removed, Resource, Unknown
from compliance_toolkit.terraform.addresses import segments
from compliance_toolkit.terraform.regions import provider_name


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
