"""Addresses of tenant databases, and what is said of them: nothing that could be a secret."""

from __future__ import annotations

import logging
import os
import subprocess
import sys
import traceback

import pytest
from sqlalchemy import URL, create_engine  # noqa: TID251  callers may bring an engine

import stores_world
from compliance_toolkit.errors import ComplianceError, ConfigurationError, UnavailableError
from compliance_toolkit.stores import open_tenants
from compliance_toolkit.stores.sql import SqlTenants
from compliance_toolkit.stores.writing import TenantTables
from stores_world import names

server, empty, world = stores_world.server, stores_world.empty, stores_world.world

SECRET = "s3cret"  # noqa: S105  of nobody

REFUSED = [
    ("", "no URL"),
    ("tenants.db", "no URL"),
    (f"postgresql://user:{SECRET}@host:{SECRET}/db", "no URL"),
    (f"postgresql//user:{SECRET}@host/db", "no URL"),
    (f"postgres://user:{SECRET}@host/db", "no URL"),
    (f"nosuch://user:{SECRET}@host/db", "no URL"),
    (f"mysql://user:{SECRET}@host/db", "neither PostgreSQL nor SQLite"),
    (f"postgresql+pg8000://user:{SECRET}@host/db", "another driver than psycopg"),
    (f"postgresql+psycopg2://user:{SECRET}@host/db", "another driver than psycopg"),
    (f"postgresql+asyncpg://user:{SECRET}@host/db", "another driver than psycopg"),
    ("sqlite+aiosqlite:///x.db", "another driver"),
    ("sqlite://", "no file of SQLite"),
    ("sqlite:///:memory:", "no file of SQLite"),
    ("sqlite:///file:x?mode=memory&uri=true", "no file of SQLite"),
    ("sqlite:///x.db?mode=rwc", "no file of SQLite"),
]


@pytest.mark.parametrize(("address", "reason"), REFUSED)
def test_an_address_that_cannot_be_used_is_refused_without_showing_it(address, reason):
    with pytest.raises(ConfigurationError, match=reason) as caught:
        SqlTenants(address)
    assert SECRET not in f"{caught.value}{caught.value.hint}"
    assert caught.value.hint


@pytest.mark.parametrize("seconds", [0, -1, float("inf"), float("nan")])
def test_no_wait_is_endless(tmp_path, seconds):
    with pytest.raises(ConfigurationError, match="no time to wait"):
        SqlTenants(f"sqlite:///{tmp_path}/x.db", seconds=seconds)


def test_credentials_are_in_no_message_no_trace_and_no_log(tmp_path, caplog):
    caplog.set_level(logging.DEBUG)
    address = f"postgresql://{SECRET}:{SECRET}@/{SECRET}?host={tmp_path}"
    for make in (SqlTenants, TenantTables):
        held = make(address)
        ask = held.revision if isinstance(held, SqlTenants) else held.create
        with pytest.raises(UnavailableError, match="cannot be reached") as caught:
            ask()
        said = "".join(traceback.format_exception(caught.value))
        assert SECRET not in f"{said}{caught.value.hint}{held!r}{vars(held)!r}"
    assert SECRET not in caplog.text


def test_names_and_documents_are_in_no_log(world, caplog):
    caplog.set_level(logging.DEBUG)
    logging.getLogger("sqlalchemy").setLevel(logging.DEBUG)
    world.tables.put({SECRET: {"aliases": {"who": SECRET}}})
    caplog.clear()
    world.tenants.family(SECRET)
    with pytest.raises(ComplianceError):
        world.tables.remove([f"{SECRET}-2"])
    logging.getLogger("sqlalchemy").setLevel(logging.NOTSET)
    told = [one for one in caplog.records if "Row (" not in one.getMessage()]
    assert not [one.getMessage() for one in told if SECRET in one.getMessage()]


