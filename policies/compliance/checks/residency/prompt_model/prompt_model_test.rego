package compliance.checks.residency.prompt_model_test

import data.compliance.checks.residency.prompt_model as check

_given(region, models) := {
	"resource": {
		"provider": "aws",
		"region": region,
		"values": {"variant": [{"name": "x", "model_id": model} | some model in models]},
	},
	"jurisdiction": "eu",
}

_verdict(given) := verdict if {
	verdict := check.verdict with input as given
		with data.compliance.jurisdictions as _jurisdictions
		with data.compliance.regions as _regions
		with data.compliance.routes as _routes
}

test_passes_for_a_geographic_profile_inside if {
	_verdict(_given("eu-west-1", ["eu.anthropic.claude-opus-5-5"])) == "pass"
}

test_fails_for_one_global_variant_among_others if {
	models := ["eu.anthropic.claude-opus-5-5", "global.anthropic.claude-opus-5-5"]
	_verdict(_given("eu-west-1", models)) == "fail"
}

test_fails_for_the_same_profile_from_london if {
	_verdict(_given("eu-west-2", ["eu.anthropic.claude-opus-5-5"])) == "fail"
}

test_unknown_for_one_variant_without_a_model_among_others if {
	_verdict(_given("eu-west-1", ["eu.anthropic.claude-opus-5-5", null])) == "unknown"
}

test_unknown_without_a_variant if _verdict(_given("eu-west-1", [])) == "unknown"

test_unknown_without_any_one_field if {
	given := _given("eu-west-1", ["eu.anthropic.claude-opus-5-5"])
	every path in [
		"jurisdiction",
		"resource/region",
		"resource/values/variant",
		"resource/values/variant/0/model_id",
	] {
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
