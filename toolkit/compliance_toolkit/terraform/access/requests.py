"""What AWS asks of policies before it lets a call to Claude through."""

from __future__ import annotations

from typing import NamedTuple, TypeAlias

from compliance_toolkit.terraform.access.calls import (
    APPLICATION,
    BEDROCK,
    GLOBAL,
    IN_REGION,
    MANTLE,
    UNSPECIFIED,
    Call,
)
from compliance_toolkit.terraform.access.patterns import Context
from compliance_toolkit.terraform.access.statements import Request
from compliance_toolkit.terraform.access.truth import Truth

REGION = "aws:requestedregion"
PROFILE = "bedrock:inferenceprofilearn"
ACCOUNT = "aws:principalaccount"
"""The condition keys of which a call tells the value before anybody makes it."""

MODEL = "foundation-model/"
SYSTEM = "inference-profile/"
"""What begins the name of a model, and of a profile of AWS's."""


Profile: TypeAlias = "tuple[str, ...] | Truth"
"""ARN of the profile by which a model is asked for: none, or not known whether there is one."""


class Attempt(NamedTuple):
    """One try at a call: by whom, for which model, with which action."""

    action: str
    model: str
    account: str
    thing: str
    partition: str


class Question(NamedTuple):
    """One question that AWS asks of policies before it lets a call through."""

    action: str
    partition: str
    place: str
    """The region that is asked for; see `UNSPECIFIED`."""

    tail: str
    """What an ARN ends in: the kind of a resource, and its name."""

    profile: Profile
    account: str
    """Whose the caller is."""

    @property
    def owner(self) -> str:
        """Whose that is what is asked for: a model is nobody's."""
        return "" if self.tail.startswith(MODEL) else self.account

    @property
    def resource(self) -> str:
        """The ARN of what is asked for."""
        service = self.action.partition(":")[0]
        place = region_in_arn(self.place)
        return f"arn:{self.partition}:{service}:{place}:{self.owner}:{self.tail}"

    def request(self) -> Request:
        """Give it as policies are asked."""
        keys: dict[str, tuple[str, ...] | Truth] = {
            REGION: (self.place,),
            PROFILE: self.profile,
            ACCOUNT: (self.account,),
            # What a policy says of the time changes while nobody touches it.
            "aws:currenttime": Truth.UNKNOWN,
            "aws:epochtime": Truth.UNKNOWN,
        }
        return Request(self.action, self.resource, Context(keys, Truth.FREE))


def region_in_arn(place: str) -> str:
    """Give the region's part of an ARN of something in a place."""
    return "" if place == UNSPECIFIED else place


class Need(NamedTuple):
    """What is asked before one call: all of it has to be answered well."""

    first: Question | None
    """About the profile, or whatever else is called."""

    places: tuple[str, ...]
    """Where the model is asked for after that, in this order."""

    profile: Profile


def needs(call: Call, attempt: Attempt) -> tuple[Need, ...]:
    """Give what AWS asks before one call.

    It is more than one list where AWS does not say which profile its condition key names: that of
    the customer, or the one it was copied from.
    """
    if call.service != BEDROCK:
        kind = "project" if call.service == MANTLE else "workspace"
        return (Need(_question(attempt, call.source, f"{kind}/{attempt.thing}", ()), (), ()),)
    if call.scope == IN_REGION:
        return (Need(None, call.places, ()),)
    system = f"{SYSTEM}{call.below or call.scope}.{attempt.model}"
    arn = f"arn:{attempt.partition}:{BEDROCK}:{call.source}:{attempt.account}:"
    if call.scope != APPLICATION:
        profile = (f"{arn}{system}",)
        # AWS does not say whether a global profile's own check carries the key.
        key = profile if call.scope != GLOBAL else Truth.UNKNOWN
        return (Need(_question(attempt, call.source, system, key), call.places, profile),)
    own = f"application-inference-profile/{attempt.thing}"
    profiles = [(f"{arn}{one}",) for one in ((own,) if call.below == IN_REGION else (own, system))]
    return tuple(
        Need(_question(attempt, call.source, own, one), call.places, one) for one in profiles
    )


def computing(attempt: Attempt, place: str, profile: Profile) -> Question:
    """Give the question about the model itself, in one place where it may run."""
    return _question(attempt, place, f"{MODEL}{attempt.model}", profile)


def _question(attempt: Attempt, place: str, tail: str, profile: Profile) -> Question:
    action, _, account, _, partition = attempt
    return Question(action, partition, place, tail, profile, account)
