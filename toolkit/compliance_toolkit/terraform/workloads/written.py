"""Settings of a source that are nothing but the name of another resource.

`QUEUE = aws_sqs_queue.jobs.url` is known only after apply, and yet it can be no model and no
region: the cloud makes it up, and it leads to a resource of the same configuration, which is judged
itself. That shows in the expression alone; a plan does not tell what else stands around the name.
"""

from __future__ import annotations

from compliance_toolkit.models import ReasonCode
from compliance_toolkit.terraform.access.documents import DOCUMENT
from compliance_toolkit.terraform.expressions import (
    Attr,
    Call,
    Expression,
    Fields,
    Items,
    Literal,
    Traversal,
)
from compliance_toolkit.terraform.hcl_facts import Facts
from compliance_toolkit.terraform.hcl_frames import Frame, target
from compliance_toolkit.terraform.hcl_instances import ModuleInstance
from compliance_toolkit.terraform.lifecycle import IGNORED
from compliance_toolkit.terraform.syntax import Block, Body
from compliance_toolkit.terraform.workloads.trees import NAMES
from compliance_toolkit.terraform.workloads.types import WORKLOADS

_OWN_NAMES = frozenset(
    (
        "address",
        "arn",
        "bucket",
        "dns_name",
        "fqdn",
        "id",
        "invoke_arn",
        "key_id",
        "name",
        "qualified_arn",
        "queue_url",
        "self_link",
        "uri",
        "url",
    )
)
"""Attributes that are what the cloud calls a resource."""

_LEADING = ("bedrock", "cognitive", "endpoint", "openai", "parameter", "secret", "vertex", "random")
"""Words in the types of resources whose name may lead to a model, or be chosen by anybody."""


def note_names(block: Block, frame: Frame, facts: Facts) -> None:
    """Note which settings of a workload are the name of another resource, and nothing more.

    Args:
        block: A resource.
        frame: The instance.
        facts: Of that instance; gets a value with the JSON pointers of such settings.
    """
    if block.labels[0] not in WORKLOADS:
        return
    found = [
        pointer
        for pointer, why in facts.unknown.items()
        if pointer
        and why != IGNORED
        and why.code is ReasonCode.KNOWN_AFTER_APPLY
        and _is_name(_written(block.body, pointer.split("/")[1:], block), frame)
    ]
    if found:
        facts.values[NAMES] = sorted(found)


def _is_name(expression: Expression | None, frame: Frame) -> bool:
    match expression:
        case Traversal(type_, (Attr(name), *_, Attr(attribute)), _) if len(expression.steps) <= 3:
            instance = frame.module
            module = instance.module if isinstance(instance, ModuleInstance) else None
            named = module.resources.get(f"{type_}.{name}") if module is not None else None
            return (
                named is not None
                and attribute in _OWN_NAMES
                and attribute not in named.block.body.attributes
                and not any(word in type_ for word in _LEADING)
                and target(expression, frame) is not None
            )
        case _:
            return False


def _written(body: Body, steps: list[str], block: Block) -> Expression | None:
    """Give the expression that a JSON pointer leads to; `None` where it is not written plainly."""
    name, *rest = [step.replace("~1", "/").replace("~0", "~") for step in steps]
    if name == DOCUMENT:
        place = WORKLOADS[block.labels[0]][0][0].removeprefix("/")
        text = body.attributes.get(place)
        match text.expression if text is not None else None:
            case Call("jsonencode", (argument,), False):
                return _inside(argument, rest)
            case _:
                return None
    if name in body.attributes:
        return _inside(body.attributes[name].expression, rest)
    blocks = [inner for inner in body.blocks if inner.type == name]
    dynamic = any(inner.type == "dynamic" and inner.labels == (name,) for inner in body.blocks)
    match rest:
        case [index, *below] if below and not dynamic and index.isdecimal():
            number = int(index)
            return _written(blocks[number].body, below, block) if number < len(blocks) else None
        case _:
            return None


def _inside(expression: Expression, steps: list[str]) -> Expression | None:
    """Follow steps through lists and objects that are written out."""
    if not steps:
        return expression
    head, *rest = steps
    match expression:
        case Items(elements) if head.isdecimal() and int(head) < len(elements):
            return _inside(elements[int(head)], rest)
        case Fields(entries):
            found = [value for key, value in entries if key == Literal(head)]
            return _inside(found[0], rest) if len(found) == 1 else None
        case _:
            return None
