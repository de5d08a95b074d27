"""What stands beside a source and is not read as part of it: other roots, and who drives it."""

import json

import pytest

from compliance_toolkit.cli.main import main
from terraform_files import PROVIDER, write

QUEUE = 'resource "aws_sqs_queue" "q" {}\n'
GOOD = PROVIDER + QUEUE
ABROAD = 'provider "aws" {\n  region = "us-east-1"\n}\n' + QUEUE
INPUTS = 'inputs = {\n  region = "us-east-1"\n}\n'
DEFAULT = 'variable "region" { default = "eu-west-1" }\nprovider "aws" { region = var.region }\n'


@pytest.fixture
def check(capsys, tmp_path, monkeypatch):
    """Writes files, checks paths, and gives the exit code and what was printed."""
    monkeypatch.chdir(tmp_path)

    def check(files, *paths, as_text=False):
        write(tmp_path, files)
        form = [] if as_text else ["--format", "json"]
        code = main(["check", *(paths or ["."]), "--jurisdiction", "eu", *form])
        out = capsys.readouterr().out
        return code, out if as_text else json.loads(out)

    return check


def unread(report):
    return [one.get("unread", []) for one in report["inputs"]]


class TestFoldersThatNoCallReaches:
    def test_are_named_and_nothing_is_said_of_them(self, check):
        files = {"main.tf": GOOD, "prod/main.tf": ABROAD, "live/eu/x.tofu": GOOD}
        code, report = check(files)
        assert (code, unread(report)) == (0, [["live/eu", "prod"]])
        _, text = check({}, as_text=True)
        assert text.splitlines()[-1] == "compliant; not looked at: `live/eu`, `prod`"
        assert "unread .: prod, which none of its module calls reaches" in text

    def test_are_not_those_of_modules_that_are_called(self, check):
        call = 'module "m" {\n  source = "./modules/m"\n}\n'
        none = 'module "n" {\n  source = "./modules/n"\n  count  = 0\n}\n'
        files = {
            "main.tf": GOOD + call + none,
            "modules/m/main.tf": QUEUE + 'module "inner" {\n  source = "./inner"\n}\n',
            "modules/m/inner/main.tf": QUEUE,
            "modules/n/main.tf": QUEUE,
        }
        code, report = check(files)
        assert (code, unread(report)) == (0, [[]])
        _, text = check({}, as_text=True)
        assert text.splitlines()[-1] == "compliant"

    def test_are_not_those_that_another_path_reads(self, check):
        call = 'module "m" {\n  source = "../shared"\n}\n'
        files = {
            "main.tf": GOOD,
            "prod/main.tf": GOOD + call,
            "shared/main.tf": QUEUE,
            "dev/main.tf": GOOD,
            ".git/HEAD": "",
        }
        code, report = check(files, ".", "prod")
        assert (code, unread(report)) == (0, [["dev"], []])

    @pytest.mark.parametrize(
        "folder", [".terraform/modules/m", ".hidden", "node_modules/x", "docs", "prod.txt"]
    )
    def test_are_none_where_no_configuration_of_ones_own_stands(self, check, folder):
        name = "main.tf" if folder.startswith((".", "node")) else "readme.md"
        _, report = check({"main.tf": GOOD, f"{folder}/{name}": ABROAD})
        assert unread(report) == [[]]

    def test_may_hold_only_what_drives_terraform(self, check):
        _, report = check({"main.tf": GOOD, "prod/terragrunt.hcl": INPUTS})
        assert unread(report) == [["prod"]]

    def test_may_be_links(self, check, tmp_path):
        write(tmp_path / "elsewhere", {"main.tf": ABROAD})
        write(tmp_path / "infra", {"main.tf": GOOD})
        (tmp_path / "infra/prod").symlink_to(tmp_path / "elsewhere")
        (tmp_path / "infra/loop").symlink_to(tmp_path / "infra")
        _, report = check({}, "infra")
        assert unread(report) == [["infra/prod"]]

    def test_are_no_links_that_a_call_takes_out_of_what_is_read(self, check, tmp_path):
        call = 'module "m" {\n  source = "./mod"\n}\n'
        write(tmp_path / "elsewhere", {"main.tf": ABROAD})
        write(tmp_path / "infra", {"main.tf": GOOD + call, "prod/main.tf": GOOD})
        (tmp_path / "infra/mod").symlink_to(tmp_path / "elsewhere")
        (tmp_path / "infra/same").symlink_to(tmp_path / "elsewhere")
        code, report = check({}, "infra")
        assert (code, unread(report)) == (1, [["infra/prod"]])
        (finding,) = [one for one in report["findings"] if one["verdict"] == "unknown"]
        assert (finding["resource"]["address"], finding["reason"]) == (
            "module.m",
            {"code": "outside-input", "reference": "./mod, a link, outside of infra"},
        )
        assert report["inputs"][0].get("problems", []) == []
        _, text = check({}, "infra", as_text=True)
        assert "check out all that it reads" in text

    def test_are_named_where_there_is_nothing_else(self, check):
        code, text = check({"prod/main.tf": GOOD, "dev/main.tf": GOOD}, as_text=True)
        assert code == 4
        assert "unread .: dev, which none of its module calls reaches" in text
        assert "hint: name a folder that is a root of its own as a further PATH" in text

    def test_do_not_change_what_a_failure_says(self, check):
        code, text = check({"main.tf": ABROAD, "prod/main.tf": GOOD}, as_text=True)
        assert (code, text.splitlines()[-1]) == (1, "violations: 1 fail")

    def test_are_told_to_the_platform_too(self, check, capsys):
        check({"main.tf": GOOD, "prod/main.tf": ABROAD})
        main(["check", ".", "--jurisdiction", "eu", "--format", "github"])
        assert "compliant; not looked at: `prod`" in capsys.readouterr().out


