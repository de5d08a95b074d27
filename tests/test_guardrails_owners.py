"""What binds something may go with it only if nothing stands under its name, and none is lost."""

from __future__ import annotations

import json
from typing import Any

import pytest

from compliance_toolkit.cli.main import main
from terraform_files import write
from terraform_plans import change, plan

QUEUE = change("aws_sqs_queue.q", {"name": "q"})
DENIES = json.dumps({"Statement": [{"Effect": "Deny", "Action": "bedrock:*", "Resource": "*"}]})
GRANTS = json.dumps({"Statement": [{"Effect": "Allow", "Action": "s3:Get*", "Resource": "*"}]})
ARN = "arn:aws:iam::111122223333:policy/guard"
LOCK = {"bucket": "logs", "rule": [{"default_retention": [{"mode": "GOVERNANCE", "days": 9}]}]}


def altered(
    address: str, before: Any, after: Any, *actions: str, unknown: Any = None
) -> dict[str, Any]:
    one: dict[str, Any] = change(address, after, unknown, actions=list(actions))
    one["change"] |= {"before": before, "before_sensitive": {}}
    return one


def deleted(address: str, before: Any) -> dict[str, Any]:
    return altered(address, before, None, "delete")


@pytest.fixture
def verdict(tmp_path, capsys):
    """What EST-001 says of a plan, through the command."""

    def ask(*changes: dict[str, Any], **more: Any) -> Any:
        file = tmp_path / "plan.json"
        file.write_bytes(plan(QUEUE, *changes, **more))
        main(["check", str(file), "--jurisdiction", "eu", "--format", "json"])
        findings = json.loads(capsys.readouterr().out)["findings"]
        (found,) = [one for one in findings if one["check"] == "EST-001"]
        return found["verdict"]

    return ask


OWNED = [
    (
        "aws_iam_role_policy.g",
        {"role": "r", "name": "guard", "policy": DENIES},
        "aws_iam_role",
        {"name": "r"},
    ),
    (
        "aws_iam_user_policy.g",
        {"user": "u", "name": "guard", "policy": DENIES},
        "aws_iam_user",
        {"name": "u"},
    ),
    (
        "awscc_iam_role_policy.g",
        {"role_name": "r", "policy_name": "guard", "policy_document": DENIES},
        "awscc_iam_role",
        {"role_name": "r"},
    ),
    (
        "aws_s3_bucket_policy.g",
        {"bucket": "logs", "policy": DENIES},
        "aws_s3_bucket",
        {"bucket": "logs"},
    ),
    ("aws_s3_bucket_object_lock_configuration.g", LOCK, "aws_s3_bucket", {"bucket": "logs"}),
    (
        "azurerm_storage_management_policy.g",
        {"storage_account_id": "/x/storageAccounts/logs"},
        "azurerm_storage_account",
        {"id": "/x/storageAccounts/logs", "name": "logs"},
    ),
]


@pytest.mark.parametrize(("address", "guard", "kind", "owner"), OWNED)
def test_an_owner_that_is_made_again_under_another_address_is_left_without_its_guard(
    verdict, address, guard, kind, owner
):
    gone, old = deleted(address, guard), deleted(f"{kind}.old", owner)
    assert verdict(gone, old) == "pass"
    assert verdict(gone, old, change(f"{kind}.new", owner)) == "fail"
    assert verdict(gone, old, altered(f"{kind}.new", owner, owner, "no-op")) == "fail"
    other = {name: f"{value}-2" for name, value in owner.items()}
    assert verdict(gone, old, change(f"{kind}.new", other)) == "pass"
    nameless = change(f"{kind}.new", {}, dict.fromkeys(owner, True))
    assert verdict(gone, old, nameless) == "unknown"
    assert verdict(gone, old, nameless, change(f"{address}2", guard)) == "pass"


@pytest.mark.parametrize(
    ("guard", "owner", "made"),
    [
        (OWNED[0], {}, {"name_prefix": "r-"}),
        (OWNED[3], {}, {"bucket_prefix": "logs-"}),
        (OWNED[5], {}, {"name": "other"}),
    ],
)
def test_a_name_that_is_made_up_is_no_name_of_before(verdict, guard, owner, made):
    address, values, kind, owner = guard
    named = "id" if kind.startswith("azurerm") else next(iter(owner))
    new = change(f"{kind}.new", made, {named: True})
    assert verdict(deleted(address, values), deleted(f"{kind}.old", owner), new) == "pass"


def test_records_under_a_lock_go_with_a_bucket_that_is_emptied(verdict):
    lock = deleted("aws_s3_bucket_object_lock_configuration.l", LOCK)
    for emptied, told in ((True, "unknown"), (False, "pass"), (None, "pass")):
        bucket = {"bucket": "logs", "force_destroy": emptied}
        assert verdict(lock, deleted("aws_s3_bucket.b", bucket)) == told
    rules = deleted("aws_s3_bucket_lifecycle_configuration.l", {**LOCK, "rule": []})
    bucket = {"bucket": "logs", "force_destroy": True}
    assert verdict(rules, deleted("aws_s3_bucket.b", bucket)) == "pass"


