package compliance.checks.workspace.default_geo_test

import data.compliance.checks.workspace.default_geo as check

_given(geos, chosen) := {
	"resource": {
		"provider": "anthropic",
		"region": "us",
		"values": {
			"data_residency": {
				"workspace_geo": "us",
				"allowed_inference_geos": geos,
				"default_inference_geo": chosen,
			},
		},
	},
	"jurisdiction": "us",
}

_verdict(given) := verdict if {
	verdict := check.verdict with input as given
		with data.compliance.jurisdictions as _jurisdictions
		with data.compliance.regions as _regions
}

test_passes_for_an_allowed_geo_inside if _verdict(_given(["us"], "us")) == "pass"

test_passes_when_everything_is_allowed if _verdict(_given("unrestricted", "us")) == "pass"

test_fails_for_global if _verdict(_given(["us", "global"], "global")) == "fail"

test_fails_for_a_default_that_is_not_allowed if _verdict(_given(["global"], "us")) == "fail"

test_unknown_for_a_geo_nobody_knows if _verdict(_given(["eu"], "eu")) == "unknown"

test_unknown_without_any_one_field if {
	given := _given(["us"], "us")
	every path in [
		"jurisdiction",
		"resource/values/data_residency",
		"resource/values/data_residency/allowed_inference_geos",
		"resource/values/data_residency/default_inference_geo",
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
