# METADATA
# title: Guardrails are not taken away
# description: |
#   Fails a change that takes away, or leaves less of, what guards or keeps a record: policies that
#   deny and what binds them, Bedrock's logging, endpoints, perimeters, egress, expiry and locks,
#   trails. One of the same type, region and name stands in if it holds as much; else unknown.
# scope: package
# schemas:
#   - input: schema.estate
# related_resources:
#   - https://developer.hashicorp.com/terraform/internals/json-format
# custom:
#   id: EST-001
#   severity: high
#   per: estate
#   applies_to: {removed: [aws_backup_vault_lock_configuration, aws_bedrock_account_data_retention,
#     aws_bedrock_model_invocation_logging_configuration, aws_cloudcontrolapi_resource,
#     aws_cloudformation_stack, aws_cloudformation_stack_set, aws_cloudtrail,
#     aws_cloudwatch_log_group, aws_controltower_control, aws_iam_group_policies_exclusive,
#     aws_iam_group_policy, aws_iam_group_policy_attachment,
#     aws_iam_group_policy_attachments_exclusive, aws_iam_policy, aws_iam_policy_attachment,
#     aws_iam_role, aws_iam_role_policies_exclusive, aws_iam_role_policy,
#     aws_iam_role_policy_attachment, aws_iam_role_policy_attachments_exclusive, aws_iam_user,
#     aws_iam_user_policies_exclusive, aws_iam_user_policy, aws_iam_user_policy_attachment,
#     aws_iam_user_policy_attachments_exclusive, aws_organizations_account,
#     aws_organizations_organization, aws_organizations_organizational_unit,
#     aws_organizations_policy, aws_organizations_policy_attachment,
#     aws_s3_bucket_lifecycle_configuration, aws_s3_bucket_object_lock_configuration,
#     aws_s3_bucket_policy, aws_ssoadmin_customer_managed_policy_attachment,
#     aws_ssoadmin_managed_policy_attachment, aws_ssoadmin_permission_set_inline_policy,
#     aws_ssoadmin_permissions_boundary_attachment, aws_vpc_endpoint, aws_vpc_endpoint_policy,
#     awscc_cloudformation_stack, awscc_cloudformation_stack_set, awscc_cloudtrail_trail,
#     awscc_controltower_enabled_control, awscc_ec2_vpc_endpoint, awscc_iam_group_policy,
#     awscc_iam_managed_policy, awscc_iam_role, awscc_iam_role_policy, awscc_iam_user,
#     awscc_iam_user_policy, awscc_logs_log_group, awscc_organizations_policy,
#     awscc_s3_bucket_policy, awscc_sso_permission_set, azapi_resource,
#     azurerm_log_analytics_workspace, azurerm_management_group_policy_assignment,
#     azurerm_management_group_policy_set_definition, azurerm_policy_assignment,
#     azurerm_policy_definition, azurerm_policy_set_definition,
#     azurerm_resource_group_policy_assignment, azurerm_resource_group_template_deployment,
#     azurerm_resource_policy_assignment, azurerm_storage_container_immutability_policy,
#     azurerm_storage_management_policy, azurerm_subscription_policy_assignment,
#     azurerm_subscription_template_deployment, google_access_context_manager_service_perimeter,
#     google_access_context_manager_service_perimeter_resource,
#     google_access_context_manager_service_perimeters, google_compute_firewall,
#     google_compute_firewall_policy_rule, google_compute_network_firewall_policy_rule,
#     google_compute_region_network_firewall_policy_rule, google_folder_organization_policy,
#     google_iam_deny_policy, google_logging_billing_account_bucket_config,
#     google_logging_folder_bucket_config, google_logging_organization_bucket_config,
#     google_logging_project_bucket_config, google_org_policy_policy, google_organization_policy,
#     google_project_organization_policy, google_storage_bucket, google_vertex_ai_cache_config]}
#   attributes: [action, advanced_event_selector, advanced_event_selectors, arn, backup_vault_name,
#     billing_account, body, boolean_policy, bucket, bucket_id, bucket_prefix, changeable_for_days,
#     constraint, content, control_identifier, customer_managed_policy_reference, deny,
#     desired_state, destination_ranges, direction, disable_cache, disabled,
#     enable_log_file_validation, enable_logging, enabled_policy_types, enforce, enforcement_mode,
#     event_selector, event_selectors, firewall_policy, folder, force_destroy, group, group_name,
#     groups, id, immutability_period_in_days, include_global_service_events, inline_policy,
#     instance_arn, is_logging, is_multi_region_trail, is_organization_trail, lifecycle_rule,
#     list_policy, location, locations, locked, log_group_name, managed_policy_arn,
#     managed_policy_arns, managed_policy_name, management_group_id, match, max_retention_days,
#     min_retention_days, mode, name, name_prefix, network, not_scopes, org_id, organization,
#     overrides, parameters, parent, parent_id, perimeter_name, perimeter_type, permission_set_arn,
#     permissions_boundary, policies, policy, policy_arn, policy_arns, policy_definition_id,
#     policy_definition_reference, policy_document, policy_id, policy_name, policy_names,
#     policy_rule, priority, private_dns_enabled, project, region, resource, resource_group_id,
#     resource_group_name, resource_id, resource_manager_id, resource_selectors, retention_in_days,
#     retention_policy, role, role_name, roles, rule, rules, scope, service_name,
#     service_perimeters, skip_destroy, spec, stack_name, stack_set_name, status,
#     storage_account_id, storage_container_resource_manager_id, subscription_id, target_id,
#     target_identifier, target_ids, target_resources, target_secure_tags, target_service_accounts,
#     target_tags, template_body, template_content, template_url, trail_name, type, type_name,
#     user, user_name, users, vpc_endpoint_id, vpc_id]
#   nested: [event_selector/data_resource, event_selector/exclude_management_event_sources,
#     event_selector/include_management_events, event_selector/read_write_type,
#     lifecycle_rule/condition/created_before, lifecycle_rule/condition/custom_time_before,
#     lifecycle_rule/condition/days_since_custom_time,
#     lifecycle_rule/condition/days_since_noncurrent_time, lifecycle_rule/condition/matches_prefix,
#     lifecycle_rule/condition/matches_storage_class, lifecycle_rule/condition/matches_suffix,
#     lifecycle_rule/condition/noncurrent_time_before, lifecycle_rule/condition/num_newer_versions,
#     lifecycle_rule/condition/with_state, retention_policy/is_locked, rule/default_retention,
#     rule/expiration, rule/expiration/date, rule/expiration/days, rule/filter, rule/filter/and,
#     rule/filter/object_size_greater_than, rule/filter/object_size_less_than, rule/filter/prefix,
#     rule/filter/tag, rule/filters, rule/filters/blob_types, rule/filters/match_blob_index_tag,
#     rule/filters/prefix_match, rule/noncurrent_version_expiration,
#     rule/noncurrent_version_expiration/newer_noncurrent_versions, rule/prefix]
#   rationale: What is taken away guards nothing, while all that is left may still look compliant
#   remediation: Keep the guardrail, or let the same change put another in its place
#   controls:
#     gdpr: ["Art. 5(2)", "Art. 32(1)"]
#     nist-800-53: ["cm-3", "au-9", "sa-9.5"]
#     csa-ccm: ["CCC-04"]
package compliance.checks.estate.guardrails_kept

import data.compliance.lib
import data.compliance.lib.guardrails

id := "EST-001"

default verdict := "unknown"

verdict := "pass" if lib.every_true([_kept, input.estate.complete == true])

verdict := "fail" if _kept == false

evidence["taken_away"] := _named.taken_away
evidence["untold"] := _named.untold
evidence["unlike"] := _named.unlike

_named := guardrails.named(_told)

_kept := lib.every_true([told.stays | some told in _told])

_told := guardrails.told(input.estate)
