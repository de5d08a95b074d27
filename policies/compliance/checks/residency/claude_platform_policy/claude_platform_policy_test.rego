package compliance.checks.residency.claude_platform_policy_test

import data.compliance.checks.residency.claude_platform_policy as check

_given(allowed) := {
	"resource": {
		"provider": "aws",
		"type": "aws_organizations_policy",
		"values": {"platform_access": {"asked": 9, "allowed": allowed, "unknown": []}},
	},
	"jurisdiction": "us",
}

_call(scope, destinations) := {
	"service": "claude_platform_aws",
	"scope": scope,
	"source": "eu-west-1",
	"destinations": destinations,
}

_inside := _call("us", ["us"])

_verdict(given) := verdict if {
	verdict := check.verdict with input as given
		with data.compliance.jurisdictions as _jurisdictions
		with data.compliance.regions as _regions
}

_evidence(given) := evidence if {
	evidence := check.evidence with input as given
		with data.compliance.jurisdictions as _jurisdictions
		with data.compliance.regions as _regions
}

test_passes_where_every_call_stays_inside if _verdict(_given([_inside])) == "pass"

test_passes_where_no_call_is_left if _verdict(_given([])) == "pass"

test_fails_for_one_call_to_nowhere_in_particular if {
	_verdict(_given([_inside, _call("global", "unspecified")])) == "fail"
}

test_fails_for_a_call_under_a_law_that_it_does_not_suit if {
	given := object.union(_given([_inside]), {"jurisdiction": "eu"})
	_verdict(given) == "fail"
}

test_tells_what_is_outside_and_from_where if {
	evidence := _evidence(_given([_inside, _call("global", "unspecified")]))
	evidence.outside == ["claude_platform_aws global"]
	evidence.sources == ["eu-west-1"]
	evidence.countries == ["unspecified"]
	evidence.depends_on == []
}

test_unknown_where_a_call_outside_is_not_known if {
	outside := _call("global", "unspecified")
	given := {"resource": {"values": {"platform_access": {"unknown": [outside]}}}}
	_verdict(object.union(_given([_inside]), given)) == "unknown"
}

test_passes_where_a_call_that_is_not_known_would_stay_inside if {
	given := {"resource": {"values": {"platform_access": {"unknown": [_inside]}}}}
	_verdict(object.union(_given([_inside]), given)) == "pass"
}

test_unknown_without_any_one_field if {
	given := _given([_inside])
	every path in [
		"jurisdiction",
		"resource/values/platform_access",
		"resource/values/platform_access/asked",
		"resource/values/platform_access/allowed",
		"resource/values/platform_access/unknown",
		"resource/values/platform_access/allowed/0/service",
		"resource/values/platform_access/allowed/0/destinations",
	] {
		_verdict(json.remove(given, [path])) == "unknown"
	}
}

_jurisdictions := {
	"eu": {"inference": {"countries": ["DE", "IE"]}},
	"us": {"inference": {"countries": ["US"]}},
}

_regions := {
	"aws": {"eu-west-1": {"country": "IE"}, "us-east-1": {"country": "US"}},
	"anthropic": {"us": {"country": "US"}},
}
