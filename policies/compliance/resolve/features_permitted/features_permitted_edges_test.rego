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
