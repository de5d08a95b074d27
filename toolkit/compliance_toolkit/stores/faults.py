"""What can go wrong with a database, in our words alone.

A driver's text holds the statement and its parameters, often the address, sometimes the password;
and it speaks the server's language. Its code says as much, and is the same everywhere.
"""

from __future__ import annotations

import sqlite3

from sqlalchemy import exc

from compliance_toolkit.errors import ComplianceError, ConfigurationError, UnavailableError

_CREATE = "make the tables with `TenantTables(…).create()`, in the schema that the user looks in"
_GRANT = "grant the user SELECT on the table and on its revision, and whoever writes UPDATE too"
_LATER = "see whether the database runs and is reachable, then try again"

_CONFIGURATION = {
    "42P01": ("has no table `{table}` with a revision", _CREATE),
    "3F000": ("has no table `{table}` with a revision", _CREATE),
    "42703": ("has a table `{table}` of another shape", _CREATE),
    "42501": ("does not let its user do this with `{table}`", _GRANT),
    "25006": ("is read-only", "name the server that takes changes"),
    "SQLITE_READONLY": ("is read-only", "check the permissions of the file and its folder"),
    "SQLITE_PERM": ("is not ours to open", "check the permissions of the file and its folder"),
    "SQLITE_NOTADB": ("is no SQLite database", "check the path in its address"),
}
_UNAVAILABLE = {
    "40001": ("was changed by somebody else at the same time", "do it again"),
    "40P01": ("was changed by somebody else at the same time", "do it again"),
    "57014": ("did not answer in time", _LATER),
    "SQLITE_INTERRUPT": ("did not answer in time", _LATER),
    "SQLITE_BUSY": ("is locked by another program", "try again when that is done"),
    "SQLITE_LOCKED": ("is locked by another program", "try again when that is done"),
    "SQLITE_CANTOPEN": ("cannot be opened", "check its path and permissions, and the folder's"),
    "53300": ("takes no more connections", _LATER),
}
_SQLITE_TEXT = {"no such table": "42P01", "no such column": "42703", "Could not decode": "22021"}
"""SQLite has one code for many mistakes; its words are always English."""


def fault(error: Exception, table: str) -> ComplianceError:
    """Give our error for a driver's, or SQLAlchemy's, without any word of theirs.

    Args:
        error: What was raised.
        table: The table of the tenants.
    """
    if isinstance(error, exc.TimeoutError):
        what = "the tenant database is asked by too many at once"
        return UnavailableError(what, hint="try again, or ask it less often")
    code = _code(error)
    for kind, known in ((ConfigurationError, _CONFIGURATION), (UnavailableError, _UNAVAILABLE)):
        if code in known:
            what, hint = known[code]
            return kind(f"the tenant database {what.format(table=table)}", hint=hint)
    if code is None and isinstance(error, exc.ProgrammingError):
        return ConfigurationError(
            "the tenant database has an address that its driver does not understand",
            hint="check the names of the options behind the `?`",
        )
    if code is None or code.startswith(("08", "57P", "28", "3D")):
        return UnavailableError("the tenant database cannot be reached, or refuses us", hint=_LATER)
    return UnavailableError(
        f"the tenant database failed with code `{code}`", hint="see what the database logs"
    )


def late(seconds: float) -> UnavailableError:
    """Make the error for an answer that did not come."""
    return UnavailableError(
        f"the tenant database did not answer within {seconds:g} seconds", hint=_LATER
    )


def _code(error: Exception) -> str | None:
    """Give the SQLSTATE, or the name of SQLite's code without what it adds (`SQLITE_BUSY`)."""
    if isinstance(error, UnicodeError):
        return "22021"
    cause = error.orig if isinstance(error, exc.DBAPIError) else error
    if not isinstance(cause, sqlite3.Error):
        code = getattr(cause, "sqlstate", None) or getattr(cause, "pgcode", None)
        return code if isinstance(code, str) and code.isalnum() else None
    for beginning, code in _SQLITE_TEXT.items():
        if str(cause).startswith(beginning):
            return code
    # `SQLITE_READONLY_ROLLBACK` is a kind of `SQLITE_READONLY`.
    name = getattr(cause, "sqlite_errorname", None) or "SQLITE_ERROR"
    return "_".join(name.split("_")[:2])
