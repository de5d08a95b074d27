# METADATA
# title: Buckets that receive model logs expire their objects
# description: |
#   Fails a bucket that Bedrock delivers prompts and replies to, where no lifecycle rule in force
#   deletes every object and every version that is no longer current. Unknown when who delivers to
#   the bucket, or what its lifecycle does, cannot be known, and when the jurisdiction is not
#   known.
# scope: package
# schemas:
#   - input: schema.resource
# related_resources:
#   - https://docs.aws.amazon.com/bedrock/latest/userguide/model-invocation-logging.html
# custom:
#   id: RET-003
#   severity: high
#   per: jurisdiction
#   applies_to: {types: [aws_s3_bucket]}
#   related:
#     logging:
#       type: aws_bedrock_model_invocation_logging_configuration
#       points_here: /logging_config/0/s3_config/0/bucket_name
#       by: [id, bucket]
#     large:
#       type: aws_bedrock_model_invocation_logging_configuration
#       points_here: >-
#         /logging_config/0/cloudwatch_config/0/large_data_delivery_s3_config/0/bucket_name
#       by: [id, bucket]
#     lifecycle:
#       type: aws_s3_bucket_lifecycle_configuration
#       points_here: /bucket
#       by: [id, bucket]
#       attributes: [rule]
#       nested: [rule/prefix, rule/filter, rule/filter/prefix, rule/filter/tag, rule/filter/and,
#         rule/filter/object_size_greater_than, rule/filter/object_size_less_than,
#         rule/expiration, rule/expiration/days, rule/expiration/date,
#         rule/noncurrent_version_expiration,
#         rule/noncurrent_version_expiration/newer_noncurrent_versions]
#   rationale: A bucket without a lifecycle keeps every prompt and reply of the model logs for ever
#   remediation: Expire objects and non-current versions by a lifecycle rule for the whole bucket
#   controls:
#     gdpr: ["Art. 5(1)(e)"]
#     hipaa: ["164.310(d)(2)(i)"]
#     nist-800-53: ["si-12", "mp-6"]
#     csa-ccm: ["DSP-16"]
package compliance.checks.retention.model_log_bucket_expires

import data.compliance.lib
import data.compliance.lib.lifecycle

id := "RET-003"

default verdict := "unknown"

verdict := "pass" if _met

verdict := "fail" if _met == false

evidence["receives_model_logs"] := _receives

evidence["expires"] := _expires

evidence["unexpired"] := [kind | some kind in _kinds; _deleted(kind) == false] if _met == false

_met := _in_time if _law

_in_time if _receives == false

_in_time if _expires

_in_time := false if {
	_receives
	_expires == false
}

_receives := lib.any_true([_named(related, name) | some name in ["logging", "large"]]) if {
	related := input.resource.related
}

_named(related, name) := answer if {
	answer := lib.found(related[name])
} else := "unknown"

_kinds := ["current", "noncurrent"]

_expires := lib.every_true([_deleted(kind) | some kind in _kinds])

# Of several configurations the one that is written last holds, so each has to.
_deleted(kind) := false if {
	input.resource.related.lifecycle == []
} else := answer if {
	configurations := lib.items(input.resource.related.lifecycle)
	answer := lib.every_true([_deleted_by(one, kind) | some one in configurations])
} else := "unknown"

_deleted_by(configuration, kind) := answer if {
	rules := lib.items(configuration.values.rule)
	answer := lib.any_true([lifecycle.deletes_all(rule, kind) | some rule in rules])
} else := "unknown"

_law if data.compliance.jurisdictions[input.jurisdiction].storage
