package compliance.resolve.storage_countries_test

import data.compliance.resolve.storage_countries as rule

_places := {
	"DE IE": {"DE": true, "IE": true},
	"DE GB": {"DE": true, "GB": true},
	"unspecified": {"unspecified": true},
	"nowhere": {},
}

_law(countries) := {"storage": {"countries": countries}, "inference": {"countries": ["XX"]}}

_offer(name, countries) := {
	"route": {"deployment": name, "storage": countries},
	"storage": name,
}

_asked(laws, offers) := {
	"laws": laws,
	"jurisdictions": ["eu"],
	"deployed": {"names": ["a", "b"]},
	"dated": offers,
}

_sets := {"a": {"DE": true}, "b": {"GB": true}, "u": {"unspecified": true}, "n": {}}

_denied(laws, offers) := {denial.deployment: denial.facts |
	some denial in rule.denied(_asked(laws, offers), rule.outside(laws, _sets, {}))
}

test_admits_what_lies_inside_and_nothing_else if {
	rule.inside([_law(["DE", "FR", "IE"])], _places, {}) == {"DE IE": true}
}

test_admits_only_what_every_law_allows if {
	rule.inside([_law(["DE", "GB", "IE"]), _law(["DE", "GB"])], _places, {}) == {"DE GB": true}
	rule.inside([_law("any"), _law(["DE", "IE"])], _places, {}) == {"DE IE": true}
}

test_admits_nothing_where_two_laws_have_nothing_in_common if {
	rule.inside([_law(["DE", "IE"]), _law(["US"])], _places, {}) == {}
}

test_unspecified_satisfies_no_list_and_any_law if {
	admitted := rule.inside([_law("any")], _places, {})
	admitted == {"DE IE": true, "DE GB": true, "unspecified": true}
}

test_has_no_answer_without_a_law_or_where_one_is_silent if {
	silent := [[], [{}], [_law(null)], [_law("DE")], [_law(["DE", "IE"]), _law(null)]]
	answers := [1 | some laws in silent; rule.inside(laws, _places, {})]
	answers == []
}

test_refuses_what_lies_outside_with_its_countries if {
	denied := _denied([_law(["DE"])], [_offer("a", ["DE"]), _offer("b", ["GB"])])
	denied == {"b": {"countries": ["GB"]}}
}

test_refuses_the_unspecified if {
	denied := _denied([_law(["DE"])], [_offer("u", "unspecified")])
	denied.u.countries == "unspecified"
}

test_refuses_what_one_of_two_laws_does_not_allow if {
	laws := [_law(["DE", "GB"]), _law(["DE"])]
	denied := _denied(laws, [_offer("a", ["DE"]), _offer("b", ["GB"])])
	denied == {"b": {"countries": ["GB"]}}
}

test_refuses_every_deployment_of_a_tenant_without_a_known_jurisdiction if {
	denied := _denied(null, [])
	denied == {"a": {"jurisdictions": ["eu"]}, "b": {"jurisdictions": ["eu"]}}
}

test_a_set_without_countries_is_neither_admitted_nor_refused if {
	rule.inside([_law(["DE"])], {"n": {}}, {}) == {}
	_denied([_law(["DE"])], [_offer("n", [])]) == {}
}

test_takes_the_answer_for_inference_where_the_law_is_the_same if {
	law := {"storage": {"countries": ["DE"]}, "inference": {"countries": ["DE"]}}
	rule.inside([law], _places, {"at hand": true}) == {"at hand": true}
}
