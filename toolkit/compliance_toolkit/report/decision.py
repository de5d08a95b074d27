"""A decision for people and for programs, from its document (`schemas/decision.json`)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from compliance_toolkit.models import JsonObject, JsonValue
from compliance_toolkit.report.machine import dump
from compliance_toolkit.report.wording import printable, value_text

_ROUTE = ("destinations", "countries", "storage", "price")


def render_text(document: JsonObject) -> str:
    """Render a decision for a terminal.

    Args:
        document: The decision, as `compliance resolve --format json` prints it.
    """
    denials = _objects(document["denials"])
    route = document["route"]
    if document["outcome"] == "resolved" and isinstance(route, Mapping):
        lines = [*_resolved(document, route), *_fallbacks(document)]
    else:
        lines = ["denied: no deployment may serve this request"]
    lines += [f"denied {_said(one['deployment'])}: {_denial(one)}" for one in denials]
    return "\n".join([*lines, *_remedies(denials)]) + "\n"


def render_json(document: JsonObject) -> str:
    """Render a decision as JSON, version 1."""
    return dump(document)


def _resolved(document: JsonObject, route: JsonObject) -> Iterator[str]:
    yield f"resolved {_said(route['deployment'])}: {_said(route['model_id'])}"
    yield from (f"  {name}: {_said(route[name])}" for name in _ROUTE)
    if document["obligations"]:
        yield f"  obligations: {_said(document['obligations'])}"
    if document["expires_at"] is not None:
        yield f"  last day: {_said(document['expires_at'])}"
    config = document["config"]
    if isinstance(config, Mapping):
        yield "  config:"
        yield from (f"    {printable(name)}: {_said(item)}" for name, item in config.items())


def _fallbacks(document: JsonObject) -> Iterator[str]:
    for route in _objects(document["fallbacks"]):
        where = _said(route["countries"])
        yield f"fallback {_said(route['deployment'])}: {_said(route['model_id'])}, in {where}"


def _denial(denial: JsonObject) -> str:
    return f"{_said(denial['rule'])}, {_said(denial['message'])}"


def _remedies(denials: list[JsonObject]) -> Iterator[str]:
    for rule, one in sorted({str(one["rule"]): one for one in denials}.items()):
        yield ""
        yield f"{printable(rule)}   why: {_said(one['rationale'])}"
        yield f"          fix: {_said(one['remediation'])}"


def _objects(value: JsonValue) -> list[JsonObject]:
    listed = value if isinstance(value, Sequence) else ()
    return [item for item in listed if isinstance(item, Mapping)]


def _said(value: JsonValue) -> str:
    match value:
        case str():
            return printable(value)
        case None | bool() | int() | float() | Mapping():
            return value_text(value)
        case _:
            return ", ".join(_said(item) for item in value)  # where data goes is never cut short
