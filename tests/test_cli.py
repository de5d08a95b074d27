"""The command as its users meet it: the demo's project, each verb, each exit code."""

import json
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

import pytest

from compliance_toolkit.cli.main import main

EXAMPLES = Path(__file__).parents[1] / "terraform" / "examples"
CONFIG = str(EXAMPLES / "compliance.yaml")


def resolve(*arguments: str) -> int:
    return main(["resolve", "--config", CONFIG, "--at", "2026-11-25", *arguments])


def resolved(capsys, *arguments: str):
    code = resolve(*arguments, "--format", "json")
    return code, json.loads(capsys.readouterr().out)


def test_without_a_verb_the_help_is_the_message(capsys):
    assert main([]) == 2
    assert "resolve" in capsys.readouterr().err


def test_the_workspace_can_be_given_like_a_variable(tmp_path, capsys):
    (tmp_path / "main.tf").write_text(
        'provider "aws" {\n'
        '  region = terraform.workspace == "prod" ? "eu-west-1" : "us-east-1"\n}\n'
        'resource "aws_sqs_queue" "x" {}\n'
    )
    given = ["check", str(tmp_path), "--jurisdiction", "eu"]
    assert main(given) == 1
    assert main([*given, "--var", "terraform.workspace=prod"]) == 0
    assert main([*given, "--var", "terraform.workspace=test"]) == 1


SHORT_OF_MEMORY = """
import resource, sys
from compliance_toolkit.cli.main import main

most = 400 * 2**20
resource.setrlimit(resource.RLIMIT_AS, (most, most))
sys.exit(main(sys.argv[1:]))
"""


