# METADATA
# title: Policies leave Claude Platform on AWS to whom its countries suit
# description: |
#   Fails a policy that leaves Claude Platform on AWS open under a jurisdiction that none of its
#   places suits. Its AWS region binds the gateway and pins nothing; where it computes is for the
#   workspace to say, so what is judged is the narrowest place that a workspace can be set to.
#   Unknown where a statement, an attachment or the law is not known. A policy that keeps no call
#   to it from anybody, or grants none, is not asked.
# scope: package
# schemas:
#   - input: schema.resource
# related_resources:
#   - https://platform.claude.com/docs/en/build-with-claude/claude-platform-on-aws
# custom:
#   id: RES-013
#   severity: medium
#   per: jurisdiction
#   applies_to:
#     types:
#       - aws_organizations_policy
#       - aws_organizations_account
#       - aws_iam_policy
#       - aws_iam_role_policy
#       - aws_iam_user_policy
#       - aws_iam_group_policy
#       - aws_iam_role
#       - aws_ssoadmin_permission_set_inline_policy
#       - aws_iam_role_policy_attachment
#       - aws_iam_role_policy_attachments_exclusive
#       - aws_iam_user_policy_attachment
#       - aws_iam_user_policy_attachments_exclusive
#       - aws_iam_group_policy_attachment
#       - aws_iam_group_policy_attachments_exclusive
#       - aws_iam_policy_attachment
#       - aws_ssoadmin_managed_policy_attachment
#       - aws_ssoadmin_customer_managed_policy_attachment
#       - awscc_organizations_policy
#       - awscc_iam_group_policy
#       - awscc_iam_managed_policy
#       - awscc_iam_role
#       - awscc_iam_role_policy
#       - awscc_iam_user_policy
#       - aws_cloudcontrolapi_resource
#       - aws_cloudformation_stack
#       - aws_cloudformation_stack_set
#       - awscc_cloudformation_stack
#       - awscc_cloudformation_stack_set
#       - awscc_iam_group
#       - awscc_iam_user
#       - awscc_sso_permission_set
#   attributes: [platform_access]
#   rationale: A guardrail by region lets through a service that computes in none of these regions
#   remediation: Deny `aws-external-anthropic:*` where no workspace of it may be used
#   controls:
#     gdpr: ["Art. 44"]
#     nist-800-53: ["sa-9.5", "ac-3", "ac-4"]
#     csa-ccm: ["DSP-19", "IAM-05"]
package compliance.checks.residency.claude_platform_policy

import data.compliance.jurisdictions
import data.compliance.lib.access

id := "RES-013"

default verdict := "unknown"

verdict := "pass" if _met

verdict := "fail" if _met == false

evidence["asked"] := _fact.asked

evidence["outside"] := access.outside(_beyond)

evidence["sources"] := access.sources(_beyond)

evidence["countries"] := access.countries(_beyond)

# Callers who can be told apart: where it is empty, anybody can make one of these calls.
evidence["depends_on"] := access.depends_on(_beyond)

_met := access.met(_fact, _law.countries)

_beyond := access.beyond(_fact, _law.countries)

_fact := input.resource.values.platform_access

_law := jurisdictions[input.jurisdiction].inference
