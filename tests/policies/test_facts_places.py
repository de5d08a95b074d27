"""Places that are not one region of one country: groups, multi-regions, and no place at all.

What is expected is written out here and never computed from the data that it is compared with.
"""

from __future__ import annotations

import pytest

UNION = {
    *("AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU"),
    *("IE", "IT", "LT", "LU", "LV", "MT", "NL", "PL", "PT", "RO", "SE", "SI", "SK"),
}
GROUPS = {
    "eu-locations": UNION,
    "europe-locations": UNION | {"GB", "CH"},  # London and Zurich may be in it
    "us-locations": {"US"},
    "asia-locations": {"HK", "ID", "IN", "JP", "KR", "SG", "TW"},
    "australia-locations": {"AU"},
    "southamerica-locations": {"BR", "CL"},
    "northamerica-locations": {"CA", "MX", "US"},
    "canada-locations": {"CA"},
}
"""Groups of values in a location constraint of Google, and the countries of their regions."""


@pytest.mark.parametrize(("name", "countries"), GROUPS.items())
def test_a_group_of_google_admits_the_countries_of_its_regions(name, countries, facts, law):
    assert facts.of(law["regions"]["google_groups"][name]) == countries


def test_no_group_of_google_is_left_out(law):
    assert set(law["regions"]["google_groups"]) == {*GROUPS, "global"}


@pytest.mark.parametrize("table", ["aws", "azure", "google", "google_groups", "anthropic"])
def test_what_is_global_is_in_no_country(table, law):
    entry = law["regions"][table]["global"]
    assert entry["unspecified"] is True
    assert not {"country", "countries"} & set(entry)


def test_what_is_cached_at_edge_locations_is_of_the_commercial_partition(law):
    assert law["regions"]["aws"]["global"]["partition"] == "aws"


@pytest.mark.parametrize(
    ("table", "place"), [("anthropic", "us"), ("azure", "us"), ("google", "us"), ("google", "nam4")]
)
def test_a_place_of_many_regions_in_one_country_names_it_twice_alike(table, place, law):
    entry = law["regions"][table][place]
    assert (entry["country"], entry["countries"]) == ("US", ["US"])


@pytest.mark.parametrize(
    ("code", "country", "day"),
    [
        ("uk-gdpr", "FO", "2026-11-25"),
        ("fadp", "MC", "2023-09-01"),
        ("fadp", "NZ", "2023-09-01"),
        ("fadp", "UY", "2023-09-01"),
    ],
)
def test_a_finding_of_adequacy_that_was_not_read_begins_no_earlier(code, country, day, law):
    adequate = law["regimes"][code]["transfers"]["adequate"]
    (entry,) = [x for x in adequate if x["country"] == country]
    assert (entry["valid_from"], entry["valid_to"], entry["confidence"]) == (day, None, "K")
