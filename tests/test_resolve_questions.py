"""What a project file and the law make of a request, rule by rule: refused, and with it served.

Each through `Compliance.load(…).resolve(…)`. Where the shipped law has no case, a copy of it is
changed.
"""

from __future__ import annotations

from typing import Any

import pytest

from compliance_toolkit.errors import ConfigurationError
from resolve_projects import (
    CLAIM,
    CLAUDE,
    DAY,
    DORA,
    EU,
    GOV,
    US,
    VERTEX_EU,
    WORLD,
    Project,
    attested,
    decide,
    rules,
    served,
    why,
)

IN_AWS = ("one", "RES-104")


@pytest.fixture
def load(tmp_path, policies):
    return Project(tmp_path, policies)


@pytest.fixture
def law(load):
    return load.law


class TestTransfers:
    """TRF-101."""

    def test_personal_data_leaves_the_union_on_no_ground_but_one_in_force(self, load):
        bare = decide(load({"regimes": ["gdpr"]}, one=attested(US, "dpa")))
        assert (served(bare), rules(bare)) == ([], {"TRF-101"})
        assert why(bare, "TRF-101").startswith("`gdpr` lets personal data go to `US` only where")

    @pytest.mark.parametrize("ground", ["scc", "bcr", "dpf"])
    def test_clauses_binding_rules_and_certification_carry_it(self, load, ground):
        decision = decide(load({"regimes": ["gdpr"]}, one=attested(US, "dpa", ground)))
        assert served(decision) == ["one"]
        assert decision.expires_at == CLAIM["until"]

    @pytest.mark.parametrize("other", ["idta", "dpf_uk", "dpf_swiss", "baa"])
    def test_what_another_law_knows_carries_nothing_here(self, load, other):
        decision = decide(load({"regimes": ["gdpr"]}, one=attested(US, "dpa", other)))
        assert rules(decision) == {"TRF-101"}

    def test_a_ground_that_has_ended_carries_nothing(self, load):
        late = {**CLAIM, "until": "2026-11-24"}
        decision = decide(load({"regimes": ["gdpr"]}, one=attested(US, "dpa", scc=late)))
        assert rules(decision) == {"TRF-101"}
        last = {**CLAIM, "until": DAY}
        decision = decide(load({"regimes": ["gdpr"]}, one=attested(US, "dpa", scc=last)))
        assert (served(decision), decision.expires_at) == (["one"], DAY)

    def test_inside_the_union_no_ground_is_needed(self, load):
        assert served(decide(load({"regimes": ["gdpr"]}, one=attested(EU, "dpa")))) == ["one"]

    def test_no_ground_carries_data_to_a_place_that_nobody_specifies(self, load):
        kinds = ("dpa", "scc", "bcr", "idta", "dpf", "dpf_uk", "dpf_swiss")
        decision = decide(load({"regimes": ["gdpr"]}, one=attested(WORLD, *kinds)))
        assert rules(decision) == {"TRF-101"}
        assert "places that nobody states" in why(decision, "TRF-101")

    def test_each_regime_needs_a_ground_of_its_own(self, load):
        whom = {"regimes": ["gdpr", "uk-gdpr"]}
        certified = decide(load(whom, one=attested(US, "dpa", "dpf")))
        assert rules(certified) == {"TRF-101"}
        assert why(certified, "TRF-101").startswith("`uk-gdpr` lets personal data go to")
        assert served(decide(load(whom, one=attested(US, "dpa", "dpf", "dpf_uk")))) == ["one"]
        assert served(decide(load(whom, one=attested(US, "dpa", "scc")))) == ["one"]

    @pytest.mark.parametrize(
        ("changes", "outcome"),
        [
            ({}, "resolved"),
            ({"valid_from": DAY}, "resolved"),
            ({"valid_to": DAY}, "resolved"),
            ({"valid_from": DAY, "valid_to": DAY}, "resolved"),
            ({"valid_to": "2026-11-24"}, "denied"),
            ({"valid_from": "2026-11-26"}, "denied"),
            ({"confidence": "K"}, "denied"),
            ({"requires": "dpf_uk"}, "denied"),
        ],
    )
    def test_adequacy_holds_on_its_days_and_as_far_as_it_was_read(
        self, load, law, changes, outcome
    ):
        rule = {
            "country": "US",
            "requires": None,
            "valid_from": "2020-01-01",
            "valid_to": "2026-12-31",
            "confidence": "V",
        }
        transfers = {"free": ["DE"], "adequate": [rule | changes], "mechanisms": []}
        root = law("regimes/gdpr", transfers=transfers)
        decision = decide(load({"regimes": ["gdpr"]}, root, one=attested(US, "dpa")))
        assert decision.outcome == outcome
        if outcome == "resolved":
            assert decision.expires_at == changes.get("valid_to", "2026-12-31")


