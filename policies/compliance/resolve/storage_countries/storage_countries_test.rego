package compliance.resolve.storage_countries_test

import data.compliance.resolve.storage_countries as rule

_reach := {
	"storage": {
		"DE": {"a": true, "c": true},
		"GB": {"b": true, "c": true},
		"unspecified": {"u": true},
	},
	"inference": {"XX": {"a": true, "b": true, "c": true, "u": true}},
}

_law(countries) := {"storage": {"countries": countries}, "inference": {"countries": ["XX"]}}

_case(name, countries) := {"storage": countries, "routes": [{"deployment": name}]}

_asked(laws, cases) := {
	"laws": laws,
	"tenant": {"jurisdictions": ["eu"]},
	"deployed": {"names": ["a", "b"]},
	"served": {"reach": _reach},
	"dated": cases,
}

_denied(laws, cases) := {denial.deployment: denial.facts |
	some denial in rule.denied(_asked(laws, cases))
}

_beyond(laws) := {place | some places in rule.beyond(laws, _reach); some place, _ in places}

test_lets_through_what_lies_inside_and_nothing_else if {
	rule.beyond([_law(["DE", "FR"])], _reach) == [{
		"GB": {"b": true, "c": true},
		"unspecified": {"u": true},
	}]
}

test_leaves_out_what_one_of_two_laws_does if {
	_beyond([_law(["DE", "GB"]), _law(["DE"])]) == {"GB", "unspecified"}
	_beyond([_law("any"), _law(["GB"])]) == {"DE", "unspecified"}
	_beyond([_law(["DE"]), _law(["GB"])]) == {"DE", "GB", "unspecified"}
}

test_unspecified_satisfies_no_list_and_any_law if {
	_beyond([_law(["unheard of"])]) == {"DE", "GB", "unspecified"}
	_beyond([_law("any")]) == set()
}

test_has_no_answer_without_a_law_or_where_one_is_silent if {
	silent := [[], [{}], [_law(null)], [_law("DE")], [_law(["DE"]), _law(null)]]
	answers := [1 | some laws in silent; rule.beyond(laws, _reach)]
	answers == []
}

test_refuses_what_lies_outside_with_its_countries if {
	cases := {"a": [_case("one", ["DE"])], "b": [_case("two", ["GB"])]}
	_denied([_law(["DE"])], cases) == {"two": {"countries": ["GB"]}}
	_denied([_law(["DE", "GB"]), _law(["DE"])], cases) == {"two": {"countries": ["GB"]}}
	_denied([_law("any")], cases) == {}
}

test_refuses_every_deployment_of_a_case_and_every_case_of_a_site if {
	both := {"storage": ["GB"], "routes": [{"deployment": "x"}, {"deployment": "y"}]}
	object.keys(_denied([_law(["DE"])], {"c": [both, _case("z", ["DE", "GB"])]})) == {"x", "y", "z"}
}

test_refuses_the_unspecified if {
	denied := _denied([_law(["DE"])], {"u": [_case("one", "unspecified")]})
	denied.one.countries == "unspecified"
}

test_refuses_every_deployment_of_a_tenant_without_a_known_jurisdiction if {
	denied := _denied(null, {})
	denied == {"a": {"jurisdictions": ["eu"]}, "b": {"jurisdictions": ["eu"]}}
}

test_takes_the_answer_for_inference_where_law_and_places_are_the_same if {
	law := {"storage": {"countries": ["DE"]}, "inference": {"countries": ["DE"]}}
	places := {"DE": {"a": true}, "GB": {"b": true}}
	rule.beyond([law], {"storage": places, "inference": places}) == []
	rule.beyond([law], {"storage": places, "inference": {}}) == [{"GB": {"b": true}}]
	rule.beyond([_law(["DE"])], {"storage": places, "inference": places}) == [{"GB": {"b": true}}]
}
