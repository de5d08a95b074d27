"""Answers a space a piece at a time: what each process of a proof does."""

from __future__ import annotations

from dataclasses import dataclass, field

from compliance_toolkit.errors import ComplianceError
from compliance_toolkit.prove.asking import Asker, World
from compliance_toolkit.prove.space import Some, Space

ENOUGH = 20
"""Failures after which no more is asked: nothing can be concluded, and each costs an engine."""

_MOST = 50
"""Broken cases of one promise that one piece tells of; all of them are counted."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of one block of the space."""

    block: int
    begin: int
    end: int


@dataclass(slots=True)
class Told:
    """What was found in a piece."""

    piece: Piece
    routes: list[int] = field(default_factory=list)
    """Of each case of the piece."""

    rules: set[str] = field(default_factory=set)
    broken: list[tuple[str, int, int, str]] = field(default_factory=list)
    """Promise, number of the case, deployments, and what is wrong."""

    counts: dict[str, int] = field(default_factory=dict)
    """Promise → how many cases break it."""

    failures: list[tuple[int, str]] = field(default_factory=list)
    """Cases that could not be answered."""


class Pieces:
    """Answers pieces of a space, in its own world and in the one with varied deployments."""

    def __init__(self, space: Space, world: World, varied: World) -> None:
        """Take the space and its worlds."""
        self._space = space
        self._own, self._varied = Asker(world), Asker(varied)

    def tell(self, piece: Piece) -> Told:
        """Ask about the cases of a piece; of one that fails again and again, not about the rest.

        Raises:
            PolicyError: The policies do not compile, or the data of a route is out of shape.
            UnavailableError: The engine cannot be used here.
        """
        block = self._space.blocks[piece.block]
        asker = self._varied if block.varied else self._own
        asker.start(served=block.served)
        told = Told(piece)
        for number in range(piece.begin, piece.end):
            self._ask(asker, block, number, told)
            if len(told.failures) >= ENOUGH:
                break
        return told

    def _ask(self, asker: Asker, block: Some, number: int, told: Told) -> None:
        case = block.case(number)
        try:
            answer = asker.answer(case, apart=block.apart, served=block.served)
        except ComplianceError as error:
            told.failures.append((number, error.message))
            told.routes.append(0)
            return
        told.routes.append(answer.routes)
        told.rules |= answer.rules
        for name in {promise.name for promise, _, _ in answer.broken}:
            told.counts[name] = told.counts.get(name, 0) + 1
        told.broken += [
            (promise.name, number, bits, wrong)
            for promise, bits, wrong in answer.broken
            if told.counts[promise.name] <= _MOST
        ]
