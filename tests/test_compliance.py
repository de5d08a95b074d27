"""The library as an application uses it: load, resolve, client."""

import datetime as dt
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from compliance_toolkit import (
    Compliance,
    ConfigurationError,
    NoCompliantRouteError,
    ResidencyError,
)

CONFIG = Path(__file__).parents[1] / "terraform" / "examples" / "compliance.yaml"
DAY = "2026-11-25"
MODEL = "claude-opus-5-5"


@pytest.fixture(scope="module")
def compliance() -> Compliance:
    return Compliance.load(CONFIG)


@pytest.fixture
def identities(monkeypatch):
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "ANTHROPIC_API_KEY_US"):
        monkeypatch.setenv(name, "made-at-run-time")


def test_a_denial_is_a_value_and_only_its_client_is_an_error(compliance):
    decision = compliance.resolve(tenant="acme/health", model="claude-haiku-4-5", at=DAY)
    assert decision.outcome == "denied"
    with pytest.raises(NoCompliantRouteError) as caught:
        compliance.client(decision)
    assert {denial.rule for denial in caught.value.denials} == {"RTE-101", "RTE-103"}
    assert caught.value.hint


@pytest.mark.sdk
def test_a_european_tenants_client_is_bedrocks_in_frankfurt(compliance, identities):
    decision = compliance.resolve(tenant="acme/bank", model=MODEL, at=DAY)
    client = compliance.client(decision)
    assert client.meta.endpoint_url == "https://bedrock-runtime.eu-central-1.amazonaws.com"
    assert decision.arguments(messages=[])["modelId"] == "eu.anthropic.claude-opus-5-5"


@pytest.mark.sdk
def test_an_american_tenants_client_is_anthropics_and_pins_the_us(compliance, identities):
    decision = compliance.resolve(tenant="acme/health", model=MODEL, at=DAY)
    client = compliance.client(decision)
    assert str(client.base_url).startswith("https://api.anthropic.com")
    assert decision.arguments(max_tokens=1)["inference_geo"] == "us"


@pytest.mark.parametrize("other", [{"inference_geo": "global"}, {"model": "claude-haiku-4-5"}])
def test_a_call_that_contradicts_the_decision_is_refused(compliance, other):
    decision = compliance.resolve(tenant="acme/health", model=MODEL, at=DAY)
    with pytest.raises(ResidencyError):
        decision.arguments(max_tokens=1, **other)


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"features": "prompt_caching"}, "`features` is no collection"),
        ({"features": {1}}, "`features` holds something that is no text"),
        ({"features": None}, "`features` is no collection"),
        ({"model": None}, "`model` is no text"),
        ({"data_classes": ["helth"]}, "unknown data class `helth`"),
        ({"at": "20261125"}, "is no day"),
        ({"at": dt.datetime(2026, 11, 25, 12, tzinfo=dt.UTC)}, "is no day"),
    ],
)
def test_a_mistake_in_a_call_is_an_error_and_no_denial(compliance, changes, expected):
    given = {"tenant": "acme/bank", "model": MODEL, **changes}
    with pytest.raises(ConfigurationError, match=expected):
        compliance.resolve(**given)


def test_without_a_project_there_is_nobody_to_resolve_for():
    with pytest.raises(ConfigurationError, match="no project file"):
        Compliance.load(None).resolve(tenant="acme", model=MODEL)


def test_a_day_may_be_left_out_and_is_then_today(compliance):
    today = dt.datetime.now(dt.UTC).date()
    assert compliance.resolve(tenant="acme/bank", model=MODEL).request.at >= today


def test_threads_share_one_compliance(compliance):
    def ask(tenant: str) -> list[str]:
        decision = compliance.resolve(tenant=tenant, model=MODEL, at=DAY)
        return [route.deployment for route in decision.routes]

    expected = {"acme/bank": ["bedrock-eu", "vertex-eu"], "acme/health": ["claude-us"]}
    names = list(expected) * 50
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(ask, names))
    assert answers == [expected[name] for name in names]
