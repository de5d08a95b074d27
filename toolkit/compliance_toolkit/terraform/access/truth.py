"""What can be said of a question about a policy: yes, no, not known, or as the caller likes."""

from __future__ import annotations

from collections.abc import Iterable
from enum import Enum


class Truth(Enum):
    """Whether a part of a policy matches a request.

    `UNKNOWN` is a lack of knowledge: a value that nobody can read. `FREE` is none: what it hangs on
    (who calls, from where, with which tags) is for the caller to choose, so that *somebody* can
    make it match and somebody can make it not match.
    """

    NO = "no"
    FREE = "free"
    UNKNOWN = "unknown"
    YES = "yes"


def of(known: bool) -> Truth:  # noqa: FBT001  it is what is wrapped
    """Wrap what is known."""
    return Truth.YES if known else Truth.NO


def negated(truth: Truth) -> Truth:
    """Give the opposite; not known, and the caller's choice, are their own."""
    return {Truth.YES: Truth.NO, Truth.NO: Truth.YES}.get(truth, truth)


def every(truths: Iterable[Truth]) -> Truth:
    """Whether all hold: one `NO` decides, then one that is not known, then the caller."""
    found = Truth.YES
    for one in truths:
        if one is Truth.NO:
            return one
        if one is Truth.UNKNOWN or (one is Truth.FREE and found is Truth.YES):
            found = one
    return found


def some(truths: Iterable[Truth]) -> Truth:
    """Whether one holds: one `YES` decides, then one that is not known, then the caller."""
    found = Truth.NO
    for one in truths:
        if one is Truth.YES:
            return one
        if one is Truth.UNKNOWN or (one is Truth.FREE and found is Truth.NO):
            found = one
    return found
