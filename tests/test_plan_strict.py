"""What is large is read quickly, and as strictly as by the strict reader; what is wrong is refused.

Every field of a plan and of a state is given every wrong type: exit 3 in one line, or an answer
that is no better than before. Never a trace, never a pass that the right type would not have had.
"""

from __future__ import annotations

import copy
import json
import math
import tracemalloc
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compliance_toolkit.api import CheckOptions, Compliance
from compliance_toolkit.errors import SourceError
from compliance_toolkit.registry.strict_json import loads_strict
from compliance_toolkit.terraform.plan import read_plan
from compliance_toolkit.terraform.plan_json import loads_large
from compliance_toolkit.terraform.state import read_state
from samples import INSTEAD, places, with_value, without
from terraform_plans import block, change, plan

TYPE = "aws_cloudwatch_log_group"
LOGS = f"{TYPE}.logs"
VALUES = {"name": "chat", "retention_in_days": 0}
SCALARS = st.none() | st.booleans() | st.integers() | st.floats() | st.text()
TREES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner) | st.dictionaries(st.text() | st.just("mode"), inner),
    max_leaves=12,
)


def both(raw):
    """What each reader says: the document, or that it is refused."""
    said = []
    for reader in (loads_strict, loads_large):
        try:
            said.append(json.dumps(reader(raw, "x")))
        except SourceError as error:
            said.append(error.message)
    return said


@given(TREES, st.sampled_from([None, 2]), st.booleans())
def test_the_quick_reader_says_what_the_strict_one_says(tree, indent, ascii_):
    text = json.dumps(tree, indent=indent, ensure_ascii=ascii_)
    strict, quick = both(text.encode("utf-8", "surrogatepass"))
    assert strict == quick


@given(TREES, TREES, st.data())
def test_an_entry_that_another_one_hides_is_never_overlooked(tree, other, data):
    text = json.dumps([tree, {"mode": [other], "x": 1}])
    keys = [at for at in range(len(text)) if text.startswith(("{", '{"mode"'), at)]
    at = data.draw(st.sampled_from(keys)) + 1
    twice = f'{text[:at]}"x":":","x":":",{text[at:]}'.replace(",}", "}")
    strict, quick = both(twice.encode("utf-8", "surrogatepass"))
    assert strict == quick


@given(st.binary(max_size=40) | st.text('{}[]":,\\u003aA0dD8 1eE.-', max_size=40).map(str.encode))
def test_the_quick_reader_refuses_what_the_strict_one_refuses(raw):
    strict, quick = both(raw)
    assert strict == quick


@pytest.mark.parametrize(
    "raw",
    [
        b'{"a":1,"a":2}',
        b'{"a":{"b":1,"b":1}}',
        b'[{"a":":","a":1}]',
        b'{"a":"\\u003a","a":1}',
        b'{"\\u003a":1,"x":"\\u003A","x":2}',
        b'{"a" : 1, "a" : 2}',
        b'{"a":1,"\\u0061":2}',
        b'{"a":NaN}',
        b'{"a":-Infinity}',
        b'{"a":1e400}',
        b'"\\ud800"',
        b'"\\udc00\\ud800"',
        b'{"mode":1,"a":{"b":1,"b":2}}',
        b'[{"mode":":"},{"mode":1,"mode":":"}]',
        b'{"x":[{"mode":"\\u003a"},{"mode":1,"mode":2}]}',
        b'{"mode":' + b"[" * 200 + b"]" * 200 + b"}",
        b"[" * 199 + b'{"mode":[]},{"mode":[[]]}' + b"]" * 199,
        b"[" * 200 + b'{"mode":1}' + b"]" * 200,
        b"[" * 201 + b"]" * 201,
        b"[" * 100_000,
        b'{"a":' * 300 + b"1" + b"}" * 300,
    ],
)
def test_what_two_readers_could_read_differently_is_refused(raw):
    strict, quick = both(raw)
    assert strict == quick
    assert strict.startswith("`x`, line 1")


@pytest.mark.parametrize(
    "raw",
    [
        b"[" * 200 + b"]" * 200,
        b'{"mode":' + b"[" * 199 + b"]" * 199 + b"}",
        b'{"mode":"' + b"{[:" * 200 + b'"}',
        b"[" * 199 + b'{"mode":"[[[:"}' + b"]" * 199,
        b'{"mode":1,"a":["\\n:\\n"]}',
        b'{"a":"\\u003a"}',
        b"12345678901234567890123",
        b'{"mode":12345678901234567890123}',
        b'"\\u003c"',
    ],
)
def test_what_is_odd_and_right_is_read(raw):
    assert loads_large(raw, "x") == json.loads(raw)


