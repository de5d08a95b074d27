"""Every offer and every served model: since when, from where, and where it says that data goes.

What is expected is written out here, by hand from the pages that the entries cite, and never
computed from the data that it is compared with.
"""

from __future__ import annotations

import pytest

SINCE = """
anthropic           2025-05-14 global
anthropic           2026-04-16 us
claude_platform_aws 2026-04-16 us global
vertex              2026-04-16 eu us global
vertex              2026-08-22 in-region-europe-west1
foundry             2026-04-16 GlobalStandard
foundry             2026-05-28 DataZoneStandard
bedrock_mantle      2026-07-24 in-region-us-east-1 in-region-us-gov-west-1 in-region-eu-north-1 \
    in-region-eu-west-1 in-region-ap-southeast-4 in-region-ap-northeast-1 in-region-us-east-2 \
    in-region-us-west-2
bedrock             2026-04-16 eu-six eu-from-zurich eu-from-london global us-unread-models \
    au-unread-models jp-unread-models in-unread-models apac-unread-models
bedrock             2026-06-09 eu-unread-models global-unread-models
bedrock             2026-06-30 us-three us-from-california us-from-montreal au in
bedrock             2026-07-24 us-from-calgary us-from-govcloud global-33 \
    in-region-ap-northeast-1 in-region-ap-southeast-4 in-region-eu-north-1 in-region-eu-west-1 \
    in-region-us-east-1 in-region-us-east-2 in-region-us-west-2
bedrock             2026-08-22 eu-six-sonnet-4 eu-from-tel-aviv us-gov jp au-from-auckland \
    apac-eight apac-from-taipei apac-from-jakarta apac-from-malaysia apac-from-thailand \
    apac-from-uae apac-unread eu-3-three eu-3-7-four us-gov-from-east
"""
"""The first day of an offer: that of its first model, or that on which it was read."""

READ = "2026-08-22"
"""The first day of what is older than the pages that were read."""

SERVED_SINCE = {
    **dict.fromkeys(("3-5-sonnet", "3-7-sonnet", "3-haiku", "3-sonnet"), READ),
    **dict.fromkeys(("haiku-4-5", "haiku-4-5-20251001", "opus-4-5", "opus-4-5-20251101"), READ),
    **dict.fromkeys(("sonnet-4-5", "sonnet-4-5-20250929", "sonnet-4-6", "opus-4-6"), READ),
    "fable-5": "2026-06-09",
    "fable-5-1": "2026-09-01",
    "fable-5-2": "2026-11-09",
    "mythos-5": "2026-06-09",
    "mythos-5-2": "2026-11-09",
    "haiku-5-5": "2026-10-07",
    "opus-4-7": "2026-04-16",
    "opus-4-8": "2026-05-28",
    "opus-5": "2026-07-24",
    "opus-5-5": "2026-09-22",
    "sonnet-5": "2026-06-30",
    "sonnet-5-5": "2026-09-28",
    "opus-4": "2025-05-14",
    "opus-4-1": "2025-08-05",
}
ELSEWHERE = {
    ("anthropic", "sonnet-4"): "2025-05-14",
    ("bedrock", "sonnet-4"): READ,
    ("anthropic", "mythos-5-1"): "2026-11-23",
    ("bedrock", "mythos-5-1"): READ,
    ("anthropic", "mythos-preview"): "2026-04-07",
    ("bedrock", "mythos-preview"): READ,
    ("foundry", "fable-5-2"): "2026-11-23",
    ("foundry", "sonnet-5-5"): "2026-10-01",
}
"""Where platforms differ."""

ENDS = {
    **dict.fromkeys(("sonnet-4-5", "sonnet-4-5-20250929"), "2026-11-30"),
    "mythos-preview": "2026-06-30",
    "opus-4": "2026-06-15",
    "opus-4-1": "2026-08-05",
    "sonnet-4": "2026-06-15",
}
"""The last day on the platforms of Anthropic and on Foundry; the others set days of their own."""

SIX = "eu-central-1 eu-north-1 eu-south-1 eu-south-2 eu-west-1 eu-west-3"
ASIA = (
    "ap-northeast-1 ap-northeast-2 ap-northeast-3 ap-south-1 ap-south-2 ap-southeast-1 "
    "ap-southeast-2 ap-southeast-4"
)
CALLED_FROM = {
    "eu-six": SIX,
    "eu-six-sonnet-4": SIX,
    "apac-eight": ASIA,
    "eu-from-zurich": "eu-central-2",
    "eu-from-london": "eu-west-2",
    "eu-from-tel-aviv": "il-central-1",
    "us-three": "us-east-1 us-east-2 us-west-2",
    "us-from-california": "us-west-1",
    "us-from-montreal": "ca-central-1",
    "us-from-calgary": "ca-west-1",
    "us-from-govcloud": "us-gov-east-1 us-gov-west-1",
    "us-gov": "us-gov-east-1 us-gov-west-1",
    "us-gov-from-east": "us-gov-east-1",
    "jp": "ap-northeast-1 ap-northeast-3",
    "in": "ap-south-1 ap-south-2",
    "au": "ap-southeast-2 ap-southeast-4",
    "au-from-auckland": "ap-southeast-6",
    "apac-from-taipei": "ap-east-2",
    "apac-from-jakarta": "ap-southeast-3",
    "apac-from-malaysia": "ap-southeast-5",
    "apac-from-thailand": "ap-southeast-7",
    "apac-from-uae": "me-central-1",
    "eu-3-three": "eu-central-1 eu-west-1 eu-west-3",
    "eu-3-7-four": "eu-central-1 eu-north-1 eu-west-1 eu-west-3",
}
"""From where each profile of Bedrock is called; those named after one region are called there."""

