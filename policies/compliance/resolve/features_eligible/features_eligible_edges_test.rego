package compliance.resolve.features_eligible_edges_test

import data.compliance.resolve.features_eligible as rule

# What mutants of the policies showed that no other test looked at.

_denied(mark) := [denial.facts.features |
	some denial in rule.denied({
		"read": {"V": true, "S": true, "K": false, "?": false},
		"duties": [{"need": "hipaa"}],
		"features": ["caching"],
		"deployed": {"providers": {"p": {
			"eligibility": {"hipaa": {"available": true, "confidence": "V"}},
			"features": {"caching": {"hipaa": true, "confidence": mark}},
		}}},
		"today": {"somewhere": [{"provider": "p", "routes": [{"deployment": "one"}]}]},
	})
]

test_a_feature_of_which_nobody_has_read_is_not_eligible if {
	every mark in ["K", "?", "", null, true] {
		_denied(mark) == [{"caching"}]
	}
	every mark in ["V", "S"] {
		_denied(mark) == []
	}
}
