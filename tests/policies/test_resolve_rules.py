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

ROOT = Path(__file__).resolve().parents[2]
RESOLVE = ROOT / "policies" / "compliance" / "resolve"
TABLE = re.compile(r'^\t"([A-Z]{3}-[0-9]{3})": (\w+)\.denied\(asked\),$', re.MULTILINE)
ID = re.compile(r"^#   id: (\S+)$", re.MULTILINE)
WORDS = ("met", "inside", "able", "current")
"""What a rule may call the function by which it says yes."""

IDS = {
    "data_classes_admitted": "DAT-101",
    "features_available": "FEA-101",
    "features_eligible": "FEA-102",
    "inference_countries": "RES-101",
    "model_served": "RTE-101",
    "offer_known": "RTE-102",
    "retention_met": "RET-101",
    "scope_pinned": "RTE-103",
    "storage_countries": "RES-102",
    "terms_attested": "TRM-101",
}
BY_OFFERS = {"model_served", "scope_pinned"}
"""Rules whose yes is that there is an offer, of the deployment's own scope, at all."""


def source(rule: str) -> str:
    return (RESOLVE / rule / f"{rule}.rego").read_text()


@pytest.fixture(scope="module")
def deployed(bundle) -> Any:
    """One deployment of each provider, with everything attested."""
    attested = {"dpa": CLAIM, "baa": CLAIM}
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


def test_every_rule_is_in_the_table_under_the_id_that_its_metadata_states():
    table = {rule: id_ for id_, rule in TABLE.findall((RESOLVE / "resolve.rego").read_text())}
    stated = {rule: ID.findall(source(rule)) for rule in table}
    assert table == IDS
    assert stated == {rule: [id_] for rule, id_ in IDS.items()}


def test_every_folder_is_a_rule_with_a_test_beside_it():
    folders = {path.name for path in RESOLVE.iterdir() if path.is_dir()}
    assert folders == IDS.keys() | {"given"}
    for name in folders:
        assert (RESOLVE / name / f"{name}_test.rego").is_file()


def test_every_rule_is_in_the_catalog_with_law_or_page_and_control(bundle):
    catalog = bundle.data["compliance"]["catalog"]
    for rule, id_ in IDS.items():
        entry = catalog[id_]
        assert (entry["kind"], entry["path"]) == ("route", f"resolve/{rule}")
        assert entry["controls"]
        assert all(link.startswith("https://") for link in entry["related_resources"])


def test_a_route_asks_every_rule():
    """A rule that is only ever asked why it refuses would let everything through."""
    text = (RESOLVE / "resolve.rego").read_text()
    routes = text[text.index("routes := [") : text.index("# title: Denials")]
    asked = {rule for rule in IDS if re.search(rf"\b{rule}\.({'|'.join(WORDS)})\(", routes)}
    assert asked == IDS.keys() - BY_OFFERS
    assert "scopes[offer.route.deployment] == offer.scope" in routes
    assert "in offer_known.current(served.periods, days, read)" in routes


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
    without("all kinds of data", "data_classes")
    without("the kind of data", "data_classes", "personal")
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


def functions(rule: str) -> dict[str, int]:
    """The names of a rule's public functions, with how many arguments each takes."""
    found = re.findall(r"^([a-z]\w*)\(([^)]*)\)", source(rule), re.MULTILINE)
    return {name: given.count(",") + 1 for name, given in found}


@pytest.mark.parametrize("rule", sorted(IDS.keys() - BY_OFFERS))
def test_no_route_is_earned_where_one_rule_cannot_answer(bundle, deployed, rule):
    """An undefined helper empties a set of denials; it must empty the routes too."""
    path = f"compliance/resolve/{rule}/{rule}.rego"
    assert len(functions(rule)) >= 2
    silent = f"package compliance.resolve.{rule}\n" + "".join(
        f"\n{name}({', '.join('_' * count)}) if false\n" for name, count in functions(rule).items()
    )
    modules = tuple((name, silent if name == path else text) for name, text in bundle.modules)
    assert modules != bundle.modules
    changed = Bundle(modules, bundle.data, bundle.roots, bundle.revision, bundle.digest)
    assert answers(changed, deployed, given_to("eu"))[0] == set()
