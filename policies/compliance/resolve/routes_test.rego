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
		with data.deployments as _replaced(_deployed, deployments)
		with data.compliance.jurisdictions as law.jurisdictions
		with data.compliance.regimes as law.regimes
		with data.compliance.data_classes as law.data_classes
}

_served(asked, deployments, laws) if {
	[route.deployment | some route in _routes_to(asked, deployments, laws)] == ["home"]
}

_refused_to(asked, deployments, laws) if _routes_to(asked, deployments, laws) == []

_home := "/models/m/cases/0"

_caching := "/providers/p/features/caching"

_regime := "/regimes/gdpr"

_attested := "/models/m/attested/with dpa"

test_one_route_is_earned_where_nothing_is_changed if {
	_served({}, {}, {})
}

test_only_what_was_read_in_a_source_earns_a_route if {
	every mark in ["V", "S"] { _served({}, {concat("", [_home, "/confidence"]): mark}, {}) }
	every mark in ["K", "?", "a mark that nobody knows", null, true] {
		_refused_to({}, {concat("", [_home, "/confidence"]): mark}, {})
	}
}

test_an_offer_serves_in_its_time_and_in_no_other if {
	only := {path: {} |
		some number in [0, 2, 3, 4]
		path := sprintf("/models/m/spans/%d/sites", [number])
	}
	_served({}, only, {})
	_refused_to({"/request/at": "2026-11-24"}, only, {})
	_refused_to({"/request/at": "2026-11-26"}, only, {})
	_refused_to({}, {"/models/m/spans/1/sites": {}}, {})
}

