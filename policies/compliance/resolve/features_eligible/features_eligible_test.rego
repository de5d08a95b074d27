package compliance.resolve.features_eligible_test

import data.compliance.resolve.features_eligible as rule

_read := {"V": true, "S": true, "K": false, "?": false}

_provider(available, mark, caching) := {
	"eligibility": {"hipaa": {"available": available, "confidence": mark}},
	"features": {"caching": {"hipaa": caching, "confidence": "V"}},
}

_providers := {
	"eligible": _provider(true, "V", true),
	"open": _provider(true, "V", null),
	"closed": _provider(false, "V", true),
	"unread": _provider(true, "K", true),
	"silent": {"eligibility": {}, "features": {"caching": {"hipaa": true, "confidence": "V"}}},
}

_hipaa := [{"eligibility": "hipaa"}]

_asked(duties, features) := {
	"read": _read,
	"duties": duties,
	"features": features,
	"providers": _providers,
	"dated": [{"provider": name, "route": {"deployment": name}} | some name, _ in _providers],
}

test_all_are_able_where_no_regime_asks if {
	count(rule.able(["caching"], [{"eligibility": null}], _providers, _read)) == 5
	count(rule.able(["caching"], [], _providers, _read)) == 5
}

test_only_what_is_known_to_be_eligible_is_able if {
	rule.able(["caching"], _hipaa, _providers, _read) == {"eligible": true}
}

test_without_features_the_provider_alone_decides if {
	rule.able([], _hipaa, _providers, _read) == {"eligible": true, "open": true}
}

test_nobody_is_able_for_what_nobody_knows if {
	rule.able(["unheard_of"], _hipaa, _providers, _read) == {}
	rule.able([], [{"eligibility": "unheard_of"}], _providers, _read) == {}
}

test_has_no_answer_where_a_regime_is_silent_or_features_are_no_list if {
	silent := [[["caching"], [{}]], [["caching"], null], [null, _hipaa], ["caching", _hipaa]]
	answers := [1 | some [features, duties] in silent; rule.able(features, duties, _providers, _read)]
	answers == []
}

test_refuses_the_provider_and_the_features_that_are_not if {
	denied := rule.denied(_asked(_hipaa, ["caching"]))
	object.keys(denied) == {"open", "closed", "unread", "silent"}
	denied.open.features == {"caching"}
	denied.open.closed == set()
	denied.closed.closed == {"hipaa"}
	denied.unread.closed == {"hipaa"}
}

test_refuses_nothing_where_no_regime_asks if {
	rule.denied(_asked([], ["caching"])) == {}
}
