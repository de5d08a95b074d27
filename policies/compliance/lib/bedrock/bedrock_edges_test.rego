package compliance.lib.bedrock_edges_test

import data.compliance.lib.bedrock

# What mutants of the policies showed that no other test looked at.

_profile := "eu.anthropic.claude-haiku-4-5-20251001-v1:0"

_routes := {"bedrock": {"offers": [{
	"sources": ["eu-west-1"],
	"destinations": ["eu-west-1", "eu-central-1"],
	"countries": "by-destination",
	"confidence": "V",
	"models": {"haiku": {"model_id": _profile, "confidence": "V"}},
}]}}

_countries(reference) := found if {
	found := bedrock.countries(reference, "eu-west-1") with data.compliance.routes as _routes
		with data.compliance.regions as {"aws": {
			"eu-west-1": {"country": "IE"},
			"eu-central-1": {"country": "DE"},
		}}
} else := "undefined"

test_the_version_of_a_profile_is_part_of_its_id if {
	_countries(_profile) == ["DE", "IE"]
	arn := "arn:aws:bedrock:eu-west-1:1:inference-profile"
	_countries(concat("/", [arn, _profile])) == ["DE", "IE"]
	_countries(concat("/", [arn, "eu.anthropic.claude-haiku-4-5"])) == "undefined"
}

test_only_an_arn_of_bedrock_names_a_model if {
	every reference in [
		"x:aws:bedrock:eu-west-1::foundation-model/anthropic.claude-opus-5",
		"arn:aws:sagemaker:eu-west-1::foundation-model/anthropic.claude-opus-5",
		"arn:aws:bedrock:eu-west-1::foundation-model",
		"arn:aws",
		"",
		null,
		7,
		["arn"],
	] {
		_countries(reference) == "undefined"
	}
	_countries("arn:aws:bedrock:eu-west-1::foundation-model/anthropic.claude-opus-5") == ["IE"]
}

test_only_a_profile_of_claude_is_looked_up if {
	every reference in ["global.meta.llama-4", "global.", "eu.meta.llama", "EU.anthropic.claude"] {
		_countries(reference) == "undefined"
	}
	_countries("global.anthropic.claude-opus-5") == "unspecified"
}

test_a_thing_of_another_kind_is_no_profile_whatever_its_id if {
	every id in [_profile, "global.anthropic.claude-opus-5"] {
		arn := concat("/", ["arn:aws:bedrock:eu-west-1:1:application-inference-profile", id])
		_countries(arn) == "undefined"
	}
}
