"""`compliance check` on bad input: one clear line, the right exit code, no trace, never a pass."""

import json
import os
import subprocess
import sys

import pytest

from compliance_toolkit.cli.main import main

GOOD = """
provider "aws" {
  region = "us-east-1"
}

resource "aws_s3_bucket" "abroad" {
  bucket = "acme"
}
"""


def check(*arguments):
    return main(["check", *map(str, arguments), "--jurisdiction", "eu"])


def the_one_line(capsys):
    """What a person reads first: an error, without a trace."""
    said = capsys.readouterr()
    assert "Traceback" not in said.out + said.err
    assert "compliant" not in said.out.replace("not compliant", "")
    return said


PLAN = {
    "format_version": "1.2",
    "terraform_version": "1.11.0",
    "resource_changes": [],
    "configuration": {"root_module": {}},
}

BROKEN = {
    "truncated": b'{"format_version": "1.2", "resource_changes": [',
    "deeply nested": b"[" * 200_000,
    "deeply nested objects": b'{"a":' * 100_000 + b"1" + b"}" * 100_000,
    "lone surrogate": b'{"format_version": "1.2", "resource_changes": [{"address": "\\ud800"}]}',
    "nan": b'{"format_version": "1.2", "resource_changes": [], "x": NaN}',
    "infinity": b'{"format_version": "1.2", "resource_changes": [], "x": -Infinity}',
    "duplicate key": b'{"format_version": "1.2", "resource_changes": [], "resource_changes": []}',
    "duplicate key inside": b'{"format_version": "1.2", "resource_changes": [{"address": "a.b", '
    b'"mode": "managed", "type": "a", "change": {"actions": ["create"], '
    b'"after": {"r": 1, "r": 2}}}]}',
    "no utf-8": b'{"format_version": "1.2\xff"}',
    "empty": b"",
    "a brace": b"{",
    "an object": b"{}",
    "an array": b"[]",
    "null": b"null",
    "a number": b"3",
    "words": b"Error: no plan\n",
    "zip": b"PK\x03\x04" + bytes(40),
    "next major": json.dumps({**PLAN, "format_version": "2.0"}).encode(),
    "no version": json.dumps({**PLAN, "format_version": None}).encode(),
    "errored": json.dumps({**PLAN, "errored": True}).encode(),
    "incomplete": json.dumps({**PLAN, "complete": False}).encode(),
    "old state": json.dumps({"version": 3, "terraform_version": "0.11.0", "modules": []}).encode(),
}


@pytest.mark.parametrize("content", BROKEN.values(), ids=BROKEN)
def test_a_broken_file_is_an_error_and_never_a_pass(content, tmp_path, capsys):
    path = tmp_path / "plan.json"
    path.write_bytes(content)
    assert check(path) == 3
    said = the_one_line(capsys)
    assert str(path) in said.out
    (error,) = [line for line in said.err.splitlines() if line.startswith("error: ")]
    assert str(path) in error


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_a_plan_in_another_encoding_is_read(encoding, tmp_path, capsys):
    path = tmp_path / "plan.json"
    path.write_bytes(json.dumps(PLAN).encode(encoding))
    assert check(path) == 4
    the_one_line(capsys)


def test_a_missing_path_is_an_error(tmp_path, capsys):
    assert check(tmp_path / "nowhere") == 3
    assert "nowhere" in the_one_line(capsys).out


def test_an_empty_directory_is_nothing_checked(tmp_path, capsys):
    assert check(tmp_path) == 4
    the_one_line(capsys)


def test_a_directory_without_resources_is_nothing_checked(tmp_path, capsys):
    (tmp_path / "main.tf").write_text('variable "x" {}\n')
    assert check(tmp_path) == 4
    the_one_line(capsys)


