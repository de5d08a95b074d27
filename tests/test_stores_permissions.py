"""A reader of tenants in PostgreSQL needs little, is given no more, and is told what is missing."""

from __future__ import annotations

import pytest

import stores_world
from compliance_toolkit.errors import ConfigurationError
from compliance_toolkit.stores.sql import SqlTenants
from compliance_toolkit.stores.writing import TenantTables
from stores_world import names, refused

server, filled = stores_world.server, stores_world.filled


@pytest.fixture
def reader(filled):
    """A user who may read the two tables, and the address."""
    table = filled.table
    user = f"reader_{table}"
    filled.server.execute(
        f"CREATE USER {user}", f"GRANT SELECT ON {table}, {table}_revision TO {user}"
    )
    return user, filled.server.url(user)


def test_a_user_who_may_only_read_is_enough(filled, reader):
    _, address = reader
    tenants = SqlTenants(address, table=filled.table)
    assert tenants.family("a/b") == filled.tenants.family("a/b")
    assert tenants.revision() == filled.tenants.revision()


@pytest.mark.parametrize("change", [lambda it: it.put({"c": {}}), lambda it: it.remove(["a/b"])])
def test_a_user_who_may_only_read_changes_nothing(filled, reader, change):
    _, address = reader
    before = filled.tenants.family("a/b")
    writer = TenantTables(address, table=filled.table)
    said = refused(lambda: change(writer), ConfigurationError)
    assert "does not let its user do this" in said
    assert filled.tenants.family("a/b") == before


@pytest.mark.parametrize("of", ["", "_revision"])
def test_a_user_who_may_not_read_both_tables_is_the_operators_to_fix(filled, reader, of):
    user, address = reader
    filled.edit(f"REVOKE ALL ON {{t}}{of} FROM {user}")
    tenants = SqlTenants(address, table=filled.table)
    said = refused(lambda: tenants.family("a"), ConfigurationError)
    assert "does not let its user do this" in said


def test_a_reader_could_not_write_if_it_tried(filled):
    database = filled.tenants._database
    delete = filled.of("DELETE FROM {t}")
    with pytest.raises(ConfigurationError, match="is read-only"):
        database.ask(lambda connection: connection.exec_driver_sql(delete))
    assert names(filled.tenants.family("a")) == ["a"]


def test_a_wrong_password_is_told_without_it(filled):
    filled.server.execute(
        "DROP ROLE IF EXISTS outsider", "CREATE USER outsider PASSWORD 'right-s3cret'"
    )
    address = filled.server.url("outsider:wrong-s3cret")
    said = refused(SqlTenants(address, table=filled.table).revision)
    assert "cannot be reached, or refuses us" in said
