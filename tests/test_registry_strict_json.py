"""`loads_strict` refuses, with line and column, what two readers could understand differently."""

import contextlib
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compliance_toolkit.errors import SourceError
from compliance_toolkit.registry.strict_json import MAX_DEPTH, loads_strict

REFUSED = [
    (b"", 1, 1, "empty"),
    (b" \n ", 1, 1, "empty"),
    (b"{", 1, 2, "ends too early"),
    (b'{"a": [1,\n', 2, 1, "ends too early"),
    (b'{"a": "b', 1, 9, "ends too early"),
    (b'{"a": 1,}', 1, 9, "no JSON"),
    (b"{} {}", 1, 4, "extra data"),
    (b"nul", 1, 1, "no JSON"),
    (b"{'a': 1}", 1, 2, "no JSON"),
    (b'"a\tb"', 1, 3, "invalid control character"),
    (b'{"a": 1,\n "a": 2}', 2, 2, "the key `a` is given twice"),
    (b'{"a": 1, "\\u0061": 2}', 1, 10, "the key `a` is given twice"),
    (b'{"b": {"a": 1}, "c": [{"x": 1, "x": 1}]}', 1, 32, "the key `x` is given twice"),
    (b'{"a":\n NaN}', 2, 2, "`NaN`"),
    (b'{"a": Infinity}', 1, 7, "`Infinity`"),
    (b'{"a": -Infinity}', 1, 7, "`-Infinity`"),
    (b'{"a": 1e999}', 1, 7, "too large"),
    (b"9" * 5000, 1, 1, "too large"),
    (b'{"a": "\\ud800"}', 1, 7, "surrogate"),
    (b'{"\\udfff": 1}', 1, 2, "surrogate"),
    (b'["\\ud83d\\ude00", "\\ude00"]', 1, 18, "surrogate"),
    (b"[" * 100_000, 1, MAX_DEPTH + 1, "nested deeper"),
    (b'{"a":' * 100_000, 1, 5 * MAX_DEPTH + 1, "nested deeper"),
    (b"[" * (MAX_DEPTH + 1) + b"]" * (MAX_DEPTH + 1), 1, MAX_DEPTH + 1, "nested deeper"),
    (b'{"a": "\xff"}', 1, 8, "no text in UTF-8"),
    (b'\xff\xfe"\x00\x00', 1, 2, "no text in UTF-16"),
    (b"\x7fELF\x02\x01\x01", 1, 1, "no JSON"),
]


@pytest.mark.parametrize(("source", "line", "column", "reason"), REFUSED)
def test_what_readers_could_read_differently_is_refused_in_its_place(source, line, column, reason):
    with pytest.raises(SourceError, match=reason) as caught:
        loads_strict(source, "x.json")
    assert f"`x.json`, line {line}, column {column}: " in caught.value.message
    assert "\n" not in caught.value.message
    assert caught.value.hint


def test_an_error_carries_neither_the_document_nor_the_readers_stack():
    with pytest.raises(SourceError) as caught:
        loads_strict('{"key": "sk-ant-0123456789", ', "x.json")
    assert "sk-ant" not in caught.value.message
    assert caught.value.__suppress_context__


def test_half_a_pair_in_a_python_string_is_refused():
    with pytest.raises(SourceError, match="line 1, column 3: half a surrogate"):
        loads_strict('["\ud800"]', "x.json")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_every_encoding_of_a_plan_is_read(encoding):
    assert loads_strict('{"a": "é"}'.encode(encoding), "x.json") == {"a": "é"}


def test_a_byte_order_mark_in_a_string_is_no_character_of_it():
    assert loads_strict("\ufeff[1]", "x.json") == [1]


def test_a_whole_pair_is_a_character():
    assert loads_strict(b'["\\ud83d\\ude00"]', "x.json") == ["😀"]


def test_nesting_up_to_the_limit_is_read():
    assert loads_strict(b"[" * MAX_DEPTH + b"]" * MAX_DEPTH, "x.json")


def test_a_line_of_a_larger_file_is_counted_from_there():
    with pytest.raises(SourceError, match=r"`x\.jsonl`, line 41, column 2"):
        loads_strict("{", "x.jsonl", line=41)


JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters(exclude_categories=["Cs"])),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(max_size=3), inner),
)


@given(JSON)
def test_what_json_wrote_is_read_back(value):
    try:
        text = json.dumps(value).encode()
        json.dumps(value, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        return
    assert loads_strict(text, "x.json") == value


@given(st.binary(max_size=60) | st.text(max_size=60).map(lambda text: text.encode("utf-16")))
def test_any_bytes_give_a_value_or_one_clear_error(source):
    with contextlib.suppress(SourceError):  # anything else fails
        json.dumps(loads_strict(source, "x.json"), allow_nan=False, ensure_ascii=False).encode()


@given(JSON.filter(lambda value: isinstance(value, dict | list) and value), st.data())
def test_a_document_cut_short_is_never_a_value(value, data):
    text = json.dumps(value)
    cut = data.draw(st.integers(0, len(text) - 1))
    with pytest.raises(SourceError):
        loads_strict(text[:cut], "x.json")
