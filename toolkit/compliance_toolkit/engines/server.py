"""The engine of a fleet: an OPA server, spoken to through `opa-python-client`.

The client never retries a POST, answers `{}` for an undefined rule, quotes no path and follows
redirects. This adapter owns what it leaves out, and fails closed: what is not a whole, well-formed
answer of the expected bundle is an error.
"""

from __future__ import annotations

import json
import random
import threading
import time
import weakref
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Final, TypeVar
from urllib.parse import quote

import msgspec

from compliance_toolkit.engines.answers import (
    check_answer,
    check_segments,
    input_text,
    rule_segments,
)
from compliance_toolkit.engines.breaker import Breaker
from compliance_toolkit.engines.faults import TransientError, translated
from compliance_toolkit.engines.sourced import DEPLOYMENTS, answer_from, sourced, stamped
from compliance_toolkit.engines.transport import Client, client_options, limits
from compliance_toolkit.errors import ConfigurationError, PolicyError, UnavailableError
from compliance_toolkit.models import JsonObject, JsonValue
from compliance_toolkit.policy.bundle import Bundle
from compliance_toolkit.policy.documents import parse, render
from compliance_toolkit.policy.engine import Answer, Question

_T = TypeVar("_T")
_FINDINGS: Final = ("compliance", "audit", "findings")
_KNOWN_KEYS = {"result", "provenance", "decision_id"}


class Patience(msgspec.Struct, frozen=True):
    """How long a server is waited for."""

    deadline: float = 10.0
    """Seconds for one round trip with all its attempts, apart from looking up the host's name."""

    attempts: int = 4
    backoff: float = 0.05
    """Seconds before the second attempt; doubled for each further one, and up to half again."""

    failures: int = 5
    """So many failed round trips in a row, and callers are refused at once."""

    cooldown: float = 5.0
    """Seconds until one caller may try again."""

    batch: int = 500
    """Checks that are asked in one round trip, about."""

    sleep: Callable[[float], None] = time.sleep
    """Waits between attempts."""

    clock: Callable[[], float] = time.monotonic
    """Seconds that only ever grow, for the cooldown."""


