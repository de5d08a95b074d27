"""Whether two engines agree: the embedded one, and a real OPA server asked in batches.

The inputs have holes, because that is where engines part: a builtin that is given a wrong type is
undefined in OPA and an error in the embedded engine, and `not` of something missing is neither true
nor false in one of them. Undefined and failed are the same here only because both end as an error.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any

from compliance_toolkit.engines.answers import check_answer
from compliance_toolkit.engines.embedded import EmbeddedEngine
from compliance_toolkit.engines.server import ServerEngine
from compliance_toolkit.errors import PolicyError
from compliance_toolkit.policy.engine import Answer, Question

Decision = tuple[str, dict[str, Any]]
"""A rule below `data`, and its input."""

NOTHING = "PolicyError"
BATCH = 500
SHOWN = 5


def assert_engines_agree(
    embedded: EmbeddedEngine,
    server: ServerEngine,
    questions: Iterable[Question] = (),
    decisions: Iterable[Decision] = (),
) -> int:
    """Ask both engines everything.

    Args:
        embedded: The engine in this process.
        server: A real OPA server with the same policies and data.
        questions: Each with exactly one check.
        decisions: Rules to evaluate one at a time.

    Returns:
        How many inputs were compared.

    Raises:
        AssertionError: The engines differ; shows the first differences.
    """
    differences = []
    count = 0
    for batch in _batches(questions):
        count += len(batch)
        for question, ours, theirs in zip(
            batch, _embedded(embedded, batch), _served(server, batch), strict=True
        ):
            if ours != theirs:
                differences.append((question.checks[0], question.given, ours, theirs))
    for rule, given in decisions:
        count += 1
        ours, theirs = value_of(embedded, rule, given), value_of(server, rule, given)
        if ours != theirs:
            differences.append((rule, given, ours, theirs))
    assert not differences, "\n".join(
        [
            f"{len(differences)} of {count} differ; the first of them:",
            *(
                f"{name} of {given}\n  embedded: {ours}\n  OPA:      {theirs}"
                for name, given, ours, theirs in differences[:SHOWN]
            ),
        ]
    )
    return count


def _embedded(engine: EmbeddedEngine, questions: Sequence[Question]) -> Iterator[Answer | str]:
    for question in questions:
        try:
            ((answer,),) = engine.judge([question])
        except PolicyError:
            yield NOTHING
        else:
            yield answer


def _served(server: ServerEngine, questions: Sequence[Question]) -> list[Answer | str]:
    """The findings of one round trip; where one question breaks the whole, of its halves."""
    asked: Any = [{"checks": list(x.checks), "input": x.given} for x in questions]
    try:
        found: Any = server.evaluate("compliance.audit.findings", {"questions": asked})
    except PolicyError:
        if len(questions) == 1:
            return [NOTHING]
        middle = len(questions) // 2
        return _served(server, questions[:middle]) + _served(server, questions[middle:])
    assert [entry["question"] for entry in found] == list(range(len(questions)))
    return [_finding(entry) for entry in found]


def _finding(entry: dict[str, Any]) -> Answer | str:
    try:
        return check_answer(entry["path"], {**entry, "id": entry["check"]})
    except PolicyError:
        return NOTHING


def value_of(engine: EmbeddedEngine | ServerEngine, rule: str, given: dict[str, Any]) -> Any:
    """The rule's value, or `NOTHING`."""
    try:
        return engine.evaluate(rule, given)
    except PolicyError:
        return NOTHING


def _batches(questions: Iterable[Question]) -> Iterator[list[Question]]:
    every = iter(questions)
    while batch := list(islice(every, BATCH)):
        yield batch
