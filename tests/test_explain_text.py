"""A tree of sentences in a terminal: lines, width, colors, and what may not be obeyed."""

import os
import subprocess
import sys

import pytest

from compliance_toolkit.report.tree import Branch, draw, has_lines
from explaining import AT, EXAMPLE, ran

TREE = Branch("root", [Branch("first", [Branch("leaf")]), Branch("last", [Branch("other leaf")])])


def drawn(tree, width=80, *, color=False, plain=False):
    return draw(tree, width=width, color=color, plain=plain)


def test_lines_lead_to_each_branch():
    assert drawn(TREE) == [
        "root",
        "├─ first",
        "│  └─ leaf",
        "└─ last",
        "   └─ other leaf",
    ]


def test_a_stream_without_such_characters_gets_others():
    assert drawn(TREE, plain=True)[1:3] == ["|- first", "|  `- leaf"]
    assert has_lines("utf-8")
    assert has_lines(None)
    assert not has_lines("latin-1")
    assert not has_lines("no such encoding")


@pytest.mark.parametrize("width", [40, 80, 120])
def test_what_is_too_long_is_wrapped_at_its_own_depth(width):
    tree = Branch("words " * 40, [Branch("more words " * 40), Branch("x " * 200)])
    lines = drawn(tree, width)
    assert max(map(len, lines)) <= width
    assert (
        " ".join(" ".join(lines).translate(dict.fromkeys(map(ord, "│├└─"), " ")).split())
        == (("words " * 40) + ("more words " * 40) + ("x " * 200)).strip()
    )
    assert all(line.startswith(("│", "├", "└", " ", "words")) for line in lines)


def test_an_address_is_never_broken():
    address = "https://example.org/" + "a" * 90
    assert any(address in line for line in drawn(Branch(f"see {address}"), 60))


def test_what_a_terminal_would_obey_is_made_visible():
    (line,) = drawn(Branch("a\x1b[2Jb\nc\u202ed"))
    assert line == "a\\x1b[2Jb\\nc\\u202ed"


@pytest.mark.parametrize(
    ("label", "rest"),
    [
        ("refused one", " (compliance.yaml:3)"),
        ("one", ": serves two, three"),
        ("what would help", ", found by asking"),
        ("2 changes together", ""),
    ],
)
def test_colors_are_for_the_whole_label_and_only_where_wanted(label, rest):
    tree = Branch(label + rest, tone="bad")
    assert drawn(tree) == [label + rest]
    assert drawn(tree, color=True) == [f"\x1b[31m{label}\x1b[0m{rest}"]


def test_a_price_is_a_multiple_of_the_list_price_in_any_encoding():
    tree = Branch("price 1.1 \N{MULTIPLICATION SIGN} list price")
    assert drawn(tree) == ["price 1.1 \N{MULTIPLICATION SIGN} list price"]
    assert drawn(tree, plain=True) == ["price 1.1 x list price"]


def test_what_each_verb_is_for_fits_a_narrow_terminal(monkeypatch):
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setenv("TERM", "dumb")
    _, said = ran("--help")
    lines = {line.split()[0]: line for line in said.partition("Commands:")[2].splitlines() if line}
    for verb in ("check", "resolve", "explain"):
        assert lines[verb].endswith(".")
        assert not lines[verb].endswith("...")


def test_a_pipe_in_another_encoding_gets_the_whole_answer():
    command = [sys.executable, "-m", "compliance_toolkit.cli", "explain", "tenant", "acme/bank"]
    environment = {**os.environ, "PYTHONIOENCODING": "ascii"}
    done = subprocess.run(
        [*command, "--config", str(EXAMPLE), "--at", AT],
        env=environment,
        capture_output=True,
        check=False,
        timeout=120,
    )
    assert done.returncode == 0
    assert b"|- path" in done.stdout
    assert done.stdout.isascii()
    assert b"\\u" not in done.stdout
