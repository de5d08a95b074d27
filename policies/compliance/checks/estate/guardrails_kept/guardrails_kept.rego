# METADATA
# title: Guardrails are not taken away
# description: |
#   Fails a change that deletes or forgets a guardrail: Bedrock's invocation logging or retention
#   mode, a service control policy or its attachment, an organisation policy of Google, an allowed
#   locations assignment of Azure, the lifecycle of a bucket that stays, or a log group that
#   expires. One of the same type, region and name that the same change leaves standing stands in
#   for it, and is judged itself. Unknown when what was there cannot be known, and where not
#   everything was read.
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
#       aws_cloudwatch_log_group, aws_organizations_policy, aws_organizations_policy_attachment,
#       aws_s3_bucket_lifecycle_configuration, azurerm_management_group_policy_assignment,
#       azurerm_resource_group_policy_assignment, azurerm_resource_policy_assignment,
#       azurerm_subscription_policy_assignment, google_folder_organization_policy,
#       google_org_policy_policy, google_organization_policy, google_project_organization_policy
#     ]
#   attributes: [
#     bucket, constraint, folder, management_group_id, name, org_id, parent, policy_definition_id,
#     policy_id, project, resource_group_id, resource_id, retention_in_days, subscription_id,
#     target_id
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

evidence["taken_away"] := sort([one.address |
	some one in lib.items(input.estate.removed)
	guardrails.stays(one, input.estate) == false
])

_kept := lib.every_true([guardrails.stays(one, input.estate) |
	some one in lib.items(input.estate.removed)
])
