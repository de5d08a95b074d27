"""What the JSON explanations of version 1 share: laws, citations, controls, places and lines."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from compliance_toolkit.models import JsonValue, Location

if TYPE_CHECKING:
    from compliance_toolkit.explain.document import Citation, CitedLaw, Control, Places


def cited_law(one: CitedLaw) -> JsonValue:
    """A law in its own words."""
    return {
        "kind": one.kind,
        "code": one.code,
        "name": one.name,
        "articles": list(one.articles),
        "rationale": one.rationale,
        "citation": citation(one.citation),
    }


def citation(one: Citation) -> JsonValue:
    """Where a fact comes from."""
    return {
        "file": one.file,
        "location": location(one.location),
        "source": one.source,
        "read": one.read,
        "confidence": one.mark,
        "note": one.note,
    }


def controls(found: Iterable[Control]) -> JsonValue:
    """What a rule is evidence for."""
    return [
        {
            "framework": one.framework,
            "requirements": list(one.requirements),
            "laws": list(one.laws),
        }
        for one in found
    ]


def places(found: Places) -> JsonValue:
    """A list, or that nobody states it."""
    return found if isinstance(found, str) else list(found)


def location(where: Location | None) -> JsonValue:
    """A line that a person can open."""
    return None if where is None else {"file": where.file, "line": where.line}
