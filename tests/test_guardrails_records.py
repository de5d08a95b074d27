"""What keeps records, and what stops traffic to elsewhere, is a guardrail that is missed."""

from __future__ import annotations

import json
from typing import Any

import pytest

from compliance_toolkit.cli.main import main
from estate_changes import LINE, QUEUE, altered, asking
from terraform_plans import change, plan

VAULT = {"backup_vault_name": "v", "min_retention_days": 30, "max_retention_days": 90}
SET = {"instance_arn": "arn:i", "permission_set_arn": "arn:s"}
BOUNDARY = [{"managed_policy_arn": "arn:aws:iam::aws:policy/ReadOnlyAccess"}]
ID = "/subscriptions/s/containers/c"
HELD = {"storage_container_resource_manager_id": ID, "immutability_period_in_days": 30}
DAY = 86400
KEPT = {"retention_period": 30 * DAY, "is_locked": False}
RULE = {"action": [{"type": "Delete"}], "condition": [{"age": 30}]}
MOVES = {"action": [{"type": "SetStorageClass"}], "condition": [{"age": 30}]}
WALL = {
    "project": "p",
    "name": "closed",
    "direction": "EGRESS",
    "deny": [{"protocol": "all"}],
    "disabled": False,
    "priority": 1000,
}


def gone(address: str, before: Any, action: str = "delete") -> Any:
    return altered(address, before, None, action)


@pytest.fixture
def verdict(tmp_path, capsys):
    """What EST-001 says of a plan."""
    found = asking(tmp_path, capsys)
    return lambda *changes: found(*changes)["verdict"]


GUARDS = [
    ("aws_backup_vault_lock_configuration.g", VAULT),
    ("aws_ssoadmin_permissions_boundary_attachment.g", SET | {"permissions_boundary": BOUNDARY}),
    ("azurerm_storage_container_immutability_policy.g", HELD),
    ("google_compute_firewall.g", WALL),
    ("google_compute_firewall_policy_rule.g", LINE),
    ("google_compute_network_firewall_policy_rule.g", LINE),
    ("google_compute_region_network_firewall_policy_rule.g", LINE | {"region": "europe-west1"}),
]


@pytest.mark.parametrize(("address", "before"), GUARDS)
def test_what_guards_is_missed_unless_the_same_stands(verdict, address, before):
    assert verdict(gone(address, before)) == "fail"
    assert verdict(gone(address, before, "forget")) == "fail"
    assert verdict(gone(address, before), change(f"{address}2", before)) == "pass"


OWNED = [
    ("aws_backup_vault_lock_configuration.g", VAULT, "aws_backup_vault.o", {"name": "v"}, "pass"),
    (
        "aws_backup_vault_lock_configuration.g",
        VAULT,
        "aws_backup_vault.o",
        {"name": "v", "force_destroy": True},
        "unknown",
    ),
    ("aws_backup_vault_lock_configuration.g", VAULT, "aws_backup_vault.o", {"name": "w"}, "fail"),
    (
        "aws_ssoadmin_permissions_boundary_attachment.g",
        SET | {"permissions_boundary": BOUNDARY},
        "aws_ssoadmin_permission_set.o",
        {"arn": "arn:s"},
        "pass",
    ),
    (
        "azurerm_storage_container_immutability_policy.g",
        HELD,
        "azurerm_storage_container.o",
        {"resource_manager_id": ID},
        "unknown",
    ),
]


@pytest.mark.parametrize("case", OWNED)
def test_a_lock_goes_with_what_it_held_only_if_that_was_empty(verdict, case):
    address, before, owner, was, told = case
    assert verdict(gone(address, before), gone(owner, was)) == told


LESS = [
    ("aws_backup_vault_lock_configuration.g", VAULT, {"min_retention_days": 7}, "fail"),
    ("aws_backup_vault_lock_configuration.g", VAULT, {"min_retention_days": None}, "fail"),
    ("aws_backup_vault_lock_configuration.g", VAULT, {"max_retention_days": 900}, "fail"),
    ("aws_backup_vault_lock_configuration.g", VAULT, {"min_retention_days": 60}, "pass"),
    (
        "aws_backup_vault_lock_configuration.g",
        {**VAULT, "changeable_for_days": 3},
        {"changeable_for_days": 30},
        "unknown",
    ),
    (
        "aws_ssoadmin_permissions_boundary_attachment.g",
        SET | {"permissions_boundary": BOUNDARY},
        {"permissions_boundary": [{"managed_policy_arn": "arn:other"}]},
        "unknown",
    ),
    (
        "azurerm_storage_container_immutability_policy.g",
        HELD,
        {"immutability_period_in_days": 3},
        "fail",
    ),
    ("azurerm_storage_container_immutability_policy.g", HELD, {"locked": True}, "pass"),
    (
        "azurerm_storage_container_immutability_policy.g",
        HELD | {"locked": True},
        {"locked": False},
        "fail",
    ),
    ("google_compute_firewall.g", WALL, {"disabled": True}, "fail"),
    ("google_compute_firewall.g", WALL, {"deny": []}, "fail"),
    ("google_compute_firewall.g", WALL, {"direction": "INGRESS"}, "fail"),
    ("google_compute_firewall.g", WALL, {"description": "x"}, "pass"),
    ("google_compute_firewall.g", WALL, {"priority": 65000}, "unknown"),
    ("google_compute_firewall.g", WALL, {"target_tags": ["a"]}, "unknown"),
    ("google_compute_firewall.g", WALL | {"disabled": True}, {"deny": []}, "pass"),
    ("google_compute_network_firewall_policy_rule.g", LINE, {"action": "allow"}, "fail"),
    ("google_compute_network_firewall_policy_rule.g", LINE, {"disabled": True}, "fail"),
    (
        "google_compute_network_firewall_policy_rule.g",
        LINE,
        {"match": [{"dest_ip_ranges": ["10.0.0.0/8"]}]},
        "unknown",
    ),
]


