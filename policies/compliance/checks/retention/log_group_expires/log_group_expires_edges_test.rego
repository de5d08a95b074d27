package compliance.checks.retention.log_group_expires_edges_test

import data.compliance.checks.retention.log_group_expires as check

# What mutants of the policies showed that no other test looked at.

_verdict(days) := verdict if {
	verdict := check.verdict with input as {
		"resource": {"provider": "aws", "region": "x", "values": {"retention_in_days": days}},
		"jurisdiction": "eu",
	}
		with data.compliance.jurisdictions as {"eu": {"storage": {"countries": ["IE"]}}}
}

test_a_day_is_an_end_and_less_is_none if {
	_verdict(1) == "pass"
	_verdict(0) == "fail"
	_verdict(-1) == "unknown"
}
