"""What every check is asked in tests: complete inputs with the verdict each must get, and variants.

`policies/samples/` holds one file a check, and `law.json`, the small law that all of them are
judged by. A variant is an input with one place taken out, or given another value.
"""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from msgspec.structs import replace

from compliance_toolkit.engines.embedded import EmbeddedEngine
from compliance_toolkit.models import Verdict
from compliance_toolkit.policy.bundle import Bundle
from compliance_toolkit.policy.engine import Question

FOLDER = Path(__file__).parent / "policies" / "samples"
LAW: dict[str, Any] = json.loads((FOLDER / "law.json").read_text())

INSTEAD: tuple[Any, ...] = (None, "", [], {}, 0, False, True, 7, "no such word", ["x"], {"x": 1})
"""What is put in each place: nothing in its every form, and wrong types."""

Place = tuple[str | int, ...]


@dataclass(frozen=True)
class Sample:
    """One complete input of one check."""

    check: str
    path: str
    name: str
    verdict: Verdict
    given: dict[str, Any]


def _read() -> Iterator[Sample]:
    for file in sorted(FOLDER.glob("*-*.json")):
        document = json.loads(file.read_text())
        for case in document["cases"]:
            verdict = Verdict(case["verdict"])
            yield Sample(file.stem, document["path"], case["name"], verdict, case["given"])


SAMPLES = tuple(_read())
CHECKS = {sample.check: sample.path for sample in SAMPLES}


def judging(bundle: Bundle) -> EmbeddedEngine:
    """The embedded engine with the shipped policies and the law of the samples."""
    return EmbeddedEngine(replace(bundle, data={"compliance": LAW}))


def verdicts(engine: EmbeddedEngine, path: str, inputs: list[dict[str, Any]]) -> list[Verdict]:
    """What one check says of each input."""
    answers = engine.judge([Question((path,), given) for given in inputs])
    return [answer.verdict for (answer,) in answers]


def places(value: Any, at: Place = ()) -> Iterator[Place]:
    """Every place below a value, down to its leaves."""
    match value:
        case dict():
            below: Iterator[tuple[str | int, Any]] = iter(value.items())
        case list():
            below = iter(enumerate(value))
        case _:
            return
    for key, inner in below:
        yield (*at, key)
        yield from places(inner, (*at, key))


def at(given: Any, place: Place) -> Any:
    """What stands at a place; `LookupError` where there is none."""
    for key in place:
        match given:
            case dict() if isinstance(key, str):
                given = given[key]
            case list() if isinstance(key, int):
                given = given[key]
            case _:
                raise LookupError(key)
    return given


def without(given: dict[str, Any], place: Place) -> dict[str, Any]:
    """The input with one place left out."""
    changed = copy.deepcopy(given)
    del at(changed, place[:-1])[place[-1]]
    return changed


def with_value(given: dict[str, Any], place: Place, value: Any) -> dict[str, Any]:
    """The input with another value in one place."""
    changed = copy.deepcopy(given)
    at(changed, place[:-1])[place[-1]] = value
    return changed


def variants(given: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The input, and every copy of it with one place left out or given another value."""
    yield given
    for place in places(given):
        yield without(given, place)
        for value in INSTEAD:
            yield with_value(given, place, value)
