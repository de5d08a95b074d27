"""A trigger is believed for what it does: under its own name it may do nothing at all."""

from __future__ import annotations

import pytest

import stores_world
from compliance_toolkit.errors import ConfigurationError
from compliance_toolkit.stores.sql import SqlTenants
from stores_world import World

server, empty, world = stores_world.server, stores_world.empty, stores_world.world

SQLITE = {
    "does nothing": [
        "DROP TRIGGER {t}_revise_update",
        "CREATE TRIGGER {t}_revise_update AFTER UPDATE ON {t} BEGIN SELECT 1; END",
    ],
    "only sometimes": [
        "DROP TRIGGER {t}_revise_update",
        (
            'CREATE TRIGGER "{t}_revise_update" AFTER update ON "{t}" WHEN new.name = \'x\' BEGIN\n'
            '  UPDATE "{t}_revision" SET revision = lower(hex(randomblob(16)));\nEND'
        ),
    ],
    "of one column": [
        "DROP TRIGGER {t}_revise_update",
        (
            'CREATE TRIGGER "{t}_revise_update" AFTER UPDATE OF name ON "{t}" BEGIN\n'
            '  UPDATE "{t}_revision" SET revision = lower(hex(randomblob(16)));\nEND'
        ),
    ],
    "a constant": [
        "DROP TRIGGER {t}_revise_update",
        (
            'CREATE TRIGGER "{t}_revise_update" AFTER update ON "{t}" BEGIN\n'
            "  UPDATE \"{t}_revision\" SET revision = 'same';\nEND"
        ),
    ],
    "undone": [
        "CREATE TRIGGER other BEFORE UPDATE ON {t}_revision BEGIN SELECT RAISE(IGNORE); END"
    ],
}

_NOTHING = "CREATE OR REPLACE FUNCTION {t}_nothing() RETURNS trigger LANGUAGE plpgsql AS "
_NOTHING += "$$ BEGIN RETURN NULL; END $$"
_AGAIN = [
    "DROP TRIGGER {t}_revise_rows ON {t}",
    (
        "CREATE {constraint}TRIGGER {t}_revise_rows AFTER {events} ON {t} {more} "
        "FOR EACH ROW {when}EXECUTE FUNCTION {t}_{what}()"
    ),
    "ALTER TABLE {t} ENABLE ALWAYS TRIGGER {t}_revise_rows",
]


def again(
    events: str = "INSERT OR UPDATE OR DELETE",
    *,
    constraint: str = "",
    more: str = "",
    when: str = "",
    what: str = "revise",
) -> list[str]:
    made = {"events": events, "constraint": constraint, "more": more, "when": when, "what": what}
    whole = _AGAIN[1]
    for name, text in made.items():
        whole = whole.replace(f"{{{name}}}", text)
    return [_AGAIN[0], whole, _AGAIN[2]]


POSTGRESQL = {
    "does nothing": [
        (
            "CREATE OR REPLACE FUNCTION {t}_revise() RETURNS trigger LANGUAGE plpgsql AS "
            "$$ BEGIN RETURN NULL; END $$"
        )
    ],
    "calls another": [_NOTHING, *again(what="nothing")],
    "not on updates": again("INSERT OR DELETE"),
    "of one column": again("INSERT OR UPDATE OF name OR DELETE"),
    "only sometimes": again(when="WHEN (pg_trigger_depth() > 5) "),
    "at the end": again(constraint="CONSTRAINT ", more="DEFERRABLE INITIALLY DEFERRED"),
    "with settings": ["ALTER FUNCTION {t}_revise() SET search_path = public"],
    "not always": ["ALTER TABLE {t} ENABLE TRIGGER {t}_revise_rows"],
    "undone": [
        (
            "CREATE OR REPLACE FUNCTION {t}_nothing() RETURNS trigger LANGUAGE plpgsql AS "
            "$$ BEGIN RETURN NULL; END $$"
        ),
        (
            "CREATE TRIGGER other BEFORE UPDATE ON {t}_revision FOR EACH ROW "
            "EXECUTE FUNCTION {t}_nothing()"
        ),
    ],
    "ruled out": ["CREATE RULE other AS ON UPDATE TO {t}_revision DO INSTEAD NOTHING"],
    "hidden from writers": ["ALTER TABLE {t}_revision ENABLE ROW LEVEL SECURITY"],
}


def _refuses(tenants: SqlTenants) -> None:
    for ask in (tenants.revision, lambda: tenants.family("a")):
        with pytest.raises(ConfigurationError, match="not every change of the table") as caught:
            ask()
        assert "create()" in str(caught.value.hint)


def _tampered(world: World, statements: list[str]) -> None:
    world.tables.put({"a": {"jurisdictions": ["eu"]}})
    tenants = world.tenants
    tenants.family("a")
    world.edit(*statements)
    _refuses(tenants)
    _refuses(world.tenants)


@pytest.mark.parametrize("how", SQLITE)
def test_a_trigger_of_sqlite_that_is_not_as_it_was_made_is_refused(tmp_path, how):
    world = World.new(None, tmp_path)
    world.tables.create()
    _tampered(world, SQLITE[how])
    if how != "undone":  # what is not ours is not removed
        world.tables.create()
        assert world.tenants.revision()


@pytest.mark.parametrize("how", POSTGRESQL)
def test_a_trigger_of_postgresql_that_is_not_as_it_was_made_is_refused(server, tmp_path, how):
    world = World.new(server, tmp_path)
    world.tables.create()
    _tampered(world, POSTGRESQL[how])
    if how not in {"undone", "ruled out", "hidden from writers"}:
        world.tables.create()
        assert world.tenants.revision()


def test_triggers_of_others_on_the_tenants_are_their_own_affair(world):
    if world.server:
        world.edit(
            _NOTHING,
            "CREATE TRIGGER audit AFTER UPDATE ON {t} FOR EACH ROW EXECUTE FUNCTION {t}_nothing()",
        )
    else:
        world.edit("CREATE TRIGGER audit AFTER UPDATE ON {t} BEGIN SELECT 1; END")
    assert world.tenants.revision()


def test_a_table_that_was_renamed_and_renamed_back_is_whole_again_when_it_is_made_again(world):
    world.edit("ALTER TABLE {t} RENAME TO {t}_other", "ALTER TABLE {t}_other RENAME TO {t}")
    world.tables.create()
    assert world.tenants.revision()
