"""Policy documents as Terraform source writes them: what is known of one whose text is not.

A document with one ARN that is known only after apply is no text yet; but which actions it denies,
and where, may all be written. So the object inside `jsonencode` is kept, and the statements of an
`aws_iam_policy_document`, which makes its text of its own configuration alone.
"""

from __future__ import annotations

from collections.abc import Mapping

from compliance_toolkit.models import JsonValue
from compliance_toolkit.terraform.access.assembled import DATA, assembled
from compliance_toolkit.terraform.access.documents import DOCUMENT
from compliance_toolkit.terraform.access.identities import IDENTITY
from compliance_toolkit.terraform.access.organisations import POLICY
from compliance_toolkit.terraform.evaluate import evaluate
from compliance_toolkit.terraform.expressions import Attr, Call, Expression, Step, Traversal
from compliance_toolkit.terraform.hcl_facts import Facts, escaped
from compliance_toolkit.terraform.hcl_frames import Frame, choose, expand
from compliance_toolkit.terraform.hcl_instances import ModuleInstance
from compliance_toolkit.terraform.hcl_values import Hole, Value, holes, merged, not_evaluated
from compliance_toolkit.terraform.modules import Declared
from compliance_toolkit.terraform.syntax import Block

_TEXTS: Mapping[str, tuple[str, ...]] = {POLICY: ("content",), **IDENTITY}
_DEEPEST = 20
"""Locals, inputs and documents that lead on to another, before they are taken for a circle."""


def note_document(block: Block, frame: Frame, facts: Facts) -> None:
    """Add what is known of a resource's policy document, where its text is not.

    Args:
        block: A resource.
        frame: The instance.
        facts: Of that instance; gets a value `document`, with pointers to what is lost in it.
    """
    for name in _TEXTS.get(block.labels[0], ()):
        written = block.body.attributes.get(name)
        if written is None or name in facts.values or f"/{name}" not in facts.unknown:
            continue
        found = document(written.expression, frame)
        if found is not None:
            kept = _kept(found, f"/{DOCUMENT}", facts)
            if not isinstance(kept, Hole):
                facts.values[DOCUMENT] = kept


def document(expression: Expression, frame: Frame, depth: int = 0) -> Value:
    """Give the document that an expression is the text of, perhaps with holes.

    Returns:
        The document; `None` where the expression may be anything.
    """
    instance = frame.module
    if depth > _DEEPEST or not isinstance(instance, ModuleInstance):
        return None
    match expression:
        case Call("jsonencode", (argument,), False):
            found = evaluate(argument, frame)
            return None if isinstance(found, Hole) else found
        case Traversal("local", (Attr(name),)) if name in instance.module.locals:
            return document(instance.module.locals[name].expression, instance.frame, depth + 1)
        case Traversal("var", (Attr(name),)) if not _is_secret(instance, name):
            passed = (instance.inputs or {}).get(name)
            return None if passed is None else document(*passed, depth + 1)
        case Traversal("data", (Attr(kind), Attr(name), *steps)) if kind == DATA:
            declared = instance.module.data.get(f"{DATA}.{name}")
            lost = not_evaluated(expression.text)
            return _assembled(declared, tuple(steps), frame, lost, depth) if declared else None
        case _:
            return None


def _assembled(
    declared: Declared, steps: tuple[Step, ...], frame: Frame, lost: Hole, depth: int
) -> Value:
    """Give the document of one instance of a data block, where its `json` is asked for."""
    frames = expand(declared.block.body, Frame(frame.module))
    chosen, rest = choose(frames, steps, frame, lost)
    if isinstance(chosen, Hole) or rest != (Attr("json"),):
        return None
    return assembled(declared.block, chosen, lambda one: document(one, chosen, depth + 1))


def _is_secret(instance: ModuleInstance, name: str) -> bool:
    declared = instance.module.variables.get(name)
    return declared is not None and bool(
        declared.block.body.attributes.keys() & {"sensitive", "ephemeral"}
    )


def _kept(value: Value, pointer: str, facts: Facts) -> JsonValue | Hole:
    """Give what is known; note each hole at its pointer, and one in a list at the list."""
    if isinstance(value, list) and any(isinstance(one, Hole) for one in value):
        value = merged(holes(value)) or value
    if isinstance(value, Hole):
        facts.unknown[pointer] = value.reason
        return value
    if isinstance(value, list):
        kept = [_kept(one, f"{pointer}/{at}", facts) for at, one in enumerate(value)]
        return [one for one in kept if not isinstance(one, Hole)]
    if isinstance(value, dict):
        made: dict[str, JsonValue] = {}
        for name, one in value.items():
            inner = _kept(one, f"{pointer}/{escaped(name)}", facts)
            if not isinstance(inner, Hole):
                made[name] = inner
        return made
    return value
