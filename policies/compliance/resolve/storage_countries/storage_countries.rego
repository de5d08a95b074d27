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
#   Which sets of countries, by name, every law lets data be stored in; undefined without a law, or
#   when one of them does not say. Most laws let it be stored where they let inference be, and that
#   answer is at hand.
inside(laws, places, inference) := inference if {
	laws != []
	every law in laws { law.storage.countries == law.inference.countries }
} else := {place: true |
	some place, _ in places
	every admitted in by_law { admitted[place] == true }
} if {
	laws != []
	by_law := [lib.admitted(law.storage.countries, places) | some law in laws]
	count(by_law) == count(laws)
}

# METADATA
# description: |
#   Which sets of countries, by name, one of the laws does not let data be stored in; none without
#   laws. See `inside`.
outside(laws, places, inference) := inference if {
	is_array(laws)
	every law in laws { law.storage.countries == law.inference.countries }
} else := {place: true |
	some law in laws
	is_array(law.storage.countries)
	some place, countries in places
	object.remove(countries, law.storage.countries) != {}
} if {
	is_array(laws)
} else := {}

# METADATA
# description: Why deployments are refused
denied(asked, outside) := [{
	"deployment": offer.route.deployment,
	"rule": "RES-102",
	"facts": {"countries": offer.route.storage},
} |
	some offer in asked.dated
	outside[offer.storage] == true
] if {
	is_array(asked.laws)
} else := [{"deployment": name, "rule": "RES-102", "facts": facts} |
	facts := {"jurisdictions": asked.jurisdictions}
	some name in asked.deployed.names
]
