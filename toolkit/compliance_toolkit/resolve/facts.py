"""What the bundle's data says of routes, regions and models, read as the types it must have."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from contextlib import suppress
from typing import Annotated, Any, Literal, TypeVar

import msgspec

from compliance_toolkit.errors import PolicyError
from compliance_toolkit.models import JsonObject, JsonValue
from compliance_toolkit.resolve.days import FOREVER, day_before

UNSPECIFIED: Literal["unspecified"] = "unspecified"

READ = frozenset(("V", "S"))
"""Marks of what was read in a source; nothing else earns anything."""

_Text = Annotated[str, msgspec.Meta(min_length=1)]
_Day = Annotated[str, msgspec.Meta(pattern=r"^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$")]
_Some = Annotated[tuple[_Text, ...], msgspec.Meta(min_length=1)]
_Days = Annotated[int, msgspec.Meta(ge=0)]
_Mark = Literal["V", "S", "K", "?"]
_T = TypeVar("_T")


class ServedModel(msgspec.Struct, frozen=True):
    """One model on an offer."""

    model_id: _Text
    """What the provider calls the model there."""

    confidence: _Mark
    source: _Text
    valid_from: _Day | None = None
    valid_to: _Day | None = None


class Offer(msgspec.Struct, frozen=True):
    """What a provider offers: one scope, from one set of sources, to one set of destinations."""

    name: _Text
    scope: _Text
    sources: _Some | None
    """Regions that it can be called from; `None`: it makes no difference."""

    destinations: _Some | Literal["unspecified"]
    countries: _Some | Literal["by-destination", "unspecified"]
    storage: _Some | Literal["by-source", "unspecified"]
    price: float
    confidence: _Mark
    source: _Text
    models: Mapping[str, ServedModel]
    valid_from: _Day | None = None
    valid_to: _Day | None = None


class Endpoint(msgspec.Struct, frozen=True):
    """Where a provider is reached."""

    base_url: Annotated[str, msgspec.Meta(pattern=r"^https://")]


class Retention(msgspec.Struct, frozen=True):
    """How long a provider keeps prompts."""

    standard_days: _Days | None
    """`None`: nothing bounds it."""

    attestation: Literal["zero_data_retention", "retention"] | None
    """The attestation that changes it."""

    confidence: _Mark = "?"
    assumed: _Text | None = None
    """Why the days count although no source settles them; `None`: unread days bound nothing."""

    @property
    def bound(self) -> int | None:
        """The standard days, if they were read in a source or are a decision of the data's own."""
        counts = self.confidence in READ or self.assumed is not None
        return self.standard_days if counts else None


class FeatureModels(msgspec.Struct, frozen=True):
    """The models that have a feature with one provider."""

    supported: tuple[_Text, ...]
    confidence: _Mark


class Feature(msgspec.Struct, frozen=True):
    """What is known of one feature with one provider."""

    available: bool | None
    zdr: bool | None
    hipaa: bool | None
    confidence: _Mark
    kept: _Days | Literal["unspecified"] | None = UNSPECIFIED
    """Days that what is sent with it is kept; `None`: as the route keeps prompts."""

    third_party: bool = True
    """Whether what is sent with it reaches somebody else, at places that nobody specifies."""

    models: FeatureModels | None = None
    """`None`: all."""

    def reaches(self, model: str) -> bool:
        """Whether a model is known to have it wherever the provider has it."""
        models = self.models
        return models is None or (model in models.supported and models.confidence in READ)


class Eligibility(msgspec.Struct, frozen=True):
    """Whether a provider can be used under a regime at all."""

    available: bool | None
    confidence: _Mark


class RouteFacts(msgspec.Struct, frozen=True):
    """Everything of one provider: `routes/<provider>/data.json`."""

    cloud: _Text
    offers: tuple[Offer, ...]
    endpoints: Mapping[str, Endpoint]
    retention: Retention
    features: Mapping[str, Feature]
    eligibility: Mapping[str, Eligibility] = {}
    called_from: _Text | None = None
    """The cloud whose regions the sources are, if it is not that of the destinations."""


