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
#   rationale: Storing personal data abroad is a transfer, also where inference stays at home
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
	outside[offer.storage] == true
	name := offer.route.deployment
	facts := {"countries": offer.route.storage, "allowed": allowed}
}

_outside(laws, places) := {place: true |
	some law in laws
	some place, _ in lib.refused(law.storage.countries, places)
}

_allowed(laws) := laws[0].storage.countries if {
	count(laws) == 1
} else := intersection({{country | some country in law.storage.countries} |
	some law in laws
	is_array(law.storage.countries)
})
