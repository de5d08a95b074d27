package compliance.checks.residency.google_features_test

import data.compliance.checks.residency.google_features as check

_given(changes) := {
	"resource": {
		"type": "google_org_policy_policy",
		"values": {"features": object.union(
			{"enforced": true, "allowed": ["plain"], "denied": [], "inherits": false},
			changes,
		)},
	},
	"jurisdiction": "eu",
}

_verdict(given) := verdict if {
	verdict := check.verdict with input as given
		with data.compliance.jurisdictions as _jurisdictions
		with data.compliance.routes as _routes
}

test_passes_where_what_is_opened_sends_nothing if _verdict(_given({})) == "pass"

test_passes_where_nothing_is_opened if _verdict(_given({"allowed": []})) == "pass"

test_passes_for_whoever_is_free if {
	_verdict(object.union(_given({"allowed": "any"}), {"jurisdiction": "free"})) == "pass"
}

test_fails_for_one_feature_that_sends if {
	given := _given({"allowed": ["plain", "search"]})
	_verdict(given) == "fail"
	evidence := check.evidence with input as given
		with data.compliance.jurisdictions as _jurisdictions
		with data.compliance.routes as _routes
	evidence.sending == ["search"]
}

test_fails_where_any_feature_is_opened if _verdict(_given({"allowed": "any"})) == "fail"

test_unknown_where_what_sends_is_denied_and_another_is_not_read if {
	_verdict(_given({"allowed": "any", "denied": ["search"]})) == "unknown"
}

test_unknown_where_what_a_denial_may_not_reach_sends if {
	_verdict(_given({"allowed": [], "perhaps": ["search"]})) == "unknown"
	_verdict(_given({"allowed": [], "perhaps": "any"})) == "unknown"
	_verdict(_given({"allowed": [], "perhaps": 7})) == "unknown"
	_verdict(_given({"allowed": [], "perhaps": ["plain"]})) == "pass"
	_verdict(_given({"allowed": ["search"], "perhaps": ["plain"]})) == "fail"
}

test_unknown_for_a_feature_nobody_knows if _verdict(_given({"allowed": ["new"]})) == "unknown"

test_unknown_where_more_is_inherited if _verdict(_given({"inherits": true})) == "unknown"

test_unknown_where_what_is_inherited_may_leave_less if {
	given := {"allowed": "any", "denied": ["x"], "inherits": true}
	_verdict(_given(given)) == "unknown"
	_verdict(_given(object.union(given, {"inherits": false}))) == "fail"
}

test_unknown_without_any_one_field if {
	every path in [
		"jurisdiction",
		"resource/values/features",
		"resource/values/features/allowed",
		"resource/values/features/inherits",
	] {
		_verdict(json.remove(_given({}), [path])) == "unknown"
	}
}

test_unknown_for_a_value_of_another_kind if {
	every value in [null, "", {}, 0, false, [null]] {
		_verdict(_given({"allowed": value})) == "unknown"
	}
}

_jurisdictions := {
	"eu": {"inference": {"countries": ["IE"]}},
	"free": {"inference": {"countries": "any"}},
}

_routes := {"vertex": {"features": {
	"plain": {"third_party": false},
	"search": {"third_party": true},
	"unread": {"third_party": null},
}}}
