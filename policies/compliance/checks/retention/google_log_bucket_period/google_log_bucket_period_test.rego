package compliance.checks.retention.google_log_bucket_period_test

import data.compliance.checks.retention.google_log_bucket_period as check

_given(days, regime) := {
	"resource": {
		"provider": "google",
		"region": "europe-west3",
		"values": {"retention_days": days},
	},
	"regime": regime,
}

_verdict(given) := verdict if {
	verdict := check.verdict with input as given
		with data.compliance.regimes as _regimes
}

test_passes_within_the_limits if _verdict(_given(90, "gdpr")) == "pass"

test_fails_above_the_maximum if _verdict(_given(91, "gdpr")) == "fail"

test_fails_below_the_minimum if _verdict(_given(29, "hipaa")) == "fail"

test_unknown_for_days_that_are_not_written if _verdict(_given(null, "gdpr")) == "unknown"

test_unknown_for_days_that_are_no_number if _verdict(_given("30", "gdpr")) == "unknown"

test_unknown_for_no_days if _verdict(_given(0, "gdpr")) == "unknown"

test_unknown_without_any_one_field if {
	given := _given(90, "gdpr")
	every path in ["regime", "resource/values/retention_days"] {
		_verdict(json.remove(given, [path])) == "unknown"
	}
}

_regimes := {
	"gdpr": {
		"retention": {
			"prompts": {"max_days": null},
			"logs": {"min_days": null, "max_days": 90, "bounded": true},
			"evidence": {"min_days": null},
		},
	},
	"hipaa": {
		"retention": {
			"prompts": {"max_days": null},
			"logs": {"min_days": 30, "max_days": null, "bounded": true},
			"evidence": {"min_days": 2190},
		},
	},
	"archive": {
		"retention": {
			"prompts": {"max_days": 30},
			"logs": {"min_days": 30, "max_days": null, "bounded": false},
			"evidence": {"min_days": null},
		},
	},
}
