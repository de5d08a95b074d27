"""What the policies are told of deployments: facts, dated, and nothing that is not known."""

from __future__ import annotations

import copy
import json
from typing import Any

import pytest

from compliance_toolkit.errors import PolicyError
from compliance_toolkit.resolve.candidates import candidates
from resolve_world import CLAIM, NONE_KEPT, UNTIL, deployment

MODEL = "claude-opus-5-5"
EARLIER = {**CLAIM, "until": "2026-12-31"}


@pytest.fixture
def law(bundle):
    """The shipped law, to be changed at will."""
    return copy.deepcopy(bundle.data["compliance"])


def joined(law, *deployments, model=MODEL) -> Any:
    told: Any = candidates(deployments, law)
    return told["models"][model]


def offers(law, one, model=MODEL):
    """The cases of one deployment in the order of time, each with its days and its only route."""
    told = joined(law, one, model=model)
    days: dict[int, list[str]] = {}
    for span in told["spans"]:
        for number in (number for numbers in span["sites"].values() for number in numbers):
            days.setdefault(number, []).extend((span["first"], span["last"]))
    return [
        {**told["cases"][number], "from": some[0], "to": some[-1], "route": route}
        for number, some in days.items()
        for route in told["cases"][number]["routes"]
    ]


def only(law, one, model=MODEL):
    (offer,) = offers(law, one, model)
    return offer


@pytest.mark.parametrize("destinations", [[], None])
def test_a_list_of_destinations_that_is_empty_or_null_is_an_error(law, destinations):
    law["routes"]["bedrock"]["offers"][0]["destinations"] = destinations
    with pytest.raises(PolicyError, match=r"`routes\.bedrock` is out of shape"):
        candidates([deployment("bedrock")], law)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("countries", []),
        ("countries", "by-guess"),
        ("storage", []),
        ("sources", []),
        ("confidence", "X"),
        ("valid_to", "2026-9-1"),
        ("price", "1"),
    ],
)
def test_an_offer_out_of_shape_is_an_error(law, field, value):
    law["routes"]["bedrock"]["offers"][0][field] = value
    with pytest.raises(PolicyError, match="out of shape"):
        candidates([deployment("bedrock")], law)


def test_a_provider_without_data_is_an_error(law):
    del law["routes"]["bedrock"]
    with pytest.raises(PolicyError, match=r"say nothing of `routes\.bedrock`"):
        candidates([deployment("bedrock")], law)


def test_a_destination_whose_country_nobody_knows_makes_all_countries_unspecified(law):
    del law["regions"]["aws"]["eu-north-1"]
    assert only(law, deployment("bedrock"))["route"]["countries"] == "unspecified"
    law["regions"]["aws"]["eu-north-1"] = {"country": None}
    assert only(law, deployment("bedrock"))["route"]["countries"] == "unspecified"


def test_two_offers_of_one_model_on_one_day_are_an_error(law):
    eu = next(x for x in law["routes"]["bedrock"]["offers"] if x["name"] == "eu-six")
    law["routes"]["bedrock"]["offers"].append({**eu, "name": "again"})
    with pytest.raises(PolicyError, match="two offers claim `claude-opus-5-5` of deployment `one`"):
        candidates([deployment("bedrock")], law)


def test_two_offers_one_after_the_other_are_two_entries(law):
    eu = next(x for x in law["routes"]["bedrock"]["offers"] if x["name"] == "eu-six")
    later = {**copy.deepcopy(eu), "name": "later", "valid_from": "2027-01-01"}
    eu["valid_to"] = "2026-12-31"
    law["routes"]["bedrock"]["offers"].append(later)
    assert [(one["from"], one["to"]) for one in offers(law, deployment("bedrock"))] == [
        ("2026-09-22", "2026-12-31"),
        ("2027-01-01", "9999-12-31"),
    ]


def test_an_offer_counts_as_the_weaker_of_its_two_marks(law):
    eu = next(x for x in law["routes"]["bedrock"]["offers"] if x["name"] == "eu-six")
    assert (eu["confidence"], eu["models"][MODEL]["confidence"]) == ("V", "S")
    assert only(law, deployment("bedrock"))["confidence"] == "S"
    eu["confidence"] = "?"
    assert only(law, deployment("bedrock"))["confidence"] == "?"


def test_a_model_that_the_scope_does_not_have_is_offered_elsewhere(law):
    one = deployment("anthropic", models=("claude-haiku-4-5",))
    model = joined(law, one, model="claude-haiku-4-5")
    assert model["cases"] == []
    assert model["unoffered"]["one"]["elsewhere"] == ["global"]
    assert model["unoffered"]["one"]["pinned"] is True
    assert model["offered"] == {}


