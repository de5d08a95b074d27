package compliance.resolve.given_test

import data.compliance.resolve.given

_laws := {"eu": {"inference": {"countries": ["DE"]}}, "us": {"inference": {"countries": ["US"]}}}

_asked(request, tenant) := asked if {
	asked := given.asked({"input": {"request": request, "tenant": tenant}})
		with data.compliance.jurisdictions as _laws
		with data.compliance.regimes as {"gdpr": {"terms": ["dpa"]}}
		with data.compliance.data_classes as {"phi": {"terms": ["baa"]}}
		with data.deployments as {
			"names": ["a"],
			"listed": {"a": ["m"]},
			"providers": {},
			"models": {"m": {
				"unlisted": [],
				"unoffered": {},
				"offered": {},
				"attested": {},
				"sites": {"DE": {"DE": true}, "US": {"US": true}},
				"reach": {},
				"tariffs": {},
				"has": {},
				"days": ["0001-01-01", "9999-12-31"],
				"periods": [{
					"from": "0001-01-01",
					"to": "9999-12-31",
					"sites": {"DE": ["a case"], "US": ["another"]},
				}],
			}},
		}
}

_request := {"model": "m", "at": "2026-06-01", "features": [], "data_classes": []}

_tenant := {
	"jurisdictions": ["eu"],
	"regimes": ["gdpr"],
	"data_classes": [],
	"retention": {"prompts": {"max_days": null}},
}

test_knows_the_laws_and_the_offers_of_the_day if {
	asked := _asked(_request, _tenant)
	asked.laws == [_laws.eu]
	asked.regimes == [{"terms": ["dpa"]}]
	asked.duties == asked.regimes
	asked.needed == {"dpa"}
	asked.dated == {"DE": ["a case"], "US": ["another"]}
	asked.named == array.concat(asked.laws, asked.regimes)
}

test_needs_what_the_kinds_of_data_need_of_request_and_tenant_alike if {
	every changes in [[["phi"], []], [[], ["phi"]]] {
		asked := _asked(
			object.union(_request, {"data_classes": changes[0]}),
			object.union(_tenant, {"data_classes": changes[1]}),
		)
		asked.duties == [{"terms": ["dpa"]}, {"terms": ["baa"]}]
		asked.needed == {"dpa", "baa"}
	}
}

test_tells_a_limit_that_is_not_stated_from_none_at_all if {
	asked := _asked({}, {})
	asked.request == {"model": null, "at": null, "features": null, "data_classes": null}
	asked.tenant == {
		"jurisdictions": null,
		"regimes": null,
		"data_classes": null,
		"countries": "unstated",
		"providers": "unstated",
		"features": "unstated",
		"obligations": "unstated",
		"max_price": "unstated",
	}
	[asked.prompts, asked.laws, asked.regimes, asked.classes] == [null, null, null, null]
	[asked.duties, asked.dated, asked.periods] == [[], {}, []]
	_asked({}, {"countries": null}).tenant.countries == null
}

test_is_there_for_every_request_and_tenant if {
	values := [null, "", [], {}, 0, false, "x"]
	asked := [asked | some value in values; asked := _asked(value, value)]
	count(asked) == count(values)
	every one in asked {
		one.laws == null
		one.periods == []
	}
}

test_names_laws_in_the_order_of_the_codes if {
	_asked(_request, object.union(_tenant, {"jurisdictions": ["us", "eu"]})).laws == [
		_laws.us,
		_laws.eu,
	]
}

test_has_no_law_where_one_code_is_unknown_or_there_is_no_list_or_nothing_in_it if {
	every codes in [["eu", "xx"], [null], ["eu", ["us"]], [], null, "eu", {}, 0, false] {
		_asked(_request, object.union(_tenant, {"jurisdictions": codes})).laws == null
	}
}

test_knows_regimes_by_the_same_measure_but_there_may_be_none if {
	_asked(_request, object.union(_tenant, {"regimes": []})).regimes == []
	every codes in [["gdpr", "xx"], [null], null, "gdpr", {}, 0, false] {
		_asked(_request, object.union(_tenant, {"regimes": codes})).regimes == null
	}
}

test_knows_kinds_of_data_only_where_both_list_them if {
	_asked(object.union(_request, {"data_classes": ["phi"]}), _tenant).classes == [{"terms": ["baa"]}]
	_asked(object.union(_request, {"data_classes": ["phi", "unheard of"]}), _tenant).classes == null
	every kinds in [null, "phi", {}, 0, false] {
		_asked(object.union(_request, {"data_classes": kinds}), _tenant).classes == null
		_asked(_request, object.union(_tenant, {"data_classes": kinds})).classes == null
	}
}

test_a_model_that_nobody_lists_is_unlisted_everywhere if {
	every model in ["unheard of", null, "", 0, ["m"], {}] {
		_asked(object.union(_request, {"model": model}), _tenant).served.unlisted == ["a"]
	}
}

test_has_no_offer_on_what_is_no_day if {
	others := [null, "", "2026-6-1", "2026-06-01T00:00:00Z", "zzzz-zz-zz", 20260601, ["2026-06-01"]]
	asked := [asked | some at in others; asked := _asked(object.union(_request, {"at": at}), _tenant)]
	count(asked) == count(others)
	every one in asked { one.periods == [] }
}
