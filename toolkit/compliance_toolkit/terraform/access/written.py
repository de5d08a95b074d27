"""Policy documents as Terraform source writes them: what is known of one whose text is not.

A document with one ARN that is known only after apply is no text yet; but which actions it denies,
and where, may all be written. So the object inside `jsonencode` is kept, and the statements of an
`aws_iam_policy_document`, which makes its text of its own configuration alone.
"""

from __future__ import annotations

from collections.abc import Mapping

from compliance_toolkit.models import JsonValue, ReasonCode, Unknown
from compliance_toolkit.terraform.access.assembled import DATA, assembled
from compliance_toolkit.terraform.access.choices import note_choices
from compliance_toolkit.terraform.access.documents import DOCUMENT, LOST, Lost, Written
from compliance_toolkit.terraform.access.holders import (
    ENDPOINT,
    IDENTITY,
    ORGANISATION_POLICY,
)
from compliance_toolkit.terraform.evaluate import Evaluation, Scope, evaluate
from compliance_toolkit.terraform.expressions import Attr, Call, Expression, Step, Traversal
from compliance_toolkit.terraform.hcl_blocks import grouped
from compliance_toolkit.terraform.hcl_facts import Facts, escaped, plain_number
from compliance_toolkit.terraform.hcl_frames import Frame, choose, expand
from compliance_toolkit.terraform.hcl_instances import ModuleInstance
from compliance_toolkit.terraform.hcl_numbers import Number
from compliance_toolkit.terraform.hcl_values import Hole, Value
from compliance_toolkit.terraform.lifecycle import IGNORED
from compliance_toolkit.terraform.modules import Declared
from compliance_toolkit.terraform.syntax import Block

_TEXTS: Mapping[str, str] = {
    ORGANISATION_POLICY: "content",
    "aws_cloudcontrolapi_resource": "desired_state",
    "aws_cloudformation_stack": "template_body",
    "aws_cloudformation_stack_set": "template_body",
    "aws_ecs_task_definition": "container_definitions",
    "aws_sfn_state_machine": "definition",
    "aws_ssm_document": "content",
    "azurerm_resource_group_template_deployment": "template_content",
    "azurerm_subscription_template_deployment": "template_content",
    "awscc_iam_group_policy": "policy_document",
    "awscc_iam_managed_policy": "policy_document",
    "awscc_iam_role_policy": "policy_document",
    "awscc_iam_user_policy": "policy_document",
    "awscc_organizations_policy": "content",
    **IDENTITY,
    **ENDPOINT,
}
_BLOCKS: Mapping[str, tuple[str, str]] = {"aws_iam_role": ("inline_policy", "policy")}
"""Type → the inner block that holds policies, and where the text of each stands."""

_FORMS = ((Attr("json"),), (Attr("minified_json"),))
_DEEPEST = 20
"""Locals, inputs and documents that lead on to another, before they are taken for a circle."""


def note_document(block: Block, frame: Frame, facts: Facts) -> None:
    """Add what is known of a resource's policy document, where its text is not.

    Args:
        block: A resource.
        frame: The instance.
        facts: Of that instance; gets a value `document`, with pointers to what is lost in it.
    """
    note_choices(block, frame, facts)
    if (inner := _BLOCKS.get(block.labels[0])) is not None:
        _note_blocks(block, inner, frame, facts)
    name = _TEXTS.get(block.labels[0], "")
    written = block.body.attributes.get(name)
    if written is None or name in facts.values:
        return
    if facts.unknown.get(f"/{name}", IGNORED) == IGNORED:  # what stands there may be another text
        return
    found = _document(written.expression, frame)
    if not isinstance(found, Lost):
        facts.values[DOCUMENT] = _kept(found, f"/{DOCUMENT}", facts)


