# METADATA
# title: Inference and storage stay in the countries that the tenant itself allows
# description: |
#   Refuses a deployment that may compute or keep data in a country that the tenant's own list
#   leaves out, and every deployment where the tenant does not say whether it has such a list.
# scope: package
# related_resources:
#   - ref: https://eur-lex.europa.eu/legal-content/EN/TXT/?uri=CELEX:32016R0679
# custom:
#   id: RES-103
#   kind: route
#   severity: critical
#   rationale: What was promised to a customer may be narrower than the law, and binds like it
#   remediation: Use a deployment whose places all stand on the tenant's list
#   controls:
#     gdpr: ["Art. 28(3)(a)"]
package compliance.resolve.own_countries

# METADATA
# description: |
#   The places that the tenant's own list leaves out, each with the sites that reach it: none where
#   the list is null; undefined where it is neither
beyond(own, reach) := [] if {
	own == null
} else := [object.remove(reach.countries, own)] if {
	is_array(own)
}

# METADATA
# description: Why deployments are refused
denied(asked) := [] if {
	asked.tenant.countries == null
} else := [{"deployment": route.deployment, "rule": "RES-103", "facts": facts} |
	outside := object.remove(asked.served.reach.countries, asked.tenant.countries)
	some site, cases in asked.dated
	places := {place | some place, there in outside; there[site]}
	places != set()
	facts := {"outside": places, "allowed": asked.tenant.countries}
	some case in cases
	some route in case.routes
] if {
	is_array(asked.tenant.countries)
} else := [{"deployment": name, "rule": "RES-103", "facts": {"countries": asked.tenant.countries}} |
	some name in asked.deployed.names
]
