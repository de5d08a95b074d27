"""Blocks within blocks, `dynamic` ones written out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import msgspec

from compliance_toolkit.models import ReasonCode
from compliance_toolkit.terraform.evaluate import Scope, evaluate
from compliance_toolkit.terraform.evaluate_loops import Inner, entries
from compliance_toolkit.terraform.expressions import Traversal
from compliance_toolkit.terraform.hcl_frames import MOST_INSTANCES, missing
from compliance_toolkit.terraform.hcl_kinds import MapOf, ObjectOf, is_sequence
from compliance_toolkit.terraform.hcl_values import Hole, Value, hole, length_bounds, object_of
from compliance_toolkit.terraform.syntax import Block, Body

DYNAMIC = "dynamic"
_COST = 100
"""Steps that a block counts for, which is written out with all that is in it."""


class Written(msgspec.Struct, frozen=True):
    """One block as it comes out, and what names mean in it."""

    body: Body
    scope: Scope


def name_of(block: Block) -> str:
    """Name the kind of block that one is, or that a `dynamic` one makes."""
    return block.labels[0] if block.type == DYNAMIC and block.labels else block.type


def grouped(
    blocks: tuple[Block, ...], scope: Scope, *, only: str | None = None
) -> Mapping[str, list[Written] | Hole]:
    """Give blocks by the name of their kind, in the order written.

    Args:
        blocks: As they stand in one body.
        scope: What names mean there.
        only: The kind to look at; all if left out.

    Returns:
        A hole for a kind of which not all blocks are known.
    """
    made: dict[str, list[Written] | Hole] = {}
    for block in blocks:
        name = name_of(block)
        if only is not None and name != only:
            continue
        found = made.setdefault(name, [])
        if isinstance(found, Hole):
            continue
        if block.type != DYNAMIC:
            found.append(Written(block.body, scope))
            continue
        rounds = _rounds(block, scope)
        if rounds is None:
            made[name] = _lost(block, name, scope)
        else:
            found += rounds
    return {name: found for name, found in made.items() if found or not _only_dynamic(name, blocks)}


def _lost(block: Block, name: str, scope: Scope) -> Hole:
    """Say why it is not known how often a block is written: a variable that would tell is named."""
    over = block.body.attributes.get("for_each")
    why = missing(evaluate(over.expression, scope)) if over is not None else None
    if why is None:
        return hole(ReasonCode.DYNAMIC_CONTENT, f'dynamic "{name}"')
    return Hole(why, frozenset((f'dynamic "{name}"', why.reference or name)))


def _only_dynamic(name: str, blocks: tuple[Block, ...]) -> bool:
    """Whether `dynamic` blocks alone write a kind of block: without rounds it is not there."""
    return all(block.type == DYNAMIC for block in blocks if name_of(block) == name)


def _rounds(block: Block, scope: Scope) -> list[Written] | None:
    """Write out a `dynamic` block; `None` where what it goes through is not known."""
    attributes = block.body.attributes
    content = [inner.body for inner in block.body.blocks if inner.type == "content"]
    if "for_each" not in attributes or len(content) != 1 or len(block.labels) != 1:
        return None
    if "labels" in attributes:  # blocks with labels, which no resource has
        return None
    iterator = block.labels[0]
    if "iterator" in attributes:
        match attributes["iterator"].expression:
            case Traversal(root, ()):
                iterator = root
            case _:
                return None
    value = evaluate(attributes["for_each"].expression, scope)
    if not _is_counted(value):
        return None
    scope.budget.left -= _COST * len(value.elements)
    if scope.budget.left < 0:
        return None
    return [Written(content[0], inner) for inner in _scopes(value, iterator, scope)]


def _is_counted(value: Value) -> bool:
    if value.hole is not None or value.is_null:
        return False
    if not is_sequence(value.kind) and not isinstance(value.kind, MapOf | ObjectOf):
        return False
    least, most = length_bounds(value)
    return least == most and least <= MOST_INSTANCES


def _scopes(value: Value, iterator: str, scope: Scope) -> Iterator[Scope]:
    for key, element in entries(value):
        yield Inner(scope, {iterator: object_of({"key": key, "value": element})})
