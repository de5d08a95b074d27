"""Tenants of a store are held to a file's rules, and no answer outlives the store's revision."""

import json
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from compliance_toolkit.errors import ConfigurationError, UnavailableError
from compliance_toolkit.models import Location
from compliance_toolkit.registry.registry import Registry, load
from compliance_toolkit.registry.source import Family, Row
from compliance_toolkit.registry.sourced import SourcedTenants
from compliance_toolkit.registry.tightening import Words
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


def test_a_tenant_of_a_store_inherits_like_one_of_a_file(tmp_path, store):
    from_store = stored(tmp_path, store)
    files = {name: {**entry, "name": name} for name, entry in STORED.items()}
    lines = "\n".join(json.dumps(one) for one in files.values())
    from_files = load(write(tmp_path, "tenant_files: [t.jsonl]\n", **{"t.jsonl": lines}), law=LAW)
    for name in ("acme/bank", "acme/health", "acme/health/lab", "beta"):
        assert from_store.tenant(name) == from_files.tenant(name)
    assert from_store.tenant("acme", audited=True) == from_files.tenant("acme", audited=True)


def test_only_the_family_that_is_asked_for_is_read(tmp_path, store):
    registry = stored(tmp_path, store)
    registry.tenant("acme/bank")
    assert store.asked == ["acme/bank"]


def test_a_shortened_name_does_not_reach_a_parents_wider_law(tmp_path, store):
    told = refusal(stored(tmp_path, store), "acme", tmp_path)
    assert told == (
        "tenant `acme` has tenants below it, and takes no requests itself | "
        "name one of them, or set `requests: true` on it"
    )


@pytest.mark.parametrize(
    "name", ["acme/ban", "ACME/BANK", "acme/bank ", "acme/bank\n", "acme%", ""]
)
def test_a_name_that_is_no_tenant_is_unknown_and_names_nobody_elses(tmp_path, store, name):
    told = refusal(stored(tmp_path, store), name, tmp_path)
    assert "unknown tenant" in told
    assert not any(f"`{one}`" in told for one in STORED)


@pytest.mark.parametrize(
    "name",
    ["a%", "a_", "A", "a" * 256, "a/" * 99_999 + "a", "a'--", "a/", "/", "a//b", "a\x00", "ä"],
)
def test_a_name_that_could_be_no_tenants_never_reaches_the_store(tmp_path, store, name):
    assert "unknown tenant" in refusal(stored(tmp_path, store), name, tmp_path)
    assert store.asked == []


@pytest.mark.parametrize(
    ("changes", "name", "message"),
    [
        (
            {"acme/bank": {"jurisdiction": ["eu"]}},
            "acme/bank",
            "table tenants, row acme/bank: tenant `acme/bank`: `jurisdiction`: unknown key | did y",
        ),
        (
            {"acme": {"jurisdictions": ["eu"]}, "acme/bank": {"jurisdictions": ["us"]}},
            "acme/bank",
            (
                "table tenants, row acme/bank: tenant `acme/bank` would widen the law: `us` allows "
                "countries outside `eu`, set for `acme` at table tenants, row acme | "
            ),
        ),
        (
            {"acme": {"regimes": ["gpdr"]}},
            "acme/bank",
            "row acme: tenant `acme`: `regimes`: unknown",
        ),
        ({"beta": {}}, "beta", "row beta: tenant `beta` has no jurisdiction"),
        (
            {"x/y": {"jurisdictions": ["eu"]}},
            "x/y",
            "a tenant stands below `x`, which is no tenant",
        ),
        ({"beta": {"name": "acme"}}, "beta", "tenant `beta` has another `name` in its document"),
        ({"beta": [1]}, "beta", "tenant `beta` is no mapping"),
        ({"beta": {"jurisdictions": ["eu"], "requests": None}}, "beta", "`requests`: expected"),
        (
            {"beta": {"jurisdictions": ["eu"], "preferences": ["sk-ant-api03-abcdefgh"]}},
            "beta",
            "`preferences[0]`: this looks like a secret",
        ),
    ],
)
def test_a_tenant_of_a_store_is_held_to_the_rules_of_a_files(
    tmp_path, store, changes, name, message
):
    store.put(**changes)
    told = refusal(stored(tmp_path, store), name, tmp_path)
    assert message in told
    assert "sk-ant" not in told


def test_a_document_that_is_nested_without_end_is_refused(tmp_path, store):
    deep: Any = "x"
    for _ in range(100_000):
        deep = [deep]
    store.put(beta={"jurisdictions": ["eu"], "regimes": deep})
    assert "table tenants, row beta" in refusal(stored(tmp_path, store), "beta", tmp_path)


def test_a_mistake_elsewhere_in_a_store_stops_no_other_family(tmp_path, store):
    store.put(**{"acme/bank": {"jurisdiction": ["eu"]}})
    registry = stored(tmp_path, store)
    assert registry.tenant("beta").jurisdictions == ("eu",)
    assert registry.tenant("acme/health").jurisdictions == ("us",)


def test_an_answer_is_remembered_while_the_store_names_the_same_revision(tmp_path, store):
    registry = stored(tmp_path, store)
    assert [registry.tenant("beta").jurisdictions for _ in range(3)] == [("eu",)] * 3
    assert store.asked == ["beta"]


