"""The calls that reach Claude in AWS.

They are derived from the routes of the law's data: every source region, profile and destination
that any entry names, whatever its mark. To leave one out would be to call it closed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

import msgspec

from compliance_toolkit.errors import PolicyError
from compliance_toolkit.models import JsonObject, JsonValue

BEDROCK = "bedrock"
MANTLE = "bedrock_mantle"
PLATFORM = "claude_platform_aws"
ACTIONS: Mapping[str, tuple[str, ...]] = {
    BEDROCK: (
        "bedrock:InvokeModel",
        "bedrock:InvokeModelWithResponseStream",
        "bedrock:CreateModelInvocationJob",
        "bedrock:InvokeModelWithBidirectionalStream",
        "bedrock:StartAsyncInvoke",
    ),
    MANTLE: ("bedrock-mantle:CreateInference",),
    PLATFORM: (
        "aws-external-anthropic:CreateInference",
        "aws-external-anthropic:CreateBatchInference",
        "aws-external-anthropic:CreateSession",
    ),
}
"""Route → the actions that make inference run on it."""

IN_REGION = "in-region"
GLOBAL = "global"
APPLICATION = "application"
UNSPECIFIED = "unspecified"
"""What AWS puts for the region of a model that global routing has chosen."""

COMMERCIAL = "aws"
ANY_MODEL = ("any",)
"""Of a service whose policies name no models."""


class Shape(msgspec.Struct, frozen=True, eq=False):
    """What a call is but for its source: those of one shape are alike, where their sources are."""

    scope: str
    rest: tuple[str, ...]
    models: tuple[str, ...]
    below: str
    read: bool


_shape = lru_cache(maxsize=4096)(Shape)


@dataclass(frozen=True, slots=True)
class Call:
    """One way to reach Claude from one region."""

    service: str
    scope: str
    """`in-region`, a profile's prefix, or `application`: a profile of the customer's own."""

    source: str
    destinations: tuple[str, ...] | None
    """Regions it may run in; `None` where they are not specified."""

    models: tuple[str, ...]
    """Ids without prefix."""

    below: str = ""
    """What an application profile was copied from: the scope of that."""

    read: bool = True
    """Whether somebody has read where it runs; if not, more may be asked than is known."""

    shape: Shape = field(init=False, repr=False, compare=False)
    places: tuple[str, ...] = field(init=False, repr=False, compare=False)
    """All places where a model is asked for, the source first."""

    _hash: int = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Work out what each of a thousand policies would ask for again."""
        unspecified = (UNSPECIFIED,) if self.read else ()
        rest = unspecified if self.destinations is None else self.destinations
        rest = () if rest == (self.source,) else rest
        shape = _shape(self.scope, rest, self.models, self.below, self.read)
        object.__setattr__(self, "shape", shape)
        object.__setattr__(self, "places", distinct([self.source], rest))
        told = (self.service, self.scope, self.source, self.destinations, self.models, self.below)
        object.__setattr__(self, "_hash", hash((*told, self.read)))

    def __hash__(self) -> int:
        """Give the same number for the same call."""
        return self._hash

    @lru_cache(maxsize=1024)  # noqa: B019  there are as many as the law tells of
    def stated(self) -> tuple[str, dict[str, JsonValue]]:
        """Give the call as facts write it, and a name of that."""
        made: dict[str, JsonValue] = {
            "service": self.service,
            "scope": self.scope,
            "source": self.source,
            "destinations": UNSPECIFIED if self.destinations is None else list(self.destinations),
        }
        return str(made), made


class Calls:
    """All calls to ask about, by the partition of AWS that they are made in."""

    def __init__(self, law: JsonObject) -> None:
        """Derive them.

        Args:
            law: `routes` by provider and `regions` by cloud, as in the law's data.

        Raises:
            PolicyError: The data has no routes of AWS, or no regions.
        """
        self._regions = _object(_object(law, "regions"), "aws")
        routes = _object(law, "routes")
        offers = {name: _offers(_object(routes, name)) for name in (BEDROCK, MANTLE, PLATFORM)}
        made = [*_bedrock(offers[BEDROCK]), *_mantle(offers[MANTLE], offers[BEDROCK])]
        sources = list(dict.fromkeys(one.source for one in made))
        made += _platform(offers[PLATFORM], sources)
        self._by_partition: dict[str, list[Call]] = {}
        for call in made:
            self._by_partition.setdefault(self.partition(call.source), []).append(call)

    def partition(self, region: str) -> str:
        """Say in which partition of AWS a region lies: the commercial one, if nobody says."""
        entry = self._regions.get(region)
        found = entry.get("partition") if isinstance(entry, Mapping) else None
        return found if isinstance(found, str) else COMMERCIAL

    def of(self, services: Sequence[str], partition: str) -> list[Call]:
        """Give the calls of some services that a policy of one partition can bind."""
        return [one for one in self._by_partition.get(partition, ()) if one.service in services]


