package compliance.checks.residency.azure_allowed_locations_test

import data.compliance.checks.residency.azure_allowed_locations as check

_given(changes) := {
	"resource": {
		"type": "azurerm_subscription_policy_assignment",
		"values": {"locations": object.union(
			{"enforced": true, "allowed": ["westeurope"], "denied": [], "inherits": false},
			changes,
		)},
	},
	"jurisdiction": "eu",
}

_verdict(given) := verdict if {
	verdict := check.verdict with input as given
		with data.compliance.jurisdictions as _jurisdictions
		with data.compliance.regions as _regions
}

_evidence(given) := evidence if {
	evidence := check.evidence with input as given
		with data.compliance.jurisdictions as _jurisdictions
		with data.compliance.regions as _regions
}

test_passes_where_every_location_is_inside if _verdict(_given({})) == "pass"

test_fails_for_one_location_outside if {
	given := _given({"allowed": ["westeurope", "uksouth"]})
	_verdict(given) == "fail"
	_evidence(given).outside == ["uksouth"]
}

test_fails_where_nothing_is_enforced if _verdict(_given({"enforced": false})) == "fail"

test_fails_where_any_location_is_allowed if _verdict(_given({"allowed": "any"})) == "fail"

test_unknown_for_a_location_nobody_knows if {
	_verdict(_given({"allowed": ["westeurope", "atlantis"]})) == "unknown"
}

test_unknown_without_any_one_field if {
	given := _given({})
	every path in [
		"jurisdiction",
		"resource/values/locations",
		"resource/values/locations/enforced",
		"resource/values/locations/allowed",
		"resource/values/locations/denied",
	] {
		_verdict(json.remove(given, [path])) == "unknown"
	}
}

_jurisdictions := {"eu": {"storage": {"countries": ["BE", "DE", "NL"]}}}

_regions := {"azure": {
	"westeurope": {"country": "NL"},
	"uksouth": {"country": "GB"},
}}
