"""A project may keep tenants in files and in a store: neither wins, and neither is left out."""

import pytest

from compliance_toolkit.errors import ConfigurationError
from compliance_toolkit.registry.registry import Registry, load
from registry_files import LAW, told, write
from registry_store import STORED, FakeStore


def stored(folder, store: object, body: str = "") -> Registry:
    return load(write(folder, body), law=LAW, source=store)  # type: ignore[arg-type]


def refusal(registry: Registry, name: str, folder) -> str:
    with pytest.raises(ConfigurationError) as caught:
        registry.tenant(name)
    first: str = told(caught.value, folder)[0]
    return first


@pytest.fixture
def store():
    return FakeStore(STORED)


def test_a_name_that_a_file_and_a_store_define_is_an_error_and_neither_wins(tmp_path, store):
    registry = stored(tmp_path, store, "tenants:\n  beta: {jurisdictions: [us]}\n")
    assert refusal(registry, "beta", tmp_path) == (
        "table tenants, row beta: tenant `beta` is defined twice, also at 4 | remove one of the "
        "two: neither the file nor the database wins"
    )
    store.put(**{"beta/shop": {}})
    assert "`beta` is defined twice" in refusal(registry, "beta/shop", tmp_path)


def test_a_family_may_begin_in_a_file_and_go_on_in_a_store(tmp_path):
    store = FakeStore({"corp/bank": {"regimes": ["gdpr"]}, "corp/us": {"jurisdictions": ["us"]}})
    registry = stored(tmp_path, store, "tenants:\n  corp: {jurisdictions: [eu]}\n")
    assert registry.tenant("corp/bank").jurisdictions == ("eu",)
    assert "`us` allows countries outside `eu`, set for `corp` at 4" in refusal(
        registry, "corp/us", tmp_path
    )
    assert "takes no requests itself" in refusal(registry, "corp", tmp_path)


def test_a_family_may_begin_in_a_store_and_go_on_in_a_file(tmp_path, store):
    body = "tenants:\n  beta/shop: {regimes: [gdpr]}\n  beta/us: {jurisdictions: [us]}\n"
    registry = stored(tmp_path, store, body + "  gone/x: {jurisdictions: [eu]}\n")
    assert registry.tenant("beta/shop").jurisdictions == ("eu",)
    assert "would widen the law" in refusal(registry, "beta/us", tmp_path)
    assert "takes no requests itself" in refusal(registry, "beta", tmp_path)
    assert "stands below `gone`, which is no tenant" in refusal(registry, "gone/x", tmp_path)


def test_a_broken_tenant_of_a_file_breaks_what_a_store_has_below_it(tmp_path):
    store = FakeStore({"corp/bank": {"jurisdictions": ["eu"]}})
    path = write(tmp_path, "tenants:\n  corp: {jurisdictions: [mars]}\n")
    registry = load(path, law=LAW, source=store, skip_broken_tenants=True)
    assert "stands below `corp`, which is broken" in refusal(registry, "corp/bank", tmp_path)


def test_a_database_that_was_not_opened_is_an_error_and_no_answer(tmp_path):
    body = "tenant_database: {url: {env: TENANTS_URL}}\ntenants: {a: {jurisdictions: [eu]}}\n"
    registry = load(write(tmp_path, body), law=LAW)
    database = registry.project.tenant_database
    assert database is not None
    assert (database.url.env, database.table) == ("TENANTS_URL", "tenants")
    with pytest.raises(ConfigurationError, match="a database that was not opened"):
        registry.tenant("a")
    with pytest.raises(ConfigurationError, match="a database that was not opened"):
        registry.sources("a")
    assert registry.with_source(FakeStore({})).tenant("a").jurisdictions == ("eu",)


@pytest.mark.parametrize(
    ("entry", "message"),
    [
        (
            "{url: postgresql://u:hunter2@h/db}",
            "`tenant_database.url`: expected a reference such a",
        ),
        ("{url: {env: postgresql://u:hunter2@h/db}}", "`tenant_database.url.env`: expected"),
        ("{table: tenants}", "the key `url` is missing"),
        ("{url: {env: X}, table: 'tenants; drop'}", "`tenant_database.table`: expected the table"),
        ("{url: {env: X}, tabel: t}", "`tenant_database.tabel`: unknown key"),
        ("x", "`tenant_database`: expected where further tenants are kept"),
    ],
)
def test_a_database_is_named_by_reference_and_never_shown(tmp_path, entry, message):
    with pytest.raises(ConfigurationError) as caught:
        load(write(tmp_path, f"tenant_database: {entry}\n"), law=LAW)
    every = told(caught.value, tmp_path)
    assert any(message in one for one in every), every
    assert "hunter2" not in " ".join(every)


def test_an_audit_may_name_a_tenant_that_only_the_store_has(tmp_path, store):
    body = "tenant_database: {url: {env: X}}\naudits: [{plan: p, tenants: [acme/bank]}]\n"
    registry = load(write(tmp_path, body), law=LAW).with_source(store)
    assert registry.tenant("acme/bank", audited=True).regimes == ("gdpr",)
