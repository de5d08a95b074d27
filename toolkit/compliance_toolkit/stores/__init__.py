"""Tenants that stand in a database; SQLAlchemy is imported only when one is opened."""

from __future__ import annotations

from typing import TYPE_CHECKING

from compliance_toolkit.errors import ConfigurationError

if TYPE_CHECKING:
    from compliance_toolkit.stores.sql import SqlTenants


def open_tenants(address: str, *, table: str = "tenants") -> SqlTenants:
    """Open the tenants of a database, which is first asked when a tenant is.

    Args:
        address: URL of a PostgreSQL or SQLite database; see `SqlTenants`.
        table: The table of the tenants.

    Raises:
        ConfigurationError: The address or the table's name is not valid, or what reads the
            database is not installed.
    """
    try:
        from compliance_toolkit.stores.sql import SqlTenants  # noqa: PLC0415  an extra
    except ImportError as error:
        missing = f"`{error.name}`" if error.name else "a library"
        raise ConfigurationError(
            f"{missing} cannot be imported, which tenants in a database need",
            hint="run `pip install 'compliance-toolkit[sql]'`, and install the database's driver",
        ) from error
    return SqlTenants(address, table=table)
