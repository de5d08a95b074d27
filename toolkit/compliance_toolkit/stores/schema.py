"""The two tables that tenants stand in, and the triggers that no edit gets past.

A reader keeps what it read for as long as the revision is the same, so the revision has to change
with every tenant that does: by this toolkit, by another program, or by hand. Neither a count nor a
time of change says so (two edits in one tick, a row put back); a trigger does, in the transaction
of the edit. The revision is random and not counted up: a count starts again when a backup is put
back, and would name two states of the table alike.
"""

from __future__ import annotations

import re
from typing import Literal, TypeAlias

from compliance_toolkit.errors import ConfigurationError
from compliance_toolkit.registry.wording import shown

Dialect: TypeAlias = Literal["postgresql", "sqlite"]

LONGEST_NAME = 1000
"""Characters of a tenant's name: an index of PostgreSQL takes no more than 2,700 bytes."""

LARGEST_DOCUMENT = 1_000_000
"""Characters of one tenant's document: each request for the tenant may have to read it."""

_TABLE = re.compile(r"[a-z_][a-z0-9_]{0,39}")

_BODY = """
DECLARE
  done text := 'compliance_toolkit.revised_' || TG_RELID;
  this text := pg_current_xact_id()::text;
BEGIN
  IF current_setting(done, true) IS DISTINCT FROM this THEN
    EXECUTE 'UPDATE ' || quote_ident(TG_TABLE_SCHEMA)
         || '.' || quote_ident(TG_TABLE_NAME || '_revision')
         || ' SET revision = gen_random_uuid()::text';
    PERFORM set_config(done, this, true);
  END IF;
  RETURN NULL;
END
"""

_POSTGRESQL = (
    """
CREATE TABLE IF NOT EXISTS "{table}" (
  name text COLLATE "C" PRIMARY KEY CHECK (length(name) <= {longest}),
  document text NOT NULL
)""",
    """
CREATE TABLE IF NOT EXISTS "{table}_revision" (
  one smallint PRIMARY KEY DEFAULT 1 CHECK (one = 1),
  revision text NOT NULL
)""",
    # A table of that name may be somebody else's.
    'SELECT name, document FROM "{table}" LIMIT 0',
    # Once a transaction is enough, and once a row would take an hour for a hundred thousand. What
    # it has done the transaction notes in a setting of its own, which a rollback takes back too.
    """
CREATE OR REPLACE FUNCTION "{table}_revise"() RETURNS trigger LANGUAGE plpgsql AS $$"""
    + _BODY
    + "$$",
    # For each row and always: replication applies rows, and fires no other trigger.
    'DROP TRIGGER IF EXISTS "{table}_revise_rows" ON "{table}"',
    """
CREATE TRIGGER "{table}_revise_rows" AFTER INSERT OR UPDATE OR DELETE ON "{table}"
  FOR EACH ROW EXECUTE FUNCTION "{table}_revise"()""",
    'ALTER TABLE "{table}" ENABLE ALWAYS TRIGGER "{table}_revise_rows"',
    'DROP TRIGGER IF EXISTS "{table}_revise_all" ON "{table}"',
    """
CREATE TRIGGER "{table}_revise_all" AFTER TRUNCATE ON "{table}"
  FOR EACH STATEMENT EXECUTE FUNCTION "{table}_revise"()""",
    'ALTER TABLE "{table}" ENABLE ALWAYS TRIGGER "{table}_revise_all"',
    """
INSERT INTO "{table}_revision" (revision) VALUES (gen_random_uuid()::text)
  ON CONFLICT (one) DO UPDATE SET revision = excluded.revision""",
)

_EVENTS = ("insert", "update", "delete")
_SQLITE_TRIGGER = """
CREATE TRIGGER "{table}_revise_{event}" AFTER {event} ON "{table}" BEGIN
  UPDATE "{table}_revision" SET revision = lower(hex(randomblob(16)));
END"""

