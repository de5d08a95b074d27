"""Why it cannot be told what a policy does though all of it is read: a word that nobody knows."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Sequence

from compliance_toolkit.models import ReasonCode, Unknown
from compliance_toolkit.terraform.access.conditions import Condition
from compliance_toolkit.terraform.access.operators import OPERATORS
from compliance_toolkit.terraform.access.statements import Policy, Statement
from compliance_toolkit.terraform.access.truth import Truth

_NAMES = (
    *("StringEquals", "StringNotEquals", "StringEqualsIgnoreCase", "StringNotEqualsIgnoreCase"),
    *("StringLike", "StringNotLike", "NumericEquals", "NumericNotEquals", "NumericLessThan"),
    *("NumericLessThanEquals", "NumericGreaterThan", "NumericGreaterThanEquals", "DateEquals"),
    *("DateNotEquals", "DateLessThan", "DateLessThanEquals", "DateGreaterThan"),
    *("DateGreaterThanEquals", "Bool", "BinaryEquals", "IpAddress", "NotIpAddress", "ArnEquals"),
    *("ArnLike", "ArnNotEquals", "ArnNotLike", "Null"),
)
_OPERATOR = re.compile(r"(?:(?:forallvalues|foranyvalue):)?(\w+?)(?:ifexists)?", re.IGNORECASE)
_VARIABLE = re.compile(r"\$\{([^{}]*)\}")
_LITERAL = frozenset("*?$")
_PASSING = frozenset(("aws:currenttime", "aws:epochtime"))
"""Keys of a request that change while nobody touches anything."""

_ACCOUNT = "aws:principalaccount"
_MODEL = "claude"
_PROFILE = "bedrock:inferenceprofilearn"
_TOLD = frozenset(("aws:requestedregion", _ACCOUNT, _PROFILE))
"""Keys that are known of a call before anybody makes it."""

_ARN_PARTS = 6


def is_lost(policy: Policy, actions: Sequence[str]) -> bool:
    """Whether something of what a policy says of some actions was not read."""
    return any(map(_lost, _speaking(policy, actions)))


def cause_of(policy: Policy, actions: Sequence[str]) -> Unknown | None:
    """Name what nobody knows the meaning of, in what a policy says of some actions."""
    found = (
        word
        for one in _speaking(policy, actions)
        for word in _words(one, variables=policy.variables)
    )
    return next((Unknown(ReasonCode.UNKNOWN_VALUE, word) for word in found), None)


def _speaking(policy: Policy, actions: Sequence[str]) -> list[Statement]:
    return [
        one
        for one in policy.statements
        if any(one.covers_action(action) is not Truth.NO for action in actions)
    ]


def _lost(statement: Statement) -> bool:
    parts = (statement.actions, statement.resources, statement.principals)
    if statement.effect is None or None in parts or statement.conditions is None:
        return True
    return any(one is not None and one.lost for one in parts) or any(
        one.lost for one in statement.conditions
    )


def _words(statement: Statement, *, variables: bool) -> Iterator[str]:
    for one in statement.conditions or ():
        yield from _of_condition(one, variables=variables)
    for name in statement.resources.listed if statement.resources is not None else ():
        if variables:
            yield from _variables(name)
        if name != "*" and name.count(":") < _ARN_PARTS - 1:
            yield name


def _of_condition(condition: Condition, *, variables: bool) -> Iterator[str]:
    found = _OPERATOR.fullmatch(condition.operator)
    name = found[1] if found else condition.operator
    if name.lower() not in OPERATORS and name.lower() != "null":
        near = difflib.get_close_matches(name, _NAMES, n=1)
        yield condition.operator + (f": did you mean {near[0]}?" if near else "")
    if condition.key.lower() in _PASSING or not (condition.values or condition.lost):
        yield condition.key
    for value in condition.values if variables else ():
        yield from _variables(value)


def _variables(text: str) -> Iterator[str]:
    """Yield the variables of a text that no call tells the value of."""
    for found in _VARIABLE.finditer(text):
        name = found[1].partition(",")[0].strip()
        if name not in _LITERAL and name.lower() not in _TOLD:
            yield found[0]


def unsettled(policy: Policy, actions: Sequence[str]) -> Unknown | None:
    """Name what a policy hangs on that cannot be settled, though each word of it is known.

    AWS does not say how a call carries one of its keys, an account may be of any size, and there
    may be models that nobody names.
    """
    speaking = _speaking(policy, actions)
    conditions = [condition for one in speaking for condition in one.conditions or ()]
    keys = [one.key for one in conditions if one.key.lower() == _PROFILE]
    keys += [
        one.key
        for one in conditions
        if one.key.lower() == _ACCOUNT and not one.base.startswith(("string", "arn", "null"))
    ]
    keys += [
        f"{name}: of other models"
        for one in speaking
        for name in (one.resources.listed if one.resources is not None else ())
        if _MODEL in name
    ]
    return Unknown(ReasonCode.UNKNOWN_VALUE, keys[0]) if keys else None
