package compliance.resolve.price_capped_test

import data.compliance.resolve.price_capped as rule

_tariffs := {"1.0": 1, "1.1": 1.1}

_denied(ceiling) := _denied_to({"max_price": ceiling})

_denied_to(tenant) := {denial.deployment: denial.facts |
	some denial in rule.denied({
		"tenant": tenant,
		"deployed": {"names": ["a", "b"]},
		"served": {"tariffs": _tariffs},
		"today": {"somewhere": [
			{"tariff": "1.0", "routes": [{"deployment": "a"}]},
			{"tariff": "1.1", "routes": [{"deployment": "b"}]},
		]},
	})
}

test_allows_up_to_the_ceiling_and_all_without_one if {
	rule.within(1, _tariffs) == {"1.0": 1}
	rule.within(1.1, _tariffs) == _tariffs
	rule.within(0, _tariffs) == {}
	rule.within(null, _tariffs) == _tariffs
}

test_allows_nothing_where_the_ceiling_is_no_number if {
	ceilings := ["unstated", "", "2", [], {}, false, true]
	every ceiling in ceilings { rule.within(ceiling, _tariffs) == {} }
}

test_refuses_what_is_dearer_with_its_price if {
	_denied(1) == {"b": {"price": 1.1, "limit": 1}}
	_denied(1.1) == {}
	_denied(null) == {}
}

test_refuses_every_deployment_where_the_tenant_does_not_say if {
	_denied_to({}).b == {"max_price": "unstated"}
	every ceiling in ["", [], {}, false] {
		_denied(ceiling) == {"a": {"max_price": ceiling}, "b": {"max_price": ceiling}}
	}
}
