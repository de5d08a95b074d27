"""What a proof says of data that does not agree with itself."""

from __future__ import annotations

from dataclasses import dataclass

PURPOSES = ("inference", "storage")


@dataclass(frozen=True, slots=True)
class Suspect:
    """A region that may be in another country than is stated."""

    cloud: str
    region: str
    stated: frozenset[str]
    other: frozenset[str]
    """Where it may be instead; none: nobody knows."""


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Entries of the data that cannot be right together, or one that lacks what it needs."""

    says: str
    where: tuple[str, ...]
    """Files of the bundle and keys in them."""

    suspects: tuple[Suspect, ...] = ()
    """The regions of which one is wrong, if it is about those."""


def region_key(cloud: str, name: str) -> str:
    """Where a region stands in the bundle."""
    return f"compliance/regions/{cloud}/data.json: {name}"


def route_key(provider: str) -> str:
    """Where a provider's offers stand in the bundle."""
    return f"compliance/routes/{provider}/data.json"


def law_key(kind: str, code: str) -> str:
    """Where a jurisdiction or a regime stands in the bundle."""
    return f"compliance/{kind}/{code}/data.json"


def listed(countries: frozenset[str]) -> str:
    """Countries, for people."""
    return ", ".join(sorted(countries))
