"""What the embedded engine evaluates once for all questions, and its answers as text."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from compliance_toolkit.engines.embedded import EmbeddedEngine
from compliance_toolkit.errors import PolicyError
from compliance_toolkit.policy.bundle import load
from compliance_toolkit.policy.engine import TextEngine
from compliance_toolkit.resolve.candidates import candidates
from resolve_world import FakeEngine, deployment, request, tenant

SETTLED = """package compliance.resolve.settled

models[name] := {"served": facts} if some name, facts in data.deployments.models
"""
ASKED = """package compliance.resolve

routes := [] if {
	kept := data.settled
	kept.none
} else := []

seen := {"kept": object.get(data, "settled", null), "anew": data.compliance.resolve.settled.models}
"""
DATA = {"deployments": {"models": {"m": {"days": 1}}}}


@pytest.fixture
def bundle_of(tmp_path):
    def bundle_of(settled=SETTLED, asked=ASKED):
        root = tmp_path / "policies"
        for path, text in {
            ".manifest": '{"revision": "r1", "roots": ["compliance"]}',
            "compliance/resolve/settled/settled.rego": settled,
            "compliance/resolve/resolve.rego": asked,
        }.items():
            (root / path).parent.mkdir(parents=True, exist_ok=True)
            (root / path).write_text(text)
        return load(root)

    return bundle_of


def seen(engine):
    return engine.evaluate("compliance.resolve.seen", {"request": {}})


def test_what_is_settled_is_kept_and_is_what_the_policies_say_anew(bundle_of):
    found = seen(EmbeddedEngine(bundle_of(), data=DATA))
    assert found["kept"] == found["anew"] == {"m": {"served": {"days": 1}}}


def test_nothing_is_kept_without_deployments(bundle_of):
    assert seen(EmbeddedEngine(bundle_of())) == {"kept": None, "anew": {}}


def test_policies_that_settle_nothing_are_asked_all_the_same(bundle_of):
    bundle = bundle_of().without("compliance.resolve.settled")
    asked = EmbeddedEngine(bundle, data=DATA).evaluate("compliance.resolve.routes", {})
    assert asked == []


def test_another_thread_keeps_the_same(bundle_of):
    engine = EmbeddedEngine(bundle_of(), data=DATA)
    with ThreadPoolExecutor(max_workers=1) as other:
        assert other.submit(seen, engine).result() == seen(engine)


def test_two_engines_keep_their_own(bundle_of):
    bundle = bundle_of()
    other: Any = {"deployments": {"models": {"n": {}}}}
    one, two = EmbeddedEngine(bundle, data=DATA), EmbeddedEngine(bundle, data=other)
    assert [list(seen(engine)["kept"]) for engine in (one, two, one)] == [["m"], ["n"], ["m"]]


def test_what_cannot_be_settled_stops_the_engine_before_its_first_answer(bundle_of):
    broken = SETTLED.replace('{"served": facts}', "count(1)")
    with pytest.raises(PolicyError, match=r"`data\.compliance\.resolve\.settled\.models` failed"):
        EmbeddedEngine(bundle_of(broken), data=DATA)


def test_nothing_that_is_settled_reads_the_input(policies):
    text = (policies / "compliance/resolve/settled/settled.rego").read_text()
    code = [line for line in text.splitlines() if not line.lstrip().startswith("#")]
    assert not [line for line in code if "input" in line]
    assert len(code) > 50


def test_the_shipped_policies_answer_alike_from_what_is_kept_and_anew(bundle, monkeypatch):
    deployments = [deployment("bedrock"), deployment("anthropic", name="two")]
    facts = candidates(deployments, bundle.data["compliance"])
    kept = EmbeddedEngine(bundle, data={"deployments": facts})
    monkeypatch.setattr(EmbeddedEngine, "_keep_what_is_settled", lambda _: None)
    anew = EmbeddedEngine(bundle, data={"deployments": facts})
    for code in ("eu", "us", "global", "xx"):
        whom = tenant(code, regimes=("gdpr",)).as_input()
        given = {"request": request().as_input(), "tenant": whom}
        decided, again = (x.evaluate("compliance.resolve.decision", given) for x in (kept, anew))
        assert decided == again
        assert '"denials": []' not in json.dumps(decided)


def test_an_answer_as_text_is_the_answer(bundle_of):
    engine = EmbeddedEngine(bundle_of(), data=DATA)
    for rule in ("compliance.resolve.routes", "compliance.resolve.seen"):
        assert json.loads(engine.evaluate_text(rule, {})) == engine.evaluate(rule, {})


@pytest.mark.parametrize("rule", ["compliance.resolve.routes", "compliance.resolve.nothing"])
def test_an_undefined_rule_is_an_error_and_no_text(bundle_of, rule):
    undefined = ASKED.replace("} else := []", "}")
    with pytest.raises(PolicyError, match=f"`data.{rule}` is undefined"):
        EmbeddedEngine(bundle_of(asked=undefined), data=DATA).evaluate_text(rule, {})


def test_an_engine_without_texts_is_no_engine_with_texts(bundle_of):
    assert isinstance(EmbeddedEngine(bundle_of()), TextEngine)
    assert not isinstance(FakeEngine({}), TextEngine)
