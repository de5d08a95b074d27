package compliance.resolve.features_permitted_test

import data.compliance.resolve.features_permitted as rule

_regime(excluded) := {"excluded": excluded}

_denied(features, allowed, regimes) := {denial.deployment: denial.facts |
	some denial in rule.denied({
		"request": {"features": features},
		"tenant": {"features": allowed, "regimes": ["r0", "r1"]},
		"bound": regimes,
		"deployed": {"names": ["a", "b"]},
	})
}

test_permits_what_is_on_the_list_and_excluded_by_nobody if {
	rule.met(["batches"], null, [])
	rule.met(["batches"], ["batches", "files"], [_regime([])])
	rule.met([], [], [_regime(["batches"])])
	rule.met([], null, [])
}

test_permits_nothing_else if {
	refused := [1 |
		some given in [
			[["batches"], ["files"], []],
			[["batches", "files"], ["files"], []],
			[["batches"], [], []],
			[["batches"], null, [_regime([]), _regime(["batches"])]],
			[["batches"], ["batches"], [_regime(["batches"])]],
			[["batches"], null, [{}]],
		]
		rule.met(given[0], given[1], given[2])
	]
	refused == []
}

test_permits_nothing_where_the_list_cannot_be_read if {
	met := [allowed |
		some allowed in ["unstated", "", {}, 0, false, true]
		some features in [[], ["batches"]]
		rule.met(features, allowed, [])
	]
	met == []
}

test_refuses_every_deployment_with_what_is_not_listed_and_who_excludes_what if {
	facts := {"excluded": {"r1": {"files"}}, "unlisted": {"batches"}, "allowed": ["files"]}
	denied := _denied(["batches", "files"], ["files"], [_regime([]), _regime(["files"])])
	denied == {"a": facts, "b": facts}
}

test_refuses_nothing_that_is_permitted if {
	_denied(["batches"], null, [_regime([])]) == {}
	_denied([], [], [_regime(["batches"])]) == {}
	_denied(["batches"], ["batches"], []) == {}
}

test_refuses_every_deployment_where_the_tenant_does_not_say if {
	every allowed in ["unstated", "", {}, 0, false] {
		every features in [[], ["batches"]] {
			facts := {"features": allowed}
			_denied(features, allowed, []) == {"a": facts, "b": facts}
		}
	}
}

test_leaves_features_that_are_no_list_to_the_rule_of_what_is_available if {
	_denied(null, null, []) == {}
	_denied("batches", "unstated", []) == {}
}
