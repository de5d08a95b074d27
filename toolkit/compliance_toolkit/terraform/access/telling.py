"""What policies can tell apart of the questions that AWS asks before a call.

A thousand questions about one action differ in region, account, resource and profile. What a policy
says of one hangs on a few patterns and conditions: questions of which all of these say the same get
the same answer. So each region, account and so on has a kind, and what has been asked of one of its
kind has been asked of all.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from functools import cached_property
from typing import Any, Generic, TypeAlias, TypeVar

from compliance_toolkit.terraform.access.calls import APPLICATION, BEDROCK, Call
from compliance_toolkit.terraform.access.conditions import Condition
from compliance_toolkit.terraform.access.naming import About, Naming
from compliance_toolkit.terraform.access.patterns import (
    ArnPattern,
    Context,
    is_like,
    variables_of,
)
from compliance_toolkit.terraform.access.requests import (
    ACCOUNT,
    PROFILE,
    REGION,
    Attempt,
    Need,
    Profile,
    Question,
    region_in_arn,
)
from compliance_toolkit.terraform.access.statements import Policy, Statement
from compliance_toolkit.terraform.access.truth import Truth

_RESOURCE = "resource"
_TOLD = frozenset((REGION, PROFILE, ACCOUNT))

_T = TypeVar("_T", bound=Hashable)
_Part: TypeAlias = Callable[[_T], Hashable]


class Sight(Generic[_T]):
    """Tells values of one sort apart, as far as policies do."""

    def __init__(self, parts: Sequence[_Part[_T]], *, whole: bool = False) -> None:
        """Take what says something of a value by itself, or tell each from every other."""
        self.is_blind = not parts and not whole
        self.looks = 0
        self._parts = parts
        self._whole = whole
        self._numbers: dict[_T, int] = {}
        self._kinds: dict[Hashable, int] = {}

    def number(self, value: _T) -> int:
        """Give the number of a value's kind."""
        if self.is_blind:
            return 0
        found = self._numbers.get(value)
        if found is None:
            self.looks += 1
            kind = value if self._whole else tuple([part(value) for part in self._parts])
            found = self._numbers[value] = self._kinds.setdefault(kind, len(self._kinds))
        return found


class Telling:
    """What the statements about one action tell apart."""

    def __init__(self, policies: Sequence[Policy], action: str) -> None:
        """Take all policies that have a say."""
        about = [
            (one, policy.variables)
            for policy in policies
            for one in policy.statements
            if one.covers_action(action) is not Truth.NO
        ]
        self.is_silent = not about
        self._about = about
        whole = {key for one, variables in about if variables for key in _tangled(one)}
        arns, odd = _read(about)
        regions = [_region_part(text) for text in _distinct(one.region for one in arns)]
        owners = [_part(text) for text in _distinct(one.account for one in arns)]
        tails = [_part(text) for text in _distinct(one.tail for one in arns)]
        regions += _conditions(about, REGION)
        self._places = Sight[str](regions, whole=REGION in whole)
        self._owners = Sight[str](owners)
        self._accounts = Sight[str](_conditions(about, ACCOUNT), whole=ACCOUNT in whole)
        self._tails = Sight[str](tails)
        self._profiles = Sight[Profile](_conditions(about, PROFILE), whole=PROFILE in whole)
        self._resources = Sight[str](odd, whole=_RESOURCE in whole)
        self._rest: dict[Hashable, tuple[int, ...]] = {}

    @cached_property
    def naming(self) -> Naming:
        """Say whom and what the statements tell apart."""
        return Naming.of(self._about)

    @property
    def looks(self) -> int:
        """Say how many regions, accounts and so on were looked at."""
        return (
            self._places.looks
            + self._owners.looks
            + self._accounts.looks
            + self._tails.looks
            + self._profiles.looks
            + self._resources.looks
        )

    def kind(self, question: Question) -> Hashable:
        """Give what tells a question from those that get another answer."""
        resources = self._resources
        return (
            question.partition,
            self._places.number(question.place),
            self._owners.number(question.owner),
            self._accounts.number(question.account),
            self._tails.number(question.tail),
            self._profiles.number(question.profile),
            0 if resources.is_blind else resources.number(question.resource),
        )

    def kind_of_need(self, attempt: Attempt, need: Need) -> Hashable:
        """Give what tells the questions about models in some places from others."""
        return (
            attempt.partition,
            attempt.model,
            self._accounts.number(attempt.account),
            self._profiles.number(need.profile),
            need.places,
        )

    def kind_of_call(self, call: Call) -> Hashable:
        """Give what tells a call from those that get another answer."""
        if self.is_silent:
            return call.read, bool(call.models)
        if not (self._profiles.is_blind and self._resources.is_blind):
            return call  # a region stands in the names of profiles, too
        if call.service != BEDROCK:
            return self._places.number(call.source), call.scope, call.read
        rest = self._rest.get(call.rest)
        if rest is None:
            numbers = dict.fromkeys(map(self._places.number, call.rest))
            rest = self._rest[call.rest] = tuple(numbers)
        below = "" if call.scope == APPLICATION else call.below
        source = self._places.number(call.source)
        return source, rest, call.scope, below, call.models, call.read


def _tangled(statement: Statement) -> Iterator[str]:
    """Name what cannot be seen by itself: where one is asked about, a variable brings in others."""
    for name in statement.resources.listed if statement.resources is not None else ():
        if found := _told_by(name):
            yield from (_RESOURCE, *found)
    for condition in statement.conditions or ():
        key = condition.key.lower()
        for value in condition.values if key in _TOLD else ():
            if found := _told_by(value):
                yield from (key, *found)


def _told_by(text: str) -> list[str]:
    """Name the keys that a text's variables stand for, of those that a call tells the value of."""
    return [one for one in variables_of(text) if one in _TOLD]


def _read(about: About) -> tuple[list[ArnPattern], list[_Part[str]]]:
    """Give the patterns that can be asked part by part, and the statements that have others."""
    arns: list[ArnPattern] = []
    odd: list[_Part[str]] = []
    for one, variables in about:
        listed = one.resources.listed if one.resources is not None else ()
        texts = [text for text in listed if text != "*"]
        read = [None if variables and "${" in text else ArnPattern.of(text) for text in texts]
        if None in read:
            odd.append(_covering(one, Context(otherwise=Truth.FREE, variables=variables)))
        else:
            arns += [pattern for pattern in read if pattern is not None]
    return arns, odd


def _covering(statement: Statement, context: Context) -> _Part[str]:
    return lambda resource: statement.covers_resource(resource, context)


def _distinct(texts: Iterable[str]) -> list[str]:
    """Give the texts that tell anything apart, each once."""
    return [one for one in dict.fromkeys(texts) if one != "*"]


def _part(text: str) -> _Part[str]:
    return lambda value: is_like(text, value)


def _region_part(text: str) -> _Part[str]:
    return lambda place: is_like(text, region_in_arn(place))


def _conditions(about: About, key: str) -> list[_Part[Any]]:
    """Give the conditions on a key of which a call tells the value."""
    return [
        _holding(condition, key, variables=variables)
        for one, variables in about
        for condition in one.conditions or ()
        if condition.key.lower() == key
    ]


def _holding(condition: Condition, key: str, *, variables: bool) -> _Part[Profile | str]:
    def told(value: Profile | str) -> Truth:
        asked = (value,) if isinstance(value, str) else value
        return condition.holds(Context({key: asked}, Truth.FREE, variables))

    return told
