"""A PostgreSQL that stops, hangs, refuses or is shared: never an old answer, never no end."""

from __future__ import annotations

import gc
import select
import threading
import time
import warnings
from contextlib import contextmanager

import pytest
from sqlalchemy import QueuePool, create_engine  # noqa: TID251  callers may bring an engine

import stores_world
from compliance_toolkit.errors import ConfigurationError
from compliance_toolkit.stores.sql import SqlTenants
from stores_world import names, refused

server, filled = stores_world.server, stores_world.filled


def within(world, seconds):
    return SqlTenants(world.address, table=world.table, seconds=seconds)


def test_a_database_that_stopped_between_two_reads_gives_no_old_answer(filled):
    tenants = filled.tenants
    before = tenants.family("a/b")
    filled.server.stop()
    try:
        assert "cannot be reached" in refused(tenants.revision)
        assert "cannot be reached" in refused(lambda: tenants.family("a/b"))
    finally:
        filled.server.start()
    assert tenants.family("a/b") == before


def test_a_connection_that_was_ended_is_made_again(filled):
    tenants = filled.tenants
    tenants.revision()
    filled.server.execute(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
        " WHERE application_name = 'compliance-toolkit'"
    )
    assert names(tenants.family("a/b")) == ["a", "a/b"]


@pytest.mark.parametrize("connected", [True, False])
def test_a_database_that_hangs_is_not_waited_for(filled, connected):
    tenants = within(filled, 0.5)
    if connected:
        tenants.revision()
    filled.server.freeze()
    began = time.monotonic()
    try:
        said = refused(lambda: tenants.family("a/b"))
    finally:
        filled.server.thaw()
    assert "did not answer within 0.5 seconds" in said
    assert time.monotonic() - began < 8
    assert names(tenants.family("a/b")) == ["a", "a/b"]


def test_while_it_hangs_nobody_waits_longer_than_another(filled):
    tenants = within(filled, 0.5)
    tenants.revision()
    said: list[str] = []
    threads = [
        threading.Thread(target=lambda: said.append(refused(tenants.revision))) for _ in range(6)
    ]
    filled.server.freeze()
    began = time.monotonic()
    try:
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    finally:
        filled.server.thaw()
    assert said == ["the tenant database did not answer within 0.5 seconds"] * 6
    assert time.monotonic() - began < 8


@contextmanager
def locked(world):
    with world.server.connect() as connection:
        connection.execute(f"LOCK TABLE {world.table} IN ACCESS EXCLUSIVE MODE")
        yield


def test_a_connection_whose_time_was_up_serves_nobody_again(filled):
    database = within(filled, 0.2)._database

    def late(connection) -> str:
        driver = connection.connection.driver_connection
        select.select([driver.fileno()], [], [], 30)  # readable once it is broken off
        return "the answer"

    assert database.ask(late) == "the answer"
    one = database.ask(
        lambda connection: connection.exec_driver_sql("SELECT 1").scalar(), once=True
    )
    assert one == 1


def test_what_is_no_longer_held_closes_its_connections(filled):
    gc.collect()
    with warnings.catch_warnings(record=True) as left_open:
        warnings.simplefilter("always")
        for _ in range(3):
            SqlTenants(filled.address, table=filled.table).revision()
        gc.collect()
    assert [str(one.message) for one in left_open] == []


def test_a_table_that_somebody_holds_is_not_waited_for(filled):
    tenants = within(filled, 0.5)
    with locked(filled):
        assert "did not answer" in refused(lambda: tenants.family("a/b"))
    assert names(tenants.family("a/b")) == ["a", "a/b"]


def test_one_more_at_once_than_there_are_connections_is_told_so(filled):
    tenants = within(filled, 0.5)
    held = threading.Barrier(16)
    done = threading.Event()

    def hold(_connection) -> None:
        held.wait()
        done.wait()

    threads = [threading.Thread(target=tenants._database.ask, args=(hold,)) for _ in range(15)]
    for thread in threads:
        thread.start()
    held.wait()
    try:
        assert "asked by too many at once" in refused(tenants.revision)
    finally:
        done.set()
        for thread in threads:
            thread.join()
    assert tenants.revision()


def test_a_database_that_is_not_there_is_unavailable(filled):
    address = filled.server.url(database="elsewhere")
    assert "cannot be reached" in refused(SqlTenants(address).revision)


def test_an_option_that_the_driver_does_not_know_is_the_operators_to_fix(filled):
    address = filled.server.url(sslmod="require")
    said = refused(SqlTenants(address).revision, ConfigurationError)
    assert "does not understand" in said
    assert "sslmod" not in said