def _bedrock(offers: Sequence[JsonObject]) -> Iterator[Call]:
    """Give the calls of Bedrock: each region, each profile from each source, and copies of both."""
    models: dict[tuple[str, str, tuple[str, ...] | None], list[str]] = {}
    anywhere: dict[str, list[str]] = {}
    unread: set[tuple[str, str]] = set()
    regions: dict[str, None] = {}
    for offer in offers:
        scope, ids = str(offer.get("scope")), _ids(offer)
        sources, destinations = _regions(offer.get("sources")), _regions(offer.get("destinations"))
        regions |= dict.fromkeys([*(sources or ()), *(destinations or ())])
        if scope == IN_REGION or sources is None:
            anywhere.setdefault(scope, []).extend(ids)
            continue
        for source in sources:
            models.setdefault((scope, source, destinations), []).extend(ids)
            if destinations is None and scope != GLOBAL:
                unread.add((scope, source))
    every = distinct(*models.values(), *anywhere.values())
    made = [Call(BEDROCK, IN_REGION, name, (name,), every) for name in regions]
    made += [
        Call(
            BEDROCK,
            scope,
            source,
            destinations,
            distinct(ids, anywhere.get(scope, [])),
            read=destinations is not None or (scope, source) not in unread,
        )
        for (scope, source, destinations), ids in models.items()
    ]
    yield from made
    for one in made:
        yield Call(
            BEDROCK, APPLICATION, one.source, one.destinations, one.models, one.scope, one.read
        )


def _mantle(offers: Sequence[JsonObject], beside: Sequence[JsonObject]) -> Iterator[Call]:
    """Give the calls of Bedrock's other endpoint, which may open in any region of the first."""
    found = (_regions(one.get("sources")) or () for one in (*offers, *beside))
    for name in dict.fromkeys(region for regions in found for region in regions):
        yield Call(MANTLE, IN_REGION, name, (name,), ANY_MODEL)


def _platform(offers: Sequence[JsonObject], regions: Sequence[str]) -> Iterator[Call]:
    """Give the calls of Claude Platform on AWS.

    No policy of AWS decides where they run: the workspace does. So each is stated with the
    narrowest place that any workspace could be set to.
    """
    stated = [(str(one.get("scope")), _regions(one.get("destinations"))) for one in offers]
    for scope, destinations in sorted(stated, key=lambda one: len(one[1] or range(1000)))[:1]:
        for name in regions:
            yield Call(PLATFORM, scope, name, destinations, ANY_MODEL)


def distinct(*lists: Iterable[str]) -> tuple[str, ...]:
    """Join lists, each text once."""
    return tuple(dict.fromkeys(one for found in lists for one in found))


def _offers(route: JsonObject) -> Sequence[JsonObject]:
    found = route.get("offers")
    if isinstance(found, str) or not isinstance(found, Sequence):
        return ()
    return [one for one in found if isinstance(one, Mapping)]


def _ids(offer: JsonObject) -> list[str]:
    """Give the ids of an offer's models without the profile's prefix."""
    entries = offer.get("models")
    ids = [
        one.get("model_id")
        for one in (entries.values() if isinstance(entries, Mapping) else ())
        if isinstance(one, Mapping)
    ]
    return [f"anthropic.{one.partition('anthropic.')[2]}" for one in ids if isinstance(one, str)]


def _regions(value: JsonValue) -> tuple[str, ...] | None:
    if isinstance(value, str) or not isinstance(value, Sequence):
        return None
    return tuple(one for one in value if isinstance(one, str))


def _object(value: JsonValue, key: str) -> JsonObject:
    found = value.get(key) if isinstance(value, Mapping) else None
    if not isinstance(found, Mapping):
        raise PolicyError(
            f"the bundle's data has no `{key}`, by which calls to Claude could be told",
            hint="use the policies that come with the toolkit, or add the data file",
        )
    return found
