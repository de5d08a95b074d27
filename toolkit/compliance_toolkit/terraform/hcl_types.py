"""Type constraints of variables: what a value becomes when it is held to one."""

from __future__ import annotations

from collections.abc import Mapping

from compliance_toolkit.terraform.evaluate import NoNames, evaluate
from compliance_toolkit.terraform.expressions import (
    Call,
    Expression,
    Fields,
    Items,
    Literal,
    Traversal,
)
from compliance_toolkit.terraform.hcl_convert import MismatchError, convert
from compliance_toolkit.terraform.hcl_equality import set_of
from compliance_toolkit.terraform.hcl_kinds import (
    ANY,
    BOOL,
    NUMBER,
    STRING,
    Kind,
    ListOf,
    MapOf,
    ObjectOf,
    SetOf,
    TupleOf,
)
from compliance_toolkit.terraform.hcl_values import Value, object_of, tuple_of

__all__ = ["MismatchError", "NoNames", "constrained", "is_text", "kind_of"]

_WORDS: Mapping[str, Kind] = {
    "string": STRING,
    "number": NUMBER,
    "bool": BOOL,
    "any": ANY,
    "list": ListOf(ANY),  # `type = list`, of old
    "map": MapOf(ANY),
}


def is_text(type_: Expression | None) -> bool:
    """Whether `--var name=value` gives the text itself rather than an expression."""
    match type_:
        case None:
            return True
        case Traversal(root, ()) | Literal(str() as root):
            return root in {"string", "number", "bool"}
        case _:
            return False


def kind_of(type_: Expression | None) -> Kind:  # noqa: PLR0911  one case a type
    """Read a type constraint.

    Raises:
        MismatchError: It is none of Terraform's.
    """
    match type_:
        case None:
            return ANY
        case Traversal(root, ()) | Literal(str() as root) if root in _WORDS:
            return _WORDS[root]
        case Call("list", (element,)):
            return ListOf(kind_of(element))
        case Call("set", (element,)):
            return SetOf(kind_of(element))
        case Call("map", (element,)):
            return MapOf(kind_of(element))
        case Call("object", (Fields(entries),)):
            return _object(entries)
        case Call("tuple", (Items(elements),)):
            return TupleOf(tuple(kind_of(element) for element in elements))
        case _:
            raise MismatchError


def _object(entries: tuple[tuple[Expression, Expression], ...]) -> ObjectOf:
    attributes: dict[str, Kind] = {}
    optional: set[str] = set()
    for key, type_ in entries:
        if not isinstance(key, Literal) or not isinstance(key.value, str):
            raise MismatchError
        inner, has_default = _optional(type_)
        if has_default is not None:
            optional.add(key.value)
        attributes[key.value] = kind_of(inner)
    return ObjectOf(attributes, frozenset(optional))


def _optional(type_: Expression) -> tuple[Expression, tuple[Expression, ...] | None]:
    match type_:
        case Call("optional", (inner, *default)) if len(default) <= 1:
            return inner, tuple(default)
        case _:
            return type_, None


def constrained(value: Value, type_: Expression | None) -> Value:
    """Hold a value to a type constraint, the defaults of optional attributes filled in.

    Raises:
        MismatchError: Terraform would refuse it.
    """
    return convert(_filled(value, type_), kind_of(type_)) if type_ is not None else value


def _filled(value: Value, type_: Expression) -> Value:
    """Fill in the defaults of attributes that are missing or null."""
    match type_, value.raw:
        case Call("list" | "set" | "map", (inner,)), (list() | dict()):
            return _each(value, inner)
        case Call("tuple", (Items(types),)), list() as members if len(types) == len(members):
            return tuple_of(_filled(v, t) for v, t in zip(members, types, strict=True))
        case Call("object", (Fields(entries),)), dict() as attributes:
            made = dict(attributes)
            for key, given in entries:
                inner, default = _optional(given)
                name = str(key.value) if isinstance(key, Literal) else ""
                if default and (name not in made or made[name].is_null):
                    made[name] = evaluate(default[0], NoNames())
                if name in made:
                    made[name] = _filled(made[name], inner)
            return object_of(made)
        case _:
            return value


def _each(value: Value, inner: Expression) -> Value:
    if isinstance(value.raw, dict):
        return object_of({name: _filled(member, inner) for name, member in value.raw.items()})
    members = [_filled(member, inner) for member in value.elements]
    return set_of(members) if isinstance(value.kind, SetOf) else tuple_of(members)
