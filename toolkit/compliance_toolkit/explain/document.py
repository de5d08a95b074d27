"""What explanations share: law in its own words, and where it is written. All of it is frozen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

from compliance_toolkit.models import Location

LawKind: TypeAlias = Literal["jurisdiction", "regime", "data_class"]
Places: TypeAlias = tuple[str, ...] | Literal["unspecified"]


@dataclass(frozen=True, slots=True)
class Citation:
    """Where a fact of the bundle comes from, and how sure it is."""

    file: str
    """Below the bundle's root: `compliance/regimes/gdpr/data.json`."""

    location: Location | None
    """The same file as it can be opened, and the line; `None` where the bundle is in no folder."""

    source: str
    read: str | None
    """UTC day on which the source was read."""

    mark: str
    """`V` verified, `S` stated, `K` known but not looked up, `?` open; only the first two count."""

    note: str | None


@dataclass(frozen=True, slots=True)
class CitedLaw:
    """A jurisdiction, a regime or a data class, in its own words."""

    kind: LawKind
    code: str
    name: str
    articles: tuple[str, ...]
    rationale: str
    citation: Citation


@dataclass(frozen=True, slots=True)
class Control:
    """Requirements of a framework that a rule is evidence for, and whose own it is."""

    framework: str
    requirements: tuple[str, ...]
    laws: tuple[str, ...]
    """Codes of the jurisdictions and regimes that have the framework for their own."""


@dataclass(frozen=True, slots=True)
class RouteGiven:
    """A route as the resolver answered it."""

    deployment: str
    model_id: str
    countries: Places
    storage: Places
    price: float
    retention: int | Literal["unspecified"]
    """Days that prompts are kept."""