GROUPS = [
    ("aws_cloudwatch_log_group", "name"),
    ("awscc_logs_log_group", "log_group_name"),
]


@pytest.mark.parametrize(("kind", "name"), GROUPS)
@pytest.mark.parametrize("days", [0, None])
def test_records_without_an_end_are_missed_when_their_group_is_deleted(verdict, kind, name, days):
    values = {name: "chat", "retention_in_days": days}
    assert verdict(deleted(f"{kind}.g", values)) == "fail"
    assert verdict(altered(f"{kind}.g", values, None, "forget")) == "pass"
    bounded = {**values, "retention_in_days": 30}
    assert verdict(altered(f"{kind}.g", values, bounded, "update")) == "pass"
    assert verdict(deleted(f"{kind}.g", {**values, "skip_destroy": True})) == "pass"


ROLE = "aws_iam_role.r"
INSIDE = [{"name": "guard", "policy": DENIES}]
BOUND = [
    ({"inline_policy": INSIDE}, {"inline_policy": []}, "fail"),
    ({"inline_policy": INSIDE}, {"inline_policy": [{"name": "x", "policy": GRANTS}]}, "fail"),
    ({"inline_policy": INSIDE}, {"inline_policy": [{**INSIDE[0], "name": "other"}]}, "pass"),
    ({"inline_policy": INSIDE}, {"inline_policy": INSIDE, "description": "new"}, "pass"),
    ({"inline_policy": [{"name": "x", "policy": GRANTS}]}, {"inline_policy": []}, "pass"),
    ({"inline_policy": [{"name": "x", "policy": "{"}]}, {"inline_policy": []}, "unknown"),
    ({"permissions_boundary": ARN}, {"permissions_boundary": None}, "fail"),
    ({"managed_policy_arns": [ARN]}, {"managed_policy_arns": []}, "unknown"),
    ({"managed_policy_arns": [ARN]}, {"managed_policy_arns": [ARN, "arn:2"]}, "pass"),
]


@pytest.mark.parametrize(("before", "after", "told"), BOUND)
def test_a_role_that_stays_keeps_what_bound_it(verdict, before, after, told):
    before, after = {"name": "r", **before}, {"name": "r", **after}
    assert verdict(altered(ROLE, before, after, "update")) == told
    other = change("aws_iam_role.new", after)
    assert verdict(deleted(ROLE, before), other) == told  # made again elsewhere
    same = {"name": "r", "inline_policy": before.get("inline_policy", []), **before}
    assert verdict(deleted(ROLE, same), change("aws_iam_role.new", same)) == "pass"


@pytest.mark.parametrize("before", [{"inline_policy": INSIDE}, {"permissions_boundary": ARN}])
def test_a_role_that_is_deleted_may_go_and_one_that_is_forgotten_acts_on(verdict, before):
    before = {"name": "r", **before}
    assert verdict(deleted(ROLE, before)) == "pass"
    assert verdict(altered(ROLE, before, None, "forget")) == "unknown"
    free = {"name": "r", "inline_policy": [{"name": "x", "policy": GRANTS}]}
    assert verdict(altered(ROLE, free, None, "forget")) == "pass"
    nameless = change("aws_iam_role.new", {}, {"name": True})
    assert verdict(deleted(ROLE, before), nameless) == "unknown"
    assert verdict(deleted(ROLE, free), nameless) == "pass"


def test_a_forgotten_role_says_that_it_is_forgotten_and_what_to_do(tmp_path, capsys):
    file = tmp_path / "plan.json"
    before = {"name": "r", "permissions_boundary": ARN}
    file.write_bytes(plan(QUEUE, altered(ROLE, before, None, "forget")))
    main(["check", str(file), "--jurisdiction", "eu", "--format", "json"])
    findings = json.loads(capsys.readouterr().out)["findings"]
    (found,) = [one for one in findings if one["check"] == "EST-001"]
    assert found["reason"] == {
        "code": "outside-input",
        "reference": f"{ROLE}, which is forgotten",
    }
    main(["check", str(file), "--jurisdiction", "eu"])
    assert "keep it in the configuration with what binds it" in capsys.readouterr().out


def test_what_a_role_denied_inside_may_be_denied_by_a_policy_of_its_own(verdict):
    emptied = altered(
        ROLE, {"name": "r", "inline_policy": INSIDE}, {"name": "r", "inline_policy": []}, "update"
    )
    own = {"role": "r", "name": "guard", "policy": DENIES}
    assert verdict(emptied, change("aws_iam_role_policy.p", own)) == "pass"
    assert verdict(emptied, change("aws_iam_role_policy.p", {**own, "role": "x"})) == "fail"
    assert verdict(emptied, change("aws_iam_role_policy.p", {**own, "policy": GRANTS})) == "fail"
    for name in ("role", "policy"):
        late = {key: value for key, value in own.items() if key != name}
        assert verdict(emptied, change("aws_iam_role_policy.p", late, {name: True})) == "unknown"


