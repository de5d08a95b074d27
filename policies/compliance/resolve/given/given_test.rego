package compliance.resolve.given_test

import data.compliance.resolve.given

_table := {
	"served": {"unlisted": [], "offered": {"a": ["some days"], "b": ["other days"]}},
	"cases": {"0": "a case", "1": "another"},
	"spans": [
		{"first": "0001-01-01", "last": "2026-05-31", "sites": {}, "idle": ["a", "b"], "ahead": {}},
		{
			"first": "2026-06-01",
			"last": "9999-12-31",
			"sites": {"DE": ["0"], "US": ["1"]},
			"idle": [],
			"ahead": {"9999-12-31": true},
		},
	],
	"deployed": {"names": ["a"]},
	"jurisdictions": {"eu": {"name": "EU"}, "us": {"name": "US"}},
	"regimes": {"gdpr": {"terms": ["dpa"]}},
	"classes": {"phi": {"terms": ["baa"]}},
}

_asked(request, tenant) := asked if {
	asked := given.asked({"input": {"request": request, "tenant": tenant}})
		with data.compliance.resolve.settled.models as {"m": _table}
		with data.deployments as {"names": ["a"]}
		with data.compliance.jurisdictions as {"eu": {}, "us": {}}
		with data.compliance.regimes as {"gdpr": {}}
		with data.compliance.data_classes as {"phi": {}}
}

_request := {"model": "m", "at": "2026-06-01", "features": [], "data_classes": []}

_tenant := {"jurisdictions": ["eu"], "regimes": ["gdpr"], "data_classes": []}

test_knows_the_laws_and_the_offers_of_the_day if {
	asked := _asked(_request, _tenant)
	asked.laws == [_table.jurisdictions.eu]
	asked.regimes == [_table.regimes.gdpr]
	asked.duties == asked.regimes
	asked.bound == asked.regimes
	asked.placed == [_table.jurisdictions.eu, _table.regimes.gdpr]
	asked.needed == {"dpa"}
	asked.today == {"DE": ["a case"], "US": ["another"]}
	asked.ahead == {"9999-12-31": true}
	_asked(object.union(_request, {"at": "2026-05-31"}), _tenant).span.idle == ["a", "b"]
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

test_is_there_for_every_request_and_tenant if {
	values := [null, "", [], {}, 0, false, "x"]
	asked := [asked | some value in values; asked := _asked(value, value)]
	count(asked) == count(values)
	every one in asked {
		[one.request, one.tenant, one.laws, one.regimes] == [{}, {}, null, null]
		[one.duties, one.today, one.features, one.bound, one.placed] == [[], {}, [], [], []]
	}
}

test_names_laws_in_the_order_of_the_codes if {
	_asked(_request, object.union(_tenant, {"jurisdictions": ["us", "eu"]})).laws == [
		_table.jurisdictions.us,
		_table.jurisdictions.eu,
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

test_needs_nothing_of_kinds_of_data_that_are_not_known_or_not_listed if {
	every kinds in [["phi", "unheard of"], null, "phi", {}, 0, false] {
		_asked(object.union(_request, {"data_classes": kinds}), _tenant).duties == [{"terms": ["dpa"]}]
		_asked(_request, object.union(_tenant, {"data_classes": kinds})).duties == [{"terms": ["dpa"]}]
	}
}

test_a_model_that_nobody_lists_is_unlisted_everywhere_and_the_law_known_all_the_same if {
	every model in ["unheard of", null, "", 0, ["m"], {}] {
		asked := _asked(object.union(_request, {"model": model}), _tenant)
		asked.served.unlisted == ["a"]
		[count(asked.laws), count(asked.regimes), asked.today] == [1, 1, {}]
		_asked(object.union(_request, {"model": model}), {"jurisdictions": ["xx"]}).laws == null
	}
}

test_knows_the_requested_features_where_they_are_a_list if {
	_asked(object.union(_request, {"features": ["files"]}), _tenant).features == ["files"]
	every odd in [null, "files", {"files": true}, 0, false] {
		_asked(object.union(_request, {"features": odd}), _tenant).features == []
	}
}

test_has_no_offer_on_what_is_no_day if {
	others := [null, "", "2026-6-1", "2026-06-01T00:00:00Z", "zzzz-zz-zz", 20260601, ["2026-06-01"]]
	asked := [asked | some at in others; asked := _asked(object.union(_request, {"at": at}), _tenant)]
	count(asked) == count(others)
	every one in asked {
		one.today == {}
		one.span.idle == {"a", "b"}
		one.span.refused == {"inference": {}, "storage": {}, "unread": []}
	}
}