def document(kind):
    """A small document with something in each field that is read."""
    if kind == "state":
        instance = {"index_key": 0, "attributes": VALUES, "sensitive_attributes": []}
        stored = {"mode": "managed", "type": TYPE, "name": "logs"}
        named = {"version": 4, "serial": 1, "lineage": "x"}
        return {**named, "resources": [{**stored, "instances": [instance]}]}
    planned = {
        "address": LOGS,
        "mode": "managed",
        "type": LOGS.split(".", maxsplit=1)[0],
        "values": VALUES,
    }
    if kind == "shown":
        return {"format_version": "1.0", "values": {"root_module": {"resources": [planned]}}}
    one = change(LOGS, VALUES, {"arn": True})
    one["change"] |= {"before": VALUES, "before_sensitive": {}}
    gone = change("aws_sqs_queue.old", None, actions=["delete"])
    put_off = {"reason": "provider_config_unknown", "resource_change": change(f"{LOGS}2", {})}
    inner = {"module": {"resources": [block(LOGS)], "outputs": {"x": {"expression": {}}}}}
    return json.loads(
        plan(
            one,
            gone,
            blocks=[block(LOGS, retention_in_days={"references": ["var.days"]})],
            calls={"m": {**inner, "expressions": {"x": {"constant_value": 1}}}},
            planned_values={"root_module": {"resources": [planned], "child_modules": []}},
            prior_state={"format_version": "1.0", "values": {"root_module": {}}},
            variables={"days": {"value": 1}},
            resource_drift=[change(LOGS, VALUES, actions=["update"])],
            deferred_changes=[put_off],
            relevant_attributes=[{"resource": LOGS, "attribute": ["name"]}],
            checks=[{"address": {"kind": "resource"}, "status": "pass", "instances": []}],
            errored=False,
            complete=True,
            applyable=True,
        )
    )


READERS: dict[str, Any] = {"plan": read_plan, "state": read_state, "shown": read_state}


def broken(right):
    """Every copy of a document with one place left out, or given each wrong type."""
    for place in places(right):
        yield place, without(right, place)
        for value in (*INSTEAD, 10**30, 1.5, [[]]):
            yield place, with_value(right, place, value)


def refusal(kind, wrong):
    """Why a document is refused; `None` where it is read."""
    try:
        READERS[kind](json.dumps(wrong).encode(), shown_as="x.json")
    except SourceError as error:
        return error
    return None


@pytest.mark.parametrize("kind", READERS)
def test_a_field_of_another_type_is_refused_in_one_line(kind):
    right = document(kind)
    assert refusal(kind, right) is None
    refused = [error for _, wrong in broken(right) if (error := refusal(kind, wrong)) is not None]
    assert len(refused) > 50
    assert not any("\n" in error.message or not error.hint for error in refused)


JUDGED = {"retention_in_days", "type"}
"""Fields whose right values may be those of another plan, which keeps the law."""


@pytest.mark.parametrize("kind", READERS)
def test_no_field_of_another_type_makes_a_pass(kind, tmp_path):
    right = document(kind)
    right.pop("deferred_changes", None)  # with them nothing is ever concluded
    compliance = Compliance.load(None)
    file = tmp_path / "x.json"

    def code(wrong):
        file.write_text(json.dumps(wrong))
        return compliance.check([str(file)], CheckOptions(jurisdictions=("eu",))).exit_code

    assert code(right) == 1
    seen = {(code(wrong), place[-1]) for place, wrong in broken(right)}
    assert {number for number, _ in seen} >= {1, 3}
    assert {name for number, name in seen if number == 0} <= JUDGED


def test_unset_and_left_out_are_not_the_same():
    """A pin that the loop above is no empty one: what is not told is never taken for null."""
    right = document("plan")
    told = copy.deepcopy(right)
    told["resource_changes"][0]["change"]["after"]["retention_in_days"] = None
    found = read_plan(json.dumps(told).encode(), shown_as="x")
    assert found.resources[0].values["retention_in_days"] is None


@pytest.mark.parametrize("size", [1, 12])
def test_memory_grows_with_the_text_and_not_faster(size):
    """A plan with one string of many megabytes is held a few times, and no more often."""
    raw = plan(change(LOGS, {"name": "x" * (size * 1024 * 1024)}))
    tracemalloc.start()
    try:
        found = read_plan(raw, shown_as="x")
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert len(found.resources) == 1
    assert peak < 6 * len(raw) + 4 * 1024 * 1024
    assert math.isfinite(peak)


def test_shadows_that_nest_as_deep_as_is_read_come_to_an_end():
    value: dict[str, Any] = {"x": 1}
    shadow: dict[str, Any] = {"x": True}
    for _ in range(60):
        value, shadow = {"a": [value]}, {"a": [shadow]}
    found = read_plan(plan(change(LOGS, value, shadow)), shown_as="x")
    assert set(found.resources[0].unknown) == {"/a/0" * 60 + "/x"}
