"""Targets of policies that hang on a condition: what each of the two ways leads to.

Which way is taken nobody may know; that one of them leads to the management account is written.
"""

from __future__ import annotations

from collections.abc import Iterator

from compliance_toolkit.terraform.addresses import segments
from compliance_toolkit.terraform.evaluate import evaluate
from compliance_toolkit.terraform.expressions import Conditional, Expression, Traversal
from compliance_toolkit.terraform.hcl_facts import Facts
from compliance_toolkit.terraform.hcl_frames import Frame
from compliance_toolkit.terraform.hcl_instances import ModuleInstance
from compliance_toolkit.terraform.hcl_values import Hole
from compliance_toolkit.terraform.lifecycle import IGNORED
from compliance_toolkit.terraform.syntax import Block

_ORGANISATION = "aws_organizations_organization"
_TARGETS = {"aws_organizations_policy_attachment": "target_id"}


def note_choices(block: Block, frame: Frame, facts: Facts) -> None:
    """Refer to all that a target may be, where a condition decides it that is not known.

    Args:
        block: A resource.
        frame: The instance.
        facts: Of that instance.
    """
    name = _TARGETS.get(block.labels[0], "")
    written = block.body.attributes.get(name)
    if written is None or facts.unknown.get(f"/{name}", IGNORED) == IGNORED:
        return
    expression = written.expression
    match expression:
        case Traversal("local", (step,)) if isinstance(frame.module, ModuleInstance):
            declared = frame.module.module.locals.get(getattr(step, "name", ""))
            expression = expression if declared is None else declared.expression
    if isinstance(expression, Conditional):
        facts.references[f"/{name}"] = tuple(dict.fromkeys(_ways(expression, frame)))


def _ways(expression: Expression, frame: Frame) -> Iterator[str]:
    """Name all that an expression may come to."""
    if isinstance(expression, Conditional):
        yield from _ways(expression.then, frame)
        yield from _ways(expression.otherwise, frame)
        return
    if isinstance(expression, Traversal) and isinstance(frame.module, ModuleInstance):
        found = frame.module.target(expression, frame)
        if found is not None:  # of an organisation the attribute says what is meant
            own = f"{frame.module.prefix}{expression.text}"
            yield own if _ORGANISATION in segments(found) else found
            return
    match evaluate(expression, frame).raw:
        case str() as text:
            yield text
        case Hole(reason):
            yield reason.reference or reason.code.value
        case _:
            yield "…"
