"""The data source `aws_iam_policy_document`: the document that its provider makes of a block.

The provider asks nobody for it. Documents in `source_policy_documents` come first, the block's own
statements over them, those of `override_policy_documents` over all; a `sid` that is there already
is replaced in its place.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TypeAlias

from compliance_toolkit.terraform.access.documents import LOST, Lost, Written, read_text
from compliance_toolkit.terraform.expressions import Expression, Items
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
_META = frozenset(("count", "for_each", "provider", "depends_on"))
_KNOWN = _META | {"version", "policy_id", "source_policy_documents", "override_policy_documents"}
_KNOWN_HERE = frozenset(("sid", "effect", *_LISTS))

_Made: TypeAlias = dict[str, Written]
Reader: TypeAlias = Callable[[Expression], Written]


class _LostError(ValueError):
    """The document as a whole cannot be told."""


def assembled(block: Block, value: Reader, follow: Reader) -> Written:
    """Make the document of a block.

    Args:
        block: A data block of the type.
        value: Gives what an expression is worth, lost where that is not known.
        follow: Gives the document that an expression is the text of, though its text is lost.

    Returns:
        The document; parts of it may be lost, or all.
    """
    attributes = block.body.attributes
    if attributes.keys() - _KNOWN:
        return LOST  # an argument of another version of the provider
    try:
        made: list[_Made] = []
        for document in _documents(attributes.get("source_policy_documents"), value, follow):
            made = _over(made, _apart(_statements(document)))
        made = _over(made, _apart([_statement(one, value) for one in _blocks(block)]))
        for document in _documents(attributes.get("override_policy_documents"), value, follow):
            made = _over(made, _statements(document))
    except _LostError:
        return LOST
    version = attributes.get("version")
    return {
        "Version": _VERSION if version is None else value(version.expression),
        "Statement": list[Written](made),
    }


def _blocks(block: Block) -> Iterator[Block]:
    for one in block.body.blocks:
        if one.type != "statement":  # a dynamic one, or none that the provider knows
            raise _LostError
        yield one


def _documents(written: Attribute | None, value: Reader, follow: Reader) -> Iterable[Written]:
    if written is None:
        return
    if not isinstance(written.expression, Items):
        raise _LostError
    for one in written.expression.elements:
        text = value(one)
        if isinstance(text, Lost):
            yield follow(one)
        elif text:  # the provider passes over an empty one
            yield read_text(text if isinstance(text, str) else None)


def _statements(document: Written) -> list[_Made]:
    found = document.get("Statement") if isinstance(document, dict) else None
    listed = found if isinstance(found, list) else [found]
    made = [one for one in listed if isinstance(one, dict)]
    if len(made) != len(listed):
        raise _LostError
    return made


def _apart(statements: list[_Made]) -> list[_Made]:
    """Refuse statements of one list that share a `Sid`, as the provider does."""
    names = [name for one in statements if isinstance(name := one.get("Sid"), str) and name]
    if len(set(names)) != len(names):
        raise _LostError
    return statements


def _over(below: list[_Made], above: list[_Made]) -> list[_Made]:
    """Lay statements over others: one with a `Sid` that is there takes its place."""
    made = list(below)
    for statement in above:
        name = statement.get("Sid") or None
        if isinstance(name, Lost) or any(isinstance(one.get("Sid"), Lost) for one in made):
            raise _LostError
        places = [at for at, one in enumerate(made) if name is not None and one.get("Sid") == name]
        if places:
            made[places[0]] = statement
        else:
            made.append(statement)
    return made


def _statement(block: Block, value: Reader) -> _Made:
    attributes = block.body.attributes
    if attributes.keys() - _KNOWN_HERE:
        raise _LostError
    values = {name: value(one.expression) for name, one in attributes.items()}
    made: _Made = {"Effect": "Allow" if values.get("effect") is None else values["effect"]}
    if values.get("sid"):
        made["Sid"] = values["sid"]
    for name, element in _LISTS.items():
        listed = values.get(name)
        if listed is not None and listed != []:
            made[element] = _variables(listed) if name.endswith("resources") else listed
    conditions: _Made = {}
    for inner in block.body.blocks:
        given = {name: value(one.expression) for name, one in inner.body.attributes.items()}
        if inner.type in _WHO:
            _add_principals(made, _WHO[inner.type], given)
        elif inner.type == "condition":
            _add_condition(conditions, given)
        else:
            raise _LostError
    return made | ({"Condition": conditions} if conditions else {})


def _add_principals(made: _Made, element: str, given: Mapping[str, Written]) -> None:
    kind, there = given.get("type"), made.get(element, {})
    if not isinstance(kind, str) or not isinstance(there, dict) or kind in there:
        made[element] = LOST
    elif kind == "*":
        made[element] = "*"
    else:
        made[element] = {**there, kind: _variables(given.get("identifiers"))}


def _add_condition(conditions: _Made, given: Mapping[str, Written]) -> None:
    test, key = given.get("test"), given.get("variable")
    if not isinstance(test, str) or not isinstance(key, str):
        raise _LostError
    keys = conditions.setdefault(test, {})
    if not isinstance(keys, dict) or key in keys:  # versions of the provider part here
        raise _LostError
    keys[key] = _variables(given.get("values"))


def _variables(value: Written) -> Written:
    """Turn `&{…}`, which Terraform leaves alone, into the `${…}` of policies."""
    if isinstance(value, str):
        return value.replace("&{", "${")
    return [_variables(one) for one in value] if isinstance(value, list) else value
