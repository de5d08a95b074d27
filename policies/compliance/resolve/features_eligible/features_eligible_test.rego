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

_hipaa := [{"need": "hipaa"}]

_asked(duties, features) := {
	"read": _read,
	"duties": duties,
	"features": features,
	"deployed": {"providers": _providers},
	"today": {"somewhere": [case |
		some name, _ in _providers
		case := {"provider": name, "routes": [{"deployment": name}]}
	]},
}

_denied(duties, features) := {denial.deployment: denial.facts |
	some denial in rule.denied(_asked(duties, features))
}

test_refuses_the_provider_and_the_features_that_are_not if {
	denied := _denied(_hipaa, ["caching"])
	object.keys(denied) == {"open", "closed", "unread", "silent"}
	denied.open.features == {"caching"}
	denied.open.closed == set()
	denied.closed.closed == {"hipaa"}
	denied.unread.closed == {"hipaa"}
}

test_without_features_the_provider_alone_decides if {
	object.keys(_denied(_hipaa, [])) == {"closed", "unread", "silent"}
}

test_refuses_everything_where_a_regime_asks_for_what_nobody_knows if {
	count(_denied([{"need": "unheard_of"}], [])) == 5
}

test_refuses_nothing_where_no_regime_asks if {
	_denied([], ["caching"]) == {}
	_denied([{"need": null}], ["caching"]) == {}
}

test_refuses_for_kinds_of_data_as_for_regimes if {
	object.keys(_denied([{"need": null}, {"need": "hipaa"}], [])) == {
		"closed",
		"unread",
		"silent",
	}
}
