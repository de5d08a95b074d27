"""What a finding rests on: the law it names in that law's own words, and no other's."""

from typing import Any

import pytest

from audits import a_check
from compliance_toolkit import FakeCompliance
from compliance_toolkit.api import CheckOptions, Compliance
from compliance_toolkit.api.grounds import Statutes
from compliance_toolkit.models import JsonObject, Law
from compliance_toolkit.policy.catalog import Catalog
from reports import finding
from small_project import CLAUDE_US, DAY, MODEL

LAW: JsonObject = {
    "jurisdictions": {
        "eu": {"name": "Union", "article": "A 1", "rationale": "r1", "frameworks": ["gdpr"]},
        "us": {"name": "States", "article": "B 2", "rationale": "r2", "frameworks": ["hipaa"]},
        "uk": {"name": "Kingdom", "article": "C 3", "rationale": "r3"},
    },
    "regimes": {
        "gdpr": {"name": "GDPR", "articles": ["a", "b"], "rationale": "r4", "frameworks": ["gdpr"]}
    },
}
TIME = a_check("RET-001", "retention/log_group_expires")
CATALOG = Catalog([a_check(), TIME])


def grounds(laws=(), **said):
    one = finding(**said)
    return Statutes(LAW).of_findings([one], laws, CATALOG)[one.under]


def codes(found):
    return [law.code for law in found.laws]


def test_a_jurisdiction_is_quoted_by_its_own_article_and_reason():
    (law,) = grounds(jurisdiction="eu").laws
    assert (law.code, law.name, law.article, law.rationale) == ("eu", "Union", "A 1", "r1")


def test_a_regime_is_quoted_by_all_its_articles():
    (law,) = grounds(jurisdiction=None, regime="gdpr").laws
    assert (law.code, law.article) == ("gdpr", "a, b")


@pytest.mark.parametrize(
    ("code", "foreign"), [("eu", {"hipaa"}), ("us", {"gdpr"}), ("uk", {"gdpr", "hipaa"})]
)
def test_frameworks_that_are_law_elsewhere_alone_are_foreign(code, foreign):
    assert grounds(jurisdiction=code).foreign == foreign


def test_a_law_on_where_is_not_quoted_about_how_long_though_its_frameworks_hold():
    found = grounds(check=TIME.id, jurisdiction="eu")
    assert (codes(found), found.foreign) == ([], {"hipaa"})
    assert codes(grounds(check=TIME.id, jurisdiction=None, regime="gdpr")) == ["gdpr"]


def test_a_tenants_finding_rests_on_all_that_the_tenant_is_under():
    under = Law(("eu", "uk"), ("gdpr",), {"name": "acme"})
    found = grounds([under], jurisdiction=None, tenant="acme")
    assert codes(found) == ["eu", "uk", "gdpr"]


def test_a_law_that_the_data_does_not_have_is_not_made_up():
    assert codes(grounds(jurisdiction="mars")) == []


@pytest.fixture(scope="module")
def london():
    options = CheckOptions(jurisdictions=("de", "us", "uk", "ch"), regimes=("gdpr",))
    return Compliance.load(None).check(["terraform/examples/london"], options)


def test_the_shipped_law_is_quoted_for_the_codes_of_the_findings_alone(london):
    named = {one.jurisdiction: london.grounds[one.under] for one in london.findings}
    assert {code for code, found in named.items() if codes(found) == [code]} == {
        "de",
        "us",
        "uk",
        "ch",
    }
    assert "Union" not in named["us"].laws[0].article
    assert [code for code, found in named.items() if "gdpr" not in found.foreign] == ["de"]


def test_no_rationale_of_a_check_for_all_jurisdictions_quotes_the_law_of_one():
    catalog = Compliance.load(None).catalog
    asked_anywhere = [check for check in catalog.checks if check.per == "jurisdiction"]
    assert asked_anywhere
    for check in asked_anywhere:
        assert "transfer" not in check.rationale.lower(), check.id


@pytest.mark.parametrize(("regimes", "shown"), [([], False), (["hipaa"], True)])
def test_a_regimes_control_is_shown_to_a_tenant_under_it_alone(regimes, shown):
    fake = FakeCompliance(
        deployments={"claude-us": {**CLAUDE_US, "inference_geo": "global", "attestations": {}}},
        tenants={"acme": {"jurisdictions": ["us"], "regimes": regimes}},
        today=DAY,
    )
    decision = fake.resolve(tenant="acme", model=MODEL, features={"batches"})
    denials: Any = fake.document(decision)["denials"]
    controls = {name for one in denials for name in one["controls"]}
    assert ("hipaa" in controls) is shown
