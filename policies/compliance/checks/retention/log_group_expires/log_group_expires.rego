# METADATA
# title: Log groups expire
# description: |
#   Fails a log group that never expires: a retention of 0, or none. Unknown when the retention is
#   not a number of days, and when the jurisdiction is not known.
# scope: package
# schemas:
#   - input: schema.resource
# related_resources:
#   - https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/WhatIsCloudWatchLogs.html
# custom:
#   id: RET-001
#   severity: medium
#   per: jurisdiction
#   applies_to: {types: [aws_cloudwatch_log_group]}
#   attributes: [retention_in_days]
#   rationale: Whatever is logged of a conversation is kept for ever in a log that never expires
#   remediation: Set `retention_in_days` to the days that the purpose of the log needs
#   controls:
#     gdpr: ["Art. 5(1)(e)"]
#     nist-800-53: ["si-12", "au-11"]
#     csa-ccm: ["DSP-16"]
package compliance.checks.retention.log_group_expires

import data.compliance.jurisdictions
import data.compliance.lib

id := "RET-001"

default verdict := "unknown"

verdict := "pass" if _met

verdict := "fail" if _met == false

evidence["retention_in_days"] := _days

_met := _bounded if jurisdictions[input.jurisdiction].storage

_bounded := false if lib.unset(_days)

_bounded := false if _days == 0

_bounded if lib.at_least(_days, 1)

_days := input.resource.values.retention_in_days
