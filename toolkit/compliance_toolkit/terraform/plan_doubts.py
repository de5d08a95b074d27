"""Values of a plan that its source makes of more than the one resource that the plan names.

A plan names `aws_s3_bucket.logs.id` for that bucket's name, and for one that is made of it.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from compliance_toolkit.errors import ComplianceError
from compliance_toolkit.models import AuditInput, Resource, Spot
from compliance_toolkit.terraform.effective.finding import find
from compliance_toolkit.terraform.hcl_facts import facts_of
from compliance_toolkit.terraform.hcl_instances import ModuleInstance
from compliance_toolkit.terraform.source import open_source


def made_of_more(given: AuditInput, folder: Path) -> Iterator[Spot]:
    """Find the values that hang on more than the one resource that a plan names for them.

    Args:
        given: A plan, read.
        folder: Its source. What it does not have, or cannot be read there, is left as it is.
    """
    try:
        top = open_source(folder, variables={}, var_files=(), shown_as=str(folder)).top
    except (ComplianceError, OSError, RecursionError, ValueError):
        return
    for one in given.resources:
        if any(len(names) == 1 for names in one.references.values()):
            yield from _of(one, top)


def _of(one: Resource, top: ModuleInstance) -> Iterator[Spot]:
    try:
        found = find(top, one.address)
        written = facts_of(found.declared.block, found.frame).references if found else {}
    except RecursionError:
        return
    for pointer, names in one.references.items():
        meant = written.get(pointer, ())
        if len(names) == 1 and (len(meant) > 1 or any(_is_other(m, names[0]) for m in meant)):
            yield Spot((), one.address, pointer)


def _is_other(meant: str, followed: str) -> bool:
    """Whether the source means another instance than the one that a plan was followed to."""
    if "[*]" in meant or meant == followed:
        return False
    # A block's own name stands for its only instance, and for none where it has several.
    return followed.endswith("]") or not meant.startswith(f"{followed}[")
