"""The document of a decision, as the library and the command give it, over the shipped law."""

import json
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from compliance_toolkit.api import Compliance

ROOT = Path(__file__).parents[1]
VALIDATOR = Draft202012Validator(json.loads((ROOT / "schemas" / "decision.json").read_text()))


@pytest.fixture(scope="module")
def compliance():
    return Compliance.load(ROOT / "terraform" / "examples" / "compliance.yaml")


def document(compliance, tenant, at="2026-11-25"):
    decision = compliance.resolve(tenant=tenant, model="claude-opus-5-5", at=at, explain=True)
    return json.loads(json.dumps(compliance.document(decision)))


@pytest.mark.parametrize("tenant", ["acme/bank", "acme/health"])
@pytest.mark.parametrize("at", ["2026-11-25", "2030-01-01"])
def test_a_document_is_what_its_schema_says(compliance, tenant, at):
    made = document(compliance, tenant, at)
    VALIDATOR.validate(made)
    assert made["tenant"]["name"] == tenant


def test_a_document_quotes_the_law_of_its_tenant_and_no_other(compliance):
    bank, health = (document(compliance, name) for name in ("acme/bank", "acme/health"))
    assert [law["code"] for law in bank["law"]] == ["eu", "gdpr"]
    assert [law["code"] for law in health["law"]] == ["us", "hipaa"]


def test_no_control_of_a_law_that_the_tenant_is_not_under_is_named(compliance):
    frameworks = {
        name: {key for one in document(compliance, name)["denials"] for key in one["controls"]}
        for name in ("acme/bank", "acme/health")
    }
    assert "gdpr" in frameworks["acme/bank"]
    assert "hipaa" not in frameworks["acme/bank"]
    assert "gdpr" not in frameworks["acme/health"]


def _valid(compliance):
    made = document(compliance, "acme/bank", "2030-01-01")
    VALIDATOR.validate(made)
    return made


@pytest.mark.parametrize(
    "spoil",
    [
        lambda made: made["tenant"].pop("jurisdictions"),
        lambda made: made["tenant"].update(name=""),
        lambda made: made["tenant"].update(plan="gold"),
        lambda made: made["tenant"].update(regimes="gdpr"),
        lambda made: made["law"][0].pop("name"),
        lambda made: made["law"][0].update(code=""),
        lambda made: made["law"][0].update(opinion="fine"),
        lambda made: made.update(law={}),
        lambda made: made["denials"][0].update(controls={"gdpr": "Art. 44"}),
        lambda made: made["denials"][0].update(controls={"gdpr": [""]}),
    ],
)
def test_the_schema_refuses_what_is_not_the_law_of_a_tenant(compliance, spoil):
    made = _valid(compliance)
    spoil(made)
    assert not VALIDATOR.is_valid(made)
