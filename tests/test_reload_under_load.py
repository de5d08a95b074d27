"""While the law changes, each answer is whole, and one of a law in use during the call."""

from __future__ import annotations

import asyncio
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from compliance_toolkit import Compliance, ConfigurationError
from small_project import DAY, MODEL, load, numbered


def number_of(decision: Any) -> int:
    """Which revision a decision was made under; all parts of it say the same one."""
    (route,) = decision.routes
    name = route.deployment
    assert decision.config.deployment == name
    number = int(name.removeprefix("bedrock-"))
    assert decision.config.as_json()["account"] == f"{number:012d}"
    return number


def served(compliance: Compliance) -> int:
    """The revision that serves a tenant."""
    return number_of(compliance.resolve(tenant="acme/bank", model=MODEL, at=DAY))


class Flips:
    """Revisions that follow each other, and which of them can be in use at a moment."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.begun = self.done = 1
        numbered(folder, 1)
        self.compliance = Compliance.load(folder / "compliance.yaml")

    def flip(self) -> None:
        """Take the next revision."""
        numbered(self._folder, self.begun + 1)
        self.begun += 1
        assert self.compliance.reload() is True
        self.done += 1


FLIPS = 12
READERS = 4


@pytest.fixture
def many_turns():
    """Threads take turns five hundred times as often as they do, in the middle of anything."""
    usual = sys.getswitchinterval()
    sys.setswitchinterval(1e-5)
    yield
    sys.setswitchinterval(usual)


def test_under_threads_each_answer_is_one_of_a_revision_in_use_during_the_call(
    tmp_path, many_turns
):
    flips = Flips(tmp_path)
    start = threading.Barrier(READERS + 1)
    over = threading.Event()

    def read(_: int) -> set[int]:
        seen = set()
        start.wait()
        while not over.is_set():
            least = flips.done
            number = number_of(flips.compliance.resolve(tenant="acme/bank", model=MODEL, at=DAY))
            assert least <= number <= flips.begun
            seen.add(number)
        return seen

    with ThreadPoolExecutor(READERS) as pool:
        readers = [pool.submit(read, number) for number in range(READERS)]
        start.wait()
        try:
            for _ in range(FLIPS):
                flips.flip()
        finally:
            over.set()
        seen = set().union(*(reader.result() for reader in readers))
    assert len(seen) > 2  # they did read while the law changed
    assert served(flips.compliance) == FLIPS + 1


def test_under_asyncio_each_answer_is_one_of_a_revision_in_use_during_the_call(
    tmp_path, many_turns
):
    flips = Flips(tmp_path)
    seen = set()

    async def read(over: asyncio.Event) -> None:
        while not over.is_set():
            least = flips.done
            decision = await flips.compliance.aresolve(tenant="acme/bank", model=MODEL, at=DAY)
            number = number_of(decision)
            assert least <= number <= flips.begun
            seen.add(number)
            await asyncio.sleep(0)  # a hit gives no one else a turn

    async def main() -> None:
        over = asyncio.Event()
        readers = [asyncio.create_task(read(over)) for _ in range(READERS)]
        try:
            for _ in range(FLIPS):
                await asyncio.to_thread(flips.flip)
        finally:
            over.set()
            await asyncio.gather(*readers)

    asyncio.run(main())
    assert len(seen) > 2


def test_the_loop_turns_while_a_miss_is_decided(tmp_path):
    compliance = load(tmp_path)
    turned = []

    async def main() -> None:
        asked = asyncio.create_task(compliance.aresolve(tenant="acme/bank", model=MODEL, at=DAY))
        while not asked.done():
            turned.append(True)
            await asyncio.sleep(0)
        assert (await asked).config.deployment == "bedrock-eu"
        again = await compliance.aresolve(tenant="acme/bank", model=MODEL, at=DAY)
        assert again is await asked
        with pytest.raises(ConfigurationError, match="unknown tenant"):
            await compliance.aresolve(tenant="nobody", model=MODEL)

    asyncio.run(main())
    assert len(turned) > 1


def test_what_is_under_way_ends_as_it_began_and_leaves_nothing_behind(tmp_path, monkeypatch):
    numbered(tmp_path, 1)
    compliance = Compliance.load(tmp_path / "compliance.yaml")
    resolver = compliance._current.revision.resolver
    decide = resolver.resolve
    entered, released = threading.Event(), threading.Event()

    def slow(*given, **more):
        entered.set()
        assert released.wait(30)
        return decide(*given, **more)

    monkeypatch.setattr(resolver, "resolve", slow)
    with ThreadPoolExecutor(1) as pool:
        first = pool.submit(compliance.resolve, tenant="acme/bank", model=MODEL, at=DAY)
        assert entered.wait(30)
        numbered(tmp_path, 2)
        assert compliance.reload() is True
        assert served(compliance) == 2
        released.set()
        assert number_of(first.result()) == 1
    assert served(compliance) == 2