class ServerEngine:
    """Evaluates policies on an OPA server; see `PolicyEngine`. Thread-safe.

    Args:
        url: Where the server's API begins: `https://opa.example.com:8181`, with a path if a proxy
            puts one before `/v1`.
        bundle: The bundle that the server must be serving, by its revision; `None` accepts any.
            Build it with `opa build -b policies --revision REVISION`.
        token: Bearer token; never part of a message.
        authorities: Path of the certificate authorities to trust instead of the usual ones.
        patience: How long to wait.

    Raises:
        ConfigurationError: `url` is no address of a server.
    """

    def __init__(
        self,
        url: str,
        bundle: Bundle | None,
        *,
        token: str | None = None,
        authorities: str | None = None,
        patience: Patience | None = None,
    ) -> None:
        self._options = client_options(url) | {"token": token, "verify": authorities or True}
        self._name = f"the OPA server at `{url}`"
        self._bundle = bundle
        self._revision = bundle.revision if bundle else None
        self._patience = patience or Patience()
        self.breaker: Final = Breaker(
            self._name,
            failures=self._patience.failures,
            cooldown=self._patience.cooldown,
            clock=self._patience.clock,
        )
        self._local = threading.local()
        self._clients: weakref.WeakSet[Client] = weakref.WeakSet()
        self._lock = threading.Lock()
        self._put: dict[str, JsonObject] = {}
        self._digest: str | None = None

    def evaluate(self, rule: str, given: JsonValue) -> JsonValue:
        """Evaluate one rule; see `PolicyEngine.evaluate`.

        Raises:
            ConfigurationError: The server refuses us, is no OPA server, or serves another bundle.
            UnavailableError: It did not answer, or not from the deployments that we put there.
        """
        segments = rule_segments(rule)
        plain: JsonValue = json.loads(input_text(given, f"`data.{rule}`"))
        digest = self._digest
        sure = sourced(rule, self._bundle) if digest else None
        if digest is None or sure is None:
            return self._query(segments, plain)
        return answer_from(self._query(sure.split("."), plain), digest, rule, self._name)

    def judge(self, questions: Sequence[Question]) -> Sequence[Sequence[Answer]]:
        """Ask checks, many at a time; see `PolicyEngine.judge`.

        Raises:
            ConfigurationError: The server refuses us, is no OPA server, or serves another bundle.
        """
        for question in questions:
            for check in question.checks:
                check_segments(check)
        return [
            answers
            for batch in _batches(questions, self._patience.batch)
            for answers in self._judge_batch(batch)
        ]

    def put_data(self, path: str, document: JsonObject) -> None:
        """Put a document beside the bundle's, such as `deployments`, for every later question.

        A server forgets it when it restarts, so it is put again whenever a connection is opened,
        before an answer from there is believed. A server has one document a path: of two projects
        that share one, what `resolve` answers from the deployments of the other is refused.

        Raises:
            ConfigurationError: The document is no JSON, or the server refuses us.
            PolicyError: The path belongs to the bundle.
            UnavailableError: The server did not answer.
        """
        rule_segments(path)
        try:
            plain = parse(render(document))
        except ValueError as error:
            raise ConfigurationError(f"`{path}` is no JSON: {error}") from error
        if not isinstance(plain, dict):
            raise ConfigurationError(f"`{path}` is no object")
        plain, digest = stamped(plain) if path == DEPLOYMENTS else (plain, self._digest)
        self._call(lambda client: _put(client, path, plain))
        with self._lock:
            self._put[path] = plain
            self._digest = digest

    def close(self) -> None:
        """Close all connections; the next question opens new ones."""
        with self._lock:
            clients = list(self._clients)
        for client in clients:
            client.close_connection()

    def _judge_batch(self, questions: Sequence[Question]) -> Iterator[Sequence[Answer]]:
        asked: list[JsonValue] = [
            {
                "checks": x.checks,
                "input": json.loads(input_text(x.given, f"the checks {', '.join(x.checks)}")),
            }
            for x in questions
        ]
        found = self._query(_FINDINGS, {"questions": asked})
        expected = [(n, check) for n, x in enumerate(questions) for check in x.checks]
        if not isinstance(found, list) or [_position(entry) for entry in found] != expected:
            raise PolicyError(
                f"{self._name} did not answer one finding a question and check, in order",
                hint=f"`data.{'.'.join(_FINDINGS)}` there is not the one of this toolkit",
            )
        entries = iter(found)
        for question in questions:
            yield [_answer(check, next(entries)) for check in question.checks]

    def _query(self, segments: Sequence[str], given: JsonValue) -> JsonValue:
        rule = ".".join(segments)
        path = "/".join(quote(segment, safe="") for segment in segments)
        with_provenance = {"provenance": "true"} if self._revision is not None else None
        reply = self._call(
            lambda client: client.query_rule(given, path, query_params=with_provenance)
        )
        if not isinstance(reply, dict) or reply.keys() - _KNOWN_KEYS:
            raise PolicyError(f"{self._name} answered `data.{rule}` out of shape")
        self._expect_revision(reply)
        if "result" not in reply:
            raise PolicyError(
                f"`data.{rule}` is undefined",
                hint="check the spelling, and that the rule has a `default`",
            )
        found: JsonValue = reply["result"]
        return found

    def _expect_revision(self, reply: Mapping[str, Any]) -> None:
        if self._revision is None:
            return
        match reply.get("provenance"):
            case {"bundles": {**bundles}}:
                served = [x.get("revision") for x in bundles.values() if isinstance(x, dict)]
            case _:
                served = []
        if self._revision not in served:
            said = ", ".join(f"`{revision}`" for revision in served) or "no bundle"
            raise ConfigurationError(
                f"{self._name} serves {said}, expected `{self._revision}`",
                hint=f"build it with `opa build -b policies --revision {self._revision}`",
            )

    def _call(self, send: Callable[[Client], _T]) -> _T:
        """Make one round trip: attempts within one deadline, behind the breaker."""
        with self.breaker.call():
            until = time.monotonic() + self._patience.deadline
            for attempt in range(1, self._patience.attempts + 1):
                try:
                    return self._attempt(send, until)
                except TransientError as error:
                    self._drop_client()
                    wait = max(self._backoff(attempt), error.retry_after)
                    late = time.monotonic() + wait >= until
                    if late or attempt == self._patience.attempts:
                        raise UnavailableError(
                            f"{self._name} did not answer: {error}",
                            hint="see whether it runs; nothing was decided",
                        ) from error
                    self._patience.sleep(wait)
            raise AssertionError("the last attempt returns or raises")

    def _attempt(self, send: Callable[[Client], _T], until: float) -> _T:
        client = self._client()
        # What is still left of the deadline bounds connecting and each send; `limits` the reads.
        left = client.timeout = max(until - time.monotonic(), 0.001)
        with limits(left) as call, translated(self._name):
            answer = send(client)
            if call.connected and self._put:
                # Behind a new connection may be a new process, which has none of our data.
                for path, document in list(self._put.items()):
                    _put(client, path, document)
                answer = send(client)
            return answer

    def _backoff(self, attempt: int) -> float:
        spread: float = random.uniform(1, 1.5)  # noqa: S311  no secret hangs on it
        return self._patience.backoff * float(2 ** (attempt - 1)) * spread

    def _client(self) -> Client:
        client: Client | None = getattr(self._local, "client", None)
        if client is None:
            client = self._local.client = Client(**self._options)
            with self._lock:
                self._clients.add(client)
        return client

    def _drop_client(self) -> None:
        """Forget a connection that failed."""
        self._local.__dict__.pop("client").close_connection()


def _put(client: Client, path: str, document: JsonObject) -> None:
    client.update_or_create_data(document, quote(path.replace(".", "/")))


def _position(entry: object) -> tuple[object, object] | None:
    match entry:
        case {"question": question, "path": path, "check": _, **rest}:
            return (question, path) if rest.keys() == {"verdict", "evidence"} else None
        case _:
            return None


def _answer(check: str, entry: dict[str, JsonValue]) -> Answer:
    return check_answer(check, {**entry, "id": entry["check"]})


def _batches(questions: Sequence[Question], size: int) -> Iterator[Sequence[Question]]:
    batch: list[Question] = []
    count = 0
    for question in questions:
        batch.append(question)
        count += len(question.checks)
        if count >= size:
            yield batch
            batch, count = [], 0
    if batch:
        yield batch
