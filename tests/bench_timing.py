"""How the bench takes time: whole processes, and calls in turns."""

from __future__ import annotations

import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence

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
