"""The question put to policies: which calls to Claude could still be made?"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import msgspec

from compliance_toolkit.models import JsonValue
from compliance_toolkit.terraform.access.asking import Asker
from compliance_toolkit.terraform.access.calls import Call
from compliance_toolkit.terraform.access.patterns import is_like
from compliance_toolkit.terraform.access.requests import region_in_arn
from compliance_toolkit.terraform.access.rulings import Judgement, Ruling
from compliance_toolkit.terraform.access.statements import Policy

MOST = 200_000
"""Statements that are held against a question, for one set of policies: some seconds.

Of calls that would take more nothing is known.
"""

_OPEN = Judgement(Ruling.ALLOWED)
_UNKNOWN = Judgement(Ruling.UNKNOWN)
_UNGRANTED = Judgement(Ruling.UNGRANTED)


class Survey(msgspec.Struct):
    """What policies leave open, call by call."""

    found: dict[Call, Judgement] = msgspec.field(default_factory=dict)
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
        if not self.found:
            return Survey(other.found)
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
            if judgement.ruling is Ruling.ALLOWED:
                name, stated = call.stated()
                if judgement.depends_on:
                    stated = {**stated, "depends_on": sorted(judgement.depends_on)}
                allowed.setdefault(name, stated)
            elif judgement.ruling is Ruling.UNKNOWN:
                unknown.setdefault(*call.stated())
        return {
            "asked": len(self.found),
            "allowed": list(allowed.values()),
            "unknown": [one for name, one in unknown.items() if name not in allowed],
        }


def everything(calls: Iterable[Call]) -> Survey:
    """Give the survey where nothing is in force."""
    return Survey(dict.fromkeys(calls, _OPEN))


def survey(
    calls: Sequence[Call],
    partition: str,
    asker: Asker,
    *,
    granting: Sequence[Policy] | None = None,
    most: int = MOST,
) -> Survey:
    """Ask of each call whether anybody could make it.

    Args:
        calls: What to ask about.
        partition: Of AWS, in which they are made.
        asker: Puts questions to all policies together.
        granting: Those without which nothing is allowed, if there are such: calls to regions that
            they do not name are not even asked about.
        most: Statements to hold against questions, before the rest is left unknown.
    """
    reached = _Reached(granting)
    made = Survey()
    before = asker.spent
    for call in calls:
        if reached.covers(call):
            made.found[call] = asker.call(call, partition, before + most)
        else:
            made.found[call] = _UNGRANTED
    made.spent = asker.spent - before
    return made


class _Reached:
    """The regions that policies may allow something in."""

    def __init__(self, granting: Sequence[Policy] | None) -> None:
        """Take the policies; `None`: any region."""
        found = [one.allowed_regions() for one in granting or ()]
        self._named = {region for regions in found for region in regions or ()}
        self._any = granting is None or None in found or "*" in self._named
        self._told: dict[str, bool] = {}
        self._all: dict[tuple[str, ...], bool] = {}

    def covers(self, call: Call) -> bool:
        """Whether everything that a call asks for lies in one of them."""
        return self._any or (self._is_named(call.source) and self._are_named(call.shape.rest))

    def _are_named(self, places: tuple[str, ...]) -> bool:
        if places not in self._all:
            self._all[places] = all(map(self._is_named, places))
        return self._all[places]

    def _is_named(self, place: str) -> bool:
        if place not in self._told:
            region = region_in_arn(place)
            self._told[place] = any(is_like(name, region) for name in self._named)
        return self._told[place]
