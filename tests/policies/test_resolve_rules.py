"""The rules of `resolve` against what they say of themselves, and against their own omissions."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from compliance_toolkit.engines.embedded import EmbeddedEngine
from compliance_toolkit.policy.bundle import Bundle
from compliance_toolkit.resolve.candidates import candidates
from resolve_world import CLAIM, NONE_KEPT, OWN, deployment, request, tenant
from samples import places, with_value, without

NAMED = {**CLAIM, "countries": ("US", "AT", "DE")}

ROOT = Path(__file__).resolve().parents[2]
RESOLVE = ROOT / "policies" / "compliance" / "resolve"
ASKED = re.compile(r"^\t\tdata\.compliance\.resolve\.(\w+)\.denied\(asked[^)]*\),$", re.MULTILINE)
ID = re.compile(r"^#   id: (\S+)$", re.MULTILINE)
DENIAL = re.compile(r'"rule": "([A-Z]{3}-[0-9]{3})"')

IDS = {
    "data_classes_admitted": "DAT-101",
    "features_available": "FEA-101",
    "features_contained": "RES-105",
    "features_eligible": "FEA-102",
    "features_permitted": "FEA-103",
    "features_supported": "FEA-104",
    "inference_countries": "RES-101",
    "locations_cover": "TRM-102",
    "model_served": "RTE-101",
    "offer_known": "RTE-102",
    "own_countries": "RES-103",
    "partitions_named": "RES-104",
    "price_capped": "PRC-101",
    "provider_permitted": "RTE-104",
    "retention_met": "RET-101",
    "retention_required": "RTE-105",
    "scope_pinned": "RTE-103",
    "storage_countries": "RES-102",
    "terms_attested": "TRM-101",
    "transfers_grounded": "TRF-101",
}
BY_OFFERS = {"RTE-101", "RTE-103"}
"""Rules whose yes is that there is an offer, of the deployment's own scope, at all."""


def source(rule: str) -> str:
    return (RESOLVE / rule / f"{rule}.rego").read_text()


@pytest.fixture(scope="module")
def deployed(bundle) -> Any:
    """One deployment of each provider, with everything attested."""
    attested = {"dpa": CLAIM, "baa": CLAIM, "scc": CLAIM, "locations": NAMED}
    retention = {
        "bedrock": {"retention": NONE_KEPT},
        "anthropic": {"zero_data_retention": CLAIM},
    }
    return candidates(
        [
            deployment(
                provider,
                name=provider.replace("_", "-"),
                attestations=attested | retention.get(provider, {}),
            )
            for provider in OWN
        ],
        bundle.data["compliance"],
    )


def test_every_rule_is_asked_why_it_refuses_in_the_order_of_the_ids():
    asked = ASKED.findall((RESOLVE / "denials.rego").read_text())
    assert {rule: IDS[rule] for rule in asked} == IDS
    assert [IDS[rule] for rule in asked] == sorted(IDS.values())


def test_every_denial_carries_the_id_that_the_metadata_of_its_rule_states():
    for rule, id_ in IDS.items():
        assert ID.findall(source(rule)) == [id_]
        assert set(DENIAL.findall(source(rule))) == {id_}


def test_every_folder_is_a_rule_with_a_test_beside_it():
    folders = {path.name for path in RESOLVE.iterdir() if path.is_dir()}
    assert folders == IDS.keys() | {"given", "settled", "sourced"}
    for name in folders:
        assert (RESOLVE / name / f"{name}_test.rego").is_file()


def test_every_rule_is_in_the_catalog_with_law_or_page_and_control(bundle):
    catalog = bundle.data["compliance"]["catalog"]
    for rule, id_ in IDS.items():
        entry = catalog[id_]
        assert (entry["kind"], entry["path"]) == ("route", f"resolve/{rule}")
        assert entry["controls"]
        assert all(link.startswith("https://") for link in entry["related_resources"])


