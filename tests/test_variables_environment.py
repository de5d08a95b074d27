"""`TF_VAR_name` counts only when it is asked for, and what it gave is told."""

from __future__ import annotations

import json

import pytest

from compliance_toolkit.cli.main import main
from terraform_files import write

INFRA = {
    "main.tf": """
variable "region" { default = "us-east-1" }
variable "days" {
  type    = number
  default = 1
}
variable "name" {
  default   = "x"
  sensitive = true
}
variable "unused" { default = 1 }
provider "aws" { region = var.region }
resource "aws_cloudwatch_log_group" "chat" {
  name              = var.name
  retention_in_days = var.days
}
""",
}
CHAT = "aws_cloudwatch_log_group.chat"


@pytest.fixture
def infra(tmp_path, monkeypatch):
    for name, value in {"region": "eu-west-1", "days": "30", "name": "hush", "other": "1"}.items():
        monkeypatch.setenv(f"TF_VAR_{name}", value)
    monkeypatch.chdir(tmp_path)
    write(tmp_path / "infra", INFRA)


def report(capsys, *arguments):
    """The JSON report of the infra."""
    main(["check", "infra", "--jurisdiction", "eu", "--format", "json", *arguments])
    return json.loads(capsys.readouterr().out)


def place(found):
    """Where the report says the log group is."""
    return {one["resource"]["region"] for one in found["findings"] if one["check"] == "RES-001"}


@pytest.mark.usefixtures("infra")
class TestVariablesOfTheEnvironment:
    def test_do_not_count_unless_they_are_asked_for(self, capsys):
        found = report(capsys)
        assert place(found) == {"us-east-1"}
        assert "given" not in found["inputs"][0]

    def test_are_told_as_given_and_a_secret_without_its_value(self, capsys):
        found = report(capsys, "--var-env")
        assert place(found) == {"eu-west-1"}
        assert found["inputs"][0]["assumptions"] == []
        assert found["inputs"][0]["given"] == [
            {"variable": "days", "by": "TF_VAR_days", "value": 30, "sensitive": False},
            {"variable": "name", "by": "TF_VAR_name", "value": None, "sensitive": True},
            {"variable": "region", "by": "TF_VAR_region", "value": "eu-west-1", "sensitive": False},
        ]
        assert "hush" not in json.dumps(found)

    def test_stand_below_what_is_typed(self, capsys):
        found = report(capsys, "--var-env", "--var", "region=eu-north-1")
        assert place(found) == {"eu-north-1"}
        assert [one["variable"] for one in found["inputs"][0]["given"]] == ["days", "name"]

    def test_are_no_assumption(self, capsys):
        found = report(capsys, "--var-env", "--assume-defaults", "no")
        assert place(found) == {"eu-west-1"}

    @pytest.mark.parametrize("form", ["text", "github"])
    def test_are_told_to_people(self, capsys, form):
        main(["check", "infra", "--jurisdiction", "eu", "--format", form, "--var-env"])
        said = capsys.readouterr().out
        assert "given infra: region=eu-west-1 (TF_VAR_region)" in said
        assert "given infra: name (TF_VAR_name, sensitive)" in said
        assert "hush" not in said

    def test_are_steps_of_a_chain(self, capsys):
        explain = ["explain", "resource", CHAT, "--input", "infra"]
        assert main([*explain, "--var-env"]) == 0
        assert "var.region, by the environment" in capsys.readouterr().out
        assert main(explain) == 0
        assert "var.region, by its default" in capsys.readouterr().out

    def test_that_are_no_value_are_a_problem(self, capsys, monkeypatch):
        monkeypatch.setenv("TF_VAR_days", "thirty")
        assert main(["check", "infra", "--jurisdiction", "eu", "--var-env"]) == 3
        assert "`var.days` is not of its type" in capsys.readouterr().err
