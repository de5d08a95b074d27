package compliance.checks.logging.bedrock_invocation_logs_edges_test

import data.compliance.checks.logging.bedrock_invocation_logs as check

# What mutants of the policies showed that no other test looked at.

_verdict(text, jurisdiction) := verdict if {
	verdict := check.verdict with input as {
		"resource": {
			"provider": "aws",
			"region": "us-east-1",
			"values": {"logging_config": [{
				"text_data_delivery_enabled": text,
				"image_data_delivery_enabled": false,
				"embedding_data_delivery_enabled": false,
				"video_data_delivery_enabled": false,
				"cloudwatch_config": [{"large_data_delivery_s3_config": []}],
				"s3_config": [],
			}]},
			"related": {},
		},
		"jurisdiction": jurisdiction,
	}
		with data.compliance.jurisdictions as {"eu": {"storage": {"countries": ["IE"]}}}
		with data.compliance.regions as {"aws": {"us-east-1": {"country": "US"}}}
}

test_unknown_without_a_law_even_where_nothing_is_delivered if {
	_verdict(false, "eu") == "pass"
	_verdict(false, "mars") == "unknown"
}

test_unknown_for_a_switch_that_is_neither_on_nor_off if {
	_verdict(true, "eu") == "fail"
	_verdict("yes", "eu") == "unknown"
}
