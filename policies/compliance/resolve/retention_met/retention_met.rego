# METADATA
# title: Prompts are kept no longer than the tenant and its regimes allow
# description: |
#   Refuses a deployment that keeps prompts longer than the shortest limit of the tenant and its
#   regimes, and one for which nothing bounds the time. Zero retention is attested, covers no
#   Covered Model, and is lost with a feature that is not eligible for it.
# scope: package
# related_resources:
#   - ref: https://platform.claude.com/docs/en/manage-claude/api-and-data-retention
#   - ref: https://docs.aws.amazon.com/bedrock/latest/userguide/data-retention.html
# custom:
#   id: RET-101
#   kind: route
#   severity: high
#   rationale: Data is kept no longer than its purpose needs, also by a provider
#   remediation: Attest zero retention for the source and every destination, or drop what breaks it
#   controls:
#     gdpr: ["Art. 5(1)(e)"]
#     hipaa: ["45 CFR 164.310(d)(2)(i)"]
package compliance.resolve.retention_met

import data.compliance.lib

# METADATA
# description: |
#   The least of many limits, null where none is set; undefined unless each is a number or null
shortest(limits) := null if {
	limits == {null}
} else := min(numbers) if {
	numbers := limits - {null}
	every limit in numbers { is_number(limit) }
}

# METADATA
# description: |
#   Days that a provider keeps prompts, by what it has of each feature: as attested, unless a
#   requested feature loses that. A time that nothing bounds is "unspecified".
kept(retention, features, provider) := days if {
	retention.eligibility == "none"
	days := retention.days
} else := days if {
	every feature in features { provider.features[feature][retention.eligibility] == true }
	days := retention.days
} else := days if {
	retention.eligibility != "none"
	days := retention.standard
}

# METADATA
# description: |
#   The last day on which a deployment keeps prompts within a limit: of its attestation, unless its
#   provider's standard is short enough
until(retention, limit) := "9999-12-31" if {
	lib.at_most(retention.standard, limit) == true
} else := retention.until

# METADATA
# description: Why deployments are refused
denied(asked) := [{"deployment": route.deployment, "rule": "RET-101", "facts": facts} |
	limit != null
	features := object.get(asked.request, "features", null)
	some _, cases in asked.today
	some case in cases
	losing := _losing(case.retention, features, asked.deployed.providers[case.provider])
	days := object.get({true: case.retention.days}, losing == [], case.retention.standard)
	_exceeds(days, limit)
	facts := {
		"days": days,
		"limit": limit,
		"covered": case.covered,
		"attestation": case.retention.attestation,
		"claim": case.retention.claim,
		"features": losing,
	}
	some route in case.routes
] if {
	limits := {duty.limit | some duty in asked.duties}
	limit := shortest(limits | {asked.tenant.retention.prompts.max_days})
} else := [{"deployment": name, "rule": "RET-101", "facts": facts} |
	facts := {"prompts": object.get(asked.tenant, ["retention", "prompts"], null)}
	some name in asked.deployed.names
]

_losing(retention, features, provider) := [] if {
	retention.eligibility == "none"
} else := sort([feature |
	some feature in lib.items(features)
	object.get(provider.features, [feature, retention.eligibility], null) != true
])

_exceeds("unspecified", _) := true

_exceeds(days, limit) if lib.at_most(days, limit) == false
