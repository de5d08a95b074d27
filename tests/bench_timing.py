"""How the bench takes time: whole processes, and calls in turns."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

RUNS = 11


def process_seconds(command: Sequence[str], codes: set[int], runs: int = RUNS) -> float:
    """Median seconds of a whole process; a run with another exit code is an error.

    The first of several runs fills the caches of files, and is not counted.
    """
    times = []
    for _ in range(runs + (runs > 1)):
        start = time.perf_counter()
        done = subprocess.run(command, capture_output=True, check=False)
        times.append(time.perf_counter() - start)
        if done.returncode not in codes:
            sys.exit(f"error: {' '.join(command)} exited {done.returncode}: {done.stderr.decode()}")
    return statistics.median(times[1:] or times)


def micro(*calls: Callable[[], object], rounds: int = 30) -> list[tuple[float, float]]:
    """Microseconds of each call, the median and the 99th percentile.

    The calls take turns in blocks of a hundred, so that a noisy moment meets all of them; the first
    ten of a block warm it up and are not counted.
    """
    times: list[list[int]] = [[] for _ in calls]
    for _ in range(rounds):
        for call, taken in zip(calls, times, strict=True):
            for run in range(110):
                start = time.perf_counter_ns()
                call()
                if run >= 10:
                    taken.append(time.perf_counter_ns() - start)
    cuts = [statistics.quantiles(taken, n=100) for taken in times]
    return [(cut[49] / 1e3, cut[98] / 1e3) for cut in cuts]


@dataclass(frozen=True, slots=True)
class Took:
    """How long a whole process took, and the most memory it had."""

    best: float
    median: float
    busy: float
    """Least seconds of a processor, of all cores together: what a busy machine distorts least."""

    megabytes: float


def side_by_side(
    commands: Sequence[Sequence[str]], codes: set[int], runs: int = RUNS, patience: float = 120
) -> list[Took | None]:
    """Time whole processes in turns, so that a noisy moment meets all of them.

    Args:
        commands: What to run.
        codes: Exit codes that mean that the work was done; another one is an error.
        runs: How often; one more, which is not counted, fills the caches of files.
        patience: Seconds after which a command is ended, and not run again.

    Returns:
        For each command what it took; `None` where it took too long.
    """
    times: list[list[float]] = [[] for _ in commands]
    busy: list[list[float]] = [[] for _ in commands]
    most = [0.0] * len(commands)
    late: set[int] = set()
    for run in range(runs + 1):
        for place, command in enumerate(commands):
            if place in late:
                continue
            done = _once(command, codes, patience)
            if done is None:
                late.add(place)
            elif run:
                times[place].append(done[0])
                busy[place].append(done[1])
                most[place] = max(most[place], done[2])
    return [
        None
        if place in late
        else Took(min(taken), statistics.median(taken), min(busy[place]), most[place])
        for place, taken in enumerate(times)
    ]


def _once(
    command: Sequence[str], codes: set[int], patience: float
) -> tuple[float, float, float] | None:
    """Seconds, those of a processor, and megabytes of one run; `None` where it took too long."""
    begun = time.perf_counter()
    with tempfile.TemporaryFile() as said:
        run = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=said)
        timer = threading.Timer(patience, run.kill)
        timer.start()
        _, status, used = os.wait4(run.pid, 0)
        took = time.perf_counter() - begun
        timer.cancel()
        run.returncode = os.waitstatus_to_exitcode(status)
        if took >= patience:
            return None
        if run.returncode not in codes:
            said.seek(0)
            sys.exit(f"error: {command} exited {run.returncode}: {said.read().decode()}")
    return took, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024
