"""The handbook's routes against the law: every profile, prefix, endpoint, SKU and price.

What is expected stands in `handbook.json`, copied from the handbook's blocks, or below, copied from
its tables. Nothing here is computed from the data that it is compared with.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

HANDBOOK: Any = json.loads(Path(__file__).with_name("handbook.json").read_text())
SIX = ["eu-central-1", "eu-north-1", "eu-south-1", "eu-south-2", "eu-west-1", "eu-west-3"]
NEW = "claude-haiku-4-5"
"""A model of the tables from which the handbook copied the profiles; it has nearly all of them."""

OF = {"us-gov": "claude-sonnet-4-5", "apac": "claude-sonnet-4"}
PROFILES = [
    (prefix, source, sorted(row["destinations"]))
    for prefix, rows in HANDBOOK["profiles"].items()
    if prefix != "global"
    for row in rows
    for source in row["sources"]
]
PAWS = "claude_platform_aws"
PREFIXES = ("eu", "us", "au", "jp", "in", "apac", "global")
MATRIX = """
claude-haiku-5-5       anthropic.claude-haiku-5-5                  S S S S ? ? S
claude-sonnet-5-5      anthropic.claude-sonnet-5-5                 S S ? ? ? ? S
claude-opus-5-5        anthropic.claude-opus-5-5                   S S S S - - S
claude-opus-5          anthropic.claude-opus-5                     V V V ? ? - V
claude-sonnet-5        anthropic.claude-sonnet-5                   S S S - S - V
claude-opus-4-8        anthropic.claude-opus-4-8                   S ? ? ? ? ? V
claude-opus-4-7        anthropic.claude-opus-4-7                   S ? ? ? ? ? V
claude-opus-4-6        anthropic.claude-opus-4-6-v1                V V V V ? ? V
claude-sonnet-4-6      anthropic.claude-sonnet-4-6                 V V V V ? - V
claude-opus-4-5        anthropic.claude-opus-4-5-20251101-v1:0     V V - - ? - V
claude-sonnet-4-5      anthropic.claude-sonnet-4-5-20250929-v1:0   V V V V ? - V
claude-haiku-4-5       anthropic.claude-haiku-4-5-20251001-v1:0    V V V ? S - V
claude-sonnet-4        anthropic.claude-sonnet-4-20250514-v1:0     V V - - - V V
claude-fable-5-1       anthropic.claude-fable-5-1                  - S - - - - S
claude-mythos-5-1      anthropic.claude-mythos-5-1                 - S - - - - S
claude-fable-5         anthropic.claude-fable-5                    ? ? ? ? ? ? V
claude-mythos-5        anthropic.claude-mythos-5                   ? ? ? ? ? ? ?
claude-fable-5-2       anthropic.claude-fable-5-2                  ? ? ? ? ? ? ?
claude-mythos-5-2      anthropic.claude-mythos-5-2                 ? ? ? ? ? ? ?
claude-mythos-preview  anthropic.claude-mythos-preview             - - - - - - -
"""
"""Table of prefixes with its marks. Three cells hold what its text says of them: `jp` of Opus 5 is
claimed by third parties, `jp` of Haiku 4.5 is denied by one page, `apac` of Opus 4.6 was not read.
"""

CELLS = [
    (row.split()[0], row.split()[1], prefix, mark)
    for row in MATRIX.strip().splitlines()
    for prefix, mark in zip(PREFIXES, row.split()[2:], strict=True)
]
STRENGTH = {"V": 2, "S": 1, "?": 0}
HOME = {
    "eu": "eu-central-1",
    "us": "us-east-1",
    "au": "ap-southeast-2",
    "jp": "ap-northeast-1",
    "in": "ap-south-1",
    "apac": "ap-southeast-1",
    "global": "us-east-1",
}
"""One source of each prefix."""


@pytest.mark.parametrize(("prefix", "source", "destinations"), PROFILES)
def test_a_profile_from_a_source_reaches_what_the_handbook_lists(
    prefix, source, destinations, facts
):
    (offer,) = facts.offers("bedrock", prefix, source, OF.get(prefix, NEW))
    assert sorted(offer["destinations"]) == destinations
    assert offer["confidence"] == ("S" if prefix == "in" else "V")
    assert offer["countries"] == "by-destination"
    assert offer["storage"] == "by-source"


def test_there_are_as_many_profiles_as_the_handbook_lists():
    assert len(PROFILES) == 8 + 5 + 2 + 3 + 2 + 2 + 13


@pytest.mark.parametrize(("model", "base", "prefix", "mark"), CELLS)
def test_a_model_has_a_prefix_as_surely_as_the_table_says(model, base, prefix, mark, facts):
    offers = facts.offers("bedrock", prefix, HOME[prefix], model)
    if mark == "-":
        assert offers == []
        assert model not in facts.models("bedrock", prefix)
        return
    (offer,) = offers
    entry = offer["models"][model]
    assert entry["model_id"] == f"{prefix}.{base}"
    weaker = min(STRENGTH[offer["confidence"]], STRENGTH[entry["confidence"]])
    assert (weaker > 0) is (mark != "?")
    assert weaker <= STRENGTH[mark]


def test_the_table_of_prefixes_is_whole():
    assert len(CELLS) == 20 * 7


@pytest.mark.parametrize(
    ("scope", "source", "model", "destinations"),
    [
        *(("eu", source, "claude-sonnet-4", SIX) for source in SIX),
        ("eu", "il-central-1", "claude-sonnet-4", [*SIX, "il-central-1"]),
        *(
            ("eu", source, model, ["eu-central-1", "eu-west-1", "eu-west-3"])
            for source in ("eu-central-1", "eu-west-1", "eu-west-3")
            for model in ("claude-3-haiku", "claude-3-sonnet", "claude-3-5-sonnet")
        ),
        *(
            ("eu", x, "claude-3-7-sonnet", ["eu-central-1", "eu-north-1", "eu-west-1", "eu-west-3"])
            for x in ("eu-central-1", "eu-north-1", "eu-west-1", "eu-west-3")
        ),
        *(
            ("us-gov", "us-gov-east-1", model, ["us-gov-east-1", "us-gov-west-1"])
            for model in ("claude-3-haiku", "claude-3-5-sonnet", "claude-3-7-sonnet")
        ),
    ],
)
def test_an_exception_has_its_own_set(scope, source, model, destinations, facts):
    (offer,) = facts.offers("bedrock", scope, source, model)
    assert sorted(offer["destinations"]) == destinations


@pytest.mark.parametrize(
    ("scope", "source", "model"),
    [
        ("eu", "eu-west-2", "claude-sonnet-4"),
        ("eu", "eu-central-2", "claude-sonnet-4"),
        ("us", "ca-central-1", "claude-sonnet-4"),
        ("eu", "il-central-1", "claude-haiku-4-5"),
        ("au", "ap-southeast-6", "claude-opus-5"),
        ("eu", "eu-north-1", "claude-3-haiku"),
        ("eu", "eu-south-1", "claude-3-7-sonnet"),
        ("ca", "ca-central-1", "claude-haiku-4-5"),
    ],
)
def test_where_the_handbook_has_no_profile_there_is_no_offer(scope, source, model, facts):
    assert facts.offers("bedrock", scope, source, model) == []


def test_opus_5_is_global_from_the_33_regions_of_its_card(facts):
    card = HANDBOOK["offered"]["aws_card_opus_5"]["bedrock-runtime"]["global"]
    assert len(card) == 33
    for model in ("claude-opus-5", "claude-opus-5-5"):
        (offer,) = facts.offers("bedrock", "global", card[0], model)
        assert sorted(offer["sources"]) == sorted(card)


def test_the_geographic_profile_of_opus_5_starts_where_its_card_says(facts, law):
    card = HANDBOOK["offered"]["aws_card_opus_5"]["bedrock-runtime"]["geo"]
    offers = [x for x in law["routes"]["bedrock"]["offers"] if x["scope"] in {"eu", "us", "au"}]
    sources = [x["sources"] for x in offers if "claude-opus-5" in x["models"]]
    assert sorted(source for some in sources for source in some) == sorted(card)
    assert len(card) == 18
    assert facts.offers("bedrock", "us", "us-gov-west-1", "claude-opus-5")


def test_other_models_are_global_from_the_regions_of_anthropics_page(facts):
    page = HANDBOOK["offered"]["anthropic_page"]["regions"]
    assert all("global" in kinds for kinds in page.values())
    (offer,) = facts.offers("bedrock", "global", "eu-west-1", "claude-haiku-4-5")
    assert sorted(offer["sources"]) == sorted(page)


def test_in_region_on_the_runtime_is_what_the_page_lists_and_earns_nothing(law):
    page = HANDBOOK["offered"]["anthropic_page"]["regions"]
    listed = sorted(region for region, kinds in page.items() if "in-region" in kinds)
    offers = [x for x in law["routes"]["bedrock"]["offers"] if x["scope"] == "in-region"]
    assert sorted(x["sources"][0] for x in offers) == listed
    assert {x["confidence"] for x in offers} == {"?"}


def test_in_region_on_mantle_is_earned_in_the_five_regions_of_the_card(law):
    card = HANDBOOK["offered"]["aws_card_opus_5"]["bedrock-mantle"]["in-region"]
    offers = law["routes"]["bedrock_mantle"]["offers"]
    earned = [x for x in offers if x["confidence"] == "V"]
    assert sorted(x["sources"][0] for x in earned) == sorted(card)
    assert all(x["destinations"] == x["sources"] for x in offers)
    assert {x["models"]["claude-opus-5"]["model_id"] for x in offers} == {"anthropic.claude-opus-5"}


@pytest.mark.parametrize("geo", HANDBOOK["geos"], ids=lambda x: f"{x['provider']}-{x['scope']}")
def test_a_platform_of_anthropic_has_the_two_geos_of_the_handbook(geo, law):
    offers = law["routes"][geo["provider"]]["offers"]
    (offer,) = [x for x in offers if x["scope"] == geo["scope"]]
    assert (offer["countries"], offer["price"]) == (geo["countries"], geo["price"])
    assert offer["storage"] == ["US"]
    assert len(offers) == 2


def test_foundry_has_the_two_skus_of_the_handbook_and_no_other(law):
    skus = {x["scope"]: x["countries"] for x in law["routes"]["foundry"]["offers"]}
    assert skus == HANDBOOK["foundry"]["foundry_sku_for_anthropic"]
    assert not set(HANDBOOK["foundry"]["other_sku_names"]) & set(skus)


@pytest.mark.parametrize("region", ["europe-west1"])
@pytest.mark.parametrize("model", ["claude-haiku-4-5", "claude-sonnet-4-6", "claude-opus-4-6"])
def test_vertex_in_region_serves_the_models_named_there(region, model, facts):
    (offer,) = facts.offers("vertex", "in-region", region, model)
    assert (offer["destinations"], offer["confidence"]) == ([region], "S")


@pytest.mark.parametrize(
    "model", ["claude-opus-5", "claude-opus-5-5", "claude-sonnet-5-5", "claude-fable-5-1"]
)
def test_vertex_eu_serves_the_models_named_there(model, facts):
    (offer,) = facts.offers("vertex", "eu", "eu", model)
    assert offer["models"][model]["model_id"] == model
    assert {offer["confidence"], offer["models"][model]["confidence"]} <= {"V", "S"}
    assert facts.offers("vertex", "in-region", "europe-west1", model) == []


@pytest.mark.parametrize(
    ("model", "model_id"),
    [
        ("claude-opus-4-5", "claude-opus-4-5@20251101"),
        ("claude-sonnet-4-5", "claude-sonnet-4-5@20250929"),
        ("claude-haiku-4-5", "claude-haiku-4-5@20251001"),
        *(
            (x, x)
            for x in ("claude-fable-5", "claude-opus-5", "claude-opus-4-8", "claude-sonnet-5")
        ),
        *((x, x) for x in ("claude-opus-4-7", "claude-opus-4-6", "claude-sonnet-4-6")),
        *((x, x) for x in ("claude-opus-5-5", "claude-haiku-5-5", "claude-fable-5-1")),
    ],
)
def test_vertex_calls_a_model_by_the_id_of_the_table(model, model_id, facts):
    (offer,) = facts.offers("vertex", "global", "global", model)
    assert offer["models"][model]["model_id"] == model_id


def test_claude_platform_on_aws_has_the_ten_models_of_the_page(facts):
    (offer,) = [x for p, x in facts.all_offers() if (p, x["scope"]) == (PAWS, "global")]
    ten = {
        *("claude-fable-5", "claude-opus-5", "claude-opus-4-8", "claude-opus-4-7"),
        *("claude-opus-4-6", "claude-opus-4-5", "claude-sonnet-5", "claude-sonnet-4-6"),
        *("claude-sonnet-4-5", "claude-haiku-4-5"),
    }
    later = {"claude-fable-5-2"}  # named in release notes that are newer than the page
    assert {m for m, x in offer["models"].items() if x["confidence"] == "V"} == ten | later


@pytest.mark.parametrize("model", HANDBOOK["model_ids"])
def test_every_model_id_of_the_sdk_is_known_and_served_by_the_api(model, facts, law):
    assert model in law["models"]
    assert model in facts.models("anthropic", "global")


@pytest.mark.parametrize(
    ("provider", "scope", "base_url"),
    [
        ("anthropic", "*", HANDBOOK["endpoints"]["anthropic"]["base_url"]),
        (PAWS, "*", HANDBOOK["endpoints"][PAWS]["base_url"]),
        ("bedrock", "*", HANDBOOK["endpoints"]["bedrock"]["base_url"]),
        ("bedrock_mantle", "*", HANDBOOK["endpoints"]["bedrock_mantle"]["base_url"]),
        ("vertex", "global", HANDBOOK["endpoints"]["vertex"]["global"]),
        ("vertex", "eu", "https://aiplatform.eu.rep.googleapis.com/v1"),
        ("vertex", "us", "https://aiplatform.us.rep.googleapis.com/v1"),
        ("vertex", "in-region", HANDBOOK["endpoints"]["vertex"]["regional"]),
        ("foundry", "*", HANDBOOK["endpoints"]["foundry"]["base_url"]),
    ],
)
def test_an_endpoint_is_the_handbooks(provider, scope, base_url, law):
    assert law["routes"][provider]["endpoints"][scope]["base_url"] == base_url


@pytest.mark.parametrize("name", ["fips", "dual_stack", "control_plane"])
def test_bedrock_has_the_other_addresses_of_the_handbook(name, law):
    others = law["routes"]["bedrock"]["endpoints"]["*"]["others"]
    assert others[name] == HANDBOOK["endpoints"]["bedrock"][name]
    dual = {x.get("dual_stack_dns_suffix") for x in law["regions"]["aws"].values()} - {None}
    assert {"api.aws", "api.amazonwebservices.eu"} <= dual


@pytest.mark.parametrize("host", HANDBOOK["eu_hosts"]["bedrock"])
def test_each_host_for_a_european_tenant_is_one_of_the_six(host, law):
    template = law["routes"]["bedrock"]["endpoints"]["*"]["base_url"]
    hosts = [template.format(region=x, dns_suffix="amazonaws.com") for x in SIX]
    assert f"https://{host}" in hosts
    assert len(HANDBOOK["eu_hosts"]["bedrock"]) == len(SIX)
