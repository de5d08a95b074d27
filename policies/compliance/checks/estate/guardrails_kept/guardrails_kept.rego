# METADATA
# title: Guardrails are not taken away
# description: |
#   Fails a change that deletes or forgets a guardrail or a record: Bedrock's invocation logging or
#   retention mode, a policy of an organisation, an endpoint or Azure, or one of IAM or a bucket
#   that denies something, with its attachment; what expires or locks the objects of a bucket that
#   stays; an audit trail, a log bucket, or a log group that expires. One of the same type, region
#   and name that the same change leaves standing stands in for it, and is judged itself. Unknown
#   when what was there cannot be known, such as what an attached policy says that is not in the
#   change, and where not everything was read.
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
#       aws_cloudtrail, aws_cloudwatch_log_group, aws_iam_group_policy,
#       aws_iam_group_policy_attachment, aws_iam_group_policy_attachments_exclusive,
#       aws_iam_policy, aws_iam_policy_attachment, aws_iam_role_policy,
#       aws_iam_role_policy_attachment, aws_iam_role_policy_attachments_exclusive,
#       aws_iam_user_policy, aws_iam_user_policy_attachment,
#       aws_iam_user_policy_attachments_exclusive, aws_organizations_policy,
#       aws_organizations_policy_attachment, aws_s3_bucket_lifecycle_configuration,
#       aws_s3_bucket_object_lock_configuration, aws_s3_bucket_policy,
#       aws_ssoadmin_customer_managed_policy_attachment, aws_ssoadmin_managed_policy_attachment,
#       aws_ssoadmin_permission_set_inline_policy, aws_vpc_endpoint_policy, azapi_resource,
#       azurerm_log_analytics_workspace, azurerm_management_group_policy_assignment,
#       azurerm_management_group_policy_set_definition, azurerm_policy_assignment,
#       azurerm_policy_definition, azurerm_policy_set_definition,
#       azurerm_resource_group_policy_assignment, azurerm_resource_policy_assignment,
#       azurerm_storage_management_policy, azurerm_subscription_policy_assignment,
#       google_folder_organization_policy, google_logging_billing_account_bucket_config,
#       google_logging_folder_bucket_config, google_logging_organization_bucket_config,
#       google_logging_project_bucket_config, google_org_policy_policy, google_organization_policy,
#       google_project_organization_policy
#     ]
#   attributes: [
#     arn, billing_account, bucket, bucket_id, constraint, customer_managed_policy_reference,
#     folder, group, group_name, id, inline_policy, instance_arn, location, managed_policy_arn,
#     management_group_id, name, org_id, organization, parent, parent_id, permission_set_arn,
#     policy, policy_arn, policy_arns, policy_definition_id, policy_id, project, resource_group_id,
#     resource_group_name, resource_id, retention_in_days, role, role_name, scope,
#     storage_account_id, subscription_id, target_id, type, user, user_name, vpc_endpoint_id
#   ]
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

evidence["untold"] := untold if {
	untold := sort([told.one.address | some told in _told; told.untold])
	untold != []
}

_kept := lib.every_true([told.stays | some told in _told])

_told := guardrails.told(input.estate)