def test_every_rule_is_named_where_routes_are_earned():
    """A rule that is only ever asked why it refuses would let everything through."""
    earning = (RESOLVE / "routes.rego", RESOLVE / "settled" / "settled.rego")
    named = {id_ for file in earning for id_ in re.findall(r"[A-Z]{3}-[0-9]{3}", file.read_text())}
    assert named == set(IDS.values())


def answers(bundle: Bundle, deployed: Any, given: Any) -> tuple[set[str], set[str]]:
    engine = EmbeddedEngine(bundle, data={"deployments": deployed})
    decision: Any = engine.evaluate("compliance.resolve.decision", given)
    earned = {route["deployment"] for route in decision["routes"]}
    return earned, {denial["deployment"] for denial in decision["denials"]}


def given_to(*codes: str, **changes: Any) -> Any:
    whom = tenant(*codes, regimes=("gdpr",), **changes)
    return {"request": request().as_input(), "tenant": whom.as_input()}


def test_every_deployment_is_earned_or_refused_and_none_both(bundle, deployed):
    count = 0
    for codes in (("eu",), ("us",), ("global",), ("de",), ("eu", "us"), ("xx",), ()):
        for days in (None, 0, 30):
            earned, refused = answers(bundle, deployed, given_to(*codes, max_prompt_days=days))
            assert (earned | refused, earned & refused) == (set(deployed["names"]), set())
            count += len(earned)
    assert count > 10


def test_a_decision_is_its_routes_and_its_denials_whatever_is_missing_or_wrong(bundle, deployed):
    engine = EmbeddedEngine(bundle, data={"deployments": deployed})
    whole = given_to("eu", data_classes=("personal",), max_prompt_days=30)
    wrong: tuple[Any, ...] = (None, "", [], {}, 0, False, "no such word", ["eu"])
    inputs = [whole, {}]
    for place in places(whole):
        inputs += [without(whole, place), *(with_value(whole, place, value) for value in wrong)]
    assert len(inputs) > 100
    for given in inputs:
        routes, denials, decision = (
            engine.evaluate(f"compliance.resolve.{rule}", given)
            for rule in ("routes", "denials", "decision")
        )
        assert decision == {"routes": routes, "denials": denials}


def damages(law: Any) -> list[tuple[str, Any]]:
    """The law, each time with one thing of it gone that a route rests on."""
    damaged = []

    def without(name: str, *path: str) -> None:
        changed = json.loads(json.dumps(law))
        holder = changed
        for key in path[:-1]:
            holder = holder[key]
        del holder[path[-1]]
        damaged.append((name, changed))

    without("all jurisdictions", "jurisdictions")
    without("the jurisdiction", "jurisdictions", "eu")
    without("where inference may be", "jurisdictions", "eu", "inference")
    without("the countries of inference", "jurisdictions", "eu", "inference", "countries")
    without("where data may be kept", "jurisdictions", "eu", "storage")
    without("all regimes", "regimes")
    without("the regime", "regimes", "gdpr")
    without("its retention", "regimes", "gdpr", "retention")
    without("its limit", "regimes", "gdpr", "retention", "prompts", "max_days")
    without("its terms", "regimes", "gdpr", "terms")
    without("its eligibility", "regimes", "gdpr", "eligibility")
    without("its obligations", "regimes", "gdpr", "obligations")
    without("what it excludes", "regimes", "gdpr", "excluded_features")
    without("its name", "regimes", "gdpr", "name")
    without("its rules of transfers", "regimes", "gdpr", "transfers")
    without("where data goes freely", "regimes", "gdpr", "transfers", "free")
    without("its partitions", "regimes", "gdpr", "partitions")
    without("the partitions of the jurisdiction", "jurisdictions", "eu", "partitions")
    without("all kinds of data", "data_classes")
    without("the kind of data", "data_classes", "personal")
    without("whether it is admitted", "data_classes", "personal", "admitted")
    without("the terms it needs", "data_classes", "personal", "terms")
    without("the eligibility it needs", "data_classes", "personal", "eligibility")
    without("how long it may be kept", "data_classes", "personal", "retention")
    without("what it obliges to", "data_classes", "personal", "obligations")
    return damaged


