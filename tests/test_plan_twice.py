"""What a plan tells twice is decoded once, and never for less than it is."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compliance_toolkit.errors import SourceError
from compliance_toolkit.registry.strict_json import loads_strict
from compliance_toolkit.terraform.plan_json import LargeText, loads_large
from compliance_toolkit.terraform.plan_twice import outline, read_once

NAMES = st.sampled_from(["a", "b", "mode", "after", "values", "address", "planned_values"])
TREES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(':<>é\n"a'),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=3),
    max_leaves=8,
)
VALUES = st.dictionaries(NAMES, TREES, max_size=4)


def planned(address, values, **more):
    return {"address": address, "mode": "managed", "type": "x", "values": values, **more}


def changed(address, after, **more):
    return {"address": address, "mode": "managed", "change": {"after": after, **more}}


def plan(instances, changes, **more):
    return {
        "format_version": "1.2",
        "planned_values": {"root_module": {"resources": instances}},
        "resource_changes": changes,
        **more,
    }


def text_of(document):
    return json.dumps(document, separators=(",", ":"), ensure_ascii=False).encode()


def decoded_once(raw):
    """The document, where `planned_values` were not decoded as a whole."""
    found = outline(raw)
    return None if found is None else read_once(raw, found)


def said(reader, raw):
    try:
        return json.dumps(reader(raw, "x"))
    except SourceError as error:
        return error.message


def agree(raw):
    strict, quick = said(loads_strict, raw), said(loads_large, raw)
    assert strict == quick
    return strict


def test_values_that_are_written_alike_are_the_same_object():
    first, other = {"a": 1, "tags": {"b": ":"}}, {"a": 2}
    raw = text_of(
        plan(
            [planned("x.a", first), planned("x.b", {"a": 3}), planned("x.c", other)],
            [changed("x.a", first), changed("x.b", other), changed("x.d", other)],
        )
    )
    found: Any = decoded_once(raw)
    assert found == json.loads(raw)
    (a, b, c), changes = (
        found["planned_values"]["root_module"]["resources"],
        found["resource_changes"],
    )
    assert a["values"] is changes[0]["change"]["after"]
    assert b["values"] == {"a": 3}
    assert c["values"] is not changes[2]["change"]["after"]


@given(
    st.lists(st.tuples(st.sampled_from("xyz"), VALUES, st.booleans()), max_size=4),
    TREES,
    st.sampled_from([None, 1]),
    st.booleans(),
)
def test_every_plan_is_read_as_by_the_strict_reader(instances, other, indent, ascii_):
    document = plan(
        [planned(f"x.{name}", values, sensitive_values={}) for name, values, _ in instances],
        [changed(f"x.{name}", values) for name, values, twice in instances if twice],
        variables=other,
    )
    agree(json.dumps(document, indent=indent, ensure_ascii=ascii_).encode())
    raw = text_of(document)
    agree(raw)
    once = decoded_once(raw)
    assert once is None or once == json.loads(raw)


@given(st.data())
def test_an_entry_that_another_hides_is_refused_wherever_it_stands(data):
    """Into any object of a plan comes a key twice, the first time with any value."""
    values = data.draw(VALUES)
    document = plan(
        [planned("x.a", values, sensitive_values={"s": {}}), planned("x.b", {"k": {}})],
        [changed("x.a", values, after_unknown={})],
        configuration={"root_module": {}},
    )
    text = text_of(document).decode()
    places = [at + 1 for at in range(len(text)) if text[at] == "{" and _opens(text, at)]
    at = data.draw(st.sampled_from(places))
    hidden = data.draw(st.sampled_from(["1", '":"', '{"z":1}', '"\\u003a"', "null"]))
    twice = f'{text[:at]}"q":{hidden},"q":2,{text[at:]}'.replace(",}", "}")
    assert agree(twice.encode()).startswith("`x`, line 1")


def _opens(text, at):
    """Whether a brace is one of an object, and none in a string."""
    try:
        json.JSONDecoder().raw_decode(text, at)
    except ValueError:
        return False
    return text.count('"', 0, at) % 2 == 0 or text[at - 1] in ":[,"


A = '{"address":"x.a","mode":"managed","type":"x","values":%s}'
CHANGE = '{"address":"x.a","mode":"managed","change":{"after":%s}}'
WHOLE = '{"format_version":"1.2","planned_values":{"root_module":{"resources":[%s]}},%s}'


def raw_plan(values, after, more=""):
    changes = f'"resource_changes":[{CHANGE % after}]{more}'
    return (WHOLE % (A % values, changes)).encode()


@pytest.mark.parametrize(
    "raw",
    [
        raw_plan('{"a":1,"a":1}', '{"a":1}'),
        raw_plan('{"a":1}', '{"a":1,"a":1}'),
        raw_plan('{"a":1,"a":1}', '{"a":1,"a":1}'),
        raw_plan('{"a":"\\u003a","a":1}', '{"a":1}'),
        raw_plan('{"a":1}', '{"a":1}', ',"resource_changes":[]'),
        raw_plan('{"a":1}', '{"a":1}', ',"planned_values":{}'),
        raw_plan('{"a":1}', '{"a":1}', ',"checks":null,"checks":null'),
        raw_plan('{"a":1}', '{"a":1}', ',"unheard_of":1,"unheard_of":1'),
        raw_plan('{"a":"\\ud800"}', '{"a":"\\ud800"}'),
        raw_plan('{"a":1e999}', '{"a":1e999}'),
        raw_plan("[" * 196 + "]" * 196, "1"),
        raw_plan("1", "[" * 197 + "]" * 197),
    ],
)
def test_what_the_strict_reader_refuses_is_refused(raw):
    assert agree(raw).startswith("`x`, line 1")


@pytest.mark.parametrize(
    "raw",
    [
        raw_plan("[" * 195 + "]" * 195, "1"),
        raw_plan("1", "[" * 196 + "]" * 196),
        raw_plan('{"a":"\\u003a"}', '{"a":":"}'),
        raw_plan('{"a":"\\u003e"}', '{"a":"\\u003e"}'),
        raw_plan('{"a":1.0}', '{"a":1.0}'),
        raw_plan('{"a":1}', '{"a":1}', ',"unheard_of":{"a":1}'),
        raw_plan('{ "a" : 1 }', '{"a":1}'),
        raw_plan('{"a":12345678901234567890123}', '{"a":12345678901234567890123}'),
    ],
)
def test_what_is_odd_and_right_is_read(raw):
    assert loads_large(raw, "x") == json.loads(raw)


def test_two_instances_of_one_address_keep_their_own_values():
    """The second is written like the change; the first must not be taken for it."""
    values = [{"region": "us-east-1"}, {"region": "eu-west-1"}]
    raw = text_of(plan([planned("x.a", one) for one in values], [changed("x.a", values[1])]))
    assert loads_large(raw, "x") == json.loads(raw)


def test_modules_as_deep_as_is_read_come_to_an_end():
    module: dict[str, Any] = {"resources": [planned("x.a", {"a": {"b": 1}})]}
    for _ in range(94):
        module = {"child_modules": [module]}
    document = {**plan([], [changed("x.a", {"a": {"b": 1}})]), "planned_values": {}}
    document["planned_values"] = {"root_module": module}
    agree(text_of(document))
    document["planned_values"] = {
        "root_module": {"child_modules": [{"child_modules": [module]}] * 2}
    }
    agree(text_of(document))


def test_a_plan_without_changes_is_read_whole():
    raw = text_of({"format_version": "1.2", "planned_values": {"root_module": {}}})
    assert LargeText.of(raw).outline is not None
    assert loads_large(raw, "x") == json.loads(raw)
