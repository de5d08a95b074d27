"""Facts of the real law and of geography, one a line: what a name's look gets wrong.

What is expected is written out here and never computed from the data that it is compared with.
"""

from __future__ import annotations

import pytest

EU = {
    *("AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU"),
    *("IE", "IT", "LT", "LU", "LV", "MT", "NL", "PL", "PT", "RO", "SE", "SI", "SK"),
}


def test_the_european_union_has_27_members_and_none_of_its_neighbours(law):
    assert len(EU) == 27
    for purpose in ("inference", "storage"):
        assert set(law["jurisdictions"]["eu"][purpose]["countries"]) == EU
    assert EU.isdisjoint({"GB", "CH", "NO", "IS", "LI"})


@pytest.mark.parametrize(
    ("code", "countries"),
    [
        *(("us", ["US"]), ("us-gov", ["US"]), ("uk", ["GB"]), ("ch", ["CH"]), ("de", ["DE"])),
        *(("fr", ["FR"]), ("ca", ["CA"]), ("jp", ["JP"]), ("au", ["AU"]), ("in", ["IN"])),
        *(("kr", ["KR"]), ("br", ["BR"]), ("sg", ["SG"]), ("global", "any")),
    ],
)
def test_a_jurisdiction_lets_data_be_in_exactly_its_countries(code, countries, law):
    assert law["jurisdictions"][code]["inference"]["countries"] == countries
    assert law["jurisdictions"][code]["storage"]["countries"] == countries


def test_there_are_the_jurisdictions_and_regimes_that_were_read_and_no_others(law):
    assert set(law["jurisdictions"]) == {
        *("us", "us-gov", "eu", "eea", "de", "fr", "uk", "ch"),
        *("ca", "jp", "au", "in", "kr", "br", "sg", "global"),
    }
    assert set(law["regimes"]) == {
        *("gdpr", "uk-gdpr", "fadp", "hipaa", "fedramp-high", "dora", "ai-act"),
        *("sec-17a-4", "pci-dss", "sox", "ccpa"),
    }


def test_the_economic_area_is_the_union_and_three_more(law):
    for purpose in ("inference", "storage"):
        area = law["jurisdictions"]["eea"][purpose]["countries"]
        assert set(area) == EU | {"IS", "LI", "NO"}
        assert len(area) == 30


def test_only_the_government_cloud_is_bound_to_a_partition(law):
    partitions = {code: law["jurisdictions"][code]["partitions"] for code in law["jurisdictions"]}
    assert {code: x for code, x in partitions.items() if x} == {"us-gov": ["aws-us-gov"]}
    assert len(partitions) == 16


def test_hipaa_needs_a_baa_and_six_years_of_documentation_but_none_of_prompts(law):
    hipaa = law["regimes"]["hipaa"]
    assert hipaa["terms"] == ["baa"]
    assert hipaa["eligibility"] == "hipaa"
    assert hipaa["retention"]["evidence"]["min_days"] == 2190
    assert hipaa["retention"]["logs"]["min_days"] is None
    assert hipaa["retention"]["prompts"]["max_days"] is None


def test_gdpr_states_no_number_but_no_log_may_last_forever(law):
    gdpr = law["regimes"]["gdpr"]
    assert gdpr["terms"] == ["dpa"]
    logs = {"min_days": None, "max_days": None, "bounded": True}
    assert gdpr["retention"]["logs"] == logs
    assert gdpr["retention"]["prompts"]["max_days"] is None


def test_card_data_is_never_admitted_and_health_data_may_be(law):
    assert law["data_classes"]["card"]["admitted"] is False
    assert law["data_classes"]["health"]["admitted"] is True
    assert law["data_classes"]["personal"]["admitted"] is True


@pytest.mark.parametrize(
    ("cloud", "region", "country"),
    [
        ("aws", "eu-west-2", "GB"),
        ("aws", "eu-central-2", "CH"),
        ("aws", "il-central-1", "IL"),
        ("aws", "ca-central-1", "CA"),
        ("aws", "ap-southeast-6", "NZ"),
        ("aws", "us-gov-west-1", "US"),
        ("aws", "eusc-de-east-1", "DE"),
        ("aws", "cn-north-1", "CN"),
        ("aws", "eu-central-1", "DE"),
        ("aws", "eu-isoe-west-1", None),
        ("aws", "us-iso-east-1", None),
        ("google", "europe-west2", "GB"),
        ("google", "europe-west6", "CH"),
        ("google", "europe-west1", "BE"),
        ("google", "europe-west12", "IT"),
        ("google", "me-west1", "IL"),
        ("google", "us", "US"),
        ("google", "nam4", "US"),
        ("azure", "uksouth", "GB"),
        ("azure", "switzerlandnorth", "CH"),
        ("azure", "norwayeast", "NO"),
        ("azure", "northeurope", "IE"),
        ("azure", "westeurope", "NL"),
        ("anthropic", "us", "US"),
    ],
)
def test_a_region_is_in_the_country_where_it_stands(cloud, region, country, law):
    assert law["regions"][cloud][region]["country"] == country


@pytest.mark.parametrize(
    ("place", "countries"),
    [
        ("eu", EU),
        ("eur4", {"FI", "NL"}),
        ("eur5", {"BE", "GB"}),
        ("eur7", {"GB", "DE"}),
        ("eur8", {"DE", "CH"}),
    ],
)
def test_a_place_of_several_countries_names_them_all_and_claims_no_single_one(
    place, countries, law
):
    assert set(law["regions"]["google"][place]["countries"]) == countries
    assert "country" not in law["regions"]["google"][place]


@pytest.mark.parametrize(
    ("cloud", "place"),
    [("google", "global"), ("google", "asia"), ("azure", "global"), ("anthropic", "global")],
)
def test_global_names_no_country(cloud, place, law):
    entry = law["regions"][cloud][place]
    assert entry["unspecified"] is True
    assert not {"country", "countries"} & set(entry)


def test_every_aws_partition_is_there_with_its_own_domain(law):
    regions = law["regions"]["aws"]
    domains = {x["partition"]: x["dns_suffix"] for x in regions.values() if x.get("country")}
    assert domains == {
        "aws": "amazonaws.com",
        "aws-us-gov": "amazonaws.com",
        "aws-eusc": "amazonaws.eu",
        "aws-cn": "amazonaws.com.cn",
    }
    assert len(regions.keys() - {"global"}) == 34 + 2 + 1 + 2 + 7


@pytest.mark.parametrize("region", ["europe-west10", "eu-west-9", "EU", "EUR5", "us-east1-b"])
def test_a_region_that_nobody_read_of_is_not_known(region, law):
    assert all(region not in regions for regions in law["regions"].values())
