# METADATA
# title: IAM policies let Claude be called in allowed countries alone
# description: |
#   Fails a policy of a user, group or role that grants a call to Claude which may compute outside
#   of its jurisdiction: by a wildcard, a global profile or a model without a region. Every check
#   that AWS makes for a call has to be granted, and a permissions boundary that is in the same
#   input is counted in. Neither is a service control policy (which account the policy is in is not
#   known, and the management account is bound by none), nor a session policy, which whoever assumes
#   a role may leave out. A policy that is attached by its ARN is one of the same input, or one of
#   AWS's own that was read in November 2026. Unknown for any other, and where a statement, a
#   boundary or the law is not known. A policy that grants no call to Claude is not asked.
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
