"""Asks the real `terraform` what expressions are worth, and us, and holds the answers together.

An answer is a value with its type, unknown (in whole or in part), or that Terraform refuses.
"""

from __future__ import annotations

import bisect
import json
import os
import re
import subprocess
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from compliance_toolkit.terraform.hcl_kinds import (
    ListOf,
    MapOf,
    ObjectOf,
    Plain,
    SetOf,
    TupleOf,
)
from compliance_toolkit.terraform.hcl_numbers import Number
from compliance_toolkit.terraform.hcl_values import Hole, Value, is_whole
from compliance_toolkit.terraform.source import open_source

REFUSED = "refused"
_BATCH = 150


@dataclass(frozen=True)
class Answer:
    """What an expression is worth: as a plan writes it."""

    known: Any
    """The value, without what is not known of it."""

    unknown: Any
    """Where something is not known."""

    kind: Any = None
    """The type of a value that is known as a whole."""


def _environment() -> dict[str, str]:
    names = ("PATH", "HOME", "TMPDIR", "LANG")
    kept = {n: v for n, v in os.environ.items() if n in names or n.startswith("TF_VAR_")}
    return {
        **kept,
        "CHECKPOINT_DISABLE": "1",
        "TF_CLI_CONFIG_FILE": os.devnull,
        "TF_IN_AUTOMATION": "1",
    }


