"""A guardrail that stays, and reaches less than it did, is no longer the same."""

from __future__ import annotations

from typing import Any

import pytest

from estate_changes import LINE, altered, asking


@pytest.fixture
def verdict(tmp_path, capsys):
    """What EST-001 says where one thing becomes another."""
    found = asking(tmp_path, capsys)

    def ask(address: str, before: Any, after: Any) -> Any:
        return found(altered(address, before, after))["verdict"]

    return ask


def s3(where: Any = None, **more: Any) -> dict[str, Any]:
    """A rule of a bucket, for all that is in it or for what begins as said."""
    return {"status": "Enabled", "filter": [{"prefix": where}], **more}


CURRENT: dict[str, Any] = {"expiration": [{"days": 30}]}
OLD: dict[str, Any] = {"noncurrent_version_expiration": [{"noncurrent_days": 3}]}
MARKER: dict[str, Any] = {"expiration": [{"days": 0, "expired_object_delete_marker": True}]}

S3 = [
    ([s3(**CURRENT)], [s3("", **CURRENT)], "pass"),
    ([s3(**CURRENT)], [s3(expiration=[{"days": 7}])], "pass"),
    ([s3(**CURRENT)], [s3(**CURRENT), s3("tmp/", **CURRENT)], "pass"),
    ([s3("tmp/", **CURRENT)], [s3(**CURRENT)], "pass"),
    ([s3("tmp/", **CURRENT)], [s3("tmp/", expiration=[{"days": 7}])], "pass"),
    ([s3(**CURRENT), s3(**OLD)], [s3(**CURRENT, **OLD)], "pass"),
    ([s3(**MARKER)], [s3()], "pass"),
    ([s3(**CURRENT)], [s3("tmp/", **CURRENT)], "unknown"),
    ([s3("a/", **CURRENT)], [s3("b/", **CURRENT)], "unknown"),
    ([s3("a/", **CURRENT), s3("b/", **CURRENT)], [s3("b/", **CURRENT)], "unknown"),
    ([s3(**CURRENT), s3(**OLD)], [s3(**CURRENT)], "unknown"),
    ([s3(**CURRENT, **OLD)], [s3(**OLD)], "unknown"),
    (
        [s3(**OLD)],
        [s3(noncurrent_version_expiration=[{"newer_noncurrent_versions": 9}])],
        "unknown",
    ),
    ([s3(**CURRENT)], [s3("tmp/", **CURRENT), {**s3(**CURRENT), "status": "Disabled"}], "unknown"),
    ([s3(**CURRENT)], [s3(**MARKER)], "fail"),
]


@pytest.mark.parametrize(("before", "after", "told"), S3)
def test_a_lifecycle_that_expires_less_of_a_bucket_does_not_stand_in(verdict, before, after, told):
    was, then = ({"bucket": "b", "rule": rules} for rules in (before, after))
    assert verdict("aws_s3_bucket_lifecycle_configuration.l", was, then) == told


def gcs(**condition: Any) -> dict[str, Any]:
    return {"action": [{"type": "Delete"}], "condition": [{"age": 30, **condition}]}


GCS = [
    ([gcs()], [gcs(age=7, with_state="ANY")], "pass"),
    ([gcs(matches_prefix=["a/"])], [gcs()], "pass"),
    ([gcs(matches_prefix=["a/"])], [gcs(matches_prefix=["a/", "b/"])], "pass"),
    ([gcs()], [gcs(matches_prefix=["a/"])], "unknown"),
    ([gcs()], [gcs(with_state="ARCHIVED")], "unknown"),
    ([gcs()], [gcs(num_newer_versions=3)], "unknown"),
    ([gcs(), gcs(matches_prefix=["a/"])], [gcs(matches_prefix=["a/"])], "unknown"),
]


@pytest.mark.parametrize(("before", "after", "told"), GCS)
def test_a_rule_that_deletes_less_of_googles_bucket_does_not_stand_in(verdict, before, after, told):
    was, then = ({"name": "b", "lifecycle_rule": r} for r in (before, after))
    assert verdict("google_storage_bucket.b", was, then) == told


DELETES = {"delete_after_days_since_creation_greater_than": 30}
BLOBS = {"blob_types": ["blockBlob"]}


def store(*kinds: str, **filters: Any) -> dict[str, Any]:
    actions = {kind: [DELETES] for kind in kinds}
    return {"enabled": True, "filters": [BLOBS | filters], "actions": [actions]}


STORE = [
    ([store("base_blob")], [store("base_blob", "version")], "pass"),
    ([store("base_blob", prefix_match=["a"])], [store("base_blob")], "pass"),
    ([store("base_blob")], [store("base_blob", blob_types=["appendBlob", "blockBlob"])], "pass"),
    ([store("base_blob")], [store("base_blob", prefix_match=["a"])], "unknown"),
    ([store("base_blob", "version")], [store("version")], "unknown"),
    ([store("base_blob")], [store("base_blob", blob_types=["appendBlob"])], "unknown"),
]


@pytest.mark.parametrize(("before", "after", "told"), STORE)
def test_a_rule_that_deletes_less_of_azures_storage_does_not_stand_in(verdict, before, after, told):
    was, then = ({"storage_account_id": "s", "rule": rules} for rules in (before, after))
    assert verdict("azurerm_storage_management_policy.s", was, then) == told


