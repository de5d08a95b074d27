"""Where calls to Claude run, by the tables of routes and regions."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property

import msgspec

from compliance_toolkit.errors import PolicyError
from compliance_toolkit.models import JsonObject, JsonValue
from compliance_toolkit.terraform.workloads.texts import Model, hosts_in, locations_in, models_in
from compliance_toolkit.terraform.workloads.variables import (
    BEDROCK,
    GOOGLE_CLOUD,
    MANTLE,
    PLATFORM,
)

GLOBAL = "global"
IN_REGION = "in-region"
UNSPECIFIED = "unspecified"
CLOUDS = ("aws", "google", "azure")
_READ = frozenset(("V", "S"))
_AWS_SERVICES: Mapping[str, str] = {
    "bedrock": BEDROCK,
    "bedrock-runtime": BEDROCK,
    "bedrock-runtime-fips": BEDROCK,
    "bedrock-agent-runtime": BEDROCK,
    "bedrock-mantle": MANTLE,
    "aws-external-anthropic": PLATFORM,
}
_AWS_HOSTS = (".amazonaws.com", ".amazonaws.com.cn", ".amazonaws.eu", ".api.aws")
_PLACEHOLDER = re.compile(r"\\\{(\w+)\\\}")
_FAMILY = re.compile(r"claude-(?:opus|sonnet|haiku|fable|mythos|instant|\d)[a-z0-9.@-]*")


class Destinations(msgspec.Struct, frozen=True):
    """Where a call may run."""

    regions: tuple[str, ...] | None
    """`None`: nobody specifies them."""

    surely: bool = True
    """Whether that is all; if not, it may run in more places than these, which it may also do."""


class Host(msgspec.Struct, frozen=True):
    """Whose host a name is."""

    provider: str
    scope: str
    """Of the endpoint; `*` where the host decides nothing but the source."""

    region: str | None


class Said(msgspec.Struct, frozen=True):
    """What a value says, whatever its variable is called."""

    models: tuple[Model, ...] = ()
    hosts: tuple[Host, ...] = ()
    locations: tuple[str, ...] = ()
    """On Vertex, of models of Anthropic."""

    cloud: str | None = None
    """Whose region it is the name of."""


class Atlas:
    """The tables of one law."""

    def __init__(self, law: JsonObject) -> None:
        """Take `routes` by provider and `regions` by cloud, as in the law's data.

        Raises:
            PolicyError: The data has no routes, or no regions.
        """
        self._routes = _object(law, "routes")
        self._regions = _object(law, "regions")
        self._models = law.get("models")
        self._said: dict[str, Said] = {}

    def said(self, value: str) -> Said:
        """Say what a value says; it hangs on nothing else, and many variables have the same."""
        found = self._said.get(value)
        if found is None:
            hosts = [self.host(name) for name in dict.fromkeys(hosts_in(value))]
            found = self._said[value] = Said(
                tuple(models_in(value)),
                tuple(one for one in hosts if one is not None),
                tuple(dict.fromkeys(locations_in(value))),
                self.cloud_of(value.strip().lower()),
            )
        return found

    # Regions

    def cloud_of(self, region: str) -> str | None:
        """Name the cloud that has a region of this name, in one country."""
        return self._clouds.get(region)

    @cached_property
    def _clouds(self) -> Mapping[str, str]:
        return {
            region: cloud
            for cloud in reversed(CLOUDS)
            for region, entry in self._table(cloud).items()
            if isinstance(entry, Mapping)
            and isinstance(entry.get("country"), str)
            and not _is_multiple(entry)
        }

    def is_region(self, cloud: str, name: str) -> bool:
        """Whether the table of a cloud has a region."""
        return name in self._table(cloud)

    def _table(self, cloud: str) -> JsonObject:
        found = self._regions.get(cloud)
        return found if isinstance(found, Mapping) else {}

    # Hosts

    def host(self, name: str) -> Host | None:
        """Say whose host this is; `None` for one that nobody here owns."""
        for pattern, provider, scope in self._hosts:
            if found := pattern.fullmatch(name):
                return Host(provider, scope, found.groupdict().get("region"))
        if name == "claude.googleapis.com":
            return Host(GOOGLE_CLOUD, GLOBAL, None)
        labels = name.split(".")
        services = [_AWS_SERVICES[one] for one in labels if one in _AWS_SERVICES]
        if not services or not name.endswith(_AWS_HOSTS):
            return None
        return Host(services[0], "*", self.region_in(name))

    def region_in(self, host: str) -> str | None:
        """Give the region that the name of one of AWS's hosts holds."""
        if not host.endswith(_AWS_HOSTS):
            return None
        named = {label for label in host.split(".") if self.is_region("aws", label)}
        return named.pop() if len(named) == 1 else None

    @cached_property
    def _hosts(self) -> list[tuple[re.Pattern[str], str, str]]:
        return [
            (_pattern(address), provider, scope)
            for provider, route in self._routes.items()
            for scope, address in _addresses(route)
        ]

    # Models

    def is_model(self, text: str) -> bool:
        """Whether a text is the id of a model that no provider's name stands before."""
        known = self._models if isinstance(self._models, Mapping) else {}
        return text in known or _FAMILY.fullmatch(text) is not None

    @cached_property
    def profiles(self) -> frozenset[str]:
        """What stands before the ids of models on Bedrock in those of profiles."""
        scopes = {str(offer.get("scope")) for offer, _ in self._offers(BEDROCK)}
        return frozenset((*scopes, GLOBAL)) - {IN_REGION}

    def bedrock(self, scope: str, model_id: str, source: str | None) -> Destinations | None:
        """Say where a profile of Bedrock runs a model that is called from a region.

        Args:
            scope: The profile's prefix.
            model_id: With the prefix.
            source: `None` where it is not known.

        Returns:
            The destinations; those that all sources share where this one is not known, or nobody
            has read it. `None` where nobody has read any.
        """
        if scope == GLOBAL:
            return Destinations(None)
        found = list(self._offers(BEDROCK, scope, model_id))
        told = [one for offer, one in found if source in (_texts(offer.get("sources")) or ())]
        if any(one.regions is None for one in told):
            return Destinations(None)
        if told:
            return Destinations(tuple(sorted({name for one in told for name in one.regions or ()})))
        listed = [frozenset(one.regions) for _, one in found if one.regions is not None]
        shared = frozenset.intersection(*listed) if listed else frozenset()
        return Destinations(tuple(sorted(shared)), surely=False) if shared else None

    def vertex(self, location: str) -> Destinations | None:
        """Say where a location of Vertex runs whatever is sent there."""
        if location == GLOBAL:
            return Destinations(None)
        return Destinations((location,)) if self.is_region("google", location) else None

    def narrowest(self, provider: str) -> tuple[str, Destinations] | None:
        """Give the narrowest offer of a provider whose hosts do not tell where they compute.

        A setting that no host shows decides which one it is: no choice of it is narrower.
        """
        stated = [
            (str(offer.get("scope")), one)
            for offer, one in self._offers(provider)
            if one.regions is not None
        ]
        if not stated:
            return None
        scope, one = min(stated, key=lambda pair: len(pair[1].regions or ()))
        return scope, Destinations(one.regions, surely=False)

    def _offers(
        self, provider: str, scope: str | None = None, model_id: str | None = None
    ) -> Iterator[tuple[JsonObject, Destinations]]:
        """Yield offers that somebody has read; of one scope, and with one model."""
        route = self._routes.get(provider)
        offers = route.get("offers") if isinstance(route, Mapping) else None
        for offer in offers if isinstance(offers, Sequence) and not isinstance(offers, str) else ():
            if not isinstance(offer, Mapping) or offer.get("confidence") not in _READ:
                continue
            if scope is not None and offer.get("scope") != scope:
                continue
            if model_id is not None and not _has(offer, model_id):
                continue
            yield offer, Destinations(_texts(offer.get("destinations")))


