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

id := "RES-102"

# METADATA
# description: The sets of countries, by name, that every jurisdiction of the tenant allows
inside := _by_law[0] if count(_by_law) == 1

inside := {place: true |
	some place, _ in _by_law[0]
	every admitted in _by_law { admitted[place] == true }
} if {
	count(_by_law) != 1
}

denied[name] := {"countries": offer.route.storage, "allowed": allowed} if {
	allowed := _allowed
	outside := _outside
	some offer in data.compliance.resolve.offer_known.dated
	outside[offer.storage] == true
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
	places := data.deployments.places.storage
	found := [lib.admitted(law.storage.countries, places) | some law in laws]
	count(found) == count(laws)
}

# What one law or another refuses.
_outside := {place: true |
	places := data.deployments.places.storage
	some law in data.compliance.resolve.given.laws
	some place, _ in lib.refused(law.storage.countries, places)
}

# What all laws admit together, of those that restrict anything.
_allowed := intersection({countries |
	some law in data.compliance.resolve.given.laws
	is_array(law.storage.countries)
	countries := {country | some country in law.storage.countries}
})

default _unknown := []

_unknown := data.compliance.resolve.given.unknown_jurisdictions
