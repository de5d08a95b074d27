"""What a proof holds the policies to, shown by engines that answer wrongly."""

from typing import Any

import pytest

from compliance_toolkit.models import JsonValue
from compliance_toolkit.prove.cases import TenantLaw
from compliance_toolkit.prove.found import INVARIANTS
from compliance_toolkit.prove.pieces import ENOUGH
from compliance_toolkit.prove.promises import PROMISES
from proofs import (
    DEPLOYMENTS,
    answering,
    denial,
    deployments,
    prove,
    route,
    small_bundle,
    undefined,
)


@pytest.fixture(scope="module")
def bundle(tmp_path_factory):
    return small_bundle(tmp_path_factory.mktemp("law"))


def allow_all(names, given) -> JsonValue:
    return {"routes": [route(name) for name in names], "denials": []}


def deny_all(names, given) -> JsonValue:
    return {"routes": [], "denials": [denial(name) for name in names]}


@pytest.fixture(scope="module")
def allowed(bundle):
    return prove(bundle, make_engine=answering(allow_all))


@pytest.mark.parametrize("promise", [one.name for one in PROMISES] + ["offers", "statements"])
def test_an_engine_that_allows_everything_breaks(allowed, promise):
    assert allowed.outcome == "refuted"
    assert allowed.broken[promise] > 0


def test_an_engine_that_denies_everything_refuses_without_a_ground_and_serves_nobody(bundle):
    proof = prove(bundle, make_engine=answering(deny_all))
    assert proof.outcome == "refuted"
    assert set(proof.broken) == {"grounds", "reasons"}
    assert proof.unused.deployments == tuple(sorted(DEPLOYMENTS))
    assert proof.unused.tenants == ("acme/bank", "acme/both", "acme/branch", "acme/health")
    assert "claude-opus-5-5" in proof.unused.models
    assert "RES-101" in proof.unused.rules
    assert "RTE-101" not in proof.unused.rules


@pytest.mark.parametrize(
    ("answer", "wrong"),
    [
        ({"routes": [], "denials": []}, "neither earned nor refused"),
        ({"routes": [route("gov")], "denials": [denial("gov")]}, "earned and refused"),
    ],
)
def test_a_deployment_is_in_routes_or_in_denials(bundle, answer, wrong):
    proof = prove(
        bundle, deployments("gov"), make_engine=answering(lambda names, given: answer), tenants={}
    )
    assert proof.outcome == "refuted"
    assert wrong in {one.example.wrong for one in proof.examples}
    assert proof.broken["decided"] == proof.answered


@pytest.mark.parametrize(
    "answer",
    [
        undefined,
        lambda names, given: None,
        lambda names, given: {"routes": []},
        lambda names, given: {"routes": [], "denials": ["gov"]},
        lambda names, given: {"routes": [route("stranger")], "denials": []},
        lambda names, given: {"routes": [route("gov"), route("gov")], "denials": []},
    ],
)
def test_a_case_that_is_not_answered_is_no_proof_and_is_named(bundle, answer):
    proof = prove(bundle, deployments("gov"), make_engine=answering(answer))
    assert proof.outcome == "failed"
    assert proof.failed == proof.answered == ENOUGH
    assert "jurisdictions" in str(proof.failures[0].case)
    assert proof.failures[0].message


def test_one_case_that_fails_among_thousands_is_no_proof(bundle):
    def answer(names, given):
        if given["tenant"]["jurisdictions"] == ["uk"] and given["tenant"]["max_price"] == 1.1:
            return undefined(names, given)
        return deny_all(names, given)

    proof = prove(bundle, make_engine=answering(answer))
    assert proof.outcome == "failed"
    assert 0 < proof.failed < proof.answered / 100
    assert "jurisdictions uk" in str(proof.failures[0].case)


def test_a_failure_outranks_a_counter_example(bundle):
    def answer(names, given):
        return undefined(names, given) if given["request"]["features"] else {
            "routes": [], "denials": []
        }  # fmt: skip

    proof = prove(bundle, make_engine=answering(answer))
    assert proof.outcome == "failed"
    assert proof.broken["decided"] > 0


