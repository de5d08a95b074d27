"""Whatever a shadow marks is not among what is known, and nothing else is lost."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compliance_toolkit.audit.pointers import at
from compliance_toolkit.models import ReasonCode
from compliance_toolkit.terraform.plan_values import split

NAMES = st.sampled_from(["a", "b", "c/d", "e~f"])
VALUES = st.recursive(
    st.sampled_from([None, 0, "x", False, True]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=3),
    max_leaves=8,
)
SHADOWS = st.recursive(
    st.sampled_from([True, False, None]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=3),
    max_leaves=8,
)
OBJECTS = st.dictionaries(NAMES, VALUES, max_size=4)
MARKS = st.dictionaries(NAMES, SHADOWS, max_size=4)


def marked(shadow, pointer=""):
    """Every pointer that a shadow marks."""
    match shadow:
        case True:
            yield pointer
        case dict():
            for name, inner in shadow.items():
                escaped = name.replace("~", "~0").replace("/", "~1")
                yield from marked(inner, f"{pointer}/{escaped}")
        case list():
            for index, inner in enumerate(shadow):
                yield from marked(inner, f"{pointer}/{index}")
        case _:
            return


@given(OBJECTS, MARKS, MARKS)
def test_what_is_marked_is_not_known_and_has_a_reason(value, unknown, sensitive):
    values, lost = split(value, unknown, sensitive)
    for pointer in (*marked(unknown), *marked(sensitive)):
        assert any(f"{pointer}/".startswith(f"{other}/") for other in lost), pointer
    for pointer in lost:
        if "~" not in pointer:
            assert at(values, pointer)[0] is False or lies_below_null(values, pointer)


def lies_below_null(values, pointer):
    """Whether a pointer leads through something that is known to be unset."""
    parts = pointer.split("/")
    return any(at(values, "/".join(parts[:end])) == (True, None) for end in range(2, len(parts)))


@given(OBJECTS, MARKS)
def test_what_is_known_after_apply_is_not_called_a_secret(value, unknown):
    _, lost = split(value, unknown, unknown)
    assert set(lost.values()) <= {ReasonCode.KNOWN_AFTER_APPLY}


@given(OBJECTS)
def test_without_shadows_everything_is_known(value):
    assert split(value, {}, False) == (value, {})
    assert split(value, None, None) == (value, {})


@given(OBJECTS, MARKS, MARKS)
def test_what_is_not_marked_is_as_the_plan_says(value, unknown, sensitive):
    values, lost = split(value, unknown, sensitive)
    tops = {pointer.split("/")[1].replace("~1", "/").replace("~0", "~") for pointer in lost}
    assert {name: v for name, v in values.items() if name not in tops} == {
        name: v for name, v in value.items() if name not in tops
    }


LATE, SECRET = ReasonCode.KNOWN_AFTER_APPLY, ReasonCode.SENSITIVE


@pytest.mark.parametrize(
    ("unknown", "sensitive", "lost"),
    [
        ({"a": True}, {}, {"/a": LATE}),
        ({}, {"a": True}, {"/a": SECRET}),
        ({"a": True, "b": True}, False, {"/a": LATE, "/b": LATE}),
        ({"a": True}, {"b": True}, {"/a": LATE, "/b": SECRET}),
        ({"b": True}, {"a": True}, {"/b": LATE, "/a": SECRET}),
        ({"a": False}, {"b": [{}]}, {}),
        ({"a": [True]}, {}, {"/a": LATE}),
        ({"a": {"x": True}}, {}, {"/a/x": LATE}),
        ({"a": {"x": False}}, {}, {}),
        ({"a": 1}, {}, {"/a": LATE}),
        ({"a": 0}, {}, {"/a": LATE}),
        ({"a": "true"}, {}, {"/a": LATE}),
        ({"c/d": True}, {}, {"/c~1d": LATE}),
        (True, {}, {"": LATE}),
        ({}, True, {"": SECRET}),
        (0, None, {"": LATE}),
        ([True], None, {"": LATE}),
        ({"a": 10**30}, None, {"/a": LATE}),
    ],
)
def test_shadows_that_differ_in_anything_are_looked_into_apart(unknown, sensitive, lost):
    value = {"a": {"x": 1, "y": 2}, "b": [{}]}
    for _ in range(2):  # what is remembered of one pair is no answer to another
        assert split(value, unknown, sensitive)[1] == lost


def test_what_shadows_lose_is_in_their_order():
    assert list(split({}, {"a": True, "b": True}, None)[1]) == ["/a", "/b"]
    assert list(split({}, {"b": True, "a": True}, None)[1]) == ["/b", "/a"]


def test_shadows_that_are_alike_take_the_same_from_other_values():
    unknown = {"a": True}
    for value in ({"a": 1, "b": 1}, {"b": 2}, {}, {"a": None}):
        left = {name: inner for name, inner in value.items() if name != "a"}
        assert split(value, unknown, {}) == (left, {"/a": LATE})
    assert split(None, unknown, {}) == ({}, {"/a": LATE})
    assert split("x", unknown, {}) == ({}, {"": LATE})
    assert split("x", {}, {}) == ({}, {"": ReasonCode.UNSUPPORTED_TYPE})


@given(OBJECTS, OBJECTS, MARKS, MARKS)
def test_what_shadows_take_whole_they_take_from_any_value(value, other, unknown, sensitive):
    first, second = (split(one, unknown, sensitive) for one in (value, other))
    assert split(dict(value), dict(unknown), dict(sensitive)) == first
    whole = {name for name, mark in unknown.items() if mark is True}
    for values, lost in (first, second):
        assert whole.isdisjoint(values)
        assert {f"/{name.replace('~', '~0').replace('/', '~1')}" for name in whole} <= lost.keys()
