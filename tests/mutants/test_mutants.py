"""The mistakes that `make mutants` plants: each is one, and there are enough of each kind."""

import json
from collections import Counter
from functools import cache
from pathlib import Path

import pytest

from mutants import __main__ as program
from mutants import data_mutants, rego_mutants
from mutants.equivalents import EQUIVALENTS
from mutants.killers import NO_POLICY, ROOT
from mutants.mutant import Mutant
from mutants.outcome import Outcome

POLICIES = ROOT / "policies"
RULE = """# METADATA
# title: not a line of code == true
package compliance.resolve.one

met(xs, limit) if {
	every x in xs { x <= limit }
	every x in xs {
		x != "none"
		count(x) == 1 # counted
	}
	answer := min(xs)
	answer == true
} else := false

verdict := "pass" if met(input.xs, 3)
"""


@pytest.fixture(scope="module")
def rego():
    return list(rego_mutants.mutants(POLICIES))


@pytest.fixture(scope="module")
def data():
    return list(data_mutants.mutants(POLICIES))


@cache
def sound(path: str) -> str:
    text: str = (POLICIES / path).read_text()
    return text


@cache
def lines(path: str) -> list[str]:
    return sound(path).split("\n")


@cache
def parsed(path: str):
    return json.loads(sound(path))


def of(tmp_path: Path, text: str) -> dict[str, str]:
    (tmp_path / "one.rego").write_text(text)
    (tmp_path / "one_test.rego").write_text(text)
    return {f"{one.line} {one.what}": one.text for one in rego_mutants.mutants(tmp_path)}


def test_each_mutant_is_one_change_of_a_policy_and_tests_are_left_alone(rego):
    for mutant in rego:
        assert mutant.path.endswith(".rego")
        assert not mutant.path.endswith("_test.rego")
        assert mutant.text != sound(mutant.path), str(mutant)


def test_each_mutant_of_data_is_one_change_and_still_json(data):
    for mutant in data:
        assert json.loads(mutant.text) != parsed(mutant.path), mutant


def test_no_two_mutants_are_the_same(rego, data):
    planted = [(mutant.path, mutant.text) for mutant in (*rego, *data)]
    assert len(set(planted)) == len(planted) > 4000


def test_no_two_mutants_go_by_the_same_name(rego, data):
    named = Counter(mutant.name for mutant in (*rego, *data))
    assert [name for name, times in named.items() if times > 1] == []


def test_every_kind_of_mistake_is_made(rego, data):
    made = Counter(mutant.kind for mutant in rego)
    for kind in ("deleted", "rule deleted", "negated or swapped", "made never true"):
        assert made[kind] >= 10, kind
    folders = {mutant.path.split("/")[1] for mutant in (*rego, *data)}
    assert folders >= {"checks", "lib", "resolve", "regions", "regimes", "routes", "models"}
    assert folders >= {"jurisdictions", "data_classes", "resources"}


@pytest.mark.parametrize(
    ("path", "what"),
    [
        ("regions/aws", "eu-central-1.country moved from DE to US"),
        ("routes/anthropic", "features.batches.kept made None"),
        ("routes/anthropic", "features.batches.kept a day less"),
        ("routes/vertex", "features.web_search.third_party false"),
        ("routes/anthropic", "retention.assumed dropped"),
        ("routes/claude_platform_aws", "called_from dropped"),
        ("routes/bedrock", "features.mid_conversation_system.models dropped"),
        ("routes/vertex", "eligibility.hipaa.confidence raised"),
        ("routes/bedrock", "eligibility.hipaa.confidence lowered"),
        ("routes/anthropic", "offers.us.models.claude-opus-5-5.valid_from earlier"),
        ("routes/anthropic", "offers.global.models.claude-sonnet-4-5.valid_to later"),
        ("routes/bedrock", "offers.eu-from-london.sources with us-east-1"),
        ("regimes/gdpr", "transfers.adequate.GB.valid_to later"),
        ("regimes/hipaa", "retention.evidence.min_days a day less"),
    ],
)
def test_a_mistake_of_this_kind_is_among_those_of_data(path, what, data):
    found = [x for x in data if (x.path, x.what) == (f"compliance/{path}/data.json", what)]
    assert len(found) == 1


def test_a_mistake_in_data_is_named_with_the_line_on_which_it_is(data):
    for mutant in data:
        last = mutant.what.split(" ")[0].split(".")[-1]
        line = lines(mutant.path)[mutant.line - 1]
        if not last.isdigit() and "offers" not in mutant.what:
            assert f'"{last}"' in line or mutant.kind == "regimes: transfers", mutant


