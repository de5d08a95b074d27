"""`FakeCompliance` keeps the promises of `Compliance`: one suite holds both."""

from __future__ import annotations

import asyncio
import datetime as dt
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from compliance_toolkit import (
    Compliance,
    ConfigurationError,
    FakeCompliance,
    NoCompliantRouteError,
    ResidencyError,
    UnavailableError,
)
from small_project import BEDROCK_EU, CLAUDE_US, DAY, DEPLOYMENTS, LAST_DAY, MODEL, TENANTS, write

SONNET = "claude-sonnet-5"
OPUS_5 = "claude-opus-5"
PLATFORM: Mapping[str, Any] = {
    "provider": "claude_platform_aws",
    "account": "111122223333",
    "region": "us-east-1",
    "workspace": "wrkspc_2",
    "inference_geo": "us",
    "models": [OPUS_5],
}
ALL: Mapping[str, Any] = {
    **DEPLOYMENTS,
    "vertex-eu": {"provider": "vertex", "project": "acme-eu", "location": "eu", "models": [SONNET]},
    "platform-us": PLATFORM,
}
PEOPLE: Mapping[str, Any] = {
    **TENANTS,
    "acme/lab": {"jurisdictions": ["us"], "aliases": {"default": MODEL}},
}


@pytest.fixture(params=["real", "fake"])
def compliance(request, tmp_path: Path) -> Compliance:
    if request.param == "fake":
        return FakeCompliance(deployments=ALL, tenants=PEOPLE)
    return Compliance.load(write(tmp_path, deployments=ALL, tenants=PEOPLE))


@pytest.fixture
def fake() -> FakeCompliance:
    return FakeCompliance(deployments=ALL, tenants=PEOPLE, today=DAY)


def test_decisions_are_those_of_the_real_one(fake, tmp_path):
    real = Compliance.load(write(tmp_path, deployments=ALL, tenants=PEOPLE))
    for tenant in PEOPLE:
        for model in (MODEL, SONNET, OPUS_5):
            asked = {"tenant": tenant, "model": model, "at": DAY, "explain": True}
            if tenant == "acme":
                continue
            ours, theirs = fake.resolve(**asked), real.resolve(**asked)
            assert fake.document(ours) == real.document(theirs)


def test_a_route_comes_with_its_config_and_arguments(compliance):
    decision = compliance.resolve(tenant="acme/bank", model=MODEL, at=DAY)
    assert decision.outcome == "resolved"
    assert decision.config.as_json()["account"] == BEDROCK_EU["account"]
    assert decision.arguments(messages=[])["modelId"] == "eu.anthropic.claude-opus-5-5"
    with pytest.raises(ResidencyError):
        decision.arguments(modelId="global.anthropic.claude-opus-5-5")


def test_a_denial_is_a_value_and_its_client_an_error(compliance):
    decision = compliance.resolve(tenant="acme/clinic", model=SONNET, at=DAY)
    assert decision.outcome == "denied"
    for ask in (lambda: compliance.client(decision), lambda: decision.config):
        with pytest.raises(NoCompliantRouteError) as caught:
            ask()
        assert {one.deployment for one in caught.value.denials} == set(ALL)


def test_asyncio_gets_the_same_decision(compliance):
    asked = {"tenant": "acme/bank", "model": MODEL, "at": DAY}
    first = asyncio.run(compliance.aresolve(**asked))
    assert first is compliance.resolve(**asked)
    assert asyncio.run(compliance.aresolve(**asked)) is first


def test_a_day_may_be_left_out_and_is_then_today(compliance):
    today = dt.datetime.now(dt.UTC).date()
    assert compliance.resolve(tenant="acme/bank", model=MODEL).request.at >= today


@pytest.mark.parametrize(
    ("mistake", "expected"),
    [
        ({"tenant": "acme/bnak"}, "unknown tenant `acme/bnak`"),
        ({"tenant": "acme"}, "takes no requests itself"),
        ({"model": "claude-opus-5.5"}, "unknown model `claude-opus-5.5`"),
        ({"model": "default"}, "unknown model `default`"),
        ({"features": {"prompt_cachin"}}, "unknown feature `prompt_cachin`"),
        ({"features": "prompt_caching"}, "`features` is no collection"),
        ({"data_classes": {"helth"}}, "unknown data class `helth`"),
        ({"at": "tomorrow"}, "is no day"),
    ],
)
def test_mistakes_are_refused_alike(compliance, mistake, expected):
    asked = {"tenant": "acme/bank", "model": MODEL, **mistake}
    with pytest.raises(ConfigurationError, match=expected):
        compliance.resolve(**asked)
    with pytest.raises(ConfigurationError, match=expected):
        asyncio.run(compliance.aresolve(**asked))


def test_a_tenants_law_and_aliases_are_its_own(compliance):
    assert compliance.tenant("acme/lab").jurisdictions == ("us",)
    decision = compliance.resolve(tenant="acme/lab", model="default", at=DAY)
    assert (decision.request.model, decision.request.asked) == (MODEL, "default")


def test_a_provider_without_a_live_client_has_none(compliance):
    decision = compliance.resolve(tenant="acme/clinic", model=OPUS_5, at=DAY)
    assert decision.config.deployment == "platform-us"
    with pytest.raises(ConfigurationError, match="`claude_platform_aws` is not part of this"):
        compliance.client(decision)


