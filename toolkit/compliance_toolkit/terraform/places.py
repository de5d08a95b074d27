"""What Terraform's resource types say about their home; read 2026-11 in the providers' schemas."""

from __future__ import annotations

from collections.abc import Mapping

COMPUTED_BLOCKS: Mapping[str, frozenset[str]] = {
    "aws_s3_bucket": frozenset({"lifecycle_rule", "replication_configuration"}),
    "google_redis_cluster": frozenset({"cross_cluster_replication_config"}),
}
"""Blocks of old, for which there is a resource of its own today: the provider computes them, and a
plan that creates the resource lists them as unknown also where no source writes them."""

COMPUTED_MEMBERS: Mapping[str, tuple[str, ...]] = {
    "aws_codepipeline": ("/artifact_store/*/region", "/stage/*/action/*/region"),
    "aws_cognito_user_pool": ("/sms_configuration/*/sns_region",),
    "aws_s3_bucket_lifecycle_configuration": (
        "/rule/*/prefix",
        "/rule/*/expiration/*/expired_object_delete_marker",
    ),
    "google_folder_organization_policy": ("/list_policy/*/suggested_value",),
    "google_organization_policy": ("/list_policy/*/suggested_value",),
    "google_project_organization_policy": ("/list_policy/*/suggested_value",),
}
"""Members of blocks that mean nothing where no source writes them, and that the provider computes
all the same: until then a plan lists them as unknown."""

EVERYWHERE = (
    "aws_cloudfront_",
    "aws_cloudfrontkeyvaluestore_",
    "aws_ecrpublic_",
    "aws_lightsail_distribution",
    "azurerm_cdn_",
    "azurerm_frontdoor",
    "google_compute_backend_bucket",
    "google_compute_backend_service",
    "google_network_services_edge_cache_",
)
"""How types begin that are served and cached all over the world, whatever region they are made
through, or say they are in."""

PINNED: Mapping[str, tuple[str, str | None]] = {
    "aws_chime_voice_connector": ("/aws_region", "us-east-1"),
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
    "google_bigquery_data_transfer_config": "us",
    "google_bigquery_job": "us",
    "google_bigquery_reservation": "us",
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
        "managed_hsm_id",
        "api_management_id",
        "api_management_name",
        "app_service_id",
        "automation_account_id",
        "automation_account_name",
        "configuration_store_id",
        "container_app_environment_id",
        "container_app_id",
        "container_registry_id",
        "container_registry_name",
        "data_factory_id",
        "function_app_id",
        "iothub_id",
        "iothub_name",
        "kubernetes_cluster_id",
        "logic_app_id",
        "machine_learning_workspace_id",
        "managed_instance_id",
        "recovery_vault_name",
        "redis_cache_id",
        "search_service_id",
        "signalr_service_id",
        "spring_cloud_app_id",
        "spring_cloud_service_id",
        "static_web_app_id",
        "storage_container_id",
        "storage_share_id",
        "stream_analytics_job_id",
        "stream_analytics_job_name",
        "virtual_machine_id",
        "virtual_machine_scale_set_id",
        "web_pubsub_id",
    ),
    "azapi_update_resource": ("resource_id", "parent_id"),
    "azapi_resource_action": ("resource_id",),
    "azurerm_monitor_diagnostic_setting": (  # what it sends is kept where it sends it
        "storage_account_id",
        "log_analytics_workspace_id",
        "eventhub_authorization_rule_id",
        "partner_solution_id",
    ),
    "google_bigquery_table": ("dataset_id",),
    "google_bigquery_routine": ("dataset_id",),
    "google_bigtable_table": ("instance_name", "instance"),
    "google_alloydb_instance": ("cluster",),
    "google_firestore_document": ("database",),
    "google_firestore_field": ("database",),
    "google_firestore_index": ("database",),
    "google_healthcare_dicom_store": ("dataset",),
    "google_healthcare_fhir_store": ("dataset",),
    "google_healthcare_hl7_v2_store": ("dataset",),
    "google_kms_crypto_key": ("key_ring",),
    "google_kms_crypto_key_version": ("crypto_key",),
    "google_pubsub_subscription": ("topic",),
    "google_secret_manager_secret_version": ("secret",),
    "google_spanner_database": ("instance",),
    "google_sql_database": ("instance",),
    "google_sql_user": ("instance",),
    "google_storage_bucket_object": ("bucket",),
    "google_vertex_ai_featurestore_entitytype": ("featurestore",),
    "google_vertex_ai_featurestore_entitytype_feature": ("entitytype",),
    "google_vertex_ai_index_endpoint_deployed_index": ("index_endpoint",),
}
"""Types that are part of another resource, and the attributes that name it."""
