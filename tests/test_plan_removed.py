"""What a plan takes away is a fact: what it was, where, and how it goes."""

from __future__ import annotations

import json

import pytest

from compliance_toolkit.cli.main import main
from compliance_toolkit.models import ReasonCode, Unknown
from terraform_plans import block, change, plan, read

LOGS = "aws_cloudwatch_log_group.logs"
LOGGING = "aws_bedrock_model_invocation_logging_configuration.all"
IRELAND = "arn:aws:logs:eu-west-1:111122223333:log-group:chat"


def taken(address, before=None, actions=("delete",), **more):
    """A change that takes something away."""
    one = change(address, None, actions=list(actions), **more)
    one["change"] |= {"before": before, "before_sensitive": more.get("sensitive", {})}
    return one


def only_removed(*changes, **more):
    (one,) = read(*changes, **more).removed
    return one


def test_what_goes_is_told_with_its_type_its_place_and_its_values():
    one = only_removed(taken(LOGS, {"name": "chat", "retention_in_days": 30}))
    assert (one.address, one.action, one.deposed) == (LOGS, "delete", None)
    assert one.resource.type == "aws_cloudwatch_log_group"
    assert one.resource.region == "eu-west-1"
    assert one.resource.values == {"name": "chat", "retention_in_days": 30}


def test_a_secret_of_what_goes_is_not_kept():
    one = only_removed(taken(LOGS, {"name": "hush"}, sensitive={"name": True}))
    assert "hush" not in repr(one)
    assert one.resource.unknown == {"/name": Unknown(ReasonCode.SENSITIVE, LOGS)}


def test_values_that_a_plan_does_not_tell_are_unknown():
    one = only_removed(taken(LOGS, None))
    assert one.resource.unknown[""].code is ReasonCode.OUTSIDE_INPUT


def test_what_goes_with_its_block_is_where_its_own_arn_says():
    gone = taken(LOGS, {"name": "chat", "arn": IRELAND})
    one = only_removed(gone, blocks=[], providers={})
    assert one.resource.region == "eu-west-1"
    untold = only_removed(taken(LOGS, {"name": "chat"}), blocks=[], providers={})
    assert isinstance(untold.resource.region, Unknown)


def test_what_others_took_away_and_nobody_brings_back_is_gone():
    drift = [taken(LOGS, {"name": "chat"})]
    audit = read(resource_drift=drift)
    assert [(one.address, one.action) for one in audit.removed] == [(LOGS, "gone")]
    assert audit.drifted == (LOGS,)
    brought_back = read(change(LOGS, {"name": "chat"}), resource_drift=drift)
    assert brought_back.removed == ()
    assert brought_back.drifted == (LOGS,)


def test_what_others_changed_is_told_as_what_is_updated():
    drift = [change(LOGS, {"name": "chat"}, actions=["update"])]
    audit = read(change(LOGS, {"name": "chat"}, actions=["no-op"]), resource_drift=drift)
    assert audit.drifted == (LOGS,)
    (one,) = audit.removed
    assert one.then is not None
    assert (one.address, one.action, one.then.values) == (LOGS, "update", {"name": "chat"})


def test_a_data_source_that_is_no_longer_read_is_nothing_taken_away():
    one = taken("data.aws_region.current", {}, mode="data")
    assert read(one, resource_drift=[one]).removed == ()


def checked(tmp_path, raw, capsys):
    """Exit code and JSON report of the real command."""
    file = tmp_path / "plan.json"
    file.write_bytes(raw)
    code = main(["check", str(file), "--jurisdiction", "eu", "--format", "json"])
    return code, json.loads(capsys.readouterr().out)


@pytest.mark.parametrize("actions", [("delete",), ("forget",)])
def test_taking_a_guardrail_away_fails_the_gate(tmp_path, capsys, actions):
    queue = change("aws_sqs_queue.q", {"name": "q"})
    code, report = checked(tmp_path, plan(queue, taken(LOGGING, {}, actions)), capsys)
    assert code == 1
    (found,) = [one for one in report["findings"] if one["check"] == "EST-001"]
    assert (found["verdict"], found["resource"]["address"]) == ("fail", "estate")
    assert found["evidence"] == {"taken_away": [LOGGING]}


def test_a_plan_that_does_nothing_but_take_a_guardrail_away_fails_too(tmp_path, capsys):
    code, report = checked(tmp_path, plan(taken(LOGGING, {})), capsys)
    assert code == 1
    assert report["summary"]["fail"] == 1


