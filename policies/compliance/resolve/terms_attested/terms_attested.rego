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

# METADATA
# description: The terms that the tenant's regimes need; undefined when one of them does not say
needed(duties) := {term | some regime in duties; some term in regime.terms} if {
	is_array(duties)
	count([1 | some regime in duties; is_array(regime.terms)]) == count(duties)
}

# METADATA
# description: Whether a deployment's attestations of all of them are in force on the day
met(offer, needed, days) if {
	ahead := days.ahead
	every term in needed { ahead[offer.terms[term]] == true }
}

# METADATA
# description: Why deployments are refused, by name
denied(asked) := {name: facts |
	some name in asked.names
	facts := {"regimes": asked.regimes}
} if {
	asked.duties == null
} else := {name: facts |
	terms := needed(asked.duties)
	past := asked.days.past
	some offer in asked.dated
	missing := terms - object.keys(offer.terms)
	expired := {term: until |
		some term in terms
		until := offer.terms[term]
		past[until] == true
		until != asked.at
	}
	[missing, expired] != [set(), {}]
	name := offer.route.deployment
	facts := {"needed": terms, "missing": missing, "expired": expired}
}
