"""The entries of a bundle's data against each other: what a schema of one file cannot see.

Of two offers that say different things of one model, from one place, on one day, one is wrong, and
nobody could say which of them a decision rested on. Such data decides nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import combinations
from typing import Annotated, Any, Literal, TypeVar

import msgspec

from compliance_toolkit.errors import PolicyError
from compliance_toolkit.models import JsonObject, JsonValue

_ALWAYS = "0001-01-01"
_FOREVER = "9999-12-31"
_UNSPECIFIED = "unspecified"

_Day = Annotated[str, msgspec.Meta(pattern=r"^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])\Z")]
_T = TypeVar("_T")


class _Dated(msgspec.Struct, frozen=True):
    valid_from: _Day | None = None
    valid_to: _Day | None = None


class _Served(_Dated, frozen=True):
    model_id: str = ""
    confidence: str = ""


class _Offer(_Dated, frozen=True, kw_only=True):
    name: str
    scope: str
    sources: tuple[str, ...] | None
    destinations: tuple[str, ...] | Literal["unspecified"]
    countries: tuple[str, ...] | str
    storage: tuple[str, ...] | str
    price: float
    confidence: str = ""
    models: dict[str, _Served]

    def says(self, model: str) -> tuple[Any, ...]:
        """All that hangs on this offer for one of its models; the order of a list says nothing."""
        places = (self.destinations, self.countries, self.storage)
        named = tuple(one if isinstance(one, str) else tuple(sorted(one)) for one in places)
        served = self.models[model]
        return (*named, self.price, self.confidence, served.model_id, served.confidence)

    def days(self, model: str) -> tuple[str, str]:
        """First and last day of one of its models."""
        served = self.models[model]
        first = max(self.valid_from or _ALWAYS, served.valid_from or _ALWAYS)
        return first, min(self.valid_to or _FOREVER, served.valid_to or _FOREVER)


class _Route(msgspec.Struct, frozen=True):
    cloud: str
    offers: tuple[_Offer, ...]
    called_from: str | None = None
    """The cloud whose regions the sources are, if it is not that of the destinations."""


class _Adequate(_Dated, frozen=True):
    country: str = ""


def check_entries(law: JsonObject) -> None:
    """Refuse data whose entries contradict each other or themselves.

    Args:
        law: `data.compliance` of a bundle.

    Raises:
        PolicyError: Two offers of one provider and scope, from a source that they share, say
            different things of a model on one day; an entry ends before it begins; an offer has
            no destination, or a source or destination that the regions' data does not know, or
            countries although nobody specifies its destinations; or a route is out of shape.
    """
    regions = _mapping(law.get("regions"))
    for provider, value in _mapping(law.get("routes")).items():
        file = f"compliance/routes/{provider}/data.json"
        route = _read(value, _Route, file)
        sources = route.called_from or route.cloud
        known = {cloud: _mapping(regions.get(cloud)) for cloud in (route.cloud, sources)}
        for offer in route.offers:
            _check_days(offer, f"the offer `{offer.name}`", file)
            for model, served in offer.models.items():
                _check_days(served, f"`{model}` of the offer `{offer.name}`", file)
            _check_destinations(offer, known[route.cloud], route.cloud, file)
            _check_known(("source", offer.sources or (), offer.name), known[sources], sources, file)
        _check_pairs(route.offers, file)
    for code, value in _mapping(law.get("regimes")).items():
        file = f"compliance/regimes/{code}/data.json"
        transfers = _mapping(_mapping(value).get("transfers"))
        for one in _read(transfers.get("adequate", ()), tuple[_Adequate, ...], file):
            _check_days(one, f"the adequacy of `{one.country}`", file)


def _check_days(entry: _Dated, what: str, file: str) -> None:
    if (entry.valid_to or _FOREVER) < (entry.valid_from or _ALWAYS):
        raise PolicyError(
            f"`{file}`: {what} ends on {entry.valid_to}, before it begins on {entry.valid_from}",
            hint="correct `valid_from` or `valid_to`",
        )


def _check_destinations(
    offer: _Offer, known: Mapping[str, JsonValue], cloud: str, file: str
) -> None:
    named = () if offer.destinations == _UNSPECIFIED else offer.destinations
    if offer.destinations == ():
        raise PolicyError(
            f"`{file}`: the offer `{offer.name}` has no destination",
            hint="list its destinations, or say `unspecified`: nothing is inside of every law",
        )
    _check_known(("destination", named, offer.name), known, cloud, file)
    nowhere = not named or any(_mapping(known[name]).get(_UNSPECIFIED) for name in named)
    if nowhere and not isinstance(offer.countries, str):
        raise PolicyError(
            f"`{file}`: the offer `{offer.name}` lists countries, and its destinations are "
            "unspecified",
            hint="say that its countries are `unspecified`, or list its destinations",
        )


def _check_known(
    said: tuple[str, Sequence[str], str], known: Mapping[str, JsonValue], cloud: str, file: str
) -> None:
    role, places, name = said
    strange = next((place for place in places if place not in known), None)
    if strange is not None:
        raise PolicyError(
            f"`{file}`: the offer `{name}` has the {role} `{strange}`, "
            f"which `compliance/regions/{cloud}/data.json` does not know",
            hint="correct its spelling, or add the region with its country",
        )


def _check_pairs(offers: tuple[_Offer, ...], file: str) -> None:
    for one, other in combinations(offers, 2):
        if one.scope != other.scope or not _meet(one, other):
            continue
        for model in sorted(one.models.keys() & other.models.keys()):
            (first, last), (begin, end) = one.days(model), other.days(model)
            day = max(first, begin)
            if day <= min(last, end) and one.says(model) != other.says(model):
                since = "" if day == _ALWAYS else f" on {day}"
                raise PolicyError(
                    f"`{file}`: the offers `{one.name}` and `{other.name}` of scope "
                    f"`{one.scope}` disagree about `{model}`{since}",
                    hint="give each its own sources or days, or let both say the same",
                )


def _meet(one: _Offer, other: _Offer) -> bool:
    """Whether a request could be sent on either; without sources it can be sent from anywhere."""
    if one.sources is None or other.sources is None:
        return True
    return not set(one.sources).isdisjoint(other.sources)


def _mapping(value: JsonValue) -> Mapping[str, JsonValue]:
    return value if isinstance(value, Mapping) else {}


def _read(value: JsonValue, kind: type[_T], file: str) -> _T:
    try:
        read: Any = msgspec.convert(value, kind)
    except msgspec.ValidationError as error:
        said = str(error)
        raise PolicyError(
            f"`{file}` is out of shape: {said[:1].lower()}{said[1:]}",
            hint="correct the file; its schema is in `schemas`",
        ) from error
    checked: _T = read
    return checked