def test_a_model_that_nobody_knows_is_offered_nowhere(law):
    one = deployment("bedrock", models=("claude-unheard-of",))
    model = joined(law, one, model="claude-unheard-of")
    assert (model["offered"], model["unoffered"]["one"]["elsewhere"]) == ({}, [])


def test_each_deployment_lists_a_model_or_not_and_is_offered_it_or_not(law):
    deployments = [
        deployment("bedrock", name="offered"),
        deployment("bedrock", name="unoffered", region="sa-east-1"),
        deployment("bedrock", name="unlisted", models=("claude-haiku-4-5",)),
    ]
    model = joined(law, *deployments)
    assert model["unlisted"] == ["unlisted"]
    assert model["unoffered"].keys() == {"unoffered"}
    assert model["offered"] == {"offered": [{"from": "2026-09-22", "to": "9999-12-31"}]}


def test_how_deployments_are_attested_is_told_once(law):
    alike = [deployment("bedrock", name=name, attestations={"dpa": CLAIM}) for name in "ab"]
    model = joined(law, *alike, deployment("bedrock", name="c"))
    assert model["attested"] == {"": {}, f"dpa {UNTIL}": {"dpa": UNTIL}}


def test_a_source_that_no_offer_has_gives_no_offer(law):
    assert offers(law, deployment("bedrock", region="sa-east-1")) == []


def test_bedrock_may_keep_data_wherever_inference_runs(law):
    route = only(law, deployment("bedrock"))["route"]
    assert route["storage"] == ["DE", "ES", "FR", "IE", "IT", "SE"]


def test_bedrock_keeps_data_at_its_source_while_mode_none_is_attested_for_all(law):
    one = deployment("bedrock", attestations={"retention": NONE_KEPT})
    before, after = offers(law, one)
    assert (before["to"], before["expires"], before["route"]["storage"]) == (UNTIL, UNTIL, ["DE"])
    assert before["retention"]["days"] == 0
    assert (after["from"], after["retention"]["days"]) == ("2027-04-01", "unspecified")
    assert after["route"]["storage"] == ["DE", "ES", "FR", "IE", "IT", "SE"]


@pytest.mark.parametrize("left_out", ["eu-central-1", "eu-west-3"])
def test_an_attestation_that_leaves_out_the_source_or_a_destination_changes_nothing(law, left_out):
    regions = tuple(region for region in NONE_KEPT["regions"] if region != left_out)
    one = deployment("bedrock", attestations={"retention": {**NONE_KEPT, "regions": regions}})
    for offer in offers(law, one):
        assert offer["route"]["storage"] == ["DE", "ES", "FR", "IE", "IT", "SE"]
        assert offer["retention"]["days"] == "unspecified"
        assert offer["retention"]["claim"]["missing"] == [left_out]


@pytest.mark.parametrize(
    ("mode", "days"),
    [
        ("default", "unspecified"),
        ("inherit", "unspecified"),
        ("aws_review", 30),
        ("provider_data_share", 30),
    ],
)
def test_only_mode_none_keeps_nothing(law, mode, days):
    one = deployment("bedrock", attestations={"retention": {**NONE_KEPT, "mode": mode}})
    before, _ = offers(law, one)
    assert before["retention"]["days"] == days
    assert before["route"]["storage"] == ["DE", "ES", "FR", "IE", "IT", "SE"]


def test_no_attestation_covers_destinations_that_are_unspecified(law):
    claim = {"retention": {**NONE_KEPT, "regions": tuple(law["regions"]["aws"])}}
    one = deployment("bedrock", scope="global", attestations=claim)
    assert {offer["retention"]["days"] for offer in offers(law, one)} == {"unspecified"}
    assert {offer["route"]["storage"] for offer in offers(law, one)} == {"unspecified"}


def test_zero_data_retention_is_zero_for_eligible_features_only(law):
    one = deployment("anthropic", attestations={"zero_data_retention": CLAIM})
    before, after = offers(law, one)
    retention = before["retention"]
    assert (retention["days"], retention["standard"]) == (0, 30)
    assert retention["eligibility"] == "zdr"
    assert after["retention"]["days"] == 30


@pytest.mark.parametrize(
    ("provider", "claim"), [("anthropic", {"zero_data_retention": CLAIM}), ("bedrock", {})]
)
def test_a_covered_model_is_kept_thirty_days_whatever_is_attested(law, provider, claim):
    model = "claude-fable-5-1"
    scope = {"scope": "us", "region": "us-east-1"} if provider == "bedrock" else {}
    one = deployment(provider, models=(model,), attestations=claim, **scope)
    assert {offer["retention"]["days"] for offer in offers(law, one, model)} == {30}


