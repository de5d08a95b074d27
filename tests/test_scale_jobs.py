"""Several roots in one run: the same report from several processes, and none lost by another's."""

import contextlib
import json
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from compliance_toolkit.cli.main import main
from compliance_toolkit.policy.bundle import default_root

COMPLIANCE = str(Path(sys.executable).with_name("compliance"))
AWS = 'provider "aws" {\n  region = "%s"\n}\nresource "aws_s3_bucket" "b" {}\n'
EU = ("--jurisdiction", "eu")


@pytest.fixture
def roots(tmp_path, monkeypatch):
    """Roots of each kind: one that passes, one that fails, one unreadable and one empty."""
    monkeypatch.chdir(tmp_path)
    for name, text in {
        "frankfurt": AWS % "eu-central-1",
        "virginia": AWS % "us-east-1",
        "broken": 'resource "aws_s3_bucket" {',
        "empty": "",
    }.items():
        Path(name).mkdir()
        Path(name, "main.tf").write_text(text)
    return tmp_path


def report(*arguments):
    """Exit code and bytes of a report."""
    code = main(["check", *arguments, *EU, "--format", "json", "--output", "report.json"])
    return code, Path("report.json").read_bytes()


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        (("frankfurt", "virginia"), 1),
        (("virginia", "frankfurt", "broken"), 3),
        (("frankfurt", "empty", "no-such-root"), 3),
        (("empty", "frankfurt"), 4),
        (("empty", "virginia"), 1),
    ],
)
def test_processes_find_what_one_finds(roots, names, expected):
    alone, several = report(*names, "--jobs", "1"), report(*names, "--jobs", "3")
    assert alone == several
    assert alone[0] == expected
    assert [one["path"] for one in json.loads(alone[1])["inputs"]] == list(names)


def test_without_jobs_the_report_is_the_same_too(roots):
    assert report("virginia", "frankfurt") == report("virginia", "frankfurt", "--jobs", "2")


def test_standard_input_is_read_by_the_process_that_has_it(roots):
    plan = {"format_version": "1.2", "resource_changes": [], "planned_values": {}}
    done = subprocess.run(
        [COMPLIANCE, "check", "frankfurt", "-", "virginia", *EU, "--jobs", "2", "--format", "json"],
        input=json.dumps(plan),
        capture_output=True,
        text=True,
        check=False,
    )
    kinds = [(one["path"], one["kind"]) for one in json.loads(done.stdout)["inputs"]]
    assert kinds == [
        ("frankfurt", "terraform-source"),
        ("-", "terraform-plan"),
        ("virginia", "terraform-source"),
    ]


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_a_policy_that_fails_on_one_root_takes_no_finding_of_another_away(roots, tmp_path, jobs):
    policies = contradicting('input.resource.region == "us-east-1"', tmp_path / "policies")
    code, raw = report("virginia", "frankfurt", "--jobs", jobs, "--policies", str(policies))
    inputs = json.loads(raw)["inputs"]
    assert code == 3
    assert [one["status"] for one in inputs] == ["unreadable", "checked"]
    assert {one["input"] for one in json.loads(raw)["findings"]} == {"frankfurt"}


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_a_policy_that_fails_everywhere_is_one_error_and_no_report(roots, tmp_path, jobs, capsys):
    policies = contradicting("input.resource", tmp_path / "policies")
    arguments = ["check", "virginia", "frankfurt", *EU, "--jobs", jobs, "--policies", str(policies)]
    assert main(arguments) == 3
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.count("error:") == 1


def test_a_process_that_is_ended_loses_its_own_root_and_no_other(roots, tmp_path):
    os.mkfifo(tmp_path / "slow.json")
    run = started("frankfurt", "slow.json", "virginia", "--jobs", "2", "--format", "json")
    os.kill(reader_of(run, "slow.json"), signal.SIGKILL)
    out, err = run.communicate(timeout=60)
    said = json.loads(out)
    assert run.returncode == 3
    assert [one["status"] for one in said["inputs"]] == ["checked", "unreadable", "checked"]
    assert "the process that checked `slow.json` ended before its work was done" in err


def test_an_interrupt_ends_every_process_and_tells_no_trace(roots, tmp_path):
    os.mkfifo(tmp_path / "slow.json")
    os.mkfifo(tmp_path / "slow-too.json")
    run = started("slow.json", "slow-too.json", "--jobs", "2")
    found = [reader_of(run, name) for name in ("slow.json", "slow-too.json")]
    os.killpg(run.pid, signal.SIGINT)
    out, err = run.communicate(timeout=60)
    assert (run.returncode, out, err) == (130, "", "")
    assert not any(Path(f"/proc/{one}").exists() for one in found)


def started(*arguments):
    """A run in a group of its own, as a shell starts one."""
    return subprocess.Popen(
        [COMPLIANCE, "check", *arguments, *EU],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


def reader_of(run, name):
    """The process of a run that reads a pipe; what it waits for never comes."""
    writer = None
    while writer is None:
        with contextlib.suppress(OSError):  # nobody reads it yet
            writer = os.open(name, os.O_WRONLY | os.O_NONBLOCK)
        with contextlib.suppress(subprocess.TimeoutExpired):
            pytest.fail(f"it ended with {run.wait(0.02)} and never read `{name}`")
    children = Path(f"/proc/{run.pid}/task/{run.pid}/children").read_text().split()
    return next(int(one) for one in children if name in held_by(one))


def held_by(process):
    """Names of the files that a process has open."""
    return {one.readlink().name for one in Path(f"/proc/{process}/fd").iterdir()}


def contradicting(condition, folder):
    """Write policies of which one check contradicts itself under a condition."""
    shutil.copytree(default_root(), folder)
    check = folder / "compliance/checks/residency/allowed_country/allowed_country.rego"
    check.write_text(f'{check.read_text()}\nverdict := "nothing" if {condition}\n')
    return folder
