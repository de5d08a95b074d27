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


# What the call that this thread is making may still take: `until`, `bytes`.
_CALL = threading.local()


@contextmanager
def limits(seconds: float) -> Iterator[None]:
    """Bound every read that this thread makes meanwhile, all of them together."""
    _CALL.until = time.monotonic() + seconds
    _CALL.bytes = MAX_BYTES
    try:
        yield
    finally:
        _CALL.__dict__.clear()


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
        session.hooks["response"].append(_raise_for_status)
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


def _raise_for_status(response: requests.Response, **_: Any) -> None:
    # `OpaClient` drops the status of a refused PUT.
    response.raise_for_status()


class _Limited(io.RawIOBase):
    """A socket's reader that asks before each read what time and size are left."""

    def __init__(self, raw: io.RawIOBase, sock: socket) -> None:
        super().__init__()
        self._raw = raw
        self._sock = sock

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int | None:
        left = _CALL.until - time.monotonic()
        if left <= 0:
            raise TimeoutError("timed out")
        self._sock.settimeout(left)
        count = self._raw.readinto(buffer)
        _CALL.bytes -= count or 0
        if _CALL.bytes < 0:
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


class _SecureConnection(HTTPSConnection):
    response_class = _Response


class _Pool(HTTPConnectionPool):
    ConnectionCls = _Connection


class _SecurePool(HTTPSConnectionPool):
    ConnectionCls = _SecureConnection


class _Adapter(HTTPAdapter):
    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        super().init_poolmanager(*args, **kwargs)
        self.poolmanager.pool_classes_by_scheme = {"http": _Pool, "https": _SecurePool}
