"""Options that no input of a run has a use for are refused: they are not what was meant."""

import json

import pytest

from compliance_toolkit.cli.main import main
from terraform_files import write

SOURCE = """
variable "region" { default = "eu-west-1" }
provider "aws" { region = var.region }
resource "aws_sqs_queue" "q" {}
"""
FIXED = 'provider "aws" { region = "eu-west-1" }\nresource "aws_sqs_queue" "q" {}\n'
PLAN = json.dumps(
    {
        "format_version": "1.2",
        "terraform_version": "1.11.0",
        "resource_changes": [],
        "configuration": {},
        "planned_values": {"root_module": {}},
    }
)


@pytest.fixture
def check(capsys, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    write(
        tmp_path,
        {
            "a/main.tf": SOURCE,
            "b/main.tf": FIXED,
            "broken/main.tf": "variable {",
            "plan.json": PLAN,
            "x.tfvars": 'region = "eu-west-3"\n',
        },
    )

    def check(*arguments):
        code = main(["check", *arguments, "--jurisdiction", "eu"])
        return code, capsys.readouterr().err

    return check


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (
            ["plan.json", "--var", "region=x"],
            "`--var` has no use here: `plan.json` is not Terraform source",
        ),
        (
            ["plan.json", "--var-file", "x.tfvars"],
            "`--var-file` has no use here: `plan.json` is not Terraform source",
        ),
        (["a", "--source", "a"], "`--source` has no use here: `a` is not a plan or a state"),
        (["a", "b", "--source", "a"], "`--source` has no use here: no PATH is a plan or a state"),
        (["a", "--var", "regoin=x"], "`a` declares no variable `regoin`"),
        (["a", "b", "--var", "regoin=x"], "`a`, `b` declare no variable `regoin`"),
        (["b", "--var", "region=x"], "`b` declares no variable `region`"),
    ],
)
def test_what_has_no_use_is_refused(check, arguments, message):
    code, said = check(*arguments)
    assert code == 2
    assert f"error: {message}\n" in said


@pytest.mark.parametrize(
    "arguments",
    [
        ["a", "--var", "region=eu-west-3"],
        ["a", "b", "--var", "region=eu-west-3"],
        ["b", "a", "--var", "region=eu-west-3"],
        ["a", "b", "--var-file", "x.tfvars"],
        ["b", "--var", "terraform.workspace=prod"],
    ],
)
def test_what_one_root_has_a_use_for_is_none_of_the_others_business(check, arguments):
    assert check(*arguments)[0] == 0


def test_what_an_input_that_cannot_be_read_may_take_is_not_refused(check):
    assert check("broken", "--var", "region=x")[0] == 3
    assert check("gone", "plan.json", "--var", "region=x")[0] == 3


def test_a_plan_beside_a_source_leaves_the_source_its_variables(check):
    assert check("a", "plan.json", "--var", "region=eu-west-3")[0] == 4


@pytest.mark.parametrize("option", [["--var", "region=x"], ["--source", "a"]])
def test_who_explains_is_told_the_same(capsys, check, option):
    path = "b"
    code = main(["explain", "resource", "aws_sqs_queue.q", "--input", path, *option])
    assert code == 2
    assert f"`{path}` " in capsys.readouterr().err


@pytest.mark.parametrize("number", ["0", "-1", "many"])
def test_a_number_that_none_can_be_is_refused_in_our_own_words(check, number):
    code, said = check("a", "--jobs", number)
    assert code == 2
    assert said.startswith("error: invalid value for '--jobs': ")
    assert "Input" not in said
