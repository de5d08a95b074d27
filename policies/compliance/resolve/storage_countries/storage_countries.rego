# METADATA
# title: What is kept stays in the countries of the tenant's jurisdictions
# description: |
#   Refuses a deployment whose provider keeps data in a country that
#   one of the tenant's jurisdictions does not list, and every deployment where the tenant has no
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
#   remediation: Use a deployment that stores inside, or attest that nothing is retained at its source and destinations
#   controls:
#     gdpr: ["Art. 44"]
package compliance.resolve.storage_countries

import data.compliance.lib
import data.compliance.resolve.given
import data.compliance.resolve.offer_known

id := "RES-102"

# METADATA
# description: The deployments whose countries every jurisdiction of the tenant allows
met := {name |
	some name, offer in offer_known.offers
	_inside[offer.storage]
}

denied[name] := {"countries": offer.storage, "allowed": _allowed} if {
	some name, offer in offer_known.dated
	lib.permits(_allowed, offer.storage) == false
}

denied[name] := {"allowed": [], "jurisdictions": given.jurisdictions} if {
	_allowed == set()
	some name in data.deployments.names
}

denied[name] := {"jurisdictions": given.jurisdictions, "unknown": _unknown} if {
	given.laws_known == false
	some name in data.deployments.names
}

_allowed := lib.common([law.storage.countries | some law in given.laws])

# Each set of countries is judged once, however many deployments share it.
_inside := {countries |
	some countries in {offer.storage | some offer in offer_known.offers}
	lib.permits(_allowed, countries) == true
}

default _unknown := []

_unknown := given.unknown_jurisdictions
