"""From a block to facts: values that are known, and pointers to those that are not."""

from __future__ import annotations

from dataclasses import dataclass, field

from compliance_toolkit.models import JsonValue, ReasonCode, Unknown
from compliance_toolkit.terraform.evaluate import evaluate
from compliance_toolkit.terraform.expressions import (
    Expression,
    Items,
    Literal,
    Traversal,
)
from compliance_toolkit.terraform.hcl_frames import Frame
from compliance_toolkit.terraform.hcl_values import (
    Hole,
    Value,
    hole,
    holes,
    merged,
    not_evaluated,
    too_large,
)
from compliance_toolkit.terraform.syntax import Block, Body

_META = frozenset(("count", "for_each", "provider", "depends_on"))
_META_BLOCKS = frozenset(("lifecycle", "provisioner", "connection"))


@dataclass(slots=True)
class Facts:
    """What a block says: known values, reasons for the others, and what those hang on."""

    values: dict[str, JsonValue] = field(default_factory=dict)
    unknown: dict[str, Unknown] = field(default_factory=dict)
    references: dict[str, tuple[str, ...]] = field(default_factory=dict)


def facts_of(block: Block, frame: Frame) -> Facts:
    """State the facts of one instance of a resource block.

    Args:
        block: The block; Terraform's own arguments are left out.
        frame: The instance.
    """
    facts = Facts()
    ignored = _ignored(block)
    if ignored is None:
        late = Unknown(ReasonCode.KNOWN_AFTER_APPLY, "lifecycle.ignore_changes")
        facts.unknown[""] = late
        return facts
    body = Body(
        {name: a for name, a in block.body.attributes.items() if name not in _META},
        tuple(inner for inner in block.body.blocks if inner.type not in _META_BLOCKS),
    )
    facts.values = _body(body, frame, "", facts, ignored)
    return facts


def attribute(block: Block, name: str, frame: Frame) -> Value:
    """Give one attribute of a resource block as others see it.

    Returns:
        The value, perhaps with holes; `None` where it is left to the provider, or where what is
        written is not sure to be what stands in the cloud.
    """
    ignored = _ignored(block)
    if ignored is None or name in ignored or name in _META or name in _META_BLOCKS:
        return None
    written = block.body.attributes.get(name)
    if written is not None:
        return evaluate(written.expression, frame)
    inner = [b for b in block.body.blocks if name in (b.type, *b.labels)]
    if any(b.type == "dynamic" for b in inner):
        return hole(ReasonCode.DYNAMIC_CONTENT, f'dynamic "{name}"')
    return [_block_value(b, frame) for b in inner] or None


def _block_value(block: Block, frame: Frame) -> Value:
    made: dict[str, Value] = {
        name: evaluate(written.expression, frame) for name, written in block.body.attributes.items()
    }
    for inner in block.body.blocks:
        if inner.type == "dynamic":
            made[inner.labels[0]] = hole(ReasonCode.DYNAMIC_CONTENT, f'dynamic "{inner.labels[0]}"')
        else:
            same = made.setdefault(inner.type, [])
            if isinstance(same, list):
                same.append(_block_value(inner, frame))
    return made


def _body(
    body: Body, frame: Frame, pointer: str, facts: Facts, ignored: frozenset[str] = frozenset()
) -> dict[str, JsonValue]:
    values: dict[str, JsonValue] = {}
    for name, written in body.attributes.items():
        at = f"{pointer}/{escaped(name)}"
        if name in ignored:
            continue
        value = evaluate(written.expression, frame)
        if too_large(value):
            value = not_evaluated(name)
        kept = _kept(value, at, facts)
        if not isinstance(kept, Hole):
            values[name] = kept
            _refer(written.expression, frame, at, facts)
    grouped: dict[str, list[Block]] = {}
    for block in body.blocks:
        name = block.labels[0] if block.type == "dynamic" and block.labels else block.type
        grouped.setdefault(name, []).append(block)
    for name, blocks in grouped.items():
        at = f"{pointer}/{escaped(name)}"
        if name in ignored:
            continue
        if any(block.type == "dynamic" for block in blocks):
            values.pop(name, None)  # an argument of that name beside it is no whole value
            _kept(hole(ReasonCode.DYNAMIC_CONTENT, f'dynamic "{name}"'), at, facts)
            continue
        values[name] = [
            _body(block.body, frame, f"{at}/{index}", facts) for index, block in enumerate(blocks)
        ]
    for name in ignored:
        late = Unknown(ReasonCode.KNOWN_AFTER_APPLY, "lifecycle.ignore_changes")
        facts.unknown[f"{pointer}/{escaped(name)}"] = late
    return values


def _refer(expression: Expression, frame: Frame, pointer: str, facts: Facts) -> None:
    """Note which resource a known value was taken from, where it is that resource's own."""
    if isinstance(expression, Traversal) and (target := frame.target(expression)) is not None:
        facts.references[pointer] = (target,)


def _kept(value: Value, pointer: str, facts: Facts) -> JsonValue | Hole:
    """Give what is known of a value; note each hole at its pointer, and a list's at the list."""
    if isinstance(value, list) and _torn(value):
        value = merged(holes(value)) or value
    if isinstance(value, Hole):
        facts.unknown[pointer] = value.reason
        facts.references[pointer] = tuple(sorted(value.origins))
        return value
    if isinstance(value, list):
        # No hole is an element itself, so all are kept.
        kept = (_kept(element, f"{pointer}/{at}", facts) for at, element in enumerate(value))
        return [element for element in kept if not isinstance(element, Hole)]
    if isinstance(value, dict):
        made = {}
        for name, element in value.items():
            inner = _kept(element, f"{pointer}/{escaped(name)}", facts)
            if not isinstance(inner, Hole):
                made[name] = inner
        return made
    return value


def _torn(elements: list[Value]) -> bool:
    """Whether an element of a list, or of a list in it, is a hole."""
    return any(
        isinstance(element, Hole) or (isinstance(element, list) and _torn(element))
        for element in elements
    )


def jsonable(value: Value) -> JsonValue:
    """Give a value without holes as JSON has it; sets become lists."""
    kept = _kept(value, "", Facts())
    return None if isinstance(kept, Hole) else kept


def escaped(name: str) -> str:
    """Write a name as a part of a JSON pointer."""
    return name.replace("~", "~0").replace("/", "~1")


def _ignored(block: Block) -> frozenset[str] | None:
    """Name the attributes whose value in the configuration Terraform does not enforce.

    What stands in the cloud may differ from them, so they are not known. `None`: all of them.
    """
    names: set[str] = set()
    for inner in block.body.blocks:
        written = inner.body.attributes.get("ignore_changes")
        if inner.type != "lifecycle" or written is None:
            continue
        match written.expression:
            case Items(elements):
                names.update(_first_name(element) for element in elements)
            case _:  # `all`, or nothing that Terraform takes
                return None
    return frozenset(names)


def _first_name(expression: Expression) -> str:
    match expression:
        case Traversal(root, _, _) | Literal(str() as root):  # `"tags"`, of old
            return root.partition(".")[0].partition("[")[0]
        case _:
            return ""
