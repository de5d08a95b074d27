"""Connections to a database: bounded in time, told apart by process, silent about credentials."""

from __future__ import annotations

import math
import os
import sqlite3
import threading
import weakref
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar, cast
from urllib.parse import quote

from sqlalchemy import URL, Connection, Engine, create_engine, event, exc, make_url

from compliance_toolkit.errors import ComplianceError, ConfigurationError
from compliance_toolkit.stores.deadline import Watch
from compliance_toolkit.stores.faults import fault, late
from compliance_toolkit.stores.schema import Dialect

T = TypeVar("T")

_LIKE = "write it as `postgresql://user@host/database` or `sqlite:////folder/tenants.db`"
_DRIVERS = {"psycopg", "pysqlite"}
_LEAST_CONNECT_SECONDS = 2
"""What PostgreSQL's library takes for less."""

_SHARE = 0.9
"""Of our patience is the database's own: it knows better what is amiss, so it speaks first."""

_CURRENT = threading.local()


class Database:
    """One database, as the reader or the writer of tenants holds it. Thread-safe.

    Args:
        address: Its URL; or an engine, whose pool and limits of time are then the caller's.
        table: The table of the tenants, for messages.
        seconds: What one question may take, and making a connection for it once more as much.
        writes: Whether it will be changed.

    Raises:
        ConfigurationError: The address is not valid, of another kind of database, or its driver is
            not installed.
    """

    def __init__(
        self, address: str | URL | Engine, *, table: str, seconds: float, writes: bool = False
    ) -> None:
        self._table = table
        self._seconds = seconds
        self._process = os.getpid()
        self._ours = not isinstance(address, Engine)
        if isinstance(address, Engine):
            self._engine = address
        else:
            self._engine = _engine(address, seconds, writes=writes)
        self.dialect = _dialect(self._engine.dialect.name)
        self._watch = Watch(seconds)
        self._close_at_the_end()

    def ask(self, question: Callable[[Connection], T], *, once: bool = False) -> T:
        """Ask a question over a connection, and over a new one where that was found broken.

        Args:
            question: Takes the connection, and may be called twice.
            once: Whether it may not.

        Raises:
            UnavailableError: The database did not answer.
            ConfigurationError: It does not have what was asked for.
        """
        if self._process != os.getpid():
            self._forked()
        trouble = self._attempt(question)
        if isinstance(trouble, _Trouble) and trouble.broken and not once:
            trouble = self._attempt(question)
        if isinstance(trouble, _Trouble):
            # Not raised from the driver's error, which would travel with it into a log.
            raise trouble.error
        return trouble

    def close(self) -> None:
        """Close the connections that nobody uses, unless they are the caller's."""
        if self._ours:
            self._engine.dispose()

    def _forked(self) -> None:
        """Leave the parent its connections: two that read from one would read what is not theirs.

        No thread came along either, and a lock may be held by one that did not.
        """
        self._process = os.getpid()
        self._watch = Watch(self._seconds)
        self._engine.dispose(close=False)
        self._close_at_the_end()

    def _close_at_the_end(self) -> None:
        if self._ours:
            weakref.finalize(self, _close, self._engine, self._process)

    def _attempt(self, question: Callable[[Connection], T]) -> T | _Trouble:
        deadline = self._watch.deadline()
        try:
            with deadline:
                _CURRENT.deadline = deadline
                connection = self._engine.connect()
            with connection:
                # Over before it goes back: then somebody else may wait for it.
                with self._watch.deadline() as deadline:
                    deadline.watch(connection.connection.driver_connection)
                    answer = question(connection)
                if deadline.passed:
                    connection.invalidate()
                return answer
        except (exc.SQLAlchemyError, UnicodeError, OSError) as error:
            if deadline.passed and not isinstance(error, exc.TimeoutError):
                return _Trouble(late(self._seconds))
            broken = isinstance(error, exc.DBAPIError) and error.connection_invalidated
            return _Trouble(fault(error, self._table), broken)
        finally:
            del _CURRENT.deadline


