"""The bytes of an input, read ahead where a process checks one input and ends."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from compliance_toolkit import ComplianceError
from compliance_toolkit.cli.main import main
from compliance_toolkit.terraform import contents
from terraform_plans import change, plan

COMMAND = Path(sys.executable).with_name("compliance")
FILLED = {"region": "eu-west-1", "policy": "x" * 5_000_000}
ABROAD = {"region": "us-east-1", "policy": "x" * 5_000_000}


@pytest.fixture(autouse=True)
def _goes_on(monkeypatch):
    """This process does not end: what a test prepares is gone after it."""
    monkeypatch.setattr(contents, "_ahead", {})
    monkeypatch.setattr(contents, "_kept", None)


@pytest.fixture
def large(tmp_path):
    file = tmp_path / "plan.json"
    file.write_bytes(plan(change("aws_sqs_queue.q", FILLED)))
    return file


def checked(tmp_path, *paths, **more):
    arguments = ["check", *map(str, paths), "--jurisdiction", "eu", "--format", "json"]
    return subprocess.run(
        [COMMAND, *arguments],
        cwd=tmp_path,
        capture_output=True,
        check=False,
        **more,
    )


@pytest.mark.parametrize(("values", "code"), [(FILLED, 0), (ABROAD, 1)], ids=["home", "abroad"])
def test_what_is_read_ahead_gets_the_verdict_of_what_is_not(tmp_path, large, values, code):
    large.write_bytes(plan(change("aws_sqs_queue.q", values)))
    ahead = checked(tmp_path, large)
    piped = checked(tmp_path, "-", input=large.read_bytes())
    assert (ahead.returncode, piped.returncode) == (code, code)
    verdicts = [
        [(one["check"], one["verdict"]) for one in json.loads(run.stdout)["findings"]]
        for run in (ahead, piped)
    ]
    assert verdicts[0] == verdicts[1]
    assert verdicts[0]


def test_what_was_read_ahead_is_given_once(large):
    contents.check_once([str(large)])
    assert str(large) in contents._ahead
    first = contents.read(str(large))
    large.write_bytes(b"another")
    assert contents.read(str(large)) == b"another"
    assert first != b"another"


def test_only_the_file_itself_is_taken_for_it(tmp_path, large):
    other = tmp_path / "other.json"
    other.write_bytes(b"other")
    contents.check_once([str(large)])
    assert contents.read(str(other)) == b"other"


def test_an_error_of_the_thread_is_raised_where_the_file_is_asked_for(large, monkeypatch):
    monkeypatch.setattr(contents, "LIMIT", 1000)
    contents.check_once([str(large)])
    with pytest.raises(ComplianceError, match="is larger than"):
        contents.read(str(large))


def test_a_plan_that_is_no_json_is_refused_though_it_was_read_ahead(tmp_path, large):
    large.write_bytes(large.read_bytes()[:-1])
    found = checked(tmp_path, large)
    assert found.returncode == 3
    assert b"Traceback" not in found.stderr


def test_what_cannot_be_read_twice_is_not_read_ahead(tmp_path, large):
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    contents.check_once([str(pipe)])
    assert not contents._ahead
    writer = threading.Thread(target=pipe.write_bytes, args=(large.read_bytes(),), daemon=True)
    writer.start()
    assert checked(tmp_path, pipe).returncode == 0
    writer.join(timeout=10)


@pytest.mark.parametrize("name", ["absent.json", "small.json", "folder", "-", "a\0b"])
def test_nothing_else_is_read_ahead(tmp_path, name):
    (tmp_path / "small.json").write_bytes(b"{}")
    (tmp_path / "folder").mkdir()
    contents.check_once([str(tmp_path / name) if name != "-" else name])
    assert not contents._ahead


def test_no_thread_is_no_error(large, monkeypatch):
    def refuse(_self):
        raise RuntimeError("can't start new thread")

    monkeypatch.setattr(threading.Thread, "start", refuse)
    contents.check_once([str(large)])
    assert contents.read(str(large)) == large.read_bytes()


def test_several_inputs_make_room_for_each_other(tmp_path, large):
    contents.check_once([str(large), str(tmp_path)])
    assert not contents._ahead
    contents.keep(b"what was read")
    assert contents._kept is None


def test_a_command_in_a_process_that_goes_on_reads_nothing_ahead(large):
    assert main(["check", str(large), "--jurisdiction", "nowhere"]) == 2
    large.write_bytes(b"{}")
    assert main(["check", str(large), "--jurisdiction", "eu"]) == 3
    assert contents._kept is None


def test_a_library_lets_go_of_what_it_read(large):
    contents.keep(b"what was read")
    assert contents._kept is None
    assert contents.read(str(large)) == large.read_bytes()