_SQLITE = (
    """
CREATE TABLE IF NOT EXISTS "{table}" (
  name TEXT NOT NULL PRIMARY KEY COLLATE BINARY CHECK (length(name) <= {longest}),
  document TEXT NOT NULL
)""",
    """
CREATE TABLE IF NOT EXISTS "{table}_revision" (
  one INTEGER PRIMARY KEY DEFAULT 1 CHECK (one = 1),
  revision TEXT NOT NULL
)""",
    'SELECT name, document FROM "{table}" LIMIT 0',
    *(
        statement.replace("{event}", event)
        for event in _EVENTS
        for statement in ('DROP TRIGGER IF EXISTS "{table}_revise_{event}"', _SQLITE_TRIGGER)
    ),
    """
INSERT INTO "{table}_revision" (one, revision) VALUES (1, lower(hex(randomblob(16))))
  ON CONFLICT (one) DO UPDATE SET revision = excluded.revision""",
)

# `tgtype` 29: after each inserted, deleted or updated row; 32: after a truncation.
_GUARDS = {
    "postgresql": """
(SELECT count(*) = 2 FROM pg_catalog.pg_trigger AS t
  JOIN pg_catalog.pg_proc AS f ON f.oid = t.tgfoid
  JOIN pg_catalog.pg_language AS l ON l.oid = f.prolang
  WHERE t.tgrelid = to_regclass('"{table}"') AND t.tgenabled = 'A' AND NOT t.tgdeferrable
    AND t.tgqual IS NULL AND cardinality(t.tgattr::smallint[]) = 0
    AND (t.tgname, t.tgtype) IN (('{table}_revise_rows', 29), ('{table}_revise_all', 32))
    AND f.prosrc = {texts} AND f.proconfig IS NULL AND l.lanname = 'plpgsql')
AND NOT EXISTS (SELECT 1 FROM pg_catalog.pg_trigger
  WHERE tgrelid = to_regclass('"{table}_revision"'))
AND NOT EXISTS (SELECT 1 FROM pg_catalog.pg_rewrite
  WHERE ev_class = to_regclass('"{table}_revision"'))
AND NOT (SELECT relrowsecurity FROM pg_catalog.pg_class
  WHERE oid = to_regclass('"{table}_revision"'))""",
    "sqlite": """
(SELECT count(*) = 3 FROM sqlite_master WHERE type = 'trigger' AND tbl_name = '{table}'
  AND sql IN ({texts}))
AND NOT EXISTS (SELECT 1 FROM sqlite_master
  WHERE type = 'trigger' AND lower(tbl_name) = '{table}_revision')""",
}


def checked_table(table: str) -> str:
    """Give a table's name, which goes into statements as it is written.

    Raises:
        ConfigurationError: It is no plain name.
    """
    if not _TABLE.fullmatch(table):
        raise ConfigurationError(
            f"{shown(table)} is no name of a table",
            hint="write up to 40 lower-case letters, digits and `_`, such as `tenants`",
        )
    return table


def statements(dialect: Dialect, table: str = "tenants") -> tuple[str, ...]:
    """Give the statements that make the tables and their triggers, or make the triggers anew.

    They belong into one transaction. The last one changes the revision: what was edited while
    there was no trigger must not keep the old one.

    Raises:
        ConfigurationError: The table's name is no plain name.
    """
    script = _POSTGRESQL if dialect == "postgresql" else _SQLITE
    return tuple(_of(checked_table(table), one.strip()) for one in script)


def has_triggers(dialect: Dialect, table: str) -> str:
    """Give the expression that says whether every edit of the table changes its revision.

    It compares what the triggers do with what `statements` made them do, in the table that is read:
    one that was made anew, as migrations do, has lost them, and a name says nothing of what is done
    under it. Nor may anything stand between them and the revision.
    """
    made = _BODY if dialect == "postgresql" else _SQLITE_TRIGGER.strip()
    variants = [made] if dialect == "postgresql" else [made.replace("{event}", e) for e in _EVENTS]
    texts = ", ".join(_quoted(_of(table, one)) for one in variants)
    return _of(checked_table(table), _GUARDS[dialect]).replace("{texts}", texts)


def _quoted(text: str) -> str:
    doubled = text.replace("'", "''")
    return f"'{doubled}'"


def _of(table: str, statement: str) -> str:
    return statement.replace("{table}", table).replace("{longest}", str(LONGEST_NAME))
