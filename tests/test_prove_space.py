"""What a proof enumerates: derived from the data, and each thing that differs once."""

import datetime as dt
import json
from itertools import pairwise

import pytest

from compliance_toolkit.policy import bundle as bundles
from compliance_toolkit.prove import classes
from compliance_toolkit.prove.cases import Case, TenantLaw
from compliance_toolkit.prove.proof import laws_of
from compliance_toolkit.registry.tenants import EffectiveTenant
from proofs import (
    DEPLOYMENTS,
    FEATURES,
    TENANTS,
    deployments,
    edit_json,
    law_of,
    prover,
    small_bundle,
    small_policies,
)


@pytest.fixture(scope="module")
def bundle(tmp_path_factory):
    return small_bundle(tmp_path_factory.mktemp("law"))


@pytest.fixture(scope="module")
def space(bundle):
    return prover(bundle).space


def block(space, title):
    return next(one for one in space.blocks if one.title == title)


def test_every_case_of_the_space_is_asked_once_and_the_bound_is_their_number(space):
    cases = [case for one in space.blocks for case in one.cases() if not one.varied]
    varied = [case for one in space.blocks for case in one.cases() if one.varied]
    assert len(cases) + len(varied) == len(space)
    assert all(len(set(one.cases())) == len(one) for one in space.blocks)


def test_the_law_is_jurisdictions_by_sets_of_regimes_by_models_by_features(space):
    law = block(space, "the law")
    assert str(law) == (
        "6 jurisdictions × 6 sets of regimes × 6 classes of models × 6 sets of features"
    )
    assert len(law) == 6 * 6 * len(law.models) * 6
    assert {one.jurisdictions for one in law.laws} == {
        (code,) for code in ("eea", "eu", "global", "uk", "us", "us-gov")
    }
    assert law.features == ((), *((name,) for name in FEATURES), FEATURES)


def test_the_projects_tenants_are_asked_with_pairs_of_features_and_on_every_day_that_counts(space):
    assert set(block(space, "tenants").laws) == {
        law._replace(name=name) for law, names in TENANTS.items() for name in names
    }
    assert ("batches", "web_fetch") in block(space, "tenants").features
    days = block(space, "tenants' days").days
    assert {"2027-03-30", "2027-03-31", "2027-04-01", "2026-12-31", "2027-01-01"} <= set(days)
    assert "2026-11-25" not in days
    assert all(one < other for one, other in pairwise(days))
    assert all(dt.date.fromisoformat(day) for day in days)


def test_limits_are_tried_at_each_threshold_of_the_data_and_a_day_below(space, bundle):
    assert classes.limits(law_of(bundle)) == (0, 28, 29, 30)
    assert {law.max_days for law in block(space, "retention").laws} == {0, 28, 29, 30}


def test_a_tenants_own_lists_hold_each_provider_country_and_price(space):
    laws = block(space, "own lists").laws
    assert {law.providers for law in laws if law.providers} == {
        ("anthropic",), ("bedrock",), ("bedrock_mantle",), ("foundry",), ("vertex",)
    }  # fmt: skip
    assert {("DE",), ("GB",), ("US",)} <= {law.countries for law in laws}
    assert {law.max_price for law in laws} == {None, 1.09, 1.1}
    assert {law.features for law in block(space, "own features").laws} == {
        (), *((name,) for name in FEATURES)
    }  # fmt: skip


def test_jurisdictions_that_cannot_meet_are_no_pair(space):
    pairs = {law.jurisdictions for law in block(space, "two jurisdictions").laws}
    assert pairs == {("eea", "eu"), ("us", "us-gov")}


def test_each_deployment_also_stands_without_each_of_its_attestations(bundle):
    asked = prover(bundle, deployments("claude-us"))
    proof = asked.prove()
    assert proof.varied == 1 + len(DEPLOYMENTS["claude-us"]["attestations"])
    assert block(proof.space, "attestations taken away").varied


def test_features_of_which_the_data_says_the_same_are_asked_for_once(tmp_path):
    root = small_policies(tmp_path)

    def alike(route):
        route["features"]["prompt_caching"] = dict(route["features"]["batches"], note="else")

    for path in root.glob("compliance/routes/*/data.json"):
        edit_json(path, alike)
    features = block(prover(bundles.load(root)).space, "the law").features
    assert ("batches",) in features
    assert ("prompt_caching",) not in features


def test_a_feature_that_a_regime_excludes_or_a_tenant_names_is_a_class_of_its_own(tmp_path):
    root = small_policies(tmp_path)
    for path in root.glob("compliance/routes/*/data.json"):
        edit_json(path, lambda route: route.update(features=_all_alike(route["features"])))
    for path in root.glob("compliance/regimes/*/data.json"):
        path.write_text(json.dumps(json.loads(path.read_text()) | {"excluded_features": []}))
    law = law_of(bundles.load(root))
    assert classes.features(deployments(), law, []) == ("batches",)
    assert classes.features(deployments(), law, [("web_fetch",)]) == ("batches", "web_fetch")
    edit_json(
        root / "compliance/regimes/gdpr/data.json",
        lambda regime: regime.update(excluded_features=["prompt_caching"]),
    )
    law = law_of(bundles.load(root))
    assert classes.features(deployments(), law, []) == ("batches", "prompt_caching")


def _all_alike(features):
    return dict.fromkeys(features, features["batches"])


def test_models_whose_offers_differ_are_asked_for_apart(bundle):
    law = law_of(bundle)
    alike = classes.models(deployments(), law)
    assert sorted(model for some in alike.values() for model in some) == [
        "claude-fable-5-1",
        "claude-haiku-4-5",
        "claude-opus-4-5",
        "claude-opus-5",
        "claude-opus-5-5",
        "claude-sonnet-5",
    ]
    assert classes.unlisted(deployments(), law)[0] not in alike


def test_tenants_of_one_law_are_asked_for_once():
    bank = EffectiveTenant("a/bank", ("eu",), ("gdpr",), (), 0)
    other = EffectiveTenant("b/bank", ("eu",), ("gdpr",), (), 0)
    assert laws_of([bank, other]) == {
        TenantLaw(("eu",), ("gdpr",), (), 0): ("a/bank", "b/bank")
    }  # fmt: skip


def test_a_case_gives_policies_what_a_tenant_of_the_registry_gives():
    effective = EffectiveTenant(
        name="counterexample",
        jurisdictions=("eu",),
        regimes=("gdpr",),
        data_classes=("personal",),
        max_prompt_days=0,
        countries=("DE",),
        providers=("bedrock",),
        features=("batches",),
        obligations=("log-in-region",),
        max_price=1.0,
    )
    (law,) = laws_of([effective])
    case = Case(law, "claude-opus-5", ("batches",), ("health",), "2026-11-25")
    given = json.loads(json.dumps(case.as_input()))
    assert given["tenant"] == json.loads(json.dumps(effective.as_input()))
    assert given["request"] == {
        "model": "claude-opus-5",
        "features": ["batches"],
        "data_classes": ["health"],
        "at": "2026-11-25",
    }
    assert set(law.as_entry()) == {
        *("jurisdictions", "regimes", "data_classes", "retention", "countries", "providers"),
        *("features", "obligations", "max_price"),
    }
