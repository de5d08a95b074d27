"""What the embedded engine must do, learned by breaking it; design §7 numbers the rules."""

from __future__ import annotations

import json

import pytest

from compliance_toolkit.engines.embedded import EmbeddedEngine
from compliance_toolkit.errors import (
    ConfigurationError,
    PolicyError,
    SourceError,
)
from compliance_toolkit.models import Verdict
from compliance_toolkit.policy.engine import Answer, Question
from small_bundles import RULES, SILENT, bundle, check


@pytest.fixture
def engine():
    return EmbeddedEngine(bundle(RULES, check(), SILENT), data={"deployments": {"a": 1}})


@pytest.mark.parametrize(
    ("rule", "value"),
    [
        ("null_value", None),
        ("false_value", False),
        ("empty_list", []),
        ("empty_object", {}),
        ("text", "<undefined>"),
    ],
)
def test_a_value_that_looks_like_nothing_is_a_value(engine, rule, value):
    assert engine.evaluate(f"compliance.rules.{rule}", {}) == value


@pytest.mark.parametrize("rule", ["only_if_given", "mispelled", "empty_object.x", "echo"])
def test_an_undefined_rule_is_an_error_that_names_it(engine, rule):
    with pytest.raises(PolicyError, match=f"`data.compliance.rules.{rule}` is undefined"):
        engine.evaluate(f"compliance.rules.{rule}", {})


@pytest.mark.parametrize("rule", ["routes", "denials", "decision"])
def test_an_entry_rule_that_is_undefined_is_an_error_too(rule):
    engine = EmbeddedEngine(bundle('package compliance.resolve\n\ntext := "x" if input.x\n'))
    with pytest.raises(PolicyError, match=f"`data.compliance.resolve.{rule}` is undefined"):
        engine.evaluate(f"compliance.resolve.{rule}", {"x": 1})


@pytest.mark.parametrize("value", [None, False, [], {}, "", 0])
def test_an_entry_rule_answers_each_value_as_it_is(value):
    rule = f"package compliance.resolve\n\ndenials := {json.dumps(value)}\n"
    assert EmbeddedEngine(bundle(rule)).evaluate("compliance.resolve.denials", {}) == value


def test_the_engines_own_word_for_undefined_is_no_value():
    rule = 'package compliance.resolve\n\ndenials := "<undefined>"\n'
    with pytest.raises(PolicyError, match="is undefined"):
        EmbeddedEngine(bundle(rule)).evaluate("compliance.resolve.denials", {})


def test_a_rule_that_contradicts_itself_is_an_error_of_the_policy(engine):
    with pytest.raises(PolicyError, match=r"`data\.compliance\.rules\.conflict` failed: .*0\.rego"):
        engine.evaluate("compliance.rules.conflict", {"a": 1, "b": 1})


@pytest.mark.parametrize(
    "rule", ["", ".", "a b", "x[0]", "a..b", 'a"]', "a; true", "a\n", "1a", "compliance.rules "]
)
def test_a_path_that_is_no_path_is_refused_before_it_is_asked(engine, rule):
    with pytest.raises(PolicyError, match="is no path of a rule"):
        engine.evaluate(rule, {})


def test_a_segment_with_a_hyphen_is_quoted():
    engine = EmbeddedEngine(bundle(RULES, data={"compliance": {"regions": {"us-gov": {"x": 1}}}}))
    assert engine.evaluate("compliance.regions.us-gov.x", {}) == 1


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        ({"x": "\ud800"}, "half of a surrogate pair"),
        ({"\udfff": 1}, "half of a surrogate pair"),
        ({"x": float("nan")}, "not JSON compliant"),
        ({"x": float("inf")}, "not JSON compliant"),
        ({"x": 2**63}, "an integer beyond"),
        ({"x": [[-(2**70)]]}, "an integer beyond"),
        ({"x": {1, 2}}, "a `set` is no JSON"),
        ({"x": b""}, "a `bytes` is no JSON"),
        (None, "is null"),
    ],
)
def test_an_input_that_is_no_json_is_refused_and_the_next_is_answered(engine, given, reason):
    with pytest.raises(SourceError, match=reason):
        engine.evaluate("compliance.rules.echo", given)
    with pytest.raises(SourceError, match=reason):
        engine.judge([Question(("area/good",), given)])
    assert engine.evaluate("compliance.rules.echo", {"x": "next"}) == "next"