def _note_blocks(block: Block, inner: tuple[str, str], frame: Frame, facts: Facts) -> None:
    """Add what is known of documents in a resource's inner blocks, each beside its text."""
    kind, name = inner
    values, found = facts.values.get(kind), grouped(block.body.blocks, frame, only=kind).get(kind)
    if not isinstance(values, list) or not isinstance(found, list) or len(values) != len(found):
        return
    for at, (kept, one) in enumerate(zip(values, found, strict=True)):
        pointer, written = f"/{kind}/{at}", one.body.attributes.get(name)
        if (
            written is None
            or not isinstance(kept, dict)
            or f"{pointer}/{name}" not in facts.unknown
        ):
            continue
        document = _document(written.expression, frame, scope=one.scope)
        if not isinstance(document, Lost):
            kept[DOCUMENT] = _kept(document, f"{pointer}/{DOCUMENT}", facts)


def _document(
    expression: Expression, frame: Frame, depth: int = 0, scope: Scope | None = None
) -> Written:
    """Give the document that an expression is the text of; lost where it may be anything.

    Args:
        expression: As written.
        frame: The instance of the block that it stands in.
        depth: How many others led here.
        scope: What names mean in the expression, where it stands in a block of a `dynamic` one.
    """
    instance = frame.module
    if depth > _DEEPEST or not isinstance(instance, ModuleInstance):
        return LOST
    match expression:
        case Call("jsonencode", (argument,), False):
            return _plain(evaluate(argument, scope or frame))
        case Traversal("local", (Attr(name),)) if name in instance.module.locals:
            return _document(instance.module.locals[name].expression, instance.frame, depth + 1)
        case Traversal("var", (Attr(name),)) if not _is_secret(instance, name):
            passed = (instance.inputs or {}).get(name)
            return LOST if passed is None else _document(*passed, depth + 1)
        case Traversal("data", (Attr(kind), Attr(name), *steps)) if kind == DATA:
            declared = instance.module.data.get(f"{DATA}.{name}")
            return _instance(declared, tuple(steps), frame, depth) if declared else LOST
        case _:
            return LOST


def _instance(declared: Declared, steps: tuple[Step, ...], frame: Frame, depth: int) -> Written:
    """Give the document of one instance of a data block, where its text is asked for."""
    frames = expand(declared.block.body, Frame(frame.module))
    chosen, rest = choose(frames, steps, Evaluation(frame))
    if not isinstance(chosen, Frame) or rest not in _FORMS:
        return LOST
    return assembled(
        declared.block,
        lambda one: _plain(evaluate(one, chosen)),
        lambda one: _document(one, chosen, depth + 1),
    )


def _is_secret(instance: ModuleInstance, name: str) -> bool:
    declared = instance.module.variables.get(name)
    return declared is not None and bool(
        declared.block.body.attributes.keys() & {"sensitive", "ephemeral"}
    )


def _plain(value: Value) -> Written:
    """Give a value as documents write it; a list with a hole in it is lost, for its length is."""
    match value.raw:
        case Hole(reason):
            return Lost(reason)
        case list() as members:
            made = [_plain(one) for one in members]
            return next((one for one in made if isinstance(one, Lost)), made)
        case dict() as attributes:
            return {name: _plain(one) for name, one in attributes.items()}
        case Number() as number:
            plain = plain_number(number)
            return LOST if plain is None else plain
        case raw:
            return raw


def _kept(value: Written, pointer: str, facts: Facts) -> JsonValue:
    """Give what is known of a document, and note each part that is lost."""
    if isinstance(value, list):
        return [_kept(one, f"{pointer}/{at}", facts) for at, one in enumerate(value)]
    if not isinstance(value, dict):
        return None if isinstance(value, Lost) else value
    made: dict[str, JsonValue] = {}
    for name, one in value.items():
        if isinstance(one, Lost):
            late = one.reason or Unknown(ReasonCode.FUNCTION_NOT_EVALUATED, DOCUMENT)
            facts.unknown[f"{pointer}/{escaped(name)}"] = late
        else:
            made[name] = _kept(one, f"{pointer}/{escaped(name)}", facts)
    return made