def _terraform(folder: Path, *arguments: str) -> str:
    done = subprocess.run(
        ["terraform", *arguments],
        cwd=folder,
        env=_environment(),
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    return done.stdout


def configuration(
    preamble: str, expressions: Mapping[int, str]
) -> tuple[str, list[tuple[int, int]]]:
    """Write a configuration with one output an expression; give the line each begins on."""
    lines = preamble.count("\n") + 1
    text, starts = [preamble], []
    for number, expression in expressions.items():
        block = f'output "e{number}" {{\n  value = {expression}\n}}\n'
        starts.append((lines, number))
        lines += block.count("\n")
        text.append(block)
    return "".join(text), starts


def _refused(folder: Path, starts: list[tuple[int, int]]) -> set[int]:
    """Run a plan, and give the expressions that it refuses."""
    found: set[int] = set()
    log = _terraform(folder, "plan", "-json", "-out=p", "-input=false", "-lock=false")
    for line in log.splitlines():
        event = json.loads(line)
        if event.get("@level") != "error":
            continue
        diagnostic = event.get("diagnostic", {})
        at = diagnostic.get("range", {}).get("start", {}).get("line")
        if at is None:  # a value that no plan can hold, such as an infinite number
            named = re.search(r"[\"`]e(\d+)[\"`]", diagnostic.get("detail", ""))
            assert named is not None, event
            found.add(int(named[1]))
            continue
        found.add(starts[bisect.bisect(starts, (at, 1 << 60)) - 1][1])
    return found


def by_terraform(
    folder: Path, preamble: str, expressions: Sequence[str]
) -> dict[int, Answer | str]:
    """Ask the real program, some at a time: what it refuses takes it long."""
    answers: dict[int, Answer | str] = {}
    batches = [
        (folder / f"b{start}", dict(enumerate(expressions[start : start + _BATCH], start)))
        for start in range(0, len(expressions), _BATCH)
    ]
    with ThreadPoolExecutor(max_workers=2) as pool:
        for found in pool.map(lambda batch: _batch(batch[0], preamble, batch[1]), batches):
            answers |= found
    return answers


def _batch(folder: Path, preamble: str, left: dict[int, str]) -> dict[int, Answer | str]:
    folder.mkdir(exist_ok=True)
    answers: dict[int, Answer | str] = {}
    while True:
        text, starts = configuration(preamble, left)
        (folder / "main.tf").write_text(text)
        refused = _refused(folder, starts)
        for number in refused:
            answers[number] = REFUSED
            del left[number]
        if not refused:
            break
    plan = json.loads(_terraform(folder, "show", "-json", "p"))
    for name, change in plan["output_changes"].items():
        planned = plan["planned_values"]["outputs"].get(name, {})
        answers[int(name[1:])] = Answer(
            change.get("after"), change["after_unknown"], planned.get("type")
        )
    return answers


def outputs_of(folder: Path, *arguments: str) -> dict[str, Answer]:
    """Give the outputs of a whole configuration, local modules and all."""
    _terraform(folder, "init", "-input=false")
    log = _terraform(folder, "plan", "-json", "-out=p", "-input=false", "-lock=false", *arguments)
    errors = [event for event in map(json.loads, log.splitlines()) if event["@level"] == "error"]
    assert errors == []
    plan = json.loads(_terraform(folder, "show", "-json", "p"))
    return {
        name: Answer(
            change.get("after"),
            change["after_unknown"],
            plan["planned_values"]["outputs"].get(name, {}).get("type"),
        )
        for name, change in plan["output_changes"].items()
    }


def our_outputs(folder: Path, **options: Any) -> dict[str, Answer]:
    """Give the outputs that we find in a configuration."""
    given = {"variables": {}, "var_files": (), "shown_as": "infra", **options}
    opened = open_source(folder, **given)
    assert opened.loader.problems == []
    found = {name: _answer(opened.top.output(name)) for name in opened.top.module.outputs}
    assert opened.top.reading.problems == []
    return found


def by_us(folder: Path, preamble: str, expressions: Sequence[str]) -> dict[int, Answer | str]:
    """Ask our own evaluator about the same text."""
    text, _ = configuration(preamble, dict(enumerate(expressions)))
    (folder / "main.tf").write_text(text)
    opened = open_source(folder, variables={}, var_files=(), shown_as="infra")
    assert opened.loader.problems == [], opened.loader.problems[:3]
    return {number: _answer(opened.top.output(f"e{number}")) for number in range(len(expressions))}


def _answer(value: Value) -> Answer:
    return Answer(_known(value), _unknown(value), _kind(value.kind) if is_whole(value) else None)


def _known(value: Value) -> Any:
    match value.raw:
        case Hole():
            return None
        case Number() as number:
            return float(number.exact) if number.whole is None else number.whole
        case dict() as members:
            return {n: _known(m) for n, m in members.items() if m.hole is None}
        case list() as members:
            return [_known(member) for member in members]
        case other:
            return other


def _unknown(value: Value) -> Any:
    """Say where a value is not known, as a plan does: nothing at all for what is known."""
    if value.hole is not None:
        return True
    if is_whole(value):
        return False
    if isinstance(value.raw, dict):
        return {n: inner for n, m in value.raw.items() if (inner := _mark(m)) is not False}
    return [_mark(member) for member in value.elements]


def _mark(value: Value) -> Any:
    if value.hole is not None:
        return True
    if isinstance(value.raw, dict):
        return {n: inner for n, m in value.raw.items() if (inner := _mark(m)) is not False}
    if isinstance(value.raw, list):
        return [_mark(member) for member in value.raw]
    return False


def _kind(kind: object) -> Any:  # noqa: PLR0911  one case a type
    match kind:
        case Plain("any"):
            return "dynamic"
        case Plain(name):
            return name
        case ListOf(element):
            return ["list", _kind(element)]
        case SetOf(element):
            return ["set", _kind(element)]
        case MapOf(element):
            return ["map", _kind(element)]
        case TupleOf(elements):
            return ["tuple", [_kind(element) for element in elements]]
        case ObjectOf(attributes):
            return ["object", {name: _kind(inner) for name, inner in attributes.items()}]
        case other:
            raise AssertionError(other)


def disagreements(
    folder: Path, preamble: str, untyped: str, expressions: Sequence[str]
) -> list[tuple[str, Answer | str, Answer | str]]:
    """List the expressions that Terraform and we give different answers for.

    Args:
        folder: An empty one.
        preamble: What the expressions name.
        untyped: The same without the types of what is not known. Terraform checks expressions so
            before anything else, and refuses some whose types would fit.
        expressions: What to ask.
    """
    for name in ("theirs", "ours", "again"):
        (folder / name).mkdir()
    theirs = by_terraform(folder / "theirs", preamble, expressions)
    ours = by_us(folder / "ours", preamble, expressions)
    apart = [number for number, answer in theirs.items() if not same(answer, ours[number])]
    refused = [number for number in apart if theirs[number] == REFUSED]
    again = by_us(folder / "again", untyped, [expressions[number] for number in refused])
    settled = {refused[at] for at, answer in again.items() if same(REFUSED, answer)}
    return [(expressions[n], theirs[n], ours[n]) for n in apart if n not in settled]


def same(theirs: Answer | str, ours: Answer | str) -> bool:
    """Whether two answers agree; what Terraform refuses we must not give a value for."""
    if isinstance(theirs, str) or isinstance(ours, str):
        return isinstance(ours, Answer) and ours.unknown is True
    return _plain(theirs) == _plain(ours)


def _plain(answer: Answer) -> str:
    # A plan does not keep the type of an output that is null.
    kind = None if answer.known is None else answer.kind
    return json.dumps([_rounded(answer.known), answer.unknown, kind], sort_keys=True)


def _rounded(value: Any) -> Any:
    """Write numbers as a plan does, which keeps no more of them than a float can."""
    match value:
        case bool() | None | str():
            return value
        case int() | float():
            return repr(float(value))
        case list():
            return [_rounded(member) for member in value]
        case _:
            return {name: _rounded(member) for name, member in value.items()}
