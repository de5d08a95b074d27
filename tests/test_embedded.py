"""What the embedded engine must do, learned by breaking it; design §7 numbers the rules."""

from __future__ import annotations

import gc
import json
import os
import subprocess
import sys
import threading
import types
from concurrent.futures import ThreadPoolExecutor
from typing import ClassVar

import pytest
import regorus  # noqa: TID251  a stub passes on to the real one

from compliance_toolkit.engines import embedded as module
from compliance_toolkit.engines.embedded import EmbeddedEngine
from compliance_toolkit.errors import (
    ConfigurationError,
    PolicyError,
    SourceError,
    UnavailableError,
)
from compliance_toolkit.models import Verdict
from compliance_toolkit.policy.bundle import Bundle
from compliance_toolkit.policy.engine import Answer, Question

RULES = """package compliance.rules

null_value := null

false_value := false

empty_list := []

empty_object["x"] := input.nothing

text := "<undefined>"

echo := input.x

conflict := 1 if input.a

conflict := 2 if input.b

wrong_type := count(input.x)

only_if_given := 1 if input.x
"""

CHECK = """package compliance.checks.area.{name}

id := {id}

default verdict := "unknown"

verdict := {verdict} if input.region

evidence["region"] := input.region

_private := input.region
"""

SILENT = """package compliance.checks.area.silent

id := "AAA-002"

verdict := "pass" if input.region

evidence["region"] := input.region
"""


def bundle(*texts: str, data=None) -> Bundle:
    modules = tuple((f"{n}.rego", text) for n, text in enumerate(texts))
    return Bundle(modules, data or {}, ("compliance",), "r1", "sha256:0")


def check(name="good", id='"AAA-001"', verdict='"pass"') -> str:  # noqa: A002
    return CHECK.format(name=name, id=id, verdict=verdict)


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


@pytest.mark.parametrize("value", [None, False, [], {}, "<undefined>", 0])
def test_an_entry_rule_answers_each_value_as_it_is(value):
    rule = f"package compliance.resolve\n\ndenials := {json.dumps(value)}\n"
    assert EmbeddedEngine(bundle(rule)).evaluate("compliance.resolve.denials", {}) == value


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


def test_after_a_failure_no_answer_comes_from_the_input_before(engine):
    """§7.3: a failed `set_input` leaves the previous tenant's input in place."""
    assert engine.evaluate("compliance.rules.echo", {"x": "tenant-a"}) == "tenant-a"
    for _ in range(3):
        with pytest.raises(PolicyError, match="wrong_type` failed"):
            engine.evaluate("compliance.rules.wrong_type", {"x": 1})
        with pytest.raises(PolicyError, match="undefined"):
            engine.evaluate("compliance.rules.echo", {})


class Stub:
    """Stands for `regorus.Engine`: passes on to a real one, and can be told to misbehave."""

    built = 0
    fault: BaseException | None = None
    backtraces: ClassVar[set[str | None]] = set()

    def __init__(self) -> None:
        type(self).built += 1
        self._engine = regorus.Engine()

    def set_input_json(self, text: str) -> None:
        if self.fault is not None and "poison" in text:
            raise self.fault
        self._engine.set_input_json(text)

    def __getattr__(self, name):
        if name.startswith("eval"):
            self.backtraces.add(os.environ.get("RUST_LIB_BACKTRACE"))
        return getattr(self._engine, name)


@pytest.fixture
def stub(monkeypatch):
    kind = type("Stub", (Stub,), {"backtraces": set()})
    monkeypatch.setitem(sys.modules, "regorus", types.SimpleNamespace(Engine=kind))
    return kind


PanicException = type("PanicException", (BaseException,), {})


@pytest.mark.parametrize(
    "fault", [RuntimeError("error: bad"), ValueError("bad"), PanicException("bad")]
)
def test_an_engine_that_failed_is_not_used_again(stub, fault):
    engine = EmbeddedEngine(bundle(RULES))
    before = stub.built
    engine.evaluate("compliance.rules.echo", {"x": 1})
    assert stub.built == before
    stub.fault = fault
    with pytest.raises(PolicyError, match=r"`data\.compliance\.rules\.echo` failed: bad"):
        engine.evaluate("compliance.rules.echo", {"x": "poison"})
    assert engine.evaluate("compliance.rules.echo", {"x": 2}) == 2
    assert stub.built == before + 1


def test_an_interruption_passes_and_the_engine_is_not_used_again(stub):
    engine = EmbeddedEngine(bundle(RULES))
    before = stub.built
    stub.fault = KeyboardInterrupt()
    with pytest.raises(KeyboardInterrupt):
        engine.evaluate("compliance.rules.echo", {"x": "poison"})
    assert engine.evaluate("compliance.rules.echo", {"x": 2}) == 2
    assert stub.built == before + 1


