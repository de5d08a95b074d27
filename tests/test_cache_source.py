"""Tenants in a store: what it says now counts, and what it said before is no answer."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from compliance_toolkit import Compliance, ConfigurationError, UnavailableError
from compliance_toolkit.api.clock import Clock
from compliance_toolkit.registry.source import Family, Row
from small_project import DAY, MODEL, write

EU = {"jurisdictions": ["eu"]}
US = {"jurisdictions": ["us"]}


class Store:
    """A `TenantSource` in memory."""

    def __init__(self, **tenants: Any) -> None:
        self._tenants = dict(tenants)
        self._number = 1
        self.down = False
        self.asked: list[str] = []
        self.before_family: Callable[[], object] = lambda: None
        """Runs before a family is read."""

    def set(self, name: str, document: Any) -> None:
        self._tenants[name] = document
        self._number += 1

    def revision(self) -> str:
        self.asked.append("revision")
        if self.down:
            raise UnavailableError("the store did not answer")
        return f"r{self._number}"

    def family(self, name: str) -> Family:
        self.asked.append(f"family {name}")
        self.before_family()
        if self.down:
            raise UnavailableError("the store did not answer")
        rows = [Row(name, self._tenants[name], f"row {name}")] if name in self._tenants else []
        return Family(f"r{self._number}", tuple(rows), parent=False)


def load(folder, store: Store, **options: Any) -> Compliance:
    return Compliance.load(write(folder, tenants={}), tenants=store, **options)


def served(compliance: Compliance, tenant: str = "bank") -> str:
    return compliance.resolve(tenant=tenant, model=MODEL, at=DAY).config.deployment


def test_a_changed_tenant_is_decided_anew_at_once(tmp_path):
    store = Store(bank=EU)
    compliance = load(tmp_path, store)
    for law, deployment in ((EU, "bedrock-eu"), (US, "claude-us"), (EU, "bedrock-eu")):
        store.set("bank", law)
        assert served(compliance) == deployment
        assert served(compliance) == deployment


def test_a_hit_asks_for_the_revision_and_nothing_else(tmp_path):
    store = Store(bank=EU)
    compliance = load(tmp_path, store)
    served(compliance)
    store.asked.clear()
    served(compliance)
    assert store.asked == ["revision"]


def test_a_change_of_another_tenant_costs_no_decision(tmp_path):
    store = Store(bank=EU, clinic=US)
    compliance = load(tmp_path, store)
    first = compliance.resolve(tenant="bank", model=MODEL, at=DAY)
    store.set("clinic", EU)
    assert compliance.resolve(tenant="bank", model=MODEL, at=DAY) is first
    assert served(compliance, "clinic") == "bedrock-eu"


@pytest.mark.parametrize("asked_before", [True, False])
def test_a_store_that_does_not_answer_is_no_consent(tmp_path, asked_before):
    store = Store(bank=EU)
    compliance = load(tmp_path, store)
    if asked_before:
        served(compliance)
    store.down = True
    for _ in range(2):
        with pytest.raises(UnavailableError):
            served(compliance)
        with pytest.raises(UnavailableError):
            asyncio.run(compliance.aresolve(tenant="bank", model=MODEL, at=DAY))
    store.down = False
    assert served(compliance) == "bedrock-eu"


def test_a_tenant_that_is_gone_or_broken_gets_no_old_answer(tmp_path):
    store = Store(bank=EU)
    compliance = load(tmp_path, store)
    served(compliance)
    store.set("bank", {"jurisdictions": ["atlantis"]})
    with pytest.raises(ConfigurationError, match="atlantis"):
        served(compliance)
    store.set("bank", EU)
    assert served(compliance) == "bedrock-eu"


def test_a_revision_may_be_believed_for_as_long_as_somebody_said(tmp_path):
    now = [0.0]
    store = Store(bank=EU)
    clock = Clock(steady=lambda: now[0])
    compliance = load(tmp_path, store, tenants_confirmed_for=2, clock=clock)
    assert served(compliance) == "bedrock-eu"
    store.set("bank", US)
    store.asked.clear()
    now[0] = 1.9
    assert served(compliance) == "bedrock-eu"
    assert store.asked == []
    store.down = True
    assert served(compliance) == "bedrock-eu"
    now[0] = 2.0
    with pytest.raises(UnavailableError):
        served(compliance)
    store.down = False
    assert served(compliance) == "claude-us"


def test_a_tenant_that_changes_while_it_is_read_is_not_kept_under_the_old_revision(tmp_path):
    store = Store(bank=EU)
    compliance = load(tmp_path, store)

    def change() -> None:
        store.before_family = lambda: None
        store.set("bank", US)

    store.before_family = change
    assert served(compliance) == "claude-us"
    store.set("bank", EU)
    store._number = 1  # a store that names a state by what is in it, which is as it was
    assert served(compliance) == "bedrock-eu"


def test_asyncio_asks_the_store_in_another_thread(tmp_path, monkeypatch):
    store = Store(bank=EU)
    compliance = load(tmp_path, store)
    threads = []
    revision = store.revision

    def noted() -> str:
        threads.append(threading.get_ident())
        return revision()

    monkeypatch.setattr(store, "revision", noted)

    async def main() -> None:
        for _ in range(2):
            decision = await compliance.aresolve(tenant="bank", model=MODEL, at=DAY)
            assert decision.config.deployment == "bedrock-eu"

    asyncio.run(main())
    assert threads
    assert threading.get_ident() not in threads


def test_under_threads_each_answer_is_one_of_a_law_in_force_during_the_call(tmp_path):
    store = Store(bank=EU)
    compliance = load(tmp_path, store)
    flips = [0]  # even: the EU; odd: the US; one more while the store is being told
    start = threading.Barrier(5)
    over = threading.Event()

    def read() -> int:
        count = 0
        start.wait()
        while not over.is_set():
            before = flips[0]
            deployment = served(compliance)
            if flips[0] == before and before % 2 == 0:
                assert deployment == ("bedrock-eu" if before % 4 == 0 else "claude-us")
                count += 1
        return count

    with ThreadPoolExecutor(4) as pool:
        readers = [pool.submit(read) for _ in range(4)]
        start.wait()
        try:
            for number in range(1, 60):
                flips[0] += 1
                store.set("bank", US if number % 2 else EU)
                flips[0] += 1
                served(compliance)
        finally:
            over.set()
        assert sum(reader.result() for reader in readers) > 0


def test_a_project_names_its_own_database(tmp_path, monkeypatch):
    stores = pytest.importorskip("compliance_toolkit.stores.writing")
    database = f"sqlite:///{tmp_path / 'tenants.db'}"
    tables = stores.TenantTables(database)
    tables.create()
    tables.put({"bank": EU})
    path = write(tmp_path, tenants={}, tenant_database={"url": {"env": "SMALL_PROJECT_DATABASE"}})
    monkeypatch.delenv("SMALL_PROJECT_DATABASE", raising=False)
    with pytest.raises(ConfigurationError, match="`SMALL_PROJECT_DATABASE` holds no address"):
        Compliance.load(path)
    monkeypatch.setenv("SMALL_PROJECT_DATABASE", database)
    compliance = Compliance.load(path)
    assert served(compliance) == "bedrock-eu"
    tables.put({"bank": US})
    assert served(compliance) == "claude-us"
    assert compliance.reload() is False
    other = f"sqlite:///{tmp_path / 'others.db'}"
    others = stores.TenantTables(other)
    others.create()
    others.put({"bank": EU})
    monkeypatch.setenv("SMALL_PROJECT_DATABASE", other)
    assert compliance.reload() is True
    assert served(compliance) == "bedrock-eu"
