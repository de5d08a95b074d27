"""Which of several compliant routes comes first, what may take its place, and what all rests on."""

from __future__ import annotations

import pytest

from resolve_projects import (
    EU,
    NONE_KEPT,
    US,
    VERTEX_EU,
    WORLD,
    Project,
    attested,
    decide,
    rules,
    served,
)


@pytest.fixture
def load(tmp_path, policies):
    return Project(tmp_path, policies)


@pytest.fixture
def law(load):
    return load.law


def test_the_tenant_s_preference_comes_before_the_narrowest_and_the_cheapest(load):
    three = {"eu": EU, "vertex": VERTEX_EU, "world": WORLD}
    assert served(decide(load({}, **three))) == ["eu", "vertex", "world"]
    liked = {"preferences": ["world", "vertex"]}
    assert served(decide(load(liked, **three))) == ["world", "vertex", "eu"]
    liked = {"preferences": ["vertex", "bedrock"]}
    assert served(decide(load(liked, **three))) == ["vertex", "eu", "world"]


def test_a_fallback_goes_no_further_and_keeps_no_longer(load):
    decision = decide(
        load(
            {"jurisdictions": ["eu"]},
            a=attested(EU, retention=NONE_KEPT),
            b=attested({**EU, "account": "444455556666"}, retention=NONE_KEPT),
            keeps=EU,
            wide=VERTEX_EU,
        )
    )
    assert served(decision) == ["a", "b", "keeps", "wide"]
    assert [route.deployment for route in decision.fallbacks] == ["b"]
    assert [route.deployment for route in decision.others] == ["keeps", "wide"]
    assert [route.retention for route in decision.routes] == [
        0,
        0,
        "unspecified",
        "unspecified",
    ]


def test_anything_is_a_fallback_of_what_goes_anywhere(load):
    decision = decide(load({"preferences": ["world"]}, world=WORLD, eu=EU))
    assert [route.deployment for route in decision.fallbacks] == ["eu"]
    assert decision.others == ()


def test_a_decision_lasts_no_longer_than_the_next_day_on_which_an_offer_begins(load, law):
    offers = load.told("routes/bedrock")["offers"]
    for offer in offers:
        if offer["scope"] == "global":
            offer["valid_from"] = "2027-01-15"
    compliance = load({}, law("routes/bedrock", offers=offers), eu=EU, world=WORLD)
    decision = decide(compliance)
    assert (served(decision), rules(decision, "world")) == (["eu"], {"RTE-102"})
    assert decision.expires_at == "2027-01-14"


def test_digests_tell_one_input_one_tenant_and_one_project_from_another(load):
    one = decide(load({}, one=EU)).digests
    assert one == decide(load({}, one=EU)).digests
    feature = decide(load({}, one=EU), features=["citations"]).digests
    assert (feature.input != one.input, feature.tenant == one.tenant) == (True, True)
    narrower = decide(load({"providers": ["bedrock"]}, one=EU)).digests
    assert (narrower.tenant != one.tenant, narrower.data == one.data) == (True, True)
    other = decide(load({}, one=US)).digests
    assert (other.data != one.data, other.input == one.input) == (True, True)
    assert len({one.bundle, feature.bundle, narrower.bundle, other.bundle}) == 1
