"""Places besides the home: where copies go, where content comes from, and what is handed on."""

from __future__ import annotations

import pytest

from compliance_toolkit.models import ReasonCode, Unknown
from compliance_toolkit.terraform.further import AT_HOME, FURTHER
from compliance_toolkit.terraform.regions import effective_region
from compliance_toolkit.terraform.spelling import spelled
from terraform_plans import block, change, read

LATE = Unknown(ReasonCode.KNOWN_AFTER_APPLY, "aws_x.y.arn")
DATABASE = "arn:aws:rds:us-east-1:1:db:main"


def further(kind, values, unknown=None, provider="eu-west-1"):
    _, places = effective_region(kind, values, unknown or {}, provider, {})
    if places is None:
        return None
    return [(place.region, place.role) for place in places if place.role != "home"]


@pytest.mark.parametrize(
    ("kind", "values", "places"),
    [
        ("aws_db_instance", {"replicate_source_db": DATABASE}, [("us-east-1", "source")]),
        ("aws_db_instance", {"replicate_source_db": "main"}, []),
        ("aws_db_instance", {}, []),
        ("aws_rds_cluster", {"replication_source_identifier": DATABASE}, [("us-east-1", "source")]),
        (
            "aws_db_instance_automated_backups_replication",
            {"source_db_instance_arn": DATABASE},
            [("us-east-1", "source")],
        ),
        (
            "aws_kms_replica_key",
            {"primary_key_arn": "arn:aws:kms:us-east-1:1:key/mrk-1"},
            [("us-east-1", "source")],
        ),
        (
            "aws_dynamodb_table_replica",
            {"global_table_arn": "arn:aws:dynamodb:us-east-1:1:table/t"},
            [("us-east-1", "source")],
        ),
        ("aws_ebs_snapshot_copy", {"source_region": "us-east-1"}, [("us-east-1", "source")]),
        ("aws_ami_copy", {"source_ami_region": "eu-west-1"}, []),
        (
            "aws_ssm_resource_data_sync",
            {"s3_destination": [{"region": "us-east-1", "bucket_name": None}]},
            [("us-east-1", "target")],
        ),
        (
            "awscc_ecr_replication_configuration",
            {"replication_configuration": {"rules": [{"destinations": [{"region": "us-east-1"}]}]}},
            [("us-east-1", "copy")],
        ),
        (
            "awscc_backup_backup_plan",
            {
                "backup_plan": {
                    "backup_plan_rule": [
                        {
                            "copy_actions": [
                                {"destination_backup_vault_arn": "arn:aws:backup:us-east-1:1:b:v"}
                            ]
                        }
                    ]
                }
            },
            [("us-east-1", "copy")],
        ),
        (
            "aws_cloudtrail",
            {
                "s3_bucket_name": None,
                "cloud_watch_logs_group_arn": "arn:aws:logs:us-east-1:1:log-group:x:*",
            },
            [("us-east-1", "target")],
        ),
        (
            "azurerm_redis_linked_server",
            {"location": "westeurope", "linked_redis_cache_location": "East US"},
            [("eastus", "replica")],
        ),
        (
            "google_compute_disk",
            {"async_primary_disk": [{"disk": "projects/p/zones/us-west1-a/disks/d"}]},
            [("us-west1", "source")],
        ),
    ],
)
def test_places_are_read_where_a_type_states_them(kind, values, places):
    assert further(kind, values) == places


@pytest.mark.parametrize("kind", ["aws_cloudtrail", "aws_dms_s3_endpoint", "aws_rds_export_task"])
def test_the_name_of_a_bucket_is_no_region(kind):
    name = FURTHER[kind][0][0].removeprefix("/")
    assert further(kind, {name: "eu-west-1"}) is None


@pytest.mark.parametrize("kind", sorted(FURTHER))
def test_a_place_that_is_not_known_leaves_all_of_them_unknown(kind):
    for pattern, _ in FURTHER[kind]:
        assert further(kind, {}, {f"/{pattern.split('/')[1]}": LATE}) is None


@pytest.mark.parametrize("pattern", sorted(AT_HOME))
def test_what_may_be_a_name_beside_it_is_a_place_of_some_type(pattern):
    assert any(pattern == stated for places in FURTHER.values() for stated, _ in places)


@pytest.mark.parametrize("odd", [7, ["x"], {"a": 1}, False])
def test_a_source_of_another_shape_is_not_known(odd):
    assert further("aws_db_instance", {"replicate_source_db": odd}) is None


@pytest.mark.parametrize(
    ("place", "region"),
    [
        ("projects/p/locations/europe-west3/keyRings/k", "europe-west3"),
        (
            "https://compute.googleapis.com/compute/v1/projects/p/zones/us-west1-a/disks/d",
            "us-west1",
        ),
        ("//cloudkms.googleapis.com/projects/p/locations/EU", "eu"),
        ("projects/p/regions/us-west1", "us-west1"),
        ("europe-west1-b", "europe-west1"),
        ("relocations/europe-west1", "europe-west1"),
    ],
)
def test_a_google_path_holds_its_location(place, region):
    assert spelled(place, "google") == region


def test_a_trail_goes_where_its_bucket_is():
    bucket, trail = "aws_s3_bucket.logs", "aws_cloudtrail.all"
    given = read(
        change(bucket, {"bucket": "logs", "region": "us-east-1"}),
        change(trail, {"s3_bucket_name": "logs", "cloud_watch_logs_group_arn": None}),
        blocks=[block(bucket, region={"constant_value": "us-east-1"}), block(trail)],
    )
    found = {one.address: one for one in given.resources}[trail]
    assert [(one.region, one.role) for one in found.regions] == [
        ("eu-west-1", "home"),
        ("us-east-1", "target"),
    ]
    alone = read(change(trail, {"s3_bucket_name": "logs", "cloud_watch_logs_group_arn": None}))
    assert alone.resources[0].regions is None


def test_a_replica_of_a_database_in_the_same_input_names_where_it_comes_from():
    main, replica = "aws_db_instance.main", "aws_db_instance.replica"
    given = read(
        change(main, {"region": "us-east-1"}, {"arn": True}),
        change(replica, {}, {"replicate_source_db": True}),
        blocks=[
            block(main, region={"constant_value": "us-east-1"}),
            block(replica, replicate_source_db={"references": [f"{main}.arn", main]}),
        ],
    )
    found = {one.address: one for one in given.resources}[replica]
    assert ("us-east-1", "source") in [(one.region, one.role) for one in found.regions]
