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
# description: |
#   For each law the places where it does not let data be stored, each with the sites that reach it;
#   undefined without a law, or when one of them does not say.
#   Most laws let data be stored where they let inference be, and the answer is at hand.
beyond(laws, reach) := [] if {
	laws != []
	reach.storage == reach.inference
	every law in laws { law.storage.countries == law.inference.countries }
} else := places if {
	places := [lib.beyond(law.storage.countries, reach.storage) | some law in laws]
	places != []
	count(places) == count(laws)
}

# METADATA
# description: Why deployments are refused
denied(asked) := [{"deployment": route.deployment, "rule": "RES-102", "facts": facts} |
	outside := {site |
		some law in asked.laws
		some _, there in lib.beyond(law.storage.countries, asked.served.reach.storage)
		some site, _ in there
	}
	some site in outside
	some case in asked.dated[site]
	facts := {"countries": case.storage}
	some route in case.routes
] if {
	is_array(asked.laws)
} else := [{"deployment": name, "rule": "RES-102", "facts": facts} |
	facts := {"jurisdictions": asked.tenant.jurisdictions}
	some name in asked.deployed.names
]
