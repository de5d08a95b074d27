"""What `provisioner` blocks run: on the machine that runs Terraform, and on the one it made."""

from __future__ import annotations

from collections.abc import Iterator

from compliance_toolkit.models import JsonValue
from compliance_toolkit.terraform.evaluate import evaluate
from compliance_toolkit.terraform.expressions import Conditional, Expression, Items, Template
from compliance_toolkit.terraform.hcl_facts import Facts, facts_of, jsonable
from compliance_toolkit.terraform.hcl_frames import Frame
from compliance_toolkit.terraform.syntax import Block
from compliance_toolkit.terraform.workloads.callers import PROVISIONER
from compliance_toolkit.terraform.workloads.written import note_names

_HOLE = "${...}"
"""Stands in a text where something is put that is not known, as a shell would write it."""


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
        for name, text in _in_part(inner, frame, told):
            told.values[f"{name} (in part)"] = text
        programs.append(told.values)
        for pointer, why in told.unknown.items():
            facts.unknown[f"/{PROVISIONER}/{number}{pointer}"] = why
    facts.values[PROVISIONER] = programs


def _in_part(inner: Block, frame: Frame, told: Facts) -> Iterator[tuple[str, JsonValue]]:
    """Yield what is written of a text whose whole is not known: all but what is put into it."""
    for pointer in told.unknown:
        name = pointer.split("/")[1] if pointer else ""
        written = inner.body.attributes.get(name)
        if written is None or name in told.values:
            continue
        text = _literal(written.expression, frame)
        if text.replace(_HOLE, "").strip():
            yield name, text


def _literal(expression: Expression, frame: Frame) -> str:
    """Give what is known of an expression as text, with a mark where something is not."""
    match expression:
        case Template(parts, _):
            return "".join(one if isinstance(one, str) else _literal(one, frame) for one in parts)
        case Conditional(_, then, otherwise):
            return f"{_literal(then, frame)}\n{_literal(otherwise, frame)}"
        case Items(elements):
            return "\n".join(_literal(one, frame) for one in elements)
        case _:
            value = jsonable(evaluate(expression, frame))
            return value if isinstance(value, str) else _HOLE