@pytest.mark.parametrize("levels", [101, 200, 990, 10_000, 100_000])
@pytest.mark.parametrize("wrap", [lambda x: [x], lambda x: {"x": x}])
def test_an_input_nested_too_deeply_is_refused_and_does_not_crash(engine, levels, wrap):
    given: object = []
    for _ in range(levels):
        given = wrap(given)
    with pytest.raises(SourceError, match="nested more than 100 levels deep"):
        engine.evaluate("compliance.rules.echo", {"x": given})


def test_an_input_as_deep_and_wide_as_allowed_comes_back_whole(engine):
    given: list[object] = ["ü", 2**63 - 1, -(2**63) + 1, "0" * 19, "\\ud800", "\U0001f600"]
    for _ in range(97):
        given = [given, *[[] for _ in range(2)]]
    assert engine.evaluate("compliance.rules.echo", {"x": given}) == given


def test_text_in_an_input_is_text_whatever_it_says(engine):
    forged = '", "x": true, "y": "'
    assert engine.evaluate("compliance.rules.echo", {"x": forged}) == forged


@pytest.mark.parametrize(
    "rule", ["y := 1 if z", "y := ", "f(null)", "y := 1 if { some a in b }", 'y := $"{input.x}"']
)
def test_policies_that_do_not_compile_are_refused_at_the_start_with_their_place(rule):
    with pytest.raises(PolicyError, match=r"compiling the bundle failed: .* at `0\.rego:\d+`"):
        EmbeddedEngine(bundle(f"package compliance.x\n\n{rule}\n"))


@pytest.mark.parametrize("rule", ["crypto.sha256(input.x)", "nonsense(input.x)", "z"])
@pytest.mark.parametrize(
    "shape", ["y := {}", "y := {{1 | not {}}}", "default y := 1\n\ny := 2 if {}"]
)
def test_a_builtin_that_the_engine_lacks_is_an_error_and_never_silence(rule, shape):
    text = f"package compliance.x\n\n{shape.format(rule)}\n"
    with pytest.raises(PolicyError, match=r"failed: .*0\.rego"):
        EmbeddedEngine(bundle(text)).evaluate("compliance.x.y", {"x": "a"})


def test_the_builtin_that_the_engine_has_in_name_only_is_refused_at_the_start():
    text = "package compliance.x\n\n# http.send is named here\ny := 1 if not http.send({})\n"
    with pytest.raises(PolicyError, match=r"`0\.rego:4` calls `http\.send`"):
        EmbeddedEngine(bundle(text))


def test_further_data_is_beside_the_bundles_and_never_in_its_place(engine):
    assert engine.evaluate("deployments", {}) == {"a": 1}
    with pytest.raises(ConfigurationError, match="`compliance` belongs to the bundle"):
        EmbeddedEngine(bundle(RULES), data={"compliance": {}})
    with pytest.raises(ConfigurationError, match="is no JSON"):
        EmbeddedEngine(bundle(RULES), data={"deployments": {"x": float("nan")}})


def test_checks_answer_in_the_order_of_the_questions():
    engine = EmbeddedEngine(bundle(check(), check("bad", '"AAA-003"', '"fail"')))
    answers = engine.judge(
        [
            Question(("area/bad", "area/good"), {"region": "x"}),
            Question(("area/good",), {}),
            Question((), {}),
        ]
    )
    assert answers == [
        [
            Answer("AAA-003", Verdict.FAIL, {"region": "x"}),
            Answer("AAA-001", Verdict.PASS, {"region": "x"}),
        ],
        [Answer("AAA-001", Verdict.UNKNOWN, {})],
        [],
    ]


