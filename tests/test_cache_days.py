"""A decision is for its day, and for the model that a tenant's own name means."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from compliance_toolkit import Compliance, ConfigurationError, Decision
from compliance_toolkit.api.clock import Clock
from small_project import DAY, LAST_DAY, MODEL, load, write


def ask(compliance: Compliance, **changes: Any) -> Decision:
    return compliance.resolve(**{"tenant": "acme/bank", "model": MODEL, "at": DAY, **changes})


class Wall:
    """A wall clock that stands until somebody sets it."""

    def __init__(self, at: str) -> None:
        self.set(at)

    def set(self, at: str) -> None:
        self._now = dt.datetime.fromisoformat(at).replace(tzinfo=dt.UTC).timestamp()

    def __call__(self) -> float:
        return self._now


def test_an_attestation_ends_with_its_last_day_in_utc(tmp_path):
    wall = Wall(f"{LAST_DAY}T23:59:59.999")
    path = write(
        tmp_path,
        tenants={
            "acme": {"jurisdictions": ["us"], "retention": {"prompts": {"max_days": 0}}},
        },
    )
    compliance = Compliance.load(path, clock=Clock(wall=wall))

    def today() -> tuple[str, str]:
        decision = compliance.resolve(tenant="acme", model=MODEL)
        return decision.request.at.isoformat(), decision.outcome

    assert today() == (LAST_DAY, "resolved")
    assert today() == (LAST_DAY, "resolved")
    wall.set("2027-04-01T00:00:00")
    assert today() == ("2027-04-01", "denied")
    wall.set(f"{LAST_DAY}T12:00:00")  # somebody sets the clock back: so is the day
    assert today() == (LAST_DAY, "resolved")


def test_a_day_that_is_named_does_not_hang_on_the_clock(tmp_path):
    wall = Wall("2030-01-01T00:00:00")
    compliance = load(tmp_path, clock=Clock(wall=wall))
    assert ask(compliance).request.at == dt.date(2026, 11, 25)
    assert compliance.resolve(tenant="acme/bank", model=MODEL).request.at == dt.date(2030, 1, 1)


def test_aliases_are_the_tenants_own(tmp_path):
    path = write(
        tmp_path,
        tenants={
            "acme": {"jurisdictions": ["global"], "aliases": {"default": MODEL}},
            "acme/bank": {"jurisdictions": ["eu"]},
            "acme/lab": {"aliases": {"default": "claude-sonnet-5", "bench": MODEL}},
            "rival": {"jurisdictions": ["eu"], "aliases": {"secret": MODEL}},
        },
    )
    compliance = Compliance.load(path)
    inherited = ask(compliance, model="default")
    assert (inherited.request.model, inherited.request.asked) == (MODEL, "default")
    assert inherited.routes == ask(compliance).routes
    assert ask(compliance).request.asked is None
    nearest = ask(compliance, tenant="acme/lab", model="default")
    assert (nearest.request.model, nearest.request.asked) == ("claude-sonnet-5", "default")
    with pytest.raises(ConfigurationError, match="unknown model `secret`"):
        ask(compliance, model="secret")
    with pytest.raises(ConfigurationError) as caught:
        ask(compliance, model="sekret")
    assert "secret" not in (caught.value.hint or "")
    with pytest.raises(ConfigurationError) as caught:
        ask(compliance, tenant="acme/lab", model="benhc")
    assert "`bench`" in (caught.value.hint or "")
