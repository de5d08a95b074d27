"""What the registry must know of the law to read a project file: codes, countries and limits."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import TypeAlias

import msgspec

from compliance_toolkit.errors import PolicyError
from compliance_toolkit.models import JsonObject, JsonValue
from compliance_toolkit.registry.wording import described, printable

Countries: TypeAlias = frozenset[str] | None
"""ISO 3166 codes; `None` is any country, and a place nobody specified."""


class Limits(msgspec.Struct, frozen=True):
    """How long one kind of record may (`max_days`) and must (`min_days`) be kept."""

    min_days: int | None = None
    max_days: int | None = None


NO_LIMITS = Limits()


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
        jurisdictions, regimes = _parts(law, "jurisdictions"), _parts(law, "regimes")
        classes, routes = _parts(law, "data_classes"), _parts(law, "routes")
        regions = _parts(law, "regions")
        for regime in regimes:
            regime.check_transfers()
        return cls(
            jurisdictions={part.name: part.countries("inference") for part in jurisdictions},
            storage={part.name: part.countries("storage") for part in jurisdictions},
            regimes={part.name: part.limits() for part in regimes},
            data_classes=frozenset(part.name for part in classes),
            models=frozenset(part.name for part in _parts(law, "models")),
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


_PURPOSES = ("inference", "storage")
_CODE = re.compile("[A-Z]{2}")
_NOWHERE = "unspecified"
"""What a place is called that nobody specifies; a law that listed the word would open it."""

_SCHEMAS = {
    "jurisdictions": "jurisdiction",
    "regimes": "regime",
    "data_classes": "data_classes",
    "models": "models",
    "regions": "regions",
    "routes": "route",
}
_ONE_FILE = frozenset({"data_classes", "models"})
"""Kinds of law whose entries share one file; each entry of the others has its own."""


class _Part(msgspec.Struct, frozen=True):
    """One entry of one kind of law, such as the jurisdiction `eu`."""

    kind: str
    name: str
    value: JsonObject

    def countries(self, purpose: str) -> Countries:
        place = self._mapping(purpose)
        match place.get("countries"):
            case "any":
                return None
            case [_, *_] as listed:
                return self._codes(f"{purpose}.countries", listed)
            case other:
                expected = "a list of countries, or `any`"
                raise _shapeless(self.kind, self.name, f"{purpose}.countries", expected, other)

    def limits(self) -> Mapping[str, Limits]:
        limits: dict[str, Limits] = {}
        for kind, at in self._mapping("retention").items():
            where = f"retention.{kind}"
            if not isinstance(at, Mapping):
                raise _shapeless(self.kind, self.name, where, "a mapping", at)
            least, most = (self._days(where, at, key) for key in ("min_days", "max_days"))
            limits[kind] = Limits(least, most)
        return limits

    def scopes(self) -> frozenset[str]:
        offers = self.value.get("offers")
        if not isinstance(offers, list | tuple):
            raise _shapeless(self.kind, self.name, "offers", "a list of offers", offers)
        scopes: set[str] = set()
        for number, offer in enumerate(offers):
            if not isinstance(offer, Mapping):
                raise _shapeless(self.kind, self.name, f"offers[{number}]", "a mapping", offer)
            for key in ("countries", "storage"):
                if isinstance(listed := offer.get(key), list | tuple):
                    self._codes(f"offers[{number}].{key}", listed)
            scopes.add(self._text(f"offers[{number}].scope", offer.get("scope")))
        return frozenset(scopes)

    def texts(self, key: str) -> frozenset[str] | None:
        """Give a list of texts that may be left out or null."""
        return self._several(key, self.value.get(key), self._text)

    def partitions(self) -> frozenset[str] | None:
        """Give the partitions of clouds that the law names, if it does."""
        return self._several("partitions", self.value.get("partitions"), self._partition)

    def check_transfers(self) -> None:
        """Refuse a country of transfers that is none; that a law lacks is a policy's to say."""
        transfers = self.value.get("transfers")
        if not isinstance(transfers, Mapping):
            return
        if isinstance(free := transfers.get("free"), list | tuple):
            self._codes("transfers.free", free)
        adequate = transfers.get("adequate")
        for number, one in enumerate(adequate if isinstance(adequate, list | tuple) else ()):
            country = one.get("country") if isinstance(one, Mapping) else one
            self._code(f"transfers.adequate[{number}].country", country)

    def keys(self, key: str) -> frozenset[str]:
        """Give the keys of a mapping that may be left out."""
        return frozenset(self._mapping(key)) if key in self.value else frozenset()

    def places(self) -> frozenset[str]:
        """Give the countries that regions say they lie in; a partition must be one as well."""
        found: set[str] = set()
        for name, region in self.value.items():
            if not isinstance(region, Mapping):
                raise _shapeless(self.kind, self.name, name, "a mapping", region)
            if (country := region.get("country")) is not None:
                found.add(self._code(f"{name}.country", country))
            if (partition := region.get("partition")) is not None:
                self._partition(f"{name}.partition", partition)
            several = self._several(f"{name}.countries", region.get("countries"), self._code)
            found |= several or frozenset()
        return frozenset(found)

    def _mapping(self, key: str) -> JsonObject:
        value = self.value.get(key)
        if not isinstance(value, Mapping):
            raise _shapeless(self.kind, self.name, key, "a mapping", value)
        return value

    def _text(self, where: str, value: JsonValue) -> str:
        if not isinstance(value, str):
            raise _shapeless(self.kind, self.name, where, "text", value)
        return value

    def _several(
        self, where: str, listed: JsonValue, read: Callable[[str, JsonValue], str]
    ) -> frozenset[str] | None:
        if listed is None:
            return None
        if not isinstance(listed, list | tuple):
            raise _shapeless(self.kind, self.name, where, "a list", listed)
        return frozenset(read(f"{where}[{n}]", one) for n, one in enumerate(listed))

    def _codes(self, where: str, listed: Sequence[JsonValue]) -> frozenset[str]:
        return frozenset(self._code(f"{where}[{n}]", one) for n, one in enumerate(listed))

    def _code(self, where: str, value: JsonValue) -> str:
        code = self._text(where, value)
        if not _CODE.fullmatch(code):
            expected = "the ISO code of a country, such as `DE`"
            raise _shapeless(self.kind, self.name, where, expected, value)
        return code

    def _partition(self, where: str, value: JsonValue) -> str:
        partition = self._text(where, value)
        if partition in {"", _NOWHERE}:
            expected = "a partition of a cloud, such as `aws`"
            raise _shapeless(self.kind, self.name, where, expected, value)
        return partition

    def _days(self, where: str, limits: JsonObject, key: str) -> int | None:
        days = limits.get(key)
        if days is not None and (not isinstance(days, int) or isinstance(days, bool)):
            expected = "a whole number of days, or `null`"
            raise _shapeless(self.kind, self.name, f"{where}.{key}", expected, days)
        return days


