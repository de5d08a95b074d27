"""A new law, project or tenant is taken whole, and what is under way ends as it began."""

from __future__ import annotations

import asyncio
import queue
import shutil
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from compliance_toolkit import Compliance, ConfigurationError, PolicyError, UnavailableError
from compliance_toolkit.api.clock import Clock
from small_project import DAY, MODEL, TENANTS, load, numbered, write


US = {"jurisdictions": ["us"]}


def served(compliance: Compliance, tenant: str = "acme/bank") -> str:
    """The deployment that serves a tenant."""
    return compliance.resolve(tenant=tenant, model=MODEL, at=DAY).config.deployment


def test_nothing_changes_where_nothing_has_changed(tmp_path):
    compliance = load(tmp_path)
    before = compliance.resolve(tenant="acme/bank", model=MODEL, at=DAY)
    assert compliance.reload() is False
    assert compliance.resolve(tenant="acme/bank", model=MODEL, at=DAY) is before


def test_a_tenants_new_law_holds_from_the_reload_on(tmp_path):
    compliance = load(tmp_path)
    assert served(compliance) == "bedrock-eu"
    write(tmp_path, tenants={"acme": {"jurisdictions": ["global"]}, "acme/bank": US})
    assert served(compliance) == "bedrock-eu"
    assert compliance.reload() is True
    assert served(compliance) == "claude-us"
    with pytest.raises(ConfigurationError, match="unknown tenant"):
        served(compliance, "acme/clinic")
    assert compliance.reload() is False


def test_tenant_files_are_read_again_and_new_ones_found(tmp_path):
    write(tmp_path, tenants={}, tenant_files=["*.jsonl"])
    (tmp_path / "one.jsonl").write_text('{"name": "one", "jurisdictions": ["eu"]}\n')
    compliance = Compliance.load(tmp_path / "compliance.yaml")
    (tmp_path / "one.jsonl").write_text('{"name": "one", "jurisdictions": ["us"]}\n')
    assert compliance.reload() is True
    assert served(compliance, "one") == "claude-us"
    (tmp_path / "two.jsonl").write_text('{"name": "two", "jurisdictions": ["eu"]}\n')
    assert compliance.reload() is True
    assert served(compliance, "two") == "bedrock-eu"
    (tmp_path / "one.jsonl").rename(tmp_path / "three.jsonl")  # same bytes, in another file
    assert compliance.reload() is True


def test_new_policies_are_taken_and_broken_ones_are_not(tmp_path, policies):
    root = shutil.copytree(policies, tmp_path / "policies")
    compliance = load(tmp_path, policies=root)
    before = compliance.resolve(tenant="acme/bank", model=MODEL, at=DAY)
    eu = root / "compliance" / "jurisdictions" / "eu" / "data.json"
    whole = eu.read_text()
    for broken in ("{", whole.replace('"DE",', '"DE", 7,')):
        eu.write_text(broken)
        if broken != "{":
            (root / "compliance" / "resolve" / "broken.rego").write_text(
                "package compliance.x\n\n}"
            )
        with pytest.raises(PolicyError):
            compliance.reload()
        assert compliance.resolve(tenant="acme/bank", model=MODEL, at=DAY) is before
    (root / "compliance" / "resolve" / "broken.rego").unlink()
    eu.write_text(whole.replace('"DE",', ""))
    assert compliance.reload() is True
    after = compliance.resolve(tenant="acme/bank", model=MODEL, at=DAY)
    assert after.outcome == "denied"
    assert after.policy.digest != before.policy.digest


def test_policies_that_allow_what_they_cannot_see_are_not_taken(tmp_path, policies):
    root = shutil.copytree(policies, tmp_path / "policies")
    compliance = load(tmp_path, policies=root)
    assert served(compliance) == "bedrock-eu"
    (root / "compliance" / "resolve" / "routes.rego").write_text(
        'package compliance.resolve\n\nroutes := [{"deployment": "claude-us"}]\n'
    )
    with pytest.raises(PolicyError):
        compliance.reload()
    assert served(compliance) == "bedrock-eu"


@pytest.mark.parametrize("broken", ["", "{", "version: 1\norganization: acme\ntenants: 7\n"])
def test_a_project_that_is_broken_leaves_the_old_one_in_use(tmp_path, broken):
    compliance = load(tmp_path)
    before = compliance.resolve(tenant="acme/bank", model=MODEL, at=DAY)
    path = tmp_path / "compliance.yaml"
    path.write_text(broken)
    for _ in range(2):
        with pytest.raises(ConfigurationError):
            compliance.reload()
    path.unlink()
    with pytest.raises(ConfigurationError):
        compliance.reload()
    assert compliance.resolve(tenant="acme/bank", model=MODEL, at=DAY) is before
    write(tmp_path, tenants={**TENANTS, "acme/bank": US})
    assert compliance.reload() is True
    assert served(compliance) == "claude-us"


def test_a_decision_outlives_the_revision_it_was_made_under(tmp_path):
    numbered(tmp_path, 1)
    compliance = Compliance.load(tmp_path / "compliance.yaml")
    before = compliance.resolve(tenant="acme/bank", model=MODEL, at=DAY)
    numbered(tmp_path, 2)
    compliance.reload()
    assert before.config.as_json()["account"] == "000000000001"
    assert served(compliance) == "bedrock-2"


