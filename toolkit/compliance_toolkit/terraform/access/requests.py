"""What AWS asks of policies before it lets a call to Claude through."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from compliance_toolkit.terraform.access.calls import (
    ANY_MODEL,
    APPLICATION,
    BEDROCK,
    GLOBAL,
    IN_REGION,
    MANTLE,
    UNSPECIFIED,
    Call,
    distinct,
)
from compliance_toolkit.terraform.access.patterns import Context, expand, matches
from compliance_toolkit.terraform.access.statements import Request
from compliance_toolkit.terraform.access.truth import Truth

_PLAIN = Context(variables=False)
_NOBODY = "000000000000"
_ACCOUNT = re.compile(r"(?<!\d)\d{12}(?!\d)")
_MODEL = re.compile(r"anthropic\.claude[\w.:*?-]*")
_TELLING = re.compile(r"[*?]|claude")
_NAMED = re.compile(r"(?:project|workspace|application-inference-profile)/([\w*?-]+)")


@dataclass(frozen=True, slots=True)
class Named:
    """What a set of policies names: a caller there may be meant by it, and one elsewhere not."""

    accounts: tuple[str, ...]
    things: tuple[str, ...]
    models: tuple[str, ...]
    tails: tuple[str, ...]
    """Ends of patterns, by which one model may be told from another."""

    @classmethod
    def of(cls, texts: Sequence[str]) -> Named:
        """Find the accounts, projects, profiles and models that texts of policies name."""
        tails = tuple(dict.fromkeys(text.rpartition("/")[2] for text in texts))
        return cls(
            distinct([_NOBODY], *(_ACCOUNT.findall(text) for text in texts)),
            distinct(["x"], *(map(_filled, _NAMED.findall(text)) for text in texts)),
            distinct([], *(map(_filled, _MODEL.findall(text)) for text in texts)),
            tuple(tail for tail in tails if tail != "*" and _TELLING.search(tail)),
        )


def _filled(pattern: str) -> str:
    """Give one text that a pattern covers."""
    return pattern.replace("*", "").replace("?", "0").rstrip(".") or "x"


def distinct_models(call: Call, named: Named) -> tuple[str, ...]:
    """Give one model of each kind that policies tell apart."""
    if call.models == ANY_MODEL:
        return ANY_MODEL
    return _kinds(distinct(call.models, named.models), call.below or call.scope, named.tails)


@lru_cache(maxsize=1024)
def _kinds(models: tuple[str, ...], prefix: str, tails: tuple[str, ...]) -> tuple[str, ...]:
    patterns = [expand(tail, _PLAIN, wild=True) or () for tail in tails]
    kinds: dict[tuple[bool, ...], str] = {}
    for model in models:
        ids = (model, f"{prefix}.{model}")
        told = tuple(matches(pattern, id_) for pattern in patterns for id_ in ids)
        kinds.setdefault(told, model)
    return tuple(kinds.values())


@dataclass(frozen=True, slots=True)
class Attempt:
    """One try at a call: by whom, for which model, with which action."""

    action: str
    model: str
    account: str
    thing: str
    partition: str


@lru_cache(maxsize=2048)
def requests(call: Call, attempt: Attempt) -> tuple[tuple[Request, ...], ...]:
    """Give the questions that AWS asks before one call: all of them have to be answered well.

    There is more than one list where AWS does not say which profile its condition key names: that
    of the customer, or the one it was copied from. Many policies are asked the same.
    """
    return tuple(_requests(call, attempt))


def _requests(call: Call, attempt: Attempt) -> Iterator[tuple[Request, ...]]:
    here = f"{call.source}:{attempt.account}"
    arn = f"arn:{attempt.partition}:{attempt.action.partition(':')[0]}:{here}"
    if call.service != BEDROCK:
        kind = "project" if call.service == MANTLE else "workspace"
        yield (_request(attempt, f"{arn}:{kind}/{attempt.thing}", call.source, ()),)
        return
    system = f"{arn}:inference-profile/{call.below or call.scope}.{attempt.model}"
    own = f"{arn}:application-inference-profile/{attempt.thing}"
    if call.scope == IN_REGION:
        yield _computing(call, attempt, ())
    elif call.scope != APPLICATION:
        # AWS does not say whether a global profile's own check carries the key.
        key = (system,) if call.scope != GLOBAL else Truth.UNKNOWN
        first = _request(attempt, system, call.source, key)
        yield (first, *_computing(call, attempt, (system,)))
    else:
        for profile in (own,) if call.below == IN_REGION else (own, system):
            first = _request(attempt, own, call.source, (profile,))
            yield (first, *_computing(call, attempt, (profile,)))


def _computing(call: Call, attempt: Attempt, profile: tuple[str, ...]) -> tuple[Request, ...]:
    """Give the questions about the model itself, in the source and wherever it may run."""
    arn, model = f"arn:{attempt.partition}:bedrock:", f"foundation-model/{attempt.model}"
    made = [
        _request(attempt, f"{arn}{region}::{model}", region, profile)
        for region in dict.fromkeys((call.source, *(call.destinations or ())))
    ]
    if call.destinations is None and call.read:
        made.append(_request(attempt, f"{arn}::{model}", UNSPECIFIED, profile))
    return tuple(made)


def _request(
    attempt: Attempt, resource: str, region: str, profile: tuple[str, ...] | Truth
) -> Request:
    keys: dict[str, tuple[str, ...] | Truth] = {
        "aws:requestedregion": (region,),
        "bedrock:inferenceprofilearn": profile,
        "aws:principalaccount": (attempt.account,),
        # What a policy says of the time changes while nobody touches it.
        "aws:currenttime": Truth.UNKNOWN,
        "aws:epochtime": Truth.UNKNOWN,
    }
    return Request(attempt.action, resource, Context(keys, Truth.FREE))
