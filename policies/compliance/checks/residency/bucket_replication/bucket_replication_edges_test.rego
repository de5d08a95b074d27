package compliance.checks.residency.bucket_replication_edges_test

import data.compliance.checks.residency.bucket_replication as check

# What mutants of the policies showed that no other test looked at.

_verdict(statuses, region, jurisdiction) := verdict if {
	verdict := check.verdict with input as {
		"resource": {
			"provider": "aws",
			"region": "eu-west-1",
			"values": {"rule": [{"status": status} | some status in statuses]},
			"related": {"destination": [{"region": region}]},
		},
		"jurisdiction": jurisdiction,
	}
		with data.compliance.jurisdictions as {"eu": {"storage": {"countries": ["IE"]}}}
		with data.compliance.regions as {"aws": {
			"eu-west-1": {"country": "IE"},
			"us-east-1": {"country": "US"},
		}}
}

test_unknown_without_a_law_even_where_nothing_is_copied if {
	_verdict(["Disabled"], "eu-west-1", "eu") == "pass"
	_verdict(["Disabled"], "eu-west-1", "mars") == "unknown"
}

test_unknown_for_a_second_rule_whose_destination_nobody_followed if {
	_verdict(["Enabled"], "eu-west-1", "eu") == "pass"
	_verdict(["Enabled", "Enabled"], "eu-west-1", "eu") == "unknown"
	_verdict(["Disabled", "Enabled"], "us-east-1", "eu") == "unknown"
	_verdict(["Enabled", "Disabled"], "us-east-1", "eu") == "fail"
}
