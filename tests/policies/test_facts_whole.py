"""The facts as a whole: all cited, all resolving, none contradicting another."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import combinations
from typing import Any

PROVIDERS = {"anthropic", "claude_platform_aws", "bedrock", "bedrock_mantle", "vertex", "foundry"}


def test_every_provider_answers_for_the_same_features(law):
    assert set(law["routes"]) == PROVIDERS
    (features,) = {frozenset(law["routes"][provider]["features"]) for provider in PROVIDERS}
    assert len(features) == 40


def test_every_entry_has_a_source_a_day_and_a_mark(law):
    cited = 0
    for path, entry in _entries(law):
        cited += 1
        assert {"confidence", "source"} <= set(entry), path
        assert len({"read", "as_of"} & set(entry)) == 1, path
    assert cited > 500


def test_no_destination_or_source_is_missing_from_the_region_table(facts, law):
    seen = 0
    for provider, offer in facts.all_offers():
        route = law["routes"][provider]
        destinations = offer["destinations"]
        reached = set(() if destinations == "unspecified" else destinations)
        called = set(offer["sources"] or ())
        assert reached <= set(law["regions"][route["cloud"]]), offer["name"]
        # A provider may be called from another cloud's regions than its own.
        gates = law["regions"][route.get("called_from", route["cloud"])]
        assert called <= set(gates), offer["name"]
        seen += len(reached | called)
    assert seen > 100


def test_countries_by_destination_resolve_for_every_offer(facts, law):
    resolved = 0
    for provider, offer in facts.all_offers():
        if offer["countries"] == "by-destination":
            resolved += 1
            assert facts.countries(provider, offer), offer["name"]
    assert resolved > 30


def test_storage_by_source_resolves_for_every_source(facts, law):
    resolved = 0
    for provider, offer in facts.all_offers():
        regions = law["regions"][law["routes"][provider]["cloud"]]
        sources = set(offer["sources"] or ()) - {"global"}
        if offer["storage"] == "by-source":
            resolved += len(sources)
            assert all(facts.of(regions[source]) for source in sources), offer["name"]
    assert resolved > 80


def test_every_model_of_an_offer_is_known(facts, law):
    served = {model for _, _, model, _ in facts.served()}
    assert served == set(law["models"])


def test_no_model_begins_after_it_ends_and_no_offer_outlives_its_models(facts, law):
    for _, offer, model, entry in facts.served():
        start, end = entry["valid_from"], entry["valid_to"]
        assert start is None or end is None or start <= end, model
        assert start is None or offer["valid_from"] <= start, model
        assert offer["valid_to"] is None or (end and end <= offer["valid_to"]), model


def test_two_offers_of_one_place_and_model_never_overlap_in_time(law):
    assert list(_overlaps(law["routes"])) == []


def test_the_guard_of_overlaps_sees_two_that_disagree(law):
    offer = law["routes"]["bedrock"]["offers"][0]
    twice = {
        "bedrock": {"offers": [offer, offer | {"name": "again", "destinations": ["us-east-1"]}]}
    }
    assert set(_overlaps(twice)) == {("bedrock", offer["name"], "again")}


def test_a_profile_id_carries_the_prefix_of_its_scope(facts, law):
    for provider, offer, model, entry in facts.served():
        if provider in {"bedrock", "bedrock_mantle"}:
            prefix = "" if offer["scope"] == "in-region" else f"{offer['scope']}."
            assert entry["model_id"].startswith(f"{prefix}anthropic.{model}"), entry["model_id"]


def _entries(value: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    """Every fact: what carries a mark, and what carries any part of a citation."""
    if isinstance(value, Mapping):
        if {"confidence", "source", "read", "as_of"} & set(value) and path != ".resources":
            yield path, value
        for key, inner in value.items():
            yield from () if key == "catalog" and not path else _entries(inner, f"{path}.{key}")
    elif isinstance(value, (list, tuple)):
        for index, inner in enumerate(value):
            yield from _entries(inner, f"{path}.{index}")


def _overlaps(routes: Any) -> Iterator[tuple[str, str, str]]:
    for provider, route in routes.items():
        for one, other in combinations(route["offers"], 2):
            same = one["sources"] is None or other["sources"] is None
            places = same or set(one["sources"]) & set(other["sources"])
            if one["scope"] != other["scope"] or not places:
                continue
            for model in set(one["models"]) & set(other["models"]):
                if _meet(one["models"][model], other["models"][model]):
                    yield provider, one["name"], other["name"]


def _meet(one: Any, other: Any) -> bool:
    first = max(one["valid_from"] or "", other["valid_from"] or "")
    return first <= min(one["valid_to"] or "9", other["valid_to"] or "9")
