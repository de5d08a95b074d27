"""Makes and fills the tables of tenants; for operators, apart from what applications hold."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping

from sqlalchemy import URL, Connection, Engine

from compliance_toolkit.errors import ComplianceError, ConfigurationError
from compliance_toolkit.models import JsonObject
from compliance_toolkit.registry.mistakes import of_tenant
from compliance_toolkit.registry.sourced import check_document
from compliance_toolkit.registry.wording import listed
from compliance_toolkit.stores.connecting import Database
from compliance_toolkit.stores.schema import LARGEST_DOCUMENT, checked_table, statements
from compliance_toolkit.stores.sql import check_name, read_row, too_large

_FEW = 3
_MOST = 50


class TenantTables:
    """The table of tenants and its revision, to be made and changed.

    Args:
        address: As for `SqlTenants`, of a user who may write.
        table: The table of the tenants.
        seconds: How long all changes of one call may take.

    Raises:
        ConfigurationError: The address or the table's name is not valid, or the driver is missing.
    """

    def __init__(
        self, address: str | URL | Engine, *, table: str = "tenants", seconds: float = 60
    ) -> None:
        self._table = checked_table(table)
        self._database = Database(address, table=table, seconds=seconds, writes=True)

    def create(self) -> None:
        """Make the tables and triggers where they are missing, and change the revision.

        Raises:
            UnavailableError: The database did not answer.
            ConfigurationError: It does not let us, or has another table of that name.
        """
        script = statements(self._database.dialect, self._table)

        def run(connection: Connection) -> None:
            for statement in script:
                connection.exec_driver_sql(statement)

        self._change(run, locks=False)

    def put(self, tenants: Mapping[str, JsonObject]) -> None:
        """Write tenants, each whole, instead of what was there by their names: all or none.

        What the law makes of them is seen when they are read: another tenant may widen by it.

        Args:
            tenants: By name, each of the shape in `schemas/tenant.json`.

        Raises:
            UnavailableError: The database did not answer.
            ConfigurationError: A name or a document is not valid; or as for `create`.
        """
        rows = _rows(self._table, tenants)
        if not rows:
            return
        mark = "%s" if self._database.dialect == "postgresql" else "?"
        statement = (
            f'INSERT INTO "{self._table}" (name, document) VALUES ({mark}, {mark})'  # noqa: S608
            " ON CONFLICT (name) DO UPDATE SET document = excluded.document"
        )
        self._change(lambda connection: connection.exec_driver_sql(statement, rows))

    def remove(self, names: Iterable[str]) -> None:
        """Remove tenants, all or none. Those below them are then refused, and not moved up.

        Raises:
            UnavailableError: The database did not answer.
            ConfigurationError: A name is no tenant's; or as for `create`.
        """
        wanted = sorted({names} if isinstance(names, str) else set(names))
        for name in wanted:
            check_name(name)
        mark = "%s" if self._database.dialect == "postgresql" else "?"
        statement = f'DELETE FROM "{self._table}" WHERE name = {mark}'  # noqa: S608

        def run(connection: Connection) -> None:
            missing = [
                name
                for name in wanted
                if connection.exec_driver_sql(statement, (name,)).rowcount == 0
            ]
            if missing:
                more = " …" if len(missing) > _FEW else ""
                raise ConfigurationError(
                    f"the table `{self._table}` has no tenant {listed(missing[:_FEW])}{more}",
                    hint="check the names; nothing was removed",
                )

        self._change(run)

    def close(self) -> None:
        """Close the connections that nobody uses; an engine of the caller's stays as it is."""
        self._database.close()

    def _change(self, change: Callable[[Connection], object], *, locks: bool = True) -> None:
        lock = f'SELECT revision FROM "{self._table}_revision" FOR UPDATE'  # noqa: S608

        def run(connection: Connection) -> None:
            if self._database.dialect == "sqlite":
                # By itself the driver begins late, and not for every statement.
                connection.exec_driver_sql("BEGIN IMMEDIATE")
            elif locks:
                # First, or two writers could each hold what the other wants next.
                connection.exec_driver_sql(lock)
            change(connection)
            connection.commit()

        self._database.ask(run, once=True)


def _rows(table: str, tenants: Mapping[str, JsonObject]) -> list[tuple[str, str]]:
    """Give names and documents.

    Raises:
        ConfigurationError: One is not valid; it carries the others.
    """
    rows: list[tuple[str, str]] = []
    mistakes: list[ComplianceError] = []
    for name in sorted(tenants):
        try:
            check_name(name)
            rows.append((name, _written(table, name, tenants[name])))
        except ConfigurationError as error:
            mistakes += [error, *error.others]
    if mistakes:
        first, *others = mistakes
        raise ConfigurationError(
            first.message,
            hint=first.hint,
            others=[ConfigurationError(one.message, hint=one.hint) for one in others[:_MOST]],
        )
    return rows


def _written(table: str, name: str, document: JsonObject) -> str:
    """Give a document as text.

    Raises:
        ConfigurationError: It could not be read again, or is not what a tenant may say.
    """
    where = f"table {table}, row {name}"
    try:
        text = json.dumps(document, ensure_ascii=False, allow_nan=False)
    except (TypeError, ValueError, RecursionError):
        raise ConfigurationError(
            f"{where}: {of_tenant(name, 'the document is no JSON')}",
            hint="write text, whole numbers, true, false, lists and mappings",
        ) from None
    row = read_row(name, text, where)
    if len(text) > LARGEST_DOCUMENT:
        raise ConfigurationError(f"{where}: {too_large(name)}", hint="a tenant needs a few hundred")
    check_document(row)
    return text