BAD_TERRAFORM = {
    "binary": b"\x7fELF\x02\x01\x01\x00" + bytes(range(256)),
    "syntax error": b'resource "aws_s3_bucket" "x" {\n  bucket = \n',
    "not closed": b'resource "aws_s3_bucket" "x" {\n',
    "no utf-8": b'resource "aws_s3_bucket" "x" { bucket = "\xff" }\n',
    "deeply nested": b"locals { x = " + b"(" * 20_000 + b"1" + b")" * 20_000 + b" }\n",
}


@pytest.mark.parametrize("content", BAD_TERRAFORM.values(), ids=BAD_TERRAFORM)
def test_a_bad_file_beside_a_good_one_is_an_error_and_the_good_one_is_reported(
    content, tmp_path, capsys
):
    (tmp_path / "good.tf").write_text(GOOD)
    (tmp_path / "bad.tf").write_bytes(content)
    assert check(tmp_path) == 3
    said = the_one_line(capsys)
    assert "aws_s3_bucket.abroad" in said.out
    assert "bad.tf" in said.out
    (error,) = [line for line in said.err.splitlines() if line.startswith("error: ")]
    assert "bad.tf" in error


def test_a_file_that_cannot_be_opened_is_an_error(tmp_path, capsys):
    (tmp_path / "good.tf").write_text(GOOD)
    (tmp_path / "gone.tf").symlink_to(tmp_path / "nowhere.tf")
    assert check(tmp_path) == 3
    assert "gone.tf" in the_one_line(capsys).out


def test_a_directory_named_like_a_file_is_an_error(tmp_path, capsys):
    (tmp_path / "good.tf").write_text(GOOD)
    (tmp_path / "odd.tf").mkdir()
    assert check(tmp_path) == 3
    assert "odd.tf" in the_one_line(capsys).out


def test_a_loop_of_links_is_an_error(tmp_path, capsys):
    (tmp_path / "a.tf").symlink_to(tmp_path / "b.tf")
    (tmp_path / "b.tf").symlink_to(tmp_path / "a.tf")
    assert check(tmp_path) == 3
    assert "a.tf" in the_one_line(capsys).out


def test_a_path_that_is_a_loop_of_links_is_an_error(tmp_path, capsys):
    (tmp_path / "plan.json").symlink_to(tmp_path / "plan.json")
    assert check(tmp_path / "plan.json") == 3
    the_one_line(capsys)


def test_a_module_that_calls_itself_ends_and_is_an_error(tmp_path, capsys):
    (tmp_path / "main.tf").write_text(GOOD + 'module "again" {\n  source = "./."\n}\n')
    assert check(tmp_path) == 3
    the_one_line(capsys)


@pytest.mark.skipif(os.geteuid() == 0, reason="root opens every file")
def test_a_file_without_permission_is_an_error(tmp_path, capsys):
    (tmp_path / "good.tf").write_text(GOOD)
    (tmp_path / "closed.tf").write_text(GOOD)
    (tmp_path / "closed.tf").chmod(0)
    assert check(tmp_path) == 3
    assert "closed.tf" in the_one_line(capsys).out


def test_one_unreadable_input_does_not_hide_the_findings_of_another(tmp_path, capsys):
    (tmp_path / "good").mkdir()
    (tmp_path / "good" / "main.tf").write_text(GOOD)
    (tmp_path / "plan.json").write_text("{")
    assert check(tmp_path / "good", tmp_path / "plan.json") == 3
    assert "aws_s3_bucket.abroad" in the_one_line(capsys).out


def test_one_empty_input_among_others_is_nothing_checked(tmp_path, capsys):
    for name, text in (("full", GOOD.replace("us-east-1", "eu-west-1")), ("empty", "")):
        (tmp_path / name).mkdir()
        (tmp_path / name / "main.tf").write_text(text)
    assert check(tmp_path / "full", tmp_path / "empty") == 4
    the_one_line(capsys)


def test_a_hostile_name_cannot_forge_a_line(tmp_path, capsys):
    folder = tmp_path / "x\n0 fail, compliant\x1b[2K"
    folder.mkdir()
    (folder / "main.tf").write_text(GOOD)
    assert check(folder) == 1
    said = capsys.readouterr().out
    assert "\x1b" not in said
    assert not [line for line in said.splitlines() if line.startswith("0 fail, compliant")]


