package compliance.checks.residency.private_endpoint_test

import data.compliance.checks.residency.private_endpoint as check

_given(name) := {
	"resource": {"provider": "aws", "region": "eu-west-1", "values": {"service_name": name}},
	"jurisdiction": "eu",
}

_verdict(given) := verdict if {
	verdict := check.verdict with input as given
		with data.compliance.jurisdictions as _jurisdictions
		with data.compliance.regions as _regions
}

test_passes_for_a_service_inside if {
	given := _given("com.amazonaws.eu-central-1.bedrock-runtime")
	_verdict(given) == "pass"
}

test_fails_for_a_service_abroad if {
	given := _given("com.amazonaws.us-east-1.bedrock-runtime")
	_verdict(given) == "fail"
}

test_fails_for_somebodys_service_abroad if {
	given := _given("com.amazonaws.vpce.eu-west-2.vpce-svc-0a")
	_verdict(given) == "fail"
}

test_unknown_for_a_service_without_a_region if {
	given := _given("com.amazonaws.s3-global.accesspoint")
	_verdict(given) == "unknown"
}

test_unknown_for_no_name if _verdict(_given(null)) == "unknown"

test_unknown_without_any_one_field if {
	given := _given("com.amazonaws.eu-central-1.bedrock-runtime")
	every path in ["jurisdiction", "resource/values/service_name"] {
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
