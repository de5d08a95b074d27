"""How quickly a check starts: what it loads, and that options are read as before."""

import subprocess
import sys
from pathlib import Path

import pytest
import typer
from typer.core import TyperCommand, TyperGroup

from compliance_toolkit.cli import check
from compliance_toolkit.cli.main import app, main

LOADED = """
import sys
from compliance_toolkit.cli.main import main
code = main(sys.argv[1:])
loaded = {"pydantic", "yaml", "multiprocessing", "rich", "jsonschema"} & sys.modules.keys()
print(code, *sorted(loaded), file=sys.stderr)
"""
BUCKET = 'provider "aws" {\n  region = "eu-central-1"\n}\nresource "aws_s3_bucket" "b" {}\n'


def test_a_check_without_a_project_file_loads_no_models_and_no_yaml(tmp_path):
    Path(tmp_path, "main.tf").write_text(BUCKET)
    done = subprocess.run(
        [sys.executable, "-Ic", LOADED, "check", ".", "--jurisdiction", "eu", "--fail-on", "high"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stderr == "0\n"


def test_the_guard_sees_what_is_loaded(tmp_path):
    done = subprocess.run(
        [sys.executable, "-Ic", LOADED, "check", ".", "--jobs", "1"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
    )
    assert "pydantic" in done.stderr.split()


PLAIN = typer.Typer(pretty_exceptions_enable=False, rich_markup_mode=None, add_completion=False)
PLAIN.command("check", cls=TyperCommand)(check.check)
PLAIN.callback()(lambda: None)


@pytest.mark.parametrize(
    "arguments",
    [
        ["a", "-", "b", "--jurisdiction", "eu", "--jurisdiction", "de"],
        ["--config", "no-such-file", "--output", "x", "--var-file", "a", "--var-file", "b"],
        ["--format", "json", "--fail-on", "high", "--unknown", "warn"],
        ["--jobs", "3", "--var-env", "--engine", "http://127.0.0.1:8181"],
        ["--format", "xml"],
        ["--fail-on", "High"],
        ["--jobs", "0"],
        ["--output", ""],
        [""],
        [],
    ],
    ids=" ".join,
)
def test_options_are_read_as_typer_reads_them(arguments):
    assert read(app, arguments) == read(PLAIN, arguments)


def read(program, arguments):
    """What becomes of arguments: the parameters of the command, or the error."""
    group = typer.main.get_command(program)
    assert isinstance(group, TyperGroup)
    try:
        return group.commands["check"].make_context("check", [*arguments]).params
    except typer.exceptions.TyperException as error:
        return type(error), error.format_message()


def test_a_file_that_may_not_be_read_is_a_usage_error_as_before(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr("os.access", lambda *_: False)
    Path(tmp_path, "compliance.yaml").touch()
    assert main(["check", "x", "--config", str(tmp_path / "compliance.yaml")]) == 2
    assert "is not readable" in capsys.readouterr().err