EVERYWHERE = {"name": "t", "is_multi_region_trail": True, "is_organization_trail": True}
RECORDED = {"read_write_type": "All", "include_management_events": True}
WRITES = {"read_write_type": "WriteOnly", "include_management_events": True}
OBJECTS = RECORDED | {"data_resource": [{"type": "AWS::S3::Object", "values": ["arn:aws:s3"]}]}
MANAGED = {"field_selector": [{"field": "eventCategory", "equals": ["Management"]}]}
DATA = {"field_selector": [{"field": "eventCategory", "equals": ["Data"]}]}

TRAIL = [
    (EVERYWHERE, {"is_multi_region_trail": False}, "fail"),
    (EVERYWHERE, {"is_multi_region_trail": None}, "fail"),
    (EVERYWHERE, {"is_organization_trail": False}, "fail"),
    (EVERYWHERE, {"include_global_service_events": False}, "fail"),
    (
        EVERYWHERE | {"enable_log_file_validation": True},
        {"enable_log_file_validation": False},
        "fail",
    ),
    ({"name": "t"}, {"is_multi_region_trail": True}, "pass"),
    ({"name": "t"}, {"event_selector": [RECORDED]}, "pass"),
    ({"name": "t"}, {"event_selector": [WRITES]}, "unknown"),
    ({"name": "t", "event_selector": [RECORDED]}, {"event_selector": [OBJECTS, RECORDED]}, "pass"),
    ({"name": "t", "event_selector": [OBJECTS]}, {"event_selector": [RECORDED]}, "unknown"),
    ({"name": "t", "event_selector": [RECORDED]}, {"event_selector": []}, "pass"),
    ({"name": "t", "event_selector": [OBJECTS]}, {"event_selector": []}, "unknown"),
    ({"name": "t"}, {"advanced_event_selector": [MANAGED, DATA]}, "pass"),
    ({"name": "t"}, {"advanced_event_selector": [DATA]}, "unknown"),
]


@pytest.mark.parametrize(("before", "changed", "told"), TRAIL)
def test_a_trail_that_records_less_does_not_stand_in(verdict, before, changed, told):
    assert verdict("aws_cloudtrail.t", before, before | changed) == told


def test_a_trail_of_cloud_control_that_is_stopped_or_narrowed_is_missed(verdict):
    before = {"trail_name": "t", "is_logging": True, "is_multi_region_trail": True}
    address = "awscc_cloudtrail_trail.t"
    assert verdict(address, before, before | {"is_logging": False}) == "fail"
    assert verdict(address, before, before | {"is_multi_region_trail": False}) == "fail"
    assert verdict(address, before, before | {"kms_key_id": "k"}) == "pass"


WALL = {
    "project": "p",
    "name": "closed",
    "network": "n",
    "direction": "EGRESS",
    "deny": [{"protocol": "all"}],
}
ALLOW = '{"Statement": [{"Effect": "Allow", "Action": "bedrock:InvokeModel", "Resource": "*"}]}'
ENDPOINT = {
    "vpc_id": "v",
    "service_name": "com.amazonaws.eu-central-1.bedrock-runtime",
    "policy": ALLOW,
    "private_dns_enabled": True,
}
NARROWED = [
    ("google_compute_firewall.g", WALL, {"network": "other"}),
    ("google_compute_firewall_policy_rule.g", LINE, {"target_resources": ["n"]}),
    ("google_compute_firewall_policy_rule.g", LINE, {"target_service_accounts": ["a"]}),
    (
        "google_compute_network_firewall_policy_rule.g",
        LINE,
        {"target_secure_tags": [{"name": "t"}]},
    ),
    (
        "azurerm_policy_definition.d",
        {"name": "d", "mode": "All", "policy_rule": '{"if": {}, "then": {"effect": "deny"}}'},
        {"mode": "Indexed"},
    ),
    ("aws_vpc_endpoint.e", ENDPOINT, {"private_dns_enabled": False}),
    (
        "google_access_context_manager_service_perimeter.p",
        {"name": "p", "perimeter_type": "PERIMETER_TYPE_REGULAR", "status": [{"resources": ["r"]}]},
        {"perimeter_type": "PERIMETER_TYPE_BRIDGE"},
    ),
]


@pytest.mark.parametrize(("address", "before", "changed"), NARROWED)
def test_what_is_aimed_at_less_does_not_stand_in(verdict, address, before, changed):
    assert verdict(address, before, before | changed) == "unknown"
    assert verdict(address, before, before | {"description": "x"}) == "pass"


@pytest.mark.parametrize(("address", "before", "changed"), NARROWED[1:6])
def test_what_is_aimed_at_more_stands_in(verdict, address, before, changed):
    assert verdict(address, before | changed, before) == "pass"


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [("none", "default", "fail"), ("none", "inherit", "fail"), ("default", "none", "pass")],
)
def test_bedrock_that_is_let_keep_prompts_again_is_missed(verdict, before, after, told):
    was, then = ({"mode": mode} for mode in (before, after))
    assert verdict("aws_bedrock_account_data_retention.m", was, then) == told
