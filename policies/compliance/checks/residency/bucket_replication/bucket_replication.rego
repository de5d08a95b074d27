# METADATA
# title: Buckets are replicated into allowed countries alone
# description: |
#   Fails a replication rule in force whose destination bucket lies where its jurisdiction does not
#   let data be stored. Unknown when the destination is not among what was read, for further rules
#   than the first unless they are disabled, and when the law is missing.
# scope: package
# schemas:
#   - input: schema.resource
# related_resources:
#   - https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication.html
# custom:
#   id: RES-002
#   severity: high
#   per: jurisdiction
#   applies_to: {types: [aws_s3_bucket_replication_configuration]}
#   attributes: [rule]
#   nested: [rule/status]
#   related:
#     destination:
#       type: aws_s3_bucket
#       pointed_at_by: /rule/0/destination/0/bucket
#       by: [arn]
#   rationale: A replica is stored where it lies, wherever its source stays
#   remediation: >-
#     Replicate to a bucket in a country the jurisdiction lists, and keep it in the same
#     configuration
#   controls:
#     gdpr: ["Art. 44"]
#     nist-800-53: ["sa-9.5", "cp-9"]
#     csa-ccm: ["BCR-08", "DSP-19"]
package compliance.checks.residency.bucket_replication

import data.compliance.jurisdictions
import data.compliance.lib

id := "RES-002"

default verdict := "unknown"

verdict := "pass" if _met

verdict := "fail" if _met == false

evidence["destinations"] := lib.regions(_destinations)

_met := lib.every_true(answers) if {
	_law
	rules := lib.items(input.resource.values.rule)
	answers := [_answer(index, rule) | some index, rule in rules]
}

_answer(index, rule) if {
	rule.status == "Disabled"
} else if {
	_inside
	index == 0
} else := false if {
	rule.status == "Enabled"
	index == 0
	_inside == false
} else := "unknown"

_inside := lib.all_inside(_law.countries, data.compliance.regions.aws, _destinations)

_destinations := input.resource.related.destination

_law := jurisdictions[input.jurisdiction].storage
