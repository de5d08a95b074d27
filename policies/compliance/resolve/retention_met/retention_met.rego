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
#   Days that a provider keeps prompts: as attested, unless a requested feature loses that. A time
#   that nothing bounds is "unspecified".
kept(offer, features) := offer.retention.days if {
	_losing(offer, features) == []
} else := offer.retention.standard if {
	_losing(offer, features) != []
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
denied(asked) := [{"deployment": offer.route.deployment, "rule": "RET-101", "facts": facts} |
	numbers := limits - {null}
	numbers != set()
	limit := min(numbers)
	some offer in asked.dated
	days := kept(offer, asked.features)
	_exceeds(days, limit)
	facts := {
		"days": days,
		"limit": limit,
		"covered": offer.covered,
		"attestation": offer.retention.attestation,
		"claim": offer.retention.claim,
		"features": _losing(offer, asked.features),
	}
] if {
	is_array(asked.duties)
	said := [days | some regime in asked.duties; days := regime.retention.prompts.max_days]
	count(said) == count(asked.duties)
	limits := {asked.prompts.max_days} | {days | some days in said}
	{type_name(days) | some days in limits} - {"null", "number"} == set()
} else := [{"deployment": name, "rule": "RET-101", "facts": {"prompts": asked.prompts}} |
	asked.duties != null
	some name in asked.deployed.names
]

_losing(offer, features) := [] if {
	offer.retention.eligibility == null
} else := sort(wanted - eligible) if {
	listed := lib.items(features)
	wanted := {feature | some feature in listed}
	known := data.deployments.providers[offer.provider].features
	eligible := {feature |
		some feature in wanted
		known[feature][offer.retention.eligibility] == true
	}
}

_exceeds("unspecified", _) := true

_exceeds(days, limit) if lib.at_most(days, limit) == false
