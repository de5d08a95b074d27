"""Statements of a policy: read strictly, and held against one request of AWS's at a time.

What AWS would refuse, and what is not understood, matches nobody knows what: never nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import TypeAlias

from compliance_toolkit.terraform.access import truth
from compliance_toolkit.terraform.access.conditions import Condition
from compliance_toolkit.terraform.access.documents import Lost, Written
from compliance_toolkit.terraform.access.patterns import Context, covers, expand, matches
from compliance_toolkit.terraform.access.truth import Truth

_PAIRED = ("Action", "Resource", "Principal")
_ELEMENTS = frozenset(("Sid", "Effect", "Condition", *_PAIRED, *(f"Not{name}" for name in _PAIRED)))
_TOP = frozenset(("Version", "Id", "Statement"))
_WITH_VARIABLES = "2012-10-17"
_VERSIONS = frozenset((_WITH_VARIABLES, "2008-10-17"))
_ACCOUNTS = "AWS"
_PRINCIPALS = frozenset((_ACCOUNTS, "Service", "Federated", "CanonicalUser"))


@dataclass(frozen=True, slots=True)
class Request:
    """One question that AWS asks of policies before it lets a call through."""

    action: str
    resource: str
    context: Context = field(default_factory=Context)
    principal: str | None = None
    """ARN of who calls; `None`: anybody."""


@dataclass(frozen=True, slots=True)
class Names:
    """`Action` and its kin: what is listed, and whether the list means all but that."""

    listed: tuple[str, ...]
    negative: bool = False
    lost: bool = False
    """Whether there is more that is not known."""

    def cover(self, match: Callable[[str], Truth]) -> Truth:
        """Whether what is asked for is among these names."""
        found = truth.some(map(match, self.listed))
        if self.lost and found is not Truth.YES:
            found = Truth.UNKNOWN
        return truth.negated(found) if self.negative else found


@dataclass(frozen=True, slots=True)
class Statement:
    """One statement; a part that is `None` is there and not known."""

    effect: str | None = None
    actions: Names | None = None
    resources: Names | None = None
    principals: Names | None = Names(("*",))
    conditions: tuple[Condition, ...] | None = ()

    def match(self, request: Request) -> Truth:
        """Whether the statement speaks of a request."""
        action = self._action(request.action)
        if action is Truth.NO:
            return action
        resource = self._resource(request)
        if resource is Truth.NO:
            return resource
        parts = [action, resource, self._principal(request.principal)]
        if self.conditions is None:
            return truth.every([*parts, Truth.UNKNOWN])
        return truth.every([*parts, *(one.holds(request.context) for one in self.conditions)])

    def chosen(self, request: Request) -> Iterator[str]:
        """Give the condition keys by which a caller can choose whether the statement matches."""
        for one in self.conditions or ():
            if one.holds(request.context) is Truth.FREE:
                yield one.key.lower()
        if self._principal(request.principal) is Truth.FREE:
            yield "principal"

    def covers_action(self, action: str) -> Truth:
        """Whether the statement speaks of an action, on whatever resource and condition."""
        return self._action(action)

    def names_service(self, action: str) -> bool:
        """Whether an action is meant by a name that says its service, in a list or out of one."""
        service = action.lower().partition(":")[0]
        named = self.actions.listed if self.actions is not None else ()
        return any(
            name.lower().partition(":")[0] == service and _is_action(name, action) is Truth.YES
            for name in named
        )

    def _action(self, action: str) -> Truth:
        if self.actions is None:
            return Truth.UNKNOWN
        return self.actions.cover(lambda name: _is_action(name, action))

    def _resource(self, request: Request) -> Truth:
        if self.resources is None:
            return Truth.UNKNOWN

        def match(name: str) -> Truth:
            pattern = expand(name, request.context, wild=True)
            return Truth.UNKNOWN if pattern is None else covers(pattern, request.resource)

        return self.resources.cover(match)

    def _principal(self, principal: str | None) -> Truth:
        if self.principals is None:
            return Truth.UNKNOWN
        return self.principals.cover(lambda name: _is_principal(name, principal))


BROKEN = Statement(None, None, None, None, None)
"""Stands for a statement that nobody understands."""


@dataclass(frozen=True, slots=True)
class Policy:
    """A policy document, read."""

    statements: tuple[Statement, ...]
    variables: bool = False
    """Whether `${…}` is a variable in it."""

    texts: tuple[str, ...] = ()
    """Every text that names a resource or a value, for questions about what is named."""

    def speaks_of(self, actions: Iterable[str]) -> bool:
        """Whether a statement may be about one of these actions."""
        return any(
            one.covers_action(action) is not Truth.NO
            for one in self.statements
            for action in actions
        )

    def match(self, request: Request) -> Iterator[tuple[Statement, Truth]]:
        """Give each statement and whether it speaks of a request."""
        asked = request
        if request.context.variables != self.variables:
            asked = replace(request, context=replace(request.context, variables=self.variables))
        for statement in self.statements:
            yield statement, statement.match(asked)


UNREADABLE = Policy((BROKEN,))

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


def _statement(given: Written, *, principals: bool) -> Statement:
    if not isinstance(given, dict) or not given.keys() <= _ELEMENTS:
        return BROKEN
    try:
        effect = _effect(given.get("Effect"))
        actions = _either(given, "Action", _names)
        resources = _either(given, "Resource", _names)
        who = _either(given, "Principal", _principals) if principals else Names(("*",))
        conditions = _conditions(given["Condition"]) if "Condition" in given else ()
    except _RefusedError:
        return BROKEN
    if not principals and given.keys() & {"Principal", "NotPrincipal"}:
        return BROKEN
    return Statement(effect, actions, resources, who, conditions)


class _RefusedError(ValueError):
    """AWS would not take this part."""


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


@lru_cache(maxsize=4096)
def _is_action(name: str, action: str) -> Truth:
    pattern = expand(name.lower(), Context(variables=False), wild=True)
    return truth.of(pattern is not None and matches(pattern, action.lower()))


def _is_principal(name: str, principal: str | None) -> Truth:
    """Whether a principal is meant by a name; anybody may be anybody."""
    if name == "*":
        return Truth.YES
    if " " in name:  # a service, or a user of another kind
        return Truth.NO
    if principal is None:
        return Truth.FREE
    parts = principal.split(":")
    account = ":".join(parts[4:5])
    return truth.of(name in {principal, account, ":".join([*parts[:5], "root"])})


def _texts(statements: tuple[Statement, ...]) -> Iterator[str]:
    for one in statements:
        yield from one.resources.listed if one.resources is not None else ()
        for condition in one.conditions or ():
            yield from condition.values
