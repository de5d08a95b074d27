"""Progress of a check: on a terminal, after a second, and gone when it is over."""

import io
import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest

from compliance_toolkit.api import CheckOptions, Compliance
from compliance_toolkit.api.auditing import Processes
from compliance_toolkit.cli.progress import Ticker

COMPLIANCE = str(Path(sys.executable).with_name("compliance"))
AWS = 'provider "aws" {\n  region = "eu-central-1"\n}\nresource "aws_s3_bucket" "b" {}\n'


def drawn(*states, seconds):
    """What a terminal is sent when the work takes so long at each tick."""
    stream, clock = io.StringIO(), iter([0.0, *seconds])
    ticker = Ticker(stream, clock=lambda: next(clock))
    for state in states:
        ticker(*state)
        ticker.tick()
    ticker.wipe()
    return stream.getvalue().split("\r\x1b[K")[1:]


def test_nothing_is_drawn_of_work_of_less_than_a_second():
    assert drawn((0, 1, "reading `a`"), (0, 1, "asking"), seconds=(0.1, 0.9)) == []


def test_one_input_is_told_by_what_is_done_and_several_by_how_many():
    assert drawn((0, 1, "reading `a`"), seconds=(2.0,)) == ["2 s, reading `a`", ""]
    (line, _) = drawn((3, 6, "in 2 processes"), seconds=(2.0,))
    assert line == f"{'#' * 15}{'.' * 15} 3 of 6, 2 s, in 2 processes"


def test_a_hostile_name_is_drawn_on_the_line_it_has(monkeypatch):
    monkeypatch.setenv("COLUMNS", "40")
    (line, _) = drawn((0, 1, "reading `a\n\x1b[2Jb" + "c" * 100), seconds=(2.0,))
    assert line.startswith("2 s, reading `a??[2Jb")
    assert len(line) < 40


def test_a_terminal_that_went_away_ends_nothing():
    stream = io.StringIO()
    ticker = Ticker(stream, clock=iter([0.0, 5.0]).__next__)
    stream.close()
    ticker.tick()
    ticker.wipe()


@pytest.mark.parametrize("at_once", [False, True])
def test_progress_is_told_of_every_input(tmp_path, at_once):
    told = []
    roots = []
    for name in ("a", "b", "c"):
        root = tmp_path / name
        root.mkdir()
        (root / "main.tf").write_text(AWS)
        roots.append(str(root))
    Compliance.load(None).check(
        roots,
        CheckOptions(jurisdictions=("eu",)),
        processes=Processes(2, at_once=at_once),
        progress=lambda done, of, doing: told.append((done, of, bool(doing))),
    )
    assert told[0] == (0, 3, True)
    assert [done for done, _, _ in told] == sorted(done for done, _, _ in told)
    assert {of for _, of, _ in told} == {3}


def on_a_terminal(tmp_path, *arguments, **environment):
    """What a run that takes more than a second sends to a terminal on standard error."""
    os.mkfifo(tmp_path / "slow.json")
    ours, theirs = pty.openpty()
    run = subprocess.Popen(
        [COMPLIANCE, "check", "slow.json", "--jurisdiction", "eu", *arguments],
        cwd=tmp_path,
        stdout=subprocess.DEVNULL if "--format" not in arguments else theirs,
        stderr=theirs,
        env={**os.environ, "TERM": "xterm", **environment},
    )
    os.close(theirs)
    with (tmp_path / "slow.json").open("wb") as pipe:  # opens once it is read
        with pytest.raises(subprocess.TimeoutExpired):
            run.wait(1.6)
        pipe.write(b"{}")
    said = b""
    try:
        while more := os.read(ours, 65536):
            said += more
    except OSError:  # the other end is closed
        pass
    run.wait(60)
    os.close(ours)
    return said.decode()


def test_a_slow_input_is_told_and_the_line_is_wiped_before_the_error(tmp_path):
    said = on_a_terminal(tmp_path, NO_COLOR="1")
    before, _, after = said.rpartition("\r\x1b[K")
    assert "1 s, reading `slow.json`" in before or "2 s, reading `slow.json`" in before
    assert after.startswith("error: ")
    assert "\x1b[3" not in said


def test_a_terminal_that_cannot_wipe_a_line_is_left_alone(tmp_path):
    assert on_a_terminal(tmp_path, TERM="dumb").startswith("error: ")


def test_a_report_for_programs_on_the_same_terminal_is_left_alone(tmp_path):
    assert "\x1b[K" not in on_a_terminal(tmp_path, "--format", "json")
