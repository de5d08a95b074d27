"""What `provisioner` blocks run: on the machine that runs Terraform, and on the one it made."""

from __future__ import annotations

from compliance_toolkit.models import JsonValue
from compliance_toolkit.terraform.hcl_facts import Facts, facts_of
from compliance_toolkit.terraform.hcl_frames import Frame
from compliance_toolkit.terraform.syntax import Block
from compliance_toolkit.terraform.workloads.callers import PROVISIONER
from compliance_toolkit.terraform.workloads.written import note_names


def note_programs(block: Block, frame: Frame, facts: Facts) -> None:
    """Note what a source alone tells of the programs that a resource starts."""
    note_names(block, frame, facts)
    note_provisioners(block, frame, facts)


def note_provisioners(block: Block, frame: Frame, facts: Facts) -> None:
    """Add what the provisioners of a resource run, as a source says it.

    Args:
        block: A resource.
        frame: The instance.
        facts: Of that instance; gets a value `provisioner`, with pointers to what is not known.
    """
    found = [inner for inner in block.body.blocks if inner.type == PROVISIONER]
    if not found:
        return
    programs: list[JsonValue] = []
    for number, inner in enumerate(found):
        told = facts_of(inner, frame)
        programs.append(told.values)
        for pointer, why in told.unknown.items():
            facts.unknown[f"/{PROVISIONER}/{number}{pointer}"] = why
    facts.values[PROVISIONER] = programs
