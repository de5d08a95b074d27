"""Several inputs at a time, each in one of a few processes; what comes of them is the same.

The processes are started afresh, because an engine must not be copied into a child. One that ends
before its work is done takes its own input's findings along, and nobody else's.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING

from msgspec.structs import replace

from compliance_toolkit.api.auditing import Auditor, Outcome, Processes, Task, failed
from compliance_toolkit.errors import UnavailableError

if TYPE_CHECKING:  # most runs are one process, and import none of this
    from multiprocessing.connection import Connection

Progress = Callable[[int, int, str], None]
"""Is told how many inputs are done, of how many, and what is being done."""

_PATIENCE = 0.5
"""Seconds that this process works alone where nobody said otherwise: others need about as long to
start, and most runs are over by then."""

_OF_THIS_PROCESS = ("/dev/", "/proc/")
"""Where a path means something else in another process."""


def outcomes(
    tasks: Sequence[Task], auditor: Auditor, processes: Processes, progress: Progress
) -> list[Outcome]:
    """Audit every input.

    Args:
        tasks: The inputs.
        auditor: What audits them.
        processes: How many processes may share the work.
        progress: Is told how far the work is.

    Returns:
        What came of each, in the order of the tasks.
    """
    done: dict[int, Outcome] = {}
    apart = [number for number, task in enumerate(tasks) if _can_be_sent(task)]
    here = [number for number in range(len(tasks)) if number not in set(apart)]
    began = time.monotonic()
    while here or apart:
        late = processes.at_once or time.monotonic() - began > _PATIENCE
        if late and not here and min(processes.most, len(apart)) > 1:
            break
        number = (here or apart).pop(0)
        done[number] = auditor.audited(
            tasks[number], lambda doing: progress(len(done), len(tasks), doing)
        )
    if apart:
        doing = f"in {min(processes.most, len(apart))} processes"
        progress(len(done), len(tasks), doing)
        for number, outcome in _spread(tasks, apart, auditor, processes.most):
            done[number] = outcome
            progress(len(done), len(tasks), doing)
    return [done[number] for number in range(len(tasks))]


def _can_be_sent(task: Task) -> bool:
    return task.path != "-" and not os.path.abspath(task.path).startswith(_OF_THIS_PROCESS)  # noqa: PTH100  `Path` keeps `..`


def _spread(
    tasks: Sequence[Task], numbers: Sequence[int], auditor: Auditor, most: int
) -> Iterator[tuple[int, Outcome]]:
    """Audit some of the inputs in other processes, and yield what comes of them as it does."""
    from multiprocessing.connection import wait  # noqa: PLC0415

    sent = replace(
        auditor,
        engines=auditor.engines.apart(),
        deployments=partial(list, auditor.deployments()),
    )
    waiting = list(reversed(numbers))
    idle = [_Worker(sent) for _ in range(min(most, len(numbers)))]
    busy: list[tuple[_Worker, int]] = []
    try:
        while waiting or busy:
            while waiting and idle:
                worker, number = idle.pop(), waiting.pop()
                worker.begin(tasks[number])
                busy.append((worker, number))
            ready = wait([worker.connection for worker, _ in busy])
            for worker, number in [one for one in busy if one[0].connection in ready]:
                outcome = worker.outcome(tasks[number])
                busy.remove((worker, number))
                idle.append(worker if worker.lives else _Worker(sent))
                yield number, outcome
    finally:  # an interrupt gets here too
        for worker in (*idle, *(worker for worker, _ in busy)):
            worker.end()


class _Worker:
    """One of the processes, seen from the one that started it."""

    def __init__(self, auditor: Auditor) -> None:
        """Start it."""
        import multiprocessing  # noqa: PLC0415

        context = multiprocessing.get_context("spawn")
        self.connection, theirs = context.Pipe()
        self._process = context.Process(target=_work, args=(theirs, auditor), daemon=True)
        self._process.start()
        theirs.close()  # or its end would never be noticed
        self.lives = True

    def begin(self, task: Task) -> None:
        """Send it an input."""
        with suppress(OSError):  # it ended: that shows when its answer is read
            self.connection.send(task)

    def outcome(self, task: Task) -> Outcome:
        """Read what it found."""
        try:
            found: Outcome = self.connection.recv()
        except (EOFError, OSError):
            self.lives = False
            self.end()
            ended = UnavailableError(
                f"the process that checked `{task.path}` ended before its work was done",
                hint="check it alone: it may need more memory than there is",
            )
            return failed(task, ended)
        return found

    def end(self) -> None:
        """End it, whatever it does."""
        self._process.terminate()
        self._process.join()
        self.connection.close()


def _work(connection: Connection, auditor: Auditor) -> None:
    """What a process does: one input after the other, until it is ended."""
    from compliance_toolkit.prove.ending import end_with_parent  # noqa: PLC0415

    end_with_parent()
    with suppress(EOFError, OSError):  # nobody is there any more
        while True:
            connection.send(auditor.audited(connection.recv(), lambda _doing: None))
