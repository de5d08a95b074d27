"""What a proof says of data that does not agree with itself."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Two entries of the data that cannot both be right, or one that lacks what it needs."""

    says: str
    where: tuple[str, ...]
    """Files of the bundle and keys in them."""

    regions: tuple[tuple[str, str, frozenset[str]], ...] = ()
    """Cloud, name and countries of the two regions, if it is about those."""


def region_key(cloud: str, name: str) -> str:
    """Where a region stands in the bundle."""
    return f"compliance/regions/{cloud}/data.json: {name}"


def listed(countries: frozenset[str]) -> str:
    """Countries, for people."""
    return ", ".join(sorted(countries))
