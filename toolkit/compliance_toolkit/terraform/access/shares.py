"""What part of a call policies grant, where nobody here knows what else their holder has.

Whoever holds a profile here may hold its models by a policy of another input. Where a part would
compute is said by the models that are granted; a profile without any may be used for all of them.
"""

from __future__ import annotations

from dataclasses import replace

from compliance_toolkit.terraform.access.asking import Asker
from compliance_toolkit.terraform.access.calls import UNSPECIFIED, Call
from compliance_toolkit.terraform.access.requests import Attempt, Need, computing, needs
from compliance_toolkit.terraform.access.rulings import Judgement, Ruling

_MOST = 20_000
"""Questions; of calls beyond them the whole may be granted."""


class Shares:
    """Asks which parts of calls are granted."""

    def __init__(self, partition: str, asker: Asker) -> None:
        """Take a partition of AWS, and what puts questions to the policies of it."""
        self._partition = partition
        self._asker = asker
        self._asked = 0

    def of(self, call: Call) -> Call | None:
        """Give the part of a call that is granted; `None` where nothing of it is."""
        places: set[str] = set()
        found = False
        for attempt in self._asker.attempts(call, self._partition):
            for need in needs(call, attempt):
                if self._asked > _MOST:
                    return replace(call, read=True)
                self._asked += 1 + len(need.places)
                share = self._share(attempt, need)
                if share is None:
                    continue
                found = True
                if not share or UNSPECIFIED in share:
                    return replace(call, read=True)
                places |= share
        return replace(call, destinations=tuple(sorted(places)), read=True) if found else None

    def _share(self, attempt: Attempt, need: Need) -> set[str] | None:
        """Name the regions of models that are granted; none of them: the profile is."""
        first = None if need.first is None else self._asker.ask(need.first).ruling
        rulings = {
            place: self._asker.ask(computing(attempt, place, need.profile)).ruling
            for place in need.places
        }
        told = {first, *rulings.values()}
        if Ruling.DENIED in told or told <= {None, Ruling.UNGRANTED}:
            return None
        return {place for place, one in rulings.items() if one is not Ruling.UNGRANTED}


def with_shares(found: dict[Call, Judgement], shares: Shares) -> dict[Call, Judgement]:
    """Give what was found of calls, where those that nobody is granted may be granted in part."""
    made: dict[Call, Judgement] = {}
    for call, judgement in found.items():
        part = shares.of(call) if judgement.ruling is Ruling.UNGRANTED else None
        if part is None:
            made[call] = judgement
        else:
            made[part] = Judgement(Ruling.UNKNOWN)
    return made