class TestUsage:
    def test_a_path_without_law_is_a_usage_error(self, tmp_path, capsys, monkeypatch):
        monkeypatch.chdir(tmp_path)
        assert main(["check", str(tmp_path)]) == 2
        assert "has no law to be held to" in capsys.readouterr().err

    def test_nothing_named_at_all_is_a_usage_error(self, tmp_path, capsys, monkeypatch):
        monkeypatch.chdir(tmp_path)
        assert main(["check"]) == 2
        assert "nothing to check" in capsys.readouterr().err

    @pytest.mark.parametrize(
        ("arguments", "expected"),
        [
            (["--jurisdiction", "EU"], "did you mean `eu`"),
            (["--jurisdiction", "narnia"], "known are `au`, `br`, `ca`"),
            (["--jurisdiction", "eu", "--regime", "gpdr"], "did you mean `gdpr`"),
            (["--jurisdiction", "eu", "--var", "region"], "NAME=VALUE"),
            (["--jurisdiction", "eu", "--fail-on", "none"], "fail-on"),
            (["--jurisdiction", "eu", "--nope"], "no such option"),
            (["--jurisdiction", "eu", "--config", "nowhere.yaml"], "nowhere.yaml"),
            (["--jurisdiction", "eu", "--policies", ".", "--engine", "http://[::1]:1"], "both"),
        ],
    )
    def test_a_wrong_command_line_is_a_usage_error(self, arguments, expected, tmp_path, capsys):
        (tmp_path / "main.tf").write_text(GOOD)
        assert main(["check", str(tmp_path), *arguments]) == 2
        said = capsys.readouterr()
        assert expected in said.err
        assert said.out == ""

    def test_no_verb_is_a_usage_error(self, capsys):
        assert main(["chek"]) == 2
        assert "no such command" in capsys.readouterr().err


def test_a_bundle_that_is_not_there_is_a_usage_error(tmp_path, capsys):
    (tmp_path / "main.tf").write_text(GOOD)
    assert check(tmp_path, "--policies", tmp_path / "nowhere") == 2
    assert "nowhere" in capsys.readouterr().err


def test_an_engine_that_is_not_there_is_an_error(tmp_path, capsys):
    (tmp_path / "main.tf").write_text(GOOD)
    assert check(tmp_path, "--engine", "http://127.0.0.1:1") == 3
    said = capsys.readouterr()
    assert "127.0.0.1:1" in said.err
    assert said.out == ""


def test_a_crash_is_an_error_and_says_that_it_is_ours(monkeypatch, tmp_path, capsys):
    from compliance_toolkit.api import compliance  # noqa: PLC0415

    def crash(*_arguments, **_options):
        raise RuntimeError("boom")

    monkeypatch.setattr(compliance, "check", crash)
    assert check(tmp_path) == 3
    assert "this is a bug in compliance: RuntimeError" in capsys.readouterr().err


def test_a_reader_that_hangs_up_is_an_error(tmp_path):
    (tmp_path / "main.tf").write_text(GOOD)
    reader, writer = os.pipe()
    os.close(reader)
    done = subprocess.run(
        [
            sys.executable,
            "-Im",
            "compliance_toolkit.cli",
            "check",
            tmp_path,
            "--jurisdiction",
            "eu",
        ],
        stdout=writer,
        stderr=subprocess.PIPE,
        text=True,
        check=False,
    )
    os.close(writer)
    assert done.returncode == 3
    assert "Traceback" not in done.stderr


def test_a_plan_on_standard_input_is_read():
    done = subprocess.run(
        [sys.executable, "-Im", "compliance_toolkit.cli", "check", "-", "--jurisdiction", "eu"],
        input=json.dumps(PLAN),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 4
    assert "Traceback" not in done.stderr
