"""What the tests of the policies share: the shipped law, and the schemas it is held to."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from compliance_toolkit.models import JsonObject
from compliance_toolkit.policy.bundle import Bundle

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="session")
def law(bundle: Bundle) -> JsonObject:
    """The shipped data below `compliance`: jurisdictions, regimes, regions, routes …"""
    law = bundle.data["compliance"]
    assert isinstance(law, dict)
    return law


@pytest.fixture(scope="session")
def schemas() -> dict[str, JsonObject]:
    """Every schema, by kind."""
    return {file.stem: json.loads(file.read_text()) for file in (ROOT / "schemas").glob("*.json")}
