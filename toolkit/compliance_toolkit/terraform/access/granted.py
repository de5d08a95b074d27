"""The facts about policies of users, groups, roles and permission sets: what they let one call."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import msgspec

from compliance_toolkit.models import ReasonCode, Resource, Unknown
from compliance_toolkit.terraform.access.asking import Asker
from compliance_toolkit.terraform.access.calls import Calls
from compliance_toolkit.terraform.access.causes import cause_of, is_lost, unsettled
from compliance_toolkit.terraform.access.documents import Lost, Written
from compliance_toolkit.terraform.access.holders import ATTACHMENT, IDENTITY
from compliance_toolkit.terraform.access.holdings import Caller, Holdings
from compliance_toolkit.terraform.access.parsing import UNREADABLE, parse
from compliance_toolkit.terraform.access.rulings import Judgement, Ruling, judge, together
from compliance_toolkit.terraform.access.shares import Shares, with_shares
from compliance_toolkit.terraform.access.statements import Policy, Request
from compliance_toolkit.terraform.access.survey import Survey
from compliance_toolkit.terraform.access.surveyor import Surveyed, Surveyor, actions_of

_UNKNOWN = Judgement(Ruling.UNKNOWN)
_MOST_DOUBTFUL = 50
"""Policies that somebody may hold, before they are taken for one that nobody can read."""


class _Read(msgspec.Struct):
    """A policy that is parsed, once for each text."""

    number: int
    policy: Policy
    spoken: dict[str, bool] = msgspec.field(default_factory=dict)

    def speaks(self, fact: str) -> bool:
        """Whether it may be about a call of a fact."""
        if fact not in self.spoken:
            self.spoken[fact] = self.policy.speaks_of(actions_of(fact))
        return self.spoken[fact]


class Granted:
    """What the identities of one input are granted."""

    def __init__(self, resources: Iterable[Resource], calls: Calls, surveyor: Surveyor) -> None:
        """Read who holds what, and take who asks."""
        self._holdings = Holdings(resources)
        self._calls = calls
        self._surveyor = surveyor
        self._parsed: dict[str, _Read] = {}
        self._kept: dict[int, tuple[Written, _Read]] = {}
        self._parts: dict[tuple[str, str, str], Survey] = {}

    def nothing(self, resource: Resource) -> bool:
        """Whether no policy stands in a resource: what it names is judged where that stands."""
        return not self._holdings.grants(resource).documents

    def of(self, resource: Resource, fact: str) -> Surveyed:
        """Say what those who hold a resource's policies may do by all that they hold.

        It is asked of a policy that has to do with calls, alone or beside others. Of several who
        hold it that one counts who may do more.
        """
        own = self._holdings.grants(resource).documents
        if all(isinstance(one.document, Lost) for one in own):
            return Surveyed(Survey(), own[0].reason or _unread(resource))
        if not any(self._parse(one.document).speaks(fact) for one in own):
            return Surveyed(None)
        found = Survey()
        reason: Unknown | None = None
        for caller in self._holdings.callers(resource):
            asked = self._ask(caller, resource, fact)
            found = found.wider(asked)
            if any(one.ruling is Ruling.UNKNOWN for one in asked.found.values()):
                reason = reason or self._why(caller, fact)
        if not found.is_about_calls:
            return Surveyed(None)
        return Surveyed(found, reason or _unread(resource))

    def _ask(self, caller: Caller, resource: Resource, fact: str) -> Survey:
        """Ask what one identity may do."""
        certain, doubtful = (
            tuple(
                {
                    read.number: read.policy
                    for one in caller.entries
                    if (one.doubt is None) is sure
                    and (read := self._parse(one.held.document)).speaks(fact)
                }.values()
            )
            for sure in (True, False)
        )
        if len(doubtful) > _MOST_DOUBTFUL:
            doubtful = (UNREADABLE,)
        bound = caller.boundary
        limits = () if bound is None else (self._parse(bound.document).policy,)
        layers = (certain, doubtful, limits)
        told = str([sorted(map(id, layer)) for layer in layers])  # each text is parsed once

        def answer(request: Request) -> Judgement:
            found = _doubted(certain, doubtful, request)
            return together([found, judge(limits, request)]) if limits else found

        granting = [*certain, *doubtful]
        asker = Asker([*granting, *limits], answer)
        found = self._surveyor.ask(fact, resource, told, asker, granting)
        if caller.lost is None:
            return found
        region = resource.region if isinstance(resource.region, str) else ""
        key = fact, self._calls.partition(region), told
        if key not in self._parts:
            shares = Shares(key[1], asker)
            self._parts[key] = Survey(with_shares(found.found, shares))
        return self._parts[key]

    def _why(self, caller: Caller, fact: str) -> Unknown | None:
        """Say why something is not known of what an identity may do."""
        return next(self._reasons(caller, fact), None)

    def _reasons(self, caller: Caller, fact: str) -> Iterator[Unknown]:
        actions = actions_of(fact)
        speaking = [
            (one, read.policy)
            for one in caller.entries
            if (read := self._parse(one.held.document)).speaks(fact)
        ]
        policies = [policy for _, policy in speaking]
        reasons = [one.held.reason for one, policy in speaking if is_lost(policy, actions)]
        if caller.boundary is not None:
            reasons.append(caller.boundary.reason)
            policies.append(self._parse(caller.boundary.document).policy)
        reasons += [cause_of(policy, actions) for policy in policies]
        reasons += [one.doubt for one, _ in speaking]
        reasons.append(caller.lost)
        reasons += [unsettled(policy, actions) for policy in policies]
        yield from (one for one in reasons if one is not None)

    def _parse(self, document: Written) -> _Read:
        known = self._kept.get(id(document))
        if known is None:
            text = repr(document)
            if text not in self._parsed:
                self._parsed[text] = _Read(len(self._parsed), parse(document))
            # With the document itself, or another could get its number.
            known = self._kept[id(document)] = document, self._parsed[text]
        return known[1]


def _doubted(certain: Sequence[Policy], doubtful: Sequence[Policy], request: Request) -> Judgement:
    """Judge a request by what is held, where more may be held."""
    found = judge(certain, request)
    if found.ruling is Ruling.DENIED:
        return found
    for policy in doubtful:
        other = judge([policy], request).ruling
        denies = other is Ruling.DENIED and found.ruling is Ruling.UNGRANTED
        if not denies and other not in {Ruling.UNGRANTED, found.ruling}:
            return _UNKNOWN
    return found


def _unread(resource: Resource) -> Unknown:
    """Name the attribute by which a resource grants something."""
    name = IDENTITY.get(resource.type) or ATTACHMENT[resource.type]
    return Unknown(ReasonCode.UNKNOWN_VALUE, name)
