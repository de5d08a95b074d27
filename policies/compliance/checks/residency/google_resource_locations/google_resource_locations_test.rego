package compliance.checks.residency.google_resource_locations_test

import data.compliance.checks.residency.google_resource_locations as check

_given(changes) := {
	"resource": {
		"type": "google_org_policy_policy",
		"values": {"locations": object.union(
			{"enforced": true, "allowed": ["in:eu-locations"], "denied": [], "inherits": false},
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
	given := _given({"allowed": ["in:eu-locations", "in:europe-locations"]})
	_verdict(given) == "fail"
	_evidence(given).outside == ["in:europe-locations"]
}

test_fails_where_nothing_is_enforced if _verdict(_given({"enforced": false})) == "fail"

test_fails_where_any_location_is_allowed if _verdict(_given({"allowed": "any"})) == "fail"

test_unknown_where_a_denial_may_not_reach_a_location_outside if {
	_verdict(_given({"allowed": [], "perhaps": ["in:europe-locations"]})) == "unknown"
	_verdict(_given({"allowed": [], "perhaps": "any"})) == "unknown"
	_verdict(_given({"allowed": [], "perhaps": 7})) == "unknown"
	_verdict(_given({"allowed": [], "perhaps": ["in:eu-locations"]})) == "pass"
	_verdict(_given({"allowed": "any", "perhaps": ["in:eu-locations"]})) == "fail"
}

test_unknown_for_a_location_nobody_knows if {
	_verdict(_given({"allowed": ["in:eu-locations", "atlantis"]})) == "unknown"
}

test_unknown_where_more_is_inherited if _verdict(_given({"inherits": true})) == "unknown"

test_unknown_where_what_is_inherited_may_leave_less if {
	given := {"allowed": "any", "denied": ["x"], "inherits": true}
	_verdict(_given(given)) == "unknown"
	_verdict(_given(object.union(given, {"inherits": false}))) == "fail"
}

test_fails_for_a_location_outside_whatever_is_inherited if {
	given := _given({"allowed": ["in:europe-locations"], "inherits": true})
	_verdict(given) == "fail"
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

_regions := {
	"google": {"europe-west1": {"country": "BE"}},
	"google_groups": {
		"eu-locations": {"countries": ["BE", "DE"]},
		"europe-locations": {"countries": ["BE", "DE", "GB"]},
	},
}
