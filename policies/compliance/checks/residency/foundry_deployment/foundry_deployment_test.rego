package compliance.checks.residency.foundry_deployment_test

import data.compliance.checks.residency.foundry_deployment as check

_given(format, sku, jurisdiction) := {
	"resource": {
		"provider": "azure",
		"region": "westeurope",
		"values": {"model": [{"format": format, "name": "m"}], "sku": [{"name": sku}]},
	},
	"jurisdiction": jurisdiction,
}

_verdict(given) := verdict if {
	verdict := check.verdict with input as given
		with data.compliance.jurisdictions as _jurisdictions
		with data.compliance.routes as _routes
}

test_passes_for_the_data_zone_under_the_law_of_the_united_states if {
	given := _given("Anthropic", "DataZoneStandard", "us")
	_verdict(given) == "pass"
}

test_fails_for_the_data_zone_on_an_account_in_europe if {
	given := _given("Anthropic", "DataZoneStandard", "eu")
	_verdict(given) == "fail"
}

test_fails_for_the_global_type if _verdict(_given("Anthropic", "GlobalStandard", "us")) == "fail"

test_fails_for_the_format_in_another_case if {
	_verdict(_given("anthropic", "GlobalStandard", "eu")) == "fail"
}

test_unknown_for_a_type_that_claude_is_not_offered_on if {
	given := _given("Anthropic", "Standard", "eu")
	_verdict(given) == "unknown"
}

test_passes_for_another_vendors_model if {
	given := _given("OpenAI", "GlobalStandard", "eu")
	_verdict(given) == "pass"
}

test_unknown_for_a_format_without_a_name if {
	given := _given("", "GlobalStandard", "eu")
	_verdict(given) == "unknown"
}

test_unknown_without_any_one_field if {
	given := _given("Anthropic", "DataZoneStandard", "us")
	every path in ["jurisdiction", "resource/values/sku", "resource/values/sku/0/name"] {
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
