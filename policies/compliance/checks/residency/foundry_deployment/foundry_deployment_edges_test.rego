package compliance.checks.residency.foundry_deployment_edges_test

import data.compliance.checks.residency.foundry_deployment as check

# What mutants of the policies showed that no other test looked at.

_verdict(format, jurisdiction) := verdict if {
	verdict := check.verdict with input as {
		"resource": {
			"provider": "azure",
			"region": "westeurope",
			"values": {"model": [{"format": format}], "sku": [{"name": "GlobalStandard"}]},
		},
		"jurisdiction": jurisdiction,
	}
		with data.compliance.jurisdictions as {"eu": {"inference": {"countries": ["DE"]}}}
		with data.compliance.routes as {"foundry": {"offers": [
			{"scope": "GlobalStandard", "countries": "unspecified"},
		]}}
}

test_unknown_without_a_law_even_for_another_vendors_model if {
	_verdict("OpenAI", "eu") == "pass"
	_verdict("OpenAI", "mars") == "unknown"
}

test_unknown_for_a_format_that_is_no_text if {
	_verdict("Anthropic", "eu") == "fail"
	every format in [null, 5, true] {
		_verdict(format, "eu") == "unknown"
	}
}
