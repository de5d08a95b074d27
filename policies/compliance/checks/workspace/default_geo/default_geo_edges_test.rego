package compliance.checks.workspace.default_geo_edges_test

import data.compliance.checks.workspace.default_geo as check

# What mutants of the policies showed that no other test looked at.

_verdict(geos, jurisdiction) := verdict if {
	verdict := check.verdict with input as {
		"resource": {"values": {"data_residency": {
			"allowed_inference_geos": geos,
			"default_inference_geo": "us",
		}}},
		"jurisdiction": jurisdiction,
	}
		with data.compliance.jurisdictions as {"us": {"inference": {"countries": ["US"]}}}
		with data.compliance.regions as {"anthropic": {"us": {"country": "US"}}}
}

test_unknown_without_a_law_even_for_a_default_that_is_not_allowed if {
	_verdict(["global"], "us") == "fail"
	_verdict(["global"], "mars") == "unknown"
	_verdict(["us"], "mars") == "unknown"
}
