"""HTTP to one server with everything ambient closed and an end to everything.

`requests` bounds each read, not the whole: a server that sends one byte a second is never late. It
also takes proxies, credentials and certificates from the environment, follows redirects, and reads
answers of any size. None of that here.
"""

from __future__ import annotations

import io
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPResponse
from socket import socket
from typing import Any
from urllib.parse import urlsplit

import msgspec
import requests
from opa_client.opa import OpaClient
from requests.adapters import HTTPAdapter
from urllib3 import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.connection import HTTPConnection, HTTPSConnection

from compliance_toolkit.errors import ConfigurationError

MAX_BYTES = 256 * 2**20
"""Of one answer with its headers; OPA reads requests up to the same size."""


class TooLargeError(OSError):
    """An answer exceeds `MAX_BYTES`."""


class Call(msgspec.Struct):
    """One call that a thread is making: what it may still take, and what happened on the way."""

    until: float
    """End, in seconds of `time.monotonic`."""

    bytes_left: int
    connected: bool = False
    """Whether a connection was opened, perhaps to another process than before."""


_CALLS = threading.local()


@contextmanager
def limits(seconds: float) -> Iterator[Call]:
    """Bound every read that this thread makes meanwhile, all of them together."""
    call = _CALLS.current = Call(time.monotonic() + seconds, MAX_BYTES)
    try:
        yield call
    finally:
        del _CALLS.current


def _current() -> Call:
    call: Call = _CALLS.current
    return call


class Client(OpaClient):  # type: ignore[misc]  # ships no types
    """The client of `opa-python-client`, over a session that does nothing by itself.

    Args:
        verify: Path of the certificate authorities to trust, or `True` for the usual ones.
        options: See `OpaClient`.
    """

    def __init__(self, *, verify: str | bool, **options: Any) -> None:
        self._verify = verify
        super().__init__(retries=0, **options)

    def _init_session(self) -> requests.Session:
        session = requests.Session()
        session.trust_env = False  # no proxy, no .netrc that replaces the token
        session.max_redirects = 0
        session.verify = self._verify
        session.headers.update(self.headers or {})
        session.hooks["response"].append(_read_whole)
        for scheme in ("http://", "https://"):
            session.mount(scheme, _Adapter(max_retries=0))
        return session


def client_options(url: str) -> dict[str, Any]:
    """Take an address apart into the options of `OpaClient`.

    Raises:
        ConfigurationError: It is no address of a server, or holds credentials.
    """
    hint = "write it as `https://opa.example.com:8181`"
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise ConfigurationError(f"`{url}` is no URL: {error}", hint=hint) from error
    if parts.username is not None or parts.password is not None:
        raise ConfigurationError("the URL of the OPA server holds credentials", hint="give a token")
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.query or parts.fragment:
        raise ConfigurationError(f"`{url}` is no address of a server", hint=hint)
    secure = parts.scheme == "https"
    host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    prefix = parts.path.strip("/")
    return {
        "host": host,
        "port": port or (443 if secure else 80),
        "ssl": secure,
        "version": f"{prefix}/v1" if prefix else "v1",
    }


def _read_whole(response: requests.Response, **_: Any) -> None:
    """Read before anybody judges: a status that is raised would leave the connection open."""
    try:
        response.content.decode("utf-8")
    except UnicodeDecodeError as error:
        raise requests.exceptions.InvalidJSONError("not UTF-8") from error
    response.encoding = "utf-8"  # no guessing
    response.raise_for_status()  # `OpaClient` drops the status of a refused PUT


class _Limited(io.RawIOBase):
    """A socket's reader that asks before each read what time and size are left."""

    def __init__(self, raw: io.RawIOBase, sock: socket) -> None:
        super().__init__()
        self._raw = raw
        self._sock = sock

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int | None:
        call = _current()
        left = call.until - time.monotonic()
        if left <= 0:
            raise TimeoutError("timed out")
        self._sock.settimeout(left)
        count = self._raw.readinto(buffer)
        call.bytes_left -= count or 0
        if call.bytes_left < 0:
            raise TooLargeError(f"the answer exceeds {MAX_BYTES} bytes")
        return count

    def close(self) -> None:
        self._raw.close()
        super().close()


class _Response(HTTPResponse):
    def __init__(self, sock: socket, *args: Any, **kwargs: Any) -> None:
        super().__init__(sock, *args, **kwargs)
        self.fp = io.BufferedReader(_Limited(self.fp.detach(), sock))


class _Connection(HTTPConnection):
    response_class = _Response

    def connect(self) -> None:
        super().connect()
        _current().connected = True


class _SecureConnection(HTTPSConnection):
    response_class = _Response

    def connect(self) -> None:
        super().connect()
        _current().connected = True


class _Pool(HTTPConnectionPool):
    ConnectionCls = _Connection


class _SecurePool(HTTPSConnectionPool):
    ConnectionCls = _SecureConnection


class _Adapter(HTTPAdapter):
    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        super().init_poolmanager(*args, **kwargs)
        self.poolmanager.pool_classes_by_scheme = {"http": _Pool, "https": _SecurePool}
