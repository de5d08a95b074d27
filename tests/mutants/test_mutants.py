"""The mistakes that `make mutants` plants: each is one, and there are enough of each kind."""

import json
from collections import Counter
from pathlib import Path

import pytest

from mutants import data_mutants, rego_mutants
from mutants.killers import ROOT

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
"""


@pytest.fixture(scope="module")
def rego():
    return list(rego_mutants.mutants(POLICIES))


@pytest.fixture(scope="module")
def data():
    return list(data_mutants.mutants(POLICIES))


def of(tmp_path: Path, text: str) -> dict[str, str]:
    (tmp_path / "one.rego").write_text(text)
    (tmp_path / "one_test.rego").write_text(text)
    return {f"{one.where} {one.what}": one.text for one in rego_mutants.mutants(tmp_path)}


def test_each_mutant_is_one_change_of_a_policy_and_tests_are_left_alone(rego):
    for mutant in rego:
        assert mutant.path.endswith(".rego")
        assert not mutant.path.endswith("_test.rego")
        assert mutant.text != (POLICIES / mutant.path).read_text(), str(mutant)


def test_each_mutant_of_data_is_one_change_and_still_json(data):
    for mutant in data:
        assert json.loads(mutant.text) != json.loads((POLICIES / mutant.path).read_text()), mutant


def test_no_two_mutants_are_the_same(rego, data):
    planted = [(mutant.path, mutant.text) for mutant in (*rego, *data)]
    assert len(set(planted)) == len(planted) > 1000


def test_every_kind_of_mistake_is_made(rego, data):
    made = Counter(mutant.what.split(":")[0] for mutant in rego)
    for kind in ("deleted", "negated", "made never true", "some for every", "swapped"):
        assert made[kind] >= 10, kind
    folders = {mutant.path.split("/")[1] for mutant in (*rego, *data)}
    assert folders >= {"checks", "lib", "resolve", "regions", "regimes", "routes", "models"}
    assert folders >= {"jurisdictions", "data_classes"}


def test_conditions_are_deleted_and_what_binds_a_name_is_not(tmp_path):
    planted = of(tmp_path, RULE)
    assert planted["6 deleted: every x in xs { x <= limit }"].count("every") == 1
    assert "9 deleted: count(x) == 1 # counted" in planted
    assert not any(name.startswith(("1 ", "2 ", "11 deleted")) for name in planted)


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
