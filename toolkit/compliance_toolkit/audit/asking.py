"""Puts questions to the engine: those that cannot differ in their answer once.

Many buckets with a lifecycle each are one question, were it not for the lifecycles' addresses. A
verdict may not hang on a name, so questions that differ in nothing else share their answer, unless
its evidence tells of a name, or the names are part of what else was asked.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from typing import Protocol, TypeVar

from compliance_toolkit.errors import PolicyError
from compliance_toolkit.models import JsonObject, JsonValue
from compliance_toolkit.policy.catalog import Check
from compliance_toolkit.policy.engine import Answer, PolicyEngine, Question


class Put(Protocol):
    """One question."""

    check: Check
    key: Hashable
    """All that its answer may hang on: check and input, but for the neighbours' names."""

    names: tuple[str, ...]
    """Of its neighbours. Together with `key` they are the whole question, injectively."""


_Put = TypeVar("_Put", bound=Put)
_Given = Callable[[_Put], JsonObject]


def ask(questions: Sequence[_Put], given: _Given[_Put], engine: PolicyEngine) -> list[Answer]:
    """Ask every question, and hold each answer to its question.

    Args:
        questions: What to ask, in any order; the same may be asked many times.
        given: Makes the input of a question, for those that the engine is asked.
        engine: Answers for the policies.

    Returns:
        The answers, in the order of the questions.

    Raises:
        PolicyError: A check did not answer, or under another id.
    """
    first: dict[Hashable, _Put] = {}
    for one in questions:
        first.setdefault(one.key, one)
    asked = _each(first, given, engine)
    tells = {key for key, one in first.items() if _mentions(asked[key], one.names)}
    if not tells:
        return [asked[one.key] for one in questions]
    again: dict[Hashable, _Put] = {}
    for one in questions:
        if one.key in tells and one.names != first[one.key].names:
            again.setdefault((one.key, one.names), one)
    apart = _each(again, given, engine)
    return [apart.get((one.key, one.names)) or asked[one.key] for one in questions]


def _each(
    distinct: Mapping[Hashable, _Put], given: _Given[_Put], engine: PolicyEngine
) -> dict[Hashable, Answer]:
    asked = [Question((one.check.path,), given(one)) for one in distinct.values()]
    replies = engine.judge(asked) if asked else ()
    if len(replies) != len(distinct):
        raise PolicyError(f"{len(distinct)} questions were asked and {len(replies)} answered")
    known: dict[Hashable, Answer] = {}
    for (key, one), reply in zip(distinct.items(), replies, strict=True):
        answered = [answer.check for answer in reply]
        if answered != [one.check.id]:
            raise PolicyError(
                f"an answer from `{one.check.id}` was expected, and came from {answered or 'none'}",
                hint=f"see the policy in `checks/{one.check.path}`, or write the catalog again",
            )
        known[key] = reply[0]
    return known


def _mentions(answer: Answer, names: Sequence[str]) -> bool:
    """Whether the evidence of an answer tells a neighbour's name."""
    return bool(names) and any(name in text for text in _texts(answer.evidence) for name in names)


def _texts(value: JsonValue) -> Iterator[str]:
    """Every text in a value, keys among them."""
    match value:
        case str():
            yield value
        case Mapping():
            for key, inner in value.items():
                yield key
                yield from _texts(inner)
        case [*items]:
            for inner in items:
                yield from _texts(inner)
        case _:
            pass
