"""What the registry must know of the law to read a project file: codes, countries and limits."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from compliance_toolkit.models import JsonObject
from compliance_toolkit.registry.law_parts import NO_LIMITS, Countries, Limits, parts_of

__all__ = ["NO_LIMITS", "Countries", "KnownLaw", "Limits"]

_PURPOSES = ("inference", "storage")


class KnownLaw(msgspec.Struct, frozen=True):
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

    countries: frozenset[str] = frozenset()
    """Every country that a jurisdiction lists or a region lies in."""

    features: frozenset[str] = frozenset()
    obligations: frozenset[str] = frozenset()
    """Those of any regime or data class."""

    partitions: Mapping[str, frozenset[str]] = msgspec.field(default_factory=dict)
    """Jurisdiction → partitions of clouds that it confines data to; those that say nothing are
    left out, here and below."""

    regime_partitions: Mapping[str, frozenset[str]] = msgspec.field(default_factory=dict)

    @classmethod
    def from_bundle(cls, law: JsonObject) -> KnownLaw:
        """Take the names from a bundle.

        Args:
            law: `data.compliance` of the bundle.

        Raises:
            PolicyError: A part of the law is missing or has another shape.
        """
        jurisdictions, regimes = parts_of(law, "jurisdictions"), parts_of(law, "regimes")
        classes, routes = parts_of(law, "data_classes"), parts_of(law, "routes")
        regions = parts_of(law, "regions")
        grounds = _grounds(law)
        for regime in regimes:
            regime.check_transfers(grounds)
        return cls(
            jurisdictions={part.name: part.countries("inference") for part in jurisdictions},
            storage={part.name: part.countries("storage") for part in jurisdictions},
            regimes={part.name: part.limits() for part in regimes},
            data_classes=frozenset(part.name for part in classes),
            models=frozenset(part.name for part in parts_of(law, "models")),
            regions={part.name: frozenset(part.value) for part in regions},
            scopes={part.name: part.scopes() for part in routes},
            countries=_united(
                *(part.countries(purpose) for part in jurisdictions for purpose in _PURPOSES),
                *(part.places() for part in regions),
            ),
            features=_united(*(part.keys("features") for part in routes)),
            obligations=_united(*(part.texts("obligations") for part in (*regimes, *classes))),
            partitions=_said({part.name: part.partitions() for part in jurisdictions}),
            regime_partitions=_said({part.name: part.partitions() for part in regimes}),
        )

    def unrestricted(self, code: str) -> bool:
        """Tell whether a jurisdiction lets data be anywhere."""
        anywhere = self.jurisdictions[code] is None and self.storage[code] is None
        return anywhere and code not in self.partitions


def _grounds(law: JsonObject) -> Mapping[str, frozenset[str]]:
    """Give the terms that transfers may rest on; without a word on a term, nothing rests on it."""
    terms = parts_of(law, "terms") if "terms" in law else []
    return {
        ground: frozenset(one.name for one in terms if one.value.get("ground") == ground)
        for ground in ("safeguard", "adequacy")
    }


def _united(*sets: frozenset[str] | None) -> frozenset[str]:
    return frozenset().union(*(one for one in sets if one is not None))


def _said(sets: Mapping[str, frozenset[str] | None]) -> Mapping[str, frozenset[str]]:
    return {name: one for name, one in sets.items() if one is not None}
