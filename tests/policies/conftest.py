"""What the tests of the policies share: the shipped law, and the schemas it is held to."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from compliance_toolkit.policy.bundle import Bundle

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Facts:
    """Questions that many facts about routes are put as."""

    law: Any

    def all_offers(self) -> Iterator[tuple[str, Any]]:
        """Every provider with each of its offers."""
        for provider, route in self.law["routes"].items():
            yield from ((provider, offer) for offer in route["offers"])

    def served(self) -> Iterator[tuple[str, Any, str, Any]]:
        """Every provider, offer and model with the offer's entry for the model."""
        for provider, offer in self.all_offers():
            yield from ((provider, offer, model, entry) for model, entry in offer["models"].items())

    def offers(self, provider: str, scope: str, source: str, model: str) -> list[Any]:
        """The offers of a model on one scope, called from one region or location."""
        return [
            offer
            for offer in self.law["routes"][provider]["offers"]
            if offer["scope"] == scope and model in offer["models"]
            if offer["sources"] is None or source in offer["sources"]
        ]

    def models(self, provider: str, scope: str) -> set[str]:
        """The models that any offer of a scope lists."""
        offers = [x for x in self.law["routes"][provider]["offers"] if x["scope"] == scope]
        assert offers
        return {model for offer in offers for model in offer["models"]}

    def countries(self, provider: str, offer: Any) -> set[str]:
        """The countries of an offer's destinations; every one must have some."""
        assert offer["countries"] == "by-destination"
        regions = self.law["regions"][self.law["routes"][provider]["cloud"]]
        per_region = [self.of(regions[destination]) for destination in offer["destinations"]]
        assert all(per_region)
        return set().union(*per_region)

    @staticmethod
    def of(region: Any) -> set[str]:
        """The countries of one entry of a region table."""
        return set(region.get("countries") or [region["country"]])


@pytest.fixture(scope="session")
def law(bundle: Bundle) -> Any:
    """The shipped data below `compliance`: jurisdictions, regimes, regions, routes …"""
    return bundle.data["compliance"]


@pytest.fixture(scope="session")
def facts(law: Any) -> Facts:
    """The shipped routes."""
    return Facts(law)


@pytest.fixture(scope="session")
def schemas() -> dict[str, Any]:
    """Every schema, by kind."""
    return {file.stem: json.loads(file.read_text()) for file in (ROOT / "schemas").glob("*.json")}
