package compliance.resolve.model_served_test

import data.compliance.resolve.model_served as rule

_candidate(changes) := object.union(
	{
		"provider": "bedrock",
		"scope": "eu",
		"source": "eu-west-1",
		"pinned": true,
		"elsewhere": [],
	},
	changes,
)

_denied(unlisted, unoffered) := {denial.deployment: denial.facts | some denial in found} if {
	found := rule.denied({
		"request": {"model": "m"},
		"deployed": {"listed": {"a": ["m"], "b": ["other"]}},
		"served": {"unlisted": unlisted, "unoffered": unoffered},
	})
}

test_refuses_a_deployment_that_does_not_list_the_model if {
	_denied(["b"], {}) == {"b": {"model": "m", "models": ["other"]}}
}

test_refuses_what_the_provider_does_not_offer_there if {
	denied := _denied(["b"], {"a": _candidate({})})
	denied.a == {"model": "m", "provider": "bedrock", "scope": "eu", "source": "eu-west-1"}
	object.keys(denied) == {"a", "b"}
}

test_refuses_an_unpinned_scope_that_lacks_a_model_others_have if {
	_denied([], {"a": _candidate({"pinned": false, "elsewhere": ["eu"]})}).a.scope == "eu"
}

test_leaves_what_cannot_be_pinned_to_its_own_rule if {
	_denied(["b"], {"a": _candidate({"elsewhere": ["global"]})}) == _denied(["b"], {})
}
