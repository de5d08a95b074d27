"""The YAML reader keeps text as text, knows every line, and refuses what it would have to guess."""

import contextlib

import pytest
import yaml  # noqa: TID251  the other side of the comparison
from hypothesis import given
from hypothesis import strategies as st

from compliance_toolkit.errors import ConfigurationError
from compliance_toolkit.models import Location
from compliance_toolkit.registry.yaml import MAX_DEPTH, Document, read_yaml

BOMB = "a: &a [x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"{name}: &{name} [{', '.join([f'*{below}'] * 9)}]\n"
    for below, name in zip("abcdefgh", "bcdefghi", strict=True)
)
TOWER = "a0: &a0 [x]\n" + "".join(
    f"a{n}: &a{n} {'[' * 10}*a{n - 1}{']' * 10}\n" for n in range(1, 40)
)

REFUSED = [
    ("", 1, "empty"),
    ("# only a comment\n", 1, "empty"),
    ("---\n...\n---\n", 3, "second document"),
    ("a: 1\n---\nb: 2\n", 2, "second document"),
    ("a: 1\nb: 2\na: 3\n", 3, "the key `a` is given twice, first on line 1"),
    ("x:\n  a: {b: 1, b: 2}\n", 2, "the key `b` is given twice"),
    ("a: 1\n'a': 2\n", 2, "the key `a` is given twice"),
    ("a: &a {x: 1}\nb:\n  <<: *a\n", 3, "merge keys"),
    ("a: 1\nb: !!python/object/apply:os.system ['true']\n", 2, "the tag `tag:yaml.org"),
    ("a: !!str 12\n", 1, "the tag"),
    ("a: !secret x\n", 1, "the tag `!secret`"),
    ("a: 1\n? [x]\n: b\n", 2, "a key is no text"),
    ("a: 1\n? {x: y}\n: b\n", 2, "a key is no text"),
    ("a: &a x\n*a : b\n", 2, "a key is no text"),
    ("a: &a\n  - *a\n", 2, "the alias `a` contains itself"),
    ("&a {b: {c: *a}}\n", 1, "the alias `a` contains itself"),
    ("a: *nobody\n", 1, "the alias `nobody` has no anchor"),
    (BOMB, 6, "aliases multiply"),
    (TOWER, 6, "nested deeper"),
    ("[" * 100_000, 1, "nest"),
    ("- " * 100_000, 1, "nested deeper"),
    ("{a: " * 900, 1, "nest"),
    ("a: [1, 2\nb: 3\n", 2, "no YAML"),
    ("a: 1\n\tb: 2\n", 2, "no YAML"),
    ("a: b: c\n", 1, "no YAML"),
    ("a: 'x\n", 2, "no YAML"),
    ("a: 1\nb: \x07\n", 2, "control character"),
    ("a: 1\nb: \x00\n", 2, "control character"),
]


def read(text: str) -> Document:
    return read_yaml(text.encode(), "x.yaml")


@pytest.mark.parametrize(("text", "line", "reason"), REFUSED)
def test_what_would_have_to_be_guessed_is_refused_on_its_line(text, line, reason):
    with pytest.raises(ConfigurationError, match=reason) as caught:
        read(text)
    assert caught.value.message.startswith(f"x.yaml:{line}: ")
    assert "\n" not in caught.value.message
    assert caught.value.hint


@pytest.mark.parametrize(
    "raw", [b"a: 1\nb: \xff\n", "a: 1\nb: ü\n".encode("latin-1"), b"\x7fELF\n\x02\xf0\x9f"]
)
def test_bytes_that_are_no_utf_8_are_refused_on_their_line(raw):
    with pytest.raises(ConfigurationError, match=r"x\.yaml:2: this is not UTF-8 text"):
        read_yaml(raw, "x.yaml")


def test_an_error_shows_nothing_of_the_text_around_it():
    with pytest.raises(ConfigurationError) as caught:
        read("api_key: sk-ant-0123456789\n  env: [\n")
    assert "sk-ant" not in caught.value.message
    assert caught.value.__suppress_context__


def test_scalars_stay_the_text_that_was_written():
    text = "[NO, yes, on, 0123, 0o17, 1_000, 1e3, 2027-03-31, 12:30:45, ~, null, .nan, =, '', x ]"
    assert read(text).plain() == [
        *("NO", "yes", "on", "0123", "0o17", "1_000", "1e3", "2027-03-31", "12:30:45"),
        *("~", "null", ".nan", "=", "", "x"),
    ]


def test_nothing_written_is_empty_text():
    assert read("a:\nb: []\n").plain() == {"a": "", "b": []}


def test_a_byte_order_mark_is_no_part_of_the_first_key():
    assert read_yaml("\ufeffa: é".encode(), "x.yaml").plain() == {"a": "é"}


def test_a_small_alias_is_a_copy():
    assert read("a: &a [x]\nb: *a\nc: *a\n").plain() == {"a": ["x"], "b": ["x"], "c": ["x"]}


def test_every_key_has_its_line_and_what_is_absent_that_of_its_parent():
    document = read("a:\n  b:\n    - x\n    - y: 1\nc: 2\n")
    lines = {path: document.location(path).line for path in [("a",), ("a", "b"), ("c",)]}
    assert lines == {("a",): 1, ("a", "b"): 2, ("c",): 5}
    assert document.location(("a", "b", 1, "y")) == Location("x.yaml", 4)
    assert document.location(("a", "b", 1, "nobody")).line == 4
    assert document.location(("a", "nobody", "deeper")).line == 1


def test_nesting_up_to_the_limit_is_read():
    assert read("[" * MAX_DEPTH + "]" * MAX_DEPTH).plain()


def test_the_pure_parser_builds_the_same_tree(monkeypatch):
    text = "a: &a [NO, 'b']\nb: {c: *a, d: 0123}\n"
    fast = read(text)
    monkeypatch.setattr(yaml, "__with_libyaml__", False)
    assert read(text) == fast


@given(st.text(max_size=80) | st.text("ab:-[]{}&*!?<'\"|>#%@`, \n\t", max_size=40))
def test_any_text_gives_a_tree_or_one_clear_error(text):
    with contextlib.suppress(ConfigurationError):  # anything else fails
        read_yaml(text.encode("utf-8", "surrogatepass"), "x.yaml").plain()


TREE = st.recursive(
    st.text("abcNO019-_./", max_size=8),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text("abcdef"), inner),
    max_leaves=20,
)


@given(TREE)
def test_what_was_written_as_text_is_read_back(tree):
    written = yaml.dump(tree, default_style='"', allow_unicode=True)
    assert read(written).plain() == tree
