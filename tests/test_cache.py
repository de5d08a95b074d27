"""The same question is not asked twice, and no other question gets its answer."""

from __future__ import annotations

import copy
import datetime as dt
import json
import pickle
import shutil
from pathlib import Path
from typing import Any

import pytest

from compliance_toolkit import Compliance, ConfigurationError, Decision
from compliance_toolkit.resolve.cache import Limits
from small_project import BEDROCK_EU, DAY, MODEL, load, write

ASKED: dict[str, Any] = {
    "tenant": "acme/bank",
    "model": MODEL,
    "features": {"prompt_caching", "citations"},
    "data_classes": {"personal"},
    "at": DAY,
}


@pytest.fixture
def compliance(tmp_path: Path) -> Compliance:
    made: Compliance = load(tmp_path)
    return made


def ask(compliance: Compliance, **changes: Any) -> Decision:
    return compliance.resolve(**{**ASKED, **changes})


@pytest.mark.parametrize(
    "same",
    [
        {},
        {"features": ["citations", "prompt_caching"]},
        {"features": ("prompt_caching", "citations", "citations")},
        {"features": frozenset({"prompt_caching", "citations"})},
        {"features": {"prompt_caching": 1, "citations": 2}},
        {"data_classes": (kind for kind in ["personal"])},
        {"at": dt.date(2026, 11, 25)},
        {"explain": False},
    ],
)
def test_the_same_question_gets_the_very_same_decision(compliance, same):
    assert ask(compliance, **same) is ask(compliance)


@pytest.mark.parametrize(
    "other",
    [
        {"tenant": "acme/clinic"},
        {"model": "claude-sonnet-5"},
        {"features": {"prompt_caching"}},
        {"features": ()},
        {"data_classes": ()},
        {"at": "2026-11-26"},
        {"explain": True},
    ],
)
def test_another_question_gets_a_decision_of_its_own(compliance, other):
    first = ask(compliance)
    second = ask(compliance, **other)
    assert second is not first
    assert second.tenant == other.get("tenant", ASKED["tenant"])
    assert second.request.as_input() == {
        "model": other.get("model", MODEL),
        "features": sorted(other.get("features", ASKED["features"])),
        "data_classes": sorted(other.get("data_classes", ASKED["data_classes"])),
        "at": other.get("at", DAY),
    }
    assert bool(second.denials) == (second.outcome == "denied" or "explain" in other)


def test_a_denial_is_kept_like_a_route(compliance):
    first = ask(compliance, tenant="acme/clinic", model="claude-sonnet-5")
    assert first.outcome == "denied"
    assert ask(compliance, tenant="acme/clinic", model="claude-sonnet-5") is first


def test_tenants_of_one_law_share_nothing(tmp_path):
    law = {"jurisdictions": ["eu"]}
    path = write(tmp_path, tenants={"one": law, "two": law})
    compliance = Compliance.load(path)
    first, second = (ask(compliance, tenant=name) for name in ("one", "two"))
    assert [first.tenant, second.tenant] == ["one", "two"]
    assert first.routes == second.routes


@pytest.mark.parametrize(
    ("mistake", "expected"),
    [
        ({"features": "citations"}, "`features` is no collection"),
        ({"features": {1}}, "`features` holds something that is no text"),
        ({"features": [["citations"]]}, "`features` holds something that is no text"),
        ({"features": None}, "`features` is no collection"),
        ({"features": {"prompt_caching", "citatoins"}}, "unknown feature `citatoins`"),
        ({"model": [MODEL]}, "`model` is no text"),
        ({"tenant": ["acme/bank"]}, "`tenant` is no text"),
        ({"tenant": None}, "`tenant` is no text"),
        ({"tenant": "ACME/bank"}, "unknown tenant `ACME/bank`"),
        ({"data_classes": ["persnal"]}, "unknown data class `persnal`"),
        ({"at": dt.datetime(2026, 11, 25, tzinfo=dt.UTC)}, "is no day"),
        ({"at": "2026-W48-3"}, "`2026-W48-3` is no day"),
        ({"at": "20261125"}, "is no day"),
        ({"at": 20261125}, "is no day"),
        ({"explain": "no"}, "`explain`: expected `True` or `False`, found the text `no`"),
        ({"explain": 0}, "`explain`: expected `True` or `False`, found `0`"),
    ],
)
def test_a_mistake_is_refused_each_time_whatever_was_decided_before(compliance, mistake, expected):
    ask(compliance)
    for _ in range(2):
        with pytest.raises(ConfigurationError, match=expected):
            ask(compliance, **mistake)


def test_what_is_full_lets_go_of_what_came_first(tmp_path):
    compliance = load(tmp_path, limits=Limits(per_tenant=2, total=100))
    days = ["2026-11-25", "2026-11-26", "2026-11-27"]
    first, second, third = (ask(compliance, at=day) for day in days)
    assert ask(compliance, at=days[2]) is third
    assert ask(compliance, at=days[1]) is second
    assert ask(compliance, at=days[0]) is not first


