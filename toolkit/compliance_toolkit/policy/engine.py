"""The port to whatever evaluates policies: a protocol, and the words that cross it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol, runtime_checkable

import msgspec

from compliance_toolkit.models import JsonObject, JsonValue, Verdict


class Question(msgspec.Struct, frozen=True):
    """One `input` and the checks that are asked about it."""

    checks: tuple[str, ...]
    """Folder of each check below `compliance/checks`: `residency/allowed_country`."""

    given: JsonObject
    """The checks' `input`, of the shape in `schemas/resource.json` or `schemas/estate.json`."""


class Answer(msgspec.Struct, frozen=True):
    """What one check said about one question."""

    check: str
    """The check's own id, as its policy states it (`RES-001`)."""

    verdict: Verdict
    evidence: JsonObject


class PolicyEngine(Protocol):
    """Evaluates rules of one bundle. Implementations are in `engines`; each is thread-safe."""

    def evaluate(self, rule: str, given: JsonValue) -> JsonValue:
        """Evaluate one rule.

        Args:
            rule: Path below `data`, such as `compliance.resolve.routes`.
            given: The rule's `input`.

        Returns:
            The rule's value. `None`, `False` and empty containers are values.

        Raises:
            PolicyError: The rule is undefined for this input, or failed.
            SourceError: The input is no JSON that every engine reads alike.
            UnavailableError: The engine did not answer.
        """

    def judge(self, questions: Sequence[Question]) -> Sequence[Sequence[Answer]]:
        """Ask checks, many at a time.

        Returns:
            For each question, in order, one answer a check, in the question's order.

        Raises:
            PolicyError: A check is undefined, silent, failed or answered out of shape.
            SourceError: An input is no JSON that every engine reads alike.
            UnavailableError: The engine did not answer.
        """


@runtime_checkable
class TextEngine(PolicyEngine, Protocol):
    """An engine that has its answers as text: who knows their shape reads them in one step."""

    def evaluate_text(self, rule: str, given: JsonValue) -> str:
        """Evaluate one rule; see `PolicyEngine.evaluate`.

        Returns:
            The rule's value as JSON. An undefined rule is an error here too, never a text.
        """
