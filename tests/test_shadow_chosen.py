"""What an application says of its own choice is told back to it where nobody can read it."""

import pytest

from compliance_toolkit import ComplianceError, FakeCompliance, Shadow
from compliance_toolkit.api.choices import FACTS
from explaining import ROOT
from small_project import BEDROCK_EU, DAY, MODEL


def refusal(chosen):
    """What is said of a choice that cannot be compared."""
    fake = FakeCompliance(
        deployments={"bedrock-eu": BEDROCK_EU},
        tenants={"bank": {"jurisdictions": ["eu"]}},
        today=DAY,
    )
    record = Shadow(fake).ask(tenant="bank", model=MODEL, chosen=chosen)
    assert record.agrees is None
    assert isinstance(record.error, ComplianceError)
    assert record.error.message == record.why
    assert record.error.hint
    return record.why, record.error.hint


@pytest.mark.parametrize(("key", "near"), [("model", "model_id"), ("regoin", "region")])
def test_an_unknown_key_is_told_with_the_nearest_and_all_that_are_known(key, near):
    why, hint = refusal({key: "x"})
    assert why == f"unknown key `{key}` of `chosen`"
    assert hint.startswith(f"did you mean `{near}`? known are `deployment`, ")
    assert all(f"`{one}`" in hint for one in FACTS)


def test_a_key_that_is_near_to_none_is_told_with_all_that_are_known():
    why, hint = refusal({"zzz": "x"})
    assert why == "unknown key `zzz` of `chosen`"
    assert hint.startswith("known are `deployment`, ")


def test_a_value_that_is_no_text_is_told_with_what_to_do():
    assert refusal({"region": 3}) == (
        "`region` of `chosen` is no text",
        "write it as text, or leave it out",
    )


def test_every_key_that_is_known_is_in_the_reference():
    reference = (ROOT / "toolkit" / "README.md").read_text(encoding="utf-8")
    _, _, way_in = reference.partition("## The way in")
    text = way_in.partition("\n## ")[0]
    assert [one for one in FACTS if f"`{one}`" not in text] == []
