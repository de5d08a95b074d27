"""Data that contradicts itself is found, and the data as it is does not."""

import copy
import json
from typing import Any

import pytest

from compliance_toolkit.policy import bundle as bundles
from compliance_toolkit.prove.consistency import contradictions
from proofs import law_of


@pytest.fixture(scope="module")
def law():
    return json.loads(json.dumps(law_of(bundles.load(bundles.default_root()))))


def says(law, change):
    changed = copy.deepcopy(law)
    change(changed)
    return [one.says for one in contradictions(changed)]


def offer(law, provider, scope) -> Any:
    return next(one for one in law["routes"][provider]["offers"] if one["scope"] == scope)


def everywhere(law, code, country):
    for kind in ("inference", "storage"):
        law["jurisdictions"][code][kind]["countries"].append(country)


def test_the_data_as_it_is_does_not_contradict_itself(law):
    assert list(contradictions(law)) == []


@pytest.mark.parametrize(
    ("cloud", "region", "said"),
    [
        ("aws", "us-east-1", "`us-east-1` of aws is in N. Virginia, DE"),
        ("aws", "eu-west-2", "`europe-west2` of google is in London, GB, and `eu-west-2` of aws"),
        ("aws", "ca-west-1", "`ca-west-1` of aws is in Calgary, DE"),
        ("aws", "us-gov-west-1", "`us-gov-west-1` of aws is in GovCloud West, DE"),
        ("aws", "eu-south-2", "and `eu-south-2` of aws in Spain, DE"),
        ("azure", "eastus2", "`eastus2` of azure is in DE"),
        ("azure", "uksouth", "`uksouth` of azure is in DE"),
        ("azure", "switzerlandwest", "`switzerlandwest` of azure is in DE"),
        ("google", "us-central1", "`us-central1` of google is in Iowa, DE"),
        ("google", "us-east7", "`us-east7` of google is in DE"),
    ],
)
def test_a_region_in_another_country_than_its_siblings_or_its_place_is_found(
    law, cloud, region, said
):
    def move(law):
        law["regions"][cloud][region]["country"] = "DE"

    assert any(said in one for one in says(law, move))


@pytest.mark.parametrize(
    ("region", "partition"),
    [
        ("us-east-1", "aws-us-gov"),
        ("us-gov-west-1", "aws"),
        ("cn-north-1", "aws"),
        ("eusc-de-east-1", "aws"),
        ("us-iso-east-1", "aws"),
        ("eu-isoe-west-1", "aws"),
        ("eu-central-1", "aws-eusc"),
    ],
)
def test_a_region_in_another_partition_than_its_name_or_its_domain_says_is_found(
    law, region, partition
):
    found = says(law, lambda law: law["regions"]["aws"][region].update(partition=partition))
    assert any(f"`{region}`" in one and f"`{partition}`" in one for one in found)


def test_a_partition_that_a_law_names_and_no_region_lies_in_is_found(law):
    def leave_out(law):
        for name in ("us-gov-east-1", "us-gov-west-1"):
            del law["regions"]["aws"][name]

    assert [one for one in says(law, leave_out) if "names the partition" in one] == [
        "`us-gov` names the partition `aws-us-gov`, in which no region lies",
        "`fedramp-high` names the partition `aws-us-gov`, in which no region lies",
    ]


@pytest.mark.parametrize(
    ("provider", "scope", "fields", "said"),
    [
        (
            "anthropic",
            "us",
            {"countries": ["DE"]},
            "the offer `us` of anthropic says DE, and its destinations are in US",
        ),
        (
            "anthropic",
            "us",
            {"storage": ["DE"]},
            "the offer `us` of anthropic keeps data in DE",
        ),
        (
            "foundry",
            "DataZoneStandard",
            {"countries": ["US", "CA"]},
            "the offer `DataZoneStandard` of foundry says CA, US, and its destinations are in US",
        ),
        (
            "foundry",
            "GlobalStandard",
            {"storage": ["DE"]},
            "the offer `GlobalStandard` of foundry keeps data in DE, and neither",
        ),
        (
            "vertex",
            "eu",
            {"storage": ["DE"]},
            "the offer `eu` of vertex keeps data in DE, and all others of vertex by their source",
        ),
    ],
)
def test_an_offer_that_says_other_countries_than_its_destinations_is_found(
    law, provider, scope, fields, said
):
    found = says(law, lambda law: offer(law, provider, scope).update(fields))
    assert any(one.startswith(said) for one in found)


