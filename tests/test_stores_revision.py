"""The revision of tenants in SQL changes with every edit, or the table is refused."""

from __future__ import annotations

import pytest

import stores_world
from compliance_toolkit.errors import ConfigurationError
from compliance_toolkit.stores.sql import SqlTenants
from stores_world import World, names

server, empty, world = stores_world.server, stores_world.empty, stores_world.world

EDITS = {
    "insert": ["INSERT INTO {t} VALUES ('b', '{}')"],
    "update": ["UPDATE {t} SET document = '{ }' WHERE name = 'a'"],
    "rename": ["UPDATE {t} SET name = 'c' WHERE name = 'a'"],
    "delete": ["DELETE FROM {t} WHERE name = 'a'"],
    "delete all": ["DELETE FROM {t}"],
    "upsert": [
        "INSERT INTO {t} VALUES ('a', '') ON CONFLICT (name) DO UPDATE SET document = '{ }'"
    ],
    "put back": ["DELETE FROM {t} WHERE name = 'a'", "INSERT INTO {t} VALUES ('a', '{}')"],
    "in a transaction": ["BEGIN", "INSERT INTO {t} VALUES ('b', '{}')", "COMMIT"],
    "after a savepoint": [
        "BEGIN",
        "SAVEPOINT s",
        "INSERT INTO {t} VALUES ('b', '{}')",
        "ROLLBACK TO s",
        "INSERT INTO {t} VALUES ('c', '{}')",
        "COMMIT",
    ],
    "before a savepoint": [
        "BEGIN",
        "INSERT INTO {t} VALUES ('b', '{}')",
        "SAVEPOINT s",
        "INSERT INTO {t} VALUES ('c', '{}')",
        "ROLLBACK TO s",
        "COMMIT",
    ],
}


@pytest.mark.parametrize("statements", EDITS.values(), ids=EDITS.keys())
def test_an_edit_by_hand_changes_the_revision(world, statements):
    world.tables.put({"a": {}})
    tenants = world.tenants
    before = tenants.revision()
    world.edit(*statements)
    assert tenants.revision() != before
    assert tenants.family("a").revision == tenants.revision()


def test_what_was_rolled_back_is_no_other_revision(world):
    before = world.tenants.revision()
    world.edit("BEGIN", "INSERT INTO {t} VALUES ('a', '{}')", "ROLLBACK")
    assert world.tenants.revision() == before


def test_no_revision_ever_comes_again(world):
    tables, tenants = world.tables, world.tenants
    seen = [tenants.revision()]
    for _ in range(5):
        for change in (lambda: tables.put({"a": {}}), lambda: tables.remove(["a"]), tables.create):
            change()
            seen.append(tenants.revision())
    assert len(set(seen)) == 16


UNGUARDED = {
    "sqlite": ["DROP TRIGGER {t}_revise_update"],
    "postgresql": ["ALTER TABLE {t} DISABLE TRIGGER {t}_revise_rows"],
}


def unguard(world: World) -> None:
    world.edit(*UNGUARDED["postgresql" if world.server else "sqlite"])


@pytest.mark.parametrize("how", ["trigger", "made anew"])
def test_a_table_whose_edits_go_unnoticed_is_refused(world, how):
    tenants = world.tenants
    tenants.family("a")
    if how == "trigger":
        unguard(world)
    else:
        world.edit("DROP TABLE {t}", "CREATE TABLE {t} (name text PRIMARY KEY, document text)")
    for ask in (tenants.revision, lambda: tenants.family("a")):
        with pytest.raises(ConfigurationError, match="not every change of the table") as caught:
            ask()
        assert "create()" in str(caught.value.hint)


def test_to_make_the_tables_again_makes_them_whole_and_keeps_the_tenants(world):
    tenants = world.tenants
    for _ in range(9):  # drivers prepare what they are asked again and again
        before = tenants.revision()
    world.edit("DROP TABLE {t}", "CREATE TABLE {t} (name text PRIMARY KEY, document text)")
    world.edit("INSERT INTO {t} VALUES ('a', '{}')")
    world.tables.create()
    assert names(tenants.family("a")) == ["a"]
    assert tenants.revision() != before


def test_a_table_without_a_revision_is_refused(world):
    world.tables.put({"a": {}})
    world.edit("DELETE FROM {t}_revision")
    for ask in (world.tenants.revision, lambda: world.tenants.family("a")):
        with pytest.raises(ConfigurationError, match="has no revision"):
            ask()


@pytest.mark.parametrize("ask", [SqlTenants.revision, lambda tenants: tenants.family("a")])
def test_a_database_without_the_tables_is_the_operators_to_fix(empty, ask):
    empty.edit("CREATE TABLE {t}_other (x integer)")
    with pytest.raises(ConfigurationError, match=f"no table `{empty.table}`") as caught:
        ask(empty.tenants)
    assert "create()" in str(caught.value.hint)


def test_a_strangers_table_is_left_as_it_is(empty):
    empty.edit("CREATE TABLE {t} (id integer)")
    with pytest.raises(ConfigurationError, match=f"table `{empty.table}` of another shape"):
        empty.tables.create()
    with pytest.raises(ConfigurationError, match="no table"):
        empty.tenants.revision()
    empty.edit("INSERT INTO {t} VALUES (1)")  # no trigger of ours refuses it
