"""Tenants are written into SQL all or none, and only what can be read again."""

from __future__ import annotations

import pytest

import stores_world
from compliance_toolkit.errors import ConfigurationError
from compliance_toolkit.stores.schema import statements
from stores_world import names

server, empty, world = stores_world.server, stores_world.empty, stores_world.world


def deep(levels: int) -> list[object]:
    nested: list[object] = []
    for _ in range(levels):
        nested = [nested]
    return nested


@pytest.mark.parametrize(
    ("document", "reason"),
    [
        ({"a": float("nan")}, "no JSON"),
        ({"a": float("inf")}, "no JSON"),
        ({"a": {1, 2}}, "no JSON"),
        ({"a": b"x"}, "no JSON"),
        ({"a": "\ud800"}, "surrogate"),
        ({"\ud800": 1}, "surrogate"),
        ({1: "a", "1": "b"}, "given twice"),
        ({"a": deep(300)}, "nested deeper"),
        ({"a": deep(5000)}, "no JSON"),
        ([], "found a list"),
        (None, "found `null`"),
        ({"a": "x" * 1_000_001}, "more than 1,000,000"),
        ({"jurisdiction": ["eu"]}, "`jurisdiction`: unknown key"),
        ({"name": "other"}, "another `name`"),
        ({"jurisdictions": "eu"}, "`jurisdictions`: expected codes of jurisdictions"),
        ({"retention": {"logs": {"max_day": 3}}}, r"`retention\.logs\.max_day`: unknown key"),
        ({"max_price": 0}, "`max_price`: expected the most a route may cost"),
        (
            {"aliases": {"fast": "sk-ant-api03-abcdefgh"}},
            r"`aliases\.fast`: this looks like a secr",
        ),
    ],
)
def test_what_could_not_be_read_again_is_not_written(world, document, reason):
    before = world.tenants.revision()
    with pytest.raises(ConfigurationError, match=reason) as caught:
        world.tables.put({"good": {}, "bad": document})
    place = f"table {world.table}, row bad: tenant `bad`"
    assert caught.value.message.startswith(place)
    assert "sk-ant" not in f"{caught.value.message}{caught.value.hint}"
    assert world.tenants.revision() == before
    assert names(world.tenants.family("good")) == []


def test_a_misspelt_key_is_answered_with_the_nearest(world):
    with pytest.raises(ConfigurationError) as caught:
        world.tables.put({"a": {"jurisdiction": ["eu"]}})
    assert caught.value.hint == "did you mean `jurisdictions`?"


def test_what_others_of_its_path_say_is_not_looked_at(world):
    world.tables.put({"a/b": {"jurisdictions": ["nowhere"]}})
    assert names(world.tenants.family("a/b")) == ["a/b"]


def test_all_mistakes_are_told_at_once(world):
    bad = {"jurisdiction": ["eu"], "regime": ["gdpr"]}
    with pytest.raises(ConfigurationError) as caught:
        world.tables.put({"A": {}, "b": [], "c": {"x": float("nan")}, "d": {}, "e": bad})
    said = [caught.value, *caught.value.others]
    assert len(said) == 5
    assert all(one.hint for one in said)


def test_a_tenant_is_written_whole_and_not_added_to(world):
    world.tables.put({"a": {"jurisdictions": ["eu"], "requests": True}})
    world.tables.put({"a": {"regimes": ["gdpr"]}})
    assert world.tenants.family("a").rows[0].document == {"regimes": ["gdpr"]}


def test_to_write_nothing_changes_nothing(world):
    before = world.tenants.revision()
    world.tables.put({})
    world.tables.remove([])
    assert world.tenants.revision() == before


def test_removing_is_all_or_none(world):
    world.tables.put({"a": {}, "a/b": {}, "c": {}})
    before = world.tenants.revision()
    with pytest.raises(ConfigurationError, match="has no tenant `b`, `x`, `y` …"):
        world.tables.remove(["a", "z", "b", "x", "y"])
    assert world.tenants.revision() == before
    world.tables.remove(["a", "c"])
    assert names(world.tenants.family("a/b")) == ["a/b"]
    assert names(world.tenants.family("c")) == []


def test_one_name_is_a_name_and_no_list_of_letters(world):
    world.tables.put({name: {} for name in ["acme", "a", "c", "m", "e"]})
    world.tables.remove("acme")
    assert names(world.tenants.family("a")) == ["a"]
    assert names(world.tenants.family("acme")) == []


def test_the_statements_can_be_given_to_somebody_who_may_run_them(empty):
    empty.edit(*statements("postgresql" if empty.server else "sqlite", empty.table))
    empty.tables.put({"a": {}})
    assert names(empty.tenants.family("a")) == ["a"]


def test_to_change_a_table_that_is_not_there_is_the_operators_to_fix(empty):
    empty.edit("CREATE TABLE {t}_other (x integer)")
    for change in (lambda: empty.tables.put({"a": {}}), lambda: empty.tables.remove(["a"])):
        with pytest.raises(ConfigurationError, match=f"no table `{empty.table}`"):
            change()
