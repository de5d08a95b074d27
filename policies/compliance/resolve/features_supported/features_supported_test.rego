package compliance.resolve.features_supported_test

import data.compliance.resolve.features_supported as rule

_denied(features, has) := {denial.deployment: denial.facts |
	some denial in rule.denied({
		"request": {"features": features, "model": "m"},
		"deployed": {"providers": {"p": {"features": {"caching": {}, "search": {}}}}},
		"served": {"has": has},
		"today": {"somewhere": [{"provider": "p", "routes": [{"deployment": "a"}]}]},
	})
}

test_refuses_what_the_model_is_not_known_to_have_there if {
	facts := {"provider": "p", "model": "m", "features": {"search"}}
	_denied(["caching", "search"], {"p": {"caching": true}}) == {"a": facts}
	every has in [null, false, "true", 1] {
		_denied(["caching", "search"], {"p": {"caching": true, "search": has}}) == {"a": facts}
	}
	_denied(["search"], {"q": {"search": true}}) == {"a": facts}
	_denied(["search"], {}) == {"a": facts}
}

test_refuses_nothing_that_it_has_or_that_nobody_asks_for if {
	_denied(["caching"], {"p": {"caching": true}}) == {}
	_denied([], {"p": {}}) == {}
}

test_leaves_what_the_provider_does_not_know_to_the_rule_of_what_is_available if {
	_denied(["unheard of"], {"p": {"caching": true}}) == {}
	every features in [null, "", "caching", {}, 0, false] { _denied(features, {"p": {}}) == {} }
}
