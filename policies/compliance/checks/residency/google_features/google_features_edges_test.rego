package compliance.checks.residency.google_features_edges_test

import data.compliance.checks.residency.google_features as check

# What mutants of the policies showed that no other test looked at.

_verdict(changes, jurisdiction) := verdict if {
	features := object.union(
		{"enforced": true, "allowed": ["plain"], "denied": [], "inherits": false},
		changes,
	)
	verdict := check.verdict with input as {
		"resource": {"type": "google_org_policy_policy", "values": {"features": features}},
		"jurisdiction": jurisdiction,
	}
		with data.compliance.jurisdictions as {
			"eu": {"inference": {"countries": ["DE"]}},
			"free": {"inference": {"countries": "any"}},
		}
		with data.compliance.routes as {"vertex": {"features": {
			"plain": {"third_party": false},
			"search": {"third_party": true},
		}}}
}

test_unknown_without_a_law_whatever_is_opened if {
	every allowed in [[], ["plain"], ["search"], "any"] {
		_verdict({"allowed": allowed}, "mars") == "unknown"
	}
	_verdict({"allowed": []}, "eu") == "pass"
	_verdict({"allowed": ["search"]}, "eu") == "fail"
}

test_unknown_for_whoever_is_free_where_nobody_says_whether_it_is_enforced if {
	_verdict({"allowed": ["search"]}, "free") == "pass"
	every enforced in [null, "yes", 1] {
		_verdict({"allowed": ["search"], "enforced": enforced}, "free") == "unknown"
		_verdict({"allowed": [], "enforced": enforced}, "free") == "unknown"
	}
}
