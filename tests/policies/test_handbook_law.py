"""The handbook's table of regulations against the law: articles, numbers, terms and transfers.

What is expected stands in `handbook.json`, copied from the handbook's blocks, or below, copied from
its tables. Nothing here is computed from the data that it is compared with.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

HANDBOOK: Any = json.loads(Path(__file__).with_name("handbook.json").read_text())
SETS, NUMBERS = HANDBOOK["country_sets"], HANDBOOK["regimes"]["regime_numbers"]
EEA = {*SETS["eu"], *SETS["eea_extra"]}
THIRD_PARTIES = {
    *("web_search", "web_search.dynamic_filtering", "web_fetch", "web_fetch.dynamic_filtering"),
    *("mcp_connector", "mcp_tunnels"),
}
"""Features that send data to destinations outside any promise of a place."""


@pytest.mark.parametrize(
    ("code", "article"),
    [
        *(("gdpr", x) for x in ("Art. 5(1)(e)", "Art. 28(3)", "Art. 44", "Art. 45", "Art. 46")),
        ("gdpr", "Art. 47"),
        *(("uk-gdpr", x) for x in ("Arts 44-49", "Data (Use and Access) Act 2025, Arts 45A-45C")),
        *(("fadp", x) for x in ("Arts 16-18", "Art. 9", "Art. 12")),
        ("fadp", "Data Protection Ordinance, Annex 1"),
        *(("hipaa", f"45 CFR 164.{x}") for x in ("504(e)", "312(b)", "316(b)(2)(i)", "502(b)")),
        ("hipaa", "45 CFR 164.310(d)(2)(i)"),
        *(("fedramp-high", f"NIST SP 800-53 rev. 5, {x}") for x in ("SA-9(5)", "AU-11")),
        ("fedramp-high", "OMB M-21-31"),
        *(("ai-act", x) for x in ("Art. 12", "Art. 18", "Art. 19(1)", "Art. 26(6)")),
        *(("dora", x) for x in ("Art. 28(3)", "Art. 28(8)", "Art. 29", "Art. 30(2)(a)")),
        *(("dora", f"Art. 30({x})") for x in ("2)(b", "2)(d", "3)(e", "3)(f")),
        *(("sec-17a-4", f"17 CFR 240.17a-4({x})") for x in ("a", "b", "f)(2)(i")),
        *(("pci-dss", x) for x in ("3.2.1", "3.4", "3.5", "10.5.1")),
        ("sox", "18 USC 1520"),
        *(("ccpa", f"Cal. Civ. Code 1798.{x}") for x in ("100(a)(3)", "140(ag)")),
    ],
)
def test_a_regime_cites_the_article(code, article, law):
    assert article in law["regimes"][code]["articles"]


@pytest.mark.parametrize(
    ("code", "prompts", "logs", "evidence"),
    [
        ("gdpr", NUMBERS["gdpr"]["retention_max_days"], None, None),
        ("uk-gdpr", None, None, None),
        ("fadp", None, None, None),
        ("hipaa", None, None, NUMBERS["hipaa"]["documentation_min_days"]),
        ("fedramp-high", None, NUMBERS["fedramp"]["log_min_days"], None),
        ("dora", None, None, None),
        ("ai-act", None, NUMBERS["ai-act"]["log_min_days"], None),
        ("sec-17a-4", None, None, NUMBERS["sec-17a-4"]["record_min_days"]["a"]),
        ("pci-dss", None, NUMBERS["pci"]["log_min_days"], None),
        ("sox", None, None, NUMBERS["sox"]["record_min_days"]),
        ("ccpa", None, None, None),
    ],
)
def test_a_regime_keeps_things_as_long_as_the_handbook_says(code, prompts, logs, evidence, law):
    retention = law["regimes"][code]["retention"]
    assert retention["prompts"] == {"min_days": None, "max_days": prompts}
    assert (retention["logs"]["min_days"], retention["logs"]["max_days"]) == (logs, None)
    assert retention["evidence"] == {"min_days": evidence, "max_days": None}


def test_the_numbers_of_the_handbook_are_years_and_months_in_days():
    assert NUMBERS["hipaa"]["documentation_min_days"] == 6 * 365
    assert NUMBERS["sec-17a-4"]["record_min_days"] == {"a": 6 * 365, "b": 3 * 365}
    assert NUMBERS["sox"]["record_min_days"] == 7 * 365


@pytest.mark.parametrize(
    ("code", "bounded"),
    [
        *((x, True) for x in ("gdpr", "uk-gdpr", "fadp", "hipaa", "ccpa")),
        *((x, False) for x in ("dora", "ai-act", "fedramp-high", "sec-17a-4", "pci-dss", "sox")),
    ],
)
def test_where_storage_is_limited_no_log_lasts_forever(code, bounded, law):
    assert law["regimes"][code]["retention"]["logs"]["bounded"] is bounded


@pytest.mark.parametrize(
    ("code", "terms", "eligibility", "partitions"),
    [
        ("gdpr", ["dpa"], None, None),
        ("uk-gdpr", ["dpa"], None, None),
        ("fadp", ["dpa"], None, None),
        ("hipaa", ["baa"], "hipaa", None),
        ("fedramp-high", [], "fedramp-high", ["aws-us-gov"]),
        ("dora", ["locations"], None, None),
        ("ai-act", [], None, None),
        ("sec-17a-4", [], None, None),
        ("pci-dss", [], None, None),
        ("sox", [], None, None),
        ("ccpa", ["dpa"], None, None),
    ],
)
def test_a_regime_needs_the_terms_and_places_of_the_handbook(
    code, terms, eligibility, partitions, law
):
    regime = law["regimes"][code]
    assert regime["terms"] == terms
    assert regime["eligibility"] == eligibility
    assert regime["partitions"] == partitions


@pytest.mark.parametrize(
    ("code", "obligation"),
    [
        ("dora", "register-of-information"),
        ("dora", "exit-plan"),
        ("dora", "notify-location-change"),
        ("ai-act", "keep-own-logs"),
        ("ai-act", "log-in-region"),
        ("sec-17a-4", "archive-immutably"),
        ("sec-17a-4", "archive-prompts"),
        ("pci-dss", "keep-ninety-days-at-hand"),
        ("fedramp-high", "keep-ninety-days-at-hand"),
        ("ccpa", "disclose-retention"),
        ("gdpr", "log-in-region"),
    ],
)
def test_what_a_provider_cannot_do_is_an_obligation_of_the_firm(code, obligation, law):
    assert obligation in law["regimes"][code]["obligations"]


def test_ninety_days_are_the_handbooks():
    assert NUMBERS["fedramp"]["log_online_days"] == NUMBERS["pci"]["log_hot_days"] == 90


@pytest.mark.parametrize("code", ["dora", "fedramp-high"])
def test_where_every_place_is_named_nothing_goes_to_third_parties(code, law):
    assert set(law["regimes"][code]["excluded_features"]) == THIRD_PARTIES
    assert set(law["routes"]["anthropic"]["features"]) >= THIRD_PARTIES


def test_no_regime_excludes_a_feature_that_nobody_has(law):
    for code, regime in law["regimes"].items():
        assert set(regime["excluded_features"]) <= set(law["routes"]["anthropic"]["features"]), code


def test_the_duties_of_the_ai_act_begin_on_the_handbooks_days(law):
    assert law["regimes"]["ai-act"]["applies_from"] == NUMBERS["ai-act"]["applies_from"]
    dated = {code for code, regime in law["regimes"].items() if "applies_from" in regime}
    assert dated == {"ai-act"}


@pytest.mark.parametrize(
    ("code", "free", "mechanisms"),
    [
        ("gdpr", EEA, {"scc", "bcr"}),
        ("uk-gdpr", EEA | {"GB"}, {"idta", "scc", "bcr"}),
        ("fadp", EEA | {"GB", "CH"}, {"scc", "bcr"}),
    ],
)
def test_a_regime_on_personal_data_says_where_it_flows_freely(code, free, mechanisms, law):
    transfers = law["regimes"][code]["transfers"]
    assert set(transfers["free"]) == free
    assert set(transfers["mechanisms"]) == mechanisms


def test_the_other_regimes_say_nothing_of_transfers(law):
    silent = {code for code, regime in law["regimes"].items() if regime["transfers"] is None}
    assert silent == set(law["regimes"]) - {"gdpr", "uk-gdpr", "fadp"}


def test_the_countries_found_adequate_are_the_handbooks(law):
    adequate = law["regimes"]["gdpr"]["transfers"]["adequate"]
    assert [x["country"] for x in adequate] == SETS["gdpr_adequate"]
    assert {x["confidence"] for x in adequate} == {"V", "S"}


@pytest.mark.parametrize(
    ("code", "country", "requires", "days"),
    [
        ("gdpr", "US", "dpf", ("2023-07-10", None)),
        ("gdpr", "GB", None, ("2021-06-28", "2031-12-27")),
        ("gdpr", "CH", None, ("2000-07-26", None)),
        ("gdpr", "JP", None, ("2019-01-23", None)),
        ("gdpr", "KR", None, ("2021-12-17", None)),
        ("gdpr", "BR", None, ("2026-01-27", None)),
        ("uk-gdpr", "US", "dpf_uk", ("2023-10-12", None)),
        ("fadp", "US", "dpf_swiss", ("2024-09-15", None)),
    ],
)
def test_a_finding_of_adequacy_has_its_days_and_its_condition(code, country, requires, days, law):
    adequate = law["regimes"][code]["transfers"]["adequate"]
    (entry,) = [x for x in adequate if x["country"] == country]
    assert entry["requires"] == requires
    assert (entry["valid_from"], entry["valid_to"]) == days
    assert entry["confidence"] in {"V", "S"}


def test_only_the_united_states_are_adequate_on_a_condition(law):
    for code in ("gdpr", "uk-gdpr", "fadp"):
        adequate = law["regimes"][code]["transfers"]["adequate"]
        assert [x["country"] for x in adequate if x["requires"]] == ["US"], code


@pytest.mark.parametrize(
    ("code", "country"), [("gdpr", "US"), ("gdpr", "CA"), ("uk-gdpr", "CA"), ("fadp", "CA")]
)
def test_a_partial_finding_says_so(code, country, law):
    adequate = law["regimes"][code]["transfers"]["adequate"]
    (entry,) = [x for x in adequate if x["country"] == country]
    assert "only" in entry["note"]


@pytest.mark.parametrize("country", ["CN", "IN", "SG", "AU", "ZA", "AE", "HK", "TW", "ID", "MX"])
def test_no_regime_finds_these_countries_adequate(country, law):
    for code in ("gdpr", "uk-gdpr", "fadp"):
        transfers = law["regimes"][code]["transfers"]
        assert country not in transfers["free"]
        assert country not in {x["country"] for x in transfers["adequate"]}


def test_a_country_that_is_free_is_not_found_adequate_as_well(law):
    for code in ("gdpr", "uk-gdpr", "fadp"):
        transfers = law["regimes"][code]["transfers"]
        countries = [x["country"] for x in transfers["adequate"]]
        assert not set(countries) & set(transfers["free"]), code
        assert len(countries) == len(set(countries)), code


@pytest.mark.parametrize(
    ("kind", "admitted", "terms", "eligibility"),
    [
        ("card", False, [], None),
        ("phi", True, ["baa"], "hipaa"),
        *((x, True, [], None) for x in ("personal", "special_category", "health", "biometric")),
        *((x, True, [], None) for x in ("children", "financial", "confidential")),
    ],
)
def test_a_kind_of_data_needs_what_its_law_says(kind, admitted, terms, eligibility, law):
    entry = law["data_classes"][kind]
    assert (entry["admitted"], entry["terms"]) == (admitted, terms)
    assert entry["eligibility"] == eligibility
    assert entry["retention"] == {"prompts": {"max_days": None}}


def test_what_is_collected_from_children_is_kept_under_a_written_policy(law):
    assert law["data_classes"]["children"]["obligations"] == ["written-retention-policy"]
    assert "16 CFR 312.10" in law["data_classes"]["children"]["articles"]
