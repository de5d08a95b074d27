# METADATA
# title: Log groups are kept as long as their regime says
# description: |
#   Fails a log group that its regime wants kept longer or shorter, and one that never expires
#   where the regime has a maximum or wants an end. Unknown when the retention is not a number of
#   days, and when the regime is missing.
# scope: package
# schemas:
#   - input: schema.resource
# related_resources:
#   - https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/WhatIsCloudWatchLogs.html
# custom:
#   id: RET-002
#   severity: high
#   per: regime
#   applies_to: {types: [aws_cloudwatch_log_group]}
#   attributes: [retention_in_days]
#   rationale: A regime's limits hold for the operator's own logs as they do for the provider's
#   remediation: Set `retention_in_days` to what the purpose needs, within the regime's limits
#   controls:
#     gdpr: ["Art. 5(1)(e)"]
#     hipaa: ["164.310(d)(2)(i)", "164.312(b)"]
#     nist-800-53: ["si-12", "au-11"]
#     csa-ccm: ["DSP-16"]
package compliance.checks.retention.log_group_period

import data.compliance.lib
import data.compliance.regimes

id := "RET-002"

default verdict := "unknown"

verdict := "pass" if _met

verdict := "fail" if _met == false

evidence["retention_in_days"] := _days

evidence["limits"] := {"min_days": _law.min_days, "max_days": _law.max_days}

_met := lib.kept_within(_days, _law.min_days, _law.max_days)

_met := _endless_allowed if _endless

_endless if lib.unset(_days)

_endless if _days == 0

_endless_allowed := false if is_number(_law.max_days)

_endless_allowed := false if _law.bounded == true

_endless_allowed if {
	lib.unset(_law.max_days)
	_law.bounded == false
}

_days := input.resource.values.retention_in_days

_law := regimes[input.regime].retention.logs