def _has(offer: JsonObject, model_id: str) -> bool:
    models = offer.get("models")
    return any(
        isinstance(one, Mapping)
        and one.get("model_id") == model_id
        and one.get("confidence") in _READ
        for one in (models.values() if isinstance(models, Mapping) else ())
    )


def _addresses(route: JsonValue) -> Iterator[tuple[str, str]]:
    endpoints = route.get("endpoints") if isinstance(route, Mapping) else None
    for scope, entry in endpoints.items() if isinstance(endpoints, Mapping) else ():
        if not isinstance(entry, Mapping):
            continue
        others = entry.get("others")
        named = others.values() if isinstance(others, Mapping) else ()
        for address in (entry.get("base_url"), *named):
            if isinstance(address, str):
                yield scope, address


def _pattern(address: str) -> re.Pattern[str]:
    host = address.partition("://")[2].partition("/")[0]
    made = _PLACEHOLDER.sub(_placeholder, re.escape(host))
    return re.compile(made)


def _placeholder(found: re.Match[str]) -> str:
    match found[1]:
        case "region":
            return r"(?P<region>[a-z0-9-]+)"
        case "dns_suffix" | "dual_stack_dns_suffix":
            return r"(?:amazonaws\.com(?:\.cn)?|amazonaws\.eu|api\.aws)"
        case _:
            return "[a-z0-9-]+"


def _is_multiple(entry: JsonObject) -> bool:
    countries = entry.get("countries")
    return isinstance(countries, Sequence) and not isinstance(countries, str)


def _texts(value: JsonValue) -> tuple[str, ...] | None:
    if isinstance(value, str) or not isinstance(value, Sequence):
        return None
    return tuple(one for one in value if isinstance(one, str))


def _object(law: JsonObject, key: str) -> JsonObject:
    found = law.get(key)
    if not isinstance(found, Mapping):
        raise PolicyError(
            f"the bundle's data has no `{key}`, by which settings of workloads could be told",
            hint="use the policies that come with the toolkit, or add the data file",
        )
    return found
