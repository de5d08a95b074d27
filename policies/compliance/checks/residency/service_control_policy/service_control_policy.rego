# METADATA
# title: Service control policies leave Claude calls in allowed countries alone
# description: |
#   Fails a service control policy that leaves a call to Claude open which may compute outside of
#   its jurisdiction, and an account below no better. Judged is what the policies do at each
#   target together: profiles, every destination, global routing and the second endpoint of
#   Bedrock included; names and Sids prove nothing. One that is attached to nothing is not in
#   force, so everything stays open. A list of what is allowed keeps nobody from the rest while
#   `FullAWSAccess` stays attached, which Terraform cannot show: unknown. Where a condition leaves
#   some callers out, what those can do counts. Unknown too where a statement, an attachment or
#   the law is not known, and of a resource control policy that speaks of Claude, for nobody has
#   read that one binds its models. A policy that keeps no call to Claude from anybody and names
#   none of their actions guards something else, and is not asked. No such policy binds the
#   management account.
# scope: package
# schemas:
#   - input: schema.resource
# related_resources:
#   - https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps_evaluation.html
#   - https://docs.aws.amazon.com/bedrock/latest/userguide/geographic-cross-region-inference.html
# custom:
#   id: RES-011
#   severity: high
#   per: jurisdiction
#   applies_to: {types: [aws_organizations_policy, aws_organizations_account, awscc_organizations_policy]}
#   attributes: [access]
#   rationale: A guardrail that leaves a profile or a region out is a promise that nobody keeps
#   remediation: >-
#     Deny `bedrock:*` and `bedrock-mantle:*` by `StringNotEquals` on `aws:RequestedRegion` with
#     allowed regions alone, without `unspecified`, and attach the policy above every account
#   controls:
#     gdpr: ["Art. 44"]
#     nist-800-53: ["sa-9.5", "ac-3", "ac-4"]
#     csa-ccm: ["DSP-19", "IAM-05"]
package compliance.checks.residency.service_control_policy

import data.compliance.jurisdictions
import data.compliance.lib.access

id := "RES-011"

default verdict := "unknown"

verdict := "pass" if _met

verdict := "fail" if _met == false

evidence["asked"] := _fact.asked

evidence["outside"] := access.outside(_beyond)

evidence["sources"] := access.sources(_beyond)

evidence["countries"] := access.countries(_beyond)

evidence["in_force"] := _fact.in_force

# Callers who can be told apart: where it is empty, anybody can make one of these calls.
evidence["depends_on"] := access.depends_on(_beyond)

_met := access.met(_fact, _law.countries)

_beyond := access.beyond(_fact, _law.countries)

_fact := input.resource.values.access

_law := jurisdictions[input.jurisdiction].inference
