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
#   rationale: Data processed abroad is transferred, and a transfer needs its own legal ground
#   remediation: Use a deployment whose destinations all lie inside
#   controls:
#     gdpr: ["Art. 44"]
package compliance.resolve.inference_countries

import data.compliance.lib

# METADATA
# description: |
#   Which sets of countries, by name, every law lets inference be in; undefined without a law, or
#   when one of them does not say.
inside(laws, places) := lib.admitted(laws[0].inference.countries, places) if {
	count(laws) == 1
} else := {place: true |
	some place, _ in places
	every admitted in by_law { admitted[place] == true }
} if {
	laws != []
	by_law := [lib.admitted(law.inference.countries, places) | some law in laws]
	count(by_law) == count(laws)
}

# METADATA
# description: Why deployments are refused, by name
denied(asked) := {name: facts |
	some name in asked.names
	facts := {"jurisdictions": asked.jurisdictions}
} if {
	asked.laws == null
} else := {name: facts |
	allowed := _allowed(asked.laws)
	outside := _outside(asked.laws, asked.places)
	some offer in asked.dated
	outside[offer.inference] == true
	name := offer.route.deployment
	facts := {"countries": offer.route.countries, "allowed": allowed}
}

_outside(laws, places) := {place: true |
	some law in laws
	some place, _ in lib.refused(law.inference.countries, places)
}

_allowed(laws) := laws[0].inference.countries if {
	count(laws) == 1
} else := intersection({{country | some country in law.inference.countries} |
	some law in laws
	is_array(law.inference.countries)
})