def test_a_tenant_that_asks_much_takes_no_place_of_another(tmp_path):
    compliance = load(tmp_path, limits=Limits(per_tenant=3, total=100))
    quiet = ask(compliance, tenant="acme/clinic")
    for number in range(10):
        ask(compliance, at=f"2026-11-1{number}")
    assert ask(compliance, tenant="acme/clinic") is quiet


def test_all_tenants_together_keep_no_more_than_was_allowed(tmp_path):
    law = {"jurisdictions": ["eu"]}
    names = [f"t{number}" for number in range(6)]
    path = write(tmp_path, tenants=dict.fromkeys(names, law))
    compliance = Compliance.load(path, limits=Limits(per_tenant=3, total=4))
    cache = compliance._current.revision.cache
    for number in range(3):
        for name in names:
            ask(compliance, tenant=name, at=f"2026-11-1{number}")
            assert len(cache) == sum(len(part.entries) for part in cache.parts.values()) <= 4
    last = ask(compliance, tenant=names[-1], at="2026-11-12")
    assert ask(compliance, tenant=names[-1], at="2026-11-12") is last


def test_one_place_holds_the_last_decision(tmp_path):
    compliance = load(tmp_path, limits=Limits(per_tenant=5, total=1))
    first = ask(compliance)
    assert ask(compliance) is first
    other = ask(compliance, at="2026-11-26")
    assert ask(compliance, at="2026-11-26") is other
    assert ask(compliance) is not first


@pytest.mark.parametrize("limits", [Limits(per_tenant=0), Limits(total=0)])
def test_nothing_is_kept_where_nothing_may_be(tmp_path, limits):
    compliance = load(tmp_path, limits=limits)
    assert ask(compliance) is not ask(compliance)
    assert len(compliance._current.revision.cache) == 0


def test_no_caller_changes_what_another_one_gets(compliance):
    decision = ask(compliance, tenant="acme/clinic", explain=True)
    digests = decision.digests
    (first, *_) = decision.denials
    facts: Any = first.facts
    given: Any = decision.given
    for change in (
        lambda: facts.update(allowed=["XX"]),
        lambda: facts.setdefault("more", 1),
        lambda: facts.pop("countries"),
        lambda: facts.__setitem__("countries", []),
        lambda: facts["countries"].append("XX"),
        facts["allowed"].clear,
        lambda: facts["allowed"].__setitem__(0, "XX"),
        lambda: given.update(tenant={}),
        lambda: given["tenant"].update(jurisdictions=["eu"]),
        lambda: given["tenant"]["jurisdictions"].append("eu"),
        lambda: given["request"]["features"].append("batches"),
    ):
        with pytest.raises(TypeError, match="others share"):
            change()
    assert ask(compliance, tenant="acme/clinic", explain=True).digests == digests
    (again, *_) = ask(compliance, tenant="acme/clinic", explain=True).denials
    assert again.facts == first.facts
    assert "XX" not in json.dumps(again.facts)


@pytest.mark.parametrize("copied", [copy.deepcopy, lambda x: pickle.loads(pickle.dumps(x))])  # noqa: S301
def test_a_copy_of_facts_is_ones_own(compliance, copied):
    (denial, *_) = ask(compliance, tenant="acme/clinic", explain=True).denials
    own = copied(denial.facts)
    own["allowed"].append("XX")
    own["more"] = {}
    assert "XX" not in denial.facts["allowed"]


TINY = """package compliance.resolve

routes := []

denials := [denial |
	some name in data.deployments.names
	denial := {"deployment": name, "rule": "RES-101", "facts": {"model": input.request.model}}
]

decision := {"routes": routes, "denials": denials}
"""


def test_requests_that_are_the_same_to_the_policies_share_an_answer_and_nothing_else(
    tmp_path, policies, monkeypatch
):
    root = shutil.copytree(policies, tmp_path / "policies")
    shutil.rmtree(root / "compliance" / "resolve")
    (root / "compliance" / "resolve").mkdir()
    (root / "compliance" / "resolve" / "resolve.rego").write_text(TINY)
    path = write(tmp_path, deployments={"bedrock-eu": BEDROCK_EU})
    compliance = Compliance.load(path, policies=root)
    asked = []

    def resolve(request, *others, **more):
        asked.append(request.model)
        return policies_asked(request, *others, **more)

    policies_asked = compliance._current.revision.resolver.resolve
    monkeypatch.setattr(compliance._current.revision.resolver, "resolve", resolve)
    first = ask(compliance)
    other = ask(compliance, data_classes=(), at="2026-11-26")
    assert asked == [MODEL]
    assert other.denials == first.denials
    assert (other.request.data_classes, other.request.at.day) == (frozenset(), 26)
    assert other.given["request"] == other.request.as_input()
    assert other.digests.tenant == first.digests.tenant
    assert other.digests.input != first.digests.input
    with pytest.raises(ConfigurationError, match="unknown data class `helth`"):
        ask(compliance, data_classes={"helth"})
    assert ask(compliance, model="claude-sonnet-5").denials[0].facts == {"model": "claude-sonnet-5"}
    assert asked == [MODEL, "claude-sonnet-5"]
