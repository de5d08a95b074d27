package compliance.checks.residency.foundry_arm_deployment_test

import data.compliance.checks.residency.foundry_arm_deployment as check

_given(type, body, jurisdiction) := {
	"resource": {
		"provider": "azure",
		"region": "westeurope",
		"values": {"type": type, "body": body},
	},
	"jurisdiction": jurisdiction,
}

_verdict(given) := verdict if {
	verdict := check.verdict with input as given
		with data.compliance.jurisdictions as _jurisdictions
		with data.compliance.routes as _routes
}

test_passes_for_the_data_zone_under_the_law_of_the_united_states if {
	given := _given(
		"Microsoft.CognitiveServices/accounts/deployments@2025-10-01-preview",
		{
			"properties": {"model": {"format": "Anthropic", "name": "m"}},
			"sku": {"name": "DataZoneStandard"},
		},
		"us",
	)
	_verdict(given) == "pass"
}

test_fails_for_the_global_type if {
	given := _given(
		"Microsoft.CognitiveServices/accounts/deployments@2025-10-01-preview",
		{
			"properties": {"model": {"format": "Anthropic", "name": "m"}},
			"sku": {"name": "GlobalStandard"},
		},
		"us",
	)
	_verdict(given) == "fail"
}

test_fails_for_a_body_of_text_too if {
	given := _given(
		"Microsoft.CognitiveServices/accounts/deployments@2025-10-01-preview",
		`{"properties": {"model": {"format": "Anthropic"}}, "sku": {"name": "DataZoneStandard"}}`,
		"eu",
	)
	_verdict(given) == "fail"
}

test_fails_for_the_format_in_another_case if {
	given := _given(
		"Microsoft.CognitiveServices/accounts/deployments@2025-10-01-preview",
		{"properties": {"model": {"format": "anthropic"}}, "sku": {"name": "GlobalStandard"}},
		"eu",
	)
	_verdict(given) == "fail"
}

test_passes_for_another_vendors_model if {
	given := _given(
		"Microsoft.CognitiveServices/accounts/deployments@2025-10-01-preview",
		{
			"properties": {"model": {"format": "OpenAI", "name": "m"}},
			"sku": {"name": "GlobalStandard"},
		},
		"eu",
	)
	_verdict(given) == "pass"
}

test_passes_for_another_type if {
	given := _given("Microsoft.Search/searchServices@2024-06-01", null, "eu")
	_verdict(given) == "pass"
}

test_unknown_for_a_body_that_is_no_json if {
	given := _given(
		"Microsoft.CognitiveServices/accounts/deployments@2025-10-01-preview",
		"{",
		"eu",
	)
	_verdict(given) == "unknown"
}

test_unknown_for_a_type_without_a_version if {
	given := _given("Microsoft.Search/searchServices", null, "eu")
	_verdict(given) == "unknown"
}

test_unknown_without_any_one_field if {
	given := _given(
		"Microsoft.CognitiveServices/accounts/deployments@2025-10-01-preview",
		{
			"properties": {"model": {"format": "Anthropic", "name": "m"}},
			"sku": {"name": "DataZoneStandard"},
		},
		"us",
	)
	every path in [
		"jurisdiction",
		"resource/values/body",
		"resource/values/body/sku",
		"resource/values/body/sku/name",
	] {
		_verdict(json.remove(given, [path])) == "unknown"
	}
}

_jurisdictions := {
	"eu": {"inference": {"countries": ["DE", "IE"]}, "storage": {"countries": ["DE", "IE"]}},
	"global": {"inference": {"countries": "any"}, "storage": {"countries": "any"}},
	"us": {"inference": {"countries": ["US"]}, "storage": {"countries": ["US"]}},
}

_routes := {
	"foundry": {
		"offers": [
			{"scope": "GlobalStandard", "countries": "unspecified"},
			{"scope": "DataZoneStandard", "countries": ["US"]},
		],
	},
}
