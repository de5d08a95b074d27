"""What mutants of the policies showed that no other plan looked at: rules that expire records."""

from __future__ import annotations

from typing import Any

import pytest

from estate_changes import altered, asking


@pytest.fixture
def verdict(tmp_path, capsys):
    """What EST-001 says of a plan."""
    found = asking(tmp_path, capsys)
    return lambda *changes: found(*changes)["verdict"]


def s3(**more: Any) -> dict[str, Any]:
    return {"status": "Enabled", "filter": [], "expiration": [{"days": 30}], **more}


S3: list[tuple[Any, Any, str]] = [
    ([s3(status="Disabled")], [], "pass"),
    ([s3()], [s3(status="Disabled")], "fail"),
    ([s3(prefix="a/")], [s3(prefix="b/")], "unknown"),
    ([s3(prefix="a/")], [s3(prefix="a/", expiration=[{"days": 9}])], "pass"),
    # What nobody can read may have expired something, and may not.
    ("x", [], "unknown"),
    ([s3(status=None)], [], "unknown"),
]


@pytest.mark.parametrize(("before", "after", "told"), S3)
def test_a_rule_of_s3_is_missed_as_far_as_it_expired_anything(verdict, before, after, told):
    was, then = ({"bucket": "b", "rule": rules} for rules in (before, after))
    assert verdict(altered("aws_s3_bucket_lifecycle_configuration.l", was, then)) == told


DELETES = {"delete_after_days_since_creation_greater_than": 30}
TIERS = {"tier_to_cool_after_days_since_creation_greater_than": 30}


def store(days: Any = None, *, enabled: bool = True, filters: Any = None) -> dict[str, Any]:
    action = DELETES if days is None else days
    return {"enabled": enabled, "filters": filters or [], "actions": [{"base_blob": [action]}]}


def tagged(*names: str) -> list[dict[str, Any]]:
    return [{"match_blob_index_tag": [{"name": name, "value": "x"} for name in names]}]


SOON = {"delete_after_days_since_creation_greater_than": 0}
STORE = [
    ([store(enabled=False)], [], "pass"),
    ([store(TIERS)], [], "pass"),
    ([store(SOON)], [], "fail"),
    ([store()], [store(SOON)], "pass"),
    ([store(filters=tagged("a"))], [store(filters=tagged("a", "b"))], "unknown"),  # both are asked
]


@pytest.mark.parametrize(("before", "after", "told"), STORE)
def test_a_rule_of_a_storage_account_is_missed_as_far_as_it_deletes(verdict, before, after, told):
    was, then = ({"storage_account_id": "s", "rule": rules} for rules in (before, after))
    assert verdict(altered("azurerm_storage_management_policy.s", was, then)) == told


def gcs(kind: Any = "Delete", **condition: Any) -> dict[str, Any]:
    return {"action": [{"type": kind}], "condition": [{"age": 30, **condition}]}


GCS = [
    ([gcs(with_state="ARCHIVED")], [gcs(with_state="ARCHIVED", age=9)], "pass"),
    ([gcs()], [gcs(num_newer_versions=0)], "pass"),
    ([gcs()], [gcs(num_newer_versions=1)], "unknown"),
    ([gcs(), gcs(None)], [gcs()], "pass"),
    ([gcs(None)], [], "unknown"),
    ([gcs() | {"action": None}], [], "unknown"),
    ([gcs("SetStorageClass")], [], "pass"),
]


@pytest.mark.parametrize(("before", "after", "told"), GCS)
def test_a_rule_of_googles_bucket_is_missed_as_far_as_it_deletes(verdict, before, after, told):
    was, then = ({"name": "b", "lifecycle_rule": rules} for rules in (before, after))
    assert verdict(altered("google_storage_bucket.b", was, then)) == told


def test_a_rule_that_may_expire_something_yet_is_not_one_that_expires_nothing(verdict):
    one, none = s3(), s3(expiration=[])
    was, then = ({"bucket": "b", "rule": [rule]} for rule in (one, none))
    rules = altered("aws_s3_bucket_lifecycle_configuration.l", was, then)
    assert verdict(rules) == "fail"
    del none["expiration"]
    rules["change"]["after_unknown"] = {"rule": [{"expiration": True}]}
    assert verdict(rules) == "unknown"


def test_a_rule_whose_prefix_is_not_known_yet_may_delete_less(verdict):
    was, then = ({"name": "b", "lifecycle_rule": [gcs(age=age)]} for age in (30, 9))
    bucket = altered("google_storage_bucket.b", was, then)
    assert verdict(bucket) == "pass"
    unknown = {"lifecycle_rule": [{"condition": [{"matches_prefix": True}]}]}
    bucket["change"]["after_unknown"] = unknown
    assert verdict(bucket) == "unknown"


def fields(*categories: str) -> list[dict[str, Any]]:
    return [{"field_selector": [{"field": "eventCategory", "equals": [one]}]} for one in categories]


EVENTS = {"read_write_type": "All", "include_management_events": True}
TRAILS: list[tuple[dict[str, Any], dict[str, Any], str]] = [
    ({}, {"event_selector": [EVENTS]}, "pass"),
    ({}, {"event_selector": [EVENTS | {"include_management_events": False}]}, "unknown"),
    (
        {},
        {"event_selector": [EVENTS | {"exclude_management_event_sources": ["kms.x"]}]},
        "unknown",
    ),
    ({"advanced_event_selector": fields("Management")}, {"advanced_event_selector": []}, "pass"),
    ({"advanced_event_selector": fields("Data")}, {"advanced_event_selector": []}, "unknown"),
    (
        {
            "advanced_event_selector": [
                {"field_selector": [{"field": "x", "equals": ["Management"]}]}
            ]
        },
        {"advanced_event_selector": []},
        "unknown",
    ),
    (
        {"advanced_event_selector": fields("Management", "Data")},
        {"advanced_event_selector": []},
        "unknown",
    ),
]


@pytest.mark.parametrize(("before", "after", "told"), TRAILS)
def test_a_trail_without_selectors_records_what_is_managed_and_no_more(
    verdict, before, after, told
):
    was, then = ({"name": "t", **more} for more in (before, after))
    assert verdict(altered("aws_cloudtrail.t", was, then)) == told


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ("default", "none", "pass"),
        (None, "default", "unknown"),
        ("none", None, "unknown"),
        ("none", "default", "fail"),
    ],
)
def test_a_mode_of_retention_that_nobody_names_is_not_known_to_keep_less(
    verdict, before, after, told
):
    modes = ({"mode": before}, {"mode": after})
    assert verdict(altered("aws_bedrock_account_data_retention.r", *modes)) == told
