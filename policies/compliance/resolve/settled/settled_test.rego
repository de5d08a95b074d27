package compliance.resolve.settled_test

import data.compliance.resolve.settled

_case(name, changes) := object.union(
	{
		"provider": "p",
		"scope": "home",
		"confidence": "V",
		"blocked": null,
		"expires": "9999-12-31",
		"countries": ["DE"],
		"storage": ["DE"],
		"source": "a page",
		"attested": "bare",
		"contract": {"covers": "none"},
		"retention": {"days": 0, "standard": 30, "eligibility": "zdr", "until": "2027-03-31"},
		"routes": [{"deployment": name}],
	},
	changes,
)

_served := {
	"cases": [
		_case("a", {}),
		_case("a", {"confidence": "K"}),
		_case("a", {"blocked": {"why": "held back"}}),
		_case("a", {"expires": "2026-05-31"}),
		_case("a", {"scope": "elsewhere"}),
		_case("b", {"storage": ["DE", "US"]}),
		_case("c", {"attested": "dpa"}),
		_case("d", {"attested": "both", "storage": ["DE", "US"]}),
	],
	"attested": {"bare": {}, "dpa": {"dpa": "2027-03-31"}, "both": {
		"dpa": "2027-03-31",
		"scc": "2026-12-31",
	}},
	"spans": [{
		"first": "0001-01-01",
		"last": "9999-12-31",
		"sites": {"home": [0, 1, 2, 3, 4, 6], "both": [5, 7]},
		"ahead": {"2026-12-31": true, "2027-03-31": true, "9999-12-31": true},
		"idle": [],
	}],
	"has": {"p": {"caching": true, "odd": true, "unread": true}},
	"sites": {"home": {"DE": true}, "both": {"DE": true, "US": true}},
	"reach": {
		"inference": {"DE": {"home": true, "both": true}},
		"storage": {"DE": {"home": true, "both": true}, "US": {"both": true}},
		"countries": {"DE": {"home": true, "both": true}, "US": {"both": true}},
		"partitions": {"cloud": {"home": true, "both": true}},
	},
}

_jurisdiction := {
	"name": "EU",
	"inference": {"countries": ["DE"]},
	"storage": {"countries": ["DE"]},
	"partitions": null,
}

_regime := {
	"name": "GDPR",
	"terms": ["dpa"],
	"eligibility": null,
	"obligations": [],
	"retention": {"prompts": {"max_days": 30}},
	"excluded_features": ["files"],
	"transfers": {"free": ["DE"], "adequate": [], "mechanisms": ["scc"]},
	"partitions": null,
}

_class := {
	"admitted": true,
	"terms": ["baa"],
	"eligibility": "hipaa",
	"obligations": [],
	"retention": {"prompts": {"max_days": null}},
}

_deployed(served) := {
	"names": ["a", "b", "c", "d"],
	"scopes": {"a": "home", "b": "home", "c": "home", "d": "home"},
	"providers": {"p": {
		"features": {
			"caching": {"available": true, "confidence": "V", "zdr": true},
			"files": {"available": true, "confidence": "V"},
			"odd": {"available": "yes", "confidence": "V"},
			"unread": {"available": true, "confidence": "K"},
		},
		"eligibility": {
			"hipaa": {"available": true, "confidence": "S"},
			"fedramp-high": {"available": true, "confidence": "?"},
			"other": {"available": null, "confidence": "V"},
		},
	}},
	"models": {"m": served},
}

_settled(served, jurisdiction, regime, class) := models if {
	models := settled.models with data.deployments as _deployed(served)
		with data.compliance.jurisdictions as {"eu": jurisdiction}
		with data.compliance.regimes as {"gdpr": regime}
		with data.compliance.data_classes as {"phi": class}
}

_whole := _settled(_served, _jurisdiction, _regime, _class).m

test_settles_where_a_jurisdiction_lets_data_be if {
	_whole.jurisdictions.eu.sites == {"home": true}
	_whole.jurisdictions.eu.beyond == {
		"inference": {},
		"storage": {"both": {"DE": true, "US": true}},
		"partitions": {},
	}
}

test_settles_what_a_regime_asks_for_and_where_data_goes_freely if {
	regime := _whole.regimes.gdpr
	regime.beyond.partitions == {}
	[regime.terms, regime.need, regime.limit, regime.excluded] == [["dpa"], null, 30, ["files"]]
	[denial.deployment | some denial in regime.transfers.refused[0]] == ["b"]
}