@pytest.mark.parametrize("change", ["unknown", "unread"])
def test_a_model_not_known_to_be_free_of_retention_is_never_kept_zero_days(law, change):
    if change == "unknown":
        del law["models"][MODEL]
    else:
        law["models"][MODEL]["confidence"] = "?"
    one = deployment("anthropic", attestations={"zero_data_retention": CLAIM})
    assert 0 not in [offer["retention"]["days"] for offer in offers(law, one)]


def test_what_expires_with_an_attestation_is_only_what_it_changes(law):
    one = deployment("anthropic", attestations={"zero_data_retention": CLAIM, "dpa": CLAIM})
    before, _ = offers(law, one)
    assert (before["to"], before["expires"]) == (UNTIL, "9999-12-31")
    assert before["attested"] == f"dpa {UNTIL}, zero_data_retention {UNTIL}"


def test_time_is_cut_wherever_something_begins_or_ends_and_nowhere_else(law):
    one = deployment("bedrock", attestations={"retention": NONE_KEPT, "dpa": CLAIM})
    other = deployment("bedrock", name="two", region="eu-west-1", attestations={"baa": EARLIER})
    spans = joined(law, one, other)["spans"]
    assert [(span["first"], span["last"]) for span in spans] == [
        ("0001-01-01", "2026-09-21"),
        ("2026-09-22", "2026-12-31"),
        ("2027-01-01", UNTIL),
        ("2027-04-01", "9999-12-31"),
    ]
    assert [sorted(span["ahead"]) for span in spans][2:] == [
        [UNTIL, "9999-12-31"],
        ["9999-12-31"],
    ]
    assert [span["idle"] for span in spans] == [["one", "two"], [], [], []]
    assert [span["next"] for span in spans] == ["2026-09-21", *["9999-12-31"] * 3]


def test_deployments_that_no_rule_can_tell_apart_are_one_case(law):
    alike = [
        deployment("bedrock", name=name, account=f"11112222333{n}") for n, name in enumerate("ab")
    ]
    odd = deployment("bedrock", name="c", attestations={"dpa": CLAIM})
    cases = joined(law, *alike, odd)["cases"]
    assert [[route["deployment"] for route in case["routes"]] for case in cases] == [
        ["a", "b"],
        ["c"],
    ]


def test_each_place_names_the_sites_that_reach_it(law):
    told = joined(law, deployment("bedrock"), deployment("bedrock", name="two", scope="global"))
    six, anywhere = sorted(told["sites"])
    assert set(told["sites"][six]) == {"DE", "ES", "FR", "IE", "IT", "SE"}
    assert told["sites"][anywhere] == {"unspecified": True}
    assert told["reach"]["inference"]["DE"] == {six: True}
    assert told["reach"]["storage"]["unspecified"] == {anywhere: True}
    assert told["reach"]["partitions"] == {
        "aws": {six: True, anywhere: True},
        "unspecified": {anywhere: True},
    }


@pytest.mark.parametrize(
    ("countries", "covers", "missing"),
    [
        (("DE", "ES", "FR", "IE", "IT", "SE", "US"), "all", []),
        (("DE", "ES", "FR", "IE"), "some", ["IT", "SE"]),
        (None, "none", []),
    ],
)
def test_a_contract_covers_what_it_names(law, countries, covers, missing):
    claims = {} if countries is None else {"locations": {**CLAIM, "countries": countries}}
    one = only(law, deployment("bedrock", attestations=claims))
    assert one["contract"] == {"covers": covers, "missing": missing}


def test_no_contract_covers_places_that_nobody_specifies(law):
    claim = {"locations": {**CLAIM, "countries": ("DE", "US")}}
    one = only(law, deployment("bedrock", scope="global", attestations=claim))
    assert one["contract"] == {"covers": "some", "missing": ["unspecified"]}


@pytest.mark.parametrize(
    ("models", "has"),
    [
        (None, True),
        ({"supported": [MODEL], "confidence": "S"}, True),
        ({"supported": [MODEL], "confidence": "K"}, False),
        ({"supported": ["claude-haiku-4-5"], "confidence": "V"}, False),
        ({"supported": [], "confidence": "V"}, False),
    ],
)
def test_a_model_has_a_feature_where_it_was_read_to_have_it(law, models, has):
    law["routes"]["bedrock"]["features"]["prompt_caching"]["models"] = models
    features = joined(law, deployment("bedrock"))["has"]["bedrock"]
    assert ("prompt_caching" in features) == has
    assert features["citations"] is True


def test_what_is_told_is_json_and_the_same_in_any_order(law):
    some = [deployment(provider, name=provider) for provider in ("bedrock", "vertex", "anthropic")]
    told = json.dumps(candidates(some, law), sort_keys=True)
    assert told == json.dumps(candidates(some[::-1], law), sort_keys=True)
