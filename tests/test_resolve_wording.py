"""Denials in words, where their facts are more than one thing to say."""

import datetime as dt
from typing import Any

import pytest

from compliance_toolkit.models import Denial
from compliance_toolkit.resolve.wording import message
from resolve_world import NONE_KEPT, deployment, request, resolver, tenant

OPUS = "claude-opus-5-5"
FOREVER = "9999-12-31"


def told(*offered: tuple[str, str]) -> str:
    """What is said of a model that is offered on these days alone."""
    periods = [{"from": first, "to": last} for first, last in offered]
    facts: dict[str, Any] = {"model": "m", "at": "2020-01-01", "offered": periods}
    return message(Denial("one", "RTE-102", facts), "").partition(", but ")[2]


def test_an_offer_that_an_attestation_cuts_in_two_is_told_as_one(bundle):
    one = deployment("bedrock", attestations={"retention": NONE_KEPT})
    asked = request(at=dt.date(2026, 9, 21))
    decision = resolver(bundle, one).resolve(asked, tenant("eu"), explain=True)
    (reason,) = decision.denials
    assert reason.facts["offered"][0]["to"] == NONE_KEPT["until"]
    assert len(reason.facts["offered"]) == 2
    said = decision.explain(reason)
    assert said == f"`{OPUS}` is not offered there on `2026-09-21`, but from 2026-09-22"


@pytest.mark.parametrize(
    ("offered", "said"),
    [
        ([("2021-01-01", "2021-05-31"), ("2021-06-01", FOREVER)], "from 2021-01-01"),
        ([("2021-06-01", FOREVER), ("2021-01-01", "2021-05-31")], "from 2021-01-01"),
        ([("0001-01-01", "2018-12-31"), ("2019-01-01", "2019-12-31")], "until 2019-12-31"),
        (
            [("2021-01-01", "2021-05-30"), ("2021-06-01", FOREVER)],
            "from 2021-01-01 to 2021-05-30, from 2021-06-01",
        ),
    ],
)
def test_periods_are_joined_where_no_day_lies_between(offered, said):
    assert told(*offered) == said


def test_days_that_are_none_are_told_as_they_are():
    assert told(("now", "later"), ("soon", "x")) == "from now to later, from soon to x"
