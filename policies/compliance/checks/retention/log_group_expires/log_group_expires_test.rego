package compliance.checks.retention.log_group_expires_test

import data.compliance.checks.retention.log_group_expires as check

_given(days) := {
	"resource": {"provider": "aws", "region": "eu-west-1", "values": {"retention_in_days": days}},
	"jurisdiction": "eu",
}

_verdict(given) := verdict if {
	verdict := check.verdict with input as given
		with data.compliance.jurisdictions as _jurisdictions
}

test_passes_with_an_end if _verdict(_given(30)) == "pass"

test_fails_without_a_retention if _verdict(_given(null)) == "fail"

test_fails_with_a_retention_of_zero if _verdict(_given(0)) == "fail"

test_unknown_for_days_that_are_no_number if _verdict(_given("30")) == "unknown"

test_unknown_for_false if _verdict(_given(false)) == "unknown"

test_unknown_without_any_one_field if {
	given := _given(30)
	every path in ["jurisdiction", "resource/values/retention_in_days"] {
		_verdict(json.remove(given, [path])) == "unknown"
	}
}

_jurisdictions := {
	"eu": {"inference": {"countries": ["DE", "IE"]}, "storage": {"countries": ["DE", "IE"]}},
	"global": {"inference": {"countries": "any"}, "storage": {"countries": "any"}},
	"us": {"inference": {"countries": ["US"]}, "storage": {"countries": ["US"]}},
}
