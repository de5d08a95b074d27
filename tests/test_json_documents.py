"""What engines are given is JSON, whatever a value says of itself; else it is a `ValueError`."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compliance_toolkit.policy.documents import MAX_DEPTH, MAX_INTEGER, parse, render

NAN = float("nan")


class Agreeable:  # noqa: PLW1641  as its subclasses that are containers
    """Is equal to everything, or says so."""

    __slots__ = ()

    def __eq__(self, other: object) -> bool:
        return True

    def __ne__(self, other: object) -> bool:
        return False


class AgreeableList(Agreeable, list[Any]):
    """A list that is equal to everything."""


class AgreeableDict(Agreeable, dict[str, Any]):
    """An object that is equal to everything."""


class AgreeableTuple(Agreeable, tuple[Any, ...]):
    """A tuple that is equal to everything."""

    __slots__ = ()


class AgreeableSet(Agreeable, set[Any]):
    """A set that is equal to everything."""


class AgreeableFloat(Agreeable, float):
    """A number that is equal to everything."""


class Small(int):
    """An integer that says it is small."""

    def __abs__(self) -> int:
        return 1


class Shallow(dict[str, Any]):
    """An object that says there is nothing in it."""

    def values(self) -> Any:
        return ()


def nested(levels: int) -> Any:
    value: Any = 1
    for _ in range(levels):
        value = Shallow(x=value)
    return value


@pytest.mark.parametrize(
    "wrap",
    [
        lambda bad: AgreeableList([bad]),
        lambda bad: AgreeableDict(x=bad),
        lambda bad: AgreeableTuple((bad,)),
        lambda bad: [AgreeableList([bad])],
        lambda bad: {"x": {"y": [AgreeableDict(x=[bad])]}},
        lambda bad: [1, MappingProxyType({"x": AgreeableList([bad])})],
    ],
)
@pytest.mark.parametrize(
    "bad", [NAN, float("inf"), AgreeableFloat("nan"), b"x", dt.date(2026, 11, 25), AgreeableSet()]
)
def test_a_value_that_lies_about_its_likeness_is_not_believed(wrap, bad):
    with pytest.raises(ValueError, match=r"no JSON|not JSON compliant"):
        render(wrap(bad))


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ({1: "a", "1": "b"}, "the key `1` stands twice"),
        ({"x": [{True: 1, "true": 2}]}, "the key `true` stands twice"),
        ({"x": MappingProxyType({None: 1, "null": 2})}, "the key `null` stands twice"),
        ({dt.date(2026, 11, 25): 1}, "keys must be"),
        ({"x": {(1, 2): 1}}, "keys must be"),
        ({"x": {b"x": 1}}, "keys must be"),
        ([Small(MAX_INTEGER + 1)], "an integer beyond"),
        (nested(101), "nested more than 100 levels"),
        (nested(100_000), "nested more than 100 levels"),
    ],
)
def test_what_two_readers_may_read_differently_is_a_value_error(value, expected):
    with pytest.raises(ValueError, match=expected):
        render(value)


_TEXTS = st.text(st.characters(codec="utf-8"), max_size=5)
_LEAVES = st.one_of(
    st.none(), st.booleans(), st.integers(-9, 9), st.floats(-9, 9), st.just(NAN), _TEXTS
)


def _wider(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    lists = st.lists(inner, max_size=3)
    objects = st.dictionaries(_TEXTS, inner, max_size=3)
    return st.one_of(
        *(lists.map(kind) for kind in (list, tuple, AgreeableList, AgreeableTuple)),
        *(objects.map(kind) for kind in (dict, AgreeableDict, MappingProxyType)),
    )


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _plain(item) for key, item in value.items()}
    return [_plain(item) for item in value] if isinstance(value, list | tuple) else value


@given(st.recursive(_LEAVES, _wider, max_leaves=12))
def test_what_is_written_is_what_was_given_or_nothing(value):
    plain = _plain(value)
    try:
        expected = json.dumps(plain, allow_nan=False)
    except ValueError:
        with pytest.raises(ValueError, match="not JSON compliant"):
            render(value)
    else:
        assert json.dumps(json.loads(render(value))) == expected


@pytest.mark.parametrize(
    "text",
    [
        '{"a": 1, "a": 2}',
        '{"a":1,"a":1}',
        '{"a": 1, "\\u0061": 2}',
        '[{"x": {"é": [], "é": []}}]',
        "[NaN]",
        "[-Infinity]",
        "[1e999]",
        '["\\ud800"]',
        f"[{MAX_INTEGER + 1}]",
        f"[-{MAX_INTEGER + 1}]",
        "[" * (MAX_DEPTH + 1) + "]" * (MAX_DEPTH + 1),
        "[" * 100_000,
        "[" * 100_000 + "]" * 100_000,
        "\ufeff[]",
        "[1,]",
        "[01]",
        "[] []",
        "",
    ],
    ids=range(18),
)
def test_a_text_that_two_readers_may_read_differently_is_a_value_error(text):
    with pytest.raises(ValueError, match=r"."):
        parse(text)


@pytest.mark.parametrize(
    "text",
    ['{"a": 1.0, "b": [1e5, -0, 1.10]}', '["\\u00e9\\/", "é"]', f" [ {MAX_INTEGER} ]\n", "null"],
)
def test_a_text_that_is_written_in_another_way_is_read_as_json_is(text):
    assert json.dumps(parse(text)) == json.dumps(json.loads(text))


@given(st.lists(st.tuples(st.text(max_size=2), st.integers()), max_size=4))
def test_a_key_that_stands_twice_is_never_read(members):
    text = "{" + ",".join(f"{json.dumps(key)}: {value}" for key, value in members) + "}"
    twice = len(dict(members)) < len(members)
    large = any(abs(value) > MAX_INTEGER for _, value in members)
    if twice or large:
        with pytest.raises(ValueError, match=r"stands twice|beyond"):
            parse(text)
    else:
        assert parse(text) == dict(members)
