package compliance.checks.residency.google_models_test

import data.compliance.checks.residency.google_models as check

_given(changes) := {
	"resource": {
		"type": "google_org_policy_policy",
		"values": {"models": object.union(
			{"enforced": true, "allowed": ["inside"], "denied": [], "inherits": false},
			changes,
		)},
	},
	"jurisdiction": "eu",
}

_verdict(given) := verdict if {
	verdict := check.verdict with input as given
		with data.compliance.jurisdictions as _jurisdictions
		with data.compliance.regions as _regions
		with data.compliance.routes as _routes
}

_evidence(given) := evidence if {
	evidence := check.evidence with input as given
		with data.compliance.jurisdictions as _jurisdictions
		with data.compliance.regions as _regions
		with data.compliance.routes as _routes
}

test_passes_where_every_model_is_offered_inside if _verdict(_given({})) == "pass"

test_passes_where_nothing_of_claude_is_left if _verdict(_given({"allowed": []})) == "pass"

test_passes_for_any_model_that_is_left_after_what_is_denied if {
	_verdict(_given({"allowed": "any", "denied": ["abroad", "unread"]})) == "pass"
}

test_passes_for_whoever_is_free if {
	_verdict(object.union(_given({"allowed": "any"}), {"jurisdiction": "free"})) == "pass"
}

test_fails_for_one_model_that_is_offered_outside_alone if {
	given := _given({"allowed": ["inside", "abroad"]})
	_verdict(given) == "fail"
	_evidence(given).outside == ["abroad"]
}

test_fails_where_any_model_is_left if _verdict(_given({"allowed": "any"})) == "fail"

test_fails_where_nothing_is_enforced if _verdict(_given({"enforced": false})) == "fail"

test_unknown_for_a_model_whose_offer_nobody_has_read if {
	_verdict(_given({"allowed": ["inside", "unread"]})) == "unknown"
}

test_unknown_where_a_denial_may_not_reach_a_model_outside if {
	_verdict(_given({"allowed": [], "perhaps": ["abroad"]})) == "unknown"
	_verdict(_given({"allowed": [], "perhaps": "any"})) == "unknown"
	_verdict(_given({"allowed": [], "perhaps": ["inside"]})) == "pass"
	_verdict(_given({"allowed": ["abroad"], "perhaps": ["inside"]})) == "fail"
}

test_unknown_for_a_model_nobody_knows if _verdict(_given({"allowed": ["claude-x"]})) == "unknown"

test_unknown_where_more_is_inherited if _verdict(_given({"inherits": true})) == "unknown"

test_unknown_where_what_is_inherited_may_leave_less if {
	given := {"allowed": "any", "denied": ["x"], "inherits": true}
	_verdict(_given(given)) == "unknown"
	_verdict(_given(object.union(given, {"inherits": false}))) == "fail"
}

test_fails_for_a_model_outside_whatever_is_inherited if {
	_verdict(_given({"allowed": ["abroad"], "inherits": true})) == "fail"
}

test_unknown_without_any_one_field if {
	every path in [
		"jurisdiction",
		"resource/values/models",
		"resource/values/models/enforced",
		"resource/values/models/allowed",
		"resource/values/models/inherits",
	] {
		_verdict(json.remove(_given({}), [path])) == "unknown"
	}
}

test_unknown_for_a_value_of_another_kind if {
	every value in [null, "", {}, 0, false, [null]] {
		_verdict(_given({"allowed": value})) == "unknown"
	}
	every value in [null, "", [], {}, 0, "true"] {
		_verdict(_given({"enforced": value})) == "unknown"
	}
}

_jurisdictions := {
	"eu": {"inference": {"countries": ["IE"]}},
	"free": {"inference": {"countries": "any"}},
}

_regions := {"google": {"eu": {"country": "IE"}}}

_routes := {"vertex": {"offers": [
	{
		"confidence": "V",
		"destinations": ["eu"],
		"models": {
			"a": {"model_id": "inside@1", "confidence": "S"},
			"b": {"model_id": "unread", "confidence": "?"},
		},
	},
	{
		"confidence": "V",
		"destinations": "unspecified",
		"models": {
			"a": {"model_id": "inside@1", "confidence": "V"},
			"c": {"model_id": "abroad", "confidence": "V"},
		},
	},
]}}