@pytest.mark.parametrize(
    ("asked", "without"),
    [
        (lambda given: given["tenant"]["regimes"] == ["gdpr"], "regime gdpr"),
        (lambda given: given["request"]["features"] == ["batches"], "features batches"),
        (lambda given: given["request"]["data_classes"], "kinds of data"),
        (lambda given: given["tenant"]["data_classes"] == ["personal"], "kinds of data"),
        (lambda given: given["tenant"]["retention"]["prompts"]["max_days"] == 0, "limit"),
        (lambda given: given["tenant"]["providers"], "list of providers"),
        (lambda given: given["tenant"]["countries"], "list of countries"),
        (lambda given: given["tenant"]["features"] is not None, "list of features"),
        (lambda given: given["tenant"]["max_price"], "ceiling of price"),
        (lambda given: given["tenant"]["jurisdictions"] == ["eu"], "jurisdiction eu, which lies"),
    ],
)
def test_removing_a_permission_adds_no_route(bundle, asked, without):
    def answer(names, given):
        return allow_all(names, given) if asked(given) else deny_all(names, given)

    proof = prove(bundle, make_engine=answering(answer))
    assert proof.broken["monotone"] > 0
    found = [one.example for one in proof.examples if one.example.invariant.name == "monotone"]
    assert any(without in one.wrong for one in found)
    assert all(one.wider is not None for one in found)


def test_taking_an_attestation_away_adds_no_route(bundle):
    def answer(names, given):
        served = [name for name in names if name == "claude-us-without-baa"]
        refused = [denial(name) for name in names if name not in served]
        return {"routes": [route(name) for name in served], "denials": refused}

    proof = prove(bundle, make_engine=answering(answer))
    assert proof.broken["monotone"] > 0
    example = next(one for one in proof.examples if one.example.invariant.name == "monotone")
    assert example.example.deployments == ("claude-us-without-baa", "claude-us")
    assert example.example.wrong == "with `baa` it has no route"
    named: Any = example.project["deployments"]
    assert set(named) == {"claude-us", "claude-us-without-baa"}


@pytest.mark.parametrize(
    ("alone", "broken"),
    [
        ("routes", {"entry points", "decided", "statements"}),
        ("denials", {"entry points", "grounds", "reasons"}),
    ],
)
def test_routes_and_denials_asked_for_alone_are_those_of_the_decision(bundle, alone, broken):
    class Twofold:
        def __init__(self, names):
            self.names = names

        def evaluate(self, rule, given):
            part = rule.rpartition(".")[2]
            if part == alone:
                return [route("gov")] if part == "routes" else []
            answer: Any = deny_all(self.names, given)
            return answer if part == "decision" else answer[part]

    proof = prove(bundle, make_engine=lambda bundle, facts: Twofold(facts["names"]))
    assert broken <= set(proof.broken)


def test_a_counter_example_is_the_smallest_there_is(bundle):
    def answer(names, given):
        wrong = "gdpr" in given["tenant"]["regimes"] and "batches" in given["request"]["features"]
        return {"routes": [], "denials": []} if wrong else deny_all(names, given)

    tenants = {TenantLaw(("eu",), ("gdpr", "hipaa"), ("personal",), 0, ("DE",)): ("acme/bank",)}
    proof = prove(bundle, deployments("gov"), make_engine=answering(answer), tenants=tenants)
    found = [one.example for one in proof.examples if one.example.invariant.name == "decided"]
    example = found[0]
    assert example.case.tenant[1:] == TenantLaw((), ("gdpr",))[1:]
    assert example.case.features == ("batches",)
    assert example.case.data_classes == ()
    sizes = [one.example.size for one in proof.examples]
    assert sizes == sorted(sizes)


def test_without_deployments_there_is_nothing_to_prove(bundle):
    proof = prove(bundle, ())
    assert proof.outcome == "empty"
    assert proof.answered == 0


def test_each_invariant_says_what_it_promises_under_a_name_of_its_own():
    assert len({one.name for one in INVARIANTS}) == len(INVARIANTS) >= 21
    assert all(one.says for one in INVARIANTS)
