package compliance.checks.workspace.allowed_geos_test

import data.compliance.checks.workspace.allowed_geos as check

_given(geos, jurisdiction) := {
	"resource": {
		"provider": "anthropic",
		"region": "us",
		"values": {
			"data_residency": {
				"workspace_geo": "us",
				"allowed_inference_geos": geos,
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

test_passes_for_us_alone_under_the_law_of_the_united_states if {
	given := _given(["us"], "us")
	_verdict(given) == "pass"
}

test_fails_when_global_is_allowed_too if _verdict(_given(["global", "us"], "us")) == "fail"

test_fails_when_everything_is_allowed if _verdict(_given("unrestricted", "us")) == "fail"

test_fails_for_every_workspace_in_europe if _verdict(_given(["us"], "eu")) == "fail"

test_passes_where_no_place_is_required if _verdict(_given("unrestricted", "global")) == "pass"

test_unknown_for_an_empty_list if _verdict(_given([], "us")) == "unknown"

test_unknown_for_a_geo_nobody_knows if _verdict(_given(["us", "eu"], "us")) == "unknown"

test_unknown_without_any_one_field if {
	given := _given(["us"], "us")
	every path in [
		"jurisdiction",
		"resource/values/data_residency",
		"resource/values/data_residency/allowed_inference_geos",
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
