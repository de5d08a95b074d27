"""`count` and `for_each`: the instances of one block, and what `each` and `count` mean in them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

import msgspec

from compliance_toolkit.models import ReasonCode, Unknown
from compliance_toolkit.terraform.addresses import instance_key
from compliance_toolkit.terraform.evaluate import Evaluation, Scope, evaluate
from compliance_toolkit.terraform.expressions import Attr, Index, Step, Traversal
from compliance_toolkit.terraform.hcl_budget import Budget
from compliance_toolkit.terraform.hcl_convert import MismatchError, convert
from compliance_toolkit.terraform.hcl_kinds import ANY as OPEN
from compliance_toolkit.terraform.hcl_kinds import BOOL, NUMBER, STRING, MapOf, ObjectOf, SetOf
from compliance_toolkit.terraform.hcl_numbers import Number
from compliance_toolkit.terraform.hcl_reach import Files
from compliance_toolkit.terraform.hcl_values import (
    NULL,
    Hole,
    Value,
    hole,
    holes,
    not_evaluated,
    number_of,
    text_of,
)
from compliance_toolkit.terraform.syntax import Body

MOST_INSTANCES = 1000
"""Instances of one block that are told apart; of more, one stands for all."""

ANY = "[*]"
"""The key that stands for every instance of a count that is not known."""

_UNKNOWN = {
    "each.key": Value(STRING, hole(ReasonCode.UNKNOWN_COUNT, "each.key")),
    "each.value": Value(OPEN, hole(ReasonCode.UNKNOWN_COUNT, "each.value")),
    "count.index": Value(NUMBER, hole(ReasonCode.UNKNOWN_COUNT, "count.index")),
}


class Names(Protocol):
    """What names mean in one instance of a module, `each` and `count` apart."""

    @property
    def files(self) -> Files | None:
        """See `Scope.files`."""
        ...

    @property
    def budget(self) -> Budget:
        """See `Scope.budget`."""
        ...

    def resolve(self, traversal: Traversal, run: Evaluation) -> Value:
        """Give the value of a name; the names in its indices mean what they do in `run`."""
        ...

    def target(self, traversal: Traversal, scope: Scope) -> str | None:
        """Give the address of the one resource instance that a name is an attribute of."""
        ...


class Frame(msgspec.Struct, frozen=True):
    """One instance of a block: the scope that its expressions are evaluated in."""

    module: Names
    key: str = ""
    """As addresses write it: empty, `[0]`, `["eu"]`, or `[*]`."""

    each: Mapping[str, Value] = msgspec.field(default_factory=dict)

    @property
    def files(self) -> Files | None:
        """See `Scope.files`."""
        return self.module.files

    @property
    def budget(self) -> Budget:
        """See `Scope.budget`."""
        return self.module.budget

    def lookup(self, traversal: Traversal, run: Evaluation) -> Value:
        """See `Scope.lookup`."""
        match traversal.steps:
            case (Attr(name), *rest) if traversal.root in {"each", "count"}:
                known = self.each.get(f"{traversal.root}.{name}", not_evaluated(traversal.text))
                return run.walk(known, rest, traversal.text)
            case _:
                return self.module.resolve(traversal, run)


def target(traversal: Traversal, scope: Scope) -> str | None:
    """Give the address of the one resource instance that a name is an attribute of, if any."""
    frame: object = scope
    while (names := getattr(frame, "names", None)) is not None:
        if traversal.root in names:
            return None
        frame = getattr(frame, "outer", None)
    return frame.module.target(traversal, scope) if isinstance(frame, Frame) else None


def expand(body: Body, outer: Frame) -> Mapping[str, Frame]:
    """Give the instances of a block by key, in Terraform's order.

    Args:
        body: Of a resource or a module call.
        outer: Where the block stands.

    Returns:
        One without a key if it is not repeated, none for a count of 0 or what OpenTofu is told
        not to enable, one with the key `[*]` where their number is not known.
    """
    enabled = _enabled(body, outer)
    if enabled is not True:
        return _unknown(outer) if enabled is None else {}
    if (count := body.attributes.get("count")) is not None:
        return _numbered(evaluate(count.expression, outer), outer)
    if (for_each := body.attributes.get("for_each")) is not None:
        over = evaluate(for_each.expression, outer)
        members = _members(over)
        if members is None or len(members) > MOST_INSTANCES:
            return _unknown(outer, over)
        frames = (
            Frame(outer.module, instance_key(n), {"each.key": text_of(n), "each.value": value})
            for n, value in sorted(members.items())
        )
        return {frame.key: frame for frame in frames}
    return {"": Frame(outer.module)}


def _numbered(value: Value, outer: Frame) -> Mapping[str, Frame]:
    number = _count(value)
    if number is None:
        return _unknown(outer, value)
    return {
        f"[{at}]": Frame(outer.module, f"[{at}]", {"count.index": number_of(at)})
        for at in range(number)
    }


def _enabled(body: Body, outer: Frame) -> bool | None:
    """Whether there is anything of a block at all; `None` where it cannot be told."""
    blocks = [block.body.attributes for block in body.blocks if block.type == "lifecycle"]
    written = [attributes["enabled"] for attributes in blocks if "enabled" in attributes]
    found: list[bool | None] = []
    for one in written:
        try:
            raw = convert(evaluate(one.expression, outer), BOOL).raw
        except MismatchError:
            raw = None
        found.append(raw if isinstance(raw, bool) else None)
    if None in found:
        return None
    return all(found)


def _count(value: Value) -> int | None:
    try:
        number = convert(value, NUMBER).raw
    except MismatchError:
        return None
    whole = number.whole if isinstance(number, Number) else None
    return whole if whole is not None and 0 <= whole <= MOST_INSTANCES else None


def _unknown(outer: Frame, over: Value = NULL) -> Mapping[str, Frame]:
    """Give the one instance that stands for all; a variable that would tell them is named."""
    why = missing(over)
    if why is None:
        return {ANY: Frame(outer.module, ANY, _UNKNOWN)}
    each = {
        name: Value(value.kind, Hole(why, frozenset((name, why.reference or name))))
        for name, value in _UNKNOWN.items()
    }
    return {ANY: Frame(outer.module, ANY, each)}


def missing(over: Value) -> Unknown | None:
    """Name the variable that would tell what is gone through, if that is all that it waits for."""
    found = {one.reason for one in holes(over)}
    codes = {one.code for one in found}
    if codes != {ReasonCode.VARIABLE_WITHOUT_DEFAULT}:
        return None
    return min(found, key=lambda one: one.reference or "")


def _members(value: Value) -> Mapping[str, Value] | None:
    match value.kind:
        case MapOf() | ObjectOf():
            return value.raw if isinstance(value.raw, dict) else None
        case SetOf() if isinstance(value.raw, list):
            members = {m.raw: m for m in value.raw if isinstance(m.raw, str)}
            return members if len(members) == len(value.raw) else None
        case _:
            return None  # a list, for one, is an error in Terraform


def choose(
    frames: Mapping[str, Frame], steps: tuple[Step, ...], run: Evaluation
) -> tuple[Frame | Hole | None, tuple[Step, ...]]:
    """Choose the instance that steps begin with, and give the steps that are left.

    Args:
        frames: As `expand` gives them.
        steps: From the block's name on.
        run: What names in the index mean.

    Returns:
        The instance; a hole where the index is not known; `None` where no instance is named.
    """
    if "" in frames:
        return frames[""], steps
    match steps:
        case (Index(key), *rest):
            value = run.value(key)
            if value.hole is not None:
                return value.hole.and_of("[…]"), ()
            found: str | int | None = value.raw if isinstance(value.raw, str) else None
            if isinstance(value.raw, Number):
                found = value.raw.whole
            if found is not None:
                return frames.get(instance_key(found), frames.get(ANY)), tuple(rest)
        case _:
            pass
    return None, ()
