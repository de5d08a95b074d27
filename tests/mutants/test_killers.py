"""What kills a mutant: planted faults are found, and each is gone before the next is planted."""

import dataclasses

import pytest

from mutants import data_mutants, rego_mutants
from mutants.killers import NO_POLICY, ROOT, Checkout, steps
from mutants.mutant import Mutant

POLICIES = ROOT / "policies"
RULE = "compliance/checks/residency/allowed_country/allowed_country.rego"


@pytest.fixture(scope="module")
def checkout(tmp_path_factory):
    made = Checkout(tmp_path_factory.mktemp("mutants") / "checkout")
    yield made
    made.close()


def data(what: str) -> Mutant:
    (found,) = [one for one in data_mutants.mutants(POLICIES) if one.what == what]
    return found


def policy(what: str) -> Mutant:
    planted = rego_mutants.of(RULE, (POLICIES / RULE).read_text())
    (found,) = [one for one in planted if one.what == what]
    return found


def test_a_region_that_was_moved_to_another_country_is_found(checkout):
    assert checkout.killer_of(data("eu-west-2.country moved from GB to US")) == "pinned facts"


@pytest.mark.opa
def test_a_rule_that_was_deleted_is_found(checkout):
    assert (
        checkout.killer_of(policy('rule deleted: verdict := "fail" if _inside == false'))
        == "rego tests"
    )


@pytest.mark.opa
def test_a_guardrail_that_is_no_longer_missed_is_found_by_the_plans_that_take_it_away(checkout):
    file = "compliance/lib/guardrails/assignments.rego"
    planted = rego_mutants.of(file, (POLICIES / file).read_text())
    (mutant,) = [one for one in planted if one.what == 'deleted: _low(was) == "donotenforce"']
    (plans,) = [step for step in steps(mutant) if step.name == "plans and guardrails"]
    with checkout._planted(mutant):
        about = dataclasses.replace(plans, about=("enforce",))
        assert checkout.fails(about) == plans.name


def test_what_is_no_policy_is_told_apart_from_what_a_test_noticed(checkout):
    broken = dataclasses.replace(
        policy('"pass" made "fail": verdict := "pass" if _inside'), text="x"
    )
    assert checkout.killer_of(broken) == NO_POLICY


def test_nothing_is_left_of_what_was_planted(checkout):
    mutant = data("eu-west-2.country moved from GB to US")
    (facts,) = [step for step in steps(mutant) if step.name == "pinned facts"]
    assert checkout.killer_of(mutant) == facts.name
    assert checkout.fails(facts) is None


def test_a_step_without_a_test_notices_nothing(checkout):
    (facts,) = [step for step in steps(None) if step.name == "pinned facts"]
    assert checkout.fails(dataclasses.replace(facts, about=("no test is named so",))) is None
