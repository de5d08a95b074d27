package compliance.checks.residency.inference_profile_test

import data.compliance.checks.residency.inference_profile as check

_given(source) := {
	"resource": {
		"provider": "aws",
		"region": "eu-west-1",
		"values": {"model_source": [{"copy_from": source}]},
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
	given := _given("arn:aws:bedrock:eu-west-1:11:inference-profile/eu.anthropic.claude-opus-5-5")
	_verdict(given) == "pass"
}

test_passes_for_a_model_in_a_region_inside if {
	given := _given("arn:aws:bedrock:eu-central-1::foundation-model/anthropic.claude-opus-5-5")
	_verdict(given) == "pass"
}

test_fails_for_the_same_profile_from_london if {
	given := _given("arn:aws:bedrock:eu-west-2:11:inference-profile/eu.anthropic.claude-opus-5-5")
	_verdict(given) == "fail"
}

test_fails_for_a_global_profile if {
	given := _given("arn:aws:bedrock:eu-west-1:11:inference-profile/global.anthropic.claude-opus-5-5")
	_verdict(given) == "fail"
}

test_fails_for_a_model_without_a_region if {
	given := _given("arn:aws:bedrock:::foundation-model/anthropic.claude-opus-5-5")
	_verdict(given) == "fail"
}

test_unknown_for_an_application_profile if {
	given := _given("arn:aws:bedrock:eu-west-1:11:application-inference-profile/abcdef")
	_verdict(given) == "unknown"
}

test_unknown_for_destinations_nobody_has_read if {
	given := _given("arn:aws:bedrock:eu-west-1:11:inference-profile/eu.anthropic.claude-old-1")
	_verdict(given) == "unknown"
}

test_unknown_for_a_profile_that_is_not_listed if {
	given := _given("arn:aws:bedrock:eu-west-1:11:inference-profile/eu.anthropic.claude-next-9")
	_verdict(given) == "unknown"
}

test_unknown_for_an_id_without_a_source_region if {
	given := _given("eu.anthropic.claude-opus-5-5")
	_verdict(given) == "unknown"
}

test_unknown_without_any_one_field if {
	given := _given("arn:aws:bedrock:eu-west-1:11:inference-profile/eu.anthropic.claude-opus-5-5")
	every path in [
		"jurisdiction",
		"resource/values/model_source",
		"resource/values/model_source/0/copy_from",
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
