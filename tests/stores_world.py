"""One table of tenants in SQLite or a real PostgreSQL, for tests that hold for both."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import dataclass
from itertools import count
from pathlib import Path

import pytest

from compliance_toolkit.errors import UnavailableError
from compliance_toolkit.registry.source import Family
from compliance_toolkit.stores.sql import SqlTenants
from compliance_toolkit.stores.writing import TenantTables
from postgres import Postgres, required

TABLES = count()


@dataclass(frozen=True)
class World:
    """One table in one database: read by the toolkit, edited by somebody at a prompt."""

    address: str
    table: str
    server: Postgres | None
    file: Path

    @classmethod
    def new(cls, server: Postgres | None, folder: Path) -> World:
        """A name of a table that no test had before; there is none yet."""
        file = folder / "tenants.db"
        address = server.url() if server else f"sqlite:///{file}"
        return cls(address, f"tenants_{next(TABLES)}", server, file)

    def edit(self, *statements: str) -> None:
        """Run statements, `{t}` being the table."""
        given = [self.of(statement) for statement in statements]
        if self.server:
            self.server.execute(*given)
            return
        with closing(sqlite3.connect(self.file, isolation_level=None)) as connection:
            for statement in given:
                connection.execute(statement)

    def of(self, statement: str) -> str:
        """Put the table's name into a statement."""
        return statement.replace("{t}", self.table)

    def insert(self, name: str, document: object) -> None:
        """Write a row as it is, past all that the toolkit would say to it."""
        mark = "%s" if self.server else "?"
        statement = self.of("INSERT INTO {t} VALUES ({m}, {m})").replace("{m}", mark)
        if self.server:
            with self.server.connect(autocommit=True) as connection:
                connection.execute(statement, (name, document))
            return
        with closing(sqlite3.connect(self.file, isolation_level=None)) as file:
            file.execute(statement, (name, document))

    @property
    def tenants(self) -> SqlTenants:
        return SqlTenants(self.address, table=self.table)

    @property
    def tables(self) -> TenantTables:
        return TenantTables(self.address, table=self.table)


@pytest.fixture(scope="module")
def server():
    with Postgres(required()) as server:
        yield server


@pytest.fixture(params=["sqlite", "postgresql"])
def empty(request, tmp_path):
    """A database without any table of ours."""
    postgres = request.getfixturevalue("server") if request.param == "postgresql" else None
    return World.new(postgres, tmp_path)


@pytest.fixture
def world(empty):
    empty.tables.create()
    return empty


def names(family: Family) -> list[str]:
    return [row.name for row in family.rows]


@pytest.fixture
def filled(server, tmp_path):
    """A table of PostgreSQL with two tenants."""
    world = World.new(server, tmp_path)
    world.tables.create()
    world.tables.put({"a": {"max_price": 2.0}, "a/b": {"max_price": 1.0}})
    return world


def refused(ask, kind=UnavailableError):
    """What it says to who asked, and with nothing of the driver's on it."""
    with pytest.raises(kind) as caught:
        ask()
    assert caught.value.hint
    assert caught.value.__context__ is None
    assert caught.value.__cause__ is None
    return caught.value.message
