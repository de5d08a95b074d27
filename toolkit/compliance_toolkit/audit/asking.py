"""Puts questions to the engine: those that cannot differ in their answer once.

Many buckets with a lifecycle each are one question, were it not for the lifecycles' addresses. A
verdict may not hang on a name, so questions that differ in nothing else share their answer, unless
its evidence tells of a name, or the names are part of what else was asked.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Protocol

from compliance_toolkit.errors import PolicyError
from compliance_toolkit.models import JsonObject, JsonValue
from compliance_toolkit.policy.catalog import Check
from compliance_toolkit.policy.engine import Answer, PolicyEngine, Question

_ENCODER = json.JSONEncoder(sort_keys=True)
_ADDRESS = '"address": {}'

_Key = tuple[str, str]
"""Folder of a check, and an input as text."""


class Put(Protocol):
    """One question."""

    check: Check
    given: JsonObject


def ask(questions: Sequence[Put], engine: PolicyEngine) -> list[Answer]:
    """Ask every question, and hold each answer to its question.

    Args:
        questions: What to ask, in any order; the same may be asked many times.
        engine: Answers for the policies.

    Returns:
        The answers, in the order of the questions.

    Raises:
        PolicyError: A check did not answer, or under another id.
    """
    texts: dict[int, str] = {}  # an input may be shared by many
    for one in questions:
        if id(one.given) not in texts:
            texts[id(one.given)] = _ENCODER.encode(one.given)
    exact = [(one.check.path, texts[id(one.given)]) for one in questions]
    names = [tuple(dict.fromkeys(_neighbours(one.given))) for one in questions]
    alike = [_nameless(key, own) if own else key for key, own in zip(exact, names, strict=True)]
    first: dict[_Key, int] = {}
    for number, key in enumerate(alike):
        first.setdefault(key, number)
    asked = _each({key: questions[number] for key, number in first.items()}, engine)
    tells = {key for key, number in first.items() if _mentions(asked[key], names[number])}
    again = {
        key: question
        for key, like, question in zip(exact, alike, questions, strict=True)
        if like in tells and key != exact[first[like]]
    }
    apart = _each(again, engine) if again else {}
    return [apart.get(key) or asked[like] for key, like in zip(exact, alike, strict=True)]


def _each(distinct: Mapping[_Key, Put], engine: PolicyEngine) -> dict[_Key, Answer]:
    replies = engine.judge([Question((one.check.path,), one.given) for one in distinct.values()])
    if len(replies) != len(distinct):
        raise PolicyError(f"{len(distinct)} questions were asked and {len(replies)} answered")
    known: dict[_Key, Answer] = {}
    for (key, one), reply in zip(distinct.items(), replies, strict=True):
        answered = [answer.check for answer in reply]
        if answered != [one.check.id]:
            raise PolicyError(
                f"an answer from `{one.check.id}` was expected, and came from {answered or 'none'}",
                hint=f"see the policy in `checks/{one.check.path}`, or write the catalog again",
            )
        known[key] = reply[0]
    return known


def _neighbours(given: JsonObject) -> Iterator[str]:
    """The addresses of a resource's neighbours, in the order of the question."""
    resource = given.get("resource")
    related = resource.get("related") if isinstance(resource, Mapping) else None
    for found in related.values() if isinstance(related, Mapping) else ():
        for other in found if isinstance(found, list) else ():
            address = other.get("address") if isinstance(other, Mapping) else None
            if isinstance(address, str):
                yield address


def _nameless(key: _Key, names: Sequence[str]) -> _Key:
    """The question with numbers for the neighbours' names, unless one of them is told elsewhere."""
    check, text = key
    for number, name in enumerate(names):
        quoted = json.dumps(name)
        written = _ADDRESS.format(quoted)
        if text.count(quoted[1:-1]) != text.count(written):
            return key
        text = text.replace(written, _ADDRESS.format(number))
    return check, text


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
