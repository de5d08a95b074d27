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
from compliance_toolkit.terraform.source import open_source


def made_of_more(given: AuditInput, folder: Path) -> Iterator[Spot]:
    """Find the values that hang on more than the one resource that a plan names for them.

    Args:
        given: A plan, read.
        folder: Its source. What it does not have is left as it is; where a file of it cannot be
            read, what is not found elsewhere may stand there, and is doubted.
    """
    referring = [one for one in given.resources if _named(one)]
    try:
        opened = open_source(folder, variables={}, var_files=(), shown_as=str(folder))
    except (ComplianceError, OSError, RecursionError, ValueError):
        yield from (spot for one in referring for spot in _named(one))
        return
    missing = []
    for one in referring:
        try:
            found = find(opened.top, one.address)
            written = facts_of(found.declared.block, found.frame).references if found else {}
        except RecursionError:
            found, written = None, {}
        if found is None:
            missing.append(one)
        for spot in _named(one):
            (name,) = one.references[spot.argument]
            meant = written.get(spot.argument, ())
            if len(meant) > 1 or any(_is_other(other, name) for other in meant):
                yield spot
    if opened.loader.problems:
        yield from (spot for one in missing for spot in _named(one))


def _named(one: Resource) -> list[Spot]:
    """Where a resource refers to one thing alone, as far as a plan says."""
    return [Spot((), one.address, at) for at, names in one.references.items() if len(names) == 1]


def _is_other(meant: str, followed: str) -> bool:
    """Whether the source means another instance than the one that a plan was followed to."""
    if "[*]" in meant or meant == followed:
        return False
    # A block's own name stands for its only instance, and for none where it has several.
    return followed.endswith("]") or not meant.startswith(f"{followed}[")
