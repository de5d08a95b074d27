package compliance.resolve.transfers_grounded_test

import data.compliance.resolve.transfers_grounded as rule

_at := "2026-06-01"

_decision(country, changes) := object.union(
	{
		"country": country,
		"requires": null,
		"valid_from": "2020-01-01",
		"valid_to": null,
		"confidence": "V",
	},
	changes,
)

_rule(adequate) := {"free": ["DE"], "adequate": adequate, "mechanisms": ["scc", "bcr"]}

_sites := {
	"home": {"DE": true},
	"jp": {"DE": true, "JP": true},
	"us": {"US": true},
	"anywhere": {"unspecified": true},
}

_ways := {
	"bare": {},
	"scc": {"scc": "2026-12-31"},
	"late": {"scc": "2026-05-31", "dpf": "2026-05-31"},
	"dpf": {"dpf": "2026-09-30"},
}

_ahead := {"2026-06-01": true, "2026-09-30": true, "2026-12-31": true, "9999-12-31": true}

# The day itself, and one that nothing is known of beside it.
_spans := [
	{"first": "0001-01-01", "last": "2026-05-31", "sites": {}, "ahead": {}},
	{
		"number": 1,
		"first": _at,
		"last": _at,
		"ahead": _ahead,
		"sites": {"home": [0, 1, 2, 3], "jp": [4, 5, 6, 7], "us": [8, 9, 10, 11], "anywhere": [
			12, 13,
			14, 15,
		]},
	},
]

_served := {
	"sites": _sites,
	"attested": _ways,
	"cases": [case |
		some site in ["home", "jp", "us", "anywhere"]
		some way, _ in _ways
		case := {"attested": way, "routes": [{"deployment": concat(" ", [site, way])}]}
	],
	"spans": _spans,
	"reach": {"countries": {
		"DE": {"home": true, "jp": true},
		"JP": {"jp": true},
		"US": {"us": true},
		"unspecified": {"anywhere": true},
	}},
}

_regimes(rules) := [{"transfers": rule.settled(sprintf("r%d", [number]), one, _served)} |
	some number, one in rules
]

_terms := {way: "9999-12-31" | some way, _ in _ways}

_grounds(rules) := rule.settled("r0", rules, _served).grounds[1]

_denied(rules) := rule.denied({"regimes": _regimes(rules), "span": {"number": 1}})

_refused(rules) := {denial.deployment | some denial in _denied(rules)}

_every(sites, ways) := {concat(" ", [site, way]) | some site in sites; some way in ways}

test_all_is_free_without_rules_and_where_data_goes_freely if {
	rule.settled("r0", null, _served) == null
	rule.grounds(null, 1, _served) == {site: _terms | some site, _ in _sites}
	_grounds(_rule([])).home == _terms
	_refused([]) == set()
	_refused([null]) == set()
}

test_the_grounds_are_those_of_the_span if {
	settled := rule.settled("r0", _rule([]), _served)
	rule.grounds(settled, 1, _served).us == {"scc": "2026-12-31"}
	rule.grounds(settled, 0, _served).us == {}
	not rule.grounds(settled, 2, _served)
}

test_without_a_ground_data_goes_nowhere_else if {
	lasting := _grounds(_rule([]))
	lasting.home == _terms
	lasting.us == {"scc": "2026-12-31"}
	lasting.jp == {"scc": "2026-12-31"}
	far := _every(["jp", "us"], ["bare", "late", "dpf"])
	_refused([_rule([])]) == far | _every(["anywhere"], object.keys(_ways))
}

test_no_ground_carries_data_to_a_place_that_nobody_specifies if {
	every adequate in [[], [_decision("unspecified", {})]] {
		_grounds(_rule(adequate)).anywhere == {}
	}
}

test_no_list_of_free_countries_opens_what_nobody_specifies if {
	rules := object.union(_rule([]), {"free": ["DE", "unspecified"]})
	_grounds(rules).home == _terms
	_grounds(rules).anywhere == {}
	_every(["anywhere"], object.keys(_ways)) - _refused([rules]) == set()
}

test_an_adequate_country_needs_no_more_while_the_decision_holds if {
	_grounds(_rule([_decision("JP", {})])).jp == {
		"bare": "9999-12-31",
		"scc": "9999-12-31",
		"late": "9999-12-31",
		"dpf": "9999-12-31",
	}
	_grounds(_rule([_decision("JP", {"valid_to": "2031-12-27"})])).jp.bare == "2031-12-27"
	_grounds(_rule([_decision("JP", {"valid_from": _at, "valid_to": _at})])).jp.bare == _at
}

test_a_decision_that_has_not_begun_has_ended_or_was_not_read_grounds_nothing if {
	every changes in [
		{"valid_from": "2026-06-02"},
		{"valid_to": "2026-05-31"},
		{"confidence": "K"},
		{"confidence": "?"},
		{"confidence": null},
		{"valid_from": null},
		{"valid_to": 0},
		{"country": "US"},
	] {
		not _grounds(_rule([_decision("JP", changes)])).jp.bare
	}
}

test_a_decision_that_hangs_on_an_attestation_ends_with_it if {
	_grounds(_rule([_decision("US", {"requires": "dpf"})])).us == {
		"scc": "2026-12-31",
		"dpf": "2026-09-30",
	}
	sooner := _decision("US", {"requires": "dpf", "valid_to": "2026-08-31"})
	_grounds(_rule([sooner])).us.dpf == "2026-08-31"
}

test_the_longest_ground_counts if {
	ended := _decision("US", {"requires": "dpf"})
	_grounds(_rule([ended, _decision("US", {"valid_to": "2026-07-31"})])).us == {
		"bare": "2026-07-31",
		"scc": "2026-12-31",
		"late": "2026-07-31",
		"dpf": "2026-09-30",
	}
}

test_refuses_what_one_of_two_regimes_refuses if {
	_refused([_rule([_decision("US", {})]), _rule([])]) & _every(["us"], object.keys(_ways)) == _every(
		["us"],
		["bare", "late", "dpf"],
	)
}

test_has_no_answer_where_rules_are_out_of_shape if {
	broken := [
		{"adequate": [], "mechanisms": []},
		{"free": null, "adequate": [], "mechanisms": []},
		{"free": ["DE"], "adequate": []},
		"free",
	]
	answers := [1 | some one in broken; rule.settled("r", one, _served)]
	answers == []
}

test_refuses_with_the_regime_the_countries_and_what_would_carry_them if {
	facts := [denial.facts |
		some denial in _denied([null, _rule([])])
		denial.deployment == "jp bare"
	]
	facts == [{"regime": "r1", "countries": {"JP"}, "mechanisms": ["scc", "bcr"]}]
}

test_a_decision_that_holds_on_some_days_of_a_span_only_grounds_nothing if {
	long := json.patch(_served, [{"op": "replace", "path": "/spans/1/last", "value": "2026-06-30"}])
	lasting := [last |
		some days in [["2026-06-02", null], ["2020-01-01", "2026-06-29"], [_at, "2026-06-30"]]
		some rules in [_rule([_decision("JP", {"valid_from": days[0], "valid_to": days[1]})])]
		last := rule.settled("r", rules, long).grounds[1].jp.bare
	]
	lasting == ["2026-06-30"]
}

test_says_of_each_span_what_holds_through_it if {
	settled := rule.settled("r", _rule([]), _served)
	[count(settled.grounds), count(settled.refused)] == [2, 2]
	settled.refused[0] == []
	settled.grounds[0].us == {}
}

test_leaves_regimes_that_nobody_knows_to_the_rule_of_terms if {
	rule.denied({"regimes": null}) == []
}
