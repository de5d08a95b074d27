"""Statements of a policy, held against one request of AWS's at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache

import msgspec
from msgspec.structs import replace

from compliance_toolkit.terraform.access import truth
from compliance_toolkit.terraform.access.conditions import Condition
from compliance_toolkit.terraform.access.patterns import (
    Context,
    covers,
    covers_plainly,
    expand,
    is_like,
    region_of,
)
from compliance_toolkit.terraform.access.truth import Truth


class Request(msgspec.Struct, frozen=True):
    """One question that AWS asks of policies before it lets a call through."""

    action: str
    resource: str
    context: Context = msgspec.field(default_factory=Context)
    principal: str | None = None
    """ARN of who calls; `None`: anybody."""


class Names(msgspec.Struct, frozen=True):
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


class Statement(msgspec.Struct, frozen=True):
    """One statement; a part that is `None` is there and not known."""

    effect: str | None = None
    actions: Names | None = None
    resources: Names | None = None
    principals: Names | None = Names(("*",))
    conditions: tuple[Condition, ...] | None = ()

    def match(self, request: Request) -> Truth:
        """Whether the statement speaks of a request."""
        action = self._action(request.action)
        return action if action is Truth.NO else self.match_with(action, request)

    def match_with(self, action: Truth, request: Request) -> Truth:
        """Whether the statement speaks of a request, given whether it does of its action."""
        resource = self.covers_resource(request.resource, request.context)
        if resource is Truth.NO:
            return resource
        parts = [action, resource, self._principal(request.principal)]
        if self.conditions is None:
            parts.append(Truth.UNKNOWN)
        elif self.conditions:
            parts += [one.holds(request.context) for one in self.conditions]
        return truth.every(parts)

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

    def covers_resource(self, resource: str, context: Context) -> Truth:
        """Whether the statement speaks of a resource, whatever is asked of it."""
        if self.resources is None:
            return Truth.UNKNOWN

        def match(name: str) -> Truth:
            if not context.variables or "${" not in name:
                return covers_plainly(name, resource)
            pattern = expand(name, context, wild=True)
            return Truth.UNKNOWN if pattern is None else covers(pattern, resource)

        return self.resources.cover(match)

    def _principal(self, principal: str | None) -> Truth:
        if self.principals is None:
            return Truth.UNKNOWN
        if self.principals.listed == ("*",) and not self.principals.negative:
            return Truth.YES
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

    _about: dict[str, tuple[tuple[Statement, Truth], ...]] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )
    """Action → statements that may speak of it: one is asked about with a thousand resources."""

    def speaks_of(self, actions: Iterable[str]) -> bool:
        """Whether a statement may be about one of these actions."""
        return any(
            one.covers_action(action) is not Truth.NO
            for one in self.statements
            for action in actions
        )

    def allowed_regions(self) -> frozenset[str] | None:
        """Give the regions whose resources may be allowed, with wildcards; `None`: any."""
        found: set[str] = set()
        for one in self.statements:
            if one.effect == "Deny":
                continue
            if one.resources is None or one.resources.negative or one.resources.lost:
                return None
            regions = [region_of(name) for name in one.resources.listed]
            if None in regions:
                return None
            found.update(region for region in regions if region is not None)
        return frozenset(found)

    def match(self, request: Request) -> Iterator[tuple[Statement, Truth]]:
        """Give each statement that may speak of a request's action, and whether it does of all."""
        about = self._about.get(request.action)
        if about is None:
            told = [(one, one.covers_action(request.action)) for one in self.statements]
            about = tuple((one, action) for one, action in told if action is not Truth.NO)
            self._about[request.action] = about
        asked = request
        if about and request.context.variables != self.variables:
            asked = replace(request, context=replace(request.context, variables=self.variables))
        for statement, action in about:
            yield statement, statement.match_with(action, asked)


@lru_cache(maxsize=4096)
def _is_action(name: str, action: str) -> Truth:
    return truth.of(is_like(name.lower(), action.lower()))


def _is_principal(name: str, principal: str | None) -> Truth:
    """Whether a principal is meant by a name; anybody may be anybody."""
    if name == "*":
        return Truth.YES
    federated = name.startswith("Federated ")  # comes by a role, whose name does not tell
    if " " in name and not federated:  # a service, or a user of another kind
        return Truth.NO
    if principal is None:
        return Truth.FREE
    if federated:
        return Truth.UNKNOWN
    parts = principal.split(":")
    account = ":".join(parts[4:5])
    return truth.of(name in {principal, account, ":".join([*parts[:5], "root"])})
