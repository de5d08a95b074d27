"""Runs the pieces of a proof, in this process or over several."""

from __future__ import annotations

import multiprocessing
from collections.abc import Generator, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass

from compliance_toolkit.errors import UnavailableError
from compliance_toolkit.prove.asking import World
from compliance_toolkit.prove.ending import end_if_told, end_with_parent
from compliance_toolkit.prove.pieces import Piece, Pieces, Told
from compliance_toolkit.prove.space import Space

_SIZE = 400
"""Cases of a piece: a fraction of a second, so that progress is seen and an interrupt is quick."""

_LOOK = 0.2
"""Seconds after which a signal is heard."""

_AHEAD = 4
"""Pieces that wait for each process."""


def pieces(space: Space) -> Iterator[Piece]:
    """Cut every block into pieces."""
    for number, block in enumerate(space.blocks):
        for begin in range(0, len(block), _SIZE):
            yield Piece(number, begin, min(begin + _SIZE, len(block)))


def run(space: Space, world: World, varied: World, jobs: int) -> Generator[Told, None, None]:
    """Ask about every case, and yield the pieces as they are done.

    Args:
        space: What to enumerate.
        world: The law and the project's deployments.
        varied: The same with deployments that lack an attestation.
        jobs: How many processes; with one, this process does it all.

    Raises:
        PolicyError: The data of a route is out of shape, or the policies do not compile.
        UnavailableError: The engine cannot be used, or a process ended.
    """
    if jobs == 1:
        here = Pieces(space, world, varied)
        for piece in pieces(space):
            end_if_told()
            yield here.tell(piece)
        return
    # Started afresh: an engine must not be copied into a child while a thread of this one uses it.
    context = multiprocessing.get_context("spawn")
    pool = ProcessPoolExecutor(
        jobs, mp_context=context, initializer=_begin, initargs=(_Start(space, world, varied),)
    )
    try:
        yield from _gathered(pool, list(pieces(space)), jobs)
    except SystemExit:
        for process in multiprocessing.active_children():
            process.kill()  # nobody waits for what they are at
        raise
    except BrokenProcessPool as error:
        raise UnavailableError(
            "a process of the proof ended before its work was done",
            hint="run it again with `--jobs 1`",
        ) from error
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def _gathered(pool: ProcessPoolExecutor, todo: Sequence[Piece], jobs: int) -> Iterator[Told]:
    waiting: set[Future[Told]] = set()
    ahead = iter(todo)
    while True:
        while len(waiting) < jobs * _AHEAD and (piece := next(ahead, None)) is not None:
            waiting.add(pool.submit(_tell, piece))
        if not waiting:
            return
        end_if_told()
        done, waiting = wait(waiting, timeout=_LOOK, return_when=FIRST_COMPLETED)
        yield from (future.result() for future in done)


@dataclass(frozen=True, slots=True)
class _Start:
    """What a process is given once."""

    space: Space
    world: World
    varied: World


_PROCESS: dict[str, Pieces] = {}
"""What this process works with; empty in the one that started it."""


def _begin(start: _Start) -> None:
    end_with_parent()
    _PROCESS["pieces"] = Pieces(start.space, start.world, start.varied)


def _tell(piece: Piece) -> Told:
    return _PROCESS["pieces"].tell(piece)