def test_no_route_is_earned_under_a_law_with_a_hole(bundle, deployed):
    given = given_to("eu", data_classes=("personal",))
    assert answers(bundle, deployed, given)[0] == {"bedrock", "vertex"}
    for name, law in damages(bundle.data["compliance"]):
        changed = Bundle(
            bundle.modules,
            {**bundle.data, "compliance": law},
            bundle.roots,
            bundle.revision,
            bundle.digest,
        )
        assert answers(changed, deployed, given)[0] == set(), name


CONDITIONS = {
    "DAT-101": "class.admitted == true",
    "FEA-101": "fact.available == true",
    "FEA-102": "facts.eligible[need] == true",
    "FEA-103": "features_permitted.met(features, tenant.features, regimes) == true",
    "FEA-104": "has[name] == true",
    "PRC-101": "lib.at_most(case.price, ceiling) == true",
    "RES-101": "inference_countries.inside(law, served)",
    "RES-102": "storage_countries.inside(law, served)",
    "RES-103": "own_countries.inside(tenant.countries, lawful, table.served)",
    "RES-104": "partitions_named.inside(law, served)",
    "RES-105": "features_contained.inside(sending, tenant, duties, eligible)",
    "RET-101": "lib.at_most(days, limit) == true",
    "RTE-102": '{"V": true, "S": true}[case.confidence] == true',
    "RTE-104": "lib.let_through(tenant.providers, table.providers)",
    "RTE-105": "case.blocked == null",
    "TRF-101": "transfers_grounded.grounds(transfers, number, served)",
    "TRM-101": "terms_attested.ends(terms, until, span.ahead)",
    "TRM-102": 'case.contract.covers == "all"',
    "the partitions of regimes": "partitions_named.inside(regime, served)",
    "what each law lets": "duty.lets[number][key]",
    "the places of a regime": "sites[site]\n",
    "the scope": "case.scope == data.deployments.scopes[route.deployment]",
    "the days": "lib.on(input.request.at, table.spans)",
    "the days of the case": "span.ahead[case.expires] == true",
    "the days of what is attested": "ahead[until] == true",
    "the models of features": "offering[feature] }",
}
"""Where each rule is asked; that there is an offer needs no line."""


EARNING = ("compliance/resolve/routes.rego", "compliance/resolve/settled/settled.rego")
"""What earns a route, and what is settled before it is asked for."""


def changed(bundle: Bundle, text: str, other: str) -> Bundle:
    """The bundle with another text in place of each such text where routes are earned."""
    modules = tuple(
        (name, source.replace(text, other) if name in EARNING else source)
        for name, source in bundle.modules
    )
    assert modules != bundle.modules, text
    return Bundle(modules, bundle.data, bundle.roots, bundle.revision, bundle.digest)


def test_every_rule_has_its_condition():
    assert CONDITIONS.keys() >= set(IDS.values()) - BY_OFFERS


@pytest.mark.parametrize("rule", sorted(CONDITIONS))
def test_no_route_is_earned_where_one_rule_cannot_answer(bundle, deployed, rule):
    """An undefined answer empties a set of denials; it must empty the routes too."""
    given = {
        "request": request(features=("prompt_caching",)).as_input(),
        "tenant": tenant(
            "us",
            regimes=("gdpr", "hipaa", "dora"),
            data_classes=("personal",),
            max_prompt_days=30,
            countries=("US",),
            providers=("anthropic", "bedrock"),
            max_price=5.0,
        ).as_input(),
    }
    routes = "compliance.resolve.routes"
    engine = EmbeddedEngine(bundle, data={"deployments": deployed})
    assert engine.evaluate(routes, given) != []
    nothing = "data.nothing.that.is.there" + " }" * CONDITIONS[rule].endswith(" }")
    nothing += "\n" * CONDITIONS[rule].endswith("\n")
    if CONDITIONS[rule].endswith(("== true", "== null", '"all"', "route.deployment]")):
        nothing = f"{nothing} == true"
    silent = changed(bundle, CONDITIONS[rule], nothing)
    engine = EmbeddedEngine(silent, data={"deployments": deployed})
    assert engine.evaluate(routes, given) == []
