"""What came of planting mutants."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from mutants.killers import NO_POLICY
from mutants.mutant import Mutant

ENOUGH = 0.9
"""The share that must be killed."""


class Outcome:
    """Counts by kind and by killer."""

    def __init__(self, equivalents: Mapping[str, str]) -> None:
        """Take the mutants that change no answer, by name, with the reason."""
        self._equivalents = equivalents
        self._planted: Counter[str] = Counter()
        self._killed: Counter[str] = Counter()
        self._killers: Counter[str] = Counter()
        self._survivors: list[Mutant] = []
        self._equal: list[Mutant] = []
        self._wronged: list[Mutant] = []
        self._refused = 0

    def add(self, mutant: Mutant, killer: str | None) -> None:
        """Count one; `None`: nothing noticed it."""
        if killer == NO_POLICY:
            self._refused += 1
        elif killer is None and mutant.name in self._equivalents:
            self._equal.append(mutant)
        else:
            kind = f"{'policies' if mutant.is_rego else 'data'}, {mutant.kind}"
            self._planted[kind] += 1
            if killer is None:
                self._survivors.append(mutant)
            else:
                self._killed[kind] += 1
                self._killers[killer] += 1
                if mutant.name in self._equivalents:
                    self._wronged.append(mutant)

    @property
    def share(self) -> float:
        """How many of those planted were killed, of 1."""
        return self._killed.total() / (self._planted.total() or 1)

    @property
    def enough(self) -> bool:
        """Whether enough were killed, and none that is said to change no answer."""
        return self.share >= ENOUGH and not self._wronged

    def told(self) -> Iterator[str]:
        """The lines that say it."""
        yield f"{'planted':>7}  {'killed':>6}  kind"
        for kind, count in sorted(self._planted.items()):
            yield f"{count:7}  {self._killed[kind]:6}  {kind}"
        yield f"{self._planted.total():7}  {self._killed.total():6}  in all"
        yield ""
        yield from (f"{count:7}  killed by {name}" for name, count in self._killers.most_common())
        yield f"{self._refused:7}  not planted: OPA takes no such policy"
        yield f"{len(self._equal):7}  not counted: they change no answer"
        yield ""
        for mutant in sorted(self._equal, key=str):
            yield f"equivalent  {mutant}\n            {self._equivalents[mutant.name]}"
        for mutant in sorted(self._wronged, key=str):
            yield f"killed, though listed as equivalent  {mutant}"
        yield from (f"survived  {mutant}" for mutant in sorted(self._survivors, key=str))
        yield f"killed: {self.share:.1%}"