def test_a_silent_check_is_an_error_that_says_what_is_missing(engine):
    assert engine.judge([Question(("area/silent",), {"region": "x"})])
    with pytest.raises(PolicyError, match="check `area/silent` is silent: `verdict` is undefined"):
        engine.judge([Question(("area/good", "area/silent"), {})])


@pytest.mark.parametrize(
    "path", ["area/missing", "area/goodly", "area", "area/good/more", "a/b c", ""]
)
def test_a_check_that_is_not_there_is_an_error_not_a_pass(engine, path):
    with pytest.raises(PolicyError, match="no check"):
        engine.judge([Question((path,), {"region": "x"})])


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        ({"verdict": '"skip"'}, "verdict `skip`"),
        ({"verdict": '"PASS"'}, "verdict `PASS`"),
        ({"verdict": "true"}, "verdict `True`"),
        ({"verdict": "null"}, "verdict `None`"),
        ({"verdict": '["pass"]'}, "verdict `"),
        ({"id": "7"}, "id `7`"),
        ({"id": '""'}, "id ``"),
        ({"id": "null"}, "id `None`"),
    ],
)
def test_an_answer_of_another_shape_is_an_error_that_names_the_check(parts, expected):
    engine = EmbeddedEngine(bundle(check(**parts)))
    with pytest.raises(PolicyError, match="check `area/good` gave the ") as caught:
        engine.judge([Question(("area/good",), {"region": "x"})])
    assert expected in str(caught.value)


def test_evidence_that_is_no_object_is_an_error():
    text = check().replace('evidence["region"] := input.region', "evidence := [input.region]")
    with pytest.raises(PolicyError, match="check `area/good` gave the evidence"):
        EmbeddedEngine(bundle(text)).judge([Question(("area/good",), {"region": "x"})])


def test_a_check_that_fails_is_named(engine):
    text = check("broken").replace("_private :=", "_private := count(input.x)\n\nx :=")
    text = text.replace('evidence["region"] := input.region', 'evidence["x"] := _private')
    with pytest.raises(PolicyError, match="check `area/broken` failed"):
        EmbeddedEngine(bundle(text)).judge([Question(("area/broken",), {"region": "x", "x": 1})])


@pytest.mark.parametrize("name", ['area["good-one"]', "area.Good_1"])
def test_a_check_in_an_odd_folder_is_asked_like_any_other(name):
    engine = EmbeddedEngine(bundle(check().replace("area.good", name)))
    folder = "area/good-one" if "-" in name else "area/Good_1"
    (reply,) = engine.judge([Question((folder,), {"region": "x"})])
    assert reply == [Answer("AAA-001", Verdict.PASS, {"region": "x"})]


def test_a_check_in_two_files_is_asked_like_any_other():
    head, rest = check().split('default verdict := "unknown"')
    package = "package compliance.checks.area.good\n\n"
    engine = EmbeddedEngine(bundle(head, f'{package}default verdict := "unknown"{rest}'))
    (reply,) = engine.judge([Question(("area/good",), {"region": "x"})])
    assert reply == [Answer("AAA-001", Verdict.PASS, {"region": "x"})]


@pytest.mark.parametrize(
    "part", ["id := ", 'default verdict := "unknown"\n\nverdict := ', 'evidence["region"] := ']
)
def test_a_check_without_one_of_its_parts_is_silent(part):
    engine = EmbeddedEngine(bundle(check().replace(part, "_other := ")))
    with pytest.raises(PolicyError, match="check `area/good` is silent"):
        engine.judge([Question(("area/good",), {"region": "x"})])


def test_a_part_that_is_a_function_answers_nothing():
    text = check().replace('id := "AAA-001"', 'id(_) := "AAA-001"')
    with pytest.raises(PolicyError):
        EmbeddedEngine(bundle(text)).judge([Question(("area/good",), {"region": "x"})])
