# METADATA
# title: IAM policies let Claude be called in allowed countries alone
# description: |
#   Fails a policy by which a user, group, role or permission set may make a call to Claude that may
#   compute outside of its jurisdiction: by a wildcard, a global profile or a model without region.
#   What an identity may do is what all its policies of the same input let it do together, those of
#   a user's groups too: a call needs every check that AWS makes for it granted, by whichever of
#   them; what one denies is denied, and a permissions boundary is counted in. Of several who hold a
#   policy the one who may do more counts. Not counted in are service control policies (which
#   account the policy is in is not known, and the management account is bound by none), and session
#   policies, which whoever assumes a role may leave out. A policy that is attached by its ARN is
#   one of the same input, or one of AWS's own that was read in November 2026. Unknown for any
#   other, where a statement, a boundary or the law is not known, and for a part of a call outside
#   that is granted to nobody knows whom: by a reference, to a group without members here, or to
#   nobody here. A policy that has no part in a call to Claude is not asked.
# scope: package
# schemas:
#   - input: schema.resource
# related_resources:
#   - https://docs.aws.amazon.com/bedrock/latest/userguide/geographic-cross-region-inference.html
#   - https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
# custom:
#   id: RES-012
#   severity: medium
#   per: jurisdiction
#   applies_to:
#     types:
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
#   attributes: [access]
#   rationale: Whoever may use every profile needs one wrong setting to send a prompt abroad
#   remediation: >-
#     Grant the profile in its source region, and models in its destinations alone under
#     `bedrock:InferenceProfileArn`; never `*`, `inference-profile/*` or a model without a region
#   controls:
#     gdpr: ["Art. 44"]
#     nist-800-53: ["sa-9.5", "ac-3", "ac-6"]
#     csa-ccm: ["DSP-19", "IAM-05"]
package compliance.checks.residency.identity_policy

import data.compliance.jurisdictions
import data.compliance.lib.access

id := "RES-012"

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

_fact := input.resource.values.access

_law := jurisdictions[input.jurisdiction].inference
