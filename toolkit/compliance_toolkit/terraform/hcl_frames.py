"""`count` and `for_each`: the instances of one block, and what `each` and `count` mean in them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

from compliance_toolkit.models import ReasonCode
from compliance_toolkit.terraform.evaluate import Scope, evaluate, walk
from compliance_toolkit.terraform.expressions import Attr, Index, Step, Traversal
from compliance_toolkit.terraform.hcl_values import (
    Hole,
    SetOf,
    Value,
    hole,
    not_evaluated,
    to_number,
)
from compliance_toolkit.terraform.syntax import Body

MOST_INSTANCES = 1000
"""Instances of one block that are told apart; of more, one stands for all."""

ANY = "[*]"
"""The key that stands for every instance of a count that is not known."""

_NAMES = ("each.key", "each.value", "count.index")
_UNKNOWN = {name: hole(ReasonCode.UNKNOWN_COUNT, name) for name in _NAMES}


class Names(Protocol):
    """What names mean in one instance of a module, `each` and `count` apart."""

    def resolve(self, traversal: Traversal, scope: Scope) -> Value:
        """Give the value of a name; the names in its indices mean what they do in `scope`."""
        ...

    def target(self, traversal: Traversal, scope: Scope) -> str | None:
        """Give the address of the one resource instance that a name is an attribute of."""
        ...


@dataclass(frozen=True, slots=True)
class Frame:
    """One instance of a block: the scope that its expressions are evaluated in."""

    module: Names
    key: str = ""
    """As addresses write it: empty, `[0]`, `["eu"]`, or `[*]`."""

    each: Mapping[str, Value] = field(default_factory=dict)

    def lookup(self, traversal: Traversal) -> Value:
        """See `Scope.lookup`."""
        match traversal.steps:
            case (Attr(name), *rest) if traversal.root in {"each", "count"}:
                lost = not_evaluated(traversal.text)
                return walk(self.each.get(f"{traversal.root}.{name}", lost), rest, self, lost)
            case _:
                return self.module.resolve(traversal, self)

    def target(self, traversal: Traversal) -> str | None:
        """See `Names.target`."""
        return self.module.target(traversal, self)


def is_repeated(body: Body) -> bool:
    """Whether a block's instances have keys."""
    return "count" in body.attributes or "for_each" in body.attributes


def expand(body: Body, outer: Frame) -> Mapping[str, Frame]:
    """Give the instances of a block by key, in Terraform's order.

    Args:
        body: Of a resource or a module call.
        outer: Where the block stands.

    Returns:
        One without a key if it is not repeated, none for a count of 0, one with the key `[*]`
        where their number is not known.
    """
    if (count := body.attributes.get("count")) is not None:
        number = to_number(evaluate(count.expression, outer))
        if isinstance(number, int) and 0 <= number <= MOST_INSTANCES:
            return {
                f"[{at}]": Frame(outer.module, f"[{at}]", {"count.index": at})
                for at in range(number)
            }
        return _unknown(outer)
    if (for_each := body.attributes.get("for_each")) is not None:
        members = _members(evaluate(for_each.expression, outer))
        if members is None or len(members) > MOST_INSTANCES:
            return _unknown(outer)
        frames = (
            Frame(outer.module, instance_key(name), {"each.key": name, "each.value": value})
            for name, value in sorted(members.items())
        )
        return {frame.key: frame for frame in frames}
    return {"": Frame(outer.module)}


def _unknown(outer: Frame) -> Mapping[str, Frame]:
    return {ANY: Frame(outer.module, ANY, _UNKNOWN)}


def _members(value: Value) -> Mapping[str, Value] | None:
    if isinstance(value, dict):
        return value
    if isinstance(value, SetOf) and all(isinstance(member, str) for member in value):
        return {str(member): member for member in value}
    return None  # a list, for one, is an error in Terraform


def instance_key(value: Value) -> str:
    """Write an index as addresses do."""
    return f"[{json.dumps(value, ensure_ascii=False)}]"


def choose(
    frames: Mapping[str, Frame], steps: tuple[Step, ...], scope: Scope, lost: Hole
) -> tuple[Frame | Hole, tuple[Step, ...]]:
    """Choose the instance that steps begin with, and give the steps that are left.

    Args:
        frames: As `expand` gives them.
        steps: From the block's name on.
        scope: What names in the index mean.
        lost: The answer where no instance is named.
    """
    if "" in frames:
        return frames[""], steps
    match steps:
        case (Index(key), *rest):
            value = evaluate(key, scope)
            if isinstance(value, Hole):
                return value.and_of("[…]"), ()
            if isinstance(value, str | int) and not isinstance(value, bool):
                return frames.get(instance_key(value), frames.get(ANY, lost)), tuple(rest)
        case _:
            pass
    return lost, ()
