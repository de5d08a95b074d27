"""`make mutants`: plants mistakes in the policies, one at a time, and shows how many are noticed.

`MUTANTS=300` plants so many, of a fixed sample, and `MUTANTS=all` each of them.
"""

from __future__ import annotations

import os
import queue
import random
import sys
import tempfile
from collections import Counter
from concurrent.futures import ThreadPoolExecutor, as_completed
from pathlib import Path

from mutants import data_mutants, rego_mutants
from mutants.killers import ROOT, Checkout
from mutants.mutant import Mutant

_SEED = 4
_ENOUGH = 0.9
"""The share that must be killed."""


def main() -> int:
    """Plant, count and tell; exit 1 if too many survive, 2 if the tests fail without a mutant."""
    chosen = sample(os.environ.get("MUTANTS", "300"))
    cores = len(os.sched_getaffinity(0))
    killed: Counter[str] = Counter()
    planted: Counter[str] = Counter()
    survivors: list[Mutant] = []
    with tempfile.TemporaryDirectory() as folder, ThreadPoolExecutor(cores) as pool:
        checkouts: queue.Queue[Checkout] = queue.Queue()
        for number in range(cores):
            checkouts.put(Checkout(Path(folder) / str(number)))
        if failed := sound(checkouts):
            print(f"error: {failed} fail without any mutant", file=sys.stderr)
            return 2

        def judge(mutant: Mutant) -> tuple[Mutant, bool, str | None]:
            checkout = checkouts.get()
            try:
                viable = checkout.compiles(mutant)
                return mutant, viable, checkout.killer_of(mutant) if viable else None
            finally:
                checkouts.put(checkout)

        asked = [pool.submit(judge, mutant) for mutant in chosen]
        for done, answered in enumerate(as_completed(asked), 1):
            mutant, viable, killer = answered.result()
            kind = "policies" if mutant.is_rego else "data"
            if viable:
                planted[kind] += 1
                killed[killer or "survived"] += 1
            if viable and killer is None:
                survivors.append(mutant)
                print(f"\rsurvived  {mutant}", file=sys.stderr)
            print(f"\r{done} of {len(chosen)}, {len(survivors)} survive", end="", file=sys.stderr)
    print(file=sys.stderr)
    return told(planted, killed, survivors)


def sample(wanted: str) -> list[Mutant]:
    """So many mutants, two of three in policies; or all of them."""
    policies = list(rego_mutants.mutants(ROOT / "policies"))
    data = list(data_mutants.mutants(ROOT / "policies"))
    if wanted == "all":
        return [*policies, *data]
    count = int(wanted)
    chance = random.Random(_SEED)  # noqa: S311  a sample, no secret
    rego = chance.sample(policies, min(len(policies), count * 2 // 3))
    return [*rego, *chance.sample(data, min(len(data), count - len(rego)))]


def sound(checkouts: queue.Queue[Checkout]) -> str | None:
    """What fails without any mutant: nothing may be concluded then."""
    checkout = checkouts.get()
    try:
        failed: str | None = checkout.first_failure(None)
    finally:
        checkouts.put(checkout)
    return failed


def told(planted: Counter[str], killed: Counter[str], survivors: list[Mutant]) -> int:
    """Print what came of it."""
    count = planted.total()
    print(f"{count} mutants: {planted['policies']} in policies, {planted['data']} in data")
    for name, number in killed.most_common():
        print(f"  {number:5} {name}")
    for mutant in sorted(survivors, key=str):
        print(f"survived  {mutant}")
    share = 1 - len(survivors) / count if count else 0.0
    print(f"killed: {share:.1%}")
    return 0 if share >= _ENOUGH else 1


if __name__ == "__main__":
    sys.exit(main())
