package compliance.resolve_test

import data.compliance.resolve

_feature := {
	"available": true,
	"zdr": true,
	"hipaa": true,
	"kept": 0,
	"third_party": false,
	"confidence": "V",
}

_case(name, countries) := {
	"site": concat(" ", countries),
	"scope": "here",
	"provider": "p",
	"confidence": "V",
	"source": "a page",
	"covered": false,
	"blocked": null,
	"expires": "9999-12-31",
	"attested": "with dpa",
	"tariff": "1.0",
	"price": 1,
	"countries": countries,
	"storage": countries,
	"partitions": ["cloud"],
	"contract": {"covers": "none", "missing": []},
	"retention": {
		"days": 30,
		"standard": 30,
		"eligibility": "none",
		"until": null,
		"attestation": null,
		"claim": null,
	},
	"routes": [{
		"deployment": name,
		"model_id": "the id",
		"destinations": ["r"],
		"countries": countries,
		"storage": countries,
		"price": 1,
	}],
}

_places := {"DE": {"DE": true}, "US": {"US": true}}

_span(first, last, ahead) := {
	"first": first,
	"last": last,
	"sites": {"DE": [0], "US": [1]},
	"idle": [],
	"ahead": {day: true | some day in ahead},
	"next": "9999-12-31",
}

_spans := [
	_span("0001-01-01", "2026-11-24", ["2026-11-25", "2026-12-31", "2027-03-31", "9999-12-31"]),
	_span("2026-11-25", "2026-11-25", ["2026-11-25", "2026-12-31", "2027-03-31", "9999-12-31"]),
	_span("2026-11-26", "2026-12-31", ["2026-12-31", "2027-03-31", "9999-12-31"]),
	_span("2027-01-01", "2027-03-31", ["2027-03-31", "9999-12-31"]),
	_span("2027-04-01", "9999-12-31", ["9999-12-31"]),
]

_always := {"from": "0001-01-01", "to": "9999-12-31"}

_deployed := {
	"names": ["abroad", "home"],
	"listed": {"home": ["m"], "abroad": ["m"]},
	"scopes": {"home": "here", "abroad": "here"},
	"sending": {"caching": true},
	"providers": {"p": {
		"features": {"caching": _feature},
		"eligibility": {},
	}},
	"models": {"m": {
		"unlisted": [],
		"unoffered": {},
		"offered": {"home": [_always], "abroad": [_always]},
		"cases": [_case("home", ["DE"]), _case("abroad", ["US"])],
		"spans": _spans,
		"sites": _places,
		"reach": {
			"inference": _places,
			"storage": _places,
			"countries": _places,
			"partitions": {"cloud": {"DE": true, "US": true}},
		},
		"attested": {"with dpa": {"dpa": "2027-03-31"}},
		"tariffs": {"1.0": 1},
		"has": {"p": {"caching": true}},
		"lacks": {},
	}},
}

_nothing_more := {
	"terms": [],
	"eligibility": null,
	"obligations": [],
	"retention": {"prompts": {"max_days": null}},
}

_law := {
	"jurisdictions": {"eu": {
		"name": "EU",
		"inference": {"countries": ["DE"]},
		"storage": {"countries": ["DE"]},
		"partitions": null,
	}},
	"regimes": {"gdpr": {
		"name": "GDPR",
		"terms": ["dpa"],
		"eligibility": null,
		"obligations": ["log-in-region"],
		"retention": {"prompts": {"max_days": null}},
		"excluded_features": [],
		"transfers": null,
		"partitions": null,
	}},
	"data_classes": {
		"personal": object.union(_nothing_more, {"admitted": true}),
		"card": object.union(_nothing_more, {"admitted": false}),
	},
}

_given := {
	"request": {"model": "m", "features": ["caching"], "data_classes": [], "at": "2026-11-25"},
	"tenant": {
		"name": "t",
		"jurisdictions": ["eu"],
		"regimes": ["gdpr"],
		"data_classes": ["personal"],
		"retention": {"prompts": {"max_days": null}},
		"countries": null,
		"providers": null,
		"features": null,
		"obligations": ["tell-the-works-council"],
		"max_price": null,
	},
}

_decided(given) := decision if {
	decision := resolve.decision with input as given
		with data.deployments as _deployed
		with data.compliance.jurisdictions as _law.jurisdictions
		with data.compliance.regimes as _law.regimes
		with data.compliance.data_classes as _law.data_classes
}

_earned(decision) := {route.deployment | some route in decision.routes}

_refused(decision) := {denial.deployment | some denial in decision.denials}

test_one_is_earned_and_the_other_refused if {
	decision := _decided(_given)
	decision.routes == [{
		"deployment": "home",
		"model_id": "the id",
		"destinations": ["r"],
		"countries": ["DE"],
		"storage": ["DE"],
		"price": 1,
		"obligations": ["log-in-region", "tell-the-works-council"],
		"retention": 30,
		"expires_at": "2027-03-31",
	}]
	rules := [[denial.deployment, denial.rule] | some denial in decision.denials]
	rules == [["abroad", "RES-101"], ["abroad", "RES-102"]]
}

test_no_route_without_any_one_field_of_request_or_tenant if {
	paths := [
		"request", "request/model", "request/features", "request/data_classes", "request/at",
		"tenant", "tenant/jurisdictions", "tenant/regimes", "tenant/data_classes",
		"tenant/retention", "tenant/retention/prompts", "tenant/retention/prompts/max_days",
		"tenant/countries", "tenant/providers", "tenant/features", "tenant/obligations",
		"tenant/max_price",
	]
	routed := [path |
		some path in paths
		_decided(json.remove(_given, [path])).routes != []
	]
	routed == []
	every path in paths {
		_refused(_decided(json.remove(_given, [path]))) == {"home", "abroad"}
	}
}

test_no_route_where_a_field_is_of_another_type if {
	paths := [
		"/request/model", "/request/features", "/request/data_classes", "/request/at",
		"/tenant/jurisdictions", "/tenant/regimes", "/tenant/data_classes", "/tenant/retention",
	]
	routed := [[path, value] |
		some path in paths
		some value in [null, "", {}, 0, false, ["x"], "x"]
		given := json.patch(_given, [{"op": "replace", "path": path, "value": value}])
		_decided(given).routes != []
	]
	routed == []
}

test_no_route_where_a_list_of_the_tenant_s_own_is_of_another_type if {
	paths := ["/tenant/countries", "/tenant/providers", "/tenant/features", "/tenant/max_price"]
	routed := [[path, value] |
		some path in paths
		some value in ["", {}, false, "x", ["x"], "unstated"]
		given := json.patch(_given, [{"op": "replace", "path": path, "value": value}])
		_decided(given).routes != []
	]
	routed == []
}

test_the_route_has_no_last_day_where_none_is_known if {
	given := json.patch(_given, [{"op": "replace", "path": "/tenant/regimes", "value": []}])
	[route.expires_at | some route in _decided(given).routes] == [null]
	[route.obligations | some route in _decided(given).routes] == [["tell-the-works-council"]]
}

test_there_is_an_answer_without_deployments if {
	answers := [decision |
		some given in [{}, _given]
		decision := resolve.decision with input as given with data.deployments as {}
	]
	answers == [{"routes": [], "denials": []}, {"routes": [], "denials": []}]
}
