package compliance.resolve.retention_met_test

import data.compliance.resolve.retention_met as rule

_regime(days) := {"retention": {"prompts": {"max_days": days}}}

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
	"eligibility": null,
	"until": null,
	"attestation": "retention",
	"claim": null,
}

_offer(retention) := {
	"route": {"deployment": "a"},
	"provider": "p",
	"covered": false,
	"retention": retention,
}

_providers := {"p": {"features": {
	"good": {"zdr": true},
	"bad": {"zdr": false},
	"open": {"zdr": null},
}}}

_asked(max, features, retention) := {
	"prompts": {"max_days": max},
	"duties": [],
	"features": features,
	"names": ["a", "b"],
	"dated": [_offer(retention)],
}

test_gathers_what_the_tenant_and_its_regimes_say if {
	rule.limits({"max_days": null}, []) == {null}
	rule.limits({"max_days": 7}, [_regime(null), _regime(30)]) == {null, 7, 30}
}

test_has_no_limits_where_somebody_is_silent_or_says_something_else if {
	silent := [
		[{}, []],
		[{"max_days": "7"}, []],
		[{"max_days": false}, []],
		[{"max_days": []}, []],
		[{"max_days": null}, [{}]],
		[{"max_days": null}, [_regime("7")]],
		[{"max_days": null}, null],
	]
	answers := [1 | some [prompts, duties] in silent; rule.limits(prompts, duties)]
	answers == []
}

test_is_met_by_all_without_a_limit if {
	rule.met(_offer(_plain("unspecified")), {null}, [])
}

test_is_met_up_to_the_shortest_limit if {
	rule.met(_offer(_plain(30)), {null, 30}, [])
	rule.met(_offer(_plain(30)), {60, 30}, [])
	not_met := [1 | some limits in [{29}, {60, 29}, {0}]; rule.met(_offer(_plain(30)), limits, [])]
	not_met == []
}

test_a_time_that_nothing_bounds_meets_no_limit if {
	answers := [1 | some limit in [0, 30, 36500]; rule.met(_offer(_plain("unspecified")), {limit}, [])]
	answers == []
}

test_zero_retention_holds_with_eligible_features_only if {
	answers := [features |
		some features in [[], ["good"], ["bad"], ["open"], ["good", "bad"], ["unknown"], null]
		rule.met(_offer(_zero), {0}, features)
	]
		with data.deployments.providers as _providers
	answers == [[], ["good"]]
}

test_relies_on_the_attestation_only_where_it_is_needed if {
	rule.relied(_offer(_zero), {null}) == set()
	rule.relied(_offer(_zero), {30}) == set()
	rule.relied(_offer(_zero), {29, null}) == {"2027-03-31"}
}

test_refuses_what_keeps_too_long_with_what_lost_it if {
	denied := rule.denied(_asked(0, ["bad", "good"], _zero))
		with data.deployments.providers as _providers
	denied.a.days == 30
	denied.a.limit == 0
	denied.a.features == ["bad"]
	object.keys(denied) == {"a"}
}

test_refuses_what_nothing_bounds if {
	denied := rule.denied(_asked(36500, [], _plain("unspecified")))
	denied.a.days == "unspecified"
}

test_refuses_nothing_without_a_limit_or_within_it if {
	rule.denied(_asked(null, [], _plain("unspecified"))) == {}
	rule.denied(_asked(30, [], _plain(30))) == {}
}

test_refuses_every_deployment_where_the_limit_cannot_be_read if {
	denied := rule.denied(_asked("7", [], _plain(0)))
	denied == {"a": {"prompts": {"max_days": "7"}}, "b": {"prompts": {"max_days": "7"}}}
}
