"""What policies read is derived from their text, and nothing else changes an answer."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agreement import NOTHING, value_of
from compliance_toolkit.engines.embedded import EmbeddedEngine
from compliance_toolkit.engines.server import ServerEngine
from compliance_toolkit.policy.bundle import Bundle
from compliance_toolkit.policy.reads import Reads, reads_of
from opa_server import OpaServer
from small_bundles import bundle

RULE = "compliance.asked.answer"
HEAD = "package compliance.asked\n\n"
HELPER = "package compliance.helper\n\nseen := input.far.away\n\ntwice(x) := [x, x]\n"
STRANGER = "package compliance.stranger\n\nseen := input.elsewhere\n"

POLICIES: dict[str, tuple[str, tuple[tuple[str, ...], ...]]] = {
    "a field": ("answer := input.a.b", (("a", "b"),)),
    "a field in quotes": ('answer := input["a"]["b"]', (("a", "b"),)),
    "a field in raw quotes": ("answer := input[`a`].b", (("a", "b"),)),
    "a field with an escape": (r'answer := input["\u0061"].b', (("a", "b"),)),
    "two fields": ("answer := [input.a.b, input.c]", (("a", "b"), ("c",))),
    "a field and what is around it": ("answer := [input.a.b, input.a]", (("a",),)),
    "a field below a variable": (
        'answer := [x | some key in ["b", "c"]; x := input.a[key].b]',
        (("a",),),
    ),
    "items of a list": ("answer := {x | some x in input.a}", (("a",),)),
    "an item by its number": ("answer := input.a[0]", (("a",),)),
    "a number of items": ('answer := count(object.get(input.a, "b", []))', (("a",),)),
    "an alias": ("answer := x.b if x := input.a", (("a",),)),
    "an import": ("import input.a as mine\n\nanswer := mine.b", (("a",),)),
    "all of it": ("answer := input", ((),)),
    "all of it in a call": ('answer := object.get(input, ["a", "b"], 0)', ((),)),
    "all of it in an object": ('answer := x.given.a if x := {"given": input}', ((),)),
    "all of it under a variable": ('answer := [x | some k in ["a"]; x := input[k]]', ((),)),
    "another input": (
        'answer := x if x := data.compliance.helper.seen with input as {"far": {"away": 2}}',
        ((),),
    ),
    "nothing": ('answer := "input.a" # input.b', ()),
    "a field that is called input": ('answer := {"input": 1}.input', ()),
    "through a helper": (
        "import data.compliance.helper\n\nanswer := helper.twice(input.a)",
        (("a",), ("far", "away")),
    ),
    "through a helper by its path": (
        "answer := data.compliance.helper.seen",
        (("far", "away"),),
    ),
    "through a helper in quotes": (
        'answer := data["compliance"].helper["seen"]',
        (("far", "away"),),
    ),
    "a rule beside it": ("answer := _more\n\n_more := input.b", (("b",),)),
    "absence": ("answer := 1 if not input.a.b", (("a", "b"),)),
}
"""Body of a policy, and the places that it reads."""


def policy(name: str) -> Bundle:
    made: Bundle = bundle(f"{HEAD}{POLICIES[name][0]}\n", HELPER, STRANGER)
    return made


def reads(name: str) -> Reads:
    return reads_of(policy(name), [RULE])


@pytest.mark.parametrize("name", POLICIES)
def test_what_a_rule_reads_is_found(name):
    assert reads(name) == Reads(POLICIES[name][1], steady=True)


@pytest.mark.parametrize("path", ["data", "data[x]", "data[input.x]", "data.compliance[x]"])
def test_a_reference_to_data_that_cannot_be_followed_reaches_everything(path):
    asked = bundle(f"{HEAD}answer := [y | some x in [1]; y := {path}]\n", HELPER, STRANGER)
    assert {("far", "away"), ("elsewhere",)} <= set(reads_of(asked, [RULE]).paths)


def test_modules_of_one_package_share_their_names():
    other = "package compliance.asked\n\n_more := input.b\n"
    assert reads_of(bundle(f"{HEAD}answer := _more\n", other), [RULE]).paths == (("b",),)


@pytest.mark.parametrize("lines", [1, 200])
def test_a_policy_that_says_much_of_itself_is_no_part_of_every_other(lines):
    beside = "# A line of metadata.\n" * lines + "package compliance.far\n\nseen := input\n"
    assert reads_of(bundle(f"{HEAD}answer := input.b\n", beside), [RULE]).paths == (("b",),)


def test_a_package_in_quotes_is_reached():
    quoted = 'package compliance["dotted.name"]\n\nseen := input.far\n'
    asked = bundle(f'{HEAD}answer := data.compliance["dotted.name"].seen\n', quoted)
    assert reads_of(asked, [RULE]).paths == (("far",),)


def test_interpolated_text_may_read_anything():
    assert reads_of(bundle(f'{HEAD}answer := $"it is {{input.a}}"\n'), [RULE]).whole


@pytest.mark.parametrize(
    "call", ["time.now_ns()", 'rand.intn("x", 9)', 'http.send({"url": input.a})', "opa.runtime()"]
)
def test_what_changes_by_itself_is_not_steady(call):
    assert not reads_of(bundle(f"{HEAD}answer := {call}\n"), [RULE]).steady
    assert not reads_of(
        bundle(
            f"{HEAD}answer := data.compliance.clock.now\n",
            f"package compliance.clock\n\nnow := {call}\n",
        ),
        [RULE],
    ).steady


def test_a_builtin_that_only_computes_is_steady():
    assert reads_of(bundle(f"{HEAD}answer := time.parse_rfc3339_ns(input.a)\n"), [RULE]).steady


def test_a_rule_that_nobody_states_is_not_to_be_remembered():
    found = reads_of(bundle(f"{HEAD}answer := 1\n"), ["elsewhere.rule"])
    assert found.whole
    assert not found.steady


def test_a_place_covers_what_is_around_and_below_it():
    found = Reads((("a", "b"),), steady=True)
    assert all(found.covers(path) for path in [(), ("a",), ("a", "b"), ("a", "b", "c")])
    assert not any(found.covers(path) for path in [("b",), ("a", "c"), ("c", "a", "b")])


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({}, {"a": None}),
        ({"a": {}}, {"a": {"b": None}}),
        ({"a": "x"}, {"a": {"b": "x"}}),
        ({"a": ["x"]}, {"a": "x"}),
        ({"a": {"b": 1}}, {"a": {"b": True}}),
        ({"a": {"b": 1}}, {"a": {"b": "1"}}),
        ({"a": {"b": []}}, {"a": {"b": {}}}),
    ],
)
def test_inputs_that_a_rule_can_tell_apart_have_different_keys(one, other):
    found = Reads((("a", "b"),), steady=True)
    assert found.key(one) != found.key(other)


def test_the_shipped_rules_of_resolve_read_request_and_tenant(bundle):
    found = reads_of(bundle, ["compliance.resolve.routes", "compliance.resolve.decision"])
    assert found.steady
    for path in ("request", "model"), ("request", "at"), ("tenant", "jurisdictions"):
        assert found.covers(path)


KEYS = st.sampled_from(["a", "b", "c", "far", "away", "elsewhere"])
SCALARS = st.sampled_from([None, True, False, 0, 1, "", "x", "b"])
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(KEYS, inner, max_size=3),
    max_leaves=8,
)
INPUTS = st.dictionaries(KEYS, VALUES, max_size=4)
WHOLE = {"a": {"b": {"b": 1}, "c": 2}, "b": 3, "c": 4, "far": {"away": 5}, "elsewhere": 6}
SILENT = ["an item by its number", "absence"]
"""The policies that have no answer for it; the others have one, so that there is what to change."""

EDITS = st.lists(st.tuples(st.lists(KEYS, min_size=1, max_size=3), VALUES | st.none()), max_size=5)


def edited(document: dict[str, Any], path: tuple[str, ...], value: Any) -> dict[str, Any]:
    """A copy with a value at a path, where there is an object to put it in."""
    copy: dict[str, Any] = json.loads(json.dumps(document))
    place: Any = copy
    for key in path[:-1]:
        place = place.get(key)
        if not isinstance(place, dict):
            return copy
    if value is None:
        place.pop(path[-1], None)
    else:
        place[path[-1]] = value
    return copy


def other_inputs(found: Reads, document: dict[str, Any], edits: Any) -> Iterator[dict[str, Any]]:
    """The input after edits of what is not read."""
    for path, value in edits:
        if not found.covers(tuple(path)):
            document = edited(document, tuple(path), value)
            yield document


@pytest.fixture(scope="module")
def embedded() -> dict[str, EmbeddedEngine]:
    return {name: EmbeddedEngine(policy(name)) for name in POLICIES}


@pytest.mark.parametrize("name", POLICIES)
@settings(max_examples=60, deadline=None)
@given(document=INPUTS, edits=EDITS)
def test_nothing_but_what_is_read_changes_an_answer(embedded, name, document, edits):
    found = reads(name)
    expected = value_of(embedded[name], RULE, document)
    for other in other_inputs(found, document, edits):
        assert found.key(other) == found.key(document)
        assert value_of(embedded[name], RULE, other) == expected


def test_nothing_but_what_is_read_changes_an_answer_of_opa_either(opa, tmp_path):
    packages = {}
    for number, name in enumerate(POLICIES):
        text = policy(name).modules[0][1].replace("compliance.asked", f"compliance.asked{number}")
        packages[name] = f"compliance.asked{number}.answer"
        (tmp_path / f"asked{number}.rego").write_text(text)
    for name, text in (("helper", HELPER), ("stranger", STRANGER)):
        (tmp_path / f"{name}.rego").write_text(text)
    with OpaServer(opa, tmp_path) as server:
        engine = ServerEngine(server.url, None)

        @settings(max_examples=150, deadline=None)
        @given(st.sampled_from(sorted(POLICIES)), INPUTS, EDITS)
        def holds(name, document, edits):
            expected = value_of(engine, packages[name], document)
            for other in other_inputs(reads(name), document, edits):
                assert value_of(engine, packages[name], other) == expected

        holds()
        answers = {name: value_of(engine, packages[name], WHOLE) for name in POLICIES}
        assert [name for name, answer in answers.items() if answer == NOTHING] == SILENT
