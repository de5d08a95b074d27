package compliance.checks.logging.audit_trail_kept_edges_test

import data.compliance.checks.logging.audit_trail_kept as check

# What mutants of the policies showed that no other test looked at.

_verdict(trails, evidence) := verdict if {
	verdict := check.verdict with input as {
		"resource": {
			"provider": "aws",
			"region": "eu-west-1",
			"values": {"lifecycle_rule": null},
			"related": {"trails": trails, "lifecycle": []},
		},
		"regime": "hipaa",
	}
		with data.compliance.regimes as {"hipaa": {"retention": evidence}}
}

_trail := {"address": "x", "type": "aws_cloudtrail", "values": {}, "unknown": {}}

test_unknown_without_a_law_even_where_no_trail_arrives if {
	_verdict([], {"evidence": {"min_days": 2190}}) == "pass"
	_verdict([], {}) == "unknown"
	_verdict([], {"evidence": false}) == "unknown"
}

test_unknown_for_a_minimum_that_is_no_number if {
	_verdict([_trail], {"evidence": {"min_days": 2190}}) == "pass"
	_verdict([_trail], {"evidence": {"min_days": "2190"}}) == "unknown"
}
