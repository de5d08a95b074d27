"""What the registry must know of the law to read a project file: codes, countries and limits."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from compliance_toolkit.errors import PolicyError
from compliance_toolkit.models import JsonObject, JsonValue

Countries: TypeAlias = frozenset[str] | None
"""ISO 3166 codes; `None` is any country, and a place nobody specified."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How long one kind of record may (`max_days`) and must (`min_days`) be kept."""

    min_days: int | None = None
    max_days: int | None = None


@dataclass(frozen=True, slots=True)
class KnownLaw:
    """The names that a project file may use, and what they mean, from one bundle."""

    jurisdictions: Mapping[str, Countries]
    """Code → where inference may run."""

    storage: Mapping[str, Countries]
    """Code → where data may lie."""

    regimes: Mapping[str, Mapping[str, Limits]]
    """Code → kind of record (`prompts`, `logs`, `evidence`) → limits."""

    data_classes: frozenset[str]
    models: frozenset[str]
    regions: Mapping[str, frozenset[str]]
    """Cloud (`aws`, `google`, …) → its regions and multi-regions."""

    scopes: Mapping[str, frozenset[str]]
    """Provider → scopes of its offers."""

    @classmethod
    def from_bundle(cls, law: JsonObject) -> KnownLaw:
        """Take the names from a bundle.

        Args:
            law: `data.compliance` of the bundle.

        Raises:
            PolicyError: A part of the law is missing or has another shape.
        """
        jurisdictions = _entries(law, "jurisdictions")
        return cls(
            jurisdictions={code: _countries(code, at, "inference") for code, at in jurisdictions},
            storage={code: _countries(code, at, "storage") for code, at in jurisdictions},
            regimes={code: _limits(code, at) for code, at in _entries(law, "regimes")},
            data_classes=frozenset(code for code, _ in _entries(law, "data_classes")),
            models=frozenset(name for name, _ in _entries(law, "models")),
            regions={cloud: frozenset(at) for cloud, at in _entries(law, "regions")},
            scopes={provider: _scopes(provider, at) for provider, at in _entries(law, "routes")},
        )

    def unrestricted(self, code: str) -> bool:
        """Tell whether a jurisdiction lets data be anywhere."""
        return self.jurisdictions[code] is None and self.storage[code] is None


def _entries(law: JsonObject, kind: str) -> list[tuple[str, JsonObject]]:
    found = law.get(kind)
    if not isinstance(found, Mapping) or not found:
        raise PolicyError(
            f"the bundle has no `compliance.{kind}`",
            hint="check `--policies`: it must name a bundle root with the law's data in it",
        )
    for name, at in found.items():
        if not isinstance(at, Mapping):
            raise _shapeless(f"{kind}.{name}")
    return [(name, at) for name, at in found.items() if isinstance(at, Mapping)]


def _countries(code: str, jurisdiction: JsonObject, purpose: str) -> Countries:
    match jurisdiction.get(purpose):
        case {"countries": "any"}:
            return None
        case {"countries": [_, *_] as countries}:
            return frozenset(_texts(countries, f"jurisdictions.{code}.{purpose}"))
        case _:
            raise _shapeless(f"jurisdictions.{code}.{purpose}")


def _limits(code: str, regime: JsonObject) -> Mapping[str, Limits]:
    retention = regime.get("retention")
    if not isinstance(retention, Mapping):
        raise _shapeless(f"regimes.{code}.retention")
    limits: dict[str, Limits] = {}
    for kind, at in retention.items():
        where = f"regimes.{code}.retention.{kind}"
        if not isinstance(at, Mapping):
            raise _shapeless(where)
        limits[kind] = Limits(_days(at.get("min_days"), where), _days(at.get("max_days"), where))
    return limits


def _days(value: JsonValue, where: str) -> int | None:
    if value is None:
        return None
    if not isinstance(value, int) or isinstance(value, bool):
        raise _shapeless(where)
    return value


def _scopes(provider: str, route: JsonObject) -> frozenset[str]:
    offers = route.get("offers")
    if not isinstance(offers, list | tuple):
        raise _shapeless(f"routes.{provider}.offers")
    scopes = (offer.get("scope") if isinstance(offer, Mapping) else None for offer in offers)
    return frozenset(_texts(scopes, f"routes.{provider}.offers"))


def _texts(values: Iterable[JsonValue], where: str) -> list[str]:
    texts: list[str] = []
    for value in values:
        if not isinstance(value, str):
            raise _shapeless(where)
        texts.append(value)
    return texts


def _shapeless(where: str) -> PolicyError:
    return PolicyError(
        f"`compliance.{where}` of the bundle has another shape than its schema",
        hint="validate the bundle's data files against `schemas/`",
    )
