"""What the embedded engine evaluates once for all questions, and its answers as text."""

from __future__ import annotations

import json
import re
import sys
import types
from concurrent.futures import ThreadPoolExecutor
from typing import Any, ClassVar

import pytest
import regorus  # noqa: TID251  a stub passes on to the real one

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
	data.compliance.resolve.settled.models.none
} else := []

seen := {"models": data.compliance.resolve.settled.models, "planted": _planted}

default _planted := null

_planted := data.settled
"""
DATA: Any = {"deployments": {"models": {"m": {"days": 1}}}}
KEPT = {"m": {"served": {"days": 1}}}


class Counting:
    """Stands for `regorus.Engine`, and notes the modules that the last one was given."""

    modules: ClassVar[list[str]] = []

    def __init__(self) -> None:
        self._engine = regorus.Engine()
        self.modules.clear()

    def add_policy(self, path: str, text: str) -> None:
        self.modules.append(path)
        self._engine.add_policy(path, text)

    def __getattr__(self, name):
        return getattr(self._engine, name)


@pytest.fixture
def keeps(monkeypatch):
    """Whether the engine that was last made keeps an answer in the place of the rules."""
    monkeypatch.setitem(sys.modules, "regorus", types.SimpleNamespace(Engine=Counting))
    return lambda: "compliance/resolve/settled/settled.rego" not in Counting.modules


@pytest.fixture
def bundle_of(tmp_path):
    def bundle_of(settled=SETTLED, asked=ASKED, **more):
        root = tmp_path / "policies"
        for path, text in {
            ".manifest": '{"revision": "r1", "roots": ["compliance"]}',
            "compliance/resolve/settled/settled.rego": settled,
            "compliance/resolve/resolve.rego": asked,
            **{f"compliance/{name}/{name}.rego": text for name, text in more.items()},
        }.items():
            (root / path).parent.mkdir(parents=True, exist_ok=True)
            (root / path).write_text(text)
        return load(root)

    return bundle_of


def seen(engine, **given):
    return engine.evaluate("compliance.resolve.seen", given)["models"]


def test_what_is_settled_is_kept_and_is_what_the_policies_say(bundle_of, keeps):
    assert seen(EmbeddedEngine(bundle_of(), data=DATA)) == KEPT
    assert keeps()


def test_what_stands_beside_the_bundle_is_not_taken_for_what_is_settled(bundle_of, keeps):
    planted = {**DATA, "settled": {"m": {"served": "anything"}, "none": {}}}
    engine = EmbeddedEngine(bundle_of(), data=planted)
    assert engine.evaluate("compliance.resolve.seen", {}) == {
        "models": KEPT,
        "planted": planted["settled"],
    }
    assert keeps()


def test_nothing_is_kept_without_deployments(bundle_of, keeps):
    assert seen(EmbeddedEngine(bundle_of())) == {}
    assert not keeps()


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
    assert [list(seen(engine)) for engine in (one, two, one)] == [["m"], ["n"], ["m"]]


def test_what_cannot_be_settled_stops_the_engine_before_its_first_answer(bundle_of):
    broken = SETTLED.replace('{"served": facts}', "count(1)")
    with pytest.raises(PolicyError, match=r"`data\.compliance\.resolve\.settled\.models` failed"):
        EmbeddedEngine(bundle_of(broken), data=DATA)


def test_what_is_undefined_is_not_kept_under_the_engines_own_word(bundle_of, keeps):
    engine = EmbeddedEngine(
        bundle_of(SETTLED.split("models[", maxsplit=1)[0] + "models := data.none\n"), data=DATA
    )
    with pytest.raises(PolicyError, match="undefined"):
        seen(engine)
    assert not keeps()


READERS = {
    "in the package itself": SETTLED + "\nmodels[input.x] := 1\n",
    "in a package that it asks": SETTLED
    + "\nmodels[name] := 1 if name := data.compliance.deep.other.x\n",
    "in one that it imports": SETTLED.replace(
        "\n\nmodels", "\n\nimport data.compliance.deep.other as o\n\nmodels"
    )
    + "\nmodels[name] := 1 if name := o.x\n",
    "in any one": SETTLED
    + "\nmodels[name] := 1 if { some p; name := data.compliance.deep[p].x }\n",
}


@pytest.mark.parametrize("settled", READERS.values(), ids=READERS)
def test_nothing_is_kept_that_may_hang_on_the_question(bundle_of, keeps, settled):
    bundle = bundle_of(settled, other="package compliance.deep.other\n\nx := input.x\n")
    engine = EmbeddedEngine(bundle, data=DATA)
    assert not keeps()
    assert [sorted(seen(engine, **given)) for given in ({}, {"x": "n"})] == [["m"], ["m", "n"]]


USERS = {
    "by name": "package compliance.other\n\nx := data.compliance.resolve.settled.more\n",
    "by an import": """package compliance.other

import data.compliance.resolve.settled

x := settled.more
""",
    "from further out": """package compliance.other

import data.compliance.resolve as r

x := r.settled.more
""",
    "by a variable": """package compliance.other

x := one if {
	some name
	one := data.compliance.resolve[name].more
}
""",
}


@pytest.mark.parametrize("other", USERS.values(), ids=USERS)
def test_rules_that_others_use_beside_what_is_settled_stay(bundle_of, keeps, other):
    engine = EmbeddedEngine(bundle_of(SETTLED + "\nmore := 7\n", other=other), data=DATA)
    assert not keeps()
    assert engine.evaluate("compliance.other.x", {}) == 7
    assert seen(engine) == KEPT


def test_the_shipped_policies_keep_what_they_settle(bundle, keeps):
    facts = candidates([deployment("bedrock")], bundle.data["compliance"])
    EmbeddedEngine(bundle, data={"deployments": facts})
    assert keeps()


def test_the_shipped_policies_read_nothing_beside_the_bundle_but_deployments(bundle):
    read = {
        found
        for _, text in bundle.modules
        for line in text.splitlines()
        if not line.lstrip().startswith("#")
        for found in re.findall(r"(?<![\w.\"])data\b(?:\.\w+|\S)?", line)
    }
    assert read == {"data.compliance", "data.deployments"}


def test_the_shipped_policies_answer_alike_from_what_is_kept_and_anew(bundle, monkeypatch):
    deployments = [deployment("bedrock"), deployment("anthropic", name="two")]
    facts = candidates(deployments, bundle.data["compliance"])
    kept = EmbeddedEngine(bundle, data={"deployments": facts})
    monkeypatch.setattr(EmbeddedEngine, "_keep_what_is_settled", lambda *_: None)
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
