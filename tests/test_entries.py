"""Data whose entries contradict each other decides nothing."""

from __future__ import annotations

import copy
import json
from typing import Any

import pytest

from compliance_toolkit.errors import PolicyError
from compliance_toolkit.policy.entries import check_entries

ENTRY: dict[str, Any] = {"model_id": "eu.model", "confidence": "V", "source": "https://example.com"}
OFFER: dict[str, Any] = {
    "name": "six",
    "scope": "eu",
    "sources": ["eu-1"],
    "destinations": ["eu-1", "eu-2"],
    "countries": "by-destination",
    "storage": "by-source",
    "price": 1.1,
    "confidence": "V",
    "valid_from": "2026-01-01",
    "valid_to": None,
    "models": {"claude-a": ENTRY | {"valid_from": "2026-02-01", "valid_to": "2026-06-30"}},
}
REGIONS: dict[str, Any] = {
    "aws": {"eu-1": {"country": "DE"}, "eu-2": {"country": "IE"}, "us-1": {}}
}
AGAIN = {"name": "again"}


def law(*offers: dict[str, Any]) -> dict[str, Any]:
    return {"routes": {"bedrock": {"cloud": "aws", "offers": list(offers)}}, "regions": REGIONS}


def offer(changes: dict[str, Any] | None = None, /, **entry: Any) -> dict[str, Any]:
    changed = copy.deepcopy(OFFER) | (changes or {})
    changed["models"]["claude-a"] |= entry
    return changed


def test_the_shipped_law_contradicts_itself_nowhere(bundle):
    assert len(bundle.data["compliance"]["routes"]["bedrock"]["offers"]) > 20
    check_entries(bundle.data["compliance"])


@pytest.mark.parametrize(
    ("changes", "entry"),
    [
        ({"destinations": ["eu-1"]}, {}),
        ({"destinations": "unspecified"}, {}),
        ({"countries": ["DE"]}, {}),
        ({"storage": ["DE"]}, {}),
        ({"price": 1.0}, {}),
        ({"confidence": "?"}, {}),
        ({}, {"model_id": "global.model"}),
        ({}, {"confidence": "K"}),
        ({"sources": None, "price": 1.0}, {}),
        ({"sources": ["eu-2", "eu-1"], "price": 1.0}, {}),
        ({"price": 1.0}, {"valid_from": "2026-06-30", "valid_to": None}),
        ({"price": 1.0}, {"valid_from": None, "valid_to": "2026-02-01"}),
    ],
)
def test_two_offers_that_disagree_are_both_named(changes, entry):
    both = law(offer(), offer(AGAIN | changes, **entry))
    pattern = r"`compliance/routes/bedrock/data.json`.*`six` and `again`.*`claude-a` on 2026-0"
    with pytest.raises(PolicyError, match=pattern):
        check_entries(both)


@pytest.mark.parametrize(
    ("changes", "entry"),
    [
        ({}, {}),
        ({"destinations": ["eu-2", "eu-1"]}, {}),
        ({"scope": "us", "price": 1.0}, {}),
        ({"sources": ["eu-2"], "price": 1.0}, {}),
        ({"models": {"claude-a": {}, "claude-b": ENTRY}, "price": 1.0}, {"valid_to": "2026-01-01"}),
        ({"price": 1.0}, {"valid_from": "2026-07-01", "valid_to": None}),
        ({"price": 1.0}, {"valid_from": None, "valid_to": "2026-01-31"}),
        ({"price": 1.0, "valid_from": "2026-07-01"}, {"valid_to": None}),
    ],
)
def test_offers_that_agree_or_never_meet_are_accepted(changes, entry):
    check_entries(law(offer(), offer(AGAIN | changes, **entry)))


def test_a_disagreement_without_a_beginning_is_one_all_the_same():
    always = {"valid_from": None}
    one, other = (offer(always | x, **always) for x in ({}, AGAIN | {"price": 1.0}))
    with pytest.raises(PolicyError, match=r"disagree about `claude-a`$"):
        check_entries(law(one, other))


@pytest.mark.parametrize(
    ("changes", "entry", "pattern"),
    [
        ({"valid_to": "2025-12-31"}, {}, r"offer `six` ends on 2025-12-31, before .* 2026-01-01"),
        ({}, {"valid_to": "2026-01-31"}, r"`claude-a` of the offer `six` ends on 2026-01-31"),
        ({"destinations": []}, {}, r"offer `six` has no destination"),
        ({"destinations": ["eu-1", "eu-9"]}, {}, r"destination `eu-9`.*regions/aws"),
        ({"sources": ["eu-1", "eu-9"]}, {}, r"source `eu-9`.*regions/aws"),
        ({"valid_from": "2026-1-1"}, {}, "out of shape"),
        ({"valid_from": "2026-01-01\n"}, {}, "out of shape"),
        ({"destinations": "anywhere"}, {}, "out of shape"),
        ({"sources": "eu-1"}, {}, "out of shape"),
        ({"price": None}, {}, "out of shape"),
    ],
)
def test_an_entry_that_contradicts_itself_is_refused_with_its_file(changes, entry, pattern):
    with pytest.raises(PolicyError, match=f"^`compliance/routes/bedrock/data.json`.*{pattern}"):
        check_entries(law(offer(changes, **entry)))


def test_a_cloud_without_regions_knows_no_destination():
    with pytest.raises(PolicyError, match=r"regions/oracle/data.json"):
        check_entries({"routes": {"x": {"cloud": "oracle", "offers": [offer()]}}})


def test_an_adequacy_that_ends_before_it_begins_is_refused_with_its_file():
    one: dict[str, Any] = {"country": "GB", "valid_from": "2021-06-28", "valid_to": "2020-12-31"}
    regimes: dict[str, Any] = {
        "gdpr": {"transfers": {"adequate": [one]}},
        "hipaa": {"transfers": None},
    }
    with pytest.raises(PolicyError, match=r"regimes/gdpr/data.json`: the adequacy of `GB`"):
        check_entries({"regimes": regimes})
    one["valid_to"] = None
    check_entries({"regimes": regimes})


def test_a_contradiction_planted_in_the_shipped_law_is_found(policies):
    file = policies / "compliance" / "routes" / "bedrock" / "data.json"
    regions = json.loads((policies / "compliance/regions/aws/data.json").read_text())
    shipped = json.loads(file.read_text())
    planted = {"routes": {"bedrock": shipped}, "regions": {"aws": regions}}
    check_entries(planted)
    shipped["offers"].append(shipped["offers"][0] | {"name": "planted", "price": 1.0})
    with pytest.raises(PolicyError, match="`planted`"):
        check_entries(planted)
