"""The door to what workloads are told: most inputs start no program, and pay for nothing."""

from __future__ import annotations

from compliance_toolkit.models import AuditInput, JsonObject
from compliance_toolkit.terraform.workloads.types import WORKLOADS


def state_workloads(given: AuditInput, law: JsonObject) -> AuditInput:
    """State for each workload of an input where its settings lead; see `facts.with_settings`.

    Raises:
        PolicyError: The law's data does not say where calls to Claude run.
    """
    if WORKLOADS.keys().isdisjoint(one.type for one in given.resources):
        return given
    from compliance_toolkit.terraform.workloads.facts import with_settings  # noqa: PLC0415  seldom

    return with_settings(given, law)
