"""How quickly a check starts: what it loads, and that options are read as before."""

import subprocess
import sys
from pathlib import Path

import pytest
import typer
from typer.core import TyperArgument, TyperGroup

from compliance_toolkit.cli import check, plain
from compliance_toolkit.cli.checking import Typed
from compliance_toolkit.cli.main import main
from compliance_toolkit.cli.program import app

LOADED = """
import sys
from compliance_toolkit.cli.main import main
code = main(sys.argv[1:])
loaded = {
    "pydantic", "yaml", "multiprocessing", "rich", "jsonschema", "typer"
} & sys.modules.keys()
print(code, *sorted(loaded), file=sys.stderr)
"""
BUCKET = 'provider "aws" {\n  region = "eu-central-1"\n}\nresource "aws_s3_bucket" "b" {}\n'


def test_a_check_without_a_project_file_loads_no_models_no_yaml_and_no_typer(tmp_path):
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
        [sys.executable, "-Ic", LOADED, "check", ".", "--fail-on", "nothing"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
    )
    assert {"pydantic", "typer"} <= {*done.stderr.split()}


PLAIN = [
    ["a", "-", "b=c", "--jurisdiction", "eu", "--jurisdiction=de", "--regime", "gdpr"],
    ["--config", "no-such-file", "--output", "x", "--var-file", "a", "--var-file", "b"],
    ["--format", "json", "--fail-on=high", "--unknown", "warn", "--assume-defaults", "no"],
    ["--jobs", "3", "--var-env", "--engine", "http://127.0.0.1:8181", "--skip-broken-tenants"],
    ["--var", "a=b=c", "--var=region=-eu", "--source", ".", "--policies", "no-such-folder", "x"],
    [],
]
LEFT_TO_TYPER = [
    ["--format", "xml"],
    ["--format", "json", "--format", "text"],
    ["--fail-on", "High"],
    ["--jobs", "0"],
    ["--jobs", "-1"],
    ["--jobs", "two"],
    ["--jobs", "\u0663"],
    ["--output", ""],
    ["--output", "-x"],
    ["--output"],
    ["--config", "nul\0"],
    ["--var-env=yes"],
    ["--var-env", "--var-env"],
    ["--skip-broken"],
    ["--help"],
    ["-x"],
    ["--", "a"],
    [""],
]


@pytest.mark.parametrize("arguments", PLAIN, ids=" ".join)
def test_a_plain_line_is_read_as_typer_reads_it(arguments, monkeypatch):
    assert plain.typed(["check", *arguments]) == as_typer_reads(arguments, monkeypatch)


@pytest.mark.parametrize("arguments", LEFT_TO_TYPER, ids=range(len(LEFT_TO_TYPER)))
def test_a_line_that_is_not_plain_is_left_to_typer(arguments):
    assert plain.typed(["check", *arguments]) is None


@pytest.mark.parametrize("arguments", [[], ["resolve"], ["--version"], ["checks", "x"]])
def test_other_verbs_are_left_to_typer(arguments):
    assert plain.typed(arguments) is None


def test_a_plain_line_can_have_every_option_and_no_other():
    params = {one.name: one for one in command().params if one.name != "help"}
    single = {(name, option) for option, (name, _) in plain.VALUES.items()}
    lists = {(name, option) for option, (name, _) in plain.LISTS.items()}
    switches = {(name, option) for option, name in plain.SWITCHES.items()}
    options = {
        (name.removesuffix("_"), one.opts[0]): one
        for name, one in params.items()
        if not isinstance(one, TyperArgument)
    }
    assert options.keys() == single | lists | switches
    assert {key for key, one in options.items() if one.multiple} == lists
    assert {key for key, one in options.items() if one.is_flag} == switches
    assert all(len(one.opts) == 1 and not one.secondary_opts for one in options.values())
    assert all(one.envvar is None for one in options.values())
    assert {*Typed.__struct_fields__} == {"paths", *(name for name, _ in options)}


def command():
    group = typer.main.get_command(app)
    assert isinstance(group, TyperGroup)
    return group.commands["check"]


def as_typer_reads(arguments, monkeypatch):
    """What the verb is given where typer reads the line."""
    given: list[Typed] = []
    monkeypatch.setattr(check, "run_check", given.append)
    read = command()
    with read.make_context("check", [*arguments]) as context:
        read.invoke(context)
    return given[0]


def test_a_file_that_may_not_be_read_is_a_usage_error_as_before(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr("os.access", lambda *_: False)
    Path(tmp_path, "compliance.yaml").touch()
    assert main(["check", "x", "--config", str(tmp_path / "compliance.yaml")]) == 2
    assert "is not readable" in capsys.readouterr().err
