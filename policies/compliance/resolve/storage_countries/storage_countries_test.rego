package compliance.resolve.storage_countries_test

import data.compliance.resolve.storage_countries as rule

_served := {
	"sites": {"a": {}, "b": {}, "c": {}, "u": {}},
	"reach": {
		"storage": {
			"DE": {"a": true, "c": true},
			"GB": {"b": true, "c": true},
			"unspecified": {"u": true},
		},
		"inference": {"XX": {"a": true, "b": true, "c": true, "u": true}},
	},
}

_law(countries) := {"storage": {"countries": countries}, "inference": {"countries": ["XX"]}}

_beyond(sites) := {"beyond": {"storage": {site: {} | some site in sites}, "inference": {}}}

_case(name, countries) := {"storage": countries, "routes": [{"deployment": name}]}

_span(today) := {"refused": {"storage": {site: rule.refusals(cases) |
	some site, cases in today
}}}

_denied(laws, today) := {denial.deployment: denial.facts |
	some denial in rule.denied({
		"laws": laws,
		"tenant": {"jurisdictions": ["eu"]},
		"deployed": {"names": ["a", "b"]},
		"span": _span(today),
	})
}

test_lets_through_what_lies_inside_and_nothing_else if {
	rule.inside(_law(["DE", "FR"]), _served) == {"a"}
	rule.inside(_law(["DE", "GB"]), _served) == {"a", "b", "c"}
	rule.inside(_law([]), _served) == set()
}

test_unspecified_satisfies_no_list_and_any_law if {
	rule.inside(_law("any"), _served) == {"a", "b", "c", "u"}
}

test_has_no_answer_where_the_law_is_silent if {
	silent := [{}, _law(null), _law("DE"), _law({}), _law(0), {"storage": {}}]
	answers := [1 | some law in silent; rule.inside(law, _served)]
	answers == []
}

test_refuses_what_lies_outside_with_its_countries if {
	today := {"a": [_case("one", ["DE"])], "b": [_case("two", ["GB"])]}
	_denied([_beyond(["b"])], today) == {"two": {"countries": ["GB"]}}
	_denied([_beyond([]), _beyond(["b"])], today) == {"two": {"countries": ["GB"]}}
	_denied([_beyond([])], today) == {}
}

test_refuses_once_what_two_laws_refuse if {
	denied := rule.denied({
		"laws": [_beyond(["b"]), _beyond(["b"])],
		"span": _span({"b": [_case("two", "unspecified")]}),
	})
	denied == [{
		"deployment": "two",
		"rule": denied[0].rule,
		"facts": {"countries": "unspecified"},
	}]
}

test_refuses_every_deployment_of_a_case_and_every_case_of_a_site if {
	both := {"storage": ["GB"], "routes": [{"deployment": "x"}, {"deployment": "y"}]}
	denied := _denied([_beyond(["c"])], {"c": [both, _case("z", ["DE", "GB"])]})
	object.keys(denied) == {"x", "y", "z"}
}

test_refuses_every_deployment_of_a_tenant_without_a_known_jurisdiction if {
	denied := _denied(null, {})
	denied == {"a": {"jurisdictions": ["eu"]}, "b": {"jurisdictions": ["eu"]}}
}
