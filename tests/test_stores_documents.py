"""Documents of tenants in SQL are read as strictly as files are, and name their row."""

from __future__ import annotations

import json

import pytest

import stores_world
from compliance_toolkit.errors import ConfigurationError
from stores_world import names

server, empty, world = stores_world.server, stores_world.empty, stores_world.world

DOCUMENTS = [
    ("", "empty"),
    ("{", "ends too early"),
    ('{"requests": true, "requests": false}', "given twice"),
    ('{"a": {"b": 1, "b": 2}}', "given twice"),
    ('{"a": NaN}', "NaN"),
    ('{"a": -Infinity}', "Infinity"),
    ('{"a": 1e999}', "too large"),
    ('{"a": "\\ud800"}', "surrogate"),
    ("[" * 300 + "]" * 300, "nested deeper"),
    ("{} {}", "extra data"),
    ("{'a': 1}", "no JSON"),
    ("null", "expected a mapping, found `null`"),
    ("[]", "expected a mapping, found a list"),
    ('"sk-ant-0123456789"', "a value that looks like a secret"),
    ('{"key": "sk-ant-0123456789', "ends too early"),
    ("x" * 1_000_001, "more than 1,000,000 characters"),
]


@pytest.mark.parametrize(("document", "reason"), DOCUMENTS)
def test_a_document_that_could_be_read_in_two_ways_is_refused_with_its_row(world, document, reason):
    world.tables.put({"b": {}})
    world.insert("a", document)
    with pytest.raises(ConfigurationError, match=reason) as caught:
        world.tenants.family("a")
    assert f"table {world.table}, row a" in caught.value.message
    assert "sk-ant" not in f"{caught.value.message}{caught.value.hint}"
    hint = caught.value.hint
    assert hint is not None
    assert "row" in hint or "JSON object" in hint
    assert "file" not in hint
    assert caught.value.__suppress_context__ or caught.value.__context__ is None
    assert names(world.tenants.family("b")) == ["b"]  # nobody else's


def test_a_document_that_is_too_large_is_not_even_fetched(world):
    world.insert("a", "x" * 1_000_001)
    tenants = world.tenants
    [row] = tenants._asked(tenants._family, {"path": ["a"], "low": "a/", "high": "a0"})
    assert row[-2:] == (1_000_001, None)


def test_a_document_comes_as_it_was_written(world):
    document = {"jurisdictions": ["eu"], "é": "😀\u0000\n", "n": 2**70, "x": [1.5, None, True, {}]}
    world.insert("a", json.dumps(document))
    [row] = world.tenants.family("a").rows
    assert row.document == document


def test_a_document_by_hand_may_start_with_a_byte_order_mark(world):
    world.insert("a", '\ufeff{"requests": true}')
    assert world.tenants.family("a").rows[0].document == {"requests": True}


SQLITE = pytest.mark.parametrize("empty", ["sqlite"], indirect=True)
"""PostgreSQL would not take what these tests write."""


@SQLITE
@pytest.mark.parametrize("document", [b"{}", b"\xff" * 9, 1.5, 10**9])
def test_a_value_of_another_type_is_no_text(empty, document):
    empty.edit("CREATE TABLE {t} (name PRIMARY KEY, document)")
    empty.tables.create()
    empty.insert("a", document)
    with pytest.raises(ConfigurationError, match=r"row a: tenant `a`: the document is no text"):
        empty.tenants.family("a")


@SQLITE
def test_text_that_is_none_is_refused_with_its_row(empty):
    empty.tables.create()
    empty.edit("INSERT INTO {t} VALUES ('a', CAST(x'7b2261223a22ff227d' AS TEXT))")
    with pytest.raises(ConfigurationError, match=f"table {empty.table}, row a.*half a surrogate"):
        empty.tenants.family("a")


def test_nothing_where_a_document_should_be_is_refused_with_its_row(empty):
    empty.edit("CREATE TABLE {t} (name varchar(99) PRIMARY KEY, document text)")
    empty.tables.create()
    empty.insert("a", None)
    with pytest.raises(ConfigurationError, match=f"table {empty.table}, row a: .*no text"):
        empty.tenants.family("a")
