package compliance.resolve.own_countries_test

import data.compliance.resolve.own_countries as rule

_served := {
	"sites": {
		"home": {"DE": true},
		"both": {"DE": true, "US": true},
		"anywhere": {"unspecified": true},
	},
	"reach": {"countries": {
		"DE": {"home": true, "both": true},
		"US": {"both": true},
		"unspecified": {"anywhere": true},
	}},
}

_all := {"home", "both", "anywhere"}

_asked(tenant) := {
	"tenant": tenant,
	"deployed": {"names": ["a", "b", "c"]},
	"served": _served,
	"today": {
		"home": [{"routes": [{"deployment": "a"}]}],
		"both": [{"routes": [{"deployment": "b"}]}],
		"anywhere": [{"routes": [{"deployment": "c"}]}],
	},
}

_denied(tenant) := {denial.deployment: denial.facts | some denial in rule.denied(_asked(tenant))}

test_lets_data_be_where_the_list_says_and_nowhere_unspecified if {
	rule.inside(["DE"], _all, _served) == {"home"}
	rule.inside(["DE", "US"], _all, _served) == {"home", "both"}
	rule.inside(["DE", "US"], {"both"}, _served) == {"both"}
	rule.inside([], _all, _served) == set()
	rule.inside(null, _all, _served) == _all
}

test_has_no_answer_where_the_list_is_none if {
	answers := [own | some own in ["unstated", "", {}, 0, false]; rule.inside(own, _all, _served)]
	answers == []
}

test_refuses_what_reaches_a_country_that_is_not_on_the_list if {
	_denied({"countries": ["DE"]}) == {
		"b": {"outside": {"US"}, "allowed": ["DE"]},
		"c": {"outside": {"unspecified"}, "allowed": ["DE"]},
	}
	object.keys(_denied({"countries": []})) == {"a", "b", "c"}
}

test_no_list_of_a_tenant_opens_what_nobody_specifies if {
	rule.inside(["DE", "unspecified"], _all, _served) == {"home"}
	_denied({"countries": ["DE", "US", "unspecified"]}).c.outside == {"unspecified"}
}

test_refuses_nothing_without_a_list if {
	_denied({"countries": null}) == {}
}

test_refuses_every_deployment_where_the_tenant_does_not_say if {
	every own in ["", {}, 0, false] {
		_denied({"countries": own}) == {name: {"countries": own} | some name in ["a", "b", "c"]}
	}
	_denied({}).a == {"countries": "unstated"}
}
