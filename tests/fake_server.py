"""A loopback HTTP server that answers as it is told, for what no real OPA would say."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Self

import pytest

from compliance_toolkit.engines.server import Patience, ServerEngine
from compliance_toolkit.errors import ComplianceError
from compliance_toolkit.policy.bundle import Bundle

Script = Callable[["Asked"], None]


@dataclass
class Reply:
    """One canned answer."""

    body: str | bytes = "{}"
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    length: int | None = None
    """Stated length, where it is not the body's."""

    def __call__(self, asked: Asked) -> None:
        body = self.body.encode() if isinstance(self.body, str) else self.body
        asked.send_response(self.status)
        for name, value in self.headers.items():
            asked.send_header(name, value)
        asked.send_header("Content-Length", str(self.length or len(body)))
        asked.end_headers()
        asked.wfile.write(body)
        if self.length:
            asked.close_connection = True


class Asked(BaseHTTPRequestHandler):
    """One request, as the script sees it."""

    protocol_version = "HTTP/1.1"
    server: _Server

    def _answer(self) -> None:
        length = int(self.headers.get("Content-Length", 0))
        self.body = json.loads(self.rfile.read(length) or "null")
        script = self.server.next_script(self)
        try:
            script(self)
        except OSError:
            self.close_connection = True  # the client gave up, as it should

    do_GET = do_POST = do_PUT = _answer  # noqa: N815  the names are the base's

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Stay quiet."""


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, scripts: Sequence[Script]) -> None:
        super().__init__(("127.0.0.1", 0), Asked)
        self._scripts = list(scripts)
        self._lock = threading.Lock()
        self.paths: list[str] = []
        self.bodies: list[object] = []
        self.authorizations: list[str | None] = []
        self.done = threading.Event()

    def next_script(self, asked: Asked) -> Script:
        with self._lock:
            self.paths.append(asked.path)
            self.bodies.append(asked.body)
            self.authorizations.append(asked.headers.get("Authorization"))
            return self._scripts.pop(0) if len(self._scripts) > 1 else self._scripts[0]


class FakeServer:
    """Answers each request with the next script; the last one again and again."""

    def __init__(self, *scripts: Script) -> None:
        self._server = _Server(scripts)
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.01,))
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.done.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join(10)

    @property
    def paths(self) -> list[str]:
        """Path and query of each request so far."""
        return self._server.paths

    @property
    def bodies(self) -> list[object]:
        """Body of each request so far."""
        return self._server.bodies

    @property
    def authorizations(self) -> list[str | None]:
        """Authorization header of each request so far."""
        return self._server.authorizations


def reply(document: object, status: int = 200, **headers: str) -> Reply:
    """A JSON answer."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Reply(json.dumps(document), status, named)


def silent(asked: Asked) -> None:
    """Say nothing until the test is over."""
    server: _Server = asked.server
    server.done.wait(30)
    asked.close_connection = True


def hang_up(asked: Asked) -> None:
    """Close the connection without a word."""
    asked.close_connection = True


def dripping(*, headers: bool) -> Script:
    """Send one byte now and then, forever: no read is ever late, and the whole never ends."""

    def script(asked: Asked) -> None:
        server: _Server = asked.server
        if headers:
            asked.wfile.write(b"HTTP/1.1 200 OK\r\nX-Slow: ")
        else:
            asked.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n")
        asked.wfile.flush()
        while not server.done.wait(0.05):
            asked.wfile.write(b" ")
            asked.wfile.flush()

    return script


class Time:
    """A clock that moves when somebody sleeps."""

    def __init__(self) -> None:
        self.now = 0.0
        self.slept: list[float] = []

    def sleep(self, seconds: float) -> None:
        """Note it and move on."""
        self.slept.append(seconds)
        self.now += seconds

    def clock(self) -> float:
        """The time, without real time."""
        return self.now


@contextmanager
def engine_for(
    *scripts: Script,
    bundle: Bundle | None = None,
    token: str | None = None,
    times: Time | None = None,
    **patience: float,
) -> Iterator[tuple[ServerEngine, FakeServer]]:
    """An engine over a fake server that answers as scripted."""
    times = times or Time()
    given = Patience(sleep=times.sleep, clock=times.clock, **patience)  # type: ignore[arg-type]
    with FakeServer(*scripts) as server:
        engine = ServerEngine(server.url, bundle, token=token, patience=given)
        try:
            yield engine, server
        finally:
            engine.close()


def refusal(engine: ServerEngine, kind: type[ComplianceError]) -> ComplianceError:
    """The error of exactly this kind, in one line, that an evaluation ends in."""
    with pytest.raises(kind) as caught:
        engine.evaluate("compliance.rule", {})
    assert type(caught.value) is kind
    assert "\n" not in str(caught.value)
    return caught.value
