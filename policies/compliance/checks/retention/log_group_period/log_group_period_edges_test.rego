package compliance.checks.retention.log_group_period_edges_test

import data.compliance.checks.retention.log_group_period as check

# What mutants of the policies showed that no other test looked at.

_verdict(days, logs) := verdict if {
	verdict := check.verdict with input as {
		"resource": {"provider": "aws", "region": "x", "values": {"retention_in_days": days}},
		"regime": "strict",
	}
		with data.compliance.regimes as {"strict": {"retention": {"logs": logs}}}
}

test_a_maximum_is_an_end_even_where_no_other_is_asked_for if {
	logs := {"min_days": null, "max_days": 90, "bounded": false}
	every days in [null, 0, 91] {
		_verdict(days, logs) == "fail"
	}
	_verdict(90, logs) == "pass"
	_verdict(null, object.union(logs, {"max_days": null})) == "pass"
}

test_unknown_for_a_maximum_that_is_no_number if {
	_verdict(null, {"min_days": null, "max_days": "90", "bounded": false}) == "unknown"
}
