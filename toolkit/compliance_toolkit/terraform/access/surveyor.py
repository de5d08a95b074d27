"""Surveys of one input: identical policies are asked once, each in its own partition of AWS."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import msgspec

from compliance_toolkit.models import JsonObject, Resource, Unknown
from compliance_toolkit.terraform.access.asking import Asker, Judge
from compliance_toolkit.terraform.access.calls import (
    ACTIONS,
    BEDROCK,
    MANTLE,
    PLATFORM,
    Call,
    Calls,
)
from compliance_toolkit.terraform.access.statements import Policy
from compliance_toolkit.terraform.access.survey import MOST, Survey, survey

ACCESS = "access"
"""The fact about Bedrock; see `schemas/resource.json`."""

PLATFORM_ACCESS = "platform_access"
"""The same about Claude Platform on AWS, where policies do not decide in which country it runs."""

FACTS: Mapping[str, tuple[str, ...]] = {ACCESS: (BEDROCK, MANTLE), PLATFORM_ACCESS: (PLATFORM,)}
"""Fact → the routes it is about."""


MOST_TOGETHER = 2_000_000
"""Statements that are held against a question, for all policies of one input: half a minute."""


class Surveyed(msgspec.Struct, frozen=True):
    """One fact before it is written down."""

    found: Survey | None
    """`None`: the resource is about something else. One that found nothing: nothing is known."""

    reason: Unknown | None = None
    """Why a part of it is not known."""

    more: JsonObject | None = None


class Surveyor:
    """Asks about the calls of one law."""

    def __init__(self, calls: Calls) -> None:
        """Take all calls that there are."""
        self._calls = calls
        self._memo: dict[tuple[str, ...], Survey] = {}
        self._left = MOST_TOGETHER

    def ask(
        self,
        fact: str,
        resource: Resource,
        told: str,
        asker: Asker,
        granting: Sequence[Policy] | None = None,
    ) -> Survey:
        """Ask about the calls of a fact.

        Args:
            fact: One of `FACTS`.
            resource: Decides by its region which partition of AWS the policies are of.
            told: What tells these policies, and how they are judged, from others.
            asker: Puts questions to all of them together.
            granting: See `survey`.
        """
        partition = self._partition(resource)
        key = fact, partition, told
        if key not in self._memo:
            most = min(MOST, self._left)
            calls = self.calls(fact, resource)
            found = survey(calls, partition, asker, granting=granting, most=most)
            self._left -= found.spent
            self._memo[key] = found
        return self._memo[key]

    def calls(self, fact: str, resource: Resource) -> list[Call]:
        """Give the calls of a fact that policies beside a resource can bind."""
        return self._calls.of(FACTS[fact], self._partition(resource))

    def ask_from(self, region: str, service: str, policy: Policy, judge: Judge) -> Survey:
        """Ask about the calls that are made from one region by one route."""
        partition = self._calls.partition(region)
        calls = [one for one in self._calls.of((service,), partition) if one.source == region]
        return survey(calls, partition, Asker([policy], judge), granting=[policy])

    def _partition(self, resource: Resource) -> str:
        return self._calls.partition(resource.region if isinstance(resource.region, str) else "")


def actions_of(fact: str) -> tuple[str, ...]:
    """Give every action that makes inference run on the routes of a fact."""
    return tuple(action for service in FACTS[fact] for action in ACTIONS[service])
