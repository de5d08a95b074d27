"""Policy documents, read strictly.

What AWS would refuse, and what is not understood, matches nobody knows what: never nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import TypeAlias, TypeVar

from compliance_toolkit.models import ReasonCode, Unknown
from compliance_toolkit.terraform.access.conditions import Condition
from compliance_toolkit.terraform.access.documents import Lost, Written
from compliance_toolkit.terraform.access.statements import BROKEN, Names, Policy, Statement

_PAIRED = ("Action", "Resource", "Principal")
_ELEMENTS = frozenset(("Sid", "Effect", "Condition", *_PAIRED, *(f"Not{name}" for name in _PAIRED)))
_ACTION = re.compile(r"\*|[\w*?-]+:[\w*?-]+")
_TOP = frozenset(("Version", "Id", "Statement"))
_WITH_VARIABLES = "2012-10-17"
_VERSIONS = frozenset((_WITH_VARIABLES, "2008-10-17"))
_ACCOUNTS = "AWS"
_PRINCIPALS = frozenset((_ACCOUNTS, "Service", "Federated", "CanonicalUser"))

UNREADABLE = Policy((BROKEN,))

_T = TypeVar("_T")
_Part: TypeAlias = "tuple[tuple[str, ...], bool] | None"


def parse(document: Written, *, principals: bool = False) -> Policy:
    """Read a policy document.

    Args:
        document: As JSON has it; what is lost in it is not known.
        principals: Whether its statements name principals: those of resources and endpoints do.

    Returns:
        The policy. A document that AWS would refuse is unreadable, a statement of that kind broken:
        nobody knows what they do.
    """
    if not isinstance(document, dict) or not document.keys() <= _TOP:
        return UNREADABLE
    version = document.get("Version", "2008-10-17")
    statements = document.get("Statement")
    if isinstance(statements, dict):
        statements = [statements]
    if version not in _VERSIONS or not isinstance(statements, list) or not statements:
        return UNREADABLE
    read = tuple(_statement(one, principals=principals) for one in statements)
    return Policy(read, version == _WITH_VARIABLES, tuple(_texts(read)))


def fault_of(document: Written, at: str, *, principals: bool = False) -> Unknown | None:
    """Say which part of a policy document AWS would refuse.

    Args:
        document: As `parse` takes it.
        at: Names where the document stands.
        principals: As `parse` takes it.

    Returns:
        The first such part, as a pointer; `None` where there is none, or where the document as a
        whole is lost.
    """
    if isinstance(document, Lost):
        return None
    part = _fault(document, principals=principals)
    return None if part is None else Unknown(ReasonCode.UNKNOWN_VALUE, f"{at}{part}")


def _fault(document: Written, *, principals: bool) -> str | None:
    if not isinstance(document, dict):
        return ": no object"
    if odd := sorted(document.keys() - _TOP):
        return f"/{odd[0]}"
    statements = document.get("Statement")
    listed = [statements] if isinstance(statements, dict) else statements
    if document.get("Version", "2008-10-17") not in _VERSIONS:
        return "/Version"
    if not isinstance(listed, list) or not listed:
        return "/Statement"
    for number, one in enumerate(listed):
        try:
            _checked(one, principals=principals)
        except _RefusedError as refused:
            return f"/Statement/{number}{refused}"
    return None


def _statement(given: Written, *, principals: bool) -> Statement:
    try:
        return _checked(given, principals=principals)
    except _RefusedError:
        return BROKEN


def _checked(given: Written, *, principals: bool) -> Statement:
    if isinstance(given, Lost):
        return BROKEN
    if not isinstance(given, dict):
        raise _RefusedError
    if odd := sorted(given.keys() - _ELEMENTS):
        raise _RefusedError(odd[0])
    effect = _part("Effect", lambda: _effect(given.get("Effect")))
    actions = _part("Action", lambda: _either(given, "Action", _actions))
    resources = _part("Resource", lambda: _either(given, "Resource", _names))
    who: Names | None = Names(("*",))
    if principals:
        who = _part("Principal", lambda: _either(given, "Principal", _principals))
    elif told := sorted(given.keys() & {"Principal", "NotPrincipal"}):
        raise _RefusedError(f"{told[0]}: a policy of this kind takes none")
    conditions: tuple[Condition, ...] | None = ()
    if "Condition" in given:
        conditions = _part("Condition", lambda: _conditions(given["Condition"]))
    return Statement(effect, actions, resources, who, conditions)


def _part(name: str, read: Callable[[], _T]) -> _T:
    """Read one part of a statement, and name it where AWS would refuse it."""
    try:
        return read()
    except _RefusedError:
        raise _RefusedError(name) from None


class _RefusedError(ValueError):
    """AWS would not take this part."""

    def __str__(self) -> str:
        """Give the part as the end of a pointer; nothing for the whole."""
        return "".join(f"/{one}" for one in self.args)


def _effect(given: Written) -> str | None:
    if isinstance(given, Lost):
        return None
    if given in ("Allow", "Deny"):
        return str(given)
    raise _RefusedError


def _either(given: dict[str, Written], name: str, read: Callable[[Written], _Part]) -> Names | None:
    """Read `Action` or `NotAction`: one of the two has to be there."""
    found = [key for key in (name, f"Not{name}") if key in given]
    if len(found) != 1:
        raise _RefusedError
    part = read(given[found[0]])
    return None if part is None else Names(part[0], found[0] != name, part[1])


def _names(given: Written) -> _Part:
    """Read one text or a list of them; `None` where nothing of it is known."""
    if isinstance(given, Lost):
        return None
    items = given if isinstance(given, list) else [given]
    if not items or not all(isinstance(one, str | Lost) for one in items):
        raise _RefusedError
    known = tuple(one for one in items if isinstance(one, str))
    return known, len(known) != len(items)


def _actions(given: Written) -> _Part:
    """Read names of actions; one with a blank in it is none."""
    part = _names(given)
    if part is not None and not all(_ACTION.fullmatch(name) for name in part[0]):
        raise _RefusedError
    return part


def _principals(given: Written) -> _Part:
    if isinstance(given, Lost):
        return None
    if given == "*":
        return ("*",), False
    if not isinstance(given, dict) or not given or not given.keys() <= _PRINCIPALS:
        raise _RefusedError
    listed: list[str] = []
    lost = False
    for kind, names in given.items():
        part = _names(names)
        lost |= part is None or part[1]
        found = part[0] if part is not None else ()
        listed += found if kind == _ACCOUNTS else [f"{kind} {name}" for name in found]
    return tuple(listed), lost


def _conditions(given: Written) -> tuple[Condition, ...] | None:
    if isinstance(given, Lost):
        return None
    if not isinstance(given, dict):
        raise _RefusedError
    found = []
    for operator, keys in given.items():
        if isinstance(keys, Lost):
            return None
        if not isinstance(keys, dict):
            raise _RefusedError
        found += [Condition(operator, key, *_values(values)) for key, values in keys.items()]
    return tuple(found)


def _values(given: Written) -> tuple[tuple[str, ...], bool]:
    items = given if isinstance(given, list) else [given]
    if not all(isinstance(one, str | int | float | Lost) for one in items):
        raise _RefusedError
    known = [one for one in items if isinstance(one, str | int | float)]
    words = tuple(
        ("true" if one else "false") if isinstance(one, bool) else str(one) for one in known
    )
    return words, len(known) != len(items)


def _texts(statements: tuple[Statement, ...]) -> Iterator[str]:
    for one in statements:
        yield from one.resources.listed if one.resources is not None else ()
        for condition in one.conditions or ():
            yield from condition.values
