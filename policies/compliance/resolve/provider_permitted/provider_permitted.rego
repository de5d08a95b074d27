# METADATA
# title: The tenant lets the provider be used
# description: |
#   Refuses a deployment of a provider that the tenant's own list leaves out, and every deployment
#   where the tenant does not say whether it has such a list.
# scope: package
# related_resources:
#   - ref: https://eur-lex.europa.eu/legal-content/EN/TXT/?uri=CELEX:32016R0679
# custom:
#   id: RTE-104
#   kind: route
#   severity: high
#   rationale: A processor is engaged only with the leave of whoever the data belongs to
#   remediation: Use a deployment of a provider that the tenant allows
#   controls:
#     gdpr: ["Art. 28(2)"]
package compliance.resolve.provider_permitted

# METADATA
# description: Why deployments are refused
denied(asked) := [] if {
	asked.tenant.providers == null
} else := [{"deployment": route.deployment, "rule": "RTE-104", "facts": facts} |
	others := object.remove(asked.deployed.providers, asked.tenant.providers)
	some _, cases in asked.today
	some case in cases
	others[case.provider]
	facts := {"provider": case.provider, "allowed": asked.tenant.providers}
	some route in case.routes
] if {
	is_array(asked.tenant.providers)
} else := [{"deployment": name, "rule": "RTE-104", "facts": facts} |
	facts := {"providers": object.get(asked.tenant, "providers", "unstated")}
	some name in asked.deployed.names
]
