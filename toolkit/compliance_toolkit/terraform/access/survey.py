"""The question put to policies: which calls to Claude could still be made?"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from compliance_toolkit.models import JsonValue
from compliance_toolkit.terraform.access.calls import ACTIONS, Call
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

MOST_REQUESTS = 100_000
"""Questions about one set of policies; of what would take more, the rest is not known."""

_UNKNOWN = Judgement(Ruling.UNKNOWN)


@dataclass(slots=True)
class Survey:
    """What policies leave open, call by call."""

    found: dict[Call, Judgement] = field(default_factory=dict)
    touched: bool = False
    """Whether any policy said anything of any question."""

    @property
    def is_open(self) -> bool:
        """Whether every call can be made by somebody, as far as is known of it at all."""
        return all(
            one.ruling is Ruling.ALLOWED or (one.ruling is Ruling.UNKNOWN and not call.read)
            for call, one in self.found.items()
        )

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
        return Survey(found, self.touched or other.touched)

    def doubted(self, when: Ruling) -> Survey:
        """Give the same, but for calls of one ruling of which something may change it."""
        found = {call: _UNKNOWN if one.ruling is when else one for call, one in self.found.items()}
        return Survey(found, self.touched)

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
    return Survey(dict.fromkeys(calls, Judgement(Ruling.ALLOWED)))


def survey(
    calls: Sequence[Call], partition: str, policies: Sequence[Policy], judge: Judge
) -> Survey:
    """Ask of each call whether anybody could make it.

    Args:
        calls: What to ask about.
        partition: Of AWS, in which they are made.
        policies: All of them: who or what they name may be meant by a call.
        judge: Answers one question for all of them together.
    """
    named = Named.of([text for one in policies for text in one.texts])
    actions = {service: _distinct_actions(service, policies) for service in ACTIONS}
    made = Survey()
    left = MOST_REQUESTS

    def judged(questions: tuple[Request, ...]) -> Iterator[Judgement]:
        nonlocal left
        for question in questions:
            left -= 1
            found = judge(question)
            made.touched |= found.ruling is not Ruling.UNGRANTED
            yield found
            if found.ruling.value >= Ruling.UNGRANTED.value:
                return

    for call in calls:
        best = DENIED
        for attempt in _attempts(call, actions[call.service], partition, named):
            if left <= 0:
                best = min(best, _UNKNOWN, key=lambda one: one.ruling.value)
                break
            answers = [together(judged(questions)) for questions in requests(call, attempt)]
            answer = answers[0] if len(set(answers)) == 1 else _UNKNOWN
            if answer.ruling is Ruling.ALLOWED and not call.read:
                answer = _UNKNOWN
            if answer.better_than(best):
                best = answer
            if best == Judgement(Ruling.ALLOWED):
                break
        made.found[call] = best
    return made


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
