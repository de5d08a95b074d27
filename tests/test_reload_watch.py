"""A watch reloads, notices when it cannot for too long, and ends without a trace."""

from __future__ import annotations

import asyncio
import queue
import threading
from typing import Any

import pytest

from compliance_toolkit import Compliance, ConfigurationError, UnavailableError
from compliance_toolkit.api.clock import Clock
from small_project import DAY, MODEL, TENANTS, load, write

US = {"jurisdictions": ["us"]}


def served(compliance: Compliance, tenant: str = "acme/bank") -> str:
    """The deployment that serves a tenant."""
    return compliance.resolve(tenant=tenant, model=MODEL, at=DAY).config.deployment


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
