"""The handbook's geography against the law: every region, every set of countries, every trap.

What is expected stands in `handbook.json`, copied from the handbook's blocks, or below, copied from
its tables. Nothing here is computed from the data that it is compared with.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

HANDBOOK: Any = json.loads(Path(__file__).with_name("handbook.json").read_text())
SETS, AWS, GOOGLE = (HANDBOOK[x] for x in ("country_sets", "aws_regions", "google_regions"))
AZURE = HANDBOOK["azure_regions"]
PARTITIONS = ("aws", "aws-us-gov", "aws-eusc", "aws-cn")
IN_AWS = [
    (partition, region, *place)
    for partition in PARTITIONS
    for region, place in AWS[partition].items()
]
IN_AZURE = {region: country for x in ("eu", "not_eu", "us") for region, country in AZURE[x].items()}


@pytest.mark.parametrize("code", ["eu", "us", "uk", "ch", "de"])
def test_a_jurisdiction_is_the_handbooks_set_of_countries(code, law):
    for purpose in ("inference", "storage"):
        assert set(law["jurisdictions"][code][purpose]["countries"]) == set(SETS[code])


def test_the_economic_area_is_the_union_and_what_the_handbook_adds(law):
    area = {*SETS["eu"], *SETS["eea_extra"]}
    assert set(law["jurisdictions"]["eea"]["inference"]["countries"]) == area
    assert set(law["jurisdictions"]["eea"]["storage"]["countries"]) == area
    assert set(law["regimes"]["gdpr"]["transfers"]["free"]) == area


@pytest.mark.parametrize(("partition", "region", "country", "place"), IN_AWS)
def test_a_region_of_amazon_is_where_the_handbook_says(partition, region, country, place, law):
    entry = law["regions"]["aws"][region]
    assert (entry["country"], entry["place"]) == (country, place)
    assert entry["partition"] == partition
    assert entry["dns_suffix"] == AWS["partition_dns"][partition]


@pytest.mark.parametrize("region", AWS["never_a_destination"])
def test_an_isolated_region_is_in_no_country_and_no_destination(region, facts, law):
    assert law["regions"]["aws"][region]["country"] is None
    offers = [offer for _, offer in facts.all_offers()]
    assert len(offers) > 50
    assert not [x["name"] for x in offers if region in (*(x["sources"] or ()), *x["destinations"])]


def test_the_handbook_knows_every_region_of_amazon_and_no_other(law):
    named = {region for _, region, _, _ in IN_AWS} | set(AWS["never_a_destination"])
    assert set(law["regions"]["aws"]) - {"global"} == named
    assert len(named) == 46


@pytest.mark.parametrize(("region", "place"), GOOGLE["regions"].items())
def test_a_region_of_google_is_where_the_handbook_says(region, place, law):
    entry = law["regions"]["google"][region]
    assert [entry["country"], entry["place"]] == place


def test_the_multi_regions_of_google_are_the_members_of_the_union_and_the_united_states(law):
    google = law["regions"]["google"]
    assert set(google["eu"]["countries"]) == set(SETS["eu"])
    assert google["us"]["country"] == "US"
    assert google["global"]["unspecified"] is True


@pytest.mark.parametrize(
    ("name", "countries"),
    [
        ("eur4", {"FI", "NL"}),
        ("eur5", {"BE", "GB"}),
        ("eur7", {"GB", "DE"}),
        ("eur8", {"DE", "CH"}),
        ("nam4", {"US"}),
    ],
)
def test_a_storage_location_of_google_names_all_its_countries(name, countries, law):
    assert set(law["regions"]["google"][name]["countries"]) == countries


@pytest.mark.parametrize(("region", "country"), IN_AZURE.items())
def test_a_region_of_azure_is_where_the_handbook_says(region, country, law):
    assert law["regions"]["azure"][region]["country"] == country


@pytest.mark.parametrize(
    ("cloud", "region", "union", "area"),
    [
        *(("aws", x, True, True) for x in ("eu-central-1", "eu-north-1", "eu-south-1")),
        *(("aws", x, True, True) for x in ("eu-south-2", "eu-west-1", "eu-west-3")),
        ("aws", "eu-central-2", False, False),
        ("aws", "eu-west-2", False, False),
        ("aws", "eusc-de-east-1", True, True),
        ("google", "europe-west2", False, False),
        ("google", "europe-west6", False, False),
        ("google", "europe-west1", True, True),
        ("azure", "switzerlandnorth", False, False),
        ("azure", "uksouth", False, False),
        ("azure", "norwayeast", False, True),
        ("azure", "swedencentral", True, True),
    ],
)
def test_a_name_that_looks_european_is_no_member_for_it(cloud, region, union, area, law):
    country = law["regions"][cloud][region]["country"]
    assert (country in law["jurisdictions"]["eu"]["inference"]["countries"]) is union
    assert (country in law["jurisdictions"]["eea"]["inference"]["countries"]) is area


@pytest.mark.parametrize(
    ("code", "country", "article"),
    [
        ("ca", "CA", "Personal Information Protection and Electronic Documents Act"),
        ("ca", "CA", "s. 17"),
        ("jp", "JP", "Art. 28"),
        ("au", "AU", "Australian Privacy Principle 8"),
        ("in", "IN", "s. 16"),
        ("kr", "KR", "Art. 28-8"),
        ("br", "BR", "Art. 33"),
        ("sg", "SG", "s. 26"),
        ("fr", "FR", "Regulation (EU) 2016/679"),
        ("us-gov", "US", "SA-9(5)"),
        ("us", "US", "SA-9(8)"),
        ("ch", "CH", "Arts 16-18"),
        ("uk", "GB", "45A-45C"),
    ],
)
def test_a_jurisdiction_of_one_country_cites_its_own_law(code, country, article, law):
    entry = law["jurisdictions"][code]
    assert entry["inference"]["countries"] == entry["storage"]["countries"] == [country]
    assert article in entry["article"]
    assert entry["source"].startswith("https://")