@pytest.mark.parametrize(
    ("provider", "scope"),
    [
        ("anthropic", "global"),
        ("bedrock", "global"),
        ("claude_platform_aws", "global"),
        ("foundry", "GlobalStandard"),
        ("vertex", "global"),
    ],
)
def test_an_offer_that_lists_countries_of_destinations_that_nobody_specifies_is_found(
    law, provider, scope
):
    found = says(law, lambda law: offer(law, provider, scope).update(countries=["DE"]))
    wrong = "says DE, and nobody specifies where all its destinations are"
    assert [one for one in found if wrong in one]


def test_an_offer_that_lists_countries_of_a_place_that_nobody_specifies_is_found(law):
    fields = {"destinations": ["global"], "countries": ["DE"]}
    found = says(law, lambda law: offer(law, "vertex", "eu").update(fields))
    assert found == [
        "the offer `eu` of vertex says DE, and nobody specifies where all its destinations are"
    ]


@pytest.mark.parametrize("home", ["eu", "eea"])
@pytest.mark.parametrize("country", ["US", "GB", "CH"])
def test_a_third_country_among_those_of_the_union_is_found(law, home, country):
    found = says(law, lambda law: everywhere(law, home, country))
    assert any(one.startswith(f"jurisdiction `{home}` lets inference be in") for one in found)


@pytest.mark.parametrize("abroad", ["us", "uk", "ch"])
def test_a_country_of_the_union_among_those_of_another_is_found(law, abroad):
    found = says(law, lambda law: everywhere(law, abroad, "FR"))
    assert any(one.startswith(f"jurisdiction `{abroad}` lets storage be in FR") for one in found)


def test_a_country_that_is_no_member_is_found_by_the_place_that_is_called_like_the_union(law):
    found = says(law, lambda law: everywhere(law, "eu", "NO"))
    assert any("`eu` of google is in European Union" in one for one in found)


def test_a_country_that_is_both_free_and_adequate_is_found(law):
    def free(law):
        law["regimes"]["gdpr"]["transfers"]["free"].append("CH")

    assert (
        "`gdpr` lets data go freely to CH, and finds it adequate, which only a third country is"
    ) in says(law, free)


@pytest.mark.parametrize("regime", ["gdpr", "uk-gdpr", "fadp"])
@pytest.mark.parametrize(
    ("term", "adequate"), [("dpf", "gdpr"), ("dpf_uk", "uk-gdpr"), ("dpf_swiss", "fadp")]
)
def test_a_certificate_that_carries_a_transfer_to_any_country_is_found(law, regime, term, adequate):
    change = "on which the adequacy of a country hangs by"
    found = says(law, lambda law: law["regimes"][regime]["transfers"]["mechanisms"].append(term))
    assert f"`{regime}` lets data go anywhere on `{term}`, {change} `{adequate}`" in found


@pytest.mark.parametrize("regime", ["gdpr", "uk-gdpr", "fadp"])
@pytest.mark.parametrize("term", ["dpa", "baa", "zero_data_retention", "locations", "retention"])
def test_a_transfer_on_a_contract_that_says_nothing_of_transfers_is_found(law, regime, term):
    found = says(law, lambda law: law["regimes"][regime]["transfers"]["mechanisms"].append(term))
    said = f"`{regime}` lets data go anywhere on `{term}`, which is no ground of its own there"
    assert said in found
    due = f"`{regime}` lets data go anywhere on `{term}`, which it demands of every deployment"
    assert (due in found) == (term == "dpa")


def test_a_safeguard_of_another_law_is_found(law):
    found = says(law, lambda law: law["regimes"]["gdpr"]["transfers"]["mechanisms"].append("idta"))
    assert found == ["`gdpr` lets data go anywhere on `idta`, which is no ground of its own there"]


def test_a_law_of_somebodys_own_may_not_rest_every_transfer_on_what_all_attest(law):
    def add(law):
        transfers = {"free": ["BR"], "adequate": [], "mechanisms": ["scc", "dpa"]}
        law["regimes"]["lgpd"] = {**law["regimes"]["gdpr"], "transfers": transfers}

    assert says(law, add) == [
        "`lgpd` lets data go anywhere on `dpa`, which it demands of every deployment"
    ]


def test_a_jurisdiction_of_its_own_that_somebody_adds_contradicts_nothing(law):
    def add(law):
        for code, countries in (("nordic", ["SE", "FI", "DK"]), ("apac", ["JP", "SG"])):
            places = {"countries": countries}
            law["jurisdictions"][code] = {
                **law["jurisdictions"]["de"],
                "name": code,
                "inference": places,
                "storage": places,
            }

    assert says(law, add) == []
