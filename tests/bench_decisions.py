"""How long decisions take: given again, made by the embedded engine, and by an OPA server."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import cycle
from pathlib import Path

from bench_timing import micro
from bench_worlds import write_projects
from compliance_toolkit import Compliance, Decision, Limits
from compliance_toolkit.policy.bundle import default_root
from opa_server import OpaServer, build_bundle

TENANTS = 100_000
DAY = "2026-11-25"
NOTHING_KEPT = Limits(total=0)
LOADING = """
import resource, sys, time
begun = time.perf_counter()
from compliance_toolkit import Compliance
compliance = Compliance.load(sys.argv[1])
print(len(compliance.registry.tenants), time.perf_counter() - begun,
      resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""
"""Counts from before the import; peak memory of the process, in KB where this is Linux."""


def decisions(folder: Path) -> None:
    """Print every bench of `resolve`."""
    alone, many = write_projects(folder, TENANTS)
    one, all_of_them = Compliance.load(alone), Compliance.load(many)
    given_again(one)
    made(folder, alone)
    with_tenants(one, all_of_them, alone, many)
    loading(many)


def asking(
    compliance: Compliance, tenant: str = "acme/bank", *, explain: bool = False
) -> Callable[[], Decision]:
    """One and the same question."""
    return lambda: compliance.resolve(
        tenant=tenant,
        model="claude-opus-5-5",
        features={"prompt_caching"},
        at=DAY,
        explain=explain,
    )


def given_again(compliance: Compliance) -> None:
    """Questions that were asked before: a route, and a denial."""
    plain = lambda: compliance.resolve(tenant="acme/bank", model="claude-opus-5-5")  # noqa: E731
    denied = lambda: compliance.resolve(tenant="acme/bank", model="claude-haiku-4-5")  # noqa: E731
    asked = (plain, asking(compliance), denied)
    for ask in asked:
        ask()
    print(f"\n{'resolve, cached':42} p50 µs   p99 µs   at most")
    names = ("plain", "with a feature", "a denial")
    for name, (p50, p99) in zip(names, micro(*asked), strict=True):
        print(f"{name:42}{p50:7.2f}{p99:9.2f}    2 / 10")


def made(folder: Path, config: Path) -> None:
    """One decision without a cache, twelve deployments; the engine's share, and a server's."""
    compliance = Compliance.load(config, limits=NOTHING_KEPT)
    decision = asking(compliance, explain=True)()
    ask = compliance.engines.decisions.evaluate
    routes, denials, engine, both = micro(
        asking(compliance),
        asking(compliance, explain=True),
        lambda: ask("compliance.resolve.routes", decision.given),
        lambda: ask("compliance.resolve.decision", decision.given),
    )
    print(
        f"\n{'resolve, not cached, 12 deployments':42} p50 µs   p99 µs   engine's share   at most"
    )
    for name, (p50, p99), share, limit in (
        ("routes alone", routes, engine[0], 200),
        ("with every denial", denials, both[0], 500),
    ):
        print(f"{name:42}{p50:7.0f}{p99:9.0f}{share:17.0f}{limit:10}")
    with served(folder, compliance) as url:
        if url is None:
            print("no `opa` on PATH: the server is left out")
            return
        server = Compliance.load(config, engine=url, limits=NOTHING_KEPT)
        asked = (asking(server), asking(server, explain=True))
        for name, (p50, p99) in zip(
            ("routes alone", "with every denial"), micro(*asked, rounds=3), strict=True
        ):
            print(f"{f'{name}, by an OPA server':42}{p50:7.0f}{p99:9.0f}")


@contextmanager
def served(folder: Path, compliance: Compliance) -> Iterator[str | None]:
    """The address of a real OPA server with the shipped bundle."""
    found = shutil.which("opa")
    if found is None:
        yield None
        return
    opa = Path(found)
    packed = build_bundle(opa, default_root(), folder / "b.tar.gz", compliance.bundle.revision)
    with OpaServer(opa, "-b", packed) as server:
        yield server.url


def with_tenants(one: Compliance, all_of_them: Compliance, alone: Path, many: Path) -> None:
    """The same questions in a project of two tenants, and of a hundred thousand more."""
    others = cycle([name for name in all_of_them.registry.tenants if "/" in name][:1000])
    fresh = [Compliance.load(path, limits=NOTHING_KEPT) for path in (alone, many)]
    in_turn = lambda: all_of_them.resolve(tenant=next(others), model="claude-opus-5-5")  # noqa: E731
    for _ in range(1000):
        in_turn()
    asked = [asking(one), asking(all_of_them), *map(asking, fresh)]
    for ask in asked:
        ask()
    few, lots, few_fresh, lots_fresh = (p50 for p50, _ in micro(*asked))
    ((thousand, _),) = micro(in_turn)
    title = "resolve, by the number of tenants, p50 µs"
    print(f"\n{title:42}{2:7}{TENANTS + 2:10,}   ratio   at most")
    for name, small, large in (("cached", few, lots), ("not cached", few_fresh, lots_fresh)):
        print(f"{name:42}{small:7.2f}{large:10.2f}{large / small:8.2f}{1.2:10}")
    print(f"{'cached, a thousand tenants in turn':42}{'':7}{thousand:10.2f}")


def loading(many: Path) -> None:
    """A fresh process that loads all tenants: seconds, and the most memory it ever had."""
    command = [sys.executable, "-c", LOADING, str(many)]
    runs = []
    for _ in range(3):
        done = subprocess.run(command, check=True, capture_output=True, text=True)
        count, seconds, kilobytes = done.stdout.split()
        runs.append((float(seconds), int(kilobytes) / 1024))
    print(f"\n{f'loading {int(count):,} tenants, a fresh process':42}      s       MB   at most")
    seconds_, megabytes = sorted(runs)[1]
    print(f"{'median of 3':42}{seconds_:7.2f}{megabytes:9.0f}   5 / 500")
