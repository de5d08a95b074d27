package compliance.checks.logging.vertex_request_logs_edges_test

import data.compliance.checks.logging.vertex_request_logs as check

# What mutants of the policies showed that no other test looked at.

_verdict(config, jurisdiction) := verdict if {
	verdict := check.verdict with input as {
		"resource": {
			"provider": "google",
			"region": "europe-west1",
			"values": {"predict_request_response_logging_config": config},
			"related": {"dataset": []},
		},
		"jurisdiction": jurisdiction,
	}
		with data.compliance.jurisdictions as {"eu": {"storage": {"countries": ["BE"]}}}
		with data.compliance.regions as {"google": {"europe-west1": {"country": "BE"}}}
}

test_unknown_without_a_law_even_where_nothing_is_logged if {
	every config in [[], [{"enabled": false}]] {
		_verdict(config, "eu") == "pass"
		_verdict(config, "mars") == "unknown"
	}
}
