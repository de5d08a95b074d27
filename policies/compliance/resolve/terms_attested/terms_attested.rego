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
# description: Why deployments are refused
denied(asked) := [{"deployment": offer.route.deployment, "rule": "TRM-101", "facts": facts} |
	needed := {term |
		some regime in asked.duties
		is_array(regime.terms)
		some term in regime.terms
	}

	# Few deployments are attested otherwise than all the others.
	lacking := {attested: facts |
		some attested in asked.served.attested
		missing := needed - object.keys(attested)
		expired := {term: until |
			some term in needed
			until := attested[term]
			asked.past[until] == true
			until != asked.at
		}
		[missing, expired] != [set(), {}]
		facts := {"needed": needed, "missing": missing, "expired": expired}
	}
	lacking != {}
	some offer in asked.dated
	facts := lacking[offer.terms]
] if {
	is_array(asked.duties)
} else := [{"deployment": name, "rule": "TRM-101", "facts": {"regimes": asked.regimes}} |
	some name in asked.deployed.names
]
