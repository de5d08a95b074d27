# METADATA
# title: Bedrock invocation logs stay in allowed countries
# description: |
#   Fails a logging configuration that delivers prompts or replies to a place where its
#   jurisdiction does not let data be stored: log groups in the configuration's own region, buckets
#   in theirs. Passes where all deliveries are off. Unknown when a destination is not among what
#   was read, when there is none, and when the law is missing.
# scope: package
# schemas:
#   - input: schema.resource
# related_resources:
#   - https://docs.aws.amazon.com/bedrock/latest/userguide/model-invocation-logging.html
# custom:
#   id: LOG-001
#   severity: high
#   per: jurisdiction
#   applies_to: {types: [aws_bedrock_model_invocation_logging_configuration]}
#   attributes: [logging_config]
#   nested: [
#     logging_config/text_data_delivery_enabled, logging_config/image_data_delivery_enabled,
#     logging_config/embedding_data_delivery_enabled, logging_config/video_data_delivery_enabled,
#     logging_config/cloudwatch_config, logging_config/s3_config,
#     logging_config/cloudwatch_config/large_data_delivery_s3_config
#   ]
#   related:
#     bucket:
#       type: aws_s3_bucket
#       pointed_at_by: /logging_config/0/s3_config/0/bucket_name
#       by: [id, bucket]
#     large:
#       type: aws_s3_bucket
#       pointed_at_by: >-
#         /logging_config/0/cloudwatch_config/0/large_data_delivery_s3_config/0/bucket_name
#       by: [id, bucket]
#   rationale: The logs hold the original prompts, also those that a guardrail masked
#   remediation: Deliver to a log group or bucket in an allowed country, or switch delivery off
#   controls:
#     gdpr: ["Art. 44", "Art. 5(1)(e)"]
#     hipaa: ["164.312(b)"]
#     nist-800-53: ["sa-9.5", "au-9"]
#     csa-ccm: ["DSP-19"]
package compliance.checks.logging.bedrock_invocation_logs

import data.compliance.lib

id := "LOG-001"

default verdict := "unknown"

verdict := "pass" if _met

verdict := "fail" if _met == false

evidence["region"] := input.resource.region

evidence["buckets"] := lib.regions(input.resource.related.bucket)

evidence["large_data_buckets"] := lib.regions(input.resource.related.large)

_met if {
	_law
	_off
}

_met if _inside

_met := false if {
	_off == false
	_inside == false
}

_off := lib.every_true([_delivery_off(kind) | some kind in ["text", "image", "embedding", "video"]])

# A delivery that is not written is on.
_delivery_off(kind) := lib.within(enabled, [false]) if {
	enabled := _config[concat("_", [kind, "data_delivery_enabled"])]
	lib.within(enabled, [null, true, false])
} else := "unknown"

_inside := lib.every_true([answer | some answer in _destinations; answer != "none"])

_destinations := [_log_group, _bucket(_config.s3_config, "bucket"), _large]

_log_group := _destination(lib.left_out(_config.cloudwatch_config), [input.resource])

_large := "none" if lib.left_out(_config.cloudwatch_config)

_large := _bucket(lib.only(_config.cloudwatch_config).large_data_delivery_s3_config, "large")

_bucket(block, name) := _destination(lib.left_out(block), lib.named(input.resource, name))

_destination(true, _) := "none"

_destination(false, resources) := answer if {
	answer := lib.all_inside(_law.countries, data.compliance.regions.aws, resources)
} else := "unknown"

_config := lib.only(input.resource.values.logging_config)

_law := data.compliance.jurisdictions[input.jurisdiction].storage
