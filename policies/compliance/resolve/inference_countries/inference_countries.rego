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

id := "RES-101"

# METADATA
# description: The sets of countries, by name, that every jurisdiction of the tenant allows
inside := _by_law[0] if count(_by_law) == 1

inside := {place: true |
	some place, _ in _by_law[0]
	every admitted in _by_law { admitted[place] == true }
} if {
	count(_by_law) != 1
}

denied[name] := {"countries": offer.route.countries, "allowed": allowed} if {
	allowed := _allowed
	outside := _outside
	some offer in data.compliance.resolve.offer_known.dated
	outside[offer.inference] == true
	name := offer.route.deployment
}

denied[name] := {"jurisdictions": jurisdictions, "unknown": _unknown} if {
	data.compliance.resolve.given.laws_known == false
	jurisdictions := data.compliance.resolve.given.jurisdictions
	some name in data.deployments.names
}

# What each law admits; undefined unless all of them say.
_by_law := found if {
	laws := data.compliance.resolve.given.laws
	places := data.deployments.places.inference
	found := [lib.admitted(law.inference.countries, places) | some law in laws]
	count(found) == count(laws)
}

# What one law or another refuses.
_outside := {place: true |
	places := data.deployments.places.inference
	some law in data.compliance.resolve.given.laws
	some place, _ in lib.refused(law.inference.countries, places)
}

# What all laws admit together, of those that restrict anything.
_allowed := intersection({countries |
	some law in data.compliance.resolve.given.laws
	is_array(law.inference.countries)
	countries := {country | some country in law.inference.countries}
})

default _unknown := []

_unknown := data.compliance.resolve.given.unknown_jurisdictions
