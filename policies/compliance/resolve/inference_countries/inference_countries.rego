# METADATA
# title: Inference stays in the countries of the tenant's jurisdictions
# description: |
#   Refuses a deployment whose inference may run in a country that
#   one of the tenant's jurisdictions does not list, and every deployment where the tenant has no
#   jurisdiction or one that nobody knows. Destinations that are unspecified satisfy no restriction.
# scope: package
# related_resources:
#   - ref: https://eur-lex.europa.eu/legal-content/EN/TXT/?uri=CELEX:32016R0679
#   - ref: https://platform.claude.com/docs/en/manage-claude/data-residency
# custom:
#   id: RES-101
#   kind: route
#   severity: critical
#   rationale: Sending personal data abroad to be processed is a transfer, and a transfer needs its own legal ground
#   remediation: Set up a deployment whose destinations all lie inside, such as an eu. profile called from Frankfurt
#   controls:
#     gdpr: ["Art. 44"]
package compliance.resolve.inference_countries

import data.compliance.lib
import data.compliance.resolve.given
import data.compliance.resolve.offer_known

id := "RES-101"

# METADATA
# description: The deployments whose countries every jurisdiction of the tenant allows
met := {name |
	some name, offer in offer_known.offers
	_inside[offer.countries]
}

denied[name] := {"countries": offer.countries, "allowed": _allowed} if {
	some name, offer in offer_known.dated
	lib.permits(_allowed, offer.countries) == false
}

denied[name] := {"allowed": [], "jurisdictions": given.jurisdictions} if {
	_allowed == set()
	some name in data.deployments.names
}

denied[name] := {"jurisdictions": given.jurisdictions, "unknown": _unknown} if {
	given.laws_known == false
	some name in data.deployments.names
}

_allowed := lib.common([law.inference.countries | some law in given.laws])

# Each set of countries is judged once, however many deployments share it.
_inside := {countries |
	some countries in {offer.countries | some offer in offer_known.offers}
	lib.permits(_allowed, countries) == true
}

default _unknown := []

_unknown := given.unknown_jurisdictions
