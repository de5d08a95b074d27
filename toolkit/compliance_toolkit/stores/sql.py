"""Tenants in PostgreSQL or SQLite, read one family at a time."""

from __future__ import annotations

from typing import Any

from sqlalchemy import (
    URL,
    Boolean,
    Column,
    Connection,
    Engine,
    MetaData,
    Select,
    Table,
    Text,
    bindparam,
    case,
    collate,
    exists,
    func,
    literal_column,
    select,
)

from compliance_toolkit.errors import ConfigurationError
from compliance_toolkit.registry.entries import above
from compliance_toolkit.registry.mistakes import of_tenant
from compliance_toolkit.registry.model import is_tenant_name
from compliance_toolkit.registry.source import Family, Row
from compliance_toolkit.registry.strict_json import JsonError, loads_strict
from compliance_toolkit.registry.wording import described, shown
from compliance_toolkit.stores.connecting import Database
from compliance_toolkit.stores.schema import (
    LARGEST_DOCUMENT,
    LONGEST_NAME,
    Dialect,
    checked_table,
    has_triggers,
)

_EXACT: dict[Dialect, str] = {"postgresql": "C", "sqlite": "BINARY"}
_AFTER_SLASH = chr(ord("/") + 1)
_AS_JSON = 'write the tenant as a JSON object, such as `{"jurisdictions": ["eu"]}`'
_AGAIN = "run `TenantTables(…).create()` again, which keeps the tenants"


class SqlTenants:
    """The tenants of one table: a `TenantSource`. Thread-safe, and never writes.

    It needs no more than SELECT on the table and on its revision; `TenantTables` makes both.

    Each question is one statement, and so one snapshot whatever the isolation of transactions is:
    the revision, the rows of the path and what is below it cannot come from two states.

    Args:
        address: URL of the database, as SQLAlchemy has it. PostgreSQL takes a driver, `psycopg`;
            an engine of the caller's keeps its own pool and limits of time.
        table: The table of the tenants.
        seconds: How long to wait for an answer; for a connection once more as long.

    Raises:
        ConfigurationError: The address or the table's name is not valid, or the driver is missing.
    """

    def __init__(
        self, address: str | URL | Engine, *, table: str = "tenants", seconds: float = 5
    ) -> None:
        self._table = checked_table(table)
        self._database = Database(address, table=table, seconds=seconds)
        self._revision, self._family = _questions(self._database.dialect, table)

    def revision(self) -> str:
        """Name the state of the table; see `TenantSource.revision`.

        Raises:
            UnavailableError: The database did not answer.
            ConfigurationError: It has no such table, does not let us read it, or does not notice
                each change of it.
        """
        [(revision, guarded)] = self._asked(self._revision, {}) or [(None, True)]
        return self._checked(revision, guarded=guarded)

    def family(self, name: str) -> Family:
        """Read one tenant and all above it; see `TenantSource.family`.

        Raises:
            UnavailableError: The database did not answer.
            ConfigurationError: The name is none; or as for `revision`; or a document is no JSON
                object.
        """
        check_name(name)
        path = (*above(name), name)
        below = {"low": f"{name}/", "high": f"{name}{_AFTER_SLASH}"}
        found = self._asked(self._family, {"path": path, **below})
        revision, guarded, parent = found[0][:3] if found else (None, True, False)
        rows: dict[str, Row] = {}
        for *_, at, size, document in found:
            if at is not None:
                rows[at] = self._row(at, size, document)
        return Family(
            revision=self._checked(revision, guarded=guarded),
            rows=tuple(rows[at] for at in path if at in rows),
            parent=bool(parent),
        )

    def close(self) -> None:
        """Close the connections that nobody uses; an engine of the caller's stays as it is."""
        self._database.close()

    def _asked(self, question: Select[Any], parameters: dict[str, Any]) -> list[Any]:
        def ask(connection: Connection) -> list[Any]:
            # One statement needs no transaction around it, nor the two round trips for that.
            single = connection.execution_options(isolation_level="AUTOCOMMIT")
            return list(single.execute(question, parameters).all())

        return self._database.ask(ask)

    def _checked(self, revision: object, *, guarded: bool) -> str:
        if not guarded:
            raise ConfigurationError(
                f"not every change of the table `{self._table}` changes its revision",
                hint=f"its triggers are missing, disabled or not as they were made: {_AGAIN}; and "
                f"remove what `{self._table}_revision` has of its own, triggers, rules or policies",
            )
        if not isinstance(revision, str) or not revision:
            raise ConfigurationError(f"the table `{self._table}` has no revision", hint=_AGAIN)
        return revision

    def _row(self, name: str, size: int | None, document: object) -> Row:
        where = f"table {self._table}, row {name}"
        if size is not None and size > LARGEST_DOCUMENT:
            raise ConfigurationError(
                f"{where}: {too_large(name)}", hint="a tenant needs a few hundred; correct the row"
            )
        if not isinstance(document, str):
            what = of_tenant(name, "the document is no text")
            raise ConfigurationError(f"{where}: {what}", hint="write JSON as text into the row")
        return read_row(name, document, where)


def check_name(name: str) -> None:
    """Do nothing if this can be a tenant's name.

    Raises:
        ConfigurationError: It cannot.
    """
    if not is_tenant_name(name):
        raise ConfigurationError(
            f"{shown(name)} is no name of a tenant",
            hint="write lower-case letters, digits and hyphens, with `/` between levels",
        )
    if len(name) > LONGEST_NAME:
        raise ConfigurationError(
            f"the tenant's name {shown(name)} has more than {LONGEST_NAME:,} characters",
            hint="shorten it",
        )


def too_large(name: str) -> str:
    """Say that a tenant's document is too large to be read at each request."""
    return of_tenant(name, f"the document has more than {LARGEST_DOCUMENT:,} characters")


def read_row(name: str, text: str, where: str) -> Row:
    """Read the document of one tenant.

    Raises:
        ConfigurationError: It is no JSON as the standard means it, or no object.
    """
    try:
        document = loads_strict(text, where)
    except JsonError as error:
        what = of_tenant(name, f"line {error.line}, column {error.column}: {error.what}")
        raise ConfigurationError(f"{where}: {what}", hint=f"correct the row: {_AS_JSON}") from None
    if not isinstance(document, dict):
        what = of_tenant(name, f"expected a mapping, found {described(document)}")
        raise ConfigurationError(
            f"{where}: {what}",
            hint=_AS_JSON,
        )
    return Row(name, document, where)


def _questions(dialect: Dialect, table: str) -> tuple[Select[Any], Select[Any]]:
    """Make the two statements; names of tenants are bound to them, never part of them."""
    metadata = MetaData()
    revisions = Table(f"{table}_revision", metadata, Column("revision", Text))
    tenants = Table(table, metadata, Column("name", Text), Column("document", Text))
    row, child = tenants.alias("tenant"), tenants.alias("child")
    # Whatever collation a column was given: `acme` is not `ACME`, and `0` comes right after `/`.
    name, below = (collate(one.c.name, _EXACT[dialect]) for one in (row, child))
    size = func.length(row.c.document)
    state = (
        revisions.c.revision,
        literal_column(has_triggers(dialect, table), Boolean).label("guarded"),
    )
    family = select(
        *state,
        exists().where(below > bindparam("low"), below < bindparam("high")).label("parent"),
        row.c.name,
        size,
        case((size <= LARGEST_DOCUMENT, row.c.document)),
    ).select_from(revisions.outerjoin(row, name.in_(bindparam("path", expanding=True))))
    return select(*state), family