class TestPlaces:
    """RES-103 and RES-104."""

    def test_a_tenant_s_own_countries_are_held_to_for_inference_and_for_storage(self, load):
        decision = decide(load({"countries": ["DE", "FR"]}, one=EU, two=US))
        assert (rules(decision), rules(decision, "two")) == ({"RES-103"}, {"RES-103"})
        assert why(decision, "RES-103") == (
            "data may go to `ES`, `IE`, `IT`, `SE`, and the tenant's own list has `DE`, `FR` only"
        )
        six = ["DE", "ES", "FR", "IE", "IT", "SE"]
        assert served(decide(load({"countries": six}, one=EU, two=US))) == ["one"]

    def test_a_place_that_nobody_specifies_is_on_no_list(self, load):
        every = ["AT", "AU", "DE", "JP", "US"]
        assert rules(decide(load({"countries": every}, one=WORLD))) == {"RES-103"}

    def test_government_work_stays_in_the_government_s_partition(self, load):
        whom = {"jurisdictions": ["us-gov"], "regimes": ["fedramp-high"]}
        compliance = load(whom, one=US, gov=GOV, claude=CLAUDE)
        decision = decide(compliance, "claude-sonnet-4-5")
        assert served(decision) == ["gov"]
        asking = [x.facts["law"] for x in decision.denials if (x.deployment, x.rule) == IN_AWS]
        assert len(asking) == len(set(asking)) == 2

    def test_a_partition_that_nobody_states_is_none(self, load, law):
        root = law("jurisdictions/us", partitions=["aws"])
        decision = decide(load({"jurisdictions": ["us"]}, root, one=US, claude=CLAUDE))
        assert served(decision) == ["one"]
        assert rules(decision, "claude") == {"RES-104"}


class TestContracts:
    """TRM-102."""

    def test_a_contract_names_every_country_or_serves_nobody(self, load):
        named = {**CLAIM, "countries": ["DE", "ES", "FR", "IE", "IT"]}
        decision = decide(load(DORA, one=attested(EU, locations=named)))
        assert rules(decision) == {"TRM-102"}
        assert why(decision, "TRM-102") == "the contract's locations leave out `SE`"
        named = {**CLAIM, "countries": ["DE", "ES", "FR", "IE", "IT", "SE"]}
        decision = decide(load(DORA, one=attested(EU, locations=named)))
        assert (served(decision), decision.expires_at) == (["one"], CLAIM["until"])

    def test_without_locations_the_term_itself_is_missing(self, load):
        assert rules(decide(load(DORA, one=EU))) == {"TRM-101"}

    def test_no_contract_covers_places_that_nobody_specifies(self, load):
        named = {**CLAIM, "countries": ["DE", "US"]}
        decision = decide(load(DORA, one=attested(WORLD, locations=named)))
        assert rules(decision) == {"TRM-102"}

    def test_locations_that_are_too_few_hurt_nobody_who_need_not_name_them(self, load):
        named = {**CLAIM, "countries": ["DE"]}
        assert served(decide(load({}, one=attested(EU, locations=named)))) == ["one"]

    def test_obligations_of_regimes_and_of_the_tenant_add_up(self, load):
        named = {**CLAIM, "countries": ["DE", "ES", "FR", "IE", "IT", "SE"]}
        whom = {**DORA, "obligations": ["keep-own-logs"]}
        decision = decide(load(whom, one=attested(EU, locations=named)))
        assert decision.obligations == (
            "exit-plan",
            "keep-own-logs",
            "notify-location-change",
            "register-of-information",
        )


