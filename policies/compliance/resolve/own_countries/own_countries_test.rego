package compliance.resolve.own_countries_test

import data.compliance.resolve.own_countries as rule

_reach := {"countries": {
	"DE": {"home": true, "both": true},
	"US": {"both": true},
	"unspecified": {"anywhere": true},
}}

_asked(own) := {
	"tenant": {"countries": own},
	"deployed": {"names": ["a", "b", "c"]},
	"served": {"reach": _reach},
	"dated": {
		"home": [{"routes": [{"deployment": "a"}]}],
		"both": [{"routes": [{"deployment": "b"}]}],
		"anywhere": [{"routes": [{"deployment": "c"}]}],
	},
}

_denied(own) := {denial.deployment: denial.facts | some denial in rule.denied(_asked(own))}

test_leaves_out_what_is_not_on_the_list_and_the_unspecified if {
	rule.beyond(["DE"], _reach) == [object.remove(_reach.countries, ["DE"])]
	rule.beyond([], _reach) == [_reach.countries]
	rule.beyond(null, _reach) == []
}

test_has_no_answer_where_the_list_is_none if {
	answers := [own | some own in ["unstated", "", {}, 0, false]; rule.beyond(own, _reach)]
	answers == []
}

test_refuses_what_reaches_a_country_that_is_not_on_the_list if {
	_denied(["DE"]) == {
		"b": {"outside": {"US"}, "allowed": ["DE"]},
		"c": {"outside": {"unspecified"}, "allowed": ["DE"]},
	}
	object.keys(_denied([])) == {"a", "b", "c"}
}

test_refuses_nothing_without_a_list if {
	_denied(null) == {}
}

test_refuses_every_deployment_where_the_tenant_does_not_say if {
	every own in ["unstated", "", {}, 0, false] {
		_denied(own) == {name: {"countries": own} | some name in ["a", "b", "c"]}
	}
}
