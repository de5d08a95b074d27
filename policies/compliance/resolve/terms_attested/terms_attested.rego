# METADATA
# title: The contract terms that the tenant's regimes need are attested and in force
# description: |
#   Refuses a deployment without an attestation that one of the tenant's regimes needs, one whose
#   attestation ended before the request, and every deployment where a regime is missing or unknown.
# scope: package
# related_resources:
#   - ref: https://eur-lex.europa.eu/legal-content/EN/TXT/?uri=CELEX:32016R0679
#   - ref: https://www.ecfr.gov/current/title-45/subtitle-A/subchapter-C/part-164
# custom:
#   id: TRM-101
#   kind: route
#   severity: high
#   rationale: A processor may work only under a contract, and a contract that ended is none
#   remediation: Conclude or renew the agreement, and attest it with its reference and its last day
#   controls:
#     gdpr: ["Art. 28(3)"]
#     hipaa: ["45 CFR 164.504(e)"]
package compliance.resolve.terms_attested

import data.compliance.resolve.given
import data.compliance.resolve.offer_known

id := "TRM-101"

# METADATA
# description: The terms that the tenant's regimes need
needed := {term |
	some regime in given.duties
	some term in regime.terms
}

# METADATA
# description: The deployments whose attestations of all of them are in force on the day
met := offer_known.met if {
	given.duties_known == true
	needed == set()
}

met := {name |
	some name, offer in offer_known.offers
	every term in needed { given.ahead[offer.terms[term]] }
} if {
	given.duties_known == true
	needed != set()
}

denied[name] := facts if {
	some name, offer in offer_known.dated
	missing := needed - object.keys(offer.terms)
	expired := {term: until |
		some term in needed
		until := offer.terms[term]
		given.past[until]
		until != given.at
	}
	[missing, expired] != [set(), {}]
	facts := {"needed": needed, "missing": missing, "expired": expired}
}

denied[name] := {"regimes": given.regimes, "unknown": _unknown} if {
	given.duties_known == false
	some name in data.deployments.names
}

default _unknown := []

_unknown := given.unknown_regimes
