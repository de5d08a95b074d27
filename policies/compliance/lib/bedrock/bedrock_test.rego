package compliance.lib.bedrock_test

import data.compliance.lib.bedrock

_profile(region, id) := sprintf("arn:aws:bedrock:%s:11:inference-profile/%s", [region, id])

_countries(reference, region) := countries if {
	countries := bedrock.countries(reference, region) with data.compliance.regions as _regions
		with data.compliance.routes as _routes
}

test_a_profile_computes_in_all_its_destinations if {
	_countries("eu.anthropic.claude-opus-5-5", "eu-west-1") == ["DE", "IE"]
	_countries(_profile("eu-west-1", "eu.anthropic.claude-opus-5-5"), null) == ["DE", "IE"]
}

test_the_source_region_decides if {
	_countries("eu.anthropic.claude-opus-5-5", "eu-west-2") == ["DE", "GB"]
}

test_a_model_computes_where_it_is_called if {
	_countries("anthropic.claude-opus-5-5", "eu-central-1") == ["DE"]
	_countries("arn:aws:bedrock:eu-central-1::foundation-model/amazon.titan", null) == ["DE"]
	_countries("arn:aws:bedrock:eu-central-1::foundation-model/x-v2:0", null) == ["DE"]
}

test_global_routing_names_no_country if {
	_countries("global.anthropic.claude-opus-5-5", null) == "unspecified"
	_countries("arn:aws:bedrock:::foundation-model/anthropic.claude-opus-5-5", null) == "unspecified"
	_countries("open.anthropic.claude-opus-5-5", "eu-west-1") == "unspecified"
	_countries("wide.anthropic.claude-opus-5-5", "eu-west-1") == "unspecified"
}

test_undefined_for_what_is_opaque_unread_or_of_another_type if {
	references := [
		null, false, 0, "", [], {}, "anthropic", "claude-opus-5-5", "amazon.nova-pro-v1:0",
		"eu.amazon.nova-pro-v1:0", "mars.anthropic.claude-opus-5-5", "eu.anthropic.claude-next-9",
		"eu.anthropic.claude-old-1", "ap.anthropic.claude-opus-5-5", "arn:", "arn:aws:bedrock",
		"arn:aws:bedrock:eu-west-1:11:application-inference-profile/abc",
		"arn:aws:s3:eu-west-1::foundation-model/x", "arn:aws:bedrock:mars::foundation-model/x",
		"arn:aws:bedrock:eu-west-1:11:inference-profile/eu.anthropic.claude-opus-5-5/x",
	]
	[reference | some reference in references; _ := _countries(reference, "eu-west-1")] == []
	regions := [null, false, 0, "", [], {}, "mars"]
	[region | some region in regions; _ := _countries("eu.anthropic.claude-opus-5-5", region)] == []
	[region | some region in regions; _ := _countries("anthropic.claude-opus-5-5", region)] == []
}

_regions := {"aws": {
	"eu-west-1": {"country": "IE"},
	"eu-central-1": {"country": "DE"},
	"eu-west-2": {"country": "GB"},
	"anywhere": {"unspecified": true},
}}

_offer(scope, source, destinations, countries, mark) := {
	"scope": scope,
	"sources": [source],
	"destinations": destinations,
	"countries": countries,
	"confidence": "V",
	"models": {"opus": {
		"model_id": concat(".", [scope, "anthropic.claude-opus-5-5"]),
		"confidence": mark,
	}},
}

_routes := {"bedrock": {"offers": [
	_offer("eu", "eu-west-1", ["eu-west-1", "eu-central-1"], "by-destination", "S"),
	_offer("eu", "eu-west-2", ["eu-west-2", "eu-central-1"], "by-destination", "V"),
	_offer("open", "eu-west-1", "unspecified", "unspecified", "V"),
	_offer("wide", "eu-west-1", ["eu-west-1", "anywhere"], "by-destination", "V"),
	_offer("ap", "eu-west-1", ["eu-west-1", "nowhere"], "by-destination", "V"),
	{
		"scope": "eu",
		"sources": ["eu-west-1"],
		"destinations": ["eu-west-1"],
		"countries": ["IE"],
		"confidence": "V",
		"models": {"old": {"model_id": "eu.anthropic.claude-old-1", "confidence": "?"}},
	},
]}}
