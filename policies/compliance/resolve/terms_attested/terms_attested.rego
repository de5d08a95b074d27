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

id := "TRM-101"

# METADATA
# description: The terms that the tenant's regimes need; undefined unless the regimes are known
needed := {term |
	some regime in duties
	some term in regime.terms
} if {
	duties := data.compliance.resolve.given.duties
}

# METADATA
# description: Whether a deployment's attestations of all of them are in force on the day
met(offer) if {
	ahead := data.compliance.resolve.given.days.ahead
	every term in needed { ahead[offer.terms[term]] == true }
}

denied[name] := {"needed": terms, "missing": missing, "expired": expired} if {
	terms := needed
	at := data.compliance.resolve.given.at
	past := data.compliance.resolve.given.days.past
	some offer in data.compliance.resolve.offer_known.dated
	missing := terms - object.keys(offer.terms)
	expired := {term: until |
		some term in terms
		until := offer.terms[term]
		past[until] == true
		until != at
	}
	[missing, expired] != [set(), {}]
	name := offer.route.deployment
}

denied[name] := {"regimes": regimes, "unknown": _unknown} if {
	data.compliance.resolve.given.duties_known == false
	regimes := data.compliance.resolve.given.regimes
	some name in data.deployments.names
}

default _unknown := []

_unknown := data.compliance.resolve.given.unknown_regimes
