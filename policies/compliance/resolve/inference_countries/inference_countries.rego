# METADATA
# title: Inference stays in the countries of the tenant's jurisdictions
# description: |
#   Refuses a deployment whose inference may run in a country that one
#   of the tenant's jurisdictions does not list, and every deployment where the tenant has no
#   jurisdiction or one that nobody knows. Destinations that are unspecified satisfy no restriction.
# scope: package
# related_resources:
#   - ref: https://eur-lex.europa.eu/legal-content/EN/TXT/?uri=CELEX:32016R0679
#   - ref: https://platform.claude.com/docs/en/manage-claude/data-residency
# custom:
#   id: RES-101
#   kind: route
#   severity: critical
#   rationale: Where a prompt is processed decides whose law reaches it
#   remediation: Use a deployment whose destinations all lie inside
#   controls:
#     gdpr: ["Art. 44"]
package compliance.resolve.inference_countries

import data.compliance.lib

# METADATA
# description: The sites where a law lets inference be; undefined when it does not say
inside(law, served) := lib.sites_inside(allowed, served.sites, served.reach.inference) if {
	allowed := law.inference.countries
}

# METADATA
# description: What is said of the deployments of some cases where a law of the tenant refuses them
refusals(cases) := [{"deployment": route.deployment, "rule": "RES-101", "facts": facts} |
	some case in cases
	facts := {"countries": case.countries}
	some route in case.routes
]

# METADATA
# description: Why deployments are refused
denied(asked) := [denial |
	outside := {site | some law in asked.laws; some site, _ in law.beyond.inference}
	refused := asked.span.refused.inference
	some site in outside
	some denial in refused[site]
] if {
	is_array(asked.laws)
} else := [{"deployment": name, "rule": "RES-101", "facts": facts} |
	facts := {"jurisdictions": object.get(asked.tenant, "jurisdictions", null)}
	some name in asked.deployed.names
]
