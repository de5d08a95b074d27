"""A plan in binary form is shown by the program that wrote it, or refused with what to run."""

from __future__ import annotations

import io
import time

import pytest

from compliance_toolkit.api.inputs import ReadOptions, read_input
from compliance_toolkit.cli.main import main
from compliance_toolkit.errors import SourceError
from compliance_toolkit.terraform.plan_binary import show_plan
from terraform_plans import change, plan, real_plan

MAIN = 'resource "terraform_data" "a" {\n  count = 2\n  input = "x${count.index}"\n}\n'
BINARY = b"PK\x03\x04" + bytes(100)


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A folder with a plan file, and a path with nothing but what a test puts there."""
    (tmp_path / "bin").mkdir()
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    (tmp_path / "p.tfplan").write_bytes(BINARY)
    return tmp_path


def program(folder, script, name="terraform"):
    file = folder / "bin" / name
    file.write_text("#!/bin/sh\n" + script)
    file.chmod(0o755)


def shown(folder, **known):
    return show_plan(folder / "p.tfplan", shown_as="p.tfplan", **{"limit": 10_000, **known})


def test_a_real_plan_is_read_as_if_its_json_had_been_named(tmp_path):
    found = read_input(str(real_plan(tmp_path, {"main.tf": MAIN})), ReadOptions())
    assert found.kind == "terraform-plan"
    assert [one.address for one in found.resources] == [
        "terraform_data.a[0]",
        "terraform_data.a[1]",
    ]
    assert [one.values["input"] for one in found.resources] == ["x0", "x1"]


def test_the_program_runs_in_the_plans_folder_and_gets_no_shell(folder):
    (folder / "answer.json").write_bytes(plan(change("aws_sqs_queue.q", {})))
    hostile = folder / "$(touch owned); -x.tfplan"
    hostile.write_bytes(BINARY)
    program(folder, 'test "$1 $2" = "show -json" && test -f "$3" && /bin/cat answer.json\n')
    found = read_input(str(hostile), ReadOptions())
    assert [one.address for one in found.resources] == ["aws_sqs_queue.q"]
    assert not (folder / "owned").exists()


def test_tofu_is_asked_where_terraform_cannot(folder):
    program(folder, "echo 'Error: wrong version.' >&2; exit 1\n")
    program(folder, "echo '{}'\n", name="tofu")
    assert shown(folder) == b"{}\n"


def test_without_a_program_the_command_is_told(folder):
    with pytest.raises(SourceError, match="no `terraform` or `tofu` is on the path") as refused:
        shown(folder)
    assert "`terraform show -json p.tfplan > plan.json`" in str(refused.value.hint)


def test_what_a_program_complains_about_is_told_on_one_line(folder):
    program(folder, "printf '╷\\n│ Error: Failed \\033[31mto load plugin.\\n│ more' >&2; exit 1\n")
    with pytest.raises(SourceError, match="`terraform` says: failed") as refused:
        shown(folder)
    assert "\n" not in refused.value.message
    assert "\x1b" not in refused.value.message


def test_a_program_that_does_not_end_is_stopped(folder):
    program(folder, "exec /bin/sleep 600\n")
    start = time.monotonic()
    with pytest.raises(SourceError, match=r"took longer than 0\.2 seconds"):
        shown(folder, seconds=0.2)
    assert time.monotonic() - start < 60


def test_an_answer_without_an_end_is_stopped(folder):
    program(folder, "exec /bin/cat /dev/zero\n")
    with pytest.raises(SourceError, match="printed more than"):
        shown(folder)


def test_a_program_that_cannot_be_run_is_told(folder):
    (folder / "bin" / "terraform").write_bytes(b"\x00 no program")
    (folder / "bin" / "terraform").chmod(0o755)
    with pytest.raises(SourceError, match="`terraform` cannot be run"):
        shown(folder)


@pytest.mark.parametrize("answer", ["", "{}", "null", "{", '{"format_version": "9.0"}'])
def test_an_answer_that_is_no_plan_is_never_a_pass(folder, answer, capsys):
    program(folder, f"printf '%s' '{answer}'\n")
    assert main(["check", str(folder / "p.tfplan"), "--jurisdiction", "eu"]) == 3
    assert "Traceback" not in capsys.readouterr().err


def test_a_binary_plan_through_a_pipe_is_refused(monkeypatch):
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(BINARY)))
    with pytest.raises(SourceError, match="binary format") as refused:
        read_input("-", ReadOptions())
    assert "terraform show -json" in str(refused.value.hint)
