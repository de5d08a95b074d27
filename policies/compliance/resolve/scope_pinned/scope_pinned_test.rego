package compliance.resolve.scope_pinned_test

import data.compliance.resolve.scope_pinned as rule

_candidate(changes) := object.union(
	{
		"provider": "anthropic",
		"scope": "us",
		"pinned": true,
		"elsewhere": ["global"],
		"offered": [],
	},
	changes,
)

_denied(changes) := rule.denied({"model": "m", "candidates": {"a": _candidate(changes)}})

test_refuses_a_model_that_only_other_scopes_have if {
	_denied({}) == {"a": {
		"model": "m",
		"provider": "anthropic",
		"scope": "us",
		"offered": ["global"],
	}}
}

test_says_nothing_where_the_scope_has_the_model if {
	_denied({"offered": ["x"]}) == {}
}

test_says_nothing_where_no_scope_has_the_model_or_this_one_pins_nothing if {
	_denied({"elsewhere": []}) == {}
	_denied({"pinned": false}) == {}
}
