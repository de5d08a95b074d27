"""What is not read of a source: each by its own true cause, and with what would help."""

import json

import pytest

from compliance_toolkit.cli.main import main
from compliance_toolkit.models import ReasonCode, Unknown
from compliance_toolkit.report.advice import advice_for
from terraform_files import PROVIDER, value_of, write

QUEUE = 'resource "aws_sqs_queue" "q" {}\n'
VPC = "registry.terraform.io/acme/vpc/aws"


def call(source):
    return f'module "m" {{\n  source = "{source}"\n}}\n'


@pytest.fixture
def reason(capsys, tmp_path, monkeypatch):
    """Writes files, checks a path, and gives why a thing is not known, and the advice."""
    monkeypatch.chdir(tmp_path)

    def reason(files, path, address):
        write(tmp_path, files)
        main(["check", path, "--jurisdiction", "eu", "--format", "json"])
        found = json.loads(capsys.readouterr().out)["findings"]
        one = next(f for f in found if f["resource"]["address"] == address)
        assert one["verdict"] == "unknown"
        return one["reason"]["code"], one["reason"]["reference"], one["remediation"]

    return reason


def test_a_file_that_opentofu_passes_over(reason):
    files = {"i/main.tf": QUEUE, "i/main.tofu": PROVIDER + QUEUE}
    assert reason(files, "i", "i/main.tf") == (
        "outside-input",
        "i/main.tf, which OpenTofu passes over",
        "keep one of the two files, or audit a plan: Terraform reads both",
    )


def test_a_file_beside_the_one_that_is_named(reason):
    files = {"i/main.tf": PROVIDER + QUEUE, "i/o.tf": QUEUE}
    assert reason(files, "i/main.tf", "i/o.tf") == (
        "outside-input",
        "i/o.tf, beside the file that is named",
        "name the folder instead of one of its files",
    )


def test_a_circle_of_modules(reason):
    code, reference, _ = reason({"i/main.tf": PROVIDER + call("./")}, "i", "module.m")
    assert (code, reference) == ("function-not-evaluated", "module.m")


def test_a_folder_that_is_missing(reason):
    assert reason({"i/main.tf": PROVIDER + call("./gone")}, "i", "module.m") == (
        "outside-input",
        "./gone",
        "correct the source of the module, or add its folder",
    )


def test_a_download_that_is_stale(reason):
    entry = {"Key": "m", "Source": f"{VPC}x", "Version": "1.0.0", "Dir": ".terraform/modules/m"}
    files = {
        "i/main.tf": PROVIDER + call("acme/vpc/aws"),
        "i/.terraform/modules/modules.json": json.dumps({"Modules": [entry]}),
        "i/.terraform/modules/m/main.tf": QUEUE,
    }
    code, reference, advice = reason(files, "i", "module.m")
    assert (code, reference) == (
        "remote-module",
        "acme/vpc/aws, downloaded from another source or in another version",
    )
    assert advice.startswith("run `terraform init`")


@pytest.mark.parametrize("checkout", [False, True])
def test_a_module_beyond_where_reading_ends(reason, checkout):
    files = {"w/i/main.tf": PROVIDER + call("../../m"), "m/main.tf": QUEUE}
    if checkout:
        files["w/.git/HEAD"] = ""
    code, reference, advice = reason(files, "w/i", "module.m")
    bound = "w" if checkout else "w/i"
    assert (code, reference) == ("outside-input", f"../../m, outside of {bound}")
    assert "nothing is read outside of the git working tree" in advice


@pytest.mark.parametrize("path", ["../x", "/etc/hostname", "link"])
@pytest.mark.parametrize("function", ['file("{}")', 'fileexists("{}")', 'templatefile("{}", {{}})'])
def test_a_file_beyond_where_reading_ends(tmp_path, path, function):
    write(tmp_path, {"x": "hush", "infra/main.tf": ""})
    (tmp_path / "infra/link").symlink_to("../x")
    written = function.format(path)
    why = value_of(tmp_path / "infra", written)
    assert why == Unknown(ReasonCode.FUNCTION_NOT_EVALUATED, f"{written}, outside of infra")
    assert "nothing is read outside" in advice_for(why, "terraform-source")


@pytest.mark.parametrize("function", ['file("{}")', 'filemd5("{}")', 'templatefile("{}", {{}})'])
def test_a_file_that_does_not_exist(tmp_path, function):
    written = function.format("gone.txt")
    why = value_of(tmp_path, written)
    assert why == Unknown(
        ReasonCode.FUNCTION_NOT_EVALUATED, f"{written}, where no such file exists"
    )
    assert advice_for(why, "terraform-source").startswith("add the file, or correct its path")
    assert value_of(tmp_path, f'try({written}, "eu-west-1")') == "eu-west-1"


def test_a_set_of_files_beyond_where_reading_ends(tmp_path):
    why = value_of(tmp_path / "infra", 'fileset("..", "*")')
    assert why.reference == 'fileset("..", "*"), outside of infra'
