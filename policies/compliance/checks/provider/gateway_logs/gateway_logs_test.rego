package compliance.checks.provider.gateway_logs_test

import data.compliance.checks.provider.gateway_logs as check

_given(collects, jurisdiction) := {
	"resource": {"provider": "cloudflare", "region": null, "values": {"collect_logs": collects}},
	"jurisdiction": jurisdiction,
}

_verdict(given) := verdict if {
	verdict := check.verdict with input as given
		with data.compliance.jurisdictions as _jurisdictions
}

test_passes_without_logs if _verdict(_given(false, "eu")) == "pass"

test_fails_with_logs if _verdict(_given(true, "eu")) == "fail"

test_passes_with_logs_where_no_place_is_required if _verdict(_given(true, "global")) == "pass"

test_unknown_when_it_is_not_written if _verdict(_given(null, "eu")) == "unknown"

test_unknown_for_a_word if _verdict(_given("false", "eu")) == "unknown"

test_unknown_without_any_one_field if {
	given := _given(false, "eu")
	every path in ["jurisdiction", "resource/values/collect_logs"] {
		_verdict(json.remove(given, [path])) == "unknown"
	}
}

_jurisdictions := {
	"eu": {"inference": {"countries": ["DE", "IE"]}, "storage": {"countries": ["DE", "IE"]}},
	"global": {"inference": {"countries": "any"}, "storage": {"countries": "any"}},
	"us": {"inference": {"countries": ["US"]}, "storage": {"countries": ["US"]}},
}