@pytest.mark.skipif(sys.platform != "linux", reason="no other system holds a process to a limit")
def test_where_memory_ends_the_command_says_so_and_concludes_nothing(tmp_path):
    plan = tmp_path / "plan.json"
    with plan.open("wb") as file:
        file.truncate(2**30)
    command = [sys.executable, "-c", SHORT_OF_MEMORY, "check", str(plan), "--jurisdiction", "eu"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (3, "")
    assert done.stderr.startswith("error: there is not enough memory")
    assert "Traceback" not in done.stderr


def test_the_version_is_the_packages(capsys):
    assert main(["--version"]) == 0
    assert capsys.readouterr().out == f"compliance-toolkit {version('compliance-toolkit')}\n"


class TestExamples:
    def test_the_compliant_example_is_compliant(self, capsys):
        assert main(["check", str(EXAMPLES / "eu-compliant"), "--config", CONFIG]) == 0
        assert "compliant" in capsys.readouterr().out

    def test_the_violating_example_fails_on_its_lines(self, capsys):
        code = main(
            ["check", str(EXAMPLES / "eu-violating"), "--config", CONFIG, "--format", "json"]
        )
        failed = {
            (finding["check"], finding["resource"]["address"], finding["location"]["line"])
            for finding in json.loads(capsys.readouterr().out)["findings"]
            if finding["verdict"] == "fail"
        }
        assert code == 1
        assert ("RES-001", "aws_sqs_queue.requests", 21) in failed
        assert ("RET-001", "aws_cloudwatch_log_group.prompts", 7) in failed
        assert any(address == "aws_bedrock_inference_profile.opus" for _, address, _ in failed)

    def test_without_a_path_every_audit_of_the_project_is_run(self, capsys):
        assert main(["check", "--config", CONFIG, "--format", "json"]) == 1
        inputs = json.loads(capsys.readouterr().out)["inputs"]
        assert [Path(one["path"]).name for one in inputs] == ["eu-compliant", "eu-violating"]

    def test_a_path_takes_the_law_of_the_project_and_a_flag_only_adds_to_it(self, capsys):
        arguments = ["check", str(EXAMPLES / "eu-compliant"), "--config", CONFIG]
        assert main([*arguments, "--jurisdiction", "us", "--format", "json"]) == 1
        findings = json.loads(capsys.readouterr().out)["findings"]
        assert {finding["jurisdiction"] for finding in findings} == {"eu", "us", None}

    @pytest.mark.parametrize("form", ["text", "json", "sarif", "github"])
    def test_each_format_is_written(self, form, tmp_path, capsys):
        output = tmp_path / "report"
        arguments = ["check", str(EXAMPLES / "eu-violating"), "--config", CONFIG]
        assert main([*arguments, "--format", form, "--output", str(output)]) == 1
        assert "RES-001" in output.read_text()
        assert capsys.readouterr().out == ""


class TestResolve:
    def test_a_european_bank_gets_a_european_route_and_a_client_config(self, capsys):
        code, answer = resolved(capsys, "--tenant", "acme/bank", "--model", "claude-opus-5-5")
        assert (code, answer["outcome"]) == (0, "resolved")
        assert answer["route"]["deployment"] == "bedrock-eu"
        assert answer["route"]["countries"] == ["DE", "ES", "FR", "IE", "IT", "SE"]
        assert answer["config"]["region"] == "eu-central-1"
        assert answer["expires_at"] == "2027-03-31"

    def test_every_deployment_is_in_the_routes_or_in_the_denials(self, capsys):
        _, answer = resolved(capsys, "--tenant", "acme/bank", "--model", "claude-opus-5-5")
        routes = {
            route["deployment"]
            for route in (answer["route"], *answer["fallbacks"], *answer["others"])
        }
        denied = {denial["deployment"] for denial in answer["denials"]}
        assert routes | denied == {"bedrock-eu", "vertex-eu", "claude-us"}
        assert not routes & denied

    def test_a_denial_says_which_rule_why_and_what_would_help(self, capsys):
        code, answer = resolved(capsys, "--tenant", "acme/health", "--model", "claude-haiku-4-5")
        assert (code, answer["outcome"], answer["route"]) == (1, "denied", None)
        (pin,) = [denial for denial in answer["denials"] if denial["rule"] == "RTE-103"]
        assert pin["deployment"] == "claude-us"
        assert pin["message"]
        assert pin["rationale"]
        assert pin["remediation"]

    def test_a_tenant_that_keeps_nothing_gets_only_what_is_attested_to_keep_nothing(self, capsys):
        _, answer = resolved(capsys, "--tenant", "acme/bank/vault", "--model", "claude-opus-5-5")
        routes = [answer["route"], *answer["fallbacks"], *answer["others"]]
        assert [route["deployment"] for route in routes] == ["bedrock-eu"]
        assert "RET-101" in {denial["rule"] for denial in answer["denials"]}

    def test_the_day_after_an_attestation_ends_there_is_no_route(self, capsys):
        arguments = ("--tenant", "acme/bank/vault", "--model", "claude-opus-5-5")
        assert main(["resolve", "--config", CONFIG, "--at", "2027-03-31", *arguments]) == 0
        assert main(["resolve", "--config", CONFIG, "--at", "2027-04-01", *arguments]) == 1
        capsys.readouterr()

    @pytest.mark.parametrize(
        ("arguments", "expected"),
        [
            (("--tenant", "acme/bnak", "--model", "claude-opus-5-5"), "acme/bank"),
            (("--tenant", "acme", "--model", "claude-opus-5-5"), "acme"),
            (("--tenant", "acme/bank", "--model", "claude-opus-5-5", "--at", "soon"), "YYYY-MM-DD"),
        ],
    )
    def test_what_is_misspelled_is_a_usage_error(self, arguments, expected, capsys):
        assert resolve(*arguments) == 2
        said = capsys.readouterr()
        assert expected in said.err
        assert said.out == ""

    @pytest.mark.parametrize(
        ("arguments", "meant"),
        [
            (("--model", "claude-opus-55"), "claude-opus-5-5"),
            (("--model", "claude-opus-5-5", "--feature", "prompt_cashing"), "prompt_caching"),
            (("--model", "claude-opus-5-5", "--data-class", "helth"), "health"),
        ],
    )
    def test_an_unknown_word_in_a_request_is_a_misspelling_not_a_denial(
        self, arguments, meant, capsys
    ):
        assert resolve("--tenant", "acme/bank", *arguments) == 2
        said = capsys.readouterr()
        assert f"`{meant}`" in said.err
        assert said.out == ""

    def test_a_project_file_that_is_not_there_is_a_usage_error(self, capsys):
        assert main(["resolve", "--config", "no.yaml", "--tenant", "a", "--model", "m"]) == 2
        assert "no.yaml" in capsys.readouterr().err

    def test_the_text_names_the_route_and_every_denial(self, capsys):
        assert resolve("--tenant", "acme/bank", "--model", "claude-opus-5-5") == 0
        said = capsys.readouterr().out
        assert "bedrock-eu" in said
        assert "RES-101" in said
