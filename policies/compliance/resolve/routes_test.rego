package compliance.resolve_test

import data.compliance.resolve

_replaced(document, changes) := json.patch(document, [change |
	some path, value in changes
	change := {"op": "replace", "path": path, "value": value}
])

# The routes of a request, of deployments and of a law that differ in some places.
_routes_to(asked, deployments, laws) := routes if {
	law := _replaced(_law, laws)
	routes := resolve.routes with input as _replaced(_given, asked)
		with data.deployments as _replaced(_deployed({}), deployments)
		with data.compliance.jurisdictions as law.jurisdictions
		with data.compliance.regimes as law.regimes
		with data.compliance.data_classes as law.data_classes
}

_served(asked, deployments, laws) if {
	[route.deployment | some route in _routes_to(asked, deployments, laws)] == ["home"]
}

_refused_to(asked, deployments, laws) if _routes_to(asked, deployments, laws) == []

_period := "/models/m/periods/0"

_home := "/models/m/periods/0/offers/0"

_caching := "/providers/p/features/caching"

_regime := "/regimes/gdpr"

test_one_route_is_earned_where_nothing_is_changed if {
	_served({}, {}, {})
}

test_only_what_was_read_in_a_source_earns_a_route if {
	every mark in ["V", "S"] { _served({}, {concat("", [_period, "/confidence"]): mark}, {}) }
	every mark in ["K", "?", "a mark that nobody knows", null, true] {
		_refused_to({}, {concat("", [_period, "/confidence"]): mark}, {})
	}
}

test_an_offer_serves_on_its_first_and_its_last_day if {
	day := "2026-11-25"
	_served({}, {concat("", [_period, "/from"]): day, concat("", [_period, "/to"]): day}, {})
}

test_an_offer_does_not_serve_before_it_has_begun_or_after_it_has_ended if {
	_refused_to({}, {concat("", [_period, "/from"]): "2026-12-31"}, {})
	_refused_to({"/request/at": "2026-12-31"}, {concat("", [_period, "/to"]): "2026-11-25"}, {})
}

test_data_that_is_refused_unknown_or_oddly_admitted_earns_nothing if {
	_served({"/request/data_classes": ["personal"]}, {}, {})
	every class in ["card", "unheard_of", null, 0, ["personal"]] {
		_refused_to({"/request/data_classes": [class]}, {}, {})
		_refused_to({"/tenant/data_classes": ["personal", class]}, {}, {})
	}
	every admitted in [false, null, "yes", 1] {
		_refused_to({}, {}, {"/data_classes/personal/admitted": admitted})
	}
}

test_an_offer_of_another_scope_than_its_deployment_earns_nothing if {
	_refused_to({}, {"/scopes/home": "elsewhere"}, {})
	_refused_to({}, {concat("", [_home, "/scope"]): null}, {})
}

test_each_requested_feature_must_be_known_to_be_available if {
	_served({"/request/features": []}, {concat("", [_caching, "/available"]): false}, {})
	every available in [false, null, "true", 1] {
		_refused_to({}, {concat("", [_caching, "/available"]): available}, {})
	}
	every mark in ["K", "?", null] {
		_refused_to({}, {concat("", [_caching, "/confidence"]): mark}, {})
	}
	_refused_to({"/request/features": ["caching", "unheard_of"]}, {}, {})
}

test_provider_and_features_must_be_eligible_for_what_a_regime_asks if {
	hipaa := {concat("", [_regime, "/eligibility"]): "hipaa"}
	fit := {"available": true, "confidence": "V"}
	_served({}, {"/providers/p/eligibility": {"hipaa": fit}}, hipaa)
	_refused_to({}, {}, hipaa)
	every unfit in [{"available": false, "confidence": "V"}, {"available": true, "confidence": "K"}] {
		_refused_to({}, {"/providers/p/eligibility": {"hipaa": unfit}}, hipaa)
	}
	every eligible in [false, null, "true"] {
		changes := {
			"/providers/p/eligibility": {"hipaa": fit},
			concat("", [_caching, "/hipaa"]): eligible,
		}
		_refused_to({}, changes, hipaa)
		_served({"/request/features": []}, changes, hipaa)
	}
}

test_prompts_are_kept_up_to_the_shortest_limit if {
	of_regime := concat("", [_regime, "/retention/prompts/max_days"])
	of_tenant := "/tenant/retention/prompts/max_days"
	_served({of_tenant: 30}, {}, {})
	_served({of_tenant: 60}, {}, {of_regime: 30})
	_refused_to({of_tenant: 29}, {}, {})
	_refused_to({of_tenant: 60}, {}, {of_regime: 29})
	_refused_to({of_tenant: 0}, {}, {of_regime: 29})
}

