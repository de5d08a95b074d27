"""A deployment of the project, joined with what is known of its route."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Literal, TypeAlias

from compliance_toolkit.explain.document import Citation, Places
from compliance_toolkit.explain.law import citation
from compliance_toolkit.explain.sources import KeyPath, Sources
from compliance_toolkit.explain.staleness import Stale, Unread, stale, unread
from compliance_toolkit.models import JsonObject, JsonValue, Location
from compliance_toolkit.registry.project import Deployment
from compliance_toolkit.resolve.candidates import join
from compliance_toolkit.resolve.facts import Offer, model_facts
from compliance_toolkit.resolve.offers import ALWAYS, FOREVER, Joined, entries
from compliance_toolkit.resolve.places import config_for

_Read: TypeAlias = tuple[JsonObject, Sources]
"""`data.compliance.routes` of the provider, and the files of the bundle."""

_EARNING = frozenset(("V", "S"))
_PLAIN = frozenset(("by", "reference", "until"))


@dataclass(frozen=True, slots=True)
class Attested:
    """One attestation of a deployment, on one day."""

    kind: str
    by: str
    reference: str
    until: str
    days_left: int
    """Below zero once it has expired."""

    more: JsonObject
    """What else it says: `mode`, `regions`, `countries`."""


@dataclass(frozen=True, slots=True)
class Period:
    """One offer that fits a deployment, for as long as all its facts stay the same."""

    offer: str
    model_id: str
    first: str | None
    last: str | None
    """UTC days, inclusive; `None`: not limited, as far as is known."""

    destinations: Places
    countries: Places
    storage: Places
    price: float
    retention: int | Literal["unspecified"]
    """Days that prompts are kept."""

    because: str
    """Why so long."""

    earns: bool
    """Whether its mark lets it earn a route."""

    citation: Citation


@dataclass(frozen=True, slots=True)
class Served:
    """One model of a deployment."""

    model: str
    periods: tuple[Period, ...]
    """Earliest first; empty where its provider does not offer the model there."""

    scopes: tuple[str, ...]
    """All scopes on which its provider offers the model, from whatever source."""


@dataclass(frozen=True, slots=True)
class RouteExplained:
    """A deployment of the project, joined with what is known of its route."""

    form: ClassVar[Literal["route"]] = "route"

    deployment: str
    at: str
    provider: str
    scope: str
    source: str | None
    location: Location
    endpoint: str
    models: tuple[Served, ...]
    attested: tuple[Attested, ...]
    unread: tuple[Unread, ...]
    stale: tuple[Stale, ...]


def explain_route(
    deployment: Deployment, location: Location, law: JsonObject, at: dt.date, sources: Sources
) -> RouteExplained:
    """Explain a deployment.

    Args:
        deployment: As the project file has it.
        location: Where it is written.
        law: `data.compliance` of the bundle.
        at: The UTC day to ask for.
        sources: The files of the bundle.

    Raises:
        PolicyError: The data of its provider is missing or out of shape.
    """
    joined = join(deployment, law)
    facts = _object(_object(law.get("routes")).get(deployment.provider))
    models = tuple(_served(joined, model, law, (facts, sources)) for model in deployment.models)
    return RouteExplained(
        deployment=deployment.name,
        at=at.isoformat(),
        provider=deployment.provider,
        scope=joined.place.scope,
        source=joined.place.source,
        location=location,
        endpoint=config_for(deployment, deployment.models[0], "-", law).base_url,
        models=models,
        attested=tuple(_attested(deployment, at)),
        unread=unread(facts),
        stale=stale(facts, [offer.name for offer in _fitting(joined)], deployment.models, at),
    )


def _fitting(joined: Joined) -> list[Offer]:
    """The offers of the deployment's own scope and source."""
    place = joined.place
    return [
        offer
        for offer in joined.facts.offers
        if offer.scope == place.scope and (offer.sources is None or place.source in offer.sources)
    ]


