package compliance.resolve.model_served_test

import data.compliance.resolve.model_served as rule

_candidate(changes) := object.union(
	{
		"provider": "bedrock",
		"scope": "eu",
		"source": "eu-west-1",
		"pinned": true,
		"elsewhere": [],
		"offered": [],
	},
	changes,
)

_asked(candidates) := {
	"model": "m",
	"names": ["a", "b"],
	"listed": {"a": ["m"], "b": ["other"]},
	"candidates": candidates,
}

test_refuses_a_deployment_that_does_not_list_the_model if {
	denied := rule.denied(_asked({"a": _candidate({"offered": ["x"]})}))
	denied == {"b": {"model": "m", "models": ["other"]}}
}

test_refuses_what_the_provider_does_not_offer_there if {
	denied := rule.denied(_asked({"a": _candidate({})}))
	denied.a == {"model": "m", "provider": "bedrock", "scope": "eu", "source": "eu-west-1"}
}

test_refuses_an_unpinned_scope_that_lacks_a_model_others_have if {
	denied := rule.denied(_asked({"a": _candidate({"pinned": false, "elsewhere": ["eu"]})}))
	denied.a.scope == "eu"
}

test_leaves_what_cannot_be_pinned_to_its_own_rule if {
	denied := rule.denied(_asked({"a": _candidate({"elsewhere": ["global"]})}))
	object.keys(denied) == {"b"}
}

test_refuses_every_deployment_for_a_model_that_nobody_lists if {
	object.keys(rule.denied(_asked({}))) == {"a", "b"}
}