def test_without_a_project_there_is_still_a_law_to_reload(tmp_path, policies):
    root = shutil.copytree(policies, tmp_path / "policies")
    compliance = Compliance.load(None, policies=root)
    assert compliance.reload() is False
    manifest = root / ".manifest"
    manifest.write_text(manifest.read_text().replace('"revision": ""', '"revision": "next"'))
    assert compliance.reload() is True
    assert compliance.bundle.revision == "next"


def number_of(decision: Any) -> int:
    """Which revision a decision was made under; all parts of it say the same one."""
    (route,) = decision.routes
    name = route.deployment
    assert decision.config.deployment == name
    number = int(name.removeprefix("bedrock-"))
    assert decision.config.as_json()["account"] == f"{number:012d}"
    return number


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
    assert served(flips.compliance) == f"bedrock-{FLIPS + 1}"


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
        assert served(compliance) == "bedrock-2"
        released.set()
        assert number_of(first.result()) == 1
    assert served(compliance) == "bedrock-2"


class Steady:
    """Seconds that pass when somebody says so."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


def watchers() -> list[str]:
    return [one.name for one in threading.enumerate() if one.name == "compliance-watch"]


def test_a_watch_reloads_tells_of_it_and_ends(tmp_path):
    told: queue.Queue[Any] = queue.Queue()
    compliance = load(tmp_path)
    with compliance.watch(every=0.001, stale_after=60, notify=told.put):
        assert watchers() == ["compliance-watch"]
        assert told.get(timeout=30) is False
        write(tmp_path, tenants={**TENANTS, "acme/bank": US})
        while told.get(timeout=30) is not True:
            pass
        assert served(compliance) == "claude-us"
    assert watchers() == []


def test_a_law_that_could_not_be_read_for_too_long_decides_nothing(tmp_path):
    told: queue.Queue[Any] = queue.Queue()
    steady = Steady()
    compliance = load(tmp_path, clock=Clock(steady=steady))
    with compliance.watch(every=0.001, stale_after=60, notify=told.put):
        assert served(compliance) == "bedrock-eu"
        (tmp_path / "compliance.yaml").write_text("{")
        while not isinstance(told.get(timeout=30), ConfigurationError):
            pass
        steady.now += 60
        assert served(compliance) == "bedrock-eu"
        steady.now += 0.1
        with pytest.raises(UnavailableError, match="60 s ago") as caught:
            served(compliance)
        assert "compliance.yaml" in caught.value.message
        with pytest.raises(UnavailableError):
            asyncio.run(compliance.aresolve(tenant="acme/bank", model=MODEL, at=DAY))
    with pytest.raises(UnavailableError):  # nobody watches any more, and it is as stale as it was
        served(compliance)
    with pytest.raises(ConfigurationError):
        compliance.reload()
    with pytest.raises(UnavailableError):
        served(compliance)
    write(tmp_path)
    compliance.reload()
    assert served(compliance) == "bedrock-eu"
    steady.now += 1e6
    assert served(compliance) == "bedrock-eu"


def test_a_stale_law_stays_so_under_a_new_watch_until_a_reload_succeeds(tmp_path):
    told: queue.Queue[Any] = queue.Queue()
    steady = Steady()
    compliance = load(tmp_path, clock=Clock(steady=steady))
    (tmp_path / "compliance.yaml").write_text("{")
    with compliance.watch(every=50, stale_after=60):
        steady.now += 61
    with compliance.watch(every=0.001, stale_after=60, notify=told.put):
        with pytest.raises(UnavailableError):
            served(compliance)
        write(tmp_path)
        while isinstance(told.get(timeout=30), ConfigurationError):
            pass
        assert served(compliance) == "bedrock-eu"


def test_a_watch_survives_whoever_is_told(tmp_path):
    told: queue.Queue[Any] = queue.Queue()

    def notify(outcome: object) -> None:
        told.put(outcome)
        raise RuntimeError("a bug of the application")

    compliance = load(tmp_path)
    with compliance.watch(every=0.001, stale_after=60, notify=notify):
        for _ in range(3):
            assert told.get(timeout=30) is False


def test_a_watch_that_was_left_in_time_leaves_the_law_in_use(tmp_path):
    steady = Steady()
    compliance = load(tmp_path, clock=Clock(steady=steady))
    with pytest.raises(KeyError), compliance.watch(every=50, stale_after=60):
        raise KeyError
    assert watchers() == []
    steady.now += 1e6
    assert served(compliance) == "bedrock-eu"


def test_a_law_is_watched_once(tmp_path):
    compliance = load(tmp_path)
    with compliance.watch():
        with pytest.raises(ConfigurationError, match="watched already"), compliance.watch():
            pass
        assert watchers() == ["compliance-watch"]
        assert served(compliance) == "bedrock-eu"
    with compliance.watch():
        assert watchers() == ["compliance-watch"]
    assert watchers() == []


@pytest.mark.parametrize(
    ("every", "stale_after"), [(0, 1), (-1, 1), (5, 5), (5, 1), (1, float("nan"))]
)
def test_a_watch_that_makes_no_sense_is_refused(tmp_path, every, stale_after):
    with (
        pytest.raises(ConfigurationError, match="cannot be stale after"),
        load(tmp_path).watch(every=every, stale_after=stale_after),
    ):
        pass
    assert watchers() == []
