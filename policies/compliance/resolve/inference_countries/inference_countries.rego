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
#   Which sets of countries, by name, every law lets inference be in; undefined without a law, or
#   when one of them does not say.
inside(laws, places) := {place: true |
	some place, countries in places
	countries != {}
	object.remove(countries, allowed) == {}
} if {
	count(laws) == 1
	allowed := laws[0].inference.countries
	is_array(allowed)
} else := {place: true |
	some place, _ in places
	every admitted in by_law { admitted[place] == true }
} if {
	laws != []
	by_law := [lib.admitted(law.inference.countries, places) | some law in laws]
	count(by_law) == count(laws)
}

# METADATA
# description: |
#   Which sets of countries, by name, one of the laws does not let inference be in; none without
#   laws
outside(laws, places) := {place: true |
	some law in laws
	is_array(law.inference.countries)
	some place, countries in places
	object.remove(countries, law.inference.countries) != {}
} if {
	is_array(laws)
} else := {}

# METADATA
# description: Why deployments are refused
denied(asked, outside) := [{
	"deployment": offer.route.deployment,
	"rule": "RES-101",
	"facts": {"countries": offer.route.countries},
} |
	some offer in asked.dated
	outside[offer.inference] == true
] if {
	is_array(asked.laws)
} else := [{"deployment": name, "rule": "RES-101", "facts": facts} |
	facts := {"jurisdictions": asked.jurisdictions}
	some name in asked.deployed.names
]