test_lets_be_used_what_meets_all_that_a_law_asks_until_the_first_of_it_ends if {
	_whole.regimes.gdpr.lets == [{"6": "2027-03-31", "7": "2026-12-31"}]
	asking := object.union(_regime, {"terms": []})
	free := _settled(_served, _jurisdiction, asking, _class).m.regimes.gdpr.lets
	object.keys(free[0]) == {"0", "1", "2", "3", "4", "6", "7"}
	[free[0]["0"], free[0]["7"]] == ["9999-12-31", "2026-12-31"]
	named := object.union(_regime, {"partitions": ["another"]})
	_settled(_served, _jurisdiction, named, _class).m.regimes.gdpr.lets == [{}]
	_whole.classes.phi.lets == [{}]
	plain := object.union(_class, {"terms": []})
	count(_settled(_served, _jurisdiction, _regime, plain).m.classes.phi.lets[0]) == 8
	located := object.union(plain, {"terms": ["locations"]})
	_settled(_served, _jurisdiction, _regime, located).m.classes.phi.lets == [{}]
	every covers in ["some", "none", true, null] {
		named := _located({"covers": covers}, located)
		named == [{}]
	}
	_located({"covers": "all"}, located) == [{"6": "2026-12-31"}]
}

# What a data class lets be used where one deployment's contract names its places.
_located(contract, class) := _settled(served, _jurisdiction, _regime, class).m.classes.phi.lets if {
	served := json.patch(_served, [
		{"op": "replace", "path": "/cases/6/contract", "value": contract},
		{"op": "add", "path": "/attested/dpa/locations", "value": "2026-12-31"},
	])
}

test_settles_what_a_data_class_asks_for if {
	object.keys(_whole.classes) == {"phi"}
	class := object.remove(_whole.classes.phi, ["lets"])
	class == {"terms": ["baa"], "need": "hipaa", "limit": null, "obligations": []}
}

test_passes_on_what_the_deployments_are if {
	_whole.served == object.remove(_served, ["cases", "spans"])
	_whole.deployed == object.remove(_deployed(_served), ["models"])
}

test_settles_how_long_each_case_keeps_what_is_sent if {
	count(_whole.cases) == 8
	every number, case in _served.cases {
		object.remove(_whole.cases[sprintf("%d", [number])], ["kept"]) == case
	}
	every _, case in _whole.cases {
		case.kept.alone == [0, "2027-03-31"]
		case.kept.using.caching == ["unspecified", "9999-12-31"]
	}
}

test_opens_what_was_read_may_be_used_lasts_and_is_where_its_deployment_is if {
	count(_whole.spans) == 1
	span := _whole.spans[0]
	every field in ["first", "last", "ahead", "idle"] { span[field] == _served.spans[0][field] }
	span.number == 0
	span.sites == {"home": ["0", "1", "2", "3", "4", "6"], "both": ["5", "7"]}
	span.open == {"home": ["0", "6"], "both": ["5", "7"]}
}

test_has_ready_what_is_said_of_the_cases_of_a_site if {
	refused := _whole.spans[0].refused
	[denial.deployment | some denial in refused.storage.both] == ["b", "d"]
	refused.storage.both[0].facts == {"countries": ["DE", "US"]}
	[count(refused.inference.home), count(refused.inference.both)] == [6, 2]
	[denial.facts.confidence | some denial in refused.unread] == ["K"]
}

test_settles_no_model_of_which_a_case_is_out_of_shape if {
	every path in ["/cases/5/retention/days", "/cases/0/provider"] {
		broken := json.patch(_served, [{"op": "remove", "path": path}])
		_settled(broken, _jurisdiction, _regime, _class) == {}
	}
}

test_settles_what_a_provider_has_for_the_model_and_is_eligible_for if {
	_whole.providers == {"p": {
		"features": {"caching": {"available": true, "confidence": "V", "zdr": true}},
		"eligible": {"hipaa": true},
	}}
}

test_settles_nothing_of_a_law_that_is_silent_about_a_part_of_it if {
	every field in ["name", "inference", "storage", "partitions"] {
		silent := object.remove(_jurisdiction, [field])
		_settled(_served, silent, _regime, _class).m.jurisdictions == {}
	}
	every field, _ in _regime {
		silent := object.remove(_regime, [field])
		_settled(_served, _jurisdiction, silent, _class).m.regimes == {}
	}
	every field, _ in _class {
		silent := object.remove(_class, [field])
		_settled(_served, _jurisdiction, _regime, silent).m.classes == {}
	}
}

test_settles_no_kind_of_data_that_is_not_admitted if {
	every admitted in [false, null, "yes", 1] {
		class := object.union(_class, {"admitted": admitted})
		_settled(_served, _jurisdiction, _regime, class).m.classes == {}
	}
}

test_settles_no_model_whose_days_are_none if {
	every day in [null, "", 0, "2026-6-1", {}] {
		spans := json.patch(_served.spans, [{"op": "replace", "path": "/0/last", "value": day}])
		_settled(object.union(_served, {"spans": spans}), _jurisdiction, _regime, _class) == {}
	}
	_settled(object.remove(_served, ["spans"]), _jurisdiction, _regime, _class) == {}
}

test_settles_nothing_without_deployments if {
	models := settled.models with data.deployments as {}
	models == {}
}