def test_conditions_are_deleted_and_what_binds_a_name_is_not(tmp_path):
    planted = of(tmp_path, RULE)
    assert planted["6 deleted: every x in xs { x <= limit }"].count("every") == 1
    assert "9 deleted: count(x) == 1 # counted" in planted
    assert not any(name.startswith(("1 ", "2 ", "11 deleted")) for name in planted)


def test_a_rule_on_one_line_is_deleted(tmp_path):
    planted = of(tmp_path, RULE)
    assert "verdict" not in planted['15 rule deleted: verdict := "pass" if met(input.xs, 3)']
    assert sum("rule deleted" in name for name in planted) == 1


def test_every_becomes_some_on_one_line_and_over_several(tmp_path):
    planted = of(tmp_path, RULE)
    assert (
        "\tsome x in xs\n\tx <= limit\n"
        in planted["6 some for every: every x in xs { x <= limit }"]
    )
    assert (
        '\tcount([true |\n\t\tsome x in xs\n\t\tx != "none"\n\t\tcount(x) == 1 # counted\n\t]) > 0'
        in planted["7 some for every: every x in xs {"]
    )


def test_comparisons_constants_and_answers_are_changed(tmp_path):
    planted = of(tmp_path, RULE)
    assert "x < limit" in planted["6 narrowed: every x in xs { x <= limit }"]
    assert 'x == "none"' in planted['8 negated: x != "none"']
    assert 'x != "mutant"' in planted['8 "none" made "mutant": x != "none"']
    assert "count(x) == 2" in planted["9 1 made 2: count(x) == 1 # counted"]
    assert "max(xs)" in planted["11 turned round: answer := min(xs)"]
    assert "answer == false" in planted["12 negated: answer == true"]
    assert "else := true" in planted["13 swapped: } else := false"]
    assert "\tfalse\n\tevery" in planted["5 made never true: met(xs, limit) if {"]


def test_a_sample_is_the_same_each_time_and_two_of_three_are_policies():
    first, second = (program.sample("60") for _ in range(2))
    assert [str(one) for one in first] == [str(one) for one in second]
    assert Counter(one.is_rego for one in first) == {True: 40, False: 20}


def test_mutants_are_chosen_by_what_their_name_holds():
    chosen = program.sample("compliance/regions/")
    assert {one.path.split("/")[1] for one in chosen} == {"regions"}
    assert "policies/compliance/regions/aws/data.json:" in str(program.sample("/aws/data.json:")[0])


def test_each_mutant_said_to_be_equivalent_has_its_reason():
    assert EQUIVALENTS
    for name, reason in EQUIVALENTS.items():
        path = name.partition("  ")[0]
        assert (POLICIES / path).is_file(), name
        assert len(reason) > 20, name


def test_a_mutant_that_is_said_to_be_equivalent_and_is_none_ends_the_run(monkeypatch, capsys):
    monkeypatch.setattr(program, "EQUIVALENTS", {"compliance/lib/lib.rego  gone": "for no reason"})
    assert program.main() == 2
    assert "no mutant is called `compliance/lib/lib.rego  gone`" in capsys.readouterr().err


def mutant(what: str, kind: str = "deleted") -> Mutant:
    return Mutant("compliance/lib/lib.rego", 7, kind, what, "")


def test_survivors_count_against_and_what_opa_refuses_does_not():
    outcome = Outcome({})
    for number in range(9):
        outcome.add(mutant(f"{number}"), "rego tests")
    outcome.add(mutant("refused"), NO_POLICY)
    outcome.add(mutant("lives", "negated"), None)
    assert outcome.share == 0.9
    assert outcome.enough
    told = "\n".join(outcome.told())
    assert "survived  policies/compliance/lib/lib.rego:7  lives" in told
    assert "     10       9  in all" in told
    outcome.add(mutant("lives as well"), None)
    assert not outcome.enough


def test_an_equivalent_counts_for_nothing_and_is_shown_with_its_reason():
    outcome = Outcome({mutant("same").name: "it changes no answer"})
    outcome.add(mutant("other"), "proof")
    outcome.add(mutant("same"), None)
    told = "\n".join(outcome.told())
    assert outcome.share == 1
    assert "it changes no answer" in told
    assert "1       1  in all" in told


def test_an_equivalent_that_is_killed_is_a_mistake_of_the_list():
    outcome = Outcome({mutant("same").name: "it changes no answer"})
    outcome.add(mutant("same"), "rego tests")
    assert outcome.share == 1
    assert not outcome.enough
    assert "killed, though listed as equivalent  policies/" in "\n".join(outcome.told())


def test_nothing_planted_is_not_enough():
    assert not Outcome({}).enough
