"""Tenants in SQL, on SQLite and on a real PostgreSQL: a family is read, and nobody else."""

from __future__ import annotations

import threading
import time

import pytest

import stores_world
from compliance_toolkit.errors import ConfigurationError
from compliance_toolkit.registry.source import Family, TenantSource
from compliance_toolkit.stores.sql import SqlTenants
from compliance_toolkit.stores.writing import TenantTables
from stores_world import names

server, empty, world = stores_world.server, stores_world.empty, stores_world.world

HOSTILE = [
    "",
    " ",
    "acm%",
    "acm_",
    "ACME",
    "acme/",
    "/acme",
    "acme//x",
    "acme/%",
    "acme'",
    'acme"',
    "acme' OR 'a'='a",
    "acme; DROP TABLE tenants",
    "acme\n",
    "acme\x00",
    "acmé",
    "acme\ud800",
    "%(name)s",
    ":name",
    "?",
]


@pytest.mark.parametrize("name", [*HOSTILE, "x" * 1001, "x/" * 500 + "x"])
def test_what_can_be_no_name_is_refused_before_anything_is_asked(tmp_path, name):
    nowhere = SqlTenants(f"sqlite:///{tmp_path}/nowhere.db")
    with pytest.raises(ConfigurationError, match=r"no name of a tenant|more than 1,000") as caught:
        nowhere.family(name)
    assert "\n" not in caught.value.message


@pytest.mark.parametrize("name", HOSTILE)
def test_what_can_be_no_name_is_not_written(world, name):
    before = world.tenants.revision()
    with pytest.raises(ConfigurationError, match="no name of a tenant"):
        world.tables.put({"acme": {}, name: {}})
    assert world.tenants.revision() == before
    assert names(world.tenants.family("acme")) == []


def test_no_name_that_only_looks_alike_is_read(world):
    for name in ["acm_", "acm%", "ACME", "acme2", "acme-x", "acme0", "acme.x", "acme'", "acm"]:
        world.insert(name, "{}")
    assert world.tenants.family("acme") == Family(world.tenants.revision(), (), parent=False)
    world.tables.put({"acme": {}})
    assert names(world.tenants.family("acme")) == ["acme"]
    assert not world.tenants.family("acme").parent


def test_case_is_told_apart_whatever_the_table_thinks_of_it(empty):
    loose = 'COLLATE "en-x-icu"' if empty.server else "COLLATE NOCASE"
    empty.edit(f"CREATE TABLE {{t}} (name varchar(99) {loose} PRIMARY KEY, document text)")
    empty.tables.create()
    for name in ["ACME", "acme-x", "acme_x", "Acme/y", "acme 0"]:
        empty.insert(name, "{}")
    family = empty.tenants.family("acme")
    assert names(family) == []
    assert not family.parent
    empty.insert("acme/x", "{}")
    assert empty.tenants.family("acme").parent


def test_a_family_is_the_path_outermost_first_and_nobody_else(world):
    world.tables.put({name: {} for name in ["a/b/c", "a", "a/b", "a/b2", "a/b/d", "b", "c", "a0"]})
    assert names(world.tenants.family("a/b/c")) == ["a", "a/b", "a/b/c"]
    assert [row.where for row in world.tenants.family("a").rows] == [f"table {world.table}, row a"]


def test_a_missing_ancestor_is_left_out_and_not_made_up(world):
    world.tables.put({"a/b/c": {}})
    assert names(world.tenants.family("a/b/c")) == ["a/b/c"]
    assert names(world.tenants.family("a/b")) == []


@pytest.mark.parametrize(
    ("others", "parent"),
    [
        ([], False),
        (["acme2", "acme0", "acm", "b"], False),
        (["acme/x"], True),
        (["acme/x/y"], True),
        (["acme/0"], True),
        (["acme/zz"], True),
    ],
)
def test_what_is_below_a_tenant_is_found_and_what_is_beside_it_is_not(world, others, parent):
    world.tables.put({name: {} for name in ["acme", *others]})
    assert world.tenants.family("acme").parent is parent


def test_a_sibling_that_changes_changes_the_revision_and_no_other_family(world):
    world.tables.put({"a": {"jurisdictions": ["eu"]}, "b": {"jurisdictions": ["us"]}})
    before = world.tenants.family("a")
    world.tables.put({"b": {"jurisdictions": ["uk"]}})
    after = world.tenants.family("a")
    assert after.revision != before.revision
    assert (after.rows, after.parent) == (before.rows, before.parent)


@pytest.mark.parametrize("table", ["", "Tenants", "a b", 'a"b', "a;b", "a.b", "1a", "x" * 41, "é"])
def test_a_tables_name_is_no_way_into_a_statement(empty, table):
    for make in (SqlTenants, TenantTables):
        with pytest.raises(ConfigurationError, match="no name of a table"):
            make(empty.address, table=table)


def test_a_family_is_one_snapshot_while_others_write(world):
    tables, tenants = world.tables, world.tenants
    tables.put({name: {"max_price": 100} for name in ("a", "a/b", "a/b/c")})
    done = threading.Event()

    def write() -> None:
        for n in range(1, 100):
            tables.put({name: {"max_price": n} for name in ("a/b/c", "a", "a/b")})
        done.set()

    writer = threading.Thread(target=write)
    seen: dict[str, set[int]] = {}

    def read() -> None:
        while not done.is_set():
            family = tenants.family("a/b/c")
            seen.setdefault(family.revision, set()).update(
                row.document["max_price"] for row in family.rows
            )

    readers = [threading.Thread(target=read) for _ in range(3)]
    for thread in (*readers, writer):
        thread.start()
    for thread in (*readers, writer):
        thread.join()
    assert len(seen) > 1
    assert all(len(numbers) == 1 for numbers in seen.values())


def test_threads_that_read_at_once_each_get_their_own_family(world):
    tenants = world.tenants
    world.tables.put({f"t{n}": {"aliases": {"fast": f"m{n}"}} for n in range(8)})
    wrong: list[object] = []

    def read(n: int) -> None:
        for _ in range(60):
            [row] = tenants.family(f"t{n}").rows
            if (row.name, row.document) != (f"t{n}", {"aliases": {"fast": f"m{n}"}}):
                wrong.append(row)

    threads = [threading.Thread(target=read, args=(n,)) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not wrong


def test_ten_thousand_tenants_make_no_lookup_slow(world, capsys):
    world.tables.put({"acme": {}, "acme/x": {}})
    few = seconds(world.tenants)
    world.tables.put({f"t{n}/x": {"jurisdictions": ["eu"]} for n in range(10_000)})
    many = seconds(world.tenants)
    with capsys.disabled():
        kind = "PostgreSQL" if world.server else "SQLite"
        print(f"\n{kind}: a family of 2 takes {few * 1e6:.0f} µs, of 10,002 {many * 1e6:.0f} µs")  # noqa: T201  for whoever runs it


def seconds(tenants: SqlTenants) -> float:
    taken = []
    for _ in range(100):
        began = time.perf_counter()
        assert names(tenants.family("acme/x")) == ["acme", "acme/x"]
        taken.append(time.perf_counter() - began)
    return sorted(taken)[50]


def test_it_is_what_the_registry_asks_for(world):
    source: TenantSource = world.tenants
    assert source.revision() == source.family("a").revision
