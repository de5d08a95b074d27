package compliance.resolve.features_permitted_edges_test

import data.compliance.resolve.features_permitted as rule

# What mutants of the policies showed that no other test looked at.

test_where_nothing_is_asked_for_no_regime_excludes_it if {
	every excluded in [[], ["caching"], null] {
		rule.met([], ["caching"], [{"excluded": excluded}])
		rule.met([], [], [{"excluded": excluded}])
	}
	every allowed in ["caching", {}, true, 7] {
		not rule.met([], allowed, [{"excluded": []}])
	}
}

_denied(features, allowed, bound) := {denial.deployment: denial.facts |
	some denial in rule.denied({
		"request": {"features": features},
		"tenant": {"features": allowed, "regimes": ["one", "two"]},
		"bound": bound,
		"deployed": {"names": ["d"]},
	})
}

test_a_regime_excludes_features_of_a_tenant_that_lists_none if {
	bound := [{"excluded": []}, {"excluded": ["search"]}]
	_denied(["search"], null, bound).d.excluded == {"two": {"search"}}
	_denied(["search"], null, [bound[1], bound[1]]).d.excluded == {
		"one": {"search"},
		"two": {"search"},
	}
	_denied(["caching"], null, bound) == {}
	_denied(["search"], null, [bound[0], bound[0]]) == {}
	_denied([], null, bound) == {}
}

test_a_tenants_list_leaves_out_what_no_regime_excludes if {
	bound := [{"excluded": []}, {"excluded": []}]
	denied := _denied(["search", "caching"], ["caching"], bound)
	[denied.d.excluded, denied.d.unlisted] == [{}, {"search"}]
	_denied(["caching"], ["caching"], bound) == {}
	_denied(["caching"], "caching", bound).d == {"features": "caching"}
	_denied(null, "caching", bound) == {}
}
