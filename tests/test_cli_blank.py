"""A variable that is not set in CI leaves an empty text behind: no verb takes it for a folder.

`Path("")` is the current folder, so an empty `--policies` would make that the law.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator

import pytest
import typer
from typer.core import TyperArgument, TyperGroup, TyperOption

from compliance_toolkit.cli.main import main
from compliance_toolkit.cli.program import app
from compliance_toolkit.policy.bundle import default_root

BLANK = ["", " ", "\t\n", "\u00a0"]
BUCKET = 'provider "aws" {\n  region = "eu-central-1"\n}\nresource "aws_s3_bucket" "b" {}\n'
HINT = "hint: give it a value or leave it out; is this a shell variable that is not set?\n"
PATHS = {
    "check": {"PATH", "--config", "--var-file", "--source", "--output", "--policies"},
    "resolve": {"--config", "--policies"},
    "prove": {"--config", "--output", "--counterexample", "--policies"},
    "explain tenant": {"--config", "--policies"},
    "explain rule": {"--config", "--policies"},
    "explain law": {"--policies"},
    "explain route": {"--config", "--policies"},
    "explain denial": {"--config", "--policies"},
    "explain resource": {"--input", "--var-file", "--source", "--config", "--policies"},
}
"""Where each verb takes a path; the tests find more where there is more."""


def given(group: TyperGroup, *words: str) -> Iterator[tuple[str, str]]:
    """Every verb with every parameter that takes a text: whatever is a path is among them."""
    for word, command in group.commands.items():
        if isinstance(command, TyperGroup):
            yield from given(command, *words, word)
            continue
        for param in command.params:
            if isinstance(param, TyperArgument):
                yield " ".join((*words, word)), param.metavar or ""
            elif isinstance(param, TyperOption) and not param.is_flag:
                yield " ".join((*words, word)), param.opts[0]


def program() -> TyperGroup:
    found = typer.main.get_command(app)
    assert isinstance(found, TyperGroup)
    return found


GIVEN = list(given(program()))


def required(command: str, but: str) -> list[str]:
    """What a verb cannot do without, so that it is not this that is missed."""
    needed = {
        "resolve": {"--tenant": "acme", "--model": "claude-opus-5-5"},
        "explain denial": {"--tenant": "acme", "--model": "claude-opus-5-5"},
        "explain resource": {"--input": "main.tf", "ADDRESS": "aws_s3_bucket.b"},
        "explain tenant": {"TENANT": "acme"},
        "explain route": {"DEPLOYMENT": "bedrock-eu"},
        "check": {"--jurisdiction": "eu"},
    }
    wanted = {k: v for k, v in needed.get(command, {}).items() if k != but}
    return [x for k, v in wanted.items() for x in ((k, v) if k.startswith("--") else (v,))]


def test_every_path_is_among_what_is_tried():
    found: dict[str, set[str]] = {}
    for verb, name in GIVEN:
        found.setdefault(verb, set()).add(name)
    assert found.keys() == PATHS.keys()
    assert all(found[verb] >= paths for verb, paths in PATHS.items())


@pytest.fixture
def here(tmp_path, monkeypatch):
    """The current folder, with a source in it."""
    (tmp_path / "main.tf").write_text(BUCKET)
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize("blank", BLANK, ids=["empty", "space", "tab", "no-break"])
@pytest.mark.parametrize(("verb", "name"), GIVEN)
def test_a_blank_text_is_a_usage_error(verb, name, blank, here, capsys):
    before = [*verb.split(), *required(verb, name)]
    option = name.startswith("--")
    ways = [[name, blank], [f"{name}={blank}"]] if option else [[blank], ["--", blank]]
    for way in ways:
        assert main([*before, *way]) == 2
        shown = capsys.readouterr()
        kind = "blank" if blank else "empty"
        after = name if option else "--" if way[1:] else ""
        where = f"the text after `{after}`" if after else "an argument"
        assert shown.err == f"error: {where} is {kind}\n{HINT}"
        assert shown.out == ""
    assert [one.name for one in here.iterdir()] == ["main.tf"]


@pytest.mark.parametrize("way", [["--policies", ""], ["--policies="], ["--policies= "]])
@pytest.mark.parametrize(
    "verb", [["check", "../main.tf", "--jurisdiction", "eu"], ["explain", "law"]], ids=" ".join
)
def test_the_current_folder_is_no_law_unless_it_is_named(verb, way, here, monkeypatch):
    law = shutil.copytree(default_root(), here / "law")
    monkeypatch.chdir(law)
    assert main([*verb, "--policies", "."]) == 0
    assert main([*verb, *way]) == 2


@pytest.mark.parametrize(
    ("arguments", "where"),
    [
        (["check", "--output", "--", "--policies="], "the text after `--policies`"),
        (["check", "--var-env", ""], "the text after `--var-env`"),
        (["check", "infra", "", "--jurisdiction", "eu"], "an argument"),
        (["check", "--var", "token=hidden", ""], "an argument"),
        (["check", "--var=token=hidden", ""], "an argument"),
        ([""], "an argument"),
    ],
)
def test_a_blank_text_hides_behind_nothing_and_tells_nothing_else(arguments, where, capsys):
    assert main(arguments) == 2
    assert capsys.readouterr().err == f"error: {where} is empty\n{HINT}"


def test_a_variable_may_be_empty_and_a_name_may_hold_blanks(tmp_path):
    folder = tmp_path / " infra eu "
    folder.mkdir()
    (folder / "main.tf").write_text(BUCKET + 'variable "x" {}\n')
    assert main(["check", str(folder), "--jurisdiction", "eu", "--var", "x="]) == 0
    assert main(["check", str(folder), "--jurisdiction", "eu", "--var=x="]) == 0
