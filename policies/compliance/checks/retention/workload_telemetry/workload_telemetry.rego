# METADATA
# title: Workloads write no prompts into logs and spans that the tenant forbids
# description: |
#   Fails a resource of any type that tells an SDK to write prompts and replies into spans or into
#   its log, wherever that stands in it, and a state machine or a pipe that calls Claude and logs
#   what it hands on, where the tenant, or one of its regimes, lets none be kept. Unknown where they
#   may be kept for some days, for a setting does not say how long; for a value, a script or a
#   document that is not known, or a missing limit. A resource in which nothing of the kind stands
#   is not asked.
# scope: package
# schemas:
#   - input: schema.resource
# related_resources:
#   - https://github.com/anthropics/anthropic-sdk-python
#   - https://docs.aws.amazon.com/step-functions/latest/apireference/API_LoggingConfiguration.html
#   - https://docs.aws.amazon.com/eventbridge/latest/pipes-reference/API_PipeLogConfiguration.html
# custom:
#   id: RET-007
#   severity: high
#   per: tenant
#   applies_to: {stating: telemetry}
#   attributes: [telemetry]
#   rationale: A prompt in a span or in a log is kept as long as those are, wherever they go
#   remediation: >-
#     Leave `ANTHROPIC_OPEN_TELEMETRY_TRACES_CONTENT_MODE` unset, `ANTHROPIC_LOG` above `debug`, and
#     `include_execution_data` out of the log of what calls Claude
#   controls:
#     gdpr: ["Art. 5(1)(e)", "Art. 25(2)"]
#     hipaa: ["164.502(b)"]
#     nist-800-53: ["si-12", "au-3.3"]
#     csa-ccm: ["DSP-16", "LOG-03"]
package compliance.checks.retention.workload_telemetry

import data.compliance.lib

id := "RET-007"

default verdict := "unknown"

verdict := "pass" if _met

verdict := "fail" if _met == false

evidence["content"] := _fact.content

evidence["limits"] := _limits

_met if {
	_limits
	_writes == false
}

_met if {
	is_boolean(_writes)
	lib.every_true([lib.unset(limit) | some limit in _limits])
}

_met := false if {
	_writes == true
	lib.every_true([_lets(limit) | some limit in _limits]) == false
}

_writes if {
	lib.found(_fact.content)
} else := false if {
	_fact.content == []
	_fact.unknown == []
}

_limits := array.concat([input.tenant.retention.prompts.max_days], of_regimes) if {
	regimes := lib.items(input.tenant.regimes)
	of_regimes := [_limit(code) | some code in regimes]
}

_limit(code) := limit if {
	limit := data.compliance.regimes[code].retention.prompts.max_days
} else := "unknown"

_lets(limit) if {
	lib.unset(limit)
} else := false if {
	limit == 0
} else := "unknown"

_fact := input.resource.values.telemetry
