# METADATA
# title: Bedrock keeps prompts no longer than the tenant allows
# description: |
#   Fails a data retention mode under which Bedrock may keep prompts longer than the tenant, or one
#   of its regimes, allows; for a tenant without retention only `none` passes. Unknown for a mode
#   whose days are not known, and when the mode, the tenant's limit or a regime is missing.
# scope: package
# schemas:
#   - input: schema.resource
# related_resources:
#   - https://docs.aws.amazon.com/bedrock/latest/userguide/data-retention.html
# custom:
#   id: RET-006
#   severity: critical
#   per: tenant
#   applies_to: {types: [aws_bedrock_account_data_retention]}
#   attributes: [mode]
#   rationale: A mode that was never set, or is inherited, is not zero retention
#   remediation: Set `mode` to `none` in every region that the tenant's requests can reach
#   controls:
#     gdpr: ["Art. 5(1)(e)"]
#     hipaa: ["164.502(b)"]
#     nist-800-53: ["si-12", "si-12.3"]
#     csa-ccm: ["DSP-16"]
package compliance.checks.retention.bedrock_mode

import data.compliance.lib

id := "RET-006"

default verdict := "unknown"

verdict := "pass" if _met

verdict := "fail" if _met == false

evidence["mode"] := _mode

evidence["limits"] := _limits

_met := lib.every_true([_meets(limit) | some limit in _limits])

# The tenant's own limit and those of its regimes; an unknown regime may have one.
_limits := array.concat([input.tenant.retention.prompts.max_days], of_regimes) if {
	regimes := lib.items(input.tenant.regimes)
	of_regimes := [_limit(code) | some code in regimes]
}

_limit(code) := limit if {
	limit := data.compliance.regimes[code].retention.prompts.max_days
} else := "unknown"

# Under one limit and several modes: no limit is met by any mode that Bedrock has.
_meets(limit) if {
	lib.unset(limit)
	_ := _kept[_mode]
} else := answer if {
	answer := lib.at_most(_kept[_mode], limit)
} else := false if {
	limit == 0
	lib.unset(_kept[_mode])
} else := "unknown"

_kept := data.compliance.resources.facts.aws_bedrock_account_data_retention.days

_mode := input.resource.values.mode
