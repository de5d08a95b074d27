"""What mutants of the policies showed that no other plan looked at: what each value comes to."""

from __future__ import annotations

from typing import Any

import pytest

from estate_changes import altered, asking, deny, document

DENIES = document(deny(Action="bedrock:*"))
GRANTS = document({"Effect": "Allow", "Action": "s3:Get*", "Resource": "*"})
VAULT = {"backup_vault_name": "v"}
WALL = {"project": "p", "name": "w", "direction": "EGRESS", "deny": [{"protocol": "all"}]}
LINE = {"project": "p", "firewall_policy": "g", "action": "deny", "direction": "EGRESS"}
RULE = {"action": [{"type": "Delete"}], "condition": [{"age": 30}]}
BUCKET = {"name": "b", "lifecycle_rule": [RULE], "retention_policy": []}
INSIDE = {"role": "r", "name": "n"}
GATE = {"vpc_endpoint_id": "vpce-1"}

Case = tuple[str, dict[str, Any], dict[str, Any], dict[str, Any], str]
CASES: list[Case] = [
    ("google_compute_firewall.x", WALL, {"disabled": None}, {"disabled": False}, "pass"),
    ("google_compute_firewall.x", WALL, {}, {"deny": [{"protocol": "tcp"}]}, "unknown"),
    ("google_compute_firewall_policy_rule.x", LINE, {}, {"priority": 7}, "unknown"),
    ("google_compute_firewall_policy_rule.x", LINE, {"priority": 7}, {"priority": None}, "unknown"),
    ("google_compute_firewall_policy_rule.x", LINE, {"priority": 7}, {"priority": 8}, "fail"),
    ("aws_backup_vault_lock_configuration.x", VAULT, {}, {"min_retention_days": 30}, "pass"),
    ("aws_backup_vault_lock_configuration.x", VAULT, {}, {"max_retention_days": 90}, "pass"),
    (
        "aws_backup_vault_lock_configuration.x",
        VAULT,
        {"max_retention_days": 90},
        {"max_retention_days": None},
        "fail",
    ),
    (
        "aws_backup_vault_lock_configuration.x",
        VAULT,
        {"max_retention_days": 90},
        {"max_retention_days": 60},
        "pass",
    ),
    (
        "google_storage_bucket.x",
        BUCKET,
        {},
        {"retention_policy": [{"retention_period": 1, "is_locked": False}]},
        "pass",
    ),
    ("aws_cloudtrail.x", {"name": "t"}, {"enable_logging": None}, {"enable_logging": True}, "pass"),
    ("aws_iam_role_policy.x", INSIDE, {"policy": None}, {"policy": DENIES}, "pass"),
    ("aws_iam_role_policy.x", INSIDE, {"policy": DENIES}, {"policy": None}, "fail"),
    ("aws_iam_role_policy.x", INSIDE, {"policy": "{"}, {"policy": None}, "unknown"),
    ("aws_vpc_endpoint_policy.x", GATE, {"policy": None}, {"policy": GRANTS}, "pass"),
    (
        "aws_iam_role_policy_attachments_exclusive.x",
        {"role_name": "r"},
        {"policy_arns": None},
        {"policy_arns": []},
        "unknown",
    ),
]


@pytest.mark.parametrize("case", CASES)
def test_a_value_that_is_set_or_taken_away_is_weighed_by_what_it_means(tmp_path, capsys, case):
    address, names, before, after, told = case
    one = altered(address, names | before, names | before | after)
    assert asking(tmp_path, capsys)(one)["verdict"] == told


def kept(**more: Any) -> list[dict[str, Any]]:
    return [{"default_retention": [{"mode": "GOVERNANCE", "days": 0, "years": 0, **more}]}]


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ([], kept(days=9), "pass"),
        (kept(days=9), kept(days=3), "fail"),
        (kept(days=9), [], "fail"),
        (kept(days=9), kept(days=9, mode="COMPLIANCE"), "unknown"),
        (kept(years=1), kept(days=365), "pass"),
        (kept(days=365), kept(years=1), "pass"),
        (kept(years=1), kept(days=364), "fail"),
        (kept(days=1), kept(days=2), "pass"),
        (kept(days=1), kept(days="x", years=None), "unknown"),
    ],
)
def test_a_lock_of_a_bucket_holds_for_as_many_days(tmp_path, capsys, before, after, told):
    was, then = ({"bucket": "b", "rule": rule} for rule in (before, after))
    one = altered("aws_s3_bucket_object_lock_configuration.l", was, then)
    assert asking(tmp_path, capsys)(one)["verdict"] == told


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ([], [{"resources": ["a"]}], "pass"),
        ([{"resources": ["a"]}], [], "fail"),
        ([{"resources": []}], [{"resources": ["a"]}], "pass"),
        ([{"resources": ["a"]}], [{"resources": ["b"]}], "fail"),
        ([{"resources": ["a"], "x": 1}], [{"resources": ["b", "a"], "x": 1}], "pass"),
        ([{"access_levels": ["a"]}], [{"access_levels": ["a", "b"]}], "unknown"),
    ],
)
def test_a_perimeter_is_around_as_much(tmp_path, capsys, before, after, told):
    was, then = ({"name": "p", "status": status} for status in (before, after))
    one = altered("google_access_context_manager_service_perimeter.p", was, then)
    assert asking(tmp_path, capsys)(one)["verdict"] == told
