"""What Terraform's resource types say about places; read 2026-11 in the providers' schemas.

Only places that the resource's own attributes state. What follows from another resource (a bucket
replicated to by ARN) is a check's business, through `related`.
"""

from __future__ import annotations

from collections.abc import Mapping

FURTHER: Mapping[str, tuple[tuple[str, str], ...]] = {
    "aws_dynamodb_table": (("/replica/*/region_name", "replica"),),
    "aws_dynamodb_global_table": (("/replica/*/region_name", "replica"),),
    "awscc_dynamodb_global_table": (("/replicas/*/region", "replica"),),
    "aws_secretsmanager_secret": (("/replica/*/region", "replica"),),
    "awscc_secretsmanager_secret": (("/replica_regions/*/region", "replica"),),
    "aws_ecr_replication_configuration": (
        ("/replication_configuration/*/rule/*/destination/*/region", "copy"),
    ),
    "aws_vpc_endpoint": (("/service_region", "endpoint"),),
    "aws_ssmincidents_replication_set": (
        ("/region/*/name", "replica"),
        ("/regions/*/name", "replica"),
    ),
    "aws_keyspaces_keyspace": (("/replication_specification/*/region_list/*", "replica"),),
    "aws_dsql_cluster": (("/multi_region_properties/*/witness_region", "replica"),),
    "aws_redshift_cluster": (("/snapshot_copy/*/destination_region", "copy"),),
    "aws_redshift_snapshot_copy": (("/destination_region", "copy"),),
    "aws_backup_plan": (("/rule/*/copy_action/*/destination_vault_arn", "copy"),),
    "aws_dlm_lifecycle_policy": (
        ("/policy_details/*/schedule/*/cross_region_copy_rule/*/target", "copy"),
        ("/policy_details/*/schedule/*/cross_region_copy_rule/*/target_region", "copy"),
    ),
    "aws_imagebuilder_distribution_configuration": (("/distribution/*/region", "copy"),),
    "google_storage_bucket": (("/custom_placement_config/*/data_locations/*", "replica"),),
    "google_secret_manager_secret": (
        ("/replication/*/user_managed/*/replicas/*/location", "replica"),
    ),
    "google_pubsub_topic": (
        ("/message_storage_policy/*/allowed_persistence_regions/*", "replica"),
    ),
    "google_bigtable_instance": (("/cluster/*/zone", "replica"),),
    "google_compute_image": (("/storage_locations/*", "replica"),),
    "google_compute_snapshot": (("/storage_locations/*", "replica"),),
    "google_compute_machine_image": (("/storage_locations/*", "replica"),),
    "google_sql_database_instance": (("/settings/*/backup_configuration/*/location", "copy"),),
    "azurerm_cosmosdb_account": (("/geo_location/*/location", "replica"),),
    "azurerm_container_registry": (("/georeplications/*/location", "replica"),),
    "azurerm_api_management": (("/additional_location/*/location", "replica"),),
    "azurerm_app_configuration": (("/replica/*/location", "replica"),),
}
"""Type → where it names regions besides its home, and why content goes there."""

PINNED: Mapping[str, tuple[str, str | None]] = {
    # Without a policy of its own a topic or secret is kept wherever Google likes.
    "google_secret_manager_secret": (
        "/replication/*/user_managed/*/replicas/*/location",
        "global",
    ),
    "google_pubsub_topic": ("/message_storage_policy/*/allowed_persistence_regions/*", None),
    "google_bigtable_instance": ("/cluster/*/zone", None),
    "google_firestore_database": ("/location_id", None),
    "google_app_engine_application": ("/location_id", None),
    "google_compute_image": ("/storage_locations/*", None),
    "google_compute_snapshot": ("/storage_locations/*", None),
    "google_compute_machine_image": ("/storage_locations/*", None),
    "google_spanner_instance": ("/config", None),
}
"""Types whose home their provider's region does not decide: where they say it, and what else."""

DEFAULTS: Mapping[str, str] = {
    "google_storage_bucket": "us",
    "google_bigquery_dataset": "us",
    "google_bigquery_job": "us",
}
"""Types whose unset location is the service's own default, whatever the provider's region."""

BORROWED = frozenset({"aws_ssmincidents_replication_set"})
"""Types that use the name `region` for a block of replicas."""

PARENTS: Mapping[str, tuple[str, ...]] = {
    "azure": (
        "parent_id",
        "cognitive_account_id",
        "cosmosdb_account_id",
        "account_name",
        "server_id",
        "server_name",
        "server_security_alert_policy_id",
        "namespace_id",
        "namespace_name",
        "synapse_workspace_id",
        "storage_account_id",
        "storage_account_name",
        "key_vault_id",
    ),
    "azurerm_monitor_diagnostic_setting": (  # what it sends is kept where it sends it
        "storage_account_id",
        "log_analytics_workspace_id",
        "eventhub_authorization_rule_id",
        "partner_solution_id",
    ),
    "google_bigquery_table": ("dataset_id",),
    "google_bigquery_routine": ("dataset_id",),
    "google_bigtable_table": ("instance_name", "instance"),
    "google_kms_crypto_key": ("key_ring",),
    "google_kms_crypto_key_version": ("crypto_key",),
    "google_pubsub_subscription": ("topic",),
    "google_secret_manager_secret_version": ("secret",),
    "google_spanner_database": ("instance",),
    "google_sql_database": ("instance",),
    "google_storage_bucket_object": ("bucket",),
}
"""Types that are part of another resource, and the attributes that name it."""
