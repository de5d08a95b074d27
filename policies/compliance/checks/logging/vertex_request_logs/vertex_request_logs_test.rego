package compliance.checks.logging.vertex_request_logs_test

import data.compliance.checks.logging.vertex_request_logs as check

_given(config, dataset) := {
	"resource": {
		"provider": "google",
		"region": "europe-west3",
		"values": {"predict_request_response_logging_config": config},
		"related": {"dataset": dataset},
	},
	"jurisdiction": "eu",
}

_verdict(given) := verdict if {
	verdict := check.verdict with input as given
		with data.compliance.jurisdictions as _jurisdictions
		with data.compliance.regions as _regions
}

test_passes_with_a_dataset_inside if {
	given := _given(
		[{"enabled": true, "bigquery_destination": [{"output_uri": "bq://p.d"}]}],
		[
			{
				"address": "d",
				"type": "google_bigquery_dataset",
				"provider": "google",
				"region": "eu",
				"values": {},
				"unknown": {},
			},
		],
	)
	_verdict(given) == "pass"
}

test_fails_with_a_dataset_partly_in_london if {
	given := _given(
		[{"enabled": true, "bigquery_destination": [{"output_uri": "bq://p.d"}]}],
		[
			{
				"address": "d",
				"type": "google_bigquery_dataset",
				"provider": "google",
				"region": "eur5",
				"values": {},
				"unknown": {},
			},
		],
	)
	_verdict(given) == "fail"
}

test_passes_when_logging_is_off if {
	given := _given(
		[{"enabled": false, "bigquery_destination": [{"output_uri": "bq://p.d"}]}],
		[],
	)
	_verdict(given) == "pass"
}

test_passes_when_logging_is_left_out if _verdict(_given(null, [])) == "pass"

test_unknown_with_a_dataset_nobody_sees if {
	given := _given(
		[{"enabled": true, "bigquery_destination": [{"output_uri": "bq://p.d"}]}],
		[],
	)
	_verdict(given) == "unknown"
}

test_unknown_when_enabled_is_not_written_and_the_dataset_is_abroad if {
	given := _given(
		[{"enabled": null, "bigquery_destination": [{"output_uri": "bq://p.d"}]}],
		[
			{
				"address": "d",
				"type": "google_bigquery_dataset",
				"provider": "google",
				"region": "europe-west2",
				"values": {},
				"unknown": {},
			},
		],
	)
	_verdict(given) == "unknown"
}

test_unknown_without_any_one_field if {
	given := _given(
		[{"enabled": true, "bigquery_destination": [{"output_uri": "bq://p.d"}]}],
		[
			{
				"address": "d",
				"type": "google_bigquery_dataset",
				"provider": "google",
				"region": "eu",
				"values": {},
				"unknown": {},
			},
		],
	)
	every path in [
		"jurisdiction",
		"resource/related/dataset",
		"resource/related/dataset/0/region",
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
	"google": {
		"europe-west3": {"country": "DE"},
		"europe-west2": {"country": "GB"},
		"eu": {"countries": ["DE", "IE"]},
		"eur5": {"countries": ["BE", "GB"]},
		"global": {"unspecified": true},
	},
}