def test_what_a_role_was_told_to_attach_counts_by_what_it_denies(verdict):
    struck = altered(
        ROLE,
        {"name": "r", "managed_policy_arns": [ARN]},
        {"name": "r", "managed_policy_arns": []},
        "update",
    )
    for text, told in ((DENIES, "fail"), (GRANTS, "pass")):
        values = {"name": "guard", "arn": ARN, "policy": text}
        policy = altered("aws_iam_policy.p", values, values, "no-op")
        assert verdict(struck, policy) == told
        attached = change("aws_iam_role_policy_attachment.a", {"role": "r", "policy_arn": ARN})
        assert verdict(struck, policy, attached) == "pass"


def test_a_policy_of_another_kind_does_not_stand_in_though_it_says_the_same(verdict):
    values = {"name": "eu", "type": "SERVICE_CONTROL_POLICY", "content": DENIES}
    old = deleted("aws_organizations_policy.a", values)
    for kind, told in (("RESOURCE_CONTROL_POLICY", "fail"), (values["type"], "pass")):
        new = change("aws_organizations_policy.n", {**values, "type": kind})
        assert verdict(old, new) == told


def test_a_policy_of_tags_guards_nothing(verdict):
    values = {"name": "tags", "type": "TAG_POLICY", "content": "{}"}
    assert verdict(deleted("aws_organizations_policy.a", values)) == "pass"


def test_a_deny_policy_of_googles_is_missed(verdict):
    values = {"parent": "x", "name": "eu", "rules": [{"deny_rule": [{"denied_permissions": []}]}]}
    address = "google_iam_deny_policy.a"
    assert verdict(deleted(address, values)) == "fail"
    assert verdict(altered(address, values, {**values, "display_name": "x"}, "update")) == "pass"
    assert verdict(altered(address, values, {**values, "rules": []}, "update")) == "unknown"


@pytest.mark.parametrize(
    ("lifecycle", "told"),
    [("destroy = true", "pass"), ("destroy = false", "unknown"), ("", "unknown")],
)
def test_a_source_that_lets_go_of_a_role_says_how(tmp_path, capsys, lifecycle, told):
    text = 'resource "aws_sqs_queue" "q" {\n  name = "q"\n}\n'
    block = f"removed {{\n  from = aws_iam_role.r\n  lifecycle {{\n    {lifecycle}\n  }}\n}}\n"
    write(tmp_path, {"main.tf": text + block})
    main(["check", str(tmp_path), "--jurisdiction", "eu", "--format", "json"])
    findings = json.loads(capsys.readouterr().out)["findings"]
    assert [one["verdict"] for one in findings if one["check"] == "EST-001"] == [told]


SET = {"instance_arn": "i-1", "name": "Admin", "inline_policy": None}
ENDPOINT = {"vpc_id": "vpc-1", "service_name": "com.amazonaws.eu-west-1.bedrock", "policy": None}
OF_SETS = ("aws_ssoadmin_permission_set", "arn", SET, "inline_policy", "permission_set_arn")
OF_ENDPOINTS = ("aws_vpc_endpoint", "id", ENDPOINT, "policy", "vpc_endpoint_id")


@pytest.mark.parametrize("replaced", [True, False])
@pytest.mark.parametrize(
    ("kind", "other", "told"),
    [
        (OF_SETS, {}, "unknown"),
        (OF_SETS, {"name": None}, "unknown"),
        (OF_SETS, {"name": "Readers"}, "pass"),
        (OF_SETS, {"instance_arn": "i-2"}, "pass"),
        (OF_ENDPOINTS, {}, "unknown"),
        (OF_ENDPOINTS, {"service_name": None}, "unknown"),
        (OF_ENDPOINTS, {"vpc_id": "vpc-2"}, "pass"),
    ],
)
def test_what_is_made_in_place_of_what_goes_has_nothing_bound_to_it(
    verdict, kind, other, told, replaced
):
    """Its name is another one, and so nothing that was bound to the other binds it."""
    owner, named, values, document, by = kind
    guard = deleted(f"{owner}_{document}.g", {by: "1", document: DENIES, "instance_arn": "i-1"})
    after = {name: value for name, value in {**values, **other}.items() if value is not None}
    late = dict.fromkeys((named, *(name for name, value in other.items() if value is None)), True)
    gone = deleted(f"{owner}.a", {**values, named: "1"})
    made = [gone, change(f"{owner}.b", after, late)]
    if replaced:
        before = {**values, named: "1"}
        made = [altered(f"{owner}.a", before, after, "delete", "create", unknown=late)]
    assert verdict(guard, *made) == told
    assert verdict(guard, gone) == "pass"
