# METADATA
# title: The tenant and its regimes let every requested feature be used
# description: |
#   Refuses every deployment where the request has a feature that the tenant's own list leaves out
#   or one of its regimes excludes, and where the tenant does not say whether it has such a list.
# scope: package
# related_resources:
#   - ref: https://eur-lex.europa.eu/legal-content/EN/TXT/?uri=CELEX:32016R0679
# custom:
#   id: FEA-103
#   kind: route
#   severity: high
#   rationale: What a feature does with data was agreed, or ruled out, before the request was made
#   remediation: Leave the feature out, or have it allowed by whoever answers for the tenant
#   controls:
#     gdpr: ["Art. 28(3)(a)"]
package compliance.resolve.features_permitted

import data.compliance.lib

# METADATA
# description: |
#   Whether each requested feature stands on the tenant's list, if it has one, and on no list of
#   what a regime excludes; undefined where a list cannot be read
met(features, allowed, regimes) if {
	allowed == null
	every regime in regimes { regime.excluded == [] }
} else if {
	features == []
	{type_name(allowed)} - {"array", "null"} == set()
} else if {
	wanted := {feature: true | some feature in features}
	lib.let_through(allowed, wanted) == wanted
	every regime in regimes { object.remove(wanted, regime.excluded) == wanted }
}

# METADATA
# description: Why deployments are refused; it is the same for all of them
denied(asked) := [] if {
	asked.tenant.features == null
	is_array(asked.request.features)
	every regime in asked.bound { regime.excluded == [] }
} else := [{"deployment": name, "rule": "FEA-103", "facts": facts} |
	wanted := {feature: true | some feature in asked.request.features}
	excluded := {asked.tenant.regimes[number]: object.keys(found) |
		some number, regime in asked.bound
		found := object.filter(wanted, regime.excluded)
		found != {}
	}
	unlisted := object.keys(wanted) - object.keys(lib.let_through(asked.tenant.features, wanted))
	[excluded, unlisted] != [{}, set()]
	facts := {"excluded": excluded, "unlisted": unlisted, "allowed": asked.tenant.features}
	some name in asked.deployed.names
] if {
	is_array(asked.request.features)
	{type_name(asked.tenant.features)} - {"array", "null"} == set()
} else := [{"deployment": name, "rule": "FEA-103", "facts": facts} |
	is_array(asked.request.features)
	facts := {"features": object.get(asked.tenant, "features", "unstated")}
	some name in asked.deployed.names
]
