"""Each part of a plan, met through the real command: what it says reaches the report."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from compliance_toolkit.cli.main import main
from terraform_files import write
from terraform_plans import block, change, plan, real_plan

LOGS = "aws_cloudwatch_log_group.chat"
KEPT = {"name": "chat", "retention_in_days": 30}
GONE = {"actions": ["delete"], "before": KEPT, "after": None}
BUCKET = "aws_s3_bucket.logs"
LOGGING = "aws_bedrock_model_invocation_logging_configuration.all"


def check(capsys: Any, path: Path, *arguments: str) -> tuple[int, dict[str, Any]]:
    """Exit code and JSON report."""
    code = main(["check", str(path), "--jurisdiction", "eu", "--format", "json", *arguments])
    return code, json.loads(capsys.readouterr().out)


def checked(
    capsys: Any, folder: Path, *changes: dict[str, Any], **more: Any
) -> tuple[int, dict[str, Any]]:
    """The same of a plan that is built on the spot."""
    file = folder / "plan.json"
    file.write_bytes(plan(*changes, **more))
    return check(capsys, file)


def verdict(report: dict[str, Any], id_: str, address: str = LOGS) -> str:
    found = (f for f in report["findings"] if f["resource"]["address"] == address)
    return next(str(one["verdict"]) for one in found if one["check"] == id_)


def test_what_others_changed_is_told_and_what_they_took_away_fails(capsys, tmp_path):
    drift = [change(LOGS, KEPT, actions=["update"])]
    drift[0]["change"]["before"] = KEPT
    code, report = checked(capsys, tmp_path, change(LOGS, KEPT), resource_drift=drift)
    assert (code, report["inputs"][0]["drifted"]) == (0, [LOGS])
    gone = {"address": LOGS, "mode": "managed", "type": "aws_cloudwatch_log_group", "change": GONE}
    queue = change("aws_sqs_queue.q", {"name": "q"})
    code, report = checked(capsys, tmp_path, queue, resource_drift=[gone])
    assert (code, verdict(report, "EST-001", "estate")) == (1, "fail")


def test_people_are_told_of_drift_too(capsys, tmp_path):
    file = tmp_path / "plan.json"
    drift = [change(LOGS, KEPT, actions=["update"])]
    drift[0]["change"]["before"] = KEPT
    file.write_bytes(plan(change(LOGS, KEPT), resource_drift=drift))
    assert main(["check", str(file), "--jurisdiction", "eu"]) == 0
    assert f"drifted {file}: {LOGS} was changed by others\n" in capsys.readouterr().out


def test_what_stays_and_is_forgotten_is_named(capsys, tmp_path):
    queue, other = change("aws_sqs_queue.q", {"name": "q"}), change("aws_sqs_queue.z")
    other["change"].update(actions=["forget"], before={"name": "z", "region": "us-east-1"})
    code, report = checked(capsys, tmp_path, queue, other)
    assert (code, report["inputs"][0]["forgotten"]) == (0, ["aws_sqs_queue.z"])
    file = tmp_path / "plan.json"
    file.write_bytes(plan(queue, other))
    assert main(["check", str(file), "--jurisdiction", "eu"]) == 0
    told = f"forgotten {file}: aws_sqs_queue.z stays as it is, and was not checked\n"
    assert told in capsys.readouterr().out
    code, report = checked(capsys, tmp_path, queue)
    assert "forgotten" not in report["inputs"][0]


def test_what_an_author_asserts_moves_no_verdict(capsys, tmp_path):
    forever = change(LOGS, {"name": "chat", "retention_in_days": 0})
    checks = [{"address": {"kind": "resource"}, "status": "pass", "instances": []}]
    code, report = checked(capsys, tmp_path, forever, checks=checks)
    assert (code, verdict(report, "RET-001")) == (1, "fail")


@pytest.mark.parametrize(
    ("reason", "unknown", "code"),
    [
        ("instance_count_unknown", None, "unknown-count"),
        ("provider_config_unknown", {"retention_in_days": True}, "known-after-apply"),
    ],
)
def test_a_deferred_change_is_no_basis_for_a_conclusion(capsys, tmp_path, reason, unknown, code):
    later = change(LOGS, {}, unknown=unknown)
    deferred = [{"reason": reason, "resource_change": later}]
    queue = change("aws_sqs_queue.q", {"name": "q"})
    exit_code, report = checked(capsys, tmp_path, queue, deferred_changes=deferred)
    assert (exit_code, report["inputs"][0]["unresolved"]) == (3, 1)
    assert verdict(report, "RET-001") == "unknown"
    reasons = {f["reason"]["code"] for f in report["findings"] if f["reason"]}
    assert code in reasons


def test_a_secret_is_unknown_and_not_printed(capsys, tmp_path):
    hidden = change(LOGS, {"name": "hush", "retention_in_days": 4711}, sensitive={"name": True})
    hidden["change"]["after_sensitive"]["retention_in_days"] = True
    code, report = checked(capsys, tmp_path, hidden)
    assert (code, verdict(report, "RET-001")) == (1, "unknown")
    assert "hush" not in json.dumps(report)
    assert "4711" not in json.dumps(report)


@pytest.mark.parametrize(("region", "said"), [("eu-west-1", "pass"), ("us-east-1", "fail")])
def test_an_unknown_is_followed_to_what_is_known(capsys, tmp_path, region, said):
    """The name of a bucket is not known before it is made; the bucket that it refers to is."""
    bucket = change(BUCKET, {"region": region}, unknown={"id": True, "bucket": True})
    delivery = [{"s3_config": [{}], "text_data_delivery_enabled": True}]
    logging = change(
        LOGGING,
        {"logging_config": delivery},
        unknown={"logging_config": [{"s3_config": [{"bucket_name": True}]}]},
    )
    named = {"references": [f"{BUCKET}.id", BUCKET]}
    blocks = [
        block(BUCKET),
        block(LOGGING, logging_config=[{"s3_config": [{"bucket_name": named}]}]),
    ]
    _, report = checked(capsys, tmp_path, bucket, logging, blocks=blocks)
    assert verdict(report, "LOG-001", LOGGING) == said


def test_findings_stand_on_the_line_of_a_source_that_is_named(capsys, tmp_path):
    block_ = 'resource "aws_cloudwatch_log_group" "chat" {\n  name = "chat"\n}\n'
    write(tmp_path, {"infra/main.tf": f"\n\n{block_}", "plans/plan.json": plan(change(LOGS, KEPT))})
    path = tmp_path / "plans" / "plan.json"
    _, report = check(capsys, path)
    assert [one["location"] for one in report["findings"]] == [None] * len(report["findings"])
    _, report = check(capsys, path, "--source", str(tmp_path / "infra"))
    assert [one["location"]["line"] for one in report["findings"]] == [3] * len(report["findings"])


def test_a_plan_and_a_state_of_opentofu_are_judged(capsys, tmp_path):
    logs = {**change(LOGS, KEPT), "provider_name": "registry.opentofu.org/hashicorp/aws"}
    code, report = checked(capsys, tmp_path, logs, terraform_version="1.10.0")
    assert (code, report["inputs"][0]["kind"]) == (0, "terraform-plan")
    state = {
        "version": 4,
        "terraform_version": "1.10.0",
        "serial": 1,
        "lineage": "x",
        "outputs": {},
        "resources": [
            {
                "mode": "managed",
                "type": "aws_cloudwatch_log_group",
                "name": "chat",
                "provider": 'provider["registry.opentofu.org/hashicorp/aws"]',
                "instances": [
                    {
                        "schema_version": 0,
                        "attributes": {
                            **KEPT,
                            "arn": "arn:aws:logs:eu-west-1:111122223333:log-group:chat",
                        },
                    }
                ],
            }
        ],
    }
    file = tmp_path / "terraform.tfstate"
    file.write_text(json.dumps(state))
    code, report = check(capsys, file)
    assert (code, report["inputs"][0]["kind"]) == (0, "terraform-state")
    assert verdict(report, "RET-001") == "pass"


def test_a_plan_in_binary_form_is_judged_like_its_json(capsys, tmp_path):
    file = real_plan(tmp_path, {"main.tf": 'resource "terraform_data" "x" {\n  count = 2\n}\n'})
    code, report = check(capsys, file)
    assert report["inputs"][0]["kind"] == "terraform-plan"
    assert (code, report["inputs"][0]["resources"]) == (4, 2)


def test_a_plan_in_binary_form_is_refused_with_the_command_to_run(capsys, tmp_path, monkeypatch):
    file = tmp_path / "p.tfplan"
    file.write_bytes(b"PK\x03\x04" + bytes(100))
    monkeypatch.setenv("PATH", str(tmp_path))
    assert main(["check", str(file), "--jurisdiction", "eu"]) == 3
    assert "terraform show -json" in capsys.readouterr().err


@pytest.mark.parametrize("version", ["0.1", "0.2", "1.0", "1.2", "1.99"])
def test_every_format_that_is_known_is_judged(capsys, tmp_path, version):
    code, report = checked(capsys, tmp_path, change(LOGS, KEPT), format_version=version)
    assert (code, verdict(report, "RET-001")) == (0, "pass")
