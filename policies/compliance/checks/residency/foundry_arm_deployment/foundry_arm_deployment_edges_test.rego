package compliance.checks.residency.foundry_arm_deployment_edges_test

import data.compliance.checks.residency.foundry_arm_deployment as check

# What mutants of the policies showed that no other test looked at.

_type := "Microsoft.CognitiveServices/accounts/deployments@2025-10-01-preview"

_body(format) := {
	"properties": {"model": {"format": format}},
	"sku": {"name": "GlobalStandard"},
}

_verdict(type, body, jurisdiction) := verdict if {
	verdict := check.verdict with input as {
		"resource": {"provider": "azure", "region": "x", "values": {"type": type, "body": body}},
		"jurisdiction": jurisdiction,
	}
		with data.compliance.jurisdictions as {"eu": {"inference": {"countries": ["DE"]}}}
		with data.compliance.routes as {"foundry": {"offers": [
			{"scope": "GlobalStandard", "countries": "unspecified"},
			{"scope": "Standard", "countries": ["DE"]},
		]}}
}

test_unknown_for_a_type_that_is_no_versioned_name if {
	_verdict(_type, _body("Anthropic"), "eu") == "fail"
	every type in [null, 5, "Microsoft.CognitiveServices/accounts/deployments"] {
		_verdict(type, _body("Anthropic"), "eu") == "unknown"
	}
}

test_unknown_without_a_law_whatever_is_deployed if {
	_verdict(_type, _body("OpenAI"), "eu") == "pass"
	_verdict(_type, _body("OpenAI"), "mars") == "unknown"
	_verdict("Microsoft.Storage/accounts@2024-01-01", {}, "eu") == "pass"
	_verdict("Microsoft.Storage/accounts@2024-01-01", {}, "mars") == "unknown"
}

test_unknown_for_a_format_that_says_nothing if {
	every format in ["", null, 5] {
		_verdict(_type, _body(format), "eu") == "unknown"
	}
}

test_unknown_for_a_body_that_is_no_object if {
	every body in ["{", "", null, 5, []] {
		_verdict(_type, body, "eu") == "unknown"
	}
}