@dataclass(frozen=True, slots=True)
class _Trouble:
    """Why a question has no answer."""

    error: ComplianceError
    broken: bool = False
    """Whether a connection from the pool turned out to have ended since it was last used."""


def _close(engine: Engine, process: int) -> None:
    if process == os.getpid():
        engine.dispose()


def _dialect(name: str) -> Dialect:
    if name not in {"postgresql", "sqlite"}:
        raise ConfigurationError("the tenant database is neither PostgreSQL nor SQLite", hint=_LIKE)
    return cast("Dialect", name)


def _engine(address: str | URL, seconds: float, *, writes: bool) -> Engine:
    if not 0 < seconds < math.inf:
        raise ConfigurationError(
            f"`{seconds:g}` seconds are no time to wait for the tenant database",
            hint="write a number above 0, such as 5",
        )
    try:
        url = make_url(address)
        driver = url.get_driver_name()
    except (exc.SQLAlchemyError, ValueError):
        # The cause may quote the address, and that a password.
        raise ConfigurationError(
            "the address of the tenant database is no URL that is understood", hint=_LIKE
        ) from None
    dialect = _dialect(url.get_backend_name())
    if driver not in _DRIVERS:
        raise ConfigurationError(
            "the address of the tenant database names another driver than psycopg",
            hint="leave the driver out, or make the engine yourself and give that",
        )
    options = _postgresql if dialect == "postgresql" else _sqlite
    try:
        engine = create_engine(
            url,
            hide_parameters=True,
            pool_timeout=seconds * _SHARE,
            **options(url, seconds, writes=writes),
        )
    except ImportError as error:
        raise ConfigurationError(
            f"`{error.name}` cannot be imported, the driver of the tenant database",
            hint="run `pip install 'psycopg[binary]'`",
        ) from error
    event.listen(engine, "connect", _connected, insert=True)
    return engine


def _connected(connection: Any, _record: object) -> None:
    """Watch a connection from its first moment: SQLAlchemy asks it some things of its own."""
    deadline = getattr(_CURRENT, "deadline", None)
    if deadline is not None:
        deadline.watch(connection)


def _postgresql(url: URL, seconds: float, *, writes: bool) -> dict[str, Any]:
    limits = (
        f"-c statement_timeout={math.ceil(seconds * 1000 * _SHARE)}"
        f" -c default_transaction_read_only={'off' if writes else 'on'}"
    )
    theirs = url.query.get("options", ())
    given = {
        "connect_timeout": max(math.ceil(seconds), _LEAST_CONNECT_SECONDS),
        "application_name": "compliance-toolkit",
        "client_encoding": "utf8",
    }
    options = " ".join((limits, *((theirs,) if isinstance(theirs, str) else theirs)))
    return {
        "connect_args": {
            **{key: value for key, value in given.items() if key not in url.query},
            "options": options,  # the last one counts, so those of the address do
        }
    }


def _sqlite(url: URL, seconds: float, *, writes: bool) -> dict[str, Any]:
    path = url.database or ""
    if not path or path.startswith((":memory:", "file:")) or url.query:
        raise ConfigurationError(
            "the address of the tenant database names no file of SQLite", hint=_LIKE
        )
    # Whoever reads makes no file: an empty database in a wrong place would be hard to find.
    name = f"file:{quote(str(Path(path)))}?mode={'rwc' if writes else 'ro'}"

    def connect() -> sqlite3.Connection:
        connection = sqlite3.connect(
            name, uri=True, timeout=seconds * _SHARE, check_same_thread=False
        )
        # Any bytes: what is wrong with a document is said with its row.
        connection.text_factory = _text
        return connection

    return {"creator": connect}


def _text(raw: bytes) -> str:
    return raw.decode("utf-8", "surrogateescape")
