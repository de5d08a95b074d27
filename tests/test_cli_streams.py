"""A stream that is closed changes no exit code: a report that did not arrive is never a verdict."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from terraform_plans import change, plan

COMPLIANCE = str(Path(sys.executable).with_name("compliance"))
QUEUE = 'resource "aws_sqs_queue" "q" {\n  region = "%s"\n}\n'


@pytest.fixture
def checked(tmp_path):
    """The exit code, standard output and standard error of a line of a shell."""
    for name, region in (("home", "eu-west-1"), ("abroad", "us-east-1")):
        (tmp_path / name).mkdir()
        (tmp_path / name / "main.tf").write_text(QUEUE % region)

    def checked(arguments, closed):
        done = subprocess.run(
            [
                "/bin/sh",
                "-c",
                f'exec "$0" check {arguments} --jurisdiction eu {closed}',
                COMPLIANCE,
            ],
            cwd=tmp_path,
            capture_output=True,
            text=True,
            check=False,
        )
        return done.returncode, done.stdout, done.stderr

    return checked


@pytest.mark.parametrize(("path", "code"), [("home", 0), ("abroad", 1), ("nowhere", 3)])
def test_a_check_says_the_same_where_nobody_hears_its_messages(checked, path, code):
    heard, told, _ = checked(f"{path} --format json", "")
    assert heard == code
    assert checked(f"{path} --format json", "2>&-") == (code, told, "")
    assert json.loads(told)


@pytest.mark.parametrize("path", ["home", "abroad", "nowhere"])
@pytest.mark.parametrize("closed", [">&-", ">&- 2>&-"])
def test_a_report_without_a_place_is_no_verdict(checked, path, closed):
    code, _, said = checked(path, closed)
    assert code == 3
    assert "Traceback" not in said
    assert "2>&-" in closed or "the report cannot be written to standard output" in said


def test_standard_input_that_is_closed_cannot_be_read_and_is_no_bug(checked):
    code, told, said = checked("-", "<&-")
    assert code == 3
    assert "`-` cannot be read: standard input is closed" in said
    assert "nothing can be concluded" in told
    assert "bug" not in said


def test_a_report_in_a_file_needs_no_standard_output(checked, tmp_path):
    assert checked("abroad --output report.txt", ">&-")[0] == 1
    assert "fail" in (tmp_path / "report.txt").read_text()


def test_a_block_without_a_type_is_told_of_and_is_no_bug(checked, tmp_path):
    block = {"address": "x", "mode": "data", "type": "http", "expressions": {}}
    held = change("aws_sqs_queue.q", {"region": "eu-west-1"})
    (tmp_path / "plan.json").write_bytes(plan(held, blocks=[block]))
    code, told, said = checked("plan.json --format json", "")
    assert "bug" not in said
    assert code == 1
    assert [one["verdict"] for one in json.loads(told)["findings"]] == ["pass", "unknown"]
