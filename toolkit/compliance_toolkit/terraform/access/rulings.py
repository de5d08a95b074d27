"""What policies together say of one request: AWS's order of evaluation, with what is not known.

A `Deny` that matches wins. Without one, every layer (identity, boundary, endpoint, each level of an
organisation) has to allow. What is not known can hide a `Deny` and can hide an `Allow`.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import IntEnum

import msgspec

from compliance_toolkit.terraform.access.statements import Policy, Request
from compliance_toolkit.terraform.access.truth import Truth

_NO_KEYS: frozenset[str] = frozenset()
_WIDTHS = (Truth.YES, Truth.FREE, Truth.UNKNOWN, Truth.NO)


class Ruling(IntEnum):
    """What becomes of a request, the most open first."""

    ALLOWED = 0
    UNKNOWN = 1
    UNGRANTED = 2
    """Nobody denies it, and nobody allows it either."""

    DENIED = 3


class Judgement(msgspec.Struct, frozen=True):
    """A ruling, and what a caller has to bring along for it."""

    ruling: Ruling
    depends_on: frozenset[str] = _NO_KEYS
    """Condition keys that decide which callers it is true of; none: of all."""

    @property
    def is_open(self) -> bool:
        """Whether it is true of all callers that they are let through."""
        return self.ruling is Ruling.ALLOWED and not self.depends_on

    def better_than(self, other: Judgement) -> bool:
        """Whether it leaves more open, or as much to more callers."""
        if self.ruling is not other.ruling:
            return self.ruling < other.ruling
        return len(self.depends_on) < len(other.depends_on)


DENIED = Judgement(Ruling.DENIED)
_OPEN = Judgement(Ruling.ALLOWED)
_UNKNOWN = Judgement(Ruling.UNKNOWN)
_UNGRANTED = Judgement(Ruling.UNGRANTED)


def judge(policies: Iterable[Policy], request: Request, granted: Truth = Truth.NO) -> Judgement:
    """Say what one layer of policies makes of a request.

    Args:
        policies: All of the layer: a user's, or those attached to one organisational unit.
        request: What is asked.
        granted: Whether something that is not among the policies allows everything, as
            `FullAWSAccess` does.

    Returns:
        The ruling. Never `DENIED` or `UNGRANTED` because something is not known.
    """
    allowed = granted
    hidden = False
    depends: set[str] = set()
    to_some: set[str] = set()
    for policy in policies:
        for statement, found in policy.match(request):
            if found is Truth.NO:
                continue
            chosen = statement.chosen(request) if found is Truth.FREE else ()
            match statement.effect:
                case "Deny":
                    if found is Truth.YES:
                        return DENIED
                    hidden |= found is Truth.UNKNOWN
                    depends.update(chosen)
                case "Allow":
                    allowed = _wider(allowed, found)
                    to_some.update(chosen)
                case _:
                    hidden = True
                    allowed = _wider(allowed, Truth.UNKNOWN)
    if allowed is Truth.NO:
        return _UNGRANTED
    if hidden or allowed is Truth.UNKNOWN:
        return _UNKNOWN
    if allowed is Truth.FREE:
        depends |= to_some
    return Judgement(Ruling.ALLOWED, frozenset(depends)) if depends else _OPEN


def _wider(one: Truth, other: Truth) -> Truth:
    """Give the one that lets more through; whom a caller's choice lets through is let through."""
    return next(width for width in _WIDTHS if width is one or width is other)


def together(judgements: Iterable[Judgement]) -> Judgement:
    """Join what several layers say of one request, or one layer of several: all have to allow."""
    worst = Ruling.ALLOWED
    depends: set[str] = set()
    for one in judgements:
        if one.ruling is Ruling.DENIED:
            return DENIED
        worst = max(worst, one.ruling)
        depends |= one.depends_on
    if worst is Ruling.ALLOWED and not depends:
        return _OPEN
    return Judgement(worst, frozenset(depends) if worst is Ruling.ALLOWED else _NO_KEYS)
