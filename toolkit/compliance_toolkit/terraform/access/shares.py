"""What part of a call policies grant, where nobody here knows what else their holder has.

Whoever holds a profile here may hold its models by a policy of another input. Where a part would
compute is said by the models that are granted; a profile without any may be used for all of them.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import replace

from compliance_toolkit.terraform.access.calls import ACTIONS, UNSPECIFIED, Call
from compliance_toolkit.terraform.access.requests import Attempt, Named, distinct_models, requests
from compliance_toolkit.terraform.access.rulings import Judgement, Ruling
from compliance_toolkit.terraform.access.statements import Policy, Request
from compliance_toolkit.terraform.access.survey import Judge

_REGION = "aws:requestedregion"
_MODEL = "foundation-model/"
_MOST = 20_000
"""Questions; of calls beyond them the whole may be granted."""


class Shares:
    """Asks which parts of calls are granted."""

    def __init__(self, partition: str, policies: Sequence[Policy], judge: Judge) -> None:
        """Take the policies of one partition of AWS, and what answers one question for them."""
        self._partition = partition
        self._named = Named.of([text for one in policies for text in one.texts])
        self._judge = judge
        self._asked = 0

    def of(self, call: Call) -> Call | None:
        """Give the part of a call that is granted; `None` where nothing of it is."""
        places: set[str] = set()
        found = False
        for attempt in self._attempts(call):
            for questions in requests(call, attempt):
                if self._asked > _MOST:
                    return replace(call, read=True)
                self._asked += len(questions)
                share = self._share(questions)
                if share is None:
                    continue
                found = True
                if not share or UNSPECIFIED in share:
                    return replace(call, read=True)
                places |= share
        return replace(call, destinations=tuple(sorted(places)), read=True) if found else None

    def _share(self, questions: tuple[Request, ...]) -> set[str] | None:
        """Name the regions of models that are granted; none of them: the profile is."""
        rulings = [self._judge(one).ruling for one in questions]
        granted = [
            one
            for one, ruling in zip(questions, rulings, strict=True)
            if ruling is not Ruling.UNGRANTED
        ]
        if Ruling.DENIED in rulings or not granted:
            return None
        return {
            region for one in granted if _MODEL in one.resource for region in _values(one, _REGION)
        }

    def _attempts(self, call: Call) -> Iterator[Attempt]:
        models = distinct_models(call, self._named)
        things = itertools.product(
            ACTIONS[call.service], models, self._named.accounts, self._named.things
        )
        return (Attempt(*made, self._partition) for made in things)


def _values(request: Request, key: str) -> tuple[str, ...]:
    found = request.context.values(key)
    return found if isinstance(found, tuple) else ()


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
