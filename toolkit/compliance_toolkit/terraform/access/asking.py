"""Policies asked once about what they cannot tell apart; see `telling`."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Hashable, Iterator, Sequence
from functools import cached_property
from typing import TypeAlias

from compliance_toolkit.terraform.access.calls import ACTIONS, APPLICATION, BEDROCK, Call
from compliance_toolkit.terraform.access.naming import ANOTHER_MODEL
from compliance_toolkit.terraform.access.requests import (
    Attempt,
    Need,
    Question,
    computing,
    needs,
)
from compliance_toolkit.terraform.access.rulings import DENIED, Judgement, Ruling, together
from compliance_toolkit.terraform.access.statements import Policy, Request
from compliance_toolkit.terraform.access.telling import Telling
from compliance_toolkit.terraform.access.truth import Truth

Judge: TypeAlias = Callable[[Request], Judgement]

_Line: TypeAlias = tuple[str, Telling, dict[Hashable, Judgement]]
"""An action, what policies tell apart of it, and what is known of each kind of call."""

_UNKNOWN = Judgement(Ruling.UNKNOWN)


class Asker:
    """Puts questions to policies of one partition of AWS."""

    def __init__(self, policies: Sequence[Policy], judge: Judge) -> None:
        """Take the policies.

        Args:
            policies: All that have a say, and that may name whom or what a call means.
            judge: Answers one question for all of them together, by nothing but what their
                statements say of it.
        """
        self.spent = 0
        """How many statements were held against a question, and how often one was remembered."""

        self._policies = policies
        self._judge = judge
        self._weight = max(1, sum(len(one.statements) for one in policies))
        self._told: dict[str, Telling] = {}
        self._asked: dict[Hashable, Judgement] = {}
        self._computed: dict[Hashable, Judgement] = {}
        self._by_service: dict[tuple[str, str], Sequence[_Line]] = {}

    def call(self, call: Call, partition: str, most: int) -> Judgement:
        """Say what becomes of a call: whether anybody could make it.

        Args:
            call: What to ask about.
            partition: Of AWS, in which it is made.
            most: May be spent, before the rest is left unknown.
        """
        best = DENIED
        for action, telling, known in self._lines(call.service, partition):
            kind = telling.kind_of_call(call)
            found = known.get(kind)
            if found is None:
                found = known[kind] = self._best(call, action, partition, most)
            if found is not best and found.better_than(best):
                best = found
                if best.is_open:
                    break
        return best

    def _lines(self, service: str, partition: str) -> Sequence[_Line]:
        """Give the actions of a service, each with what is told and known of it."""
        key = service, partition
        if key not in self._by_service:
            self._by_service[key] = [
                (action, self._telling(action), {}) for action in self._actions[service]
            ]
        return self._by_service[key]

    def _best(self, call: Call, action: str, partition: str, most: int) -> Judgement:
        best = DENIED
        for attempt in self._attempts(call, action, partition):
            if self.spent > most:
                return min(best, _UNKNOWN, key=lambda one: one.ruling)
            found = self._try(call, attempt)
            if found.better_than(best):
                best = found
            if best.is_open:
                break
        if best.ruling > Ruling.UNKNOWN and not self._are_all(call, action):
            return _UNKNOWN
        return best

    def _try(self, call: Call, attempt: Attempt) -> Judgement:
        """Say what becomes of one attempt: every question of it has to be answered well."""
        before = self.spent
        needed = needs(call, attempt)
        if self._telling(attempt.action).profiles_are_alike:
            needed = needed[:1]
        answer = self._answer(attempt, needed[0])
        others = [self._answer(attempt, one) for one in needed[1:]]
        self.spent = max(self.spent, before + 1)
        if others and others != [answer]:  # it hangs on what AWS does not say
            return _UNKNOWN
        known = call.read and attempt.model != ANOTHER_MODEL
        return _UNKNOWN if answer.ruling is Ruling.ALLOWED and not known else answer

    def _answer(self, attempt: Attempt, need: Need) -> Judgement:
        """Say what becomes of all that one call needs: nothing is asked after a refusal."""
        if need.first is None:
            return self._of_places(attempt, need)
        found = self.ask(need.first)
        if found.ruling >= Ruling.UNGRANTED or not need.places:
            return found
        return together((found, self._of_places(attempt, need)))

    def _of_places(self, attempt: Attempt, need: Need) -> Judgement:
        """Say what becomes of the questions about the model itself."""
        telling = self._telling(attempt.action)
        key = attempt.action, telling.kind_of_need(attempt, need)
        found = self._computed.get(key)
        if found is None:
            found = self._computed[key] = together(self._each(attempt, need))
        return found

    def _each(self, attempt: Attempt, need: Need) -> Iterator[Judgement]:
        for place in need.places:
            found = self.ask(computing(attempt, place, need.profile))
            yield found
            if found.ruling >= Ruling.UNGRANTED:
                return

    def ask(self, question: Question) -> Judgement:
        """Say what becomes of one question."""
        telling = self._telling(question.action)
        looks = telling.looks
        key = question.action, telling.kind(question)
        found = self._asked.get(key)
        if found is None:
            found = self._asked[key] = self._judge(question.request())
            looks = -1
        if telling.looks != looks:
            self.spent += self._weight
        return found

    def attempts(self, call: Call, partition: str) -> Iterator[Attempt]:
        """Give the attempts at a call that may get answers of their own."""
        for action in self._actions[call.service]:
            yield from self._attempts(call, action, partition)

    def _attempts(self, call: Call, action: str, partition: str) -> Iterator[Attempt]:
        naming = self._telling(action).naming
        things = naming.things(call.service).words if _is_of_customer(call) else ("x",)
        for made in itertools.product(naming.models(call), naming.accounts.words, things):
            yield Attempt(action, *made, partition)

    def _are_all(self, call: Call, action: str) -> bool:
        """Whether no attempt at a call can get an answer that none of these gets."""
        naming = self._telling(action).naming
        named = naming.things(call.service).complete if _is_of_customer(call) else True
        return naming.complete and named

    def _telling(self, action: str) -> Telling:
        if action not in self._told:
            self._told[action] = Telling(self._policies, action)
        return self._told[action]

    @cached_property
    def _actions(self) -> dict[str, tuple[str, ...]]:
        return {service: tuple(self._distinct(service)) for service in ACTIONS}

    def _distinct(self, service: str) -> Iterator[str]:
        """Give one action of each kind that the statements tell apart."""
        seen: set[tuple[Truth, ...]] = set()
        for action in ACTIONS[service]:
            told = tuple(
                one.covers_action(action) for policy in self._policies for one in policy.statements
            )
            if told not in seen:
                seen.add(told)
                yield action


def _is_of_customer(call: Call) -> bool:
    """Whether what is called has a name that the customer, or AWS for that one, has given it."""
    return call.service != BEDROCK or call.scope == APPLICATION
