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
# description: |
#   For each law the places where it does not let inference be, each with the sites that reach it;
#   undefined without a law, or when one of them does not say.
beyond(laws, reach) := places if {
	places := [lib.beyond(law.inference.countries, reach.inference) | some law in laws]
	places != []
	count(places) == count(laws)
}

# METADATA
# description: Why deployments are refused
denied(asked) := [{"deployment": route.deployment, "rule": "RES-101", "facts": facts} |
	outside := {site |
		some law in asked.laws
		some _, there in lib.beyond(law.inference.countries, asked.served.reach.inference)
		some site, _ in there
	}
	some site in outside
	some case in asked.dated[site]
	facts := {"countries": case.countries}
	some route in case.routes
] if {
	is_array(asked.laws)
} else := [{"deployment": name, "rule": "RES-101", "facts": facts} |
	facts := {"jurisdictions": asked.tenant.jurisdictions}
	some name in asked.deployed.names
]
