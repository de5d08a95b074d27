package compliance.resolve.features_available_test

import data.compliance.resolve.features_available as rule

_read := {"V": true, "S": true, "K": false, "?": false}

_feature(available, mark) := {"available": available, "confidence": mark}

_providers := {
	"has": {"features": {"caching": _feature(true, "V"), "search": _feature(true, "S")}},
	"lacks": {"features": {"caching": _feature(true, "V"), "search": _feature(false, "V")}},
	"unread": {"features": {"caching": _feature(true, "V"), "search": _feature(true, "K")}},
	"open": {"features": {"caching": _feature(true, "V"), "search": _feature(null, "V")}},
}

_asked(features) := {
	"read": _read,
	"request": {"features": features},
	"deployed": {"names": ["a", "b"], "providers": _providers},
	"today": {"somewhere": [
		{"provider": "has", "routes": [{"deployment": "a"}]},
		{"provider": "lacks", "routes": [{"deployment": "b"}]},
		{"provider": "unread", "routes": [{"deployment": "c"}]},
		{"provider": "open", "routes": [{"deployment": "d"}]},
	]},
}

_denied(features) := {denial.deployment: denial.facts |
	some denial in rule.denied(_asked(features))
}

test_refuses_what_is_not_known_to_have_a_feature_and_names_it if {
	_denied(["caching", "search"]) == {
		"b": {"provider": "lacks", "features": {"search"}},
		"c": {"provider": "unread", "features": {"search"}},
		"d": {"provider": "open", "features": {"search"}},
	}
}

test_refuses_nothing_where_all_have_it_or_nothing_is_asked_for if {
	_denied(["caching"]) == {}
	_denied([]) == {}
}

test_refuses_everything_for_a_feature_that_nobody_knows if {
	object.keys(_denied(["caching", "unheard_of"])) == {"a", "b", "c", "d"}
}

test_refuses_every_deployment_where_the_features_are_missing_or_no_list if {
	every features in [null, "", "caching", {}, 0, false, {"caching": "caching"}] {
		_denied(features) == {"a": {"features": null}, "b": {"features": null}}
	}
}
