"""`Compliance.explain` answers as `compliance explain` does, and in values."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

import pytest

from compliance_toolkit import Compliance, ConfigurationError, FakeCompliance, UnavailableError
from compliance_toolkit.api.clock import Clock
from compliance_toolkit.explain.denial import DenialExplained
from compliance_toolkit.explain.law import LawsExplained
from compliance_toolkit.explain.route import RouteExplained
from compliance_toolkit.explain.rule import RuleExplained, RulesExplained
from compliance_toolkit.explain.tenant import TenantExplained
from explaining import AT, EXAMPLE, HAIKU, OPUS, SCHEMA, ran

NAN = float("nan")
REFUSED = {"tenant": "acme/health", "model": HAIKU, "at": AT}


@pytest.fixture(scope="module")
def compliance():
    return Compliance.load(EXAMPLE)


def printed(*arguments: str, config: bool = True) -> tuple[str, str]:
    """What the command prints, for people and for programs."""
    where = ["--config", str(EXAMPLE)] if config else []
    both = [ran("explain", *arguments, *where, "--format", form) for form in ("text", "json")]
    assert [code for code, _ in both] == [0, 0]
    return both[0][1], both[1][1]


@pytest.mark.parametrize(
    ("ask", "arguments", "config"),
    [
        (lambda it: it.tenant("acme/bank", at=AT), ["tenant", "acme/bank", "--at", AT], True),
        (lambda it: it.rule("RES-101"), ["rule", "RES-101"], True),
        (lambda it: it.rule(), ["rule"], True),
        (lambda it: it.law("hipaa"), ["law", "hipaa"], False),
        (lambda it: it.law(), ["law"], False),
        (lambda it: it.route("vertex-eu", at=AT), ["route", "vertex-eu", "--at", AT], True),
        (
            lambda it: it.denial(**REFUSED, deployment="claude-us"),
            [
                *("denial", "--tenant", "acme/health", "--model", HAIKU, "--at", AT),
                *("--deployment", "claude-us"),
            ],
            True,
        ),
    ],
)
def test_the_library_and_the_command_say_the_same(compliance, ask, arguments, config):
    explanation = ask(compliance.explain)
    said, document = printed(*arguments, config=config)
    assert compliance.explain.text(explanation) == said
    assert compliance.explain.document(explanation) == json.loads(document)
    SCHEMA.validate(compliance.explain.document(explanation))


def test_each_answer_is_a_value_with_a_type(compliance):
    explain = compliance.explain
    bodies: list[tuple[Any, type]] = [
        (explain.tenant("acme/bank", at=dt.date(2026, 11, 25)).body, TenantExplained),
        (explain.rule("res-101").body, RuleExplained),
        (explain.rule().body, RulesExplained),
        (explain.law("eu").body, LawsExplained),
        (explain.route("bedrock-eu", at=AT).body, RouteExplained),
        (explain.denial(**REFUSED, seconds=0).body, DenialExplained),
    ]
    assert [type(body) for body, _ in bodies] == [kind for _, kind in bodies]


def test_nobody_looks_for_help_without_time_and_that_is_told(compliance):
    asked: list[int] = []
    explanation = compliance.explain.denial(**REFUSED, seconds=0, progress=asked.append)
    assert asked == []
    document: Any = compliance.explain.document(explanation)
    assert document["denial"]["search"]["complete"] is False


def test_a_fake_explains_by_the_real_law():
    eu = {"provider": "bedrock", "account": "111122223333", "region": "eu-central-1", "scope": "eu"}
    fake = FakeCompliance(
        deployments={"bedrock-eu": {**eu, "models": [OPUS]}},
        tenants={"acme": {"jurisdictions": ["us"]}},
        today=AT,
    )
    said = fake.explain.text(fake.explain.denial(tenant="acme", model=OPUS))
    assert "refused bedrock-eu" in said
    assert "RES-101" in said
    document: Any = fake.explain.document(fake.explain.tenant("acme"))
    assert document["tenant"]["at"] == AT


@pytest.mark.parametrize(
    ("ask", "expected"),
    [
        (lambda it: it.tenant("acme/bnk"), "unknown tenant `acme/bnk`"),
        (lambda it: it.tenant(5), "`tenant` is no text"),
        (lambda it: it.tenant("acme/bank", at="soon"), "`soon` is no day"),
        (lambda it: it.rule("RES-999"), "unknown rule `RES-999`"),
        (lambda it: it.law("ue"), "unknown law `ue`"),
        (lambda it: it.route("bedrock-ue", at=AT), "unknown deployment `bedrock-ue`"),
        (lambda it: it.denial(**REFUSED, deployment="x"), "unknown deployment `x`"),
        (lambda it: it.denial(**{**REFUSED, "model": "opus"}), "unknown model `opus`"),
        (lambda it: it.denial(**REFUSED, seconds="20"), "expected a number of seconds"),
        (lambda it: it.denial(**REFUSED, seconds=NAN), "a number of seconds, found `nan`"),
        (lambda it: it.denial(**REFUSED, seconds=float("inf")), "a number of seconds, found `inf`"),
        (lambda it: it.denial(**REFUSED, seconds=-1), "a number of seconds, found `-1`"),
        (lambda it: it.denial(**REFUSED, progress=5), "`progress` cannot be called"),
        (lambda it: it.denial(**REFUSED, deployment=5), "`deployment`: expected text, found `5`"),
        (lambda it: it.rule(101), "`id_`: expected text, found `101`"),
        (lambda it: it.law(["eu"]), "`code`: expected text, found a `list`"),
        (lambda it: it.route(None), "`deployment`: expected text, found `None`"),
    ],
)
def test_a_mistake_is_told_as_everywhere(compliance, ask, expected):
    with pytest.raises(ConfigurationError, match=expected) as caught:
        ask(compliance.explain)
    assert caught.value.hint


def test_without_a_project_law_and_rules_are_explained_all_the_same():
    law = Compliance.load(None)
    assert law.explain.law("eu").body.form == "law"
    assert law.explain.rule("RES-101").body.form == "rule"
    for ask in (lambda: law.explain.tenant("acme"), lambda: law.explain.route("x")):
        with pytest.raises(ConfigurationError, match="there is no project file"):
            ask()


def test_a_law_that_is_too_old_serves_for_no_explanation_that_asks_it():
    now = [0.0]
    compliance = Compliance.load(EXAMPLE, clock=Clock(steady=lambda: now[0]))
    with compliance.watch(every=50, stale_after=60):
        compliance.explain.tenant("acme/bank", at=AT)
        now[0] = 61.0
        for ask in (
            lambda: compliance.explain.tenant("acme/bank", at=AT),
            lambda: compliance.explain.denial(**REFUSED),
        ):
            with pytest.raises(UnavailableError, match="were last read"):
                ask()
