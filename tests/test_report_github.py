"""The report as GitHub workflow commands."""

import re

import pytest

from compliance_toolkit.models import InputReport, Severity, Verdict
from compliance_toolkit.report import render
from compliance_toolkit.report.wording import printable
from reports import (
    ASSUMING,
    CATALOG,
    CHECKED,
    EMPTY,
    FAIL,
    HOSTILE,
    PASS,
    UNKNOWN,
    UNREADABLE,
    finding,
    hostile,
    report,
)


def as_commands(of):
    """Parse as the runner does: a command starts a line, and values are unescaped once."""
    parsed = []
    for line in render(of, CATALOG, "github").split("\n")[:-1]:
        head, _, data = line.removeprefix("::").partition("::")
        level, _, listed = head.partition(" ")
        pairs = dict(pair.split("=", 1) for pair in listed.split(","))
        parsed.append((level, {k: unescaped(v) for k, v in pairs.items()}, unescaped(data)))
    return parsed


def unescaped(text):
    table = {"%0D": "\r", "%0A": "\n", "%3A": ":", "%2C": ",", "%25": "%"}
    return re.sub("|".join(table), lambda match: table[match[0]], text)


def test_github_annotates_the_line_and_counts_at_the_end():
    commands = as_commands(report(PASS, UNKNOWN, FAIL, inputs=(ASSUMING,), exit_code=1))
    assert [(level, said.get("file"), said.get("line")) for level, said, _ in commands] == [
        ("error", "infra/eu/main.tf", "12"),
        ("error", "infra/eu/logs.tf", "3"),
        ("notice", None, None),
    ]
    assert commands[0][1]["title"] == (
        "RES-001 fail: Stored data stays in its jurisdiction's countries"
    )
    assert commands[0][2].splitlines()[1:] == [
        "fix: Move the resource to a listed country",
        "law: eu, European Union, Arts 44-49: Sending data outside is a transfer",
        "control: gdpr Art. 44",
    ]
    assert commands[1][2].splitlines()[1].startswith("to know it: give the variable with `--var")
    assert commands[-1][2].splitlines() == [
        "1 pass, 1 fail, 1 unknown, 7 skip, 0 waived",
        "violations: 1 fail, 1 unknown",
        "assumed infra/eu: region=eu-west-1",
        "assumed infra/eu: days=30",
    ]


def test_github_warns_of_what_does_not_count_and_says_it_after_what_does():
    relaxed = report(FAIL, UNKNOWN, exit_code=1, fail_on=Severity.HIGH, relaxed=("--fail-on high",))
    assert [level for level, _, _ in as_commands(relaxed)] == ["error", "warning", "notice"]
    grave = finding(Verdict.UNKNOWN, severity=Severity.CRITICAL)
    lenient = report(grave, FAIL, exit_code=1, unknown_fails=False, relaxed=("--unknown warn",))
    assert [level for level, _, _ in as_commands(lenient)] == ["error", "warning", "notice"]


def test_github_shows_what_could_not_be_read_and_what_was_empty_as_errors():
    nameless = InputReport("x.json", "", "unreadable")
    commands = as_commands(report(inputs=(UNREADABLE, nameless, EMPTY), exit_code=3))
    assert [level for level, _, _ in commands] == ["error", "error", "error", "notice"]
    assert commands[0][1] == {
        "file": "infra/bad/x.tf",
        "line": "3",
        "title": "input could not be read whole",
    }


def test_what_has_no_line_stands_at_its_input():
    plan = report(finding(location=None, input="plan.json"), inputs=(EMPTY,), exit_code=1)
    empty, found, closing = as_commands(plan)
    assert (found[1]["file"], empty[1]["file"]) == ("plan.json", "infra/none")
    assert "line" not in found[1]
    assert closing[1].keys() == {"title"}


def test_standard_input_is_no_file():
    assert "file" not in as_commands(report(finding(location=None, input="-"), exit_code=1))[0][1]


@pytest.mark.parametrize("text", HOSTILE)
def test_no_input_can_forge_a_workflow_command(text):
    raw = render(hostile(text), CATALOG, "github")
    lines = raw.split("\n")[:-1]
    assert len(lines) == len(as_commands(hostile("harmless")))
    assert all(line.startswith(("::error ", "::notice ")) for line in lines)
    assert all(line.isprintable() and "##" not in line for line in lines)
    for _, said, message in as_commands(hostile(text))[:-1]:
        assert said.keys() == {"file", "line", "title"}
        assert said["file"] == printable(text)
        assert printable(text) in message


def test_an_input_that_is_checked_is_no_annotation():
    assert [one[0] for one in as_commands(report(PASS, inputs=(CHECKED,), exit_code=0))] == [
        "notice"
    ]