class TestFeatures:
    """FEA-103 and FEA-104."""

    def test_a_feature_that_the_tenant_does_not_list_is_refused_everywhere(self, load):
        compliance = load({"features": ["prompt_caching"]}, one=EU, two=VERTEX_EU)
        decision = decide(compliance, features=["citations", "prompt_caching"])
        assert (rules(decision), rules(decision, "two")) == ({"FEA-103"}, {"FEA-103"})
        assert why(decision, "FEA-103") == "the tenant's own list leaves out `citations`"
        assert served(decide(compliance, features=["prompt_caching"])) == ["one", "two"]
        assert served(decide(compliance)) == ["one", "two"]

    def test_a_feature_that_a_regime_excludes_is_refused(self, load, law):
        root = law("regimes/ccpa", excluded_features=["citations"])
        compliance = load({"regimes": ["ccpa"]}, root, one=attested(EU, "dpa"))
        decision = decide(compliance, features=["citations"])
        assert rules(decision) == {"FEA-103"}
        assert why(decision, "FEA-103") == "`ccpa` excludes `citations`"
        assert served(decide(compliance, features=["prompt_caching"])) == ["one"]

    @pytest.mark.parametrize(
        ("model", "refused"),
        [("claude-opus-5-5", set()), ("claude-sonnet-5", {"FEA-104"})],
    )
    def test_a_feature_of_some_models_is_had_by_these_alone(self, load, model, refused):
        compliance = load({"jurisdictions": ["us"]}, one=CLAUDE)
        decision = decide(compliance, model, features=["mid_conversation_system"])
        assert rules(decision) == refused


class TestTheTenantsOwnTerms:
    """RTE-104, PRC-101, and kinds of data."""

    def test_a_provider_that_the_tenant_does_not_list_is_refused(self, load):
        decision = decide(load({"providers": ["vertex"]}, one=EU, two=VERTEX_EU))
        assert (served(decision), rules(decision)) == (["two"], {"RTE-104"})
        assert why(decision, "RTE-104") == "the tenant allows `vertex`, not `bedrock`"

    @pytest.mark.parametrize(("ceiling", "left"), [(1.0, ["world"]), (1.1, ["eu", "world"])])
    def test_a_price_above_the_ceiling_is_refused(self, load, ceiling, left):
        decision = decide(load({"max_price": ceiling}, eu=EU, world=WORLD))
        assert served(decision) == left
        assert all(route.price <= ceiling for route in decision.routes)
        if "eu" not in left:
            assert why(decision, "PRC-101", "eu") == (
                "the price is 1.1 times the list price, at most 1 is allowed"
            )

    @pytest.mark.parametrize("of", ["request", "tenant"])
    def test_a_kind_of_data_asks_for_terms_and_eligibility_like_a_regime(self, load, of):
        whom = {"jurisdictions": ["us"], **({"data_classes": ["phi"]} if of == "tenant" else {})}
        asked: Any = {"data_classes": ["phi"]} if of == "request" else {}
        bare = decide(load(whom, one=CLAUDE), features=["browser_use"], **asked)
        assert rules(bare) == {"TRM-101", "FEA-102"}
        signed = decide(load(whom, one=attested(CLAUDE, "baa")), **asked)
        assert (served(signed), signed.obligations) == (["one"], ("log-in-region",))

    def test_a_kind_of_data_sets_a_limit_like_a_regime(self, load, law):
        classes = load.told("data_classes")
        root = law(
            "data_classes",
            personal=classes["personal"]
            | {
                "retention": {"prompts": {"max_days": 7}},
            },
        )
        compliance = load({"jurisdictions": ["us"]}, root, one=CLAUDE)
        assert rules(decide(compliance, data_classes=["personal"])) == {"RET-101"}
        assert served(decide(compliance)) == ["one"]


@pytest.mark.parametrize(
    "word",
    ["", "claude-opus-5-5 ", "CLAUDE-OPUS-5-5", "x" * 10_000, "\u2028", "../../etc", "{{7*7}}"],
)
def test_no_spelling_of_a_word_reaches_a_policy_that_does_not_know_it(load, word):
    compliance = load({}, one=EU)
    for asked in ({"model": word}, {"features": [word]}, {"data_classes": [word]}):
        with pytest.raises(ConfigurationError, match="unknown"):
            decide(compliance, **asked)
