"""What policies can tell apart of the questions that AWS asks before a call.

A thousand questions about one action differ in region, account, resource and profile. What a policy
says of one hangs on a few patterns and conditions: questions of which all of these say the same get
the same answer. So each region, account and so on has a kind, and what has been asked of one of its
kind has been asked of all.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from functools import cached_property

from compliance_toolkit.terraform.access.calls import (
    APPLICATION,
    BEDROCK,
    GLOBAL,
    IN_REGION,
    Call,
    Shape,
)
from compliance_toolkit.terraform.access.naming import ANOTHER_MODEL, Naming
from compliance_toolkit.terraform.access.requests import (
    ACCOUNT,
    MODEL,
    PROFILE,
    REGION,
    SYSTEM,
    Attempt,
    Need,
    Profile,
    Question,
)
from compliance_toolkit.terraform.access.sights import RESOURCE, Parts, Sight
from compliance_toolkit.terraform.access.statements import Policy
from compliance_toolkit.terraform.access.truth import Truth

_SCOPES = frozenset((IN_REGION, GLOBAL, APPLICATION))
"""Those whose calls are made in a way of their own."""


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
        self.looks = 0
        """How many regions, accounts and so on were looked at."""

        parts, look = Parts.of(about), self._look
        whole = parts.whole
        profiles = [*parts.profiles, *([self._apart] if parts.profiles_in_parts else [])]
        self._places = Sight[str](parts.regions, look, whole=REGION in whole)
        self._owners = Sight[str](parts.owners, look)
        self._accounts = Sight[str](parts.accounts, look, whole=ACCOUNT in whole)
        self._tails = Sight[str](parts.tails, look)
        self._profiles = Sight[Profile](profiles, look, whole=PROFILE in whole)
        self._resources = Sight[str](parts.resources, look, whole=RESOURCE in whole)
        self._is_simple = self._resources.is_blind and not (parts.profiles or PROFILE in whole)
        self._rests: dict[tuple[str, ...], tuple[int, ...]] = {}
        self._models: dict[Hashable, tuple[Hashable, ...]] = {}
        self._shapes: dict[Shape, int] = {}
        self._kinds: dict[Hashable, int] = {}

    @cached_property
    def naming(self) -> Naming:
        """Say whom and what the statements tell apart."""
        return Naming.of(self._about)

    def _look(self) -> None:
        self.looks += 1

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

    def _apart(self, profile: Profile) -> Hashable:
        """Give the kinds of a profile's parts."""
        if isinstance(profile, Truth) or not profile:
            return profile
        *_, region, account, tail = profile[0].split(":", 5)
        return (
            self._places.number(region),
            self._owners.number(account),
            self._tails.number(tail),
        )

    def kind_of_call(self, call: Call) -> Hashable:
        """Give what tells a call of one service from those that get another answer."""
        if not self._is_simple:
            return call  # a region stands in the names of profiles, too
        kind = self._shapes.get(call.shape)
        if kind is None:
            found = self._kind_of_shape(call)
            kind = self._shapes[call.shape] = self._kinds.setdefault(found, len(self._kinds))
        return kind if self.is_silent else (kind, self._places.number(call.source))

    def _kind_of_shape(self, call: Call) -> Hashable:
        """Give what tells a call from others, but for its source."""
        shape = call.shape
        if self.is_silent or call.service != BEDROCK:
            return shape.read, bool(shape.models)
        scope, below = (one if one in _SCOPES else "" for one in (shape.scope, shape.below))
        prefix = shape.below or shape.scope
        rest = self._rests.get(shape.rest)
        if rest is None:
            numbers = dict.fromkeys(map(self._places.number, shape.rest))
            rest = self._rests[shape.rest] = tuple(numbers)
        models = self._models.get((prefix, shape.models))
        if models is None:
            models = self._models[prefix, shape.models] = self._kinds_of_models(call, prefix)
        return shape.read, scope, "" if self.profiles_are_alike else below, rest, models

    def _kinds_of_models(self, call: Call, prefix: str) -> tuple[Hashable, ...]:
        """Give what tells a call's models from others, in the order in which they are tried."""
        number = self._tails.number
        kinds = [
            (number(f"{MODEL}{one}"), number(f"{SYSTEM}{prefix}.{one}"), one == ANOTHER_MODEL)
            for one in self.naming.models(call)
        ]
        return tuple(dict.fromkeys(kinds))

    @property
    def profiles_are_alike(self) -> bool:
        """Whether it makes no difference by which profile a model is asked for."""
        return self._profiles.is_blind
