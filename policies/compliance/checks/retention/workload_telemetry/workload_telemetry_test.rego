package compliance.checks.retention.workload_telemetry_test

import data.compliance.checks.retention.workload_telemetry as check

_regimes := {
	"gdpr": {"retention": {"prompts": {"max_days": null}}},
	"zero": {"retention": {"prompts": {"max_days": 0}}},
	"month": {"retention": {"prompts": {"max_days": 30}}},
}

_given(content, missing, regimes, limit) := {
	"resource": {"values": {"telemetry": {"content": content, "unknown": missing}}},
	"tenant": {"regimes": regimes, "retention": {"prompts": {"max_days": limit}}},
}

_verdict(given) := verdict if {
	verdict := check.verdict with input as given with data.compliance.regimes as _regimes
}

test_fails_for_content_where_nothing_may_be_kept if {
	_verdict(_given(["ANTHROPIC_LOG"], [], ["gdpr"], 0)) == "fail"
	_verdict(_given(["ANTHROPIC_LOG"], ["OTHER"], ["gdpr"], 0)) == "fail"
}

test_fails_where_a_regime_lets_nothing_be_kept if {
	_verdict(_given(["ANTHROPIC_LOG"], [], ["zero"], null)) == "fail"
	_verdict(_given(["ANTHROPIC_LOG"], [], ["month", "zero"], 30)) == "fail"
}

test_passes_where_nothing_is_written if _verdict(_given([], [], ["gdpr"], 0)) == "pass"

test_passes_where_nothing_limits_what_is_kept if {
	_verdict(_given(["ANTHROPIC_LOG"], [], ["gdpr"], null)) == "pass"
}

test_unknown_where_some_days_are_allowed if {
	_verdict(_given(["ANTHROPIC_LOG"], [], ["gdpr"], 30)) == "unknown"
	_verdict(_given(["ANTHROPIC_LOG"], [], ["month"], null)) == "unknown"
}

test_unknown_where_a_setting_is_not_known if {
	_verdict(_given([], ["ANTHROPIC_LOG"], [], 0)) == "unknown"
	_verdict(_given([], ["ANTHROPIC_LOG"], [], null)) == "unknown"
}

test_unknown_for_a_regime_nobody_knows if {
	_verdict(_given(["ANTHROPIC_LOG"], [], ["atlantis"], null)) == "unknown"
}

test_unknown_without_any_one_field if {
	given := _given([], [], ["gdpr"], 0)
	every path in [
		"tenant",
		"tenant/regimes",
		"tenant/retention",
		"tenant/retention/prompts",
		"resource/values/telemetry",
		"resource/values/telemetry/content",
		"resource/values/telemetry/unknown",
	] {
		_verdict(json.remove(given, [path])) == "unknown"
	}
}