def _served(joined: Joined, model: str, law: JsonObject, read: _Read) -> Served:
    known = model_facts(law).get(model)
    periods = [
        _period(offer, entry, model, read)
        for offer in _fitting(joined)
        if model in offer.models
        for entry in entries(joined, offer, offer.models[model], known)
    ]
    scopes = sorted({offer.scope for offer in joined.facts.offers if model in offer.models})
    in_order = sorted(periods, key=lambda one: one.first or ALWAYS)
    return Served(model, tuple(in_order), tuple(scopes))


def _period(offer: Offer, entry: Mapping[str, Any], model: str, read: _Read) -> Period:
    route, retention = entry["route"], entry["retention"]
    return Period(
        offer=offer.name,
        model_id=route["model_id"],
        first=None if entry["from"] == ALWAYS else entry["from"],
        last=None if entry["to"] == FOREVER else entry["to"],
        destinations=_places(route["destinations"]),
        countries=_places(route["countries"]),
        storage=_places(route["storage"]),
        price=route["price"],
        retention=retention["days"],
        because=_because(retention, entry["from"], covered=entry["covered"]),
        earns=entry["confidence"] in _EARNING,
        citation=_cited(offer, entry, model, read),
    )


def _cited(offer: Offer, entry: Mapping[str, Any], model: str, read: _Read) -> Citation:
    """The weaker of what is known of the offer and of the model on it."""
    facts, sources = read
    offers = enumerate(_objects(facts.get("offers")))
    number, raw = next((one for one in offers if one[1].get("name") == offer.name), (0, {}))
    on_it = _object(_object(raw.get("models")).get(model))
    path: KeyPath = ("offers", number)
    weaker = raw
    if on_it.get("source") == entry["source"]:
        path, weaker = (*path, "models", model), on_it
    file = f"compliance/routes/{entry['provider']}/data.json"
    return citation(
        file, {**weaker, "confidence": entry["confidence"]}, sources.location(file, path)
    )


def _because(retention: Mapping[str, Any], first: str, *, covered: bool | None) -> str:
    """Why a provider keeps prompts so long."""
    kind = retention["attestation"]
    if covered:
        return "the provider must keep this model's"
    if retention["days"] != retention["standard"]:
        return f"`{kind}` is attested until {retention['until']}"
    if kind is None:
        return "the provider's standard, nothing changes it"
    if covered is None and retention["claim"] is not None:
        return "it is not known whether the provider must keep this model's"
    return f"the provider's standard, {_unchanged(retention['claim'], kind, first)}"


def _unchanged(claim: Mapping[str, Any] | None, kind: str, first: str) -> str:
    """Why the attestation that could change the retention does not."""
    if claim is None:
        return f"`{kind}` is not attested"
    if claim["until"] < first:
        return f"`{kind}` is attested until {claim['until']} only"
    if claim["missing"]:
        return f"`{kind}` leaves out {', '.join(claim['missing'])}"
    return f"`{kind}` of mode `{claim['mode']}` does not change it"


def _attested(deployment: Deployment, at: dt.date) -> Iterator[Attested]:
    given = deployment.attestations.model_dump(mode="json", exclude_none=True)
    for kind, said in given.items():
        until = getattr(deployment.attestations, kind).until
        more = {name: value for name, value in said.items() if name not in _PLAIN and value}
        yield Attested(
            kind=kind,
            by=said["by"],
            reference=said["reference"],
            until=until.isoformat(),
            days_left=(until - at).days,
            more=more,
        )


def _places(value: Any) -> Places:
    return "unspecified" if isinstance(value, str) else tuple(value)


def _object(value: JsonValue) -> JsonObject:
    return value if isinstance(value, Mapping) else {}


def _objects(value: JsonValue) -> list[JsonObject]:
    return [one for one in value if isinstance(one, Mapping)] if isinstance(value, list) else []
