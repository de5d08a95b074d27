"""The search for what would help: bounded, and kept from everybody who did not ask."""

import datetime as dt
import json
import urllib.request
from dataclasses import replace

import pytest

from compliance_toolkit.api import Compliance
from compliance_toolkit.cli.main import main
from compliance_toolkit.engines.embedded import EmbeddedEngine
from compliance_toolkit.errors import UnavailableError
from compliance_toolkit.explain.cutting import Budget
from compliance_toolkit.explain.explainer import Explainer
from compliance_toolkit.explain.inventions import inventions
from compliance_toolkit.explain.worlds import Wanted, Worlds, edits
from compliance_toolkit.registry.project import DEPLOYMENT
from compliance_toolkit.report import render_explanation
from compliance_toolkit.resolve.facts import route_facts
from compliance_toolkit.resolve.places import place_of
from explaining import AT, BEDROCK, CLAIM, EXAMPLE, HAIKU, OPUS, SIX, flat
from opa_server import OpaServer, build_bundle


@pytest.fixture(scope="module")
def compliance():
    return Compliance.load(EXAMPLE)


def explain(compliance, budget, engine=None, model=HAIKU):
    """Explain a denial of the example's, with these bounds."""

    def embedded(deployments):
        return EmbeddedEngine(compliance.bundle, data={"deployments": deployments})

    worlds = Worlds(compliance.bundle, compliance.catalog, engine or embedded)
    explainer = Explainer(compliance.bundle, compliance.catalog, worlds)
    decision = compliance.resolve(tenant="acme/bank", model=model, at=AT, explain=True)
    return explainer.denial(compliance.registry, decision, None, budget)


def bounds(questions=1_000, *, expired=lambda: False, told=None):
    return Budget(questions, expired, [].append if told is None else told.append)


class TestBounds:
    @pytest.mark.parametrize("questions", [0, 1, 2, 3, 5, 8])
    def test_it_asks_no_more_than_it_may_and_says_that_it_was_cut_short(
        self, compliance, questions
    ):
        told: list[int] = []
        explanation = explain(compliance, bounds(questions, told=told))
        assert explanation.body.search.asked <= questions
        assert told == list(range(1, explanation.body.search.asked + 1))
        assert not explanation.body.search.complete
        assert "cut short" in flat(render_explanation("text", explanation))

    def test_it_ends_when_its_time_is_over(self, compliance):
        explanation = explain(compliance, bounds(expired=lambda: True))
        assert explanation.body.search.asked == 0
        assert explanation.body.suggestions == ()
        assert not explanation.body.search.complete

    def test_the_reasons_are_told_all_the_same(self, compliance):
        refusals = explain(compliance, bounds(0)).body.refusals
        assert {one.deployment for one in refusals} == {"bedrock-eu", "claude-us", "vertex-eu"}

    def test_with_time_enough_it_is_whole(self, compliance):
        explanation = explain(compliance, bounds())
        assert explanation.body.search.complete
        assert explanation.body.suggestions

    def test_without_an_engine_the_reasons_are_told_and_the_lack_is_said(self, compliance):
        def none(_):
            raise UnavailableError("there is no engine here")

        body = explain(compliance, bounds(), none).body
        assert body.refusals
        assert (body.suggestions, body.search.complete) == ((), False)
        assert "there is no engine here" in body.search.why

    def test_two_searches_come_to_the_same(self, compliance):
        assert explain(compliance, bounds()) == explain(compliance, bounds())


class TestPossibleDeployments:
    def test_each_place_is_new_and_named_once(self, bundle, compliance):
        law = bundle.data["compliance"]
        existing = [*compliance.registry.deployments.values()]
        found = inventions(OPUS, law, existing)
        spots = [(one.provider, place_of(one, route_facts(law, one.provider))) for one in found]
        taken = {(one.provider, place_of(one, route_facts(law, one.provider))) for one in existing}
        assert len(found) > 20
        assert len({*spots}) == len(spots)
        assert not {*spots} & taken
        assert {one.provider for one in found} >= {"bedrock", "vertex", "anthropic"}

    def test_there_is_none_for_a_model_that_nobody_offers(self, bundle):
        assert inventions("claude-of-another-name", bundle.data["compliance"], []) == []

    def test_what_is_attested_already_is_not_asked_for_again(self, bundle):
        claim = {**CLAIM, "mode": "none", "regions": SIX}
        given = {**BEDROCK, "name": "one", "attestations": {"dpa": CLAIM, "retention": claim}}
        whole = DEPLOYMENT.validate_python(given)
        now = Wanted(dt.date.fromisoformat(AT), bundle.data["compliance"], frozenset({"dpa"}))
        assert edits(whole, (OPUS,), now) == []
        late = replace(now, at=dt.date(2027, 4, 1))
        assert {one.what for one in edits(whole, (OPUS,), late)} == {"dpa", "retention"}


def test_a_server_is_never_told_of_deployments_that_do_not_exist(
    opa, policies, bundle, tmp_path, capsys
):
    packed = build_bundle(opa, policies, tmp_path / "bundle.tar.gz", bundle.revision)
    arguments = ["explain", "denial", "--config", str(EXAMPLE), "--tenant", "acme/bank",
                 "--model", HAIKU, "--at", AT, "--format", "json"]  # fmt: skip
    with OpaServer(opa, "-b", packed) as server:
        assert main([*arguments, "--engine", server.url]) == 0
        served = json.loads(capsys.readouterr().out)
        with urllib.request.urlopen(f"{server.url}/v1/data/deployments/names") as answer:  # noqa: S310  loopback
            names = json.load(answer)["result"]
    assert names == ["bedrock-eu", "claude-us", "vertex-eu"]
    assert main(arguments) == 0
    assert json.loads(capsys.readouterr().out) == served
