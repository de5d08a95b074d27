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
# description: |
#   The last days of what is attested of these terms, at least the last of all days; undefined where
#   one is missing or not `ahead`
ends(terms, attested, ahead) := {attested[term] | some term in terms} | {"9999-12-31"} if {
	every term in terms { ahead[attested[term]] == true }
}

# METADATA
# description: Why deployments are refused
denied(asked) := [] if {
	is_array(asked.regimes)
	is_array(asked.tenant.obligations)

	# Most have all that is needed.
	needed := asked.needed
	ahead := asked.ahead
	every _, attested in asked.served.attested {
		every term in needed { ahead[attested[term]] == true }
	}
} else := [{"deployment": route.deployment, "rule": "TRM-101", "facts": facts} |
	needed := asked.needed

	# Few deployments are attested otherwise than all the others.
	lacking := {way: facts |
		some way, attested in asked.served.attested
		lacked := {term | some term in needed} - {term |
			some term in needed
			asked.ahead[attested[term]] == true
		}
		lacked != set()
		expired := {term: attested[term] | some term in lacked}
		facts := {
			"needed": needed,
			"missing": lacked - object.keys(expired),
			"expired": expired,
		}
	}
	lacking != {}
	some _, cases in asked.today
	some case in cases
	facts := lacking[case.attested]
	some route in case.routes
] if {
	is_array(asked.regimes)
	is_array(asked.tenant.obligations)
} else := [{"deployment": name, "rule": "TRM-101", "facts": facts} |
	facts := {
		"regimes": object.get(asked.tenant, "regimes", null),
		"obligations": object.get(asked.tenant, "obligations", "unstated"),
	}
	some name in asked.deployed.names
]