@pytest.mark.parametrize(("address", "before", "changed", "told"), LESS)
def test_less_of_it_is_missed(verdict, address, before, changed, told):
    assert verdict(altered(address, before, before | changed, "update")) == told


QUIET = [
    ("google_compute_firewall.g", WALL | {"direction": "INGRESS"}),
    ("google_compute_firewall.g", WALL | {"direction": None}),
    ("google_compute_firewall.g", WALL | {"deny": []}),
    ("google_compute_firewall.g", WALL | {"disabled": True}),
    ("google_compute_network_firewall_policy_rule.g", LINE | {"action": "allow"}),
    ("google_compute_network_firewall_policy_rule.g", LINE | {"direction": "INGRESS"}),
]


@pytest.mark.parametrize(("address", "before"), QUIET)
def test_what_stops_nothing_that_goes_out_may_go(verdict, address, before):
    assert verdict(gone(address, before)) == "pass"


def test_another_rule_of_the_same_policy_does_not_stand_in(verdict):
    rule = "google_compute_network_firewall_policy_rule"
    other = change(f"{rule}.o", LINE | {"priority": 8})
    assert verdict(gone(f"{rule}.g", LINE), other) == "fail"


BUCKETS = [
    ([KEPT], [], [KEPT], [], "pass"),
    ([KEPT], [], [KEPT | {"retention_period": 60 * DAY}], [], "pass"),
    ([KEPT], [], [KEPT | {"retention_period": str(30 * DAY)}], [], "pass"),
    ([KEPT], [], [KEPT | {"is_locked": True}], [], "pass"),
    ([KEPT], [], [KEPT | {"retention_period": DAY}], [], "fail"),
    ([KEPT], [], [KEPT | {"retention_period": "x"}], [], "unknown"),
    ([KEPT], [], [], [], "fail"),
    ([], [RULE], [], [RULE], "pass"),
    ([], [RULE], [], [MOVES], "fail"),
    ([], [RULE], [], [], "fail"),
    ([], [MOVES], [], [], "pass"),
    ([], [], [], [RULE], "pass"),
    ([], [], [KEPT], [], "pass"),
]


@pytest.mark.parametrize("case", BUCKETS)
def test_a_bucket_of_googles_keeps_and_expires_as_much(verdict, case):
    kept, rules, then_kept, then_rules, told = case
    before = {"name": "b", "retention_policy": kept, "lifecycle_rule": rules}
    after = {"name": "b", "retention_policy": then_kept, "lifecycle_rule": then_rules}
    assert verdict(altered("google_storage_bucket.b", before, after, "update")) == told


@pytest.mark.parametrize(
    ("kept", "more", "action", "told"),
    [
        ([KEPT], {"force_destroy": False}, "delete", "pass"),
        ([KEPT], {"force_destroy": True}, "delete", "unknown"),
        ([], {"force_destroy": True}, "delete", "pass"),
        ([KEPT], {}, "forget", "fail"),
        ([], {}, "forget", "pass"),
    ],
)
def test_a_bucket_that_goes_takes_with_it_what_was_in_it(verdict, kept, more, action, told):
    before = {"name": "b", "retention_policy": kept, "lifecycle_rule": [], **more}
    assert verdict(gone("google_storage_bucket.b", before, action)) == told


@pytest.mark.parametrize("kind", ["aws_networkfirewall_rule_group", "azurerm_firewall_policy"])
def test_a_firewall_that_the_law_does_not_rest_on_is_not_asked_about(tmp_path, capsys, kind):
    file = tmp_path / "plan.json"
    file.write_bytes(plan(QUEUE, gone(f"{kind}.f", {"name": "f"})))
    main(["check", str(file), "--jurisdiction", "eu", "--format", "json"])
    findings = json.loads(capsys.readouterr().out)["findings"]
    assert [one for one in findings if one["check"] == "EST-001"] == []
