# METADATA
# title: Prompts are kept no longer than the tenant and its regimes allow
# description: |
#   Refuses a deployment that keeps prompts longer than the shortest limit of the tenant and its
#   regimes, and one for which nothing bounds the time. Zero retention is attested, covers no
#   Covered Model, and is lost with a feature that is not eligible for it. Some features keep what is
#   sent with them for longer than prompts, such as files, which stay until somebody deletes them.
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
#   How long a case keeps what is sent, `alone` and `using` each feature of its provider: the days
#   and the last day of what they rest on. A time that nothing bounds is "unspecified".
settled(retention, features) := {
	"alone": _lasting(retention, retention.days),
	"using": {name: _lasting(retention, max({_prompts(retention, feature), kept})) |
		some name, feature in features

		# Texts come after numbers, so "unspecified" is longer than any days.
		kept := object.get(feature, "kept", "unspecified")
	},
}

# METADATA
# description: |
#   The longest of these times for all of the requested features; what is known of none of them is
#   unspecified
kept(settled, features) := max({settled.alone} | {time |
	some name in features
	time := object.get(settled.using, [name], ["unspecified", "9999-12-31"])
})

# As attested, unless the feature loses that.
_prompts(retention, feature) := retention.days if {
	retention.eligibility == "none"
} else := retention.days if {
	feature[retention.eligibility] == true
} else := retention.standard

# Until the last day of what is attested, unless its provider's standard is as short.
_lasting(retention, days) := [days, "9999-12-31"] if {
	max({retention.standard, days}) == days
} else := [days, retention.until]

# METADATA
# description: Why deployments are refused
denied(asked) := [] if {
	# Most are bound by no limit.
	asked.tenant.retention.prompts.max_days == null
	every duty in asked.duties { duty.limit == null }
} else := [{"deployment": route.deployment, "rule": "RET-101", "facts": facts} |
	features := asked.features
	some _, cases in asked.today
	some case in cases
	days := kept(case.kept, features)[0]
	_exceeds(days, limit)
	provider := asked.deployed.providers[case.provider]
	losing := _losing(case.retention, features, provider)
	facts := {
		"days": days,
		"limit": limit,
		"covered": case.covered,
		"attestation": case.retention.attestation,
		"claim": case.retention.claim,
		"features": losing,
		"keeping": _keeping(features, provider, limit),
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
	some feature in features
	object.get(provider.features, [feature, retention.eligibility], null) != true
])

# The features with which something is kept longer than the limit, and how long.
_keeping(features, provider, limit) := {feature: days |
	some feature in features
	days := provider.features[feature].kept
	_exceeds(days, limit)
}

_exceeds("unspecified", _) := true

_exceeds(days, limit) if lib.at_most(days, limit) == false
