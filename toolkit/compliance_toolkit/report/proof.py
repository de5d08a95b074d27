"""A proof for people and for programs, from its document (`schemas/proof.json`)."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Mapping, Sequence

from compliance_toolkit.models import JsonObject, JsonValue
from compliance_toolkit.report.machine import dump
from compliance_toolkit.report.wording import WIDTH, count_of, printable, wrapped

_UNIT = "a case is one request of one tenant on one day; each is decided over all deployments:"

_UNHELD = "places whose countries are not held to anything"

_UNUSED = {
    "rules": "rules that refuse nothing here",
    "deployments": "deployments that nobody can use",
    "tenants": "tenants without any route",
    "models": "models that nobody can reach",
}


_AGAIN = (
    "to replay what follows, prove again with `--counterexample FILE`: that writes the file which "
    "each command reads"
)
_APART = (
    "the other counter-examples would hide it, so it is not in their file: its FILE is its "
    "`project`, which `--format json` prints"
)

_NARROWEST = 40
_VERDICT = 15
"""Columns of a verdict and its count."""

_MOST = 20
"""Skipped tenants that are told one by one."""


def render_text(document: JsonObject, *, width: int = WIDTH) -> str:
    """Render a proof for a terminal.

    Args:
        document: The proof, as `compliance prove --format json` prints it.
        width: Columns that prose is wrapped at; a command stays on its line.
    """
    lines = wrapped(_headline(document), width=width)
    lines += _space(document, width)
    lines += _failures(document, width)
    lines += _counterexamples(document, width)
    lines += _contradictions(document, width)
    lines += _invariants(document, width)
    lines += _tenants(document, width)
    lines += _unused(document, width)
    return "\n".join(lines) + "\n"


def render_json(document: JsonObject) -> str:
    """Render a proof as JSON, version 1."""
    return dump(document)


def _headline(document: JsonObject) -> str:
    over = count_of(_number(document["deployments"]), "deployment")
    cases = f"{document['cases']:,} cases over {over}, today being {_said(document['today'])}"
    if left := len(_texts(document["skipped"])):
        cases += f", without {count_of(left, 'skipped tenant')}"
    broken = [one for one in _objects(document["invariants"]) if one["broken"]]
    invariants = count_of(len(_objects(document["invariants"])), "invariant")
    match document["outcome"]:
        case "proven":
            return f"proven: {invariants} hold in {cases}"
        case "refuted":
            return f"refuted: {len(broken)} of {invariants} do not hold, in {cases}"
        case "failed":
            asked = f"{document['cases']:,} cases that were asked could not be answered"
            return f"nothing is proven: {document['failed']:,} of {asked}"
        case _:
            return "nothing to prove: the project has no deployments"


def _space(document: JsonObject, width: int) -> Iterator[str]:
    if document["outcome"] == "empty":
        return
    yield ""
    yield from wrapped(_UNIT, width=width)
    for block in _objects(document["space"]):
        yield from _folded(_said(block["bound"]), "  ", "    ", width)


def _failures(document: JsonObject, width: int) -> Iterator[str]:
    for one in _objects(document["failures"]):
        yield ""
        yield from wrapped(f"failed: {_case(one['case'])}", width=width)
        yield from wrapped(f"error: {_said(one['message'])}", "  ", width=width)


def _counterexamples(document: JsonObject, width: int) -> Iterator[str]:
    replay = document["replay"]
    if isinstance(replay, Mapping) and replay["file"] is None:
        yield ""
        yield from wrapped(_AGAIN, width=width)
    contradictions = [_said(one["says"]) for one in _objects(document["contradictions"])]
    for number, one in enumerate(_objects(document["counterexamples"]), 1):
        name = _said(one["invariant"])
        yield ""
        says = _says(document)[name]
        yield from wrapped(f"counter-example {number}, {name}: {says}", width=width)
        over = ", ".join(_texts(one["deployments"]))
        wrong = f": {_said(one['wrong'])}" if one["wrong"] else ""
        yield from wrapped(f"over: {over}{wrong}", "  ", width=width)
        if isinstance(which := one["contradiction"], int):
            rests = f"rests on contradiction {which}: {contradictions[which - 1]}"
            yield from wrapped(rests, "  ", width=width)
        yield from wrapped(f"case: {_case(one['case'])}", "  ", width=width)
        if one["wider"] is not None:
            yield from wrapped(f"than: {_case(one['wider'])}", "  ", width=width)
        yield from _commands(one, width)


def _commands(one: JsonObject, width: int) -> Iterator[str]:
    if one["project"] is not None:
        yield from wrapped(_APART, "  ", width=width)
    for command in _objects(one["commands"]):
        yield f"  replay: {_said(command['command'])}"
        yield f"          {_said(command['prints'])}"


def _contradictions(document: JsonObject, width: int) -> Iterator[str]:
    examples = _objects(document["counterexamples"])
    shown = {one["contradiction"]: number for number, one in enumerate(examples, 1)}
    for number, one in enumerate(_objects(document["contradictions"]), 1):
        yield ""
        yield from wrapped(f"contradiction {number}: {_said(one['says'])}", width=width)
        yield from (f"  {where}" for where in _texts(one["where"]))
        if number in shown:
            yield f"  shown by counter-example {shown[number]}"


def _invariants(document: JsonObject, width: int) -> Iterator[str]:
    if document["outcome"] == "empty":
        return
    yield ""
    for one in _objects(document["invariants"]):
        count = one["broken"]
        verdict = f"broken {count:,}" if isinstance(count, int) and count else "holds"
        if document["outcome"] == "failed" and verdict == "holds":
            verdict = "unknown"
        said = f"{_said(one['name'])}: {_said(one['says'])}"
        yield from _folded(said, f"  {verdict:<{_VERDICT}}", " " * (_VERDICT + 2), width)


def _tenants(document: JsonObject, width: int) -> Iterator[str]:
    skipped = _texts(document["skipped"])
    if skipped:
        yield ""
    for one in skipped[:_MOST]:
        yield from wrapped(f"skipped a tenant: {one}", width=width)
    if len(skipped) > _MOST:
        yield f"and {len(skipped) - _MOST} more"


def _unused(document: JsonObject, width: int) -> Iterator[str]:
    unused = document["unused"]
    if not isinstance(unused, Mapping) or document["outcome"] == "empty":
        return
    yield ""
    reasons = ", ".join(_texts(document["reasons"]))
    yield from wrapped(f"rules whose denials are worked out a second time: {reasons}", width=width)
    places = "; ".join(_texts(document["unheld"])) or "none"
    yield from wrapped(f"{_UNHELD}: {places}", width=width)
    for kind, says in _UNUSED.items():
        names = ", ".join(_texts(unused[kind])) or "none"
        yield from wrapped(f"{says}: {names}", width=width)


def _folded(text: str, first: str, rest: str, width: int) -> list[str]:
    """Prose in lines of at most `width` columns; those after the first begin with `rest`."""
    return textwrap.wrap(
        text,
        max(width, _NARROWEST),
        initial_indent=first,
        subsequent_indent=rest,
        break_long_words=False,
        break_on_hyphens=False,
    )


def _says(document: JsonObject) -> Mapping[str, str]:
    return {_said(one["name"]): _said(one["says"]) for one in _objects(document["invariants"])}


def _case(case: JsonValue) -> str:
    return _said(case["says"]) if isinstance(case, Mapping) else ""


def _objects(value: JsonValue) -> list[JsonObject]:
    listed = value if isinstance(value, Sequence) else ()
    return [item for item in listed if isinstance(item, Mapping)]


def _texts(value: JsonValue) -> list[str]:
    listed = value if isinstance(value, Sequence) and not isinstance(value, str) else ()
    return [printable(item) for item in listed if isinstance(item, str)]


def _number(value: JsonValue) -> int:
    return value if isinstance(value, int) else 0


def _said(value: JsonValue) -> str:
    return printable(value if isinstance(value, str) else str(value))