def test_nothing_changes_by_a_reload(compliance):
    assert compliance.reload() is False
    with compliance.watch(every=50, stale_after=60):
        assert compliance.resolve(tenant="acme/bank", model=MODEL, at=DAY).outcome == "resolved"


def test_a_test_may_say_which_day_it_is():
    def outcome(today: str) -> str:
        fake = FakeCompliance(
            deployments={"claude-us": CLAUDE_US},
            tenants={"a": {"jurisdictions": ["us"], "retention": {"prompts": {"max_days": 0}}}},
            today=today,
        )
        decision = fake.resolve(tenant="a", model=MODEL)
        assert decision.request.at.isoformat() == today
        return decision.outcome

    assert outcome(LAST_DAY) == "resolved"
    assert outcome("2027-04-01") == "denied"


@pytest.mark.parametrize("asynchronous", [False, True])
def test_a_test_may_have_a_tenant_denied(fake, asynchronous):
    def ask(tenant: str) -> Any:
        asked = {"tenant": tenant, "model": MODEL}
        return asyncio.run(fake.aresolve(**asked)) if asynchronous else fake.resolve(**asked)

    assert ask("acme/bank").outcome == "resolved"
    with fake.deny("acme/bank", rule="RES-101"):
        denied = ask("acme/bank")
        assert (denied.outcome, denied.route, denied.routes) == ("denied", None, ())
        assert {(one.deployment, one.rule) for one in denied.denials} == {
            (name, "RES-101") for name in ALL
        }
        assert all(denied.explain(one) for one in denied.denials)
        with pytest.raises(NoCompliantRouteError):
            fake.client(denied)
        assert fake.document(denied)["outcome"] == "denied"
        assert ask("acme/lab").outcome == "resolved"
    assert ask("acme/bank").outcome == "resolved"
    fake.deny("acme/bank", rule="RET-101")
    assert ask("acme/bank").outcome == "denied"
    fake.reset()
    assert ask("acme/bank").outcome == "resolved"


@pytest.mark.parametrize(
    ("tenant", "rule", "expected"),
    [
        ("acme/bnak", "RES-101", "unknown tenant"),
        ("acme/bank", "RES-1O1", "unknown rule `RES-1O1`"),
        ("acme/bank", "RES-001", "unknown rule `RES-001`"),  # a check, which denies nothing
    ],
)
def test_what_cannot_be_denied_is_refused(fake, tenant, rule, expected):
    with pytest.raises(ConfigurationError, match=expected):
        fake.deny(tenant, rule=rule)


def test_a_test_may_have_an_outage(fake):
    asked = {"tenant": "acme/bank", "model": MODEL}
    fake.resolve(**asked)
    with fake.unavailable():
        with pytest.raises(UnavailableError):
            fake.resolve(**asked)
        with pytest.raises(UnavailableError):
            asyncio.run(fake.aresolve(**asked))
    assert fake.resolve(**asked).outcome == "resolved"
    fake.unavailable("the lights went out")
    with pytest.raises(UnavailableError, match="the lights went out"):
        fake.resolve(**asked)
    fake.reset()
    assert fake.resolve(**asked).outcome == "resolved"


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"tenants": {"a": {"jurisdictions": ["atlantis"]}}}, "atlantis"),
        ({"tenants": {"a": {"jurisdiction": ["eu"]}}}, "jurisdiction"),
        ({"deployments": {"one": {"provider": "bedrock"}}}, "models"),
        ({"deployments": {"one": object()}}, "what no project file can"),
    ],
)
def test_what_no_project_file_may_say_no_test_may_say(changes, expected):
    given: dict[str, Any] = {"deployments": ALL, "tenants": PEOPLE, **changes}
    with pytest.raises(ConfigurationError) as caught:
        FakeCompliance(**given)
    every = [caught.value, *caught.value.others]
    assert any(expected in one.message for one in every)


def test_values_may_be_pythons_own():
    until = dt.date(2027, 3, 31)
    claim = {**CLAUDE_US["attestations"]["zero_data_retention"], "until": until}
    one = {**CLAUDE_US, "models": (MODEL,), "attestations": {"zero_data_retention": claim}}
    fake = FakeCompliance(deployments={"one": one}, tenants={"a": {"jurisdictions": {"us"}}})
    assert fake.resolve(tenant="a", model=MODEL, at=DAY).outcome == "resolved"


def test_it_needs_no_sdk_and_opens_no_connection():
    code = f"""
import socket, sys
socket.socket = None
from compliance_toolkit import FakeCompliance
fake = FakeCompliance(deployments={dict(DEPLOYMENTS)!r}, tenants={dict(TENANTS)!r}, today={DAY!r})
for tenant in ("acme/bank", "acme/clinic"):
    decision = fake.resolve(tenant=tenant, model={MODEL!r})
    fake.client(decision)
print(*sys.modules)
"""
    run = subprocess.run([sys.executable, "-Ic", code], check=True, capture_output=True, text=True)
    loaded = set(run.stdout.split())
    assert "compliance_toolkit.testing.client" in loaded
    assert loaded.isdisjoint(("anthropic", "boto3", "botocore", "google.auth", "sqlalchemy"))
