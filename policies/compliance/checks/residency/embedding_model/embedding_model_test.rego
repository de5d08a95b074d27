package compliance.checks.residency.embedding_model_test

import data.compliance.checks.residency.embedding_model as check

_given(arn) := {
	"resource": {
		"provider": "aws",
		"region": "eu-west-1",
		"values": {
			"knowledge_base_configuration": [
				{
					"type": "VECTOR",
					"vector_knowledge_base_configuration": [{"embedding_model_arn": arn}],
				},
			],
		},
	},
	"jurisdiction": "eu",
}

_verdict(given) := verdict if {
	verdict := check.verdict with input as given
		with data.compliance.jurisdictions as _jurisdictions
		with data.compliance.regions as _regions
		with data.compliance.routes as _routes
}

test_passes_for_a_model_inside if {
	given := _given("arn:aws:bedrock:eu-central-1::foundation-model/amazon.titan-embed-text-v2:0")
	_verdict(given) == "pass"
}

test_fails_for_a_model_abroad if {
	given := _given("arn:aws:bedrock:us-east-1::foundation-model/amazon.titan-embed-text-v2:0")
	_verdict(given) == "fail"
}

test_fails_for_a_model_without_a_region if {
	given := _given("arn:aws:bedrock:::foundation-model/amazon.titan-embed-text-v2:0")
	_verdict(given) == "fail"
}

test_unknown_for_an_opaque_model if {
	given := _given("arn:aws:bedrock:eu-west-1:1111:provisioned-model/abcdef")
	_verdict(given) == "unknown"
}

test_unknown_for_an_arn_of_something_else if {
	given := _given("arn:aws:s3:eu-west-1::foundation-model/x")
	_verdict(given) == "unknown"
}

test_unknown_without_any_one_field if {
	given := _given("arn:aws:bedrock:eu-central-1::foundation-model/amazon.titan-embed-text-v2:0")
	base := "resource/values/knowledge_base_configuration"
	store := concat("/", [base, "0/vector_knowledge_base_configuration"])
	every path in ["jurisdiction", base, store, concat("/", [store, "0/embedding_model_arn"])] {
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
