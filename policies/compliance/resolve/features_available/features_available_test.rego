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
	"features": features,
	"names": ["a", "b"],
	"providers": _providers,
	"dated": [
		{"provider": "has", "route": {"deployment": "a"}},
		{"provider": "lacks", "route": {"deployment": "b"}},
	],
}

test_only_what_is_known_to_have_them_all_is_able if {
	rule.able(["caching", "search"], _providers, _read) == {"has": true}
}

test_all_are_able_where_nothing_is_asked_for if {
	count(rule.able([], _providers, _read)) == 4
}

test_nobody_is_able_for_a_feature_that_nobody_knows if {
	rule.able(["unheard_of"], _providers, _read) == {}
}

test_has_no_answer_where_the_features_are_no_list if {
	others := [null, "", "caching", {}, 0, false, {"caching": "caching"}]
	answers := [1 | some features in others; rule.able(features, _providers, _read)]
	answers == []
}

test_refuses_what_lacks_a_feature_and_names_it if {
	denied := rule.denied(_asked(["caching", "search"]))
	denied == {"b": {"provider": "lacks", "features": {"search"}}}
}

test_refuses_everything_for_a_feature_that_nobody_knows if {
	object.keys(rule.denied(_asked(["unheard_of"]))) == {"a", "b"}
}

test_refuses_every_deployment_where_the_features_are_missing if {
	rule.denied(_asked(null)) == {"a": {"features": null}, "b": {"features": null}}
}
