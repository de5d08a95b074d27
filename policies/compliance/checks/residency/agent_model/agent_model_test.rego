package compliance.checks.residency.agent_model_test

import data.compliance.checks.residency.agent_model as check

_given(region, model) := {
	"resource": {"provider": "aws", "region": region, "values": {"foundation_model": model}},
	"jurisdiction": "eu",
}

_verdict(given) := verdict if {
	verdict := check.verdict with input as given
		with data.compliance.jurisdictions as _jurisdictions
		with data.compliance.regions as _regions
		with data.compliance.routes as _routes
}

test_passes_for_a_geographic_profile_inside if {
	given := _given("eu-west-1", "eu.anthropic.claude-opus-5-5")
	_verdict(given) == "pass"
}

test_passes_for_a_model_in_its_own_region if {
	given := _given("eu-central-1", "anthropic.claude-haiku-4-5-20251001-v1:0")
	_verdict(given) == "pass"
}

test_fails_for_the_same_profile_from_london if {
	given := _given("eu-west-2", "eu.anthropic.claude-opus-5-5")
	_verdict(given) == "fail"
}

test_fails_for_a_global_profile if {
	given := _given("eu-west-1", "global.anthropic.claude-opus-5-5")
	_verdict(given) == "fail"
}

test_unknown_for_another_vendors_model if {
	given := _given("eu-west-1", "amazon.nova-pro-v1:0")
	_verdict(given) == "unknown"
}

test_unknown_for_a_profile_that_is_not_offered_from_its_region if {
	given := _given("us-east-1", "eu.anthropic.claude-opus-5-5")
	_verdict(given) == "unknown"
}

test_unknown_for_an_unknown_prefix if {
	given := _given("eu-west-1", "mars.anthropic.claude-opus-5-5")
	_verdict(given) == "unknown"
}

test_unknown_without_any_one_field if {
	given := _given("eu-west-1", "eu.anthropic.claude-opus-5-5")
	every path in ["jurisdiction", "resource/values/foundation_model", "resource/region"] {
		_verdict(json.remove(given, [path])) == "unknown"
	}
}

_jurisdictions := {
	"eu": {"inference": {"countries": ["DE", "IE"]}, "storage": {"countries": ["DE", "IE"]}},
	"global": {"inference": {"countries": "any"}, "storage": {"countries": "any"}},
	"us": {"inference": {"countries": ["US"]}, "storage": {"countries": ["US"]}},
}

_regions := {
	"aws": {
		"eu-west-1": {"country": "IE"},
		"eu-central-1": {"country": "DE"},
		"eu-west-2": {"country": "GB"},
		"us-east-1": {"country": "US"},
	},
}

_routes := {
	"bedrock": {
		"offers": [
			{
				"scope": "eu",
				"sources": ["eu-west-1", "eu-central-1"],
				"destinations": ["eu-west-1", "eu-central-1"],
				"countries": "by-destination",
				"confidence": "V",
				"models": {
					"opus": {"model_id": "eu.anthropic.claude-opus-5-5", "confidence": "S"},
					"old": {"model_id": "eu.anthropic.claude-old-1", "confidence": "K"},
				},
			},
			{
				"scope": "eu",
				"sources": ["eu-west-2"],
				"destinations": ["eu-west-1", "eu-central-1", "eu-west-2"],
				"countries": "by-destination",
				"confidence": "V",
				"models": {
					"opus": {"model_id": "eu.anthropic.claude-opus-5-5", "confidence": "V"},
				},
			},
			{
				"scope": "us",
				"sources": ["us-east-1"],
				"destinations": ["us-east-1"],
				"countries": ["US"],
				"confidence": "V",
				"models": {
					"opus": {"model_id": "us.anthropic.claude-opus-5-5", "confidence": "V"},
				},
			},
			{
				"scope": "global",
				"sources": ["eu-west-1"],
				"destinations": "unspecified",
				"countries": "unspecified",
				"confidence": "V",
				"models": {
					"opus": {"model_id": "global.anthropic.claude-opus-5-5", "confidence": "V"},
				},
			},
		],
	},
}
