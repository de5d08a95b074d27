"""One entry of the law in a bundle, read strictly: another shape is refused, by its key."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import TypeAlias

import msgspec

from compliance_toolkit.errors import PolicyError
from compliance_toolkit.models import JsonObject, JsonValue
from compliance_toolkit.registry.wording import described, listed, printable

Countries: TypeAlias = frozenset[str] | None
"""ISO 3166 codes; `None` is any country, and a place nobody specified."""


class Limits(msgspec.Struct, frozen=True):
    """How long one kind of record may (`max_days`) and must (`min_days`) be kept."""

    min_days: int | None = None
    max_days: int | None = None


NO_LIMITS = Limits()


_CODE = re.compile("[A-Z]{2}")
_NOWHERE = "unspecified"
"""What a place is called that nobody specifies; a law that listed the word would open it."""

_SCHEMAS = {
    "jurisdictions": "jurisdiction",
    "regimes": "regime",
    "data_classes": "data_classes",
    "models": "models",
    "terms": "terms",
    "regions": "regions",
    "routes": "route",
}
_ONE_FILE = frozenset({"data_classes", "models", "terms"})
"""Kinds of law whose entries share one file; each entry of the others has its own."""


class Part(msgspec.Struct, frozen=True):
    """One entry of one kind of law, such as the jurisdiction `eu`."""

    kind: str
    name: str
    value: JsonObject

    def countries(self, purpose: str) -> Countries:
        """Give the countries where a jurisdiction lets data be for a purpose."""
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
        """Give how long a regime lets each kind of record be kept."""
        limits: dict[str, Limits] = {}
        for kind, at in self._mapping("retention").items():
            where = f"retention.{kind}"
            if not isinstance(at, Mapping):
                raise _shapeless(self.kind, self.name, where, "a mapping", at)
            least, most = (self._days(where, at, key) for key in ("min_days", "max_days"))
            limits[kind] = Limits(least, most)
        return limits

    def scopes(self) -> frozenset[str]:
        """Give the scopes of a provider's offers; the countries that these list must be some."""
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

    def check_transfers(self, grounds: Mapping[str, frozenset[str]]) -> None:
        """Refuse a country of transfers that is none, and a ground on which nothing may rest.

        That a law lacks is a policy's to say.

        Args:
            grounds: Terms by what they are to a transfer: `safeguard`, `adequacy`.
        """
        transfers = self.value.get("transfers")
        if not isinstance(transfers, Mapping):
            return
        if isinstance(free := transfers.get("free"), list | tuple):
            self._codes("transfers.free", free)
        adequate = transfers.get("adequate")
        for number, one in enumerate(adequate if isinstance(adequate, list | tuple) else ()):
            where = f"transfers.adequate[{number}]"
            country = one.get("country") if isinstance(one, Mapping) else one
            self._code(f"{where}.country", country)
            if isinstance(one, Mapping) and one.get("requires") is not None:
                self._ground(f"{where}.requires", one["requires"], grounds["adequacy"])
        self._several(
            "transfers.mechanisms",
            transfers.get("mechanisms"),
            lambda where, value: self._ground(where, value, grounds["safeguard"]),
        )

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

    def _ground(self, where: str, value: JsonValue, known: frozenset[str]) -> str:
        term = self._text(where, value)
        if term not in known:
            which = f" ({listed(sorted(known))})" if known else ""
            expected = f"a term that `compliance/terms/data.json` has as such a ground{which}"
            raise _shapeless(self.kind, self.name, where, expected, value)
        return term

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


def parts_of(law: JsonObject, kind: str) -> list[Part]:
    """Give every entry of one kind of law.

    Args:
        law: `data.compliance` of a bundle.
        kind: `jurisdictions`, `regimes`, …

    Raises:
        PolicyError: There is none, or one is no mapping.
    """
    found = law.get(kind)
    if not isinstance(found, Mapping) or not found:
        raise PolicyError(
            f"the bundle has no `compliance.{kind}`",
            hint="check `--policies`: it must name a bundle root with the law's data in it",
        )
    parts: list[Part] = []
    for name, at in found.items():
        if not isinstance(at, Mapping):
            raise _shapeless(kind, name, "", "a mapping", at)
        parts.append(Part(kind, name, at))
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