test_a_time_that_nothing_bounds_meets_no_limit_and_is_met_by_none if {
	endless := {concat("", [_home, "/retention/days"]): "unspecified"}
	_served({}, endless, {})
	every limit in [0, 30, 36500] {
		_refused_to({"/tenant/retention/prompts/max_days": limit}, endless, {})
	}
}

test_a_limit_that_is_no_number_earns_nothing if {
	every limit in ["7", "", false, [], {}] {
		_refused_to({"/tenant/retention/prompts/max_days": limit}, {}, {})
		_refused_to({}, {}, {concat("", [_regime, "/retention/prompts/max_days"]): limit})
	}
}

test_a_route_lasts_as_long_as_the_attestation_that_keeps_it_within_the_limit if {
	attested := {concat("", [_home, "/retention"]): {
		"days": 0,
		"standard": 30,
		"eligibility": null,
		"until": "2026-12-31",
	}}
	lasts := [route.expires_at |
		some limit in [null, 30, 29]
		some route in _routes_to({"/tenant/retention/prompts/max_days": limit}, attested, {})
	]
	lasts == ["2027-03-31", "2027-03-31", "2026-12-31"]
}

test_a_route_that_rests_on_an_unknown_day_is_not_earned if {
	changes := {
		concat("", [_home, "/retention/days"]): 0,
		concat("", [_home, "/retention/until"]): null,
	}
	_refused_to({"/tenant/retention/prompts/max_days": 7}, changes, {})
	_refused_to({}, {concat("", [_home, "/expires"]): null}, {})
}

test_terms_hold_through_their_last_day_and_not_after if {
	terms := concat("", [_home, "/terms"])
	_served({"/request/at": "2027-03-31"}, {}, {})
	every attested in [{"dpa": "2025-01-01"}, {"dpa": null}, {"baa": "2027-03-31"}, {}] {
		_refused_to({}, {terms: attested}, {})
	}
	ended := {terms: {"dpa": "2026-11-25"}}
	_served({}, ended, {})
	_refused_to({"/request/at": "2026-12-31"}, ended, {})
}

test_terms_are_met_by_all_of_them_together_only if {
	both := {concat("", [_regime, "/terms"]): ["dpa", "baa"]}
	_refused_to({}, {}, both)
	_served({}, {concat("", [_home, "/terms"]): {"dpa": "2027-03-31", "baa": "2026-12-31"}}, both)
	_served({}, {concat("", [_home, "/terms"]): {}}, {concat("", [_regime, "/terms"]): []})
}

test_a_regime_that_is_silent_or_says_something_else_earns_nothing if {
	every field in ["terms", "eligibility", "obligations", "retention"] {
		law := {_regime: object.remove(_law.regimes.gdpr, [field])}
		_refused_to({}, {}, law)
	}
	every other in [null, "dpa", {}, 0, false] {
		_refused_to({}, {}, {concat("", [_regime, "/terms"]): other})
		_refused_to({}, {}, {concat("", [_regime, "/obligations"]): other})
	}
}

test_countries_must_lie_inside_every_law_for_inference_and_for_storage if {
	_refused_to({}, {}, {"/jurisdictions/eu/inference/countries": ["US"]})
	_refused_to({}, {}, {"/jurisdictions/eu/storage/countries": ["US"]})
	_served({}, {}, {"/jurisdictions/eu/storage/countries": "any"})
	both := {"/jurisdictions": {"eu": _law.jurisdictions.eu, "us": {
		"inference": {"countries": ["US"]},
		"storage": {"countries": "any"},
	}}}
	_served({}, {}, both)
	_refused_to({"/tenant/jurisdictions": ["eu", "us"]}, {}, both)
	_refused_to({"/tenant/jurisdictions": ["eu", "xx"]}, {}, both)
}

test_routes_and_decision_agree if {
	every given in [_given, {}, {"tenant": _given.tenant}, {"request": null, "tenant": "x"}] {
		decision := _decided(given, {})
		routes := resolve.routes with input as given
			with data.deployments as _deployed({})
			with data.compliance.jurisdictions as _law.jurisdictions
			with data.compliance.regimes as _law.regimes
			with data.compliance.data_classes as _law.data_classes
		decision.routes == routes
	}
}
