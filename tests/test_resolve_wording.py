"""Denials in words, where their facts are more than one thing to say."""

import datetime as dt
from typing import Any

import pytest

from compliance_toolkit.errors import NoCompliantRouteError
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


CLAIMED = {"days": 30, "limit": 0}


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        (
            {
                "attestation": "zero_data_retention",
                "claim": {"mode": "none", "until": "2026-01-01", "missing": []},
            },
            "`zero_data_retention` was attested until 2026-01-01",
        ),
        (
            {
                "attestation": "retention",
                "claim": {"mode": "default", "until": "2027-01-01", "missing": []},
            },
            "what is attested is mode `default` until 2027-01-01",
        ),
    ],
)
def test_an_attestation_is_told_by_its_own_name(facts, said):
    sentence = message(Denial("one", "RET-101", {**CLAIMED, **facts}), "")
    assert sentence == f"prompts are kept 30 days, at most 0 are allowed, and {said}"


def test_adequacy_that_hangs_on_an_attestation_is_told_with_it(bundle):
    one = deployment("anthropic", inference_geo="us", attestations={})
    decision = resolver(bundle, one).resolve(
        request(), tenant("global", regimes=("uk-gdpr",)), explain=True
    )
    (reason,) = [one for one in decision.denials if one.rule == "TRF-101"]
    assert reason.facts["requires"] == ["dpf_uk"]
    said = decision.explain(reason)
    assert "is found adequate (which hangs on `dpf_uk` being attested) or one of" in said


def test_what_a_deployment_without_the_model_lacks_beside_is_no_nearest(bundle):
    without = deployment("vertex", name="a-first", models=["claude-sonnet-5"])
    near = deployment("bedrock", name="z-last", attestations={})
    limited = tenant("eu", regimes=("gdpr",), max_prompt_days=0)
    looking = "`compliance explain denial` looks for what would help"
    for deployments, said in (
        ([without, near], "the nearest is `z-last`: "),
        ([without], f"no deployment offers `{OPUS}` there; {looking}"),
    ):
        decision = resolver(bundle, *deployments).resolve(request(), limited)
        assert decision.outcome == "denied"
        with pytest.raises(NoCompliantRouteError) as caught:
            _ = decision.config
        assert (caught.value.hint or "").startswith(said)
        assert (caught.value.hint or "").endswith(looking)
