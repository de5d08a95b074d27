"""Tenants in SQL are held to the rules of those in files, by the registry that reads them."""

from __future__ import annotations

from dataclasses import replace

import pytest

import stores_world
from compliance_toolkit.errors import ConfigurationError, UnavailableError
from registry_files import read

server, empty, world = stores_world.server, stores_world.empty, stores_world.world

BODY = "tenants:\n  acme: {jurisdictions: [eu]}\n"


@pytest.fixture
def registry(world, tmp_path):
    return read(tmp_path, BODY).with_source(world.tenants)


def test_a_tenant_of_the_database_inherits_from_one_of_the_file(world, registry):
    world.tables.put({"acme/bank": {"regimes": ["gdpr"]}, "other": {"jurisdictions": ["us"]}})
    bank = registry.tenant("acme/bank")
    assert (bank.jurisdictions, bank.regimes) == (("eu",), ("gdpr",))
    assert registry.tenant("other").jurisdictions == ("us",)


def test_a_shortened_name_does_not_reach_the_wider_law_above(world, registry):
    assert registry.tenant("acme").jurisdictions == ("eu",)
    world.tables.put({"acme/bank": {"regimes": ["gdpr"]}})
    with pytest.raises(ConfigurationError, match="has tenants below it"):
        registry.tenant("acme")


def test_an_edit_by_hand_counts_at_the_next_request(world, registry):
    world.tables.put({"acme/bank": {"jurisdictions": ["eu"]}})
    assert registry.tenant("acme/bank").jurisdictions == ("eu",)
    world.edit("""UPDATE {t} SET document = '{"jurisdictions": ["eu", "de"]}'""")
    assert registry.tenant("acme/bank").jurisdictions == ("de", "eu")
    world.edit("DELETE FROM {t}")
    with pytest.raises(ConfigurationError, match="unknown tenant `acme/bank`"):
        registry.tenant("acme/bank")


def test_a_row_that_widens_or_cannot_be_read_is_named_and_stops_nobody_else(world, registry):
    world.tables.put({"acme/bad": {"jurisdictions": ["nowhere"]}, "acme/good": {}})
    world.insert("acme/torn", "{")
    for name in ("acme/bad", "acme/torn"):
        with pytest.raises(ConfigurationError, match=f"table {world.table}, row {name}"):
            registry.tenant(name)
    assert registry.tenant("acme/good").jurisdictions == ("eu",)


def test_a_tenant_of_both_places_is_refused(world, registry):
    world.tables.put({"acme": {"jurisdictions": ["global"]}})
    with pytest.raises(ConfigurationError, match="defined twice"):
        registry.tenant("acme")


def test_while_the_database_cannot_be_read_nobody_gets_an_answer(world, tmp_path):
    elsewhere = replace(world, address=f"sqlite:///{tmp_path}/moved.db").tenants
    registry = read(tmp_path, BODY).with_source(elsewhere)
    for name in ("acme", "acme/bank", "nobody"):
        with pytest.raises(UnavailableError, match="tenant database"):
            registry.tenant(name)
