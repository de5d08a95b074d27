package compliance.resolve.given_test

import data.compliance.resolve.given

_laws := {"eu": {"inference": {"countries": ["DE"]}}, "us": {"inference": {"countries": ["US"]}}}

_asked(request, tenant) := asked if {
	asked := given.asked({"input": {"request": request, "tenant": tenant}})
		with data.compliance.jurisdictions as _laws
		with data.compliance.regimes as {"gdpr": {"terms": ["dpa"]}}
		with data.deployments as {
			"names": ["a"],
			"listed": {"a": ["m"]},
			"providers": {},
			"models": {"m": {
				"unlisted": [],
				"unoffered": {},
				"offered": {},
				"attested": [],
				"places": {},
				"days": ["0001-01-01", "9999-12-31"],
				"periods": [{"from": "0001-01-01", "to": "9999-12-31", "offers": ["an offer"]}],
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
	asked.duties == [{"terms": ["dpa"]}]
	asked.dated == ["an offer"]
}

test_has_null_for_each_field_that_is_missing if {
	asked := _asked({}, {})
	null_fields := {name | some name, value in asked; value == null}
	null_fields == {
		"at",
		"duties",
		"features",
		"jurisdictions",
		"laws",
		"model",
		"prompts",
		"regimes",
	}
	asked.data_classes == {"request": null, "tenant": null}
	asked.dated == []
	asked.periods == []
}

test_is_there_for_every_request_and_tenant if {
	values := [null, "", [], {}, 0, false, "x"]
	asked := [asked | some value in values; asked := _asked(value, value)]
	count(asked) == count(values)
	every one in asked {
		one.laws == null
		one.dated == []
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
	_asked(_request, object.union(_tenant, {"regimes": []})).duties == []
	every codes in [["gdpr", "xx"], [null], null, "gdpr", {}, 0, false] {
		_asked(_request, object.union(_tenant, {"regimes": codes})).duties == null
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
	every one in asked { one.dated == [] }
}
