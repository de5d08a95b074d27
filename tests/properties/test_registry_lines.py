"""The quick reader of JSON Lines accepts exactly what the slow one does, and reads the same."""

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from compliance_toolkit.errors import SourceError
from compliance_toolkit.models import Location
from compliance_toolkit.registry import lines as quick
from compliance_toolkit.registry import wording
from compliance_toolkit.registry.leaks import note_leaks
from compliance_toolkit.registry.lines import Lines
from compliance_toolkit.registry.mistakes import Mistakes
from compliance_toolkit.registry.strict_json import loads_strict
from compliance_toolkit.registry.tenant import TENANT, TenantLaw, law_of
from compliance_toolkit.registry.tenant_files import TenantReader
from compliance_toolkit.registry.wording import looks_secret
from registry_trees import ENTRIES, PATIENT

KEY = "sk-ant-api03-abcdefgh"
NAMES = st.sampled_from(["a", "a/b", "acme/bank-de", "A", "", "a/", "ä", "a b", "a" * 256, KEY])
NAMED = st.builds(lambda entry, name: {"name": name, **entry}, ENTRIES, NAMES)
ODD: st.SearchStrategy[Any] = st.sampled_from(
    [None, True, 1, 1.0, 0, -1, "", "eu", [], ["eu", "eu"], {}, [KEY], "\ud800"]
)
ODDER = st.builds(
    lambda entry, key, value: {**entry, key: value},
    NAMED,
    st.sampled_from(["name", "jurisdictions", "retention", "requests", "x", "max_price", KEY]),
    ODD,
)
SPELLINGS = st.sampled_from(
    [
        json.dumps,
        lambda one: json.dumps(one, separators=(",", ":")),
        lambda one: json.dumps(one, ensure_ascii=False),
        lambda one: json.dumps(one, sort_keys=True),
        lambda one: f" {json.dumps(one)}\t\r",
        lambda one: json.dumps(one).replace("/", "\\/"),
        lambda one: json.dumps(one)[:-1] + ', "name": "z"}',
        lambda one: json.dumps(one)[:-1] + ', "regimes": []}',
        lambda one: '{"requests": true, ' + json.dumps(one)[1:],
        lambda one: json.dumps(one).replace(": [", ":\xa0["),
        lambda one: json.dumps(one).replace("1.0", "NaN").replace("-1", "1e999"),
        lambda one: "\ufeff" + json.dumps(one),
        lambda one: json.dumps(one) + json.dumps(one),
    ]
)


def spelled(document: Any, spell: Any) -> bytes:
    text: str = spell(document)
    return text.encode("utf-8", "surrogatepass")


def slowly(line: bytes) -> tuple[str, TenantLaw] | None:
    """Read a line as it is read where nothing is remembered."""
    mistakes = Mistakes()
    try:
        value = loads_strict(line, "t.jsonl")
        note_leaks(value, lambda _path: Location("t.jsonl", 1), mistakes)
        tenant = TENANT.validate_python(value)
    except (SourceError, ValidationError):
        return None
    return None if mistakes else (tenant.name, law_of(tenant))


class Forgetful(Lines):
    """Leaves every line to the slow reader."""

    def law(self, line: bytes) -> tuple[str, TenantLaw] | None:
        return None


PLAIN = ENTRIES.map(lambda entry: json.dumps({"name": "a/b", **entry}).encode())


@PATIENT
@given(PLAIN)
def test_an_ordinary_line_is_read_quickly(line):
    known = Lines().law(line)
    assert known is not None
    assert known == slowly(line)


@settings(PATIENT, max_examples=500)
@given(st.lists(st.builds(spelled, NAMED | ODDER, SPELLINGS), min_size=1, max_size=5))
def test_what_is_read_quickly_is_read_the_same_slowly(lines):
    remembered = Lines()
    for line in lines * 2:
        known = remembered.law(line)
        assert known is None or known == slowly(line)


DAMAGE = st.tuples(st.integers(0, 400), st.sampled_from(list(b'"\\{}[],:0e.- nx\x00\xff')))