def test_a_plan_that_takes_away_no_guardrail_checks_nothing(tmp_path, capsys):
    code, report = checked(tmp_path, plan(taken("aws_sqs_queue.q", {"name": "q"})), capsys)
    assert (code, report["findings"]) == (4, [])


def test_a_guardrail_under_another_name_stands_in(tmp_path, capsys):
    new = change("aws_cloudwatch_log_group.new", {"name": "chat", "retention_in_days": 30})
    old = taken(LOGS, {"name": "chat", "retention_in_days": 30, "arn": IRELAND})
    blocks = [block("aws_cloudwatch_log_group.new")]
    code, report = checked(tmp_path, plan(new, old, blocks=blocks), capsys)
    assert code == 0
    assert [f["verdict"] for f in report["findings"] if f["check"] == "EST-001"] == ["pass"]


DENY = {"Effect": "Deny", "Action": "bedrock:*", "Resource": "*"}
GRANT = {**DENY, "Effect": "Allow"}
POLICY = "arn:aws:iam::111122223333:policy/guard"


def document(*statements):
    return json.dumps({"Version": "2012-10-17", "Statement": statements})


def estate_verdict(tmp_path, capsys, *changes, **more):
    """What EST-001 says of a plan, and why it cannot tell; `None`: it is not asked."""
    _, report = checked(tmp_path, plan(*changes, **more), capsys)
    found = [one for one in report["findings"] if one["check"] == "EST-001"]
    assert len(found) <= 1
    return (found[0]["verdict"], found[0]["reason"]) if found else None


@pytest.mark.parametrize(
    ("address", "before"),
    [
        ("aws_cloudtrail.a", {"name": "t"}),
        ("aws_iam_policy.a", {"name": "guard", "policy": document(DENY)}),
        ("aws_s3_bucket_object_lock_configuration.a", {"bucket": "x"}),
        ("aws_s3_bucket_policy.a", {"bucket": "x", "policy": document(GRANT, DENY)}),
        ("aws_vpc_endpoint_policy.a", {"policy": document(GRANT), "vpc_endpoint_id": "e"}),
        ("azurerm_policy_assignment.a", {"name": "x"}),
        ("azurerm_policy_definition.a", {"name": "x"}),
        ("azurerm_storage_management_policy.a", {"storage_account_id": "x"}),
        ("google_logging_project_bucket_config.a", {"retention_days": 30}),
    ],
)
def test_each_guardrail_that_a_check_judges_fails_the_gate_when_it_goes(
    tmp_path, capsys, address, before
):
    queue = change("aws_sqs_queue.q", {"name": "q"})
    for alone in ((), (queue,)):
        told = estate_verdict(tmp_path, capsys, *alone, taken(address, before))
        assert told == ("fail", None)


def test_a_grant_may_go(tmp_path, capsys):
    before = {"name": "grant", "policy": document(GRANT)}
    assert estate_verdict(tmp_path, capsys, taken("aws_iam_policy.a", before)) == ("pass", None)


def test_a_policy_that_is_detached_counts_by_what_it_denies(tmp_path, capsys):
    detached = taken("aws_iam_role_policy_attachment.a", {"role": "app", "policy_arn": POLICY})
    for statement, verdict in ((DENY, "fail"), (GRANT, "pass")):
        values = {"name": "guard", "arn": POLICY, "policy": document(statement)}
        stands = change("aws_iam_policy.p", values, actions=["no-op"])
        told = estate_verdict(tmp_path, capsys, stands, detached)
        assert told == (verdict, None)
    told = estate_verdict(tmp_path, capsys, detached)
    assert told == ("unknown", {"code": "outside-input", "reference": detached["address"]})
    role = taken("aws_iam_role.app", {"name": "app"})
    assert estate_verdict(tmp_path, capsys, detached, role) == ("pass", None)


def test_a_policy_under_another_name_stands_in_in_whichever_region(tmp_path, capsys):
    values = {"name": "guard", "policy": document(DENY)}
    new = change("aws_iam_policy.new", values)
    old = taken("aws_iam_policy.old", {**values, "arn": POLICY})
    told = estate_verdict(tmp_path, capsys, new, old, blocks=[block("aws_iam_policy.new")])
    assert told == ("pass", None)


def test_a_plan_that_failed_proves_no_guardrail_kept(tmp_path, capsys):
    new = change("aws_cloudwatch_log_group.new", {"name": "chat", "retention_in_days": 30})
    old = taken(LOGS, {"name": "chat", "retention_in_days": 30, "arn": IRELAND})
    code, report = checked(tmp_path, plan(new, old, errored=True), capsys)
    assert code == 3
    assert [f["verdict"] for f in report["findings"] if f["check"] == "EST-001"] == ["unknown"]
