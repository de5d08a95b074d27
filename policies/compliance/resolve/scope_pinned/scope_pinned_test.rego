package compliance.resolve.scope_pinned_test

import data.compliance.resolve.scope_pinned as rule

_candidate(changes) := object.union(
	{
		"provider": "anthropic",
		"scope": "us",
		"pinned": true,
		"elsewhere": ["global"],
	},
	changes,
)

_denied(changes) := {denial.deployment: denial.facts |
	asked := {"request": {"model": "m"}, "served": {"unoffered": {"a": _candidate(changes)}}}
	some denial in rule.denied(asked)
}

test_refuses_a_model_that_only_other_scopes_have if {
	_denied({}) == {"a": {
		"model": "m",
		"provider": "anthropic",
		"scope": "us",
		"offered": ["global"],
	}}
}

test_says_nothing_where_no_scope_has_the_model_or_this_one_pins_nothing if {
	_denied({"elsewhere": []}) == {}
	_denied({"pinned": false}) == {}
}
