"""From a block to facts: values that are known, and pointers to those that are not."""

from __future__ import annotations

import msgspec

from compliance_toolkit.models import JsonValue, Unknown
from compliance_toolkit.terraform.evaluate import Scope, evaluate
from compliance_toolkit.terraform.expressions import (
    Expression,
    Items,
    Literal,
    Traversal,
)
from compliance_toolkit.terraform.hcl_blocks import grouped
from compliance_toolkit.terraform.hcl_frames import Frame, target
from compliance_toolkit.terraform.hcl_kinds import ANY
from compliance_toolkit.terraform.hcl_numbers import Number, number_text
from compliance_toolkit.terraform.hcl_values import (
    NULL,
    Hole,
    Value,
    holes,
    merged,
    not_evaluated,
    object_of,
    too_large,
    tuple_of,
)
from compliance_toolkit.terraform.lifecycle import IGNORED
from compliance_toolkit.terraform.syntax import Block, Body

_META = frozenset(("count", "for_each", "provider", "depends_on"))
_META_BLOCKS = frozenset(("lifecycle", "provisioner", "connection"))
_WIDEST = 2**63
_FINEST = 15
"""Digits of a fraction that JSON's readers keep."""


class Facts(msgspec.Struct):
    """What a block says: known values, reasons for the others, and what those hang on."""

    values: dict[str, JsonValue] = msgspec.field(default_factory=dict)
    unknown: dict[str, Unknown] = msgspec.field(default_factory=dict)
    references: dict[str, tuple[str, ...]] = msgspec.field(default_factory=dict)


def facts_of(block: Block, frame: Frame) -> Facts:
    """State the facts of one instance of a resource block.

    Args:
        block: The block; Terraform's own arguments are left out.
        frame: The instance.
    """
    facts = Facts()
    ignored = ignored_changes(block)
    if ignored is None:
        facts.unknown[""] = IGNORED
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
        The value, perhaps with holes; null where it is left to the provider, or where what is
        written is not sure to be what stands in the cloud.
    """
    ignored = ignored_changes(block)
    if ignored is None or name in ignored or name in _META or name in _META_BLOCKS:
        return NULL
    written = block.body.attributes.get(name)
    if written is not None:
        return evaluate(written.expression, frame)
    found = grouped(block.body.blocks, frame, only=name).get(name)
    match found:
        case Hole():
            return Value(ANY, found)
        case [*blocks] if blocks:
            return tuple_of(_block_value(inner.body, inner.scope) for inner in blocks)
        case _:
            return NULL


def _block_value(body: Body, scope: Scope) -> Value:
    made = {name: evaluate(written.expression, scope) for name, written in body.attributes.items()}
    for name, found in grouped(body.blocks, scope).items():
        made[name] = (
            Value(ANY, found)
            if isinstance(found, Hole)
            else tuple_of(_block_value(inner.body, inner.scope) for inner in found)
        )
    return object_of(made)


def _body(
    body: Body, scope: Scope, pointer: str, facts: Facts, ignored: frozenset[str] = frozenset()
) -> dict[str, JsonValue]:
    values: dict[str, JsonValue] = {}
    for name, written in body.attributes.items():
        at = f"{pointer}/{escaped(name)}"
        if name in ignored:
            continue
        value = evaluate(written.expression, scope)
        if too_large(value):
            value = not_evaluated(name)
        kept = _kept(value, at, facts)
        if not isinstance(kept, Hole):
            values[name] = kept
            _refer(written.expression, scope, at, facts)
    for name, found in grouped(body.blocks, scope).items():
        at = f"{pointer}/{escaped(name)}"
        if name in ignored:
            continue
        if isinstance(found, Hole):
            values.pop(name, None)  # an argument of that name beside it is no whole value
            _kept(Value(ANY, found), at, facts)
            continue
        values[name] = [
            _body(inner.body, inner.scope, f"{at}/{number}", facts)
            for number, inner in enumerate(found)
        ]
    for name in ignored:
        facts.unknown[f"{pointer}/{escaped(name)}"] = IGNORED
    return values


def _refer(expression: Expression, scope: Scope, pointer: str, facts: Facts) -> None:
    """Note which resource a known value was taken from, where it is that resource's own."""
    if isinstance(expression, Traversal) and (found := target(expression, scope)) is not None:
        facts.references[pointer] = (found,)


def _kept(value: Value, pointer: str, facts: Facts) -> JsonValue | Hole:
    """Give what is known of a value; note each hole at its pointer, and a list's at the list."""
    raw = value.raw
    if isinstance(raw, list) and _torn(raw):
        raw = merged(holes(value)) or not_evaluated(_name(pointer)).raw
    if isinstance(raw, Number):
        if (plain := plain_number(raw)) is not None:
            return plain
        return _kept(not_evaluated(_name(pointer)), pointer, facts)
    if isinstance(raw, Hole):
        facts.unknown[pointer] = raw.reason
        facts.references[pointer] = tuple(sorted(raw.origins))
        return raw
    if isinstance(raw, list):
        # No hole is an element itself, so all are kept.
        kept = (_kept(element, f"{pointer}/{at}", facts) for at, element in enumerate(raw))
        return [element for element in kept if not isinstance(element, Hole)]
    if isinstance(raw, dict):
        made = {}
        for name, element in raw.items():
            inner = _kept(element, f"{pointer}/{escaped(name)}", facts)
            if not isinstance(inner, Hole):
                made[name] = inner
        return made
    return raw


def _name(pointer: str) -> str:
    return pointer.rpartition("/")[2]


def plain_number(number: Number) -> int | float | None:
    """Give a number that JSON holds exactly; `None` for one that it would round."""
    if abs(number.exact) >= _WIDEST:
        return None
    if number.whole is not None:
        return number.whole
    text = number_text(number)
    return float(text) if len(text.strip("-0.").replace(".", "")) <= _FINEST else None


def _torn(elements: list[Value]) -> bool:
    """Whether an element of a list, or of a list in it, is a hole or no number of JSON's."""
    return any(
        isinstance(element.raw, Hole)
        or (isinstance(element.raw, list) and _torn(element.raw))
        or (isinstance(element.raw, Number) and plain_number(element.raw) is None)
        for element in elements
    )


def jsonable(value: Value) -> JsonValue:
    """Give a value without holes as JSON has it; sets become lists."""
    kept = _kept(value, "", Facts())
    return None if isinstance(kept, Hole) else kept


def escaped(name: str) -> str:
    """Write a name as a part of a JSON pointer."""
    return name.replace("~", "~0").replace("/", "~1")


def ignored_changes(block: Block) -> frozenset[str] | None:
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
    return None if names & {"", "*"} else frozenset(names)


def _first_name(expression: Expression) -> str:
    """Name the attribute that an element leads into; empty for a form that nobody can follow."""
    match expression:
        case Traversal(root, _, _) | Literal(str() as root):  # `"tags"`, of old
            return root.partition(".")[0].partition("[")[0]
        case _:
            return ""
