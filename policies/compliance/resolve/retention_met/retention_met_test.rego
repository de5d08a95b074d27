package compliance.resolve.retention_met_test

import data.compliance.resolve.retention_met as rule

_zero := {
	"days": 0,
	"standard": 30,
	"eligibility": "zdr",
	"until": "2027-03-31",
	"attestation": "zero_data_retention",
	"claim": {"mode": "none", "until": "2027-03-31", "missing": []},
}

_plain(days) := {
	"days": days,
	"standard": days,
	"eligibility": "none",
	"until": null,
	"attestation": "retention",
	"claim": null,
}

_case(retention) := {
	"routes": [{"deployment": "a"}],
	"kept": rule.settled(retention, _provider.features),
	"provider": "p",
	"covered": false,
	"retention": retention,
}

_provider := {"features": {
	"good": {"zdr": true, "kept": 0},
	"bad": {"zdr": false, "kept": 0},
	"open": {"zdr": null, "kept": 0},
	"month": {"zdr": true, "kept": 31},
	"brief": {"zdr": false, "kept": 29},
	"endless": {"zdr": false, "kept": "unspecified"},
	"silent": {"zdr": true},
}}

_kept(retention, features) := rule.kept(rule.settled(retention, _provider.features), features)

_days(retention, features) := _kept(retention, features)[0]

_denied(limits, features, retention) := {denial.deployment: denial.facts |
	some denial in rule.denied({
		"tenant": {"retention": {"prompts": {"max_days": limits[0]}}},
		"duties": [duty |
			some days in array.slice(limits, 1, 9)
			duty := {"limit": days}
		],
		"features": features,
		"deployed": {"names": ["a", "b"], "providers": {"p": _provider}},
		"today": {"somewhere": [_case(retention)]},
	})
}

test_the_shortest_limit_counts_and_null_is_none if {
	rule.shortest({null}) == null
	rule.shortest({null, 60, 0, 30}) == 0
	rule.shortest({7}) == 7
}

test_there_is_no_shortest_limit_where_one_cannot_be_read if {
	odd := [limit | some limit in ["7", "", false, [], {}]; rule.shortest({null, 30, limit}) != 1]
	odd == []
}

test_zero_retention_holds_with_eligible_features_only if {
	kept := [days |
		some features in [[], ["good"], ["bad"], ["open"], ["good", "bad"]]
		days := _days(_zero, features)
	]
	kept == [0, 0, 30, 30, 30]
}

test_what_is_kept_longer_with_a_feature_counts_and_what_is_shorter_does_not if {
	_days(_zero, ["good", "month"]) == 31
	_days(_plain(30), ["month"]) == 31
	_days(_plain(30), ["brief"]) == 30
	_days(_plain(0), ["brief"]) == 29
	_days(_plain("unspecified"), ["month"]) == "unspecified"
}

test_a_feature_that_nothing_bounds_or_that_says_nothing_is_unspecified if {
	every feature in ["endless", "silent", "unknown", [], ["good"], ["good", 0], null, 0, {}] {
		_days(_zero, [feature]) == "unspecified"
		_days(_plain(0), ["good", feature, "brief"]) == "unspecified"
	}
}

test_a_time_that_hangs_on_no_feature_is_as_attested if {
	_days(_plain("unspecified"), ["bad"]) == "unspecified"
	_days(_plain(0), ["bad"]) == 0
}

test_relies_on_the_attestation_wherever_less_is_kept_than_without_it if {
	_kept(_zero, []) == [0, "2027-03-31"]
	_kept(_zero, ["good"]) == [0, "2027-03-31"]
	_kept(_zero, ["bad"]) == [30, "9999-12-31"]
	_kept(_zero, ["good", "month"]) == [31, "9999-12-31"]
	_kept(_zero, ["endless"]) == ["unspecified", "9999-12-31"]
	endless := object.union(_zero, {"standard": "unspecified"})
	_kept(endless, ["month"]) == [31, "2027-03-31"]
	_kept(_plain("unspecified"), []) == ["unspecified", "9999-12-31"]
}

test_says_nothing_where_the_days_are_not_stated if {
	answers := [1 | some given in [{}, {"days": null}]; rule.settled(object.union(object.remove(_zero, ["days"]), given), {}).alone[0] != null]
	answers == []
}

test_refuses_what_keeps_too_long_with_what_lost_it if {
	denied := _denied([0], ["bad", "good"], _zero)
	denied.a.days == 30
	denied.a.limit == 0
	denied.a.features == ["bad"]
	denied.a.keeping == {}
	object.keys(denied) == {"a"}
}

test_refuses_by_the_shortest_limit_of_all if {
	_denied([60, null, 29], [], _plain(30)).a.limit == 29
	_denied([null, 29], [], _plain(30)).a.limit == 29
}

test_refuses_what_nothing_bounds if {
	_denied([36500], [], _plain("unspecified")).a.days == "unspecified"
}

test_refuses_what_a_feature_keeps_too_long_and_names_it if {
	denied := _denied([30], ["good", "month", "brief", "endless"], _plain(0)).a
	denied.days == "unspecified"
	denied.features == []
	denied.keeping == {"month": 31, "endless": "unspecified"}
	_denied([31], ["month"], _zero) == {}
	_denied([30], ["month"], _zero).a.days == 31
}

test_refuses_what_loses_zero_retention_by_a_feature_and_nothing_that_keeps_it if {
	lost := [features |
		some features in [[], ["good"], ["bad"], ["open"], ["good", "bad"], ["unknown"]]
		_denied([0], features, _zero) != {}
	]
	lost == [["bad"], ["open"], ["good", "bad"], ["unknown"]]
	_denied([0], ["bad"], _plain(0)) == {}
}

test_refuses_nothing_without_a_limit_or_within_it if {
	_denied([null], [], _plain("unspecified")) == {}
	_denied([30, null], [], _plain(30)) == {}
}

test_refuses_every_deployment_where_a_limit_cannot_be_read if {
	every days in ["7", false, [], {}] {
		facts := {"prompts": {"max_days": days}}
		_denied([days], [], _plain(0)) == {"a": facts, "b": facts}
		object.keys(_denied([null, days], [], _plain(0))) == {"a", "b"}
	}
}