def test_a_database_that_is_not_there_is_not_made_by_who_reads(tmp_path):
    file = tmp_path / "tenants.db"
    with pytest.raises(UnavailableError, match="cannot be opened"):
        SqlTenants(f"sqlite:///{file}").revision()
    assert not file.exists()


def test_a_path_of_sqlite_is_no_place_for_options(tmp_path):
    address = f"sqlite:///{tmp_path}/a%3Fmode=memory%23 é.db"
    TenantTables(address).create()
    assert SqlTenants(address).revision()
    assert [file.name for file in tmp_path.iterdir()] == ["a?mode=memory# é.db"]


def test_a_file_that_is_no_database_is_the_operators_to_fix(tmp_path):
    (tmp_path / "x.db").write_bytes(b"no database, " * 100)
    with pytest.raises(ConfigurationError, match="no SQLite database"):
        SqlTenants(f"sqlite:///{tmp_path}/x.db").revision()


def test_a_file_that_another_program_holds_is_not_waited_for_long(tmp_path):
    address = f"sqlite:///{tmp_path}/x.db"
    TenantTables(address).create()
    held = create_engine(address)
    with held.connect() as connection:
        connection.exec_driver_sql("BEGIN EXCLUSIVE")
        with pytest.raises(UnavailableError, match=r"locked by another program|did not answer"):
            SqlTenants(address, seconds=0.2).revision()
    assert SqlTenants(address, seconds=0.2).revision()
    held.dispose()


def test_a_question_to_sqlite_that_takes_too_long_is_interrupted(tmp_path):
    address = f"sqlite:///{tmp_path}/x.db"
    TenantTables(address).create()
    endless = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i FROM n) SELECT sum(i) FROM n"
    database = SqlTenants(address, seconds=0.2)._database
    with pytest.raises(UnavailableError, match=r"did not answer within 0\.2 seconds"):
        database.ask(lambda connection: connection.exec_driver_sql(endless).all())


def test_an_address_may_be_one_that_sqlalchemy_made(tmp_path):
    address = URL.create("sqlite", database=str(tmp_path / "x.db"))
    TenantTables(address).create()
    assert SqlTenants(address).revision()


def test_a_missing_driver_is_named_with_the_command(monkeypatch):
    monkeypatch.setitem(sys.modules, "psycopg", None)
    with pytest.raises(ConfigurationError, match="`psycopg` cannot be imported") as caught:
        SqlTenants("postgresql://host/db")
    assert caught.value.hint == "run `pip install 'psycopg[binary]'`"


def test_a_missing_extra_is_named_with_the_command(monkeypatch):
    monkeypatch.setitem(sys.modules, "sqlalchemy", None)
    for module in [one for one in sys.modules if one.startswith("compliance_toolkit.stores.")]:
        monkeypatch.delitem(sys.modules, module)
    with pytest.raises(ConfigurationError, match="`sqlalchemy` cannot be imported") as caught:
        open_tenants("sqlite:///x.db")
    assert "compliance-toolkit[sql]" in str(caught.value.hint)


def test_what_is_opened_reads_tenants(world):
    world.tables.put({"a": {}})
    tenants = open_tenants(world.address, table=world.table)
    assert names(tenants.family("a")) == ["a"]


def test_naming_the_room_loads_no_sql():
    code = "import sys, compliance_toolkit.stores; print('sqlalchemy' in sys.modules)"
    done = subprocess.run([sys.executable, "-Ic", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


@pytest.mark.filterwarnings("ignore:.*multi-threaded.*fork:DeprecationWarning")
def test_a_forked_process_reads_over_a_connection_of_its_own(world):
    world.tables.put({"a": {}})
    tenants = world.tenants
    before = tenants.family("a")
    child = os.fork()
    if child == 0:
        try:
            os._exit(0 if tenants.family("a") == before else 1)
        finally:
            os._exit(2)
    for _ in range(50):
        assert tenants.family("a") == before
    _, status = os.waitpid(child, 0)
    assert os.waitstatus_to_exitcode(status) == 0
    assert tenants.family("a") == before
