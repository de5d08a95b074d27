# METADATA
# title: Audit trails are kept as long as their regime demands
# description: |
#   Fails a bucket that receives an audit trail, where a lifecycle rule in force deletes every
#   object before its regime lets evidence go. Unknown when who writes to the bucket or what its
#   lifecycle does cannot be known, for a short rule on a part of the bucket, for rules that stand
#   in the bucket's own block, as of old, and when the regime is missing.
# scope: package
# schemas:
#   - input: schema.resource
# related_resources:
#   - https://www.ecfr.gov/current/title-45/section-164.316
# custom:
#   id: LOG-002
#   severity: high
#   per: regime
#   applies_to: {types: [aws_s3_bucket]}
#   attributes: [lifecycle_rule]
#   related:
#     trails:
#       type: aws_cloudtrail
#       points_here: /s3_bucket_name
#       by: [id, bucket]
#     lifecycle:
#       type: aws_s3_bucket_lifecycle_configuration
#       points_here: /bucket
#       by: [id, bucket]
#       attributes: [rule]
#       nested: [
#         rule/prefix, rule/filter, rule/filter/prefix, rule/filter/tag, rule/filter/and,
#         rule/filter/object_size_greater_than, rule/filter/object_size_less_than,
#         rule/expiration, rule/expiration/days, rule/expiration/date
#       ]
#   rationale: What shows who did what is evidence, and evidence has a minimum
#   remediation: Let the lifecycle of the trail's bucket delete nothing before the regime's minimum
#   controls:
#     hipaa: ["164.312(b)", "164.316(b)(2)(i)"]
#     nist-800-53: ["au-11", "au-9"]
#     csa-ccm: ["LOG-02"]
package compliance.checks.logging.audit_trail_kept

import data.compliance.lib
import data.compliance.lib.lifecycle
import data.compliance.regimes

id := "LOG-002"

default verdict := "unknown"

verdict := "pass" if _met

verdict := "fail" if _met == false

evidence["receives_trails"] := _receives

evidence["min_days"] := _law.min_days

_met if lib.unset(_law.min_days)

_met if {
	_law
	_receives == false
}

_met if _kept

_met := false if {
	_receives
	_kept == false
}

_receives := lib.found(input.resource.related.trails)

_kept := lib.every_true(answers) if {
	is_number(_law.min_days)
	configurations := lib.items(input.resource.related.lifecycle)
	others := [_kept_by(configuration) | some configuration in configurations]
	answers := array.concat([_no_rules_of_old], others)
}

# Without any lifecycle nothing is deleted.
default _no_rules_of_old := "unknown"

_no_rules_of_old if lib.left_out(input.resource.values.lifecycle_rule)

_kept_by(configuration) := answer if {
	rules := lib.items(configuration.values.rule)
	answer := lib.every_true([lifecycle.keeps(rule, _law.min_days) | some rule in rules])
} else := "unknown"

_law := regimes[input.regime].retention.evidence