class RegionFacts(msgspec.Struct, frozen=True):
    """One region, multi-region or storage location."""

    country: _Text | None = None
    countries: _Some | None = None
    unspecified: bool = False
    partition: _Text | None = None
    """The separate part of a cloud that it belongs to, such as `aws-us-gov`."""

    dns_suffix: _Text | None = None


class ModelFacts(msgspec.Struct, frozen=True):
    """One model, wherever it runs."""

    covered: bool
    """Whether its prompts must be kept, on every platform."""

    confidence: _Mark
    retention_days: _Days | None = None

    @property
    def bound(self) -> int | None:
        """The days of a covered model, if they were read in a source."""
        return self.retention_days if self.confidence in READ else None


class _Decision(msgspec.Struct, frozen=True):
    """That a country is adequate under a regime, in its time."""

    country: _Text
    valid_from: _Day
    valid_to: _Day | None = None


def route_facts(law: JsonObject, provider: str) -> RouteFacts:
    """Everything of one provider.

    Args:
        law: `data.compliance` of a bundle.
        provider: Its key, as `bedrock`.

    Raises:
        PolicyError: The data has nothing of it, or has it out of shape.
    """
    return _read(law, ("routes", provider), RouteFacts)


def region_facts(law: JsonObject, cloud: str) -> Mapping[str, RegionFacts]:
    """The regions of one cloud, by name.

    Raises:
        PolicyError: The data has nothing of it, or has it out of shape.
    """
    return _read(law, ("regions", cloud), dict[str, RegionFacts])


def model_facts(law: JsonObject) -> Mapping[str, ModelFacts]:
    """Every model of the data, by its id.

    Raises:
        PolicyError: The data has none, or has one out of shape.
    """
    return _read(law, ("models",), dict[str, ModelFacts])


def decided_days(law: JsonObject) -> Mapping[str, frozenset[str]]:
    """By country, the last days before a decision of its adequacy begins or ends.

    What cannot be read as such a decision is left out: policies find no ground in it either.
    """
    found: dict[str, set[str]] = {}
    for entry in _decisions(law):
        days = found.setdefault(entry.country, set())
        with suppress(ValueError, OverflowError):  # the pattern lets February have 30 days
            days.add(day_before(entry.valid_from))
        with suppress(ValueError):
            days.add(dt.date.fromisoformat(entry.valid_to or FOREVER).isoformat())
    return {country: frozenset(days) for country, days in found.items()}


def _decisions(law: JsonObject) -> Iterator[_Decision]:
    regimes = law.get("regimes")
    for regime in regimes.values() if isinstance(regimes, Mapping) else ():
        transfers = regime.get("transfers") if isinstance(regime, Mapping) else None
        entries = transfers.get("adequate") if isinstance(transfers, Mapping) else None
        for entry in entries if isinstance(entries, list | tuple) else ():
            with suppress(msgspec.ValidationError):
                yield msgspec.convert(entry, _Decision)


def countries(table: Mapping[str, RegionFacts], names: tuple[str, ...]) -> list[str] | str:
    """The countries of some regions together, sorted; unspecified if those of one are."""
    found: set[str] = set()
    for name in names:
        match table.get(name):
            case RegionFacts(unspecified=False, countries=(_, *_) as several):
                found.update(several)
            case RegionFacts(unspecified=False, country=str() as one):
                found.add(one)
            case _:
                return UNSPECIFIED
    return sorted(found) or UNSPECIFIED


def _read(law: JsonObject, path: tuple[str, ...], kind: type[_T]) -> _T:
    value: JsonValue = law
    for name in path:
        value = value.get(name) if isinstance(value, Mapping) else None
    where = ".".join(path)
    if value is None:
        raise PolicyError(
            f"the policies say nothing of `{where}`",
            hint="add its `data.json`, or use the policies that come with the toolkit",
        )
    try:
        read: Any = msgspec.convert(value, kind)
    except msgspec.ValidationError as error:
        raise PolicyError(
            f"the data `{where}` is out of shape: {_first_lower(str(error))}",
            hint="correct the file; its schema is in `schemas`",
        ) from error
    checked: _T = read
    return checked


def _first_lower(text: str) -> str:
    return text[:1].lower() + text[1:]
