# METADATA
# title: What is kept stays in the countries of the tenant's jurisdictions
# description: |
#   Refuses a deployment whose provider keeps data in a country that one
#   of the tenant's jurisdictions does not list, and every deployment where the tenant has no
#   jurisdiction or one that nobody knows. Destinations that are unspecified satisfy no restriction.
# scope: package
# related_resources:
#   - ref: https://eur-lex.europa.eu/legal-content/EN/TXT/?uri=CELEX:32016R0679
#   - ref: https://platform.claude.com/docs/en/manage-claude/data-residency
# custom:
#   id: RES-102
#   kind: route
#   severity: critical
#   rationale: What is kept abroad is within reach of another law, also where inference stays home
#   remediation: Use a deployment that stores inside, or attest that nothing is kept elsewhere
#   controls:
#     gdpr: ["Art. 44"]
package compliance.resolve.storage_countries

import data.compliance.lib

# METADATA
# description: The sites where a law lets data be stored; undefined when it does not say
inside(law, served) := lib.sites_inside(allowed, served.sites, served.reach.storage) if {
	allowed := law.storage.countries
}

# METADATA
# description: What is said of the deployments of some cases where a law of the tenant refuses them
refusals(cases) := [{"deployment": route.deployment, "rule": "RES-102", "facts": facts} |
	some case in cases
	facts := {"countries": case.storage}
	some route in case.routes
]

# METADATA
# description: Why deployments are refused
denied(asked) := [denial |
	outside := {site | some law in asked.laws; some site, _ in law.beyond.storage}
	refused := asked.span.refused.storage
	some site in outside
	some denial in refused[site]
] if {
	is_array(asked.laws)
} else := [{"deployment": name, "rule": "RES-102", "facts": facts} |
	facts := {"jurisdictions": object.get(asked.tenant, "jurisdictions", null)}
	some name in asked.deployed.names
]
