"""A decision for people and for programs, from its document (`schemas/decision.json`)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from compliance_toolkit.models import JsonObject, JsonValue
from compliance_toolkit.report.machine import dump
from compliance_toolkit.report.tree import Tone, toned
from compliance_toolkit.report.wording import (
    WIDTH,
    controls_text,
    kept_text,
    price_text,
    printable,
    value_text,
    wrapped,
)

_PLACES = ("destinations", "countries", "storage")
_ANOTHER = {"fallbacks": "fallback", "others": "other"}
"""What each further route is called: one that goes no further and keeps no longer, or not."""

UNSPECIFIED = "unspecified"
_TONES: dict[str, Tone] = {"resolved": "good", "denied": "bad", "refused": "bad"}
"""First words of lines whose labels are colored."""

_MOST = 6
"""Countries beyond so many are counted; JSON lists them."""

_COUNTRIES = re.compile(rf"(?:`[A-Z]{{2}}`, ){{{_MOST},}}`[A-Z]{{2}}`")


def render_text(document: JsonObject, *, width: int = WIDTH, color: bool = False) -> str:
    """Render a decision for a terminal.

    Args:
        document: The decision, as `compliance resolve --format json` prints it.
        width: Columns that sentences are wrapped at.
        color: Whether labels may be colored.
    """
    denials = _objects(document["denials"])
    route = document["route"]
    if document["outcome"] == "resolved" and isinstance(route, Mapping):
        further = [*_further(document), *_refused(denials)]
        lines = [*_resolved(document, route, width), *_wrapped(further, width)]
    else:
        lines = ["denied: no deployment may serve this request", *_tenant(document)]
        lines += _alias(document)
        lines += _grouped(denials, width)
        lines += [*_remedies(denials, width), *_laws(document, width)]
    return "\n".join([_toned(line) if color else line for line in lines]) + "\n"


def render_json(document: JsonObject) -> str:
    """Render a decision as JSON, version 1."""
    return dump(document)


def _resolved(document: JsonObject, route: JsonObject, width: int) -> Iterator[str]:
    yield f"resolved {_said(route['deployment'])}: {_said(route['model_id'])}"
    yield from _tenant(document)
    yield from _alias(document)
    for name in _PLACES:
        if name in route:
            yield from wrapped(f"{name}: {_places(route[name])}", "  ", width=width)
    if "retention" in route:
        yield f"  prompts: {kept_text(route['retention'])}"
    if "price" in route:
        yield f"  price: {price_text(route['price'])}"
    if document["obligations"]:
        yield f"  obligations: {_said(document['obligations'])}"
    if document["expires_at"] is not None:
        yield f"  last day: {_said(document['expires_at'])}"
    config = document["config"]
    if isinstance(config, Mapping):
        yield "  config:"
        yield from (f"    {printable(name)}: {_said(item)}" for name, item in config.items())


def _tenant(document: JsonObject) -> Iterator[str]:
    tenant = document.get("tenant")
    if isinstance(tenant, Mapping):
        under = [*_texts(tenant["jurisdictions"]), *_texts(tenant["regimes"])]
        yield f"  tenant: {_said(tenant['name'])}, under {_said(under)}"


def _alias(document: JsonObject) -> Iterator[str]:
    request = document.get("request")
    if isinstance(request, Mapping) and request.get("asked") is not None:
        yield f"  model: {_said(request['model'])}, asked for as {_said(request['asked'])}"


def _further(document: JsonObject) -> Iterator[str]:
    for kind, called in _ANOTHER.items():
        for route in _objects(document.get(kind)):
            kept = kept_text(route.get("retention", UNSPECIFIED))
            where = f"in {_places(route['countries'])}, {kept}"
            yield f"{called} {_said(route['deployment'])}: {_said(route['model_id'])}, {where}"


def _refused(denials: list[JsonObject]) -> Iterator[str]:
    """Beside a route, which rules refuse the others is enough."""
    rules: dict[str, list[JsonValue]] = {}
    for one in denials:
        rules.setdefault(_said(one["deployment"]), []).append(one["rule"])
    yield from (f"refused {name}: {_said(found)}" for name, found in rules.items())


def _grouped(denials: list[JsonObject], width: int) -> Iterator[str]:
    """Each deployment once, and below it by which rules it is refused."""
    by_name: dict[str, list[JsonObject]] = {}
    for one in denials:
        by_name.setdefault(_said(one["deployment"]), []).append(one)
    for name, reasons in by_name.items():
        yield f"refused {name}"
        for one in reasons:
            message = _COUNTRIES.sub(_counted, _said(one["message"]))
            yield from wrapped(f"{_said(one['rule'])} {message}", "  ", width=width)


def _wrapped(lines: Iterable[str], width: int) -> Iterator[str]:
    for line in lines:
        yield from wrapped(line, width=width)


def _toned(line: str) -> str:
    return toned(line, _TONES.get(line.partition(" ")[0].rstrip(":")))


def _counted(listed: re.Match[str]) -> str:
    return f"{listed[0].count(',') + 1} countries"


def _remedies(denials: list[JsonObject], width: int) -> Iterator[str]:
    for rule, one in sorted({str(one["rule"]): one for one in denials}.items()):
        head = f"{printable(rule):<9} "
        said = [f"why: {_said(one['rationale'])}", f"fix: {_said(one['remediation'])}"]
        if (controls := _lists(one.get("controls"))) != {}:
            said.append(f"control: {controls_text(controls)}")
        lines = [line for text in said for line in wrapped(text, " " * len(head), width=width)]
        yield ""
        yield head + lines[0].lstrip()
        yield from lines[1:]


def _laws(document: JsonObject, width: int) -> Iterator[str]:
    laws = _objects(document.get("law"))
    if laws:
        yield ""
    for law in laws:
        named = ", ".join(_said(law[name]) for name in ("code", "name", "article"))
        yield from wrapped(f"law: {named}", width=width)


def _places(value: JsonValue) -> str:
    """Where data goes is never cut short, but many countries are counted."""
    texts = _texts(value)
    if len(texts) > _MOST and all(len(text) == 2 and text.isupper() for text in texts):
        return f"{len(texts)} countries"
    return _said(value)


def _lists(value: JsonValue) -> dict[str, list[str]]:
    entries = value if isinstance(value, Mapping) else {}
    return {name: _texts(items) for name, items in entries.items()}


def _texts(value: JsonValue) -> list[str]:
    listed = value if isinstance(value, Sequence) and not isinstance(value, str) else ()
    return [item for item in listed if isinstance(item, str)]


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
            return ", ".join(_said(item) for item in value)
