"""The data source `aws_iam_policy_document`: the document that its provider makes of a block.

The provider asks nobody for it. Documents in `source_policy_documents` come first, the block's own
statements over them, those of `override_policy_documents` over all; a `sid` that is there already
is replaced in its place.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from typing import TypeAlias

from compliance_toolkit.models import ReasonCode
from compliance_toolkit.terraform.evaluate import evaluate
from compliance_toolkit.terraform.expressions import Expression, Items
from compliance_toolkit.terraform.hcl_frames import Frame
from compliance_toolkit.terraform.hcl_values import Hole, Value, hole
from compliance_toolkit.terraform.syntax import Attribute, Block

DATA = "aws_iam_policy_document"
_VERSION = "2012-10-17"
_LISTS = {
    "actions": "Action",
    "not_actions": "NotAction",
    "resources": "Resource",
    "not_resources": "NotResource",
}
_WHO = {"principals": "Principal", "not_principals": "NotPrincipal"}
_KNOWN = frozenset(("version", "policy_id", "source_policy_documents", "override_policy_documents"))
_KNOWN_HERE = frozenset(("sid", "effect", *_LISTS))
_META = frozenset(("count", "for_each", "provider", "depends_on"))

_Made: TypeAlias = dict[str, Value]
_Read: TypeAlias = Callable[[Expression], Value]


class _LostError(ValueError):
    """The document as a whole cannot be told."""


def assembled(block: Block, frame: Frame, follow: _Read) -> Value:
    """Make the document of a block.

    Args:
        block: A data block of the type.
        frame: The instance.
        follow: Gives the document that an expression is the text of, where its text is not known.

    Returns:
        The document, perhaps with holes; `None` where it cannot be told.
    """
    attributes = block.body.attributes
    if attributes.keys() - _KNOWN - _META:
        return None  # an argument of another version of the provider
    try:
        made: list[_Made] = []
        for document in _documents(attributes, "source_policy_documents", frame, follow):
            made = _over(made, _statements(document))
        made = _over(made, [_statement(one, frame) for one in _blocks(block)])
        for document in _documents(attributes, "override_policy_documents", frame, follow):
            made = _over(made, _statements(document))
        version = attributes.get("version")
        stated = _VERSION if version is None else evaluate(version.expression, frame)
    except _LostError:
        return None
    return {"Version": stated, "Statement": list[Value](made)}


def _blocks(block: Block) -> Iterable[Block]:
    for one in block.body.blocks:
        if one.type != "statement":  # a dynamic one, or none that the provider knows
            raise _LostError
        yield one


def _documents(
    attributes: Mapping[str, Attribute], name: str, frame: Frame, follow: _Read
) -> Iterable[Value]:
    written = attributes.get(name)
    if written is None:
        return
    if not isinstance(written.expression, Items):
        raise _LostError
    for one in written.expression.elements:
        value = evaluate(one, frame)
        yield follow(one) if isinstance(value, Hole) else _parsed(value)


def _parsed(value: Value) -> Value:
    if value == "" or value is None:
        return {"Statement": []}
    try:
        found: Value = json.loads(value) if isinstance(value, str) else None
    except (ValueError, RecursionError):
        raise _LostError from None
    return found


def _statements(document: Value) -> list[_Made]:
    found = document.get("Statement") if isinstance(document, dict) else None
    listed = found if isinstance(found, list) else [found]
    made = [one for one in listed if isinstance(one, dict)]
    if len(made) != len(listed):
        raise _LostError
    return made


def _over(below: list[_Made], above: list[_Made]) -> list[_Made]:
    """Lay statements over others: one with a `Sid` that is there takes its place."""
    made = list(below)
    for statement in above:
        name = statement.get("Sid") or None
        if isinstance(name, Hole):
            raise _LostError
        places = [at for at, one in enumerate(made) if name is not None and one.get("Sid") == name]
        if places:
            made[places[0]] = statement
        else:
            made.append(statement)
    return made


def _statement(block: Block, frame: Frame) -> _Made:
    attributes = block.body.attributes
    if attributes.keys() - _KNOWN_HERE:
        raise _LostError
    values = {name: evaluate(one.expression, frame) for name, one in attributes.items()}
    made: _Made = {"Effect": "Allow" if values.get("effect") is None else values["effect"]}
    if values.get("sid"):
        made["Sid"] = values["sid"]
    for name, element in _LISTS.items():
        listed = values.get(name)
        if listed is not None and listed != []:
            made[element] = _variables(listed) if "esource" in element else listed
    conditions: dict[str, Value] = {}
    for inner in block.body.blocks:
        given = {name: evaluate(a.expression, frame) for name, a in inner.body.attributes.items()}
        if inner.type in _WHO:
            _add_principals(made, _WHO[inner.type], given)
        elif inner.type == "condition":
            _add_condition(conditions, given)
        else:
            raise _LostError
    return made | ({"Condition": conditions} if conditions else {})


def _add_principals(made: _Made, element: str, given: _Made) -> None:
    kind, names = given.get("type"), given.get("identifiers")
    there = made.get(element, {})
    if not isinstance(kind, str) or not isinstance(there, dict) or kind in there:
        made[element] = hole(ReasonCode.FUNCTION_NOT_EVALUATED, element)
    elif kind == "*":
        made[element] = "*"
    else:
        made[element] = {**there, kind: _variables(names)}


def _add_condition(conditions: dict[str, Value], given: _Made) -> None:
    test, key = given.get("test"), given.get("variable")
    if not isinstance(test, str) or not isinstance(key, str):
        raise _LostError
    keys = conditions.setdefault(test, {})
    if not isinstance(keys, dict) or key in keys:  # versions of the provider part here
        raise _LostError
    keys[key] = _variables(given.get("values"))


def _variables(value: Value) -> Value:
    """Turn `&{…}`, which Terraform leaves alone, into the `${…}` of policies."""
    if isinstance(value, str):
        return value.replace("&{", "${")
    return [_variables(one) for one in value] if isinstance(value, list) else value
