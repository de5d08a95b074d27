"""The question put to policies: which calls to Claude could still be made?"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from compliance_toolkit.models import JsonValue
from compliance_toolkit.terraform.access.calls import ACTIONS, Call
from compliance_toolkit.terraform.access.patterns import Pattern, matches
from compliance_toolkit.terraform.access.requests import (
    Attempt,
    Named,
    distinct_models,
    requests,
)
from compliance_toolkit.terraform.access.rulings import DENIED, Judgement, Ruling, together
from compliance_toolkit.terraform.access.statements import Policy, Request
from compliance_toolkit.terraform.access.truth import Truth

Judge: TypeAlias = Callable[[Request], Judgement]

MOST = 200_000
"""Statements that are held against a question, for one set of policies: some seconds.

Of calls that would take more nothing is known.
"""

_OPEN = Judgement(Ruling.ALLOWED)
_UNKNOWN = Judgement(Ruling.UNKNOWN)
_UNGRANTED = Judgement(Ruling.UNGRANTED)


@dataclass(slots=True)
class Survey:
    """What policies leave open, call by call."""

    found: dict[Call, Judgement] = field(default_factory=dict)
    spent: int = 0
    """How many statements were held against a question."""

    @property
    def is_about_calls(self) -> bool:
        """Whether policies allow or deny a call, or may do so."""
        return any(one.ruling is not Ruling.UNGRANTED for one in self.found.values())

    @property
    def is_open(self) -> bool:
        """Whether every call can be made by somebody, as far as is known of it at all."""
        return all(
            one.ruling is Ruling.ALLOWED or (one.ruling is Ruling.UNKNOWN and not call.read)
            for call, one in self.found.items()
        )

    @property
    def tells_calls_apart(self) -> bool:
        """Whether some calls are left to others than some are, though each is left to somebody."""
        known = (
            one for call, one in self.found.items() if call.read or one.ruling is not Ruling.UNKNOWN
        )
        return len(set(known)) > 1

    @property
    def unread(self) -> str | None:
        """Name a profile that is not known for one reason alone: nobody has read where it runs."""
        lost = [call for call, one in self.found.items() if one.ruling is Ruling.UNKNOWN]
        if not lost or any(call.read for call in lost):
            return None
        return f"{lost[0].scope} profile from {lost[0].source}"

    def wider(self, other: Survey) -> Survey:
        """Join with what is left open elsewhere: a call is open if it is open in either place."""
        found = dict(self.found)
        for call, judgement in other.found.items():
            if call not in found or judgement.better_than(found[call]):
                found[call] = judgement
        return Survey(found)

    def doubted(self, when: Ruling) -> Survey:
        """Give the same, but for calls of one ruling of which something may change it."""
        found = {call: _UNKNOWN if one.ruling is when else one for call, one in self.found.items()}
        return Survey(found)

    def fact(self) -> dict[str, JsonValue]:
        """Give the fact that checks read: how much was asked, what is open, what is not known."""
        allowed: dict[str, JsonValue] = {}
        unknown: dict[str, JsonValue] = {}
        for call, judgement in self.found.items():
            stated = call.fact()
            if judgement.ruling is Ruling.ALLOWED:
                keys: Mapping[str, JsonValue] = (
                    {"depends_on": sorted(judgement.depends_on)} if judgement.depends_on else {}
                )
                allowed.setdefault(str(stated), {**stated, **keys})
            elif judgement.ruling is Ruling.UNKNOWN:
                unknown.setdefault(str(stated), stated)
        return {
            "asked": len(self.found),
            "allowed": list(allowed.values()),
            "unknown": [one for name, one in unknown.items() if name not in allowed],
        }


def everything(calls: Iterable[Call]) -> Survey:
    """Give the survey where nothing is in force."""
    return Survey(dict.fromkeys(calls, _OPEN))


def survey(  # noqa: PLR0913  what makes up the question
    calls: Sequence[Call],
    partition: str,
    policies: Sequence[Policy],
    judge: Judge,
    *,
    granting: Sequence[Policy] | None = None,
    most: int = MOST,
) -> Survey:
    """Ask of each call whether anybody could make it.

    Args:
        calls: What to ask about.
        partition: Of AWS, in which they are made.
        policies: All of them: who or what they name may be meant by a call.
        judge: Answers one question for all of them together.
        granting: Those without which nothing is allowed, if there are such: calls to regions that
            they do not name are not even asked about.
        most: Statements to hold against questions, before the rest is left unknown.
    """
    named = Named.of([text for one in policies for text in one.texts])
    actions = {service: _distinct_actions(service, policies) for service in ACTIONS}
    regions = _regions(granting)
    weight = max(1, sum(len(one.statements) for one in policies))
    made = Survey()
    for call in calls:
        if regions is not None and not _reaches(call, regions):
            made.found[call] = _UNGRANTED
            continue
        best = DENIED
        for attempt in _attempts(call, actions[call.service], partition, named):
            if made.spent > most:
                best = min(best, _UNKNOWN, key=lambda one: one.ruling)
                break
            answer = _answer(call, attempt, judge, weight, made)
            if answer.better_than(best):
                best = answer
            if best == _OPEN:
                break
        made.found[call] = best
    return made


def _answer(call: Call, attempt: Attempt, judge: Judge, weight: int, made: Survey) -> Judgement:
    """Say what becomes of one attempt: every question of it has to be answered well."""

    def judged(questions: tuple[Request, ...]) -> Iterator[Judgement]:
        for question in questions:
            made.spent += weight
            found = judge(question)
            yield found
            if found.ruling >= Ruling.UNGRANTED:
                return

    answers = {together(judged(questions)) for questions in requests(call, attempt)}
    if len(answers) != 1:  # it hangs on what AWS does not say
        return _UNKNOWN
    (answer,) = answers
    return _UNKNOWN if answer.ruling is Ruling.ALLOWED and not call.read else answer


def _regions(granting: Sequence[Policy] | None) -> frozenset[Pattern] | None:
    """Give the regions, as patterns, that policies may allow something in; `None`: any."""
    found = [one.allowed_regions() for one in granting or ()]
    if granting is None or None in found:
        return None
    return frozenset(region for regions in found for region in regions or ())


def _reaches(call: Call, regions: frozenset[Pattern]) -> bool:
    """Whether everything that a call asks for lies in one of these regions."""
    needed = {call.source, *(call.destinations or ())}
    if call.destinations is None and call.read:
        needed.add("")
    return all(any(matches(pattern, name) for pattern in regions) for name in needed)


def _attempts(
    call: Call, actions: Sequence[str], partition: str, named: Named
) -> Iterator[Attempt]:
    models = distinct_models(call, named)
    for made in itertools.product(actions, models, named.accounts, named.things):
        yield Attempt(*made, partition)


def _distinct_actions(service: str, policies: Sequence[Policy]) -> tuple[str, ...]:
    """Give one action of each kind that the statements tell apart."""
    kinds: dict[tuple[Truth, ...], str] = {}
    for action in ACTIONS[service]:
        told = (one.covers_action(action) for policy in policies for one in policy.statements)
        kinds.setdefault(tuple(told), action)
    return tuple(kinds.values())
