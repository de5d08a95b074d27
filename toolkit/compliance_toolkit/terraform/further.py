"""Where Terraform's resource types send content; read 2026-11 in the providers' schemas.

Places that the resource's own attributes state, and those of what it hands content on to: a region,
an ARN, or a name that another resource of the same input bears (`forwarding`).
"""

from __future__ import annotations

from collections.abc import Mapping

FURTHER: Mapping[str, tuple[tuple[str, str], ...]] = {
    "aws_dynamodb_table": (("/replica/*/region_name", "replica"),),
    "aws_dynamodb_global_table": (("/replica/*/region_name", "replica"),),
    "aws_dynamodb_table_replica": (("/global_table_arn", "source"),),
    "awscc_dynamodb_global_table": (("/replicas/*/region", "replica"),),
    "aws_kms_replica_key": (("/primary_key_arn", "source"),),
    "aws_kms_replica_external_key": (("/primary_key_arn", "source"),),
    "aws_secretsmanager_secret": (("/replica/*/region", "replica"),),
    "awscc_secretsmanager_secret": (("/replica_regions/*/region", "replica"),),
    "aws_efs_replication_configuration": (
        ("/destination/*/region", "replica"),
        ("/destination/*/availability_zone_name", "replica"),
    ),
    "aws_s3_bucket": (("/replication_configuration/*/rules/*/destination/*/bucket", "replica"),),
    "aws_s3control_multi_region_access_point": (("/details/*/region/*/bucket", "replica"),),
    "aws_s3_bucket_replication_configuration": (("/rule/*/destination/*/bucket", "replica"),),
    "aws_s3_bucket_inventory": (("/destination/*/bucket/*/bucket_arn", "target"),),
    "awscc_s3_bucket": (("/replication_configuration/rules/*/destination/bucket", "replica"),),
    "aws_s3tables_table_bucket_replication": (
        ("/rule/*/destination/*/destination_table_bucket_arn", "replica"),
    ),
    "aws_db_snapshot_copy": (("/destination_region", "copy"),),
    "aws_rds_cluster_snapshot_copy": (("/destination_region", "copy"),),
    "aws_ami_copy": (("/source_ami_region", "source"),),
    "aws_ebs_snapshot_copy": (("/source_region", "source"),),
    "aws_db_instance": (("/replicate_source_db", "source"),),
    "aws_db_instance_automated_backups_replication": (("/source_db_instance_arn", "source"),),
    "aws_rds_cluster": (("/replication_source_identifier", "source"),),
    "aws_rds_global_cluster": (("/source_db_cluster_identifier", "source"),),
    "aws_docdb_global_cluster": (("/source_db_cluster_identifier", "source"),),
    "aws_neptune_global_cluster": (("/source_db_cluster_identifier", "source"),),
    "aws_cloudformation_stack_instances": (("/regions/*", "stack"),),
    "aws_cloudformation_stack_set_instance": (("/stack_set_instance_region", "stack"),),
    "aws_servicecatalog_provisioned_product": (
        ("/stack_set_provisioning_preferences/*/regions/*", "stack"),
    ),
    "aws_codepipeline": (
        ("/artifact_store/*/region", "target"),
        ("/stage/*/action/*/region", "target"),
    ),
    "awscc_codepipeline_pipeline": (
        ("/artifact_stores/*/region", "target"),
        ("/stages/*/actions/*/region", "target"),
    ),
    "aws_cognito_user_pool": (("/sms_configuration/*/sns_region", "target"),),
    "aws_globalaccelerator_endpoint_group": (("/endpoint_group_region", "target"),),
    "aws_globalaccelerator_custom_routing_endpoint_group": (("/endpoint_group_region", "target"),),
    "aws_ssm_association": (("/output_location/*/s3_region", "target"),),
    "aws_bedrock_guardrail": (
        ("/cross_region_config/*/guardrail_profile_identifier", "guardrail-profile"),
    ),
    "aws_api_gateway_integration": (("/uri", "target"),),
    "aws_apigatewayv2_integration": (("/integration_uri", "target"),),
    "aws_cloudwatch_event_target": (("/arn", "target"),),
    "aws_cloudwatch_event_api_destination": (("/invocation_endpoint", "target"),),
    "aws_cloudwatch_event_endpoint": (
        ("/routing_config/*/failover_config/*/secondary/*/route", "replica"),
    ),
    "aws_cloudwatch_log_destination": (("/target_arn", "target"),),
    "aws_cloudtrail": (
        ("/s3_bucket_name", "target"),
        ("/cloud_watch_logs_group_arn", "target"),
    ),
    "aws_appflow_flow": (
        (
            "/destination_flow_config/*/destination_connector_properties/*/s3/*/bucket_name",
            "target",
        ),
    ),
    "aws_cloudwatch_log_subscription_filter": (("/destination_arn", "target"),),
    "aws_cloudwatch_log_delivery_destination": (
        ("/delivery_destination_configuration/*/destination_resource_arn", "target"),
    ),
    "aws_datasync_task": (("/destination_location_arn", "target"),),
    "aws_datasync_location_object_storage": (("/server_hostname", "target"),),
    "aws_dms_endpoint": (("/server_name", "target"),),
    "aws_dms_s3_endpoint": (("/bucket_name", "target"),),
    "aws_ssm_resource_data_sync": (
        ("/s3_destination/*/region", "target"),
        ("/s3_destination/*/bucket_name", "target"),
    ),
    "aws_rds_export_task": (("/s3_bucket_name", "target"),),
    "aws_kinesis_firehose_delivery_stream": (
        ("/extended_s3_configuration/*/bucket_arn", "target"),
        ("/http_endpoint_configuration/*/url", "target"),
        ("/http_endpoint_configuration/*/s3_configuration/*/bucket_arn", "target"),
        ("/splunk_configuration/*/hec_endpoint", "target"),
        ("/splunk_configuration/*/s3_configuration/*/bucket_arn", "target"),
        ("/snowflake_configuration/*/account_url", "target"),
        ("/opensearch_configuration/*/domain_arn", "target"),
    ),
    "aws_lambda_function_event_invoke_config": (
        ("/destination_config/*/on_success/*/destination", "target"),
        ("/destination_config/*/on_failure/*/destination", "target"),
    ),
    "aws_msk_replicator": (
        ("/replication_info_list/*/target_kafka_cluster_arn", "replica"),
        ("/replication_info_list/*/source_kafka_cluster_arn", "source"),
        ("/kafka_cluster/*/amazon_msk_cluster/*/msk_cluster_arn", "replica"),
    ),
    "aws_pipes_pipe": (("/target", "target"),),
    "aws_sns_topic_subscription": (("/endpoint", "target"),),
    "aws_ecr_replication_configuration": (
        ("/replication_configuration/*/rule/*/destination/*/region", "copy"),
    ),
    "awscc_ecr_replication_configuration": (
        ("/replication_configuration/rules/*/destinations/*/region", "copy"),
    ),
    "aws_vpc_endpoint": (("/service_region", "endpoint"),),
    "aws_ssmincidents_replication_set": (
        ("/region/*/name", "replica"),
        ("/regions/*/name", "replica"),
    ),
    "aws_keyspaces_keyspace": (("/replication_specification/*/region_list/*", "replica"),),
    "aws_directory_service_region": (("/region_name", "replica"),),
    "aws_elasticache_global_replication_group": (("/primary_replication_group_id", "source"),),
    "aws_bedrockagent_agent_collaborator": (("/agent_descriptor/*/alias_arn", "target"),),
    "aws_opensearch_outbound_connection": (("/remote_domain_info/*/region", "target"),),
    "aws_route53_query_log": (("/cloudwatch_log_group_arn", "target"),),
    "aws_securitylake_data_lake": (
        ("/configuration/*/region", "replica"),
        ("/configuration/*/replication_configuration/*/regions/*", "replica"),
    ),
    "aws_dsql_cluster": (("/multi_region_properties/*/witness_region", "replica"),),
    "aws_redshift_cluster": (("/snapshot_copy/*/destination_region", "copy"),),
    "aws_redshift_snapshot_copy": (("/destination_region", "copy"),),
    "aws_backup_plan": (("/rule/*/copy_action/*/destination_vault_arn", "copy"),),
    "awscc_backup_backup_plan": (
        ("/backup_plan/backup_plan_rule/*/copy_actions/*/destination_backup_vault_arn", "copy"),
    ),
    "aws_dlm_lifecycle_policy": (
        ("/policy_details/*/schedule/*/cross_region_copy_rule/*/target", "copy"),
        ("/policy_details/*/schedule/*/cross_region_copy_rule/*/target_region", "copy"),
        ("/policy_details/*/action/*/cross_region_copy/*/target", "copy"),
    ),
    "aws_imagebuilder_distribution_configuration": (("/distribution/*/region", "copy"),),
    "google_storage_bucket": (("/custom_placement_config/*/data_locations/*", "replica"),),
    "google_secret_manager_secret": (
        ("/replication/*/user_managed/*/replicas/*/location", "replica"),
    ),
    "google_pubsub_topic": (
        ("/message_storage_policy/*/allowed_persistence_regions/*", "replica"),
    ),
    "google_pubsub_subscription": (("/push_config/*/push_endpoint", "target"),),
    "google_cloud_run_v2_service": (("/multi_region_settings/*/regions/*", "replica"),),
    "google_compute_disk_async_replication": (("/secondary_disk/*/disk", "replica"),),
    "google_compute_disk": (("/async_primary_disk/*/disk", "source"),),
    "google_alloydb_cluster": (("/secondary_config/*/primary_cluster_name", "source"),),
    "google_redis_cluster": (
        ("/cross_cluster_replication_config/*/primary_cluster/*/cluster", "source"),
        ("/cross_cluster_replication_config/*/secondary_clusters/*/cluster", "replica"),
    ),
    "google_netapp_volume_replication": (
        ("/destination_volume_parameters/*/storage_pool", "replica"),
    ),
    "google_bigtable_instance": (("/cluster/*/zone", "replica"),),
    "google_compute_image": (("/storage_locations/*", "replica"),),
    "google_compute_snapshot": (("/storage_locations/*", "replica"),),
    "google_compute_machine_image": (("/storage_locations/*", "replica"),),
    "google_compute_resource_policy": (
        ("/snapshot_schedule_policy/*/snapshot_properties/*/storage_locations/*", "copy"),
    ),
    "google_bigquery_dataset": (("/external_dataset_reference/*/external_source", "source"),),
    "google_sql_database_instance": (("/settings/*/backup_configuration/*/location", "copy"),),
    "azapi_resource": (
        ("/body/properties/locations/*/locationName", "replica"),
        ("/body/properties/additionalLocations/*/location", "replica"),
        ("/body/properties/publishingProfile/targetRegions/*/name", "copy"),
    ),
    "azapi_update_resource": (
        ("/body/properties/locations/*/locationName", "replica"),
        ("/body/properties/additionalLocations/*/location", "replica"),
        ("/body/properties/publishingProfile/targetRegions/*/name", "copy"),
    ),
    "azurerm_cosmosdb_account": (("/geo_location/*/location", "replica"),),
    "azurerm_container_registry": (("/georeplications/*/location", "replica"),),
    "azurerm_api_management": (("/additional_location/*/location", "replica"),),
    "azurerm_app_configuration": (("/replica/*/location", "replica"),),
    "azurerm_netapp_volume": (
        ("/data_protection_replication/*/remote_volume_location", "replica"),
    ),
    "azurerm_shared_image_version": (("/target_region/*/name", "copy"),),
    "azurerm_gallery_application_version": (("/target_region/*/name", "copy"),),
    "azurerm_redis_linked_server": (("/linked_redis_cache_location", "replica"),),
    "azurerm_eventhub_namespace_disaster_recovery_config": (("/partner_namespace_id", "replica"),),
    "azurerm_servicebus_namespace_disaster_recovery_config": (
        ("/partner_namespace_id", "replica"),
    ),
    "azurerm_mssql_failover_group": (("/partner_server/*/id", "replica"),),
    "azurerm_storage_object_replication": (("/destination_storage_account_id", "replica"),),
}
"""Type → where it names regions besides its home, and why content goes there."""

BUCKET = ("/bucket", "/bucket_name", "/s3_bucket_name")
"""How the pattern of a place ends that is the name of a bucket, and so names no region itself."""

AT_HOME = frozenset(
    (
        "/primary_replication_group_id",
        "/replicate_source_db",
        "/replication_source_identifier",
        "/source_db_cluster_identifier",
    )
)
"""Patterns of places whose value is an ARN if it names another region, else a name beside it."""