def _united(*sets: frozenset[str] | None) -> frozenset[str]:
    return frozenset().union(*(one for one in sets if one is not None))


def _said(sets: Mapping[str, frozenset[str] | None]) -> Mapping[str, frozenset[str]]:
    return {name: one for name, one in sets.items() if one is not None}


def _parts(law: JsonObject, kind: str) -> list[_Part]:
    found = law.get(kind)
    if not isinstance(found, Mapping) or not found:
        raise PolicyError(
            f"the bundle has no `compliance.{kind}`",
            hint="check `--policies`: it must name a bundle root with the law's data in it",
        )
    parts: list[_Part] = []
    for name, at in found.items():
        if not isinstance(at, Mapping):
            raise _shapeless(kind, name, "", "a mapping", at)
        parts.append(_Part(kind, name, at))
    return parts


def _shapeless(kind: str, name: str, key: str, expected: str, found: JsonValue) -> PolicyError:
    """Make the error for a part of the law, in the file where a bundle keeps it.

    Args:
        kind: `jurisdictions`, `regimes`, …
        name: Which of them.
        key: Path of the key in it; empty for the whole of it.
        expected: What should be there.
        found: What is.
    """
    folder = f"compliance/{kind}" if kind in _ONE_FILE else f"compliance/{kind}/{name}"
    keys = ".".join(one for one in (name if kind in _ONE_FILE else "", key) if one)
    what = f"expected {expected}, found {'nothing' if found is None else described(found)}"
    return PolicyError(
        f"`{printable(folder)}/data.json` of the bundle: "
        + (f"`{printable(keys)}`: {what}" if keys else what),
        hint=f"correct it by `schemas/{_SCHEMAS[kind]}.json`",
    )
