"""What `removed` blocks take away, in a source and in the plan that Terraform makes of it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from compliance_toolkit.api.inputs import ReadOptions, read_input
from compliance_toolkit.cli.main import main
from terraform_files import read, write

PAIR = Path(__file__).parent / "pairs" / "removed"
LOGGING = "aws_bedrock_model_invocation_logging_configuration.destroyed"
LOGS = "aws_cloudwatch_log_group.forgotten"
POLICY = "aws_organizations_policy.destroyed"
INNER = "module.keep.aws_s3_bucket_lifecycle_configuration.old"
QUEUE = 'provider "aws" {\n  region = "eu-west-1"\n}\nresource "aws_sqs_queue" "q" {}\n'


def estate(path: Path, capsys: Any) -> tuple[int, list[dict[str, Any]]]:
    """Exit code of the real command, and what EST-001 says."""
    code = main(["check", str(path), "--jurisdiction", "eu", "--format", "json"])
    findings = json.loads(capsys.readouterr().out)["findings"]
    return code, [one for one in findings if one["check"] == "EST-001"]


def removed(path: Path) -> dict[str, str]:
    told = read_input(str(path), ReadOptions()).removed
    return {one.address: one.action for one in told if one.action != "update"}


def test_both_say_what_is_destroyed_and_what_is_forgotten():
    assert removed(PAIR / "plan.json") == {
        LOGGING: "delete",
        LOGS: "forget",
        POLICY: "delete",
        "module.guards.aws_organizations_policy.in": "delete",
        INNER: "forget",
    }
    assert removed(PAIR) == {
        LOGGING: "removed",  # Terraform destroys it then, and OpenTofu forgets it
        LOGS: "forget",
        POLICY: "delete",
        "module.guards": "removed",
        INNER: "forget",
    }


def test_both_fail_a_guardrail_that_goes_however_it_goes(capsys):
    for path in (PAIR, PAIR / "plan.json"):
        code, (found,) = estate(path, capsys)
        assert (code, found["verdict"]) == (1, "fail")
        assert {LOGGING, POLICY, INNER} <= set(found["evidence"]["taken_away"])


def test_what_is_forgotten_stays_in_a_plan_and_contradicts_nothing():
    plan = read_input(str(PAIR / "plan.json"), ReadOptions())
    assert plan.problems == ()
    assert LOGS not in {one.address for one in plan.resources}


def test_what_is_moved_is_nothing_taken_away():
    for path in (PAIR, PAIR / "plan.json"):
        assert "aws_cloudwatch_log_group.chat" not in removed(path)
        addresses = {one.address for one in read_input(str(path), ReadOptions()).resources}
        assert "aws_cloudwatch_log_group.renamed" in addresses
        assert "aws_cloudwatch_log_group.chat" not in addresses


def test_a_module_that_goes_as_a_whole_may_have_held_a_guardrail(tmp_path, capsys):
    write(tmp_path, {"main.tf": QUEUE + "removed {\n  from = module.guards\n}\n"})
    code, (found,) = estate(tmp_path, capsys)
    assert (code, found["verdict"]) == (1, "unknown")
    assert found["reason"]["reference"] == "module.guards"


@pytest.mark.parametrize(
    ("written", "action"),
    [
        ("", "removed"),
        ("lifecycle {\n    destroy = false\n  }", "forget"),
        ("lifecycle {\n    destroy = true\n  }", "delete"),
        ("lifecycle {\n    destroy = var.x\n  }", "removed"),
        ('provisioner "local-exec" {\n    when = destroy\n  }', "removed"),
    ],
)
def test_a_source_says_how_a_thing_goes_where_it_is_written(tmp_path, written, action):
    block = f"removed {{\n  from = {POLICY}\n  {written}\n}}\n"
    (one,) = read(tmp_path, QUEUE + block).removed
    assert (one.address, one.action) == (POLICY, action)


def test_a_finding_stands_where_the_block_that_takes_away_is_written(tmp_path, capsys):
    block = f"removed {{\n  from = {POLICY}\n}}\n"
    write(tmp_path, {"main.tf": QUEUE, "gone.tf": "\n\n" + block})
    _, (found,) = estate(tmp_path, capsys)
    assert found["location"] == {"file": f"{tmp_path}/gone.tf", "line": 3}
    assert main(["check", str(tmp_path), "--jurisdiction", "eu", "--format", "github"]) == 1
    assert f"file={tmp_path}/gone.tf,line=3" in capsys.readouterr().out
    main(["check", str(tmp_path), "--jurisdiction", "eu"])
    assert f"{tmp_path}/gone.tf:3" in capsys.readouterr().out


def test_a_removed_block_in_json_counts_too(tmp_path):
    block = {"removed": [{"from": POLICY, "lifecycle": [{"destroy": False}]}]}
    files = {"x.tf.json": json.dumps(block)}
    (one,) = read(tmp_path, QUEUE, files=files).removed
    assert (one.address, one.action) == (POLICY, "forget")


def test_an_import_is_judged_by_what_is_written(tmp_path):
    block = 'import {\n  to = aws_sqs_queue.q\n  id = "x"\n}\n'
    audited = read(tmp_path, QUEUE + block)
    assert (audited.problems, audited.removed) == ((), ())
    assert [one.address for one in audited.resources] == ["aws_sqs_queue.q"]


def removal(command: str, destroy: str) -> str:
    return (
        "removed {\n  from = aws_sqs_queue.old\n"
        f"  lifecycle {{\n    destroy = {destroy}\n  }}\n"
        f'  provisioner "local-exec" {{\n    when = destroy\n    command = "{command}"\n  }}\n}}\n'
    )


ASKING = "ANTHROPIC_BASE_URL=https://api.anthropic.com ./summarise.sh"
FAILING = {"removed.aws_sqs_queue.old": ("fail", 5)}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (removal(ASKING, "true"), FAILING),
        (removal(ASKING, "false"), {}),  # nothing is destroyed, so nothing runs
        (removal("curl https://logs.example.org", "true"), {}),
    ],
)
def test_what_runs_when_something_is_removed_is_judged(tmp_path, capsys, text, found):
    write(tmp_path, {"main.tf": QUEUE + text})
    code = main(["check", str(tmp_path), "--jurisdiction", "eu", "--format", "json"])
    findings = json.loads(capsys.readouterr().out)["findings"]
    told = [one for one in findings if one["check"] == "RES-020"]
    assert code == (1 if found else 0)
    assert found == {
        one["resource"]["address"]: (one["verdict"], one["location"]["line"]) for one in told
    }