test_days_that_are_none_earn_nothing if {
	every day in [null, "", 0, "2026-11-5", {}] {
		_refused_to({}, {"/models/m/spans/0/first": day}, {})
		_refused_to({}, {"/models/m/spans/4/last": day}, {})
	}
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
	every odd in ["unheard_of", [], ["caching"], ["caching", "p"], null, 0, {"caching": true}] {
		_refused_to({"/request/features": [odd]}, {}, {})
		_refused_to({"/request/features": ["caching", odd]}, {}, {})
	}
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
	endless := {
		concat("", [_home, "/retention/days"]): "unspecified",
		concat("", [_home, "/retention/standard"]): "unspecified",
	}
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

test_a_route_lasts_as_long_as_the_attestation_by_which_it_keeps_less if {
	attested := {concat("", [_home, "/retention"]): {
		"days": 0,
		"standard": 30,
		"eligibility": "none",
		"until": "2026-12-31",
	}}
	lasts := [route.expires_at |
		some limit in [null, 30, 29]
		some route in _routes_to({"/tenant/retention/prompts/max_days": limit}, attested, {})
	]
	lasts == ["2026-12-31", "2026-12-31", "2026-12-31"]
}

test_what_a_feature_keeps_longer_counts_like_what_the_route_keeps if {
	of_tenant := "/tenant/retention/prompts/max_days"
	kept := concat("", [_caching, "/kept"])
	_served({of_tenant: 30}, {kept: 30}, {})
	_served({of_tenant: 30, "/request/features": []}, {kept: 31}, {})
	every days in [31, "unspecified"] {
		_refused_to({of_tenant: 30}, {kept: days}, {})
		[route.retention | some route in _routes_to({}, {kept: days}, {})] == [days]
	}
}

test_a_route_that_rests_on_an_unknown_day_is_not_earned if {
	changes := {
		concat("", [_home, "/retention/days"]): 0,
		concat("", [_home, "/retention/until"]): null,
	}
	_refused_to({"/tenant/retention/prompts/max_days": 7}, changes, {})
	_refused_to({}, {concat("", [_home, "/expires"]): null}, {})
}

test_a_route_lasts_no_longer_than_its_offer_or_until_the_next_one_turns_up if {
	lasts := [route.expires_at |
		some deployments in [
			{concat("", [_home, "/expires"]): "2026-12-31"},
			{"/models/m/spans/1/next": "2026-12-31"},
		]
		some route in _routes_to({}, deployments, {})
	]
	lasts == ["2026-12-31", "2026-12-31"]
}

test_terms_hold_through_their_last_day_and_not_after if {
	_served({"/request/at": "2027-03-31"}, {}, {})
	every attested in [{"dpa": "2025-01-01"}, {"dpa": null}, {"baa": "2027-03-31"}, {}] {
		_refused_to({}, {_attested: attested}, {})
	}
	ended := {_attested: {"dpa": "2026-11-25"}}
	_served({}, ended, {})
	_refused_to({"/request/at": "2026-12-31"}, ended, {})
}

test_terms_are_met_by_all_of_them_together_only if {
	both := {concat("", [_regime, "/terms"]): ["dpa", "baa"]}
	_refused_to({}, {}, both)
	_served({}, {_attested: {"dpa": "2027-03-31", "baa": "2026-12-31"}}, both)
	_served({}, {_attested: {}}, {concat("", [_regime, "/terms"]): []})
}

test_a_regime_that_is_silent_or_says_something_else_earns_nothing if {
	fields := [
		"terms", "eligibility", "obligations", "retention", "excluded_features", "transfers",
		"partitions",
	]
	every field in fields {
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
	_refused_to({}, {}, {"/jurisdictions/eu": object.remove(_law.jurisdictions.eu, ["partitions"])})
	both := {"/jurisdictions": {"eu": _law.jurisdictions.eu, "us": {
		"name": "US",
		"inference": {"countries": ["US"]},
		"storage": {"countries": "any"},
		"partitions": null,
	}}}
	_served({}, {}, both)
	_refused_to({"/tenant/jurisdictions": ["eu", "us"]}, {}, both)
	_refused_to({"/tenant/jurisdictions": ["eu", "xx"]}, {}, both)
}

test_kinds_of_data_ask_for_terms_eligibility_limits_and_obligations_like_regimes if {
	kind := "/data_classes/personal"
	every changes in [
		{concat("", [kind, "/terms"]): ["baa"]},
		{concat("", [kind, "/eligibility"]): "hipaa"},
		{concat("", [kind, "/retention/prompts/max_days"]): 29},
	] {
		_refused_to({}, {}, changes)
		_refused_to(_in_the_request, {}, changes)
		_served({"/tenant/data_classes": []}, {}, changes)
	}
	told := {concat("", [kind, "/obligations"]): ["pseudonymise"]}
	[route.obligations | some route in _routes_to({}, {}, told)] == [[
		"log-in-region",
		"pseudonymise",
		"tell-the-works-council",
	]]
	every field in ["terms", "eligibility", "obligations", "retention"] {
		_refused_to({}, {}, {kind: object.remove(_law.data_classes.personal, [field])})
	}
}

_in_the_request := {"/tenant/data_classes": [], "/request/data_classes": ["personal"]}

test_the_tenant_s_own_lists_and_ceiling_hold_beside_the_law if {
	every path, allowed in {
		"/tenant/countries": ["DE", "FR"],
		"/tenant/providers": ["p"],
		"/tenant/features": ["caching"],
		"/tenant/max_price": 1,
	} {
		_served({path: allowed}, {}, {})
	}
	every path, refused in {
		"/tenant/countries": ["FR"],
		"/tenant/providers": ["q"],
		"/tenant/features": ["batches"],
		"/tenant/max_price": 0.9,
	} {
		_refused_to({path: refused}, {}, {})
	}
	_served({"/tenant/features": [], "/request/features": []}, {}, {})
	every path in ["/tenant/countries", "/tenant/providers", "/tenant/features"] {
		_refused_to({path: []}, {}, {})
	}
	every odd in ["1.1", true, false, [], {}] {
		_refused_to({"/tenant/max_price": odd}, {}, {})
	}
	_refused_to({"/tenant": object.remove(_given.tenant, ["max_price"])}, {}, {})
}

test_a_feature_that_a_regime_excludes_or_the_model_lacks_is_refused if {
	excluded := {concat("", [_regime, "/excluded_features"]): ["caching"]}
	_refused_to({}, {}, excluded)
	_served({"/request/features": []}, {}, excluded)
	every has in [{}, {"caching": false}, {"caching": null}, null] {
		_refused_to({}, {"/models/m/has/p": has}, {})
		_served({"/request/features": []}, {"/models/m/has/p": has}, {})
	}
}

test_a_partition_that_a_law_names_holds_source_and_destinations if {
	every law in ["/jurisdictions/eu/partitions", "/regimes/gdpr/partitions"] {
		_served({}, {}, {law: ["cloud", "another"]})
		_refused_to({}, {}, {law: ["another"]})
		_refused_to({}, {}, {law: []})
		both := {"/models/m/reach/partitions": {"cloud": {"DE": true}, "unspecified": {"DE": true}}}
		_refused_to({}, both, {law: ["cloud", "another"]})
	}
}

test_a_transfer_needs_a_ground_of_every_regime_and_ends_with_it if {
	rules := {"free": ["FR"], "adequate": [], "mechanisms": ["scc"]}
	law := {concat("", [_regime, "/transfers"]): rules}
	_refused_to({}, {}, law)
	carried := {_attested: {"dpa": "2027-03-31", "scc": "2026-12-31"}}
	[route.expires_at | some route in _routes_to({}, carried, law)] == ["2026-12-31"]
	_served({}, {}, {concat("", [_regime, "/transfers"]): object.union(rules, {"free": ["DE"]})})
}

test_the_locations_of_a_contract_cover_every_place_where_a_regime_asks_for_them if {
	law := {concat("", [_regime, "/terms"]): ["locations"]}
	named := {_attested: {"locations": "2027-03-31"}}
	covers := concat("", [_home, "/contract/covers"])
	_served({}, object.union(named, {covers: "all"}), law)
	every other in ["some", "none", "", null, true] {
		_refused_to({}, object.union(named, {covers: other}), law)
	}
	_served({}, {covers: "some"}, {})
}

test_routes_and_decision_agree if {
	every given in [_given, {}, {"tenant": _given.tenant}, {"request": null, "tenant": "x"}] {
		decision := _decided(given)
		routes := resolve.routes with input as given
			with data.deployments as _deployed
			with data.compliance.jurisdictions as _law.jurisdictions
			with data.compliance.regimes as _law.regimes
			with data.compliance.data_classes as _law.data_classes
		decision.routes == routes
	}
}
