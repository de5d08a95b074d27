"""What a test says of `FakeCompliance` holds as long as it says; what is no answer is refused."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from compliance_toolkit import ConfigurationError, FakeCompliance, UnavailableError
from small_project import CLAUDE_US, DAY, DEPLOYMENTS, MODEL, TENANTS

NOW = dt.datetime(2026, 11, 25, tzinfo=dt.UTC)


@pytest.fixture
def fake() -> FakeCompliance:
    return FakeCompliance(deployments=DEPLOYMENTS, tenants=TENANTS, today=DAY)


@pytest.mark.parametrize(
    "today",
    ["today", "", "20261125", "2026-W48-3", "2026-11-25 ", 20261125, True, NOW],
    ids=repr,
)
def test_a_test_says_the_day_as_a_date_or_in_one_form(today):
    given: Any = {"deployments": DEPLOYMENTS, "tenants": TENANTS, "today": today}
    with pytest.raises(ConfigurationError, match="is no day") as caught:
        FakeCompliance(**given)
    assert caught.value.hint == "write a UTC day as `YYYY-MM-DD`"
    fake = FakeCompliance(**{**given, "today": dt.date(2026, 11, 25)})
    asked = fake.resolve(tenant="acme/bank", model=MODEL).request
    assert asked.at == dt.date(2026, 11, 25)


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"tenants": {True: {"jurisdictions": ["us"]}}}, "`tenants`: expected texts as keys"),
        ({"tenants": {"a": {1: "b"}}}, "`tenants.a`: expected texts as keys, found `1`"),
        ({"deployments": {None: CLAUDE_US}}, "`deployments`: expected texts as keys, found `None`"),
        ({"deployments": {"a": {**CLAUDE_US, "models": [{1: 2}]}}}, "`deployments.a.models`"),
    ],
)
def test_a_key_that_is_no_text_names_nothing(changes, expected):
    given: dict[str, Any] = {"deployments": DEPLOYMENTS, "tenants": TENANTS, **changes}
    with pytest.raises(ConfigurationError) as caught:
        FakeCompliance(**given)
    assert expected in caught.value.message
    assert caught.value.hint


@pytest.mark.parametrize("inner_first", [True, False])
def test_what_holds_around_a_block_holds_again_after_it(fake, inner_first):
    def rules() -> set[str]:
        return {one.rule for one in fake.resolve(tenant="acme/bank", model=MODEL).denials}

    outer, inner = (fake.deny("acme/bank", rule=rule) for rule in ("RES-101", "RET-101"))
    assert rules() == {"RET-101"}
    (inner if inner_first else outer).close()
    assert rules() == ({"RES-101"} if inner_first else {"RET-101"})
    (outer if inner_first else inner).close()
    assert fake.resolve(tenant="acme/bank", model=MODEL).outcome == "resolved"


def test_an_outage_around_another_is_still_there_after_it(fake):
    asked = {"tenant": "acme/bank", "model": MODEL}
    with fake.unavailable("the lights went out"):
        with fake.unavailable("the cable was cut"), pytest.raises(UnavailableError, match="cut"):
            fake.resolve(**asked)
        with pytest.raises(UnavailableError, match="lights"):
            fake.resolve(**asked)
    assert fake.resolve(**asked).outcome == "resolved"


def test_a_block_that_ends_after_a_reset_takes_nothing_else_away(fake):
    asked = {"tenant": "acme/bank", "model": MODEL}
    with fake.deny("acme/bank", rule="RES-101"):
        fake.reset()
        assert fake.resolve(**asked).outcome == "resolved"
        fake.deny("acme/bank", rule="RET-101")
    assert fake.resolve(**asked).outcome == "denied"
