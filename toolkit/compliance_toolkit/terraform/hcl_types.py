"""Type constraints of variables: what a value becomes when it is held to one."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from compliance_toolkit.terraform.evaluate import evaluate
from compliance_toolkit.terraform.expressions import (
    Call,
    Expression,
    Fields,
    Items,
    Literal,
    Traversal,
)
from compliance_toolkit.terraform.hcl_values import (
    Hole,
    Value,
    distinct,
    mixed,
    not_evaluated,
    to_bool,
    to_number,
    to_text,
)

_PRIMITIVES: Mapping[str, Callable[[Value], Value]] = {
    "string": to_text,
    "number": to_number,
    "bool": to_bool,
}
_OLD_NAMES = {"list": "list", "map": "map"}  # `type = list` still means `list(any)`


class MismatchError(ValueError):
    """A value is not of its type, or the type is none of Terraform's."""


@dataclass(frozen=True, slots=True)
class NoNames:
    """Where only literals may stand: a default inside a type."""

    def lookup(self, traversal: Traversal) -> Value:
        """See `Scope.lookup`."""
        return not_evaluated(traversal.text)


def is_text(type_: Expression | None) -> bool:
    """Whether `--var name=value` gives the text itself rather than an expression."""
    match type_:
        case None:
            return True
        case Traversal(root, ()) | Literal(str() as root):
            return root in _PRIMITIVES
        case _:
            return False


def convert(value: Value, type_: Expression | None) -> Value:  # noqa: PLR0911  one a kind of type
    """Convert a value to a type constraint.

    Args:
        value: With holes, perhaps; they stay.
        type_: The expression written after `type =`; `None` takes anything.

    Returns:
        What Terraform would make of it, or a hole where its rules are not followed here.

    Raises:
        MismatchError: Terraform would refuse it.
    """
    if value is None or isinstance(value, Hole):
        return value
    match type_:
        case None | Traversal("any", ()):
            return value
        case Traversal(root, ()) | Literal(str() as root):  # `type = "string"`, of old
            if root in _OLD_NAMES:
                return _collection(root, value, None)
            return _primitive(root, value)
        case Call(("list" | "set" | "map") as name, (element,)):
            return _collection(name, value, element)
        case Call("object", (Fields(entries),)):
            return _object(value, entries)
        case Call("tuple", (Items(elements),)):
            if not isinstance(value, list) or len(value) != len(elements):
                raise MismatchError
            return [convert(v, t) for v, t in zip(value, elements, strict=True)]
        case _:
            raise MismatchError


def _primitive(name: str, value: Value) -> Value:
    if name not in _PRIMITIVES:
        raise MismatchError
    converted = _PRIMITIVES[name](value)
    if converted is None:
        raise MismatchError
    return converted


def _collection(name: str, value: Value, element: Expression | None) -> Value:
    if name == "map":
        if not isinstance(value, dict):
            raise MismatchError
        made = {key: convert(member, element) for key, member in sorted(value.items())}
        return not_evaluated("map(any)") if mixed(list(made.values())) else made
    if not isinstance(value, list):
        raise MismatchError
    members = [convert(member, element) for member in value]
    if mixed(members):
        return not_evaluated(f"{name}(any)")
    if name == "list":
        return members
    lost = next((member for member in members if isinstance(member, Hole)), None)
    chosen = distinct(members)
    return lost or (not_evaluated("set(any)") if chosen is None else chosen)


def _object(value: Value, entries: tuple[tuple[Expression, Expression], ...]) -> Value:
    if not isinstance(value, dict):
        raise MismatchError
    made: dict[str, Value] = {}
    for key, type_ in entries:
        if not isinstance(key, Literal) or not isinstance(key.value, str):
            raise MismatchError
        made[key.value] = _member(value, key.value, type_)
    return made


def _member(value: dict[str, Value], name: str, type_: Expression) -> Value:
    match type_:
        case Call("optional", (inner, *default)) if len(default) <= 1:
            given = value.get(name)
            if given is None and default:
                given = evaluate(default[0], NoNames())
            return convert(given, inner)
        case _ if name in value:
            return convert(value[name], type_)
        case _:
            raise MismatchError