def test_a_change_of_any_tenant_is_seen_by_the_next_answer(tmp_path, store):
    registry = stored(tmp_path, store)
    assert registry.tenant("beta").jurisdictions == ("eu",)
    store.put(beta={"jurisdictions": ["us"]})
    assert registry.tenant("beta").jurisdictions == ("us",)
    store.put(**{"acme/new": {}})
    registry.tenant("beta")
    assert store.asked == ["beta"] * 3


def test_a_store_that_does_not_answer_is_unavailable_and_no_old_answer_is_given(tmp_path, store):
    registry = stored(tmp_path, store, "tenants: {own: {jurisdictions: [eu]}}\n")
    registry.tenant("beta")
    store.down = True
    for name in ("beta", "acme/bank", "own", "nobody"):
        with pytest.raises(UnavailableError):
            registry.tenant(name)
    store.down = False
    assert registry.tenant("beta").jurisdictions == ("eu",)


def test_a_stores_own_trouble_is_told_without_its_words(tmp_path, store):
    def revision() -> str:
        raise ConnectionError("postgresql://user:secret@host/db refused")

    store.revision = revision
    with pytest.raises(UnavailableError) as caught:
        stored(tmp_path, store).tenant("beta")
    assert caught.value.message == "the store of tenants did not answer"
    assert caught.value.__suppress_context__


def test_a_store_without_a_revision_is_not_believed(tmp_path, store):
    store.revision = lambda: ""
    with pytest.raises(UnavailableError, match="gave no revision"):
        stored(tmp_path, store).tenant("beta")


@pytest.mark.parametrize(
    "rows",
    [
        (Row("acme/bank", STORED["acme/bank"], "w"),),
        (Row("beta", STORED["beta"], "w"), Row("beta", {"jurisdictions": ["us"]}, "w")),
        (Row("bet", STORED["beta"], "w"),),
        (Row("beta/x", STORED["beta"], "w"), Row("beta", STORED["beta"], "w")),
    ],
)
def test_a_row_that_was_not_asked_for_is_an_error_that_does_not_tell_whose(tmp_path, store, rows):
    store.family = lambda _name: Family(store.revision(), rows, parent=False)
    told = refusal(stored(tmp_path, store), "beta", tmp_path)
    assert "answered for `beta` with a row that was not asked for" in told
    assert "acme" not in told


def test_what_holds_is_told_with_the_row_that_said_it(tmp_path, store):
    origins = stored(tmp_path, store).sources("acme/bank")
    assert [(one.dimension, one.value, one.tenant, one.location) for one in origins] == [
        ("jurisdictions", "global", "acme", Location("table tenants, row acme", 0)),
        ("jurisdictions", "eu", "acme/bank", Location("table tenants, row acme/bank", 0)),
        ("regimes", "gdpr", "acme/bank", Location("table tenants, row acme/bank", 0)),
    ]


def test_no_more_families_are_remembered_than_was_said(tmp_path):
    store = FakeStore({f"t{n}": {"jurisdictions": ["eu"]} for n in range(10)})
    files = stored(tmp_path, store).tenants
    tenants = SourcedTenants(store, files, Words(LAW), most=3)
    for n in range(10):
        assert tenants.effective(f"t{n}").name == f"t{n}"
    store.asked.clear()
    assert [tenants.effective(f"t{n}").name for n in (9, 8, 7, 0)] == ["t9", "t8", "t7", "t0"]
    assert store.asked == ["t0"]


def test_a_family_of_a_later_state_is_answered_and_not_remembered_for_the_earlier(tmp_path, store):
    registry = stored(tmp_path, store)
    before = store.revision()
    store.put(beta={"jurisdictions": ["us"]})
    assert registry.tenant("beta", confirmed=before).jurisdictions == ("us",)
    store.asked.clear()
    registry.tenant("beta", confirmed=before)
    assert store.asked == ["beta"]


@pytest.fixture
def restless():
    """Let threads take turns as often as they can."""
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(before)


def test_no_answer_is_older_than_the_state_that_stood_when_it_was_asked(tmp_path, restless):
    store = FakeStore({"a": {"jurisdictions": ["eu"], "retention": {"prompts": {"max_days": 0}}}})
    registry = stored(tmp_path, store)
    done = threading.Event()
    begun, written = [0], [0]

    def read(number: int) -> list[tuple[int, int, int]]:
        seen: list[tuple[int, int, int]] = []
        while not done.is_set() or not seen:
            before = written[0]
            days = registry.tenant("a").max_prompt_days or 0
            seen.append((before, days, begun[0]))
            reads[number] += 1
        return seen

    reads = [0] * 4
    with ThreadPoolExecutor(4) as pool:
        readers = [pool.submit(read, number) for number in range(4)]
        for days in range(1, 300):
            begun[0] = days
            store.put(a={"jurisdictions": ["eu"], "retention": {"prompts": {"max_days": days}}})
            written[0] = days
            before = sum(reads)
            while sum(reads) == before:  # no state goes by unread
                assert not any(reader.done() for reader in readers)
        done.set()
        seen = [one for reader in readers for one in reader.result()]
    assert all(before <= days <= after for before, days, after in seen)
    assert len({days for _, days, _ in seen}) > 100
