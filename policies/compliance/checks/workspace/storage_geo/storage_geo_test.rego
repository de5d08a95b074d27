package compliance.checks.workspace.storage_geo_test

import data.compliance.checks.workspace.storage_geo as check

_given(geo, jurisdiction) := {
	"resource": {
		"provider": "anthropic",
		"region": "us",
		"values": {
			"data_residency": {
				"workspace_geo": geo,
				"allowed_inference_geos": ["us"],
				"default_inference_geo": "us",
			},
		},
	},
	"jurisdiction": jurisdiction,
}

_verdict(given) := verdict if {
	verdict := check.verdict with input as given
		with data.compliance.jurisdictions as _jurisdictions
		with data.compliance.regions as _regions
}

test_passes_under_the_law_of_the_united_states if _verdict(_given("us", "us")) == "pass"

test_fails_in_europe if _verdict(_given("us", "eu")) == "fail"

test_unknown_for_a_geo_nobody_knows if _verdict(_given("eu", "us")) == "unknown"

test_unknown_without_any_one_field if {
	given := _given("us", "us")
	every path in [
		"jurisdiction",
		"resource/values/data_residency",
		"resource/values/data_residency/workspace_geo",
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
	"anthropic": {"us": {"country": "US", "countries": ["US"]}, "global": {"unspecified": true}},
}
