package compliance.resolve.features_contained_test

import data.compliance.resolve.features_contained as rule

_providers := {
	"p": {"features": {"caching": {"third_party": false}, "search": {"third_party": true}}},
	"q": {"features": {"caching": {"third_party": false}, "search": {"third_party": false}}},
}

_any := {"inference": {"countries": "any"}, "storage": {"countries": "any"}, "partitions": null}

_laws := {
	"jurisdictions": {
		"global": _any,
		"in": object.union(_any, {"inference": {"countries": ["IN"]}}),
		"st": object.union(_any, {"storage": {"countries": ["ST"]}}),
		"gov": object.union(_any, {"partitions": ["gov"]}),
		"odd": object.union(_any, {"partitions": "unstated"}),
		"empty": {},
	},
	"regimes": {
		"sox": {"transfers": null, "partitions": null},
		"gdpr": {"transfers": {"free": []}, "partitions": null},
		"high": {"transfers": null, "partitions": ["gov"]},
		"empty": {},
	},
}

_open := {"countries": null, "jurisdictions": ["global"], "regimes": ["sox"]}

_binding := [[object.union(_open, changes), terms] |
	some given in [
		[{"countries": ["DE"]}, set()],
		[{"countries": []}, set()],
		[{"countries": "unstated"}, set()],
		[{}, {"dpa", "locations"}],
		[{"regimes": ["sox", "gdpr"]}, set()],
		[{"regimes": ["high"]}, set()],
		[{"regimes": ["empty"]}, set()],
		[{"regimes": ["unknown"]}, set()],
		[{"jurisdictions": ["global", "in"]}, set()],
		[{"jurisdictions": ["st"]}, set()],
		[{"jurisdictions": ["gov"]}, set()],
		[{"jurisdictions": ["odd"]}, set()],
		[{"jurisdictions": ["empty"]}, set()],
		[{"jurisdictions": ["unknown"]}, set()],
	]
	changes := given[0]
	terms := given[1]
]

_inside(features, tenant, terms) := object.keys(found) if {
	sending := object.filter({"search": true}, features)
	found := rule.inside(sending, tenant, [{"terms": ["dpa"]}, {"terms": terms}], _providers)
		with data.compliance.jurisdictions as _laws.jurisdictions
		with data.compliance.regimes as _laws.regimes
}

_denied(features, tenant, terms) := {denial.deployment: denial.facts |
	asked := {
		"features": [feature | is_array(features); some feature in features],
		"tenant": tenant,
		"needed": terms,
		"deployed": {"providers": _providers, "sending": {"search": true}},
		"today": {"somewhere": [
			{"provider": "p", "routes": [{"deployment": "a"}]},
			{"provider": "q", "routes": [{"deployment": "b"}]},
		]},
	}
	denials := rule.denied(asked)
		with data.compliance.jurisdictions as _laws.jurisdictions
		with data.compliance.regimes as _laws.regimes
	some denial in denials
}

test_whatever_binds_where_data_may_be_refuses_what_sends_it_to_others if {
	count(_binding) == 14
	every given in _binding {
		_inside(["search"], given[0], given[1]) == {"q"}
		_inside(["caching", "search"], given[0], given[1]) == {"q"}
		object.keys(_denied(["caching", "search"], given[0], given[1])) == {"a"}
	}
}

test_nothing_else_does if {
	every features in [["search"], ["caching", "search"]] {
		_inside(features, _open, {"dpa"}) == {"p", "q"}
		_denied(features, _open, {"dpa"}) == {}
	}
	every given in _binding {
		every features in [[], ["caching"]] {
			_inside(features, given[0], given[1]) == {"p", "q"}
			_denied(features, given[0], given[1]) == {}
		}
	}
}

test_says_what_sends_and_what_binds if {
	tenant := {"countries": ["DE"], "jurisdictions": ["in", "global"], "regimes": ["gdpr", "sox"]}
	_denied(["caching", "search"], tenant, {"locations"}).a == {
		"features": {"search"},
		"provider": "p",
		"bound": {"countries", "gdpr", "in", "locations"},
	}
}

test_a_feature_that_does_not_say_whom_it_calls_is_not_contained if {
	every fact in [{}, {"third_party": null}, {"third_party": "no"}, {"third_party": 0}] {
		providers := {"p": {"features": {"search": fact}}}
		tenant := object.union(_open, {"countries": ["DE"]})
		rule.inside({"search": true}, tenant, [], providers) == {}
		denials := rule.denied({
			"features": ["search"],
			"tenant": tenant,
			"needed": set(),
			"deployed": {"providers": providers, "sending": {"search": true}},
			"today": {"somewhere": [{"provider": "p", "routes": [{"deployment": "a"}]}]},
		})
		count(denials) == 1
	}
}

test_leaves_what_nobody_knows_to_the_rule_of_what_is_available if {
	every features in [null, "", "search", {}, 0, false, ["unheard_of"]] {
		_denied(features, object.union(_open, {"countries": ["DE"]}), set()) == {}
	}
}
