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


@pytest.mark.parametrize(
    ("chosen", "why"),
    [
        ({"provider": "bedrok", "region": "eu-central-1"}, "provider `bedrok`; did you mean `bed"),
        ({"region": "eu-centrl-1"}, "region `eu-centrl-1`; did you mean `eu-central-1`"),
        ({"deployment": "bedrock-eu", "region": "zzz"}, "nobody knows the region `zzz`"),
        ({"deployment": "bedrok-eu"}, "no deployment `bedrok-eu`; did you mean `bedrock-eu`"),
    ],
)
@pytest.mark.parametrize("law", ["eu", "us"])
def test_a_misspelt_choice_is_not_told_to_differ(chosen, why, law):
    fake = FakeCompliance(
        deployments={"bedrock-eu": BEDROCK_EU}, tenants={"x": {"jurisdictions": [law]}}, today=DAY
    )
    shadow = Shadow(fake)
    record = shadow.ask(tenant="x", model=MODEL, chosen=chosen)
    assert (record.agrees, record.error) == (None, None)
    assert why in record.why
    assert shadow.counts.unknown == 1
    known = {"deployment": "bedrock-eu", "region": "eu-west-2"}
    assert shadow.ask(tenant="x", model=MODEL, chosen=known).agrees is False