class TestTerragrunt:
    @pytest.mark.parametrize(
        "name", ["terragrunt.hcl", "terragrunt.hcl.json", "terragrunt.stack.hcl", "root.hcl"]
    )
    @pytest.mark.parametrize("path", [".", "main.tf"])
    def test_gives_what_nobody_sees_here(self, check, name, path):
        code, report = check({"main.tf": DEFAULT + QUEUE, name: INPUTS}, path)
        (problem,) = report["inputs"][0]["problems"]
        assert code == 3
        assert problem["message"] == (
            "variables and files come from Terragrunt, which is not supported"
        )
        assert problem["location"] == {"file": name, "line": 1}
        assert "terragrunt show -json" in problem["hint"]
        assert report["inputs"][0]["assumptions"] == []

    @pytest.mark.parametrize(
        "text",
        [
            'include "root" {\n  path = "x"\n}\n',
            'generate "p" {\n  path = "provider.tf"\n}\n',
            'terraform {\n  source = "../m"\n}\n',
            "inputs = {",
        ],
    )
    def test_may_be_told_by_a_file_that_others_include(self, check, text):
        code, _ = check({"main.tf": GOOD, "root.hcl": text})
        assert code == 3

    def test_is_not_meant_by_any_file_of_that_name(self, check):
        code, report = check({"main.tf": GOOD, "root.hcl": 'locals {\n  x = 1\n}\njob "x" {}\n'})
        assert (code, report["inputs"][0]["problems"]) == (0, [])

    def test_does_not_drive_the_modules_that_are_called(self, check):
        call = 'module "m" {\n  source = "./m"\n}\n'
        files = {"main.tf": GOOD + call, "m/main.tf": QUEUE, "m/terragrunt.hcl": INPUTS}
        code, _ = check(files)
        assert code == 0

    def test_may_be_all_that_stands_there(self, check):
        code, _ = check({"terragrunt.hcl": 'terraform {\n  source = "../m"\n}\n'})
        assert code == 3


def test_below_a_single_file_nothing_is_looked_for(check):
    _, report = check({"main.tf": GOOD, "prod/main.tf": ABROAD}, "main.tf")
    assert unread(report) == [[]]
