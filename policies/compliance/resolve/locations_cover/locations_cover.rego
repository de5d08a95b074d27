# METADATA
# title: The contract's locations cover every place of inference and of storage
# description: |
#   Refuses a deployment whose contract, where a regime of the tenant asks that it name the places
#   of processing, leaves out a country that inference or storage may reach. Places that nobody
#   specifies are covered by none.
# scope: package
# related_resources:
#   - ref: https://eur-lex.europa.eu/legal-content/EN/TXT/?uri=CELEX:32022R2554
# custom:
#   id: TRM-102
#   kind: route
#   severity: high
#   rationale: A contract must name the countries where a service is provided and data is processed
#   remediation: Have the contract name every country, or use a deployment that stays in those named
#   controls:
#     dora: ["Art. 30(2)(b)"]
package compliance.resolve.locations_cover

# METADATA
# description: Why deployments are refused; one without such a contract lacks the term itself
denied(asked) := [] if {
	{"locations"} & asked.needed == set()
} else := [{"deployment": route.deployment, "rule": "TRM-102", "facts": facts} |
	some _, cases in asked.today
	some case in cases
	case.contract.covers == "some"
	facts := {"missing": case.contract.missing}
	some route in case.routes
]
