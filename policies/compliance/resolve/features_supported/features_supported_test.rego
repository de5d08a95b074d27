package compliance.resolve.features_supported_test

import data.compliance.resolve.features_supported as rule

_denied(features, lacks) := {denial.deployment: denial.facts |
	some denial in rule.denied({
		"request": {"features": features, "model": "m"},
		"served": {"lacks": lacks},
		"today": {"somewhere": [
			{"provider": "p", "routes": [{"deployment": "a"}]},
			{"provider": "q", "routes": [{"deployment": "b"}]},
		]},
	})
}

test_refuses_what_the_model_is_not_known_to_have_there if {
	facts := {"provider": "p", "model": "m", "features": {"search"}}
	_denied(["caching", "search"], {"p": {"search": true, "files": true}}) == {"a": facts}
}

test_refuses_nothing_that_it_has_or_that_nobody_asks_for if {
	_denied(["caching"], {"p": {"search": true}}) == {}
	_denied(["caching"], {}) == {}
	_denied([], {"p": {"search": true}}) == {}
}

test_leaves_features_that_are_no_list_to_the_rule_of_what_is_available if {
	every features in [null, "", "search", {}, 0, false] {
		_denied(features, {"p": {"search": true}}) == {}
	}
}