def test_a_rule_that_is_undefined_costs_no_new_engine(stub):
    engine = EmbeddedEngine(bundle(RULES))
    before = stub.built
    for _ in range(3):
        with pytest.raises(PolicyError):
            engine.evaluate("compliance.rules.echo", {})
    assert stub.built == before


def test_threads_answer_each_for_its_own_input(engine):
    def ask(n):
        return [
            engine.evaluate("compliance.rules.echo", {"x": [n, i]}) == [n, i] for i in range(200)
        ]

    with ThreadPoolExecutor(8) as threads:
        answers = [answer for some in threads.map(ask, range(16)) for answer in some]
    assert answers == [True] * 3200


@pytest.mark.filterwarnings("error")
def test_engines_are_dropped_by_their_own_thread_even_after_a_failure(engine):
    """§7.1: dropped elsewhere, an engine panics; an exception that travels must not carry it."""

    def fail():
        engine.evaluate("compliance.rules.wrong_type", {"x": 1})

    with ThreadPoolExecutor(2) as threads:
        failures = [threads.submit(fail).exception() for _ in range(4)]
    assert all(isinstance(failure, PolicyError) for failure in failures)
    del failures
    gc.collect()


@pytest.mark.filterwarnings("error")
def test_an_owner_that_goes_leaves_no_engine_behind_once_the_thread_asks_again(stub):
    owner = EmbeddedEngine(bundle(RULES))
    kept = len(module._built())
    del owner
    gc.collect()
    other = EmbeddedEngine(bundle(RULES))
    assert other.evaluate("compliance.rules.echo", {"x": 1}) == 1
    assert len(module._built()) == kept


@pytest.mark.filterwarnings("error")
def test_an_owner_may_go_while_another_thread_has_built_for_it():
    owners = [EmbeddedEngine(bundle(RULES))]
    built, gone = threading.Event(), threading.Event()

    def ask():
        assert owners[0].evaluate("compliance.rules.echo", {"x": 1}) == 1
        built.set()
        gone.wait(10)

    thread = threading.Thread(target=ask)
    thread.start()
    assert built.wait(10)
    owners.clear()
    gc.collect()
    gone.set()
    thread.join(10)
    assert not thread.is_alive()


def test_backtraces_are_off_before_the_first_evaluation_even_if_regorus_is_loaded(
    stub, monkeypatch
):
    """§7.6: with RUST_BACKTRACE=1 every undefined path is four times slower."""
    monkeypatch.setenv("RUST_BACKTRACE", "1")
    monkeypatch.delenv("RUST_LIB_BACKTRACE", raising=False)
    EmbeddedEngine(bundle(RULES)).evaluate("compliance.rules.null_value", {})
    assert stub.backtraces == {"0"}


class Yes:
    """An engine that allows everything."""

    def __getattr__(self, name):
        return lambda *_: '{"result": [{"expressions": [{"value": "allowed"}]}]}'


class Mute(Yes):
    def __getattr__(self, name):
        return lambda *_: "{}"


class Panics(Yes):
    def __getattr__(self, name):
        raise PanicException("out of luck")


@pytest.mark.parametrize(
    ("kind", "reason"),
    [(Yes, "did not deny `{"), (Mute, "failed its self-test"), (Panics, "out of luck")],
)
def test_an_engine_that_does_not_deny_what_is_bad_never_answers(monkeypatch, kind, reason):
    monkeypatch.setitem(sys.modules, "regorus", types.SimpleNamespace(Engine=kind))
    with pytest.raises(UnavailableError, match=reason) as caught:
        EmbeddedEngine(bundle(RULES))
    assert "--engine URL" in str(caught.value.hint)


@pytest.mark.parametrize("routes", ['["eu"]', '{"eu"}', '"eu"', "true", "null"])
def test_policies_that_give_an_empty_request_a_route_are_refused(routes):
    with pytest.raises(PolicyError, match="give an empty request a route"):
        EmbeddedEngine(bundle(f"package compliance.resolve\n\nroutes := {routes}\n"))


def test_the_shipped_policies_give_an_empty_request_no_route(embedded):
    assert embedded.evaluate("compliance.resolve.routes", {}) == []


def test_a_platform_without_a_wheel_is_told_so_and_of_the_server(monkeypatch):
    monkeypatch.setitem(sys.modules, "regorus", None)
    with pytest.raises(UnavailableError, match="the embedded engine cannot be loaded") as caught:
        EmbeddedEngine(bundle(RULES))
    for words in ("glibc 2.34", "musl", "`--engine URL`"):
        assert words in str(caught.value.hint)


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


def test_importing_the_engine_loads_no_regorus():
    program = (
        "import sys, compliance_toolkit.engines.embedded\nsys.exit('regorus' in sys.modules)\n"
    )
    subprocess.run([sys.executable, "-Ic", program], check=True)