NOWHERE_SAID = {
    ("anthropic", "global"),
    ("claude_platform_aws", "global"),
    ("vertex", "global"),
    ("foundry", "GlobalStandard"),
    *(("bedrock", x) for x in ("global", "global-33", "us-from-calgary", "us-from-govcloud")),
    *(("bedrock", f"{x}-unread-models") for x in ("eu", "us", "au", "jp", "in", "apac", "global")),
    ("bedrock", "apac-unread"),
}
"""Offers of which nobody says where they run."""

IN_THE_US = {("anthropic", "us"), ("claude_platform_aws", "us"), ("foundry", "DataZoneStandard")}
"""Offers that promise a country, and not regions."""


def test_an_offer_begins_on_the_day_of_its_first_model_or_of_the_reading(facts):
    expected: dict[tuple[str, str], str] = {}
    for line in SINCE.replace("\\\n", "").strip().splitlines():
        provider, day, *names = line.split()
        expected |= {(provider, name): day for name in names}
    found = {(p, offer["name"]): offer["valid_from"] for p, offer in facts.all_offers()}
    assert found == expected


def test_a_model_is_served_from_its_first_day_to_its_last(facts):
    for provider, offer, model, entry in facts.served():
        name = model.removeprefix("claude-")
        first = ELSEWHERE.get((provider, name)) or SERVED_SINCE[name]
        last = None if provider in {"bedrock", "vertex"} else ENDS.get(name)
        assert (entry["valid_from"], entry["valid_to"]) == (first, last), (offer["name"], model)


def test_a_profile_is_called_from_these_regions_and_from_no_other(law):
    for offer in law["routes"]["bedrock"]["offers"]:
        name, sources = offer["name"], offer["sources"]
        if name in CALLED_FROM:
            assert sorted(sources) == CALLED_FROM[name].split(), name
        elif offer["scope"] == "in-region":
            assert sources == [name.removeprefix("in-region-")] == offer["destinations"]
        elif "unread" in name:
            assert sources is None, name
        else:
            assert name in {"global", "global-33"}  # from the handbook's lists


@pytest.mark.parametrize("provider", ["vertex", "bedrock_mantle"])
def test_a_location_is_called_by_its_own_name(provider, law):
    for offer in law["routes"][provider]["offers"]:
        assert offer["sources"] == [offer["name"].removeprefix("in-region-")]


@pytest.mark.parametrize("provider", ["anthropic", "foundry"])
def test_what_has_no_regions_is_called_from_anywhere(provider, law):
    assert {x["sources"] for x in law["routes"][provider]["offers"]} == {None}


def test_an_offer_runs_where_it_says_or_says_nothing(facts):
    for provider, offer in facts.all_offers():
        name = (provider, offer["name"])
        if name in NOWHERE_SAID:
            assert (offer["destinations"], offer["countries"]) == ("unspecified",) * 2, name
        elif name in IN_THE_US:
            assert (offer["destinations"], offer["countries"]) == (["us"], ["US"]), name
        else:
            assert offer["countries"] == "by-destination", name
            assert offer["destinations"] != "unspecified", name
    assert {(p, x["name"]) for p, x in facts.all_offers()} > NOWHERE_SAID | IN_THE_US


@pytest.mark.parametrize(
    ("provider", "storage"),
    [
        ("anthropic", ["US"]),
        ("claude_platform_aws", ["US"]),
        ("foundry", "unspecified"),
        *((x, "by-source") for x in ("bedrock", "bedrock_mantle", "vertex")),
    ],
)
def test_what_is_stored_is_where_the_platform_says(provider, storage, law):
    offers = law["routes"][provider]["offers"]
    assert [x["name"] for x in offers if x["storage"] != storage] == []


def test_claude_platform_on_aws_is_called_from_the_regions_of_amazon(law):
    assert law["routes"]["claude_platform_aws"]["called_from"] == "aws"
    assert [x for x, y in law["routes"].items() if "called_from" in y] == ["claude_platform_aws"]
