"""`make mutants`: plants mistakes in the policies, one at a time, and shows how many are noticed.

`MUTANTS=300` plants so many, of a fixed sample, and `MUTANTS=all` each of them.
`MUTANTS=compliance/lib` plants each of those whose name holds the text.
"""

from __future__ import annotations

import os
import queue
import random
import sys
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor, as_completed
from functools import cache
from pathlib import Path

from mutants import data_mutants, rego_mutants
from mutants.equivalents import EQUIVALENTS
from mutants.killers import ROOT, Checkout, Step, steps
from mutants.mutant import Mutant
from mutants.outcome import Outcome

_SEED = 4
_SAMPLE = "1000"
_ERASED = "\r\033[K" if sys.stderr.isatty() else ""
"""Takes the line of progress away."""


def main() -> int:
    """Plant, count and tell; exit 1 if too many survive, 2 if the tests fail without a mutant."""
    if stale := sorted(set(EQUIVALENTS) - {one.name for one in everything()}):
        print(
            f"error: no mutant is called `{stale[0]}`, which is said to change no answer",
            file=sys.stderr,
        )
        print("hint: take it out of `tests/mutants/equivalents.py`", file=sys.stderr)
        return 2
    chosen = sample(os.environ.get("MUTANTS", _SAMPLE))
    cores = len(os.sched_getaffinity(0))
    outcome = Outcome(EQUIVALENTS)
    with tempfile.TemporaryDirectory() as folder, ThreadPoolExecutor(cores) as pool:
        checkouts = [Checkout(Path(folder) / str(number)) for number in range(cores)]
        sound = [steps(None)[number::cores] for number in range(cores)]
        if failed := [x for found in pool.map(failures, checkouts, sound) for x in found]:
            print(f"error: {failed[0]} fail without any mutant", file=sys.stderr)
            return 2
        for done, (mutant, killer) in enumerate(judged(chosen, checkouts, pool), 1):
            outcome.add(mutant, killer)
            if killer is None and mutant.name not in EQUIVALENTS:
                print(f"{_ERASED}survived  {mutant}", file=sys.stderr)
            if sys.stderr.isatty():
                print(f"{_ERASED}{done} of {len(chosen)}", end="", file=sys.stderr, flush=True)
        for checkout in checkouts:
            checkout.close()
    print(_ERASED, end="", file=sys.stderr)
    print("\n".join(outcome.told()))
    return 0 if outcome.enough else 1


def failures(checkout: Checkout, asked: list[Step]) -> list[str]:
    """Which steps fail as things are: nothing may be concluded then."""
    return [failed for step in asked if (failed := checkout.fails(step))]


def judged(
    chosen: list[Mutant], checkouts: list[Checkout], pool: ThreadPoolExecutor
) -> Iterator[tuple[Mutant, str | None]]:
    """Each mutant and what killed it, as soon as it is known."""
    free: queue.Queue[Checkout] = queue.Queue()
    for checkout in checkouts:
        free.put(checkout)

    def judge(mutant: Mutant) -> tuple[Mutant, str | None]:
        checkout = free.get()
        try:
            return mutant, checkout.killer_of(mutant, quick=mutant.name in EQUIVALENTS)
        finally:
            free.put(checkout)

    for answered in as_completed([pool.submit(judge, mutant) for mutant in chosen]):
        yield answered.result()


@cache
def everything() -> tuple[Mutant, ...]:
    """Every mutant, those of policies first."""
    policies = ROOT / "policies"
    return (*rego_mutants.mutants(policies), *data_mutants.mutants(policies))


def sample(wanted: str) -> list[Mutant]:
    """So many mutants, two of three in policies; or all of them, or all whose name holds a text."""
    if not wanted.isdigit():
        return [one for one in everything() if wanted == "all" or wanted in str(one)]
    policies = [one for one in everything() if one.is_rego]
    data = [one for one in everything() if not one.is_rego]
    count = int(wanted)
    chance = random.Random(_SEED)  # noqa: S311  a sample, no secret
    rego = chance.sample(policies, min(len(policies), count * 2 // 3))
    return [*rego, *chance.sample(data, min(len(data), count - len(rego)))]


if __name__ == "__main__":
    sys.exit(main())