def test_the_database_ends_a_statement_by_itself_before_it_is_broken_off(filled):
    show = "SELECT current_setting('statement_timeout')"
    ask = within(filled, 2)._database.ask
    assert ask(lambda connection: connection.exec_driver_sql(show).scalar()) == "1800ms"


def test_options_of_the_address_come_last(filled):
    address = filled.server.url(options="-c%20statement_timeout=77s", application_name="mine")
    ask = SqlTenants(address, table=filled.table)._database.ask
    show = "SELECT current_setting('statement_timeout'), current_setting('application_name')"
    assert ask(lambda connection: tuple(connection.exec_driver_sql(show).one())) == ("77s", "mine")


REPLICATED = "SET session_replication_role = replica"


@pytest.mark.parametrize(
    "edit",
    [
        ["TRUNCATE {t}"],
        [REPLICATED, "UPDATE {t} SET document = '{ }'"],
        [REPLICATED, "TRUNCATE {t}"],
        ["COPY {t} FROM PROGRAM 'echo c,{}' WITH (FORMAT csv)"],
    ],
)
def test_an_edit_that_only_postgresql_knows_changes_the_revision(filled, edit):
    before = filled.tenants.revision()
    filled.edit(*edit)
    assert filled.tenants.revision() != before


def test_the_revision_is_found_from_every_search_path(filled):
    before = filled.tenants.revision()
    filled.edit("SET search_path = ''", "DELETE FROM public.{t}")
    assert filled.tenants.revision() != before


def test_writers_wait_for_each_other_and_none_is_lost(filled):
    tables = [filled.tables for _ in range(4)]
    wrong: list[Exception] = []

    def write(n: int) -> None:
        try:
            for m in range(15):
                tables[n].put(
                    {f"t{(n + k) % 4}": {"aliases": {"by": f"{n}-{m}"}} for k in range(2)}
                )
        except Exception as error:  # noqa: BLE001  whatever it is, the test tells it
            wrong.append(error)

    threads = [threading.Thread(target=write, args=(n,)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not wrong
    assert all(filled.tenants.family(f"t{n}").rows for n in range(4))


def test_one_call_is_one_revision_however_many_tenants(filled):
    filled.edit(
        "CREATE TABLE {t}_seen (revision text)",
        "CREATE FUNCTION {t}_note() RETURNS trigger LANGUAGE plpgsql AS"
        " $$ BEGIN INSERT INTO {t}_seen VALUES (NEW.revision); RETURN NULL; END $$",
        "CREATE TRIGGER note AFTER UPDATE ON {t}_revision FOR EACH ROW EXECUTE FUNCTION {t}_note()",
    )
    filled.tables.put({f"t{n}": {} for n in range(50)})
    filled.edit("DROP TRIGGER note ON {t}_revision")  # such a one could also put it back
    seen = filled.server.execute(filled.of("SELECT revision FROM {t}_seen"))
    assert seen == [(filled.tenants.revision(),)]


def test_an_uncommitted_edit_is_not_seen_in_rows_nor_in_the_revision(filled):
    before = filled.tenants.family("a/b")
    with filled.server.connect() as connection:
        connection.execute(filled.of("DELETE FROM {t}"))
        assert filled.tenants.family("a/b") == before
        connection.commit()
        assert filled.tenants.family("a/b").revision != before.revision


def test_a_lookup_uses_the_index_for_its_path_and_for_what_is_below(filled):
    filled.tables.put({f"t{n}/x": {} for n in range(3000)})
    filled.edit("ANALYZE {t}")
    question = filled.tenants._family
    parameters = {"path": ("t1", "t1/x"), "low": "t1/x/", "high": "t1/x0"}

    def explain(connection):
        compiled = question.params(parameters).compile(
            connection, compile_kwargs={"literal_binds": True}
        )
        return [row[0] for row in connection.exec_driver_sql(f"EXPLAIN {compiled}")]

    plan = "\n".join(filled.tenants._database.ask(explain))
    assert plan.count(f"{filled.table}_pkey") == 2
    assert f"Seq Scan on {filled.table} " not in plan


def test_an_engine_of_the_callers_is_asked_and_left_open(filled):
    engine = create_engine(filled.address)
    tenants = SqlTenants(engine, table=filled.table)
    assert tenants.family("a/b") == filled.tenants.family("a/b")
    tenants.close()
    del tenants
    assert isinstance(engine.pool, QueuePool)
    assert engine.pool.checkedin() == 1
    with engine.connect() as connection:
        level = connection.exec_driver_sql("SHOW transaction_isolation").scalar()
        assert level == "read committed"
        assert connection.get_isolation_level() == "READ COMMITTED"
    engine.dispose()
