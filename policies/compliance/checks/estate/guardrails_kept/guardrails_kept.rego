# METADATA
# title: Guardrails are not taken away
# description: |
#   Fails a change that takes a guardrail or a record away, or leaves less of it: Bedrock's logging
#   or retention mode, a policy of an organisation, an endpoint, Azure or Google, a control, a
#   perimeter, one of IAM or a bucket that denies, or its attachment; what bound a role that stays,
#   what expires or locks objects; a trail, a log bucket or group. One of the same type, region and
#   name that stays stands in if it holds as much. Unknown where nobody can tell.
# scope: package
# schemas:
#   - input: schema.estate
# related_resources:
#   - https://developer.hashicorp.com/terraform/internals/json-format
# custom:
#   id: EST-001
#   severity: high
#   per: estate
#   applies_to:
#     removed: [
#       aws_bedrock_account_data_retention, aws_bedrock_model_invocation_logging_configuration,
#       aws_cloudcontrolapi_resource, aws_cloudformation_stack, aws_cloudformation_stack_set,
#       aws_cloudtrail, aws_cloudwatch_log_group, aws_controltower_control, aws_iam_group_policy,
#       aws_iam_group_policy_attachment, aws_iam_group_policy_attachments_exclusive, aws_iam_policy,
#       aws_iam_policy_attachment, aws_iam_role, aws_iam_role_policy,
#       aws_iam_role_policy_attachment, aws_iam_role_policy_attachments_exclusive, aws_iam_user,
#       aws_iam_user_policy, aws_iam_user_policy_attachment,
#       aws_iam_user_policy_attachments_exclusive, aws_organizations_account,
#       aws_organizations_organization, aws_organizations_organizational_unit,
#       aws_organizations_policy, aws_organizations_policy_attachment,
#       aws_s3_bucket_lifecycle_configuration, aws_s3_bucket_object_lock_configuration,
#       aws_s3_bucket_policy, aws_ssoadmin_customer_managed_policy_attachment,
#       aws_ssoadmin_managed_policy_attachment, aws_ssoadmin_permission_set_inline_policy,
#       aws_vpc_endpoint, aws_vpc_endpoint_policy, awscc_cloudtrail_trail,
#       awscc_controltower_enabled_control, awscc_ec2_vpc_endpoint, awscc_iam_group_policy,
#       awscc_iam_managed_policy, awscc_iam_role, awscc_iam_role_policy, awscc_iam_user,
#       awscc_iam_user_policy, awscc_logs_log_group, awscc_organizations_policy,
#       awscc_s3_bucket_policy, awscc_sso_permission_set, azapi_resource,
#       azurerm_log_analytics_workspace, azurerm_management_group_policy_assignment,
#       azurerm_management_group_policy_set_definition, azurerm_policy_assignment,
#       azurerm_policy_definition, azurerm_policy_set_definition,
#       azurerm_resource_group_policy_assignment, azurerm_resource_policy_assignment,
#       azurerm_storage_management_policy, azurerm_subscription_policy_assignment,
#       google_access_context_manager_service_perimeter,
#       google_access_context_manager_service_perimeter_resource,
#       google_access_context_manager_service_perimeters, google_folder_organization_policy,
#       google_iam_deny_policy, google_logging_billing_account_bucket_config,
#       google_logging_folder_bucket_config, google_logging_organization_bucket_config,
#       google_logging_project_bucket_config, google_org_policy_policy, google_organization_policy,
#       google_project_organization_policy, google_vertex_ai_cache_config
#     ]
#   attributes: [
#     arn, billing_account, boolean_policy, bucket, bucket_id, bucket_prefix, constraint, content,
#     control_identifier, customer_managed_policy_reference, desired_state, disable_cache,
#     enable_logging, enabled_policy_types, folder, force_destroy, group, group_name, groups, id,
#     inline_policy, instance_arn, list_policy, location, log_group_name, managed_policy_arn,
#     managed_policy_arns, managed_policy_name, management_group_id, mode, name, name_prefix,
#     org_id, organization, parent, parent_id, perimeter_name, permission_set_arn,
#     permissions_boundary, policies, policy, policy_arn, policy_arns, policy_definition_id,
#     policy_document, policy_id, policy_name, policy_rule, project, resource, resource_group_id,
#     resource_group_name, resource_id, retention_in_days, role, role_name, roles, rule, rules,
#     scope, service_name, service_perimeters, skip_destroy, spec, status, storage_account_id,
#     subscription_id, target_id, target_identifier, target_ids, template_body, template_url,
#     trail_name, type, type_name, user, user_name, users, vpc_endpoint_id, vpc_id
#   ]
#   nested: [rule/expiration, rule/noncurrent_version_expiration, rule/default_retention]
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

verdict := "pass" if {
	_kept
	input.estate.complete == true
}

verdict := "fail" if _kept == false

evidence["taken_away"] := sort([told.one.address | some told in _told; told.stays == false])

evidence["untold"] := sort(_untold) if _untold != set()

evidence["unlike"] := sort(_unlike) if _unlike != set()

_untold := {told.one.address | some told in _told; told.untold}

_unlike := {told.one.address | some told in _told; told.unlike}

_kept := lib.every_true([told.stays | some told in _told])

_told := guardrails.told(input.estate)