@settings(PATIENT, max_examples=1_000)
@given(PLAIN, st.lists(DAMAGE, max_size=4))
def test_a_damaged_line_is_never_read_otherwise_than_slowly(line, damage):
    remembered = Lines()
    remembered.law(line)
    broken = bytearray(line)
    for at, byte in damage:
        broken[at % len(broken)] = byte
    known = remembered.law(bytes(broken))
    assert known is None or known == slowly(bytes(broken))


@pytest.mark.parametrize(
    "line",
    [
        b'{"name": "a", "name": "a", "regimes": ["gdpr"]}',
        b'{"name": "a", "regimes": ["gdpr"], "regimes": ["gdpr"]}',
        b'{"name": "a", "retention": {"prompts": {"max_days": 0, "max_days": 0}}}',
        b'{"name": "a", "regimes": ["gdpr", "sk-ant-api03-abcdefgh"]}',
        b'{"name": "a", "max_price": NaN}',
        b'{"name": "a", "max_price": true}',
        b'{"name": "a", "jurisdictions": null}',
        b'{"n\\u0061me": "a"}',
        b'[{"name": "a"}]',
        b"",
    ],
)
def test_a_line_that_must_be_looked_at_is_left_to_the_slow_reader(line):
    remembered = Lines()
    remembered.law(b'{"name": "b", "regimes": ["gdpr"]}')
    assert remembered.law(line) is None


def test_equal_lines_share_one_law_and_it_knows_no_name():
    remembered = Lines()
    found = [remembered.law(b'{"name": "%s", "requests": true}' % name) for name in (b"a", b"b")]
    (one, first), (other, second) = (known for known in found if known is not None)
    assert (one, other) == ("a", "b")
    assert first is second
    assert not hasattr(first, "name")


def test_true_is_not_remembered_as_one():
    remembered = Lines()
    assert remembered.law(b'{"name": "a", "max_price": 1}') is not None
    assert remembered.law(b'{"name": "a", "max_price": true}') is None
    assert remembered.law(b'{"name": "a", "requests": true}') is not None
    assert remembered.law(b'{"name": "a", "requests": 1}') is None


def test_no_more_laws_are_remembered_than_was_said(monkeypatch):
    monkeypatch.setattr(quick, "_MOST", 2)
    remembered = Lines()
    for days in range(5):
        line = b'{"name": "a", "retention": {"prompts": {"max_days": %d}}}' % days
        assert remembered.law(line) == slowly(line)
    assert len(remembered._laws) == 2


@PATIENT
@given(st.lists(st.builds(spelled, NAMED | ODDER, SPELLINGS), min_size=1, max_size=8))
def test_a_whole_file_is_read_the_same_with_and_without_the_quick_reader(lines):
    raw = b"\n".join(lines)
    read = []
    for quickly in (True, False):
        mistakes = Mistakes()
        reader = TenantReader(mistakes, mistakes)
        if not quickly:
            reader._known = Forgetful()
        reader.read_file("t.jsonl", raw)
        told = [(one.error.message, one.error.hint) for one in mistakes._noted]
        read.append((reader.entries, reader.refused, reader.complete, told))
    assert read[0] == read[1]


PIECES = st.sampled_from(
    [
        *("sk-", "sk-ant-", "AKIA", "ASIA12345678", "gh", "github_pat_", "xoxb-1", "eyJa"),
        *("gho_", "ghp_", "ghr_", "ghs_", "ghu_"),
        *(
            "ya29.",
            "AIza",
            "-----BEGIN",
            "role/",
            "a1B2" * 10,
            "a1B2" * 13,
            "a" * 39,
            "Z9",
            " ",
            '"',
        ),
    ]
)


@settings(PATIENT, max_examples=1_000)
@given(st.lists(PIECES | st.text("aB3/+-_.", max_size=4), max_size=12).map("".join))
def test_a_glance_that_finds_no_secret_is_right(text):
    assert looks_secret(text) is (wording._SECRET.search(text) is not None)
